use gen_runtime::{generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let n: u32 = "one";
    yield_!(n);
}

fn main() {
    let _ = numbers().count();
}
