//! What does rustc say to someone who makes a mistake?
//!
//! Each file of `tests/ui` is a mistake, named after it, and the `.stderr` beside it is all that its author reads. After
//! a change, `TRYBUILD=overwrite cargo test --test ui` writes them anew: read every line before it is committed.

#[test]
fn ui() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/*.rs");
    cases.pass("tests/ui/pass/*.rs");
}
