//! Only names of ours could set this lint off.
#![deny(non_ascii_idents)]

use gen_runtime::{generator, yield_};

#[generator]
fn numbers(last: u32) -> impl Iterator<Item = u32> {
    for n in 0..last {
        yield_!(n);
    }
}

fn main() {
    assert_eq!(numbers(3).sum::<u32>(), 3);
}
