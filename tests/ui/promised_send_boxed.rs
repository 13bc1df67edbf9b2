use gen_runtime::{generator, yield_};
use std::rc::Rc;

#[generator]
fn numbers(shared: Rc<u32>) -> Box<dyn Iterator<Item = u32> + Send> {
    yield_!(*shared);
    yield_!(*shared + 1);
}

fn main() {
    let _ = numbers(Rc::new(1)).count();
}
