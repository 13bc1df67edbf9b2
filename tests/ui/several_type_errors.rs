use gen_runtime::{generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let first: u32 = "one";
    yield_!(first);
    let second: String = 2;
    yield_!(second.len());
    yield_!(third);
}

fn main() {
    let _ = numbers().count();
}
