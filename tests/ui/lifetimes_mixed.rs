use gen_runtime::{generator, yield_};

#[generator]
fn both<'a, 'b>(left: &'a str, right: &'b str) -> impl Iterator<Item = &'a str> {
    yield_!(left);
    yield_!(right);
}

fn main() {
    let _ = both("", "").count();
}
