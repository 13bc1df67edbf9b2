use gen_runtime::{anchor, generator, yield_};

#[generator]
fn words(text: String) -> impl Iterator<Item = String> {
    let text = anchor!(text);
    for word in text.split(' ') {
        yield_!(word.to_string());
    }
}

fn main() {
    let _ = words(String::new()).count();
}
