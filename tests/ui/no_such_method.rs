use gen_runtime::{generator, yield_};

#[generator]
fn numbers(list: Vec<u32>) -> impl Iterator<Item = u32> {
    yield_!(0);
    yield_!(list.length());
}

fn main() {
    let _ = numbers(vec![]).count();
}
