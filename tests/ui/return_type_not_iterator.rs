use gen_runtime::{generator, yield_};

#[generator]
fn numbers() -> Vec<u32> {
    yield_!(1);
    yield_!(2);
}

fn main() {
    let _first: Option<u32> = numbers().pop();
}
