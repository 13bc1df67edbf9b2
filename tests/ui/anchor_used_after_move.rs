use gen_runtime::{anchor, generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let first = anchor!(1);
    let second = first;
    *first += 1;
    yield_!(*second);
}

fn main() {
    let _ = numbers().count();
}
