use gen_runtime::{generator, yield_};
use std::rc::Rc;

#[generator]
fn numbers() -> impl Iterator<Item = u32> + Send {
    let shared = Rc::new(1);
    yield_!(*shared);
    yield_!(*shared + 1);
}

fn main() {
    let _ = numbers().count();
}
