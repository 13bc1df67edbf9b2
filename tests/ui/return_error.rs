use gen_runtime::{generator, yield_};

#[generator]
fn numbers(text: String) -> impl Iterator<Item = Result<u32, String>> {
    if text.is_empty() {
        return Err(text);
    }
    yield_!(Ok(1));
}

fn main() {
    let _ = numbers(String::new()).count();
}
