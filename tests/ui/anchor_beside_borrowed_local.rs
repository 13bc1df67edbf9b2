use gen_runtime::{anchor, generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let list = anchor!(vec![1]);
    let number = 5_u32;
    let borrowed = std::slice::from_ref(&number);
    yield_!(list[0]);
    yield_!(borrowed[0]);
}

fn main() {
    let _ = numbers().count();
}
