use gen_runtime::{generator, yield_};

#[generator]
fn numbers(n: u32) -> impl Iterator<Item = u32> {
    yield_!(1);
    if n > 1 { n } else { 0 }
}

fn main() {
    let _ = numbers(1).count();
}
