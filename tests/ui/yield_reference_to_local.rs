use gen_runtime::{generator, yield_};

#[generator]
fn lines<'a>(input: &'a str) -> impl Iterator<Item = &'a str> {
    let upper = input.to_uppercase();
    yield_!(upper.as_str());
}

fn main() {
    let _ = lines("").count();
}
