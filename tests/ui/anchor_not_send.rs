use std::rc::Rc;

use gen_runtime::{anchor, generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = u32> + Send {
    let shared = anchor!(Rc::new(1));
    yield_!(**shared);
    yield_!(**shared);
}

fn main() {
    let _ = numbers().count();
}
