//! A few hundred programs, each time the same ones, run by the command as a user runs it.

use std::process::Command;

fn difftest(arguments: &[&str]) -> (String, bool) {
    let output = Command::new(env!("CARGO_BIN_EXE_difftest"))
        .args(arguments)
        .output()
        .expect("cargo has built the command");
    let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    (text.into_owned(), output.status.success())
}

#[test]
fn programs_run_the_same_in_every_way() {
    let run = "--seed 0 --count 200 --shrink 0 --name test";
    let (text, succeeded) = difftest(&run.split(' ').collect::<Vec<_>>());
    let ran = text.contains(" programs ran the same in every way");
    assert!(
        ran && succeeded,
        "run `difftest --seed N --count 1` for those that failed\n{text}"
    );
}

#[test]
fn what_is_not_understood_is_said() {
    let (text, succeeded) = difftest(&["--sede", "1"]);
    assert!(!succeeded && text.contains("usage:"), "{text}");
}
