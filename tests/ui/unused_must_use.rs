#![deny(warnings)]
use gen_runtime::{generator, yield_};

#[generator]
fn numbers(list: Vec<u32>) -> impl Iterator<Item = u32> {
    list.iter().map(|n| n + 1);
    yield_!(1);
}

fn main() {
    let _ = numbers(vec![]).count();
}
