//! An item that borrows from a vector that the generator owns.

use gen_runtime::{generator, yield_};

#[generator]
fn names<'a>(list: Vec<String>) -> impl Iterator<Item = &'a str> {
    for name in &list {
        yield_!(name.as_str());
    }
}

fn main() {
    let _ = names(Vec::new()).count();
}
