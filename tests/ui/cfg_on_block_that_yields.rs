use gen_runtime::{generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    #[cfg(unix)]
    {
        yield_!(1);
    }
    yield_!(2);
}

fn main() {
    let _ = numbers().count();
}
