//! A loop over what a local's own method borrows that yields inside.

use gen_runtime::{generator, yield_};

struct List(Vec<u32>);

impl List {
    fn numbers(&self) -> impl Iterator<Item = &u32> {
        self.0.iter()
    }
}

#[generator]
fn doubled() -> impl Iterator<Item = u32> {
    let mut list = List(Vec::new());
    list.0.push(1);
    for n in list.numbers() {
        yield_!(n * 2);
    }
    yield_!(list.0[0]);
}

fn main() {}
