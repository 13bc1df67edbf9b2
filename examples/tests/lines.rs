//! Does `lines` print the lines that match?

#[allow(dead_code)]
#[path = "../lines.rs"]
mod program;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::{MEGABYTE, example, file, numbered_lines, ran, run, succeeded};

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
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let text = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    assert_eq!(run("lines", &path), succeeded(&text));
}

/// What a terminal shows while `lines` reads the numbered lines, its own output elsewhere.
fn shown_on_a_terminal(size: u64) -> Option<String> {
    let dir = tempfile::tempdir().unwrap();
    let path = numbered_lines(dir.path(), size).unwrap();
    let command = format!(
        "'{}' '{}' 777 > '{}'",
        example("lines").display(),
        path.display(),
        dir.path().join("output").display()
    );
    let script = Command::new("script")
        .args(["-qec", &command, "/dev/null"])
        .env("TERM", "xterm")
        .env_remove("NO_COLOR")
        .stdin(Stdio::null())
        .output();
    let (code, shown, _) = ran(script.ok()?);
    assert_eq!(code, Some(0), "{shown}");
    Some(shown)
}

#[test]
fn shows_the_progress_of_a_large_file_on_a_terminal() {
    if !cfg!(target_os = "linux") {
        println!("skipped: only the `script` of Linux is known to take these arguments");
        return;
    }
    let Some(shown) = shown_on_a_terminal(20 * MEGABYTE) else {
        println!("skipped: there is no `script` to make a terminal");
        return;
    };
    assert!(shown.contains("MiB of 20.00 MiB, "), "{shown:?}");
    assert_eq!(shown_on_a_terminal(MEGABYTE).unwrap(), "");
}
