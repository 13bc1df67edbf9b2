use gen_runtime::{generator, yield_};

#[generator]
fn numbers(offset: u32) -> impl Iterator<Item = u32> {
    let add = |n| n + offset;
    yield_!(add(1));
    yield_!(add(2));
}

fn main() {
    let _ = numbers(1).count();
}
