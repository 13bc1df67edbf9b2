//! What does an anchor say where `gen-runtime` has no allocator?

use std::{fs, path::Path, process::Command};

const MANIFEST: &str = r#"
[package]
name = "without-alloc"
version = "0.0.0"
edition = "2024"

[dependencies]
gen-runtime = { path = "RUNTIME", default-features = false }

[workspace]
"#;

const CODE: &str = "#![no_std]
#![deny(warnings)]
use gen_runtime::{anchor, generator, yield_};

#[generator]
pub fn items(n: u32) -> impl Iterator<Item = u32> + Send {
    let numbers = anchor!([n; 3]);
    let others = anchor!([n; 3]);
    for number in numbers.iter() {
        yield_!(*number);
    }
    yield_!(others[0]);
}
";

#[test]
fn an_anchor_says_once_that_it_needs_the_feature() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let here = Path::new(env!("CARGO_TARGET_TMPDIR")).join("without_alloc");
    fs::create_dir_all(here.join("src")).expect("a directory for tests can be written");
    let runtime = root.join("gen-runtime");
    let manifest = MANIFEST.replace("RUNTIME", &runtime.to_string_lossy());
    for (file, text) in [("Cargo.toml", &*manifest), ("src/lib.rs", CODE)] {
        fs::write(here.join(file), text).expect("a directory for tests can be written");
    }
    fs::copy(root.join("Cargo.lock"), here.join("Cargo.lock")).expect("there is a lock file");
    let check = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--quiet"])
        .current_dir(&here)
        .env("CARGO_TARGET_DIR", here.join("target"))
        .output()
        .expect("cargo runs");
    let said = String::from_utf8_lossy(&check.stderr);
    let errors: Vec<&str> = said
        .lines()
        .filter(|line| line.starts_with("error") || line.starts_with("warning"))
        .collect();
    let [error, last] = errors[..] else {
        panic!("{said}");
    };
    assert!(error.contains("add the feature `alloc`"), "{said}");
    assert!(last.contains("could not compile"), "{said}");
    assert!(said.contains("src/lib.rs:7:19"), "{said}");
}
