use gen_runtime::{generator, yield_};

struct Page {
    title: String,
    lines: Vec<String>,
}

#[generator]
fn title_again(lines: Vec<String>) -> impl Iterator<Item = String> {
    let page = Page {
        title: String::from("page"),
        lines,
    };
    yield_!(page.title);
    yield_!(page.title.to_uppercase());
    yield_!(page.lines.concat());
}

#[generator]
fn first_again() -> impl Iterator<Item = usize> {
    let pair = (vec![1], Box::new(2));
    let list = pair.0;
    yield_!(list.len());
    yield_!(pair.0.len() + *pair.1);
}

fn main() {}
