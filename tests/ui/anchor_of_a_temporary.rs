use gen_runtime::{anchor, generator, yield_};

#[generator]
fn lengths() -> impl Iterator<Item = usize> {
    let text = anchor!(&String::from("a"));
    yield_!(text.len());
    yield_!(text.len());
}

fn main() {
    let _ = lengths().count();
}
