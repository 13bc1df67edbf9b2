use gen_runtime::{generator, yield_};

#[generator]
fn texts(result: Result<String, String>) -> impl Iterator<Item = String> {
    match result {
        Ok(text) | Err(_) => yield_!(text),
    }
}

fn main() {}
