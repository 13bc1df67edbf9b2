use gen_runtime::{generator, yield_};

#[generator]
fn numbers(n: u32) -> impl Iterator<Item = u32> {
    if { yield_!(n); n > 1 } {
        yield_!(10);
    }
}

fn main() {
    let _ = numbers(1).count();
}
