//! The same pattern stands in both copies, and in questions to types: what is wrong with it is said once, where it stands.

use gen_runtime::{generator, yield_};

struct Entry {
    name: String,
    text: String,
}

enum Shape {
    Point(String),
    Line(Box<Shape>, String),
}

#[generator]
fn no_such_field(entry: Entry) -> impl Iterator<Item = String> {
    let Entry { name, texts } = entry;
    yield_!(name);
    yield_!(texts);
}

#[generator]
fn missing_field(entry: Entry) -> impl Iterator<Item = String> {
    let Entry { name } = entry;
    yield_!(name);
}

#[generator]
fn no_such_variant(shape: Shape) -> impl Iterator<Item = String> {
    match shape {
        Shape::Point(name) => yield_!(name),
        Shape::Circle(name) => yield_!(name),
        Shape::Line(..) => {}
    }
}

#[generator]
fn not_in_the_box(shape: Shape) -> impl Iterator<Item = String> {
    if let Shape::Line(Shape::Point(name), _text) = shape {
        yield_!(name);
    }
}

#[generator]
fn of_two_types(result: Result<String, u8>) -> impl Iterator<Item = String> {
    match result {
        Ok(text) | Err(text) => yield_!(text),
    }
}

fn main() {}
