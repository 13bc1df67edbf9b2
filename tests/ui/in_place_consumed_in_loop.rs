//! A method of the user's that takes what the next round needs.

use gen_runtime::{generator, yield_};

trait Shape {
    fn area(&self) -> u32;
    fn crush(self);
}

#[generator]
fn areas(shape: impl Shape) -> impl Iterator<Item = u32> {
    loop {
        yield_!(shape.area());
        shape.crush();
    }
}

fn main() {}
