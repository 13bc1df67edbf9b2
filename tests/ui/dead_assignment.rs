#![deny(warnings)]
use gen_runtime::{generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let mut n = 1;
    yield_!(n);
    n = 2;
}

fn main() {
    let _ = numbers().count();
}
