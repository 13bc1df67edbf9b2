use gen_runtime::{generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    for n in missing() {
        yield_!(n);
    }
}

fn main() {
    let _ = numbers().count();
}
