use gen_runtime::{generator, yield_};

#[generator]
fn numbers(go: bool) -> impl Iterator<Item = u32> {
    let n: u32 = if go {
        yield_!(0);
        1
    };
    yield_!(n);
}

fn main() {
    let _ = numbers(true).count();
}
