use gen_runtime::{generator, yield_};

#[generator]
fn numbers(n: u32) -> impl Iterator<Item = u32> {
    yield_!(n);
    if n > 1 {
        return n;
    }
    yield_!(2);
}

fn main() {
    let _ = numbers(1).count();
}
