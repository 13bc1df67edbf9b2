use gen_runtime::{generator, yield_from};

#[generator]
fn numbers(n: u32) -> impl Iterator<Item = u32> {
    yield_from!(n);
}

fn main() {
    let _ = numbers(1).count();
}
