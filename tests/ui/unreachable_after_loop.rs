#![deny(warnings)]
use gen_runtime::{generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    loop {
        yield_!(1);
    }
    println!("done");
}

fn main() {
    let _ = numbers().next();
}
