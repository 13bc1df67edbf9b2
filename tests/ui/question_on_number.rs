use gen_runtime::{generator, yield_};

#[generator]
fn numbers(n: u32) -> impl Iterator<Item = Option<u32>> {
    let n = n?;
    yield_!(Some(n));
}

fn main() {
    let _ = numbers(1).count();
}
