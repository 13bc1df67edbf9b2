use gen_runtime::{generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    fn twice(n: u32) {
        yield_!(n);
        yield_!(n);
    }
    twice(1);
}

fn main() {
    let _ = numbers().count();
}
