use std::cell::RefCell;

use gen_runtime::{generator, yield_};

enum Tree {
    Leaf(u32),
    Empty(String),
}

#[generator]
fn leaf(tree: &RefCell<Tree>) -> impl Iterator<Item = u32> {
    match *tree.borrow() {
        Tree::Leaf(n) => yield_!(n),
        Tree::Empty(_) => {}
    }
}

fn main() {}
