//! A vector is changed while a loop iterates it.

use gen_runtime::{generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let mut list = vec![1, 2];
    for n in &list {
        yield_!(*n);
        list.push(3);
    }
}

#[generator]
fn kept() -> impl Iterator<Item = u32> {
    let list = vec![1, 2];
    let mut last = &0;
    for n in &list {
        last = n;
        yield_!(*n);
    }
    yield_!(*last);
}

fn main() {
    let _ = numbers().count();
    let _ = kept().count();
}
