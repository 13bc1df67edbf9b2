//! Does `tokens` evaluate a file and standard input, and say where a failure is?

#[allow(dead_code)]
#[path = "../tokens.rs"]
mod program;

use std::io::Write;
use std::process::{Command, Stdio};

use crate::{closed_early, example, file, ran, run, succeeded};

#[test]
fn prints_the_value_of_each_expression() {
    let dir = tempfile::tempdir().unwrap();
    let path = file(
        dir.path(),
        "let side = 1.5 + 2;\r\nside * side; # an area\r\n-(side - 0.5) / 2;\r\n1 / 0;\r\n",
    );
    assert_eq!(run("tokens", &path), succeeded("12.25\n-1.5\ninf\n"));
}

#[test]
fn without_a_file_it_reads_standard_input() {
    let mut child = Command::new(example("tokens"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(b"6 * 7;\n6 * ;\n")
        .unwrap();
    let (code, stdout, stderr) = ran(child.wait_with_output().unwrap());
    assert_eq!((code, stdout.as_str()), (Some(1), "42\n"));
    assert_eq!(
        stderr,
        "tokens: standard input:2:5: a value is expected here\n"
    );
}

#[test]
fn a_failure_names_file_line_and_column_after_the_good_values() {
    let dir = tempfile::tempdir().unwrap();
    let path = file(dir.path(), "1;\n2;\nlet x = (3 + 4;\n5;\n");
    let (code, stdout, stderr) = run("tokens", &path);
    assert_eq!((code, stdout.as_str()), (Some(1), "1\n2\n"));
    assert_eq!(
        stderr,
        format!("tokens: {}:3:15: `)` is expected here\n", path.display())
    );
}

#[test]
fn a_long_program_is_evaluated_to_its_end() {
    let dir = tempfile::tempdir().unwrap();
    let text = format!("let n = 0;\n{}n;\n", "let n = n + 1;\n".repeat(50_000));
    assert_eq!(run("tokens", &file(dir.path(), text)), succeeded("50000\n"));
    let text = format!("0{};", " + 1".repeat(50_000));
    assert_eq!(run("tokens", &file(dir.path(), text)), succeeded("50000\n"));
}

#[test]
fn a_closed_pipe_is_a_quiet_end() {
    let dir = tempfile::tempdir().unwrap();
    let path = file(dir.path(), "1;\n".repeat(100_000));
    let ended = closed_early(Command::new(example("tokens")).arg(path));
    assert_eq!(ended, (Some(0), "1\n".to_owned(), String::new()));
}
