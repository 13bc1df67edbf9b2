use gen_runtime::{anchor, generator, yield_};

#[generator]
fn lengths() -> impl Iterator<Item = usize> {
    let mut longest: &str = "";
    for word in ["a", "bc"] {
        let owned = anchor!(word.to_owned());
        if owned.len() > longest.len() {
            longest = owned;
        }
        yield_!(longest.len());
    }
}

fn main() {
    let _ = lengths().count();
}
