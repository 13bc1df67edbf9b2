use gen_runtime::{anchor, generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let list = vec![1, 2];
    let rest = anchor!(list.iter());
    while let Some(n) = rest.next() {
        yield_!(*n);
    }
}

fn main() {
    let _ = numbers().count();
}
