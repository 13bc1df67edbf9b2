use gen_runtime::{generator, yield_};

#[generator]
fn lengths(text: String, list: Vec<u8>) -> impl Iterator<Item = usize> {
    let word = text[1..3];
    yield_!(1);
    let first = list[..2];
    yield_!(2);
}

fn main() {
    let _ = lengths(String::new(), vec![]).count();
}
