#![deny(warnings)]
use gen_runtime::{generator, yield_};

#[generator]
fn numbers(mut last: u32) -> impl Iterator<Item = u32> {
    let mut first = 3;
    yield_!(first);
    yield_!(last);
}

fn main() {
    let _ = numbers(1).count();
}
