use gen_runtime::{generator, yield_};

#[generator]
fn numbers(last: u32) -> impl Iterator<Item = u32> {
    for n in last {
        yield_!(n);
    }
}

fn main() {
    let _ = numbers(3).count();
}
