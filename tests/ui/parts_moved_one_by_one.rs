use gen_runtime::{generator, yield_};

#[derive(Clone)]
struct Name(String);

#[derive(Clone)]
struct Page {
    title: Name,
    author: Name,
    last: Name,
}

#[derive(Clone)]
struct Pair(Name, Name, Name);

// What is gone cannot be cloned.
#[generator]
fn both(page: Page) -> impl Iterator<Item = Name> + Clone {
    drop(page.title);
    drop(page.author);
    yield_!(page.last.clone());
}

#[generator]
fn by_number(pair: Pair) -> impl Iterator<Item = Name> + Clone {
    yield_!(pair.1);
    yield_!(pair.2.clone());
}

fn main() {}
