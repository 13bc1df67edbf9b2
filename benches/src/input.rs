//! What do the rows work on? The same input for all candidates, made once, before anything is measured.

use std::{io::Write as _, path::Path};

use tempfile::NamedTempFile;

/// The input of all rows.
pub struct Input {
    /// How many items the rows hand out that need nothing else.
    pub count: usize,
    /// A real text.
    pub text: String,
    /// A text of runs of equal letters.
    pub runs: String,
    /// Two lists.
    pub lists: [Vec<u64>; 2],
    /// A balanced tree.
    pub tree: Tree,
    file: NamedTempFile,
}

/// A binary tree.
pub struct Tree {
    /// What the node holds.
    pub value: u64,
    /// What is before it.
    pub left: Option<Box<Tree>>,
    /// What is after it.
    pub right: Option<Box<Tree>>,
}

impl Tree {
    fn balanced(from: u64, to: u64) -> Option<Box<Self>> {
        let value = from.midpoint(to);
        (from < to).then(|| {
            let (left, right) = (Self::balanced(from, value), Self::balanced(value + 1, to));
            Box::new(Self { value, left, right })
        })
    }
}

impl Input {
    /// Makes the input.
    pub fn new() -> Self {
        let text = include_str!("../../LICENSE-APACHE").repeat(4);
        let mut file = NamedTempFile::new().expect("a file can be made in the temporary directory");
        let written = file.write_all(text.as_bytes()).and_then(|()| file.flush());
        written.expect("there is room for a small file");
        let list = |salt| (0..20_000_u64).map(|n| hash(n ^ salt)).collect();
        Self {
            count: 20_000,
            text,
            runs: runs(),
            lists: [list(0), list(1 << 40)],
            tree: *Tree::balanced(0, 20_000).expect("the range is not empty"),
            file,
        }
    }

    /// A file that holds `text`.
    pub fn path(&self) -> &Path {
        self.file.path()
    }
}

/// Runs of four letters, of lengths from one to eight.
fn runs() -> String {
    (0..20_000_u64).fold(String::new(), |mut text, n| {
        let letter = ["a", "b", "c", "d"][n as usize % 4];
        let length = 1 + hash(n) as usize % 8;
        text.push_str(&letter.repeat(length));
        text
    })
}

fn hash(n: u64) -> u64 {
    n.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32
}
