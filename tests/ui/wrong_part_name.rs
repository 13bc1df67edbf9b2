//! A mistake in the name of a part is told once, although the types are asked what became of the part.

use gen_runtime::{generator, yield_};

struct Person {
    name: String,
    tags: Vec<String>,
}

#[generator]
fn field(person: Person) -> impl Iterator<Item = String> {
    yield_!(person.nmae);
    yield_!(person.name);
}

#[generator]
fn number(pair: (String, Person)) -> impl Iterator<Item = String> {
    yield_!(pair.2);
    yield_!(pair.1.name);
}

#[generator]
fn loops(person: Person) -> impl Iterator<Item = String> {
    for tag in person.tagz {
        yield_!(tag);
    }
    for tag in person.tags {
        yield_!(tag);
    }
}

fn main() {}
