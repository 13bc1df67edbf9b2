use gen_runtime::{generator, yield_};

#[generator]
fn words(text: &str) -> impl Iterator<Item = usize> {
    let (upper, lower) = (&text.to_uppercase(), &text.to_lowercase());
    yield_!(upper.len() + lower.len());
}

fn main() {
    for n in words("a") {
        println!("{n}");
    }
}
