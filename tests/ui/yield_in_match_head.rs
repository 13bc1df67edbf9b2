use gen_runtime::{generator, yield_};

#[generator]
fn numbers(n: Option<u32>) -> impl Iterator<Item = u32> {
    match { yield_!(0); n } {
        Some(n) => yield_!(n),
        None => {}
    }
}

fn main() {
    let _ = numbers(None).count();
}
