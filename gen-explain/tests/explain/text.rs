//! What is told of a file, of a function and of its expansion?

use std::fs;

use crate::{explained, is_in, root};

const PLACES: &str = "gen-explain/tests/sources/places.rs";

#[test]
fn every_generator_of_a_file_is_told() {
    is_in(
        &explained(&[PLACES]),
        "gen-explain/tests/sources/places.txt",
    );
}

#[test]
fn the_examples_are_told_as_before() {
    for (file, function) in [
        ("sequences", "fibonacci"),
        ("lines", "lines"),
        ("tokens", "tokens"),
    ] {
        let text = explained(&[&format!("examples/{file}.rs"), function]);
        is_in(&text, &format!("gen-explain/tests/sources/{function}.txt"));
    }
}

#[test]
fn a_function_is_chosen_by_the_end_of_its_path() {
    let heads = |name: &str| {
        let text = explained(&[PLACES, name]);
        let heads = text.lines().filter(|line| line.contains(".rs:"));
        heads.map(str::to_owned).collect::<Vec<String>>()
    };
    let expected = [format!("Tree::names  {PLACES}:50")];
    assert_eq!(heads("names"), expected);
    assert_eq!(heads("Tree::names"), expected);
    let nested = [format!("Tree::outer::nested  {PLACES}:59")];
    assert_eq!(heads("nested"), nested);
}

#[test]
fn the_expansion_is_what_the_dump_shows() {
    let source = "gen-compiler/snapshots/labels.rs";
    let path = root().join(source);
    let function = fs::read_to_string(path).expect("the snapshot is there");
    let directory = tempfile::tempdir().expect("a directory can be made");
    let file = directory.path().join("labels.rs");
    fs::write(&file, format!("#[generator]\n{function}")).expect("a file can be written");
    let found = explained(&["--expansion", &file.display().to_string()]);
    let dump = root().join("gen-compiler/snapshots/labels.txt");
    let dump = fs::read_to_string(dump).expect("the snapshot is there");
    let (_, expected) = dump
        .split_once("== expansion\n")
        .expect("the dump ends with the expansion");
    assert_eq!(found.trim_end(), expected.trim_end());
}
