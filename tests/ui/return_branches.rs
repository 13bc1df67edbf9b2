use gen_runtime::{generator, yield_};

#[generator]
fn numbers(list: Vec<u32>) -> impl Iterator<Item = u32> {
    yield_!(1);
    return if list.is_empty() { 0 } else { list[0] };
}

fn main() {
    let _ = numbers(vec![]).count();
}
