//! Does `lines` print the lines that match?

#[allow(dead_code)]
#[path = "../../examples/lines.rs"]
mod program;

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::{example, file, ran, run, succeeded};

#[test]
fn prints_the_lines_that_match() {
    let dir = tempfile::tempdir().unwrap();
    let path = file(dir.path(), "one\ntwo\r\nthree\nfour 四");
    assert_eq!(run("lines", &path), succeeded("one\ntwo\nthree\nfour 四\n"));
    let matching = |pattern| {
        ran(Command::new(example("lines"))
            .arg(&path)
            .arg(pattern)
            .output()
            .unwrap())
    };
    assert_eq!(matching("o"), succeeded("one\ntwo\nfour 四\n"));
    assert_eq!(matching("四"), succeeded("four 四\n"));
    assert_eq!(matching("five"), succeeded(""));
}

#[test]
fn reads_what_a_program_reads() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    assert_eq!(run("lines", &path), succeeded(&text));
}
