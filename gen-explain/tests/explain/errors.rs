//! Is what the compiler says said?

use std::fs;

use crate::{explain, root, sources};

const PLACES: &str = "gen-explain/tests/sources/places.rs";

#[test]
fn a_refused_body_is_told_as_the_compiler_tells_it() {
    let mut refused = 0;
    for file in sources("tests/ui") {
        let (code, out, said) = explain(&[&file]);
        // It is no function with a mistake but a block without a generator.
        if code == Some(0) || file == "tests/ui/generators_no_yield.rs" {
            continue;
        }
        assert_eq!(code, Some(1), "{file}");
        let compiler = root().join(&file).with_extension("stderr");
        let compiler = fs::read_to_string(compiler).expect("the messages are there");
        // Behind the refusal rustc may have more to say, for it sees all of the crate.
        assert!(compiler.starts_with(&*said), "{file}:\n{out}\n{said}");
        refused += 1;
    }
    assert!(refused > 50, "{refused} functions were refused");
}

#[test]
fn what_is_accepted_is_explained() {
    for file in sources("tests/ui/pass") {
        let (code, _, said) = explain(&[&file]);
        assert!(
            code == Some(0) || said.contains("there is no generator"),
            "{said}"
        );
    }
}

#[test]
fn other_functions_are_explained_beside_a_refused_one() {
    let (code, out, said) = explain(&["tests/ui/several_mistakes.rs"]);
    assert_eq!((code, &*out), (Some(1), ""), "{said}");
    let directory = tempfile::tempdir().expect("a directory can be made");
    let file = directory.path().join("two.rs");
    let text = "#[generator]\nfn good() -> impl Iterator<Item = u8> {\n    yield_!(1);\n}\n\n\
                #[generator]\nasync fn bad() -> impl Iterator<Item = u8> {\n    yield_!(1);\n}\n";
    fs::write(&file, text).expect("a file can be written");
    let (code, out, said) = explain(&[&file.display().to_string()]);
    assert_eq!(code, Some(1));
    assert!(out.starts_with("good "), "{out}");
    assert!(
        said.starts_with("error: a generator cannot be `async`"),
        "{said}"
    );
    let (code, ..) = explain(&[&file.display().to_string(), "good"]);
    assert_eq!(code, Some(0));
}

#[test]
fn a_file_that_does_not_parse_is_told_as_rustc_tells_it() {
    let directory = tempfile::tempdir().expect("a directory can be made");
    let file = directory.path().join("broken.rs");
    fs::write(&file, "fn f() {\n    let a = (1;\n}\n").expect("a file can be written");
    let file = file.display().to_string();
    let (code, out, said) = explain(&[&file]);
    assert_eq!((code, &*out), (Some(1), ""));
    assert!(said.starts_with("error: "), "{said}");
    assert!(said.contains(&format!("--> {file}:2:")), "{said}");
    assert!(said.contains("2 |     let a = (1;"), "{said}");
    assert!(!said.contains("aborting"), "{said}");
}

#[test]
fn a_function_that_is_no_generator_is_pointed_at() {
    let (code, out, said) = explain(&[PLACES, "outer"]);
    assert_eq!((code, &*out), (Some(1), ""));
    let expected = "\
error: `outer` is no generator; put `#[generator]` on it, or wrap it in `generators! { … }` and let it `yield`
  --> gen-explain/tests/sources/places.rs:57:8
   |
57 |     fn outer(&self) -> usize {
   |        ^^^^^
";
    assert_eq!(said, expected);
    let (_, _, said) = explain(&[PLACES, "no_generator"]);
    assert!(
        said.starts_with("error: `no_generator` is no generator; "),
        "{said}"
    );
    let (code, _, said) = explain(&["tests/ui/attribute_missing.rs", "numbers"]);
    assert_eq!(code, Some(1));
    assert!(
        said.starts_with("error: `yield_!` hands out an item of the generator around it"),
        "{said}"
    );
}

#[test]
fn what_is_not_there_is_named() {
    let said = |arguments: &[&str]| {
        let (code, out, said) = explain(arguments);
        assert_eq!((code, &*out), (Some(1), ""));
        said
    };
    assert_eq!(
        said(&["examples/lines.rs", "missing"]),
        "error: there is no function `missing` in examples/lines.rs\n"
    );
    assert_eq!(
        said(&["examples/figures.rs"]),
        "error: there is no generator in examples/figures.rs; put `#[generator]` on a function\n"
    );
    assert!(said(&["missing.rs"]).starts_with("error: couldn't read `missing.rs`: "));
}

#[test]
fn a_wrong_command_line_is_answered_with_the_usage() {
    for arguments in [&[][..], &["--dot", "examples/lines.rs"], &["a", "b", "c"]] {
        let (code, out, said) = explain(arguments);
        assert_eq!((code, &*out), (Some(2), ""), "{arguments:?}");
        assert!(said.contains("usage: gen-explain "), "{said}");
    }
    let (code, out, said) = explain(&["--help"]);
    assert_eq!((code, &*said), (Some(0), ""));
    assert!(out.starts_with("usage: gen-explain "), "{out}");
}
