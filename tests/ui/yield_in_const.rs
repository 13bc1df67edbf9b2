use gen_runtime::{generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let size = const {
        yield_!(1);
        2
    };
    yield_!(size);
}

fn main() {
    let _ = numbers().count();
}
