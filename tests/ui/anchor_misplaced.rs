use gen_runtime::{anchor, generator, yield_};

#[generator]
fn numbers(list: Vec<u32>) -> impl Iterator<Item = u32> {
    let mut first = anchor!(1);
    let (a, b) = anchor!((1, 2));
    let length = anchor!(list.clone()).len();
    let twice = anchor!(1, 2);
    let closure = || {
        let inner = anchor!(1);
        *inner
    };
    anchor!(list);
    yield_!(*first + a + b + closure());
}

fn main() {
    let _ = numbers(vec![]).count();
    let outside = anchor!(1);
}
