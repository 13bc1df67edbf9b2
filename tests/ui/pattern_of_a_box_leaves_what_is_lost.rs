//! A pattern that leaves something in a box, and moves more than one of its variables: one mistake.

use gen_runtime::{generator, yield_};

struct Branch {
    depth: u32,
    key: String,
    value: String,
    left: Option<Box<Branch>>,
}

#[generator]
fn entry(branch: Box<Branch>) -> impl Iterator<Item = String> {
    let Branch {
        depth, key, value, ..
    } = *branch;
    yield_!(key.repeat(depth as usize));
    yield_!(value);
}

fn main() {}
