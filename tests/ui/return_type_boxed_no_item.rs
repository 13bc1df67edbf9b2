use gen_runtime::{generator, yield_};

#[generator]
fn numbers() -> Box<dyn Iterator> {
    yield_!(1);
}

fn main() {
    let _ = numbers();
}
