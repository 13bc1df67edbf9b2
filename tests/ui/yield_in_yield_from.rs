use gen_runtime::{generator, yield_, yield_from};

#[generator]
fn numbers(list: Vec<u32>) -> impl Iterator<Item = u32> {
    yield_from!({ yield_!(0); list });
}

fn main() {
    let _ = numbers(vec![]).count();
}
