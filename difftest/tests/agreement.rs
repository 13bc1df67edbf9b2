//! A few hundred programs, each time the same ones, run by the command as a user runs it.

use std::process::Command;

/// The programs that fail today. Each is a mistake of the compiler that waits to be mended; none may join them.
const OPEN: [&str; 5] = ["24", "35", "42", "163", "197"];

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
    let failed = text
        .lines()
        .find_map(|line| line.split_once(" failed: "))
        .map_or("", |(_, numbers)| numbers);
    let mut new = failed.split(' ').filter(|number| !number.is_empty());
    assert!(
        new.all(|number| OPEN.contains(&number)),
        "run `difftest --seed N --count 1` for those that are new\n{text}"
    );
    let ran = text.contains(" programs ran the same in every way");
    assert!(ran && (succeeded || !failed.is_empty()), "{text}");
}

#[test]
fn what_is_not_understood_is_said() {
    let (text, succeeded) = difftest(&["--sede", "1"]);
    assert!(!succeeded && text.contains("usage:"), "{text}");
}
