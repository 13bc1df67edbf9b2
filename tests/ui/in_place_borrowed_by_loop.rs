//! A loop over a borrowed list that yields inside.

use gen_runtime::{generator, yield_};

#[generator]
fn doubled() -> impl Iterator<Item = u32> {
    let mut list = Vec::new();
    list.push(1);
    for n in &list {
        yield_!(n * 2);
    }
    yield_!(list[0]);
}

fn main() {}
