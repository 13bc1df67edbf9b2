use gen_runtime::{generator, yield_};

#[generator]
fn numbers(mut n: u32) -> impl Iterator<Item = u32> {
    while n {
        yield_!(n);
        n -= 1;
    }
}

fn main() {
    let _ = numbers(3).count();
}
