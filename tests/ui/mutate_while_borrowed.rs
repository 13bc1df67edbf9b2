use gen_runtime::{generator, yield_};

#[generator]
fn numbers(list: &mut Vec<u32>) -> impl Iterator<Item = u32> {
    for n in list.iter() {
        list.push(*n);
        yield_!(*n);
    }
}

fn main() {
    let _ = numbers(&mut vec![]).count();
}
