use gen_runtime::{anchor, generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = usize> {
    let list = anchor!(vec![1]);
    let mut push = |n| list.push(n);
    push(1);
    yield_!(1);
    push(2);
    yield_!(list.len());
}

fn main() {
    let _ = numbers().count();
}
