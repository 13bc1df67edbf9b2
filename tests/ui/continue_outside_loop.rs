use gen_runtime::{generator, yield_};

#[generator]
fn numbers(go: bool) -> impl Iterator<Item = u32> {
    if go {
        continue;
    }
    yield_!(1);
}

fn main() {
    let _ = numbers(true).count();
}
