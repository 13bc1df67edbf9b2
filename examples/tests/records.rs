//! Does `records` print the records of a file, and of its sample?

#[allow(dead_code)]
#[path = "../records.rs"]
mod program;

use std::fs;
use std::process::Command;

use crate::{example, file, ran, run, succeeded};

#[test]
fn fields_may_hold_line_ends_and_commas() {
    let dir = tempfile::tempdir().unwrap();
    let path = file(
        dir.path(),
        "id,text\r\n1,\"first\r\nsecond, \"\"third\"\"\"\r\n2,",
    );
    let expected = r#"["id", "text"]
["1", "first\r\nsecond, \"third\""]
["2", ""]
3 records, 6 fields
"#;
    assert_eq!(run("records", &path), succeeded(expected));
}

#[test]
fn malformed_records_name_file_and_line() {
    let dir = tempfile::tempdir().unwrap();
    for (text, fault) in [
        ("a\n\"b\nc\"\n\"d\n", "line 4: this quote is never closed"),
        ("a\n\"b\nc\" d\n", "line 3: text after a closing quote"),
    ] {
        let path = file(dir.path(), text);
        let (code, stdout, stderr) = run("records", &path);
        assert_eq!(code, Some(1));
        assert!(stdout.starts_with("[\"a\"]\n"), "{stdout}");
        assert_eq!(stderr, format!("records: {}: {fault}\n", path.display()));
    }
}

#[test]
fn reads_its_own_sample_and_leaves_nothing_behind() {
    let dir = tempfile::tempdir().unwrap();
    let mut command = Command::new(example("records"));
    for variable in ["TMPDIR", "TMP", "TEMP"] {
        command.env(variable, dir.path());
    }
    let expected = r#"["time", "level", "message"]
["2026-01-01T00:00:00Z", "INFO", "started"]
["2026-01-01T00:00:07Z", "WARN", "disk \"data\" is 91% full, 3 GB left"]
["2026-01-01T00:00:09Z", "ERROR", "cannot write:\r\n    no space left on device"]
["2026-01-01T00:00:10Z", "INFO", ""]
5 records, 15 fields
"#;
    assert_eq!(ran(command.output().unwrap()), succeeded(expected));
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}
