use gen_runtime::{generator, yield_};

#[generator]
fn numbers(list: Vec<u32>) -> impl Iterator<Item = u32> {
    for n in 0..3 {
        list.iter().for_each(|_| break);
        yield_!(n);
    }
}

fn main() {
    let _ = numbers(vec![]).count();
}
