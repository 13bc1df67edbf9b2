use gen_runtime::{generator, yield_from};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    yield_from!([1], [2]);
}

fn main() {
    let _ = numbers().count();
}
