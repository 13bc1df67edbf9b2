use gen_runtime::{generator, yield_};

#[generator]
fn numbers(n: u32) -> impl Iterator<Item = u32> {
    let sum = 1 + { yield_!(n); n };
    yield_!(sum);
}

fn main() {
    let _ = numbers(3).count();
}
