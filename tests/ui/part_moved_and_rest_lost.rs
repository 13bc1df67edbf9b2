use std::collections::HashMap;

use gen_runtime::{generator, yield_};

#[derive(Clone)]
struct Page {
    items: HashMap<u32, u32>,
    name: Name,
    guards: [Name; 2],
    last: Name,
}

#[derive(Clone)]
struct Name(String);

// What is gone cannot be cloned.
#[generator]
fn cloned(page: Page) -> impl Iterator<Item = Name> + Clone {
    yield_!(page.name);
}

impl Name {
    fn own(self) -> usize {
        self.0.len()
    }
}

// It might take the field by value.
#[generator]
fn called(page: Page) -> impl Iterator<Item = Name> {
    yield_!(page.name);
    page.last.own();
}

#[generator]
fn captured(page: Page) -> impl Iterator<Item = usize> {
    let length = move || page.name.0.len();
    yield_!(length());
}

#[generator]
fn updated(page: Page) -> impl Iterator<Item = usize> {
    let other = Page {
        name: Name(String::new()),
        items: HashMap::new(),
        ..page
    };
    yield_!(other.guards.len());
}

struct Pairs {
    first: Name,
    both: (Name, Name),
}

// A pattern takes the tuple apart, and a value is given to one half.
#[generator]
fn given_back(mut pairs: Pairs) -> impl Iterator<Item = Name> {
    yield_!(pairs.first);
    let (one, two) = pairs.both;
    yield_!(one);
    pairs.both.1 = two;
    yield_!(pairs.both.1);
}

fn main() {}
