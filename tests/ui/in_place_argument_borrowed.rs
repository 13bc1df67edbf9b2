//! A borrow of an argument that is used on both sides of a yield.

use gen_runtime::{generator, yield_};

#[generator]
fn largest_twice(list: Vec<u32>) -> impl Iterator<Item = u32> {
    let largest = list.iter().max().unwrap();
    yield_!(*largest);
    yield_!(*largest);
    yield_!(list[1]);
}

fn main() {}
