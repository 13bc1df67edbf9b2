use std::cell::Cell;

use gen_runtime::{anchor, generator, yield_};

#[generator]
fn aliased() -> impl Iterator<Item = u32> {
    let list = anchor!(vec![1]);
    let first = &mut *list;
    let second = &mut *list;
    yield_!(first[0]);
    first.push(1);
    yield_!(second[0]);
}

#[generator]
fn captured() -> impl Iterator<Item = u32> {
    let list = anchor!(vec![1]);
    let mut push = || list.push(1);
    yield_!(list[0]);
    push();
}

#[generator]
fn stored() -> impl Iterator<Item = u32> {
    let list = anchor!(vec![1]);
    let cell = anchor!(Cell::new(&list[..]));
    yield_!(cell.get()[0]);
    list.clear();
    yield_!(cell.get()[0]);
}

#[generator]
fn in_a_loop() -> impl Iterator<Item = u32> {
    let list = anchor!(vec![1]);
    let mut all = Vec::new();
    for n in 0..2 {
        all.push(&mut *list);
        yield_!(n);
    }
}

fn main() {
    let _ = aliased().chain(captured()).chain(stored()).chain(in_a_loop()).count();
}
