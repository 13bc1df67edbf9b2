use gen_runtime::{generator, yield_};

#[generator]
fn numbers() -> impl ExactSizeIterator + Iterator<Item = u32> {
    yield_!(1);
}

fn main() {
    let _ = numbers().len();
}
