//! A borrow of an argument that is used on both sides of a yield.

use gen_runtime::{generator, yield_};

#[generator]
fn first_twice(list: Vec<u32>) -> impl Iterator<Item = u32> {
    let first = &list[0];
    yield_!(*first);
    yield_!(*first);
    yield_!(list[1]);
}

fn main() {}
