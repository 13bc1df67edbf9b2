use gen_runtime::{generator, yield_};

#[generator]
fn numbers(mut list: Vec<u32>) -> impl Iterator<Item = u32> {
    while let Some(n) = { yield_!(0); list.pop() } {
        yield_!(n);
    }
}

fn main() {
    let _ = numbers(vec![]).count();
}
