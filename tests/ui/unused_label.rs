#![deny(warnings)]
use gen_runtime::{generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    'outer: for n in 0..3 {
        yield_!(n);
    }
}

fn main() {
    let _ = numbers().count();
}
