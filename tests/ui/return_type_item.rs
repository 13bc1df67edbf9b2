use gen_runtime::{generator, yield_};

#[generator]
fn numbers() -> u32 {
    yield_!(1);
}

fn main() {
    let _: u32 = numbers();
}
