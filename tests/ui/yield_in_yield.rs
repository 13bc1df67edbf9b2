use gen_runtime::{generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!({ yield_!(1); 2 });
    yield_!(yield_!(3));
}

fn main() {
    let _ = numbers().count();
}
