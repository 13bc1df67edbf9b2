use gen_runtime::{anchor, generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let number = anchor!(Box::new(1));
    let borrowed: &u32 = number;
    yield_!(*borrowed);
    *number = Box::new(2);
    yield_!(*borrowed);
}

fn main() {
    let _ = numbers().count();
}
