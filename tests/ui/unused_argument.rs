#![deny(warnings)]
use gen_runtime::{generator, yield_};

#[generator]
fn numbers(first: u32, second: u32) -> impl Iterator<Item = u32> {
    yield_!(first);
}

fn main() {
    let _ = numbers(1, 2).count();
}
