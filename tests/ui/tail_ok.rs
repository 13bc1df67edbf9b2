use gen_runtime::{generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = Result<u32, String>> {
    yield_!(Ok(1));
    Ok(())
}

fn main() {
    let _ = numbers().count();
}
