use gen_runtime::{generator, yield_};

#[generator]
fn longest(left: &str, right: &str) -> impl Iterator<Item = &str> {
    yield_!(left);
    yield_!(right);
}

fn main() {
    let _ = longest("", "").count();
}
