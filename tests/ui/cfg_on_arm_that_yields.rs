use gen_runtime::{generator, yield_};

#[generator]
fn numbers(n: u32) -> impl Iterator<Item = u32> {
    match n {
        #[cfg(unix)]
        0 => yield_!(1),
        _ => yield_!(2),
    }
}

fn main() {
    let _ = numbers(0).count();
}
