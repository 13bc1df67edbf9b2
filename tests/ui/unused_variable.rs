#![deny(warnings)]
use gen_runtime::{generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let spare = 3;
    yield_!(1);
    for n in 0..2 {
        yield_!(2);
    }
}

fn main() {
    let _ = numbers().count();
}
