use gen_runtime::{generator, yield_};

#[generator]
fn numbers(list: Vec<u32>) -> impl Iterator<Item = u32> {
    for (_, n) in list {
        yield_!(n);
    }
}

fn main() {
    let _ = numbers(vec![]).count();
}
