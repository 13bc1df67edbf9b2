use gen_runtime::{generator, yield_};

#[generator]
fn numbers(list: &mut Vec<u32>) -> impl Iterator<Item = u32> + Clone {
    for n in list.iter() {
        yield_!(*n);
    }
    list.push(1);
}

#[generator]
fn of_a_local<'a>(
    own: &'a std::cell::RefCell<Vec<u32>>,
    all: fn(&std::cell::RefCell<Vec<u32>>) -> &mut Vec<u32>,
) -> impl Iterator<Item = u32> + Clone {
    let list: &mut Vec<u32> = all(own);
    for n in list.iter() {
        yield_!(*n);
    }
    list.push(1);
}

fn main() {}
