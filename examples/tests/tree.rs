//! Does `tree` print the words of a file in all its orders?

#[allow(dead_code)]
#[path = "../tree.rs"]
mod program;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::{closed_early, example, file, run, succeeded};

#[test]
fn prints_the_words_in_four_orders() {
    let dir = tempfile::tempdir().unwrap();
    let path = file(
        dir.path(),
        "the quick brown fox\n jumps over  the lazy dög\n",
    );
    let expected = "\
in order: brown dög fox jumps lazy over quick the
in order, by a stack: brown dög fox jumps lazy over quick the
pre-order: jumps dög brown fox over lazy quick the
level by level:
jumps
dög over
brown fox lazy quick
the
";
    assert_eq!(run("tree", &path), succeeded(expected));
}

#[test]
fn a_file_without_words_gives_nothing() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(run("tree", &file(dir.path(), " \n")), succeeded(""));
}

#[test]
fn sorts_the_words_of_a_real_file() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ARCHITECTURE.md");
    let text = fs::read_to_string(&path).unwrap();
    let words: Vec<_> = text
        .split_whitespace()
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let (code, stdout, stderr) = run("tree", &path);
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    let mut lines = stdout.lines();
    let sorted = words.join(" ");
    assert_eq!(lines.next(), Some(format!("in order: {sorted}").as_str()));
    assert_eq!(
        lines.next(),
        Some(format!("in order, by a stack: {sorted}").as_str())
    );
    assert!(lines.next().unwrap().starts_with("pre-order: "));
    assert_eq!(lines.next(), Some("level by level:"));
    let mut levels = 0;
    for (depth, level) in lines.enumerate() {
        assert!(level.split(' ').count() <= 1 << depth, "{level}");
        levels += 1;
    }
    assert_eq!(levels, words.len().ilog2() + 1);
}

#[test]
fn a_closed_pipe_is_a_quiet_end() {
    let dir = tempfile::tempdir().unwrap();
    let words: Vec<_> = (0..20_000).map(|number| format!("{number:08}")).collect();
    let path = file(dir.path(), words.join(" "));
    let (code, first, stderr) = closed_early(Command::new(example("tree")).arg(path));
    assert!(first.starts_with("in order: 00000000 00000001 "));
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
}
