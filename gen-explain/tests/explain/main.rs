//! Does `gen-explain` tell and draw what is there? It is run as a user runs it, from the root of the repository.

mod editor;
mod errors;
mod pictures;
mod text;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the crate is in the repository")
}

/// The code that the program exits with, and what it prints.
fn explain(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_gen-explain"))
        .args(arguments)
        .current_dir(root())
        .output()
        .expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("the program prints text");
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

/// What is printed where nothing is wrong.
fn explained(arguments: &[&str]) -> String {
    let (code, out, said) = explain(arguments);
    assert_eq!((code, &*said), (Some(0), ""), "{arguments:?}");
    out
}

/// Compares `found` with a file, which `BLESS=1` writes.
fn is_in(found: &str, file: &str) {
    let path = root().join(file);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, found).expect("the file can be written");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        expected == found,
        "{file} is out of date: read what changed, then run with BLESS=1\n{found}"
    );
}

/// The Rust files in a directory, sorted, as a user writes them.
fn sources(directory: &str) -> Vec<String> {
    let mut sources: Vec<PathBuf> = fs::read_dir(root().join(directory))
        .expect("the directory is there")
        .map(|entry| entry.expect("a directory can be read").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .collect();
    sources.sort();
    let name = |path: &PathBuf| {
        let relative = path.strip_prefix(root()).expect("it is in the repository");
        relative.display().to_string()
    };
    sources.iter().map(name).collect()
}
