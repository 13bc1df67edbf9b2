use gen_runtime::{generator, yield_};

#[generator]
fn numbers() -> impl Clone {
    yield_!(1);
}

fn main() {
    let _ = numbers().clone();
}
