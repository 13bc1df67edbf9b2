use gen_runtime::{generator, yield_};

#[generator]
fn numbers(n: u32) -> impl Iterator<Item = u32> {
    match n {
        0 => yield_!(1),
        n => n,
    }
}

fn main() {
    let _ = numbers(1).count();
}
