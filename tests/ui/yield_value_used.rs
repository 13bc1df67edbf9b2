use gen_runtime::{generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let answer: u32 = yield_!(1);
    yield_!(answer);
}

fn main() {
    let _ = numbers().count();
}
