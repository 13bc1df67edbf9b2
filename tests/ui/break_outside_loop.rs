use gen_runtime::{generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
    break;
}

fn main() {
    let _ = numbers().count();
}
