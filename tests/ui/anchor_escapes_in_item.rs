use gen_runtime::{anchor, generator, yield_};

#[generator]
fn words<'a>(text: String) -> impl Iterator<Item = &'a str> {
    let text = anchor!(text);
    for word in text.split(' ') {
        yield_!(word);
    }
}

fn main() {
    let _ = words(String::new()).count();
}
