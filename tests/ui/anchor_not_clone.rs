use gen_runtime::{anchor, generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = u32> + Clone {
    let number = anchor!(1);
    yield_!(*number);
}

fn main() {
    let _ = numbers().clone().count();
}
