use std::collections::HashMap;

use gen_runtime::{generator, yield_};

struct Page {
    items: HashMap<u32, u32>,
    name: Name,
    guards: [Name; 2],
}

struct Name(String);

impl Page {
    #[generator]
    fn items(self) -> impl Iterator<Item = u32> {
        for (key, _) in self.items {
            yield_!(key);
        }
    }
}

#[generator]
fn names(pages: Vec<Page>) -> impl Iterator<Item = Name> {
    for page in pages {
        yield_!(page.name);
    }
}

#[generator]
fn used_later(page: Page) -> impl Iterator<Item = Name> {
    yield_!(page.name);
    let [one, _] = page.guards;
    yield_!(one);
}

#[generator]
fn captured(page: Page) -> impl Iterator<Item = usize> {
    let length = move || page.name.0.len();
    yield_!(length());
}

#[generator]
fn order(one: Name, two: Name) -> impl Iterator<Item = Name> {
    let page = Page {
        name: one,
        items: HashMap::new(),
        guards: [two, Name(String::new())],
    };
    yield_!(page.name);
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

fn main() {}
