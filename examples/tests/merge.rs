//! Does `merge` merge sorted files, also those that do not fit into memory?

#[allow(dead_code)]
#[path = "../merge.rs"]
mod program;

use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::{MEGABYTE, Ran, closed_early, example, in_little_memory, ran, succeeded};

fn merge(paths: &[PathBuf]) -> Ran {
    ran(Command::new(example("merge")).args(paths).output().unwrap())
}

/// A file for each of the texts.
fn files(dir: &Path, texts: &[&str]) -> Vec<PathBuf> {
    let write = |(number, text)| {
        let path = dir.join(format!("{number}"));
        fs::write(&path, text).unwrap();
        path
    };
    texts.iter().enumerate().map(write).collect()
}

/// Three files that share the numbers from 0 on, `size` bytes in all, in lines of 64 bytes.
fn numbers(dir: &Path, size: u64) -> [PathBuf; 3] {
    [0, 1, 2].map(|remainder| {
        let path = dir.join(format!("numbers {remainder}"));
        let mut file = BufWriter::new(File::create(&path).unwrap());
        for number in (remainder..size / 64).step_by(3) {
            writeln!(file, "{number:012} {:>50}", "of all numbers").unwrap();
        }
        file.flush().unwrap();
        path
    })
}

#[test]
fn prints_the_lines_of_all_files_in_order() {
    let dir = tempfile::tempdir().unwrap();
    let paths = files(
        dir.path(),
        &[
            "apple\nlemon\npear\n",
            "",
            "\nfig\nlemon\nzucchini",
            "kiwi\n",
        ],
    );
    let expected = "\napple\nfig\nkiwi\nlemon\nlemon\npear\nzucchini\n";
    assert_eq!(merge(&paths), succeeded(expected));
    assert_eq!(merge(&paths[..1]), succeeded("apple\nlemon\npear\n"));
}

#[test]
fn a_file_that_is_not_sorted_is_named_after_what_is_good() {
    let dir = tempfile::tempdir().unwrap();
    let paths = files(dir.path(), &["a\nd\nz\n", "b\nc\ny\nx\n"]);
    let stderr = format!(
        "merge: {}: line 4 belongs before the line above it\n",
        paths[1].display()
    );
    assert_eq!(
        merge(&paths),
        (Some(1), "a\nb\nc\nd\ny\n".to_owned(), stderr)
    );
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let mut paths = files(dir.path(), &["a\n"]);
    for bad in [dir.path().join("missing"), dir.path().to_owned()] {
        paths.push(bad);
        let (code, stdout, stderr) = merge(&paths);
        assert_eq!((code, stdout.as_str()), (Some(1), ""));
        let beginning = format!("merge: {}: ", paths[1].display());
        assert!(
            stderr.starts_with(&beginning) && stderr.lines().count() == 1,
            "{stderr}"
        );
        paths.pop();
    }
}

#[test]
fn files_larger_than_memory_are_merged() {
    if !cfg!(target_os = "linux") {
        println!("skipped: only Linux is known to keep to `ulimit -v`");
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let mut child = in_little_memory("merge")
        .args(numbers(dir.path(), 24 * MEGABYTE))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut count = 0;
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        assert!(line.unwrap().starts_with(&format!("{count:012} ")));
        count += 1;
    }
    assert!(child.wait().unwrap().success());
    assert_eq!(count, 24 * MEGABYTE / 64);
}

#[test]
fn a_closed_pipe_is_a_quiet_end() {
    let dir = tempfile::tempdir().unwrap();
    let paths = numbers(dir.path(), MEGABYTE);
    let (code, first, stderr) = closed_early(Command::new(example("merge")).args(paths));
    assert!(first.starts_with("000000000000 "), "{first}");
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
}
