//! Nothing but its use tells the type of an argument of a method of one's own.

use gen_runtime::{generator, yield_};

struct List(Vec<u32>);

impl List {
    fn fold<A>(self, init: A, step: impl Fn(A, u32) -> A) -> A {
        self.0.into_iter().fold(init, step)
    }
}

#[generator]
fn lengths(list: List) -> impl Iterator<Item = usize> {
    let copied = list.fold(Vec::new(), |mut all, n| {
        all.push(n);
        all
    });
    yield_!(copied.len());
}

fn main() {
    let _ = lengths(List(Vec::new())).count();
}
