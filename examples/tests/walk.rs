//! Does `walk` print a tree, and go on where it cannot read?

#[allow(dead_code)]
#[path = "../walk.rs"]
mod program;

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::{closed_early, example, ran, run, succeeded};

#[test]
#[cfg(unix)] // the size of a directory differs, and so does the slash
fn prints_sizes_and_paths_in_order() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().display();
    fs::create_dir_all(dir.path().join("b/inner")).unwrap();
    fs::write(dir.path().join("b/inner/long"), vec![0; 123_456]).unwrap();
    fs::write(dir.path().join("b/ünï"), "four").unwrap();
    fs::write(dir.path().join("a"), "").unwrap();
    let size = |name| dir.path().join(name).metadata().unwrap().len();
    let expected = format!(
        "           0 {root}/a
{:>12} {root}/b/
{:>12} {root}/b/inner/
      123456 {root}/b/inner/long
           4 {root}/b/ünï
",
        size("b"),
        size("b/inner")
    );
    assert_eq!(run("walk", dir.path()), succeeded(&expected));
}

#[test]
fn finds_the_sources_of_the_compiler() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../gen-compiler/src");
    let (code, stdout, stderr) = run("walk", &sources);
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    let listed = |path: &Path| {
        stdout
            .lines()
            .any(|line| line.ends_with(&path.display().to_string()))
    };
    assert!(listed(&sources.join("lib.rs")), "{stdout}");
    assert!(listed(&sources.join("lower").join("mod.rs")), "{stdout}");
}

#[test]
#[cfg(unix)]
fn a_directory_that_cannot_be_read_is_reported_and_the_walk_goes_on() {
    use std::os::unix::{fs::PermissionsExt, process::CommandExt};

    let mode =
        |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    let dir = tempfile::tempdir().unwrap();
    mode(dir.path(), 0o755);
    let (tree, locked) = (dir.path().join("tree"), dir.path().join("tree/locked"));
    fs::create_dir_all(&locked).unwrap();
    fs::write(tree.join("zebra"), "").unwrap();
    mode(&locked, 0o000);
    let program = dir.path().join("walk");
    fs::copy(example("walk"), &program).unwrap();
    let mut command = Command::new(program);
    if fs::read_dir(&locked).is_ok() {
        command.uid(65_534); // root can read everything, nobody cannot
    }
    let (code, stdout, stderr) = ran(command.arg(&tree).output().unwrap());
    mode(&locked, 0o755);
    assert_eq!(code, Some(1));
    let paths: Vec<_> = stdout.lines().map(|line| &line[13..]).collect();
    let expected = [
        format!("{}/", locked.display()),
        tree.join("zebra").display().to_string(),
    ];
    assert_eq!(paths, expected);
    assert!(
        stderr.starts_with(&format!("walk: {}: Permission denied", locked.display())),
        "{stderr}"
    );
}

#[test]
fn a_missing_directory_is_one_line_that_names_it() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("missing");
    let (code, stdout, stderr) = run("walk", &path);
    assert_eq!((code, stdout.as_str()), (Some(1), ""));
    assert!(
        stderr.starts_with(&format!("walk: {}: ", path.display())),
        "{stderr}"
    );
    assert_eq!(stderr.lines().count(), 1);
}

#[test]
fn a_closed_pipe_is_a_quiet_end() {
    let dir = tempfile::tempdir().unwrap();
    for number in 0..2_000 {
        fs::write(dir.path().join(format!("{number:0100}")), "").unwrap();
    }
    let (code, first, stderr) = closed_early(Command::new(example("walk")).arg(dir.path()));
    assert!(first.starts_with("           0 "), "{first}");
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
}
