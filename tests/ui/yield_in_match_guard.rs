use gen_runtime::{generator, yield_};

#[generator]
fn numbers(n: Option<u32>) -> impl Iterator<Item = u32> {
    match n {
        Some(n) if { yield_!(n); n > 1 } => yield_!(10),
        _ => {}
    }
}

fn main() {
    let _ = numbers(None).count();
}
