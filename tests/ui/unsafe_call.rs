use gen_runtime::{generator, yield_};

unsafe fn danger() -> u32 {
    1
}

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let n = danger();
    yield_!(n);
    yield_!(danger());
}

fn main() {
    let _ = numbers().count();
}
