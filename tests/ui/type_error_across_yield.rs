use gen_runtime::{generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let mut n = 0;
    while n < 3 {
        yield_!(n);
        n += "1";
    }
}

fn main() {
    let _ = numbers().count();
}
