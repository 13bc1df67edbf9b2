use gen_runtime::{generator, yield_};
use std::sync::Mutex;

#[generator]
fn numbers(list: &Mutex<Vec<u32>>) -> impl Iterator<Item = u32> {
    for n in list.lock().unwrap().iter() {
        yield_!(*n);
    }
}

fn main() {
    let _ = numbers(&Mutex::new(vec![])).count();
}
