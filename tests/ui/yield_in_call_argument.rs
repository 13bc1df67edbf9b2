use gen_runtime::{generator, yield_};

#[generator]
fn numbers(n: u32) -> impl Iterator<Item = u32> {
    drop(yield_!(n));
}

fn main() {
    let _ = numbers(3).count();
}
