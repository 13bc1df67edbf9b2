#![deny(warnings, missing_docs)]
//! A library.
use gen_runtime::{generator, yield_};

#[generator]
pub fn BadName(Limit: u32) -> impl Iterator<Item = u32> {
    yield_!(Limit);
}

fn main() {
    let _ = BadName(1).count();
}
