use std::cell::RefCell;

use gen_runtime::{anchor, generator, yield_};

struct Prints<'a>(&'a str);

impl Drop for Prints<'_> {
    fn drop(&mut self) {
        println!("{}", self.0);
    }
}

#[generator]
fn declared_before() -> impl Iterator<Item = u32> {
    let mut prints = None::<Prints>;
    let text = anchor!(String::from("a"));
    yield_!(1);
    prints = Some(Prints(text));
    yield_!(prints.iter().len() as u32);
}

#[generator]
fn anchored_before() -> impl Iterator<Item = u32> {
    let all = anchor!(RefCell::new(Vec::new()));
    loop {
        let text = anchor!(String::from("a"));
        all.borrow_mut().push(text.as_str());
        yield_!(1);
    }
}

#[generator]
fn replaced() -> impl Iterator<Item = usize> {
    let text = anchor!(String::from("a"));
    let part: &str = text;
    yield_!(1);
    let old = std::mem::take(text);
    yield_!(part.len() + old.len());
}

#[generator]
fn stashed() -> impl Iterator<Item = u32> {
    thread_local!(static STASH: RefCell<Vec<&'static str>> = RefCell::default());
    let text = anchor!(String::from("a"));
    STASH.with_borrow_mut(|stash| stash.push(text));
    yield_!(1);
}

fn main() {
    let _ = declared_before().chain(anchored_before()).chain(stashed()).count();
    let _ = replaced().count();
}
