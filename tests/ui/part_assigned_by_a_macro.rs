//! A macro that is called like one of the standard library's could give a part a value that is noted to be gone, so then nothing is noted.

use gen_runtime::{generator, yield_};

macro_rules! println {
    ($place:expr) => {
        $place = Name(1)
    };
}

struct Page {
    name: Name,
    guards: [Name; 2],
}

struct Name(u32);

impl Drop for Name {
    fn drop(&mut self) {}
}

#[generator]
fn names(mut page: Page) -> impl Iterator<Item = Name> {
    yield_!(page.name);
    println!(page.name);
    yield_!(Name(2));
}

fn main() {}
