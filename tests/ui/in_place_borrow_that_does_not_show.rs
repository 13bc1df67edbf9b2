//! A method named like one that returns no borrow of its receiver, and does: the local stays in place, and rustc has no name for its slot.

use gen_runtime::{generator, yield_};

struct Lines(String);

impl Lines {
    fn next(&mut self) -> Option<&str> {
        self.0.pop().map(|_| &*self.0)
    }
}

#[generator]
fn lengths(text: String) -> impl Iterator<Item = usize> {
    let mut lines = Lines(text);
    while let Some(line) = lines.next() {
        yield_!(line.len());
        yield_!(line.len());
    }
}

fn main() {}
