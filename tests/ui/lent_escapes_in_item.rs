use gen_runtime::{generator, yield_};

#[generator]
fn all_of_it(list: &mut Vec<u32>) -> impl Iterator<Item = &mut u32> {
    for entry in list.iter_mut() {
        yield_!(entry);
    }
    list.push(1);
}

#[generator]
fn shared<'a>(list: &'a mut Vec<u32>) -> impl Iterator<Item = &'a u32> {
    let first = &list[0];
    yield_!(first);
    list.push(*first);
    yield_!(&list[0]);
}

#[generator]
fn nested(list: &mut Vec<u32>) -> impl Iterator<Item = impl Iterator<Item = u32>> {
    let all = list.iter().copied();
    yield_!(all.clone());
    list.push(all.sum());
}

fn main() {}
