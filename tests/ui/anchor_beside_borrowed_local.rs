use gen_runtime::{anchor, generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let list = anchor!(vec![1]);
    let number = 5;
    let borrowed = &number;
    yield_!(list[0]);
    yield_!(*borrowed);
}

fn main() {
    let _ = numbers().count();
}
