use gen_runtime::{generator, yield_};

fn dangling() -> impl Iterator<Item = u32> {
    #[generator]
    fn numbers(list: &mut Vec<u32>) -> impl Iterator<Item = u32> {
        for entry in list.drain(..) {
            yield_!(entry);
        }
        list.push(1);
    }
    let mut list = vec![];
    numbers(&mut list)
}

fn still_borrowed() {
    #[generator]
    fn numbers(list: &mut Vec<u32>) -> impl Iterator<Item = u32> {
        for entry in list.drain(..) {
            yield_!(entry);
        }
        list.push(1);
    }
    let mut list = vec![];
    let generator = numbers(&mut list);
    list.clear();
    generator.count();
}

fn main() {}
