use gen_runtime::{generator, yield_};

#[generator]
fn numbers(n: Option<u32>) -> impl Iterator<Item = u32> {
    let Some(n) = n;
    yield_!(n);
}

fn main() {
    let _ = numbers(None).count();
}
