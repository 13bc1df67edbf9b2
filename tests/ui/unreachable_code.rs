#![deny(warnings)]
use gen_runtime::{generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
    return;
    yield_!(2);
}

fn main() {
    let _ = numbers().count();
}
