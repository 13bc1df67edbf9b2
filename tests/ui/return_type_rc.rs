use gen_runtime::{generator, yield_};
use std::rc::Rc;

#[generator]
fn numbers() -> Rc<dyn Iterator<Item = u32>> {
    yield_!(1);
}

fn main() {
    let _ = numbers();
}
