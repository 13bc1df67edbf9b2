use gen_runtime::{generator, yield_};

#[generator]
fn doubled(list: Vec<u32>) -> impl Iterator<Item = u32> {
    list.iter().for_each(|n| {
        yield_!(n * 2);
    });
}

fn main() {
    let _ = doubled(vec![1]).count();
}
