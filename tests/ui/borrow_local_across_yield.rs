use gen_runtime::{generator, yield_};

#[generator]
fn words(input: &str) -> impl Iterator<Item = usize> {
    let text = input.to_uppercase();
    let first = text.as_str();
    yield_!(1);
    yield_!(first.len());
}

fn main() {
    let _ = words("").count();
}
