use gen_runtime::{generator, yield_};

#[generator]
fn numbers(n: u32) -> impl Iterator<Item = u32> {
    yield_!(n);
    if n > 1 {
        return None;
    }
    yield_!(2);
}

fn main() {
    let _ = numbers(1).count();
}
