use gen_runtime::{generator, yield_};

#[generator]
fn numbers(go: bool) -> impl Iterator<Item = u32> {
    let n;
    if go {
        n = 1;
        yield_!(0);
    }
    yield_!(n);
}

fn main() {
    let _ = numbers(true).count();
}
