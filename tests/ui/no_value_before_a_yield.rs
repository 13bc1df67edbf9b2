use gen_runtime::{generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let first: u32;
    let second;
    yield_!(1);
    yield_!(first);
    yield_!(second);
}

fn main() {
    let _ = numbers().count();
}
