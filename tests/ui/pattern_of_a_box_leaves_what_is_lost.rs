//! A pattern in a generator that can be cloned that leaves something in a box, and moves more than one of its variables: one mistake.

use gen_runtime::{generator, yield_};

#[derive(Clone)]
struct Branch {
    depth: u32,
    key: Box<u32>,
    value: Box<u32>,
    left: Option<Box<Branch>>,
}

#[generator]
fn entry(branch: Box<Branch>) -> impl Iterator<Item = u32> + Clone {
    let Branch {
        depth, key, value, ..
    } = *branch;
    yield_!(*key + depth);
    yield_!(*value);
}

fn main() {}
