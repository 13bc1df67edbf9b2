use gen_runtime::{generator, yield_};

#[generator]
fn numbers(list: &mut Vec<u32>) -> impl Iterator<Item = u32> {
    let first = &mut *list;
    let second = &mut *list;
    first.push(1);
    second.push(2);
    yield_!(3);
}

fn main() {
    let _ = numbers(&mut vec![]).count();
}
