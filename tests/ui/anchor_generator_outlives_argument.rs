use gen_runtime::{anchor, generator, yield_};

#[generator]
fn words(text: &String) -> impl Iterator<Item = usize> {
    let words = anchor!(text.split(' ').collect::<Vec<_>>());
    for word in words.iter() {
        yield_!(word.len());
    }
}

fn main() {
    let mut kept;
    {
        let text = String::from("a b");
        kept = words(&text);
        kept.next();
    }
    kept.next();
}
