use gen_runtime::{generator, yield_};

#[generator]
fn numbers() -> impl DoubleEndedIterator<Item = u32> {
    yield_!(1);
}

fn main() {
    let _ = numbers().rev().count();
}
