use gen_runtime::{generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    #[cfg(unix)]
    let n = 1;
    #[cfg(not(unix))]
    let n = 2;
    yield_!(n);
}

fn main() {
    let _ = numbers().count();
}
