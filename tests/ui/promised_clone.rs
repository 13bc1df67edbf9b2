use gen_runtime::{generator, yield_};

struct Secret(u32);

#[generator]
fn numbers(secret: Secret) -> impl Iterator<Item = u32> + Clone {
    yield_!(secret.0);
    yield_!(secret.0 + 1);
}

fn main() {
    let _ = numbers(Secret(1)).clone().count();
}
