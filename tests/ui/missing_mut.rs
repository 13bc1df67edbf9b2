use gen_runtime::{generator, yield_};

#[generator]
fn numbers(last: u32) -> impl Iterator<Item = u32> {
    let n = 0;
    while n < last {
        yield_!(n);
        n += 1;
    }
}

fn main() {
    let _ = numbers(1).count();
}
