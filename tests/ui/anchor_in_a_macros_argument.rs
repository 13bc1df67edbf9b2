use gen_runtime::{anchor, generator, yield_};

#[generator]
fn texts(text: String) -> impl Iterator<Item = usize> {
    let text = format!("{}", {
        let text = anchor!(text);
        text.len()
    });
    yield_!(text.len());
}

fn main() {}
