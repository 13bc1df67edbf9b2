//! Does `memory` measure, and do generators need little memory?

#[allow(dead_code)]
#[path = "../memory.rs"]
mod program;

use std::fs;
use std::process::Command;

use crate::{closed_early, example, ran};

/// The megabytes in a line of the table, of a job that is done in this way.
fn megabytes(line: &str, job: &str, way: &str) -> f64 {
    let words: Vec<_> = line.split_whitespace().collect();
    let (measured, unit) = words
        .split_last_chunk::<4>()
        .map(|(before, last)| (last, before))
        .unwrap();
    assert_eq!(unit.join(" "), format!("{job} {way}"), "{line}");
    let [peak, "MB", seconds, "s"] = measured else {
        panic!("{line}")
    };
    assert!(seconds.parse::<f64>().unwrap() >= 0.0);
    peak.parse().unwrap()
}

#[test]
fn a_generator_needs_less_memory_than_a_list_and_nothing_is_left_behind() {
    let dir = tempfile::tempdir().unwrap();
    let mut command = Command::new(example("memory"));
    for variable in ["TMPDIR", "TMP", "TEMP"] {
        command.env(variable, dir.path());
    }
    let (code, stdout, stderr) = ran(command.args(["2", "8"]).output().unwrap());
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    let lines: Vec<_> = stdout.lines().collect();
    assert_eq!(lines.len(), 5, "{stdout}");
    if !cfg!(target_os = "linux") {
        assert!(
            lines[1..].iter().all(|line| line.contains("not available")),
            "{stdout}"
        );
        return;
    }
    for (job, lines, least) in [
        ("2 million numbers", &lines[1..3], 16.0),
        ("8 MB of lines", &lines[3..], 8.0),
    ] {
        let list = megabytes(lines[0], job, "list");
        let generator = megabytes(lines[1], job, "generator");
        assert!(list > least && generator < 6.0, "{stdout}");
    }
}

#[test]
fn a_failure_to_write_the_file_is_one_line() {
    let dir = tempfile::tempdir().unwrap();
    let mut command = Command::new(example("memory"));
    for variable in ["TMPDIR", "TMP", "TEMP"] {
        command.env(variable, dir.path().join("missing"));
    }
    let (code, stdout, stderr) = ran(command.args(["1", "1"]).output().unwrap());
    assert_eq!((code, stdout.as_str()), (Some(1), ""));
    assert!(stderr.starts_with("memory: temporary file: "), "{stderr}");
    assert_eq!(stderr.lines().count(), 1);
}

#[test]
fn a_closed_pipe_is_a_quiet_end() {
    let (code, first, stderr) = closed_early(Command::new(example("memory")).args(["1", "1"]));
    assert!(first.starts_with("job "), "{first}");
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
}
