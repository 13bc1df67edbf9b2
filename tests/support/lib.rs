//! What the tests share: a log of drops, and the ways in which a generator is driven.
//!
//! The law is that the way of driving cannot be told from the inside, so [`items_of`] and [`log_of`] try them all and
//! compare; the test then states the one expectation that is left.

pub mod by_hand;

use std::cell::RefCell;
use std::fmt::{self, Debug, Display};
use std::panic::{self, AssertUnwindSafe};
use std::rc::Rc;

/// A record of what happened, in order, shared by everyone who holds a clone.
#[derive(Clone, Default)]
pub struct Log(Rc<RefCell<Vec<String>>>);

impl Log {
    /// An empty log.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one line.
    pub fn say(&self, line: impl Display) {
        self.0.borrow_mut().push(line.to_string());
    }

    /// Adds one line and returns the value: to see when an expression is evaluated.
    pub fn see<T>(&self, line: impl Display, value: T) -> T {
        self.say(line);
        value
    }

    /// A value that will add the line `drop NAME` when it is dropped.
    pub fn noisy(&self, name: &'static str) -> Noisy {
        Noisy {
            name,
            log: self.clone(),
        }
    }

    /// The lines so far; the log is empty afterwards.
    pub fn take(&self) -> Vec<String> {
        self.0.take()
    }
}

/// Reports its own drop to the [`Log`] it came from.
pub struct Noisy {
    name: &'static str,
    log: Log,
}

impl Noisy {
    /// Its name; reads it without moving it.
    pub fn name(&self) -> &'static str {
        self.name
    }
}

impl Debug for Noisy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl Display for Noisy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl Drop for Noisy {
    fn drop(&mut self) {
        self.log.say(format_args!("drop {}", self.name));
    }
}

/// Up to `count` items by `next`, and not one more call than that.
pub fn by_next<G: Iterator>(generator: &mut G, count: usize) -> Vec<G::Item> {
    let mut items = Vec::new();
    while items.len() < count {
        match generator.next() {
            Some(item) => items.push(item),
            None => break,
        }
    }
    items
}

/// The items of a finite generator, after checking that every way of driving it gives the same ones: `next` to the end,
/// `fold`, any number of `next`s followed by `fold`, and through `dyn Iterator`; and that it stays finished.
///
/// # Panics
///
/// If two ways disagree, or if there are items after the end.
#[track_caller]
pub fn items_of<G>(make: impl Fn() -> G) -> Vec<G::Item>
where
    G: Iterator,
    G::Item: PartialEq + Debug,
{
    let mut generator = make();
    let items = by_next(&mut generator, usize::MAX);
    for _ in 0..3 {
        assert_eq!(generator.next(), None, "an item after the end");
    }
    let fold_rest = |generator: G, mut items: Vec<G::Item>| {
        generator.for_each(|item| items.push(item));
        items
    };
    for split in 0..=items.len() + 1 {
        let mut generator = make();
        let first = by_next(&mut generator, split);
        assert_eq!(
            fold_rest(generator, first),
            items,
            "{split} times `next`, then `fold`"
        );
    }
    let mut generator = make();
    let through_dyn: &mut dyn Iterator<Item = G::Item> = &mut generator;
    assert_eq!(
        through_dyn.collect::<Vec<_>>(),
        items,
        "through `dyn Iterator`"
    );
    items
}

/// What a generator does from its creation to its drop, with a line `item ITEM` for each item handed out, after checking
/// that every way of driving it to its end does the same.
///
/// # Panics
///
/// If two ways disagree.
#[track_caller]
pub fn log_of<G>(make: impl Fn(Log) -> G) -> Vec<String>
where
    G: Iterator,
    G::Item: Display,
{
    let log = Log::new();
    let mut count = 0;
    let mut generator = make(log.clone());
    for item in generator.by_ref() {
        log.say(format_args!("item {item}"));
        count += 1;
    }
    drop(generator);
    let lines = log.take();
    for split in 0..=count + 1 {
        let mut generator = make(log.clone());
        for _ in 0..split {
            if let Some(item) = generator.next() {
                log.say(format_args!("item {item}"));
            }
        }
        generator.for_each(|item| log.say(format_args!("item {item}")));
        assert_eq!(log.take(), lines, "{split} times `next`, then `fold`");
    }
    lines
}

/// What a generator does when it is dropped after `count` items, with a line `item ITEM` for each item handed out and the
/// line `--` before the drop.
///
/// # Panics
///
/// If it ends before that.
#[track_caller]
pub fn log_of_first<G>(count: usize, make: impl Fn(Log) -> G) -> Vec<String>
where
    G: Iterator,
    G::Item: Display,
{
    let log = Log::new();
    let mut generator = make(log.clone());
    for _ in 0..count {
        let item = generator.next().expect("fewer items than asked for");
        log.say(format_args!("item {item}"));
    }
    log.say("--");
    drop(generator);
    log.take()
}

/// Runs something that panics, and returns the message.
///
/// # Panics
///
/// If it does not panic, or not with a string.
#[track_caller]
pub fn panic_of<R>(run: impl FnOnce() -> R) -> String {
    let Err(payload) = panic::catch_unwind(AssertUnwindSafe(run)) else {
        panic!("no panic");
    };
    match payload.downcast::<&'static str>() {
        Ok(message) => message.to_string(),
        Err(payload) => *payload
            .downcast::<String>()
            .expect("panicked with something else than a string"),
    }
}
