//! Is the guide complete, and does it still tell the truth where its examples cannot?

use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

// The string literals in Rust code without other quotes, comments aside.
fn literals(code: &str) -> Vec<String> {
    let code: String = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect();
    let mut literals = Vec::new();
    let mut chars = code.chars();
    while chars.by_ref().any(|c| c == '"') {
        let mut literal = String::new();
        while let Some(c) = chars.next().filter(|c| *c != '"') {
            literal.push(if c == '\\' {
                chars.next().unwrap_or(c)
            } else {
                c
            });
        }
        literals.push(literal);
    }
    literals
}

// What stands between the arguments of a format string such as "`{name}!` hides …".
fn pieces(message: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut rest = message;
    while let Some((before, after)) = rest.split_once('{') {
        let name = after.find('}').filter(|end| {
            *end > 0
                && after[..*end]
                    .chars()
                    .all(|c| c.is_ascii_alphabetic() || c == '_')
        });
        pieces.last_mut().expect("never empty").push_str(before);
        if let Some(end) = name {
            pieces.push(String::new());
            rest = &after[end + 1..];
        } else {
            pieces.last_mut().expect("never empty").push('{');
            rest = after;
        }
    }
    pieces.last_mut().expect("never empty").push_str(rest);
    pieces
}

// Is there a line `> message`, for some arguments?
fn is_quoted(page: &str, message: &str) -> bool {
    let pieces = pieces(message);
    page.lines()
        .filter_map(|line| line.strip_prefix("> "))
        .any(|line| {
            let mut rest = line;
            pieces.iter().all(|piece| match rest.find(piece.as_str()) {
                Some(at) => {
                    rest = &rest[at + piece.len()..];
                    true
                }
                None => false,
            })
        })
}

#[test]
fn every_refusal_has_its_section() {
    let page = read("gen-runtime/src/guide/refusals.md");
    let diag = read("gen-compiler/src/diag.rs");
    let (_, catalogue) = diag
        .split_once("pub mod message")
        .expect("the catalogue of messages");
    let mut messages = literals(catalogue);
    assert!(messages.len() > 30, "{messages:?}");
    let lib = read("gen-runtime/src/lib.rs");
    let of_macros = lib.split("compile_error!(").skip(1);
    messages.extend(of_macros.filter_map(|rest| literals(rest).into_iter().next()));
    // What rustc says in our words, where a trait is not implemented.
    for path in ["__private.rs", "__private/failure.rs", "__private/head.rs"] {
        let code = read(&format!("gen-runtime/src/{path}"));
        let said = code.split("    message = ").skip(1);
        messages.extend(said.filter_map(|rest| literals(rest).into_iter().next()));
    }
    let missing: Vec<_> = messages
        .iter()
        .filter(|message| !is_quoted(&page, message))
        .collect();
    assert!(
        missing.is_empty(),
        "not in the guide's refusals.md: {missing:#?}"
    );
}

/// `BLESS=1` writes it.
#[test]
fn the_expansion_that_is_explained_is_the_real_one() {
    let path = "gen-runtime/src/guide/how_it_works.md";
    let page = read(path);
    let snapshot = read("gen-compiler/snapshots/fibonacci.txt");
    let (_, expansion) = snapshot.split_once("== expansion\n").expect("an expansion");
    let (before, rest) = page
        .split_once("```text\n")
        .expect("the expansion on the page");
    let (shown, after) = rest
        .split_once("\n```")
        .expect("the end of the expansion on the page");
    if std::env::var_os("BLESS").is_some() {
        let page = format!("{before}```text\n{}\n```{after}", expansion.trim_end());
        fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(path), page)
            .expect("the page is written");
    } else {
        assert_eq!(
            shown,
            expansion.trim_end(),
            "BLESS=1 writes it; read what is said of it"
        );
    }
}
