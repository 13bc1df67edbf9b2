#![deny(warnings)]
use gen_runtime::{generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    println!("never printed");
    yield_!(1);
}

#[generator]
fn boxed() -> Box<dyn Iterator<Item = u32>> {
    yield_!(1);
}

fn main() {
    numbers();
    boxed();
}
