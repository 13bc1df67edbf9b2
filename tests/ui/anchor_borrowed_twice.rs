use gen_runtime::{anchor, generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let list = anchor!(vec![1, 2]);
    for n in list.iter() {
        yield_!(*n);
        list.push(3);
    }
}

fn main() {
    let _ = numbers().count();
}
