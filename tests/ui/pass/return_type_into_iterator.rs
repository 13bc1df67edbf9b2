//! An `IntoIterator` is an iterator too.
use gen_runtime::{generator, yield_};

#[generator]
fn numbers() -> impl IntoIterator<Item = u32> {
    yield_!(1);
}

fn main() {
    for n in numbers() {
        println!("{n}");
    }
}
