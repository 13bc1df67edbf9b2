use gen_runtime::{generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = usize> {
    let list = Vec::new();
    yield_!(list.len());
    yield_!(list.capacity());
}

fn main() {
    let _ = numbers().count();
}
