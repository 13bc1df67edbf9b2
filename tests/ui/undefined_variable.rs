use gen_runtime::{generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let number = 1;
    yield_!(numbr);
    yield_!(number);
}

fn main() {
    let _ = numbers().count();
}
