use gen_runtime::{generator, yield_};

#[generator]
fn numbers(n: usize) -> impl Iterator<Item = u32> {
    let mut list = vec![0; n];
    for entry in list.iter_mut() {
        *entry += 1;
        yield_!(*entry);
    }
}

fn main() {
    let _ = numbers(1).count();
}
