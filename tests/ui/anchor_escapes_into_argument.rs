use gen_runtime::{anchor, generator, yield_};

#[generator]
fn collect<'a>(into: &'a mut Vec<&'a str>, text: String) -> impl Iterator<Item = usize> {
    let text = anchor!(text);
    into.push(text.as_str());
    yield_!(into.len());
}

fn main() {
    let _ = collect(&mut Vec::new(), String::new()).count();
}
