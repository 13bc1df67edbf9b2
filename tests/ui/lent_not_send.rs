use std::rc::Rc;

use gen_runtime::{generator, yield_};

fn length(list: &[Rc<u32>]) -> usize {
    list.len()
}

#[generator]
fn numbers(list: &mut Vec<Rc<u32>>) -> impl Iterator<Item = usize> + Send {
    // It might borrow from the list, as far as the macro sees.
    let length = length(list);
    yield_!(length);
    list.clear();
    yield_!(length);
}

fn main() {}
