use gen_runtime::{generator, yield_from};

#[generator]
fn numbers(list: &[u32]) -> impl Iterator<Item = u32> {
    yield_from!(list);
}

fn main() {
    let _ = numbers(&[1]).count();
}
