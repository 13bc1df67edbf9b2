use gen_runtime::{generator, yield_};

#[generator]
fn numbers() {
    yield_!(1);
}

fn main() {
    for n in numbers() {
        println!("{n}");
    }
}
