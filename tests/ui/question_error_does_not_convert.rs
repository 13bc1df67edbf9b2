use gen_runtime::{generator, yield_};

#[generator]
fn numbers(text: String) -> impl Iterator<Item = Result<u32, std::io::Error>> {
    let n: u32 = text.parse()?;
    yield_!(Ok(n));
}

fn main() {
    let _ = numbers(String::new()).count();
}
