//! A method of a trait that takes the local. Nobody can ask whether it does.

use gen_runtime::{generator, yield_};

struct Shape(Box<[f64]>);

trait Scaled {
    fn scaled(self, factor: f64) -> Self;
}

impl Scaled for Shape {
    fn scaled(mut self, factor: f64) -> Self {
        self.0.iter_mut().for_each(|side| *side *= factor);
        self
    }
}

#[generator]
fn sides(shape: Shape, factor: f64) -> impl Iterator<Item = f64> {
    let shape = shape.scaled(factor);
    for index in 0..shape.0.len() {
        yield_!(shape.0[index]);
    }
}

fn main() {}
