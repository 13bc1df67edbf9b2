use gen_runtime::{generator, yield_};

#[generator]
fn numbers(list: &[u32]) -> Box<dyn Iterator<Item = u32>> {
    for n in list {
        yield_!(*n);
    }
}

fn main() {
    let _ = numbers(&[1]).count();
}
