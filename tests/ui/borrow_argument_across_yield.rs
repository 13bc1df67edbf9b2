use gen_runtime::{generator, yield_};

#[generator]
fn words(text: String) -> impl Iterator<Item = String> {
    for word in text.split(' ') {
        yield_!(word.to_string());
    }
}

fn main() {
    let _ = words(String::new()).count();
}
