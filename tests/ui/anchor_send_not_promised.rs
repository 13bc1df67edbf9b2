use gen_runtime::{anchor, generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let number = anchor!(1);
    yield_!(*number);
}

fn main() {
    std::thread::spawn(|| numbers().count());
    let mut started = numbers();
    started.next();
    std::thread::spawn(|| started.count());
}
