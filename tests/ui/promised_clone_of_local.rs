use gen_runtime::{generator, yield_};

struct Secret(u32);

#[generator]
fn numbers() -> impl Iterator<Item = u32> + Clone {
    let secret = Secret(1);
    yield_!(secret.0);
    yield_!(secret.0 + 1);
}

fn main() {
    let _ = numbers().clone().count();
}
