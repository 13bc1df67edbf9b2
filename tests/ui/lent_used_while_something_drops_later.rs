use gen_runtime::{generator, yield_};

struct Guard<'a>(&'a mut Vec<u32>);

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        self.0.push(0);
    }
}

#[generator]
fn numbers(list: &mut Vec<u32>) -> impl Iterator<Item = u32> {
    let guard = Guard(list);
    yield_!(guard.0.len() as u32);
    list.push(1);
    yield_!(1);
}

fn main() {}
