use gen_runtime::{generator, yield_};

#[generator]
fn numbers(mut list: Vec<u32>) -> impl Iterator<Item = u32> {
    yield_!(1);
    if list.len() > 1 {
        return list.pop();
    }
}

fn main() {
    let _ = numbers(vec![]).count();
}
