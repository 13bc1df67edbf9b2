//! What does every phase make of a dozen generators?
//!
//! `snapshots/NAME.rs` is a generator, `snapshots/NAME.txt` is all that `GENERATOR_DUMP` prints of it. `BLESS=1 cargo test
//! -p gen-compiler` writes the texts anew; read the difference before you commit it.

use std::{
    cell::RefCell,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use proc_macro2::TokenStream;

use crate::{
    check::check,
    diag::Errors,
    dump::Dump,
    expand::{attribute, compile},
    parse,
};

fn snapshots() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots")
}

fn dump(source: &str) -> String {
    let tokens = source.parse().expect("a snapshot is made of tokens");
    let mut errors = Errors::new();
    let function = parse::parse(tokens, &mut errors).expect("a snapshot is a function");
    check(&function, &mut errors);
    if let Err(refused) = errors.barrier() {
        panic!("a snapshot is a generator, but: {}", refused.0);
    }
    let dump = Dump::Collect(RefCell::new(Vec::new()));
    compile(function, &dump);
    let mut text = String::new();
    if let Dump::Collect(phases) = dump {
        for (phase, dumped) in phases.into_inner() {
            write!(text, "== {phase}\n{dumped}\n").expect("writing to a string works");
        }
    }
    text
}

fn sources() -> Vec<PathBuf> {
    let mut sources: Vec<PathBuf> = fs::read_dir(snapshots())
        .expect("the snapshots are there")
        .map(|entry| entry.expect("a directory can be read").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .collect();
    sources.sort();
    assert!(sources.len() >= 12, "about a dozen generators");
    sources
}

#[test]
fn every_phase_makes_what_it_made_before() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut changed = Vec::new();
    for source in sources() {
        let found = dump(&fs::read_to_string(&source).expect("a snapshot can be read"));
        let expected = source.with_extension("txt");
        if bless {
            fs::write(&expected, found).expect("a snapshot can be written");
        } else if fs::read_to_string(&expected).unwrap_or_default() != found {
            eprintln!("{} changed to:\n{found}", expected.display());
            changed.push(expected);
        }
    }
    assert!(
        changed.is_empty(),
        "read what changed, then run with BLESS=1"
    );
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for source in sources() {
        let text = fs::read_to_string(&source).expect("a snapshot can be read");
        assert_eq!(dump(&text), dump(&text), "{}", source.display());
    }
}
#[test]
fn long_and_deep_bodies_do_not_take_long() {
    let mut long = String::from("fn long(x: u32) -> impl Iterator<Item = u32> { let mut a = x;");
    for i in 0..1000 {
        write!(
            long,
            "a += {i}; yield_!(a); if a > {i} {{ yield_!(a + {i}); }}"
        )
        .expect("writing to a string works");
    }
    let mut deep = String::from("fn deep(x: u32) -> impl Iterator<Item = u32> {");
    for i in 0..40 {
        write!(deep, "for i{i} in 0..x {{").expect("writing to a string works");
    }
    deep += "yield_!(i0);";
    deep += &"}".repeat(40);
    for body in [long, deep] {
        let tokens = format!("{body}}}").parse().expect("these are tokens");
        let start = Instant::now();
        let expansion = attribute(&TokenStream::new(), tokens);
        syn::parse2::<syn::ItemFn>(expansion).expect("the expansion is a function");
        // Well under a second in a release build; the rest is for a busy machine.
        assert!(start.elapsed() < Duration::from_secs(10));
    }
}
