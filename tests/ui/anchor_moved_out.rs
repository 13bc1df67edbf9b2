use gen_runtime::{anchor, generator, yield_};

#[generator]
fn texts() -> impl Iterator<Item = String> {
    let text = anchor!(String::from("a"));
    yield_!(text.clone());
    yield_!(*text);
}

fn main() {
    let _ = texts().count();
}
