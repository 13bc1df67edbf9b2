use gen_runtime::{generator, yield_};

#[generator]
fn numbers(list: &mut Vec<u32>) -> impl Iterator<Item = u32> {
    let first = &mut *list;
    yield_!(1);
    list.push(2);
    first.push(1);
}

fn main() {
    let _ = numbers(&mut vec![]).count();
}
