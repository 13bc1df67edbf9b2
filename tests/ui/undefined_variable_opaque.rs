use gen_runtime::{generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let twice = 2 * nmber;
    yield_!(twice);
}

fn main() {
    let _ = numbers().count();
}
