use gen_runtime::{generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    for n in 0..3 {
        yield_!(n);
        break 'outer;
    }
}

fn main() {
    let _ = numbers().count();
}
