//! Parts of what a `&mut` reference refers to are handed out while others are used.

#![allow(
    clippy::all,
    clippy::pedantic,
    reason = "every way of writing a thing is tried, also the clumsy ones"
)]

use std::{collections::BTreeMap, fmt::Debug};

use gen_runtime::{generator, yield_};
use support::Log;

/// What a generator hands out of a value by `next`, by `fold` and by both, all of it kept to the end, and what that leaves of the value.
#[track_caller]
fn kept<'a, T, I: Iterator<Item: Debug> + 'a>(
    value: impl Fn() -> T,
    generator: impl Fn(&'static mut T) -> I,
) -> Vec<String>
where
    T: Debug + 'static,
{
    let mut driven = generator(Box::leak(Box::new(value())));
    let mut items = Vec::new();
    while let Some(item) = driven.next() {
        items.push(item);
    }
    let expected: Vec<String> = items.iter().map(|item| format!("{item:?}")).collect();
    for split in 0..=items.len() {
        let mut driven = generator(Box::leak(Box::new(value())));
        let mut all: Vec<_> = driven.by_ref().take(split).collect();
        driven.for_each(|item| all.push(item));
        let all: Vec<String> = all.iter().map(|item| format!("{item:?}")).collect();
        assert_eq!(all, expected, "{split} times `next`, then `fold`");
    }
    expected
}

#[derive(Debug)]
struct Node {
    value: u32,
    seen: u32,
    name: String,
    next: Option<Box<Node>>,
}

fn list(values: &[u32]) -> Option<Box<Node>> {
    let (&value, rest) = values.split_first()?;
    Some(Box::new(Node {
        value,
        seen: 0,
        name: value.to_string(),
        next: list(rest),
    }))
}

fn node(values: &[u32]) -> Node {
    *list(values).unwrap()
}

impl Node {
    #[generator]
    fn fields(&mut self) -> impl Iterator<Item = &mut u32> {
        self.seen += 1;
        yield_!(&mut self.value);
        if self.next.is_some() && self.name != "" {
            yield_!(&mut self.seen);
        }
        self.name.push('!');
    }

    #[generator]
    fn names<'a>(&'a mut self) -> impl Iterator<Item = (&'a str, u32)> + 'a {
        for _ in 0..2 {
            self.seen += 1;
            yield_!((&self.name, self.seen));
            self.seen *= 10;
        }
        println!("{} {}", self.seen, self.value);
    }
}

#[test]
fn fields_of_self_one_after_the_other() {
    assert_eq!(kept(|| node(&[7, 8]), Node::fields), ["7", "1"]);
    let mut changed = node(&[7, 8]);
    changed.fields().for_each(|field| *field += 100);
    assert_eq!(
        (changed.value, changed.seen, &*changed.name),
        (107, 101, "7!")
    );
    for field in changed.fields() {
        *field += 100;
    }
    assert_eq!(
        (changed.value, changed.seen, &*changed.name),
        (207, 202, "7!!")
    );
}

#[test]
fn a_field_that_is_lent_while_another_is_changed() {
    assert_eq!(
        kept(|| node(&[7]), Node::names),
        ["(\"7\", 1)", "(\"7\", 11)"]
    );
}

#[test]
fn the_values_of_a_linked_list() {
    #[generator]
    fn boxed(list: &mut Option<Box<Node>>) -> impl Iterator<Item = &mut u32> {
        let mut cursor = list.as_mut();
        while let Some(node) = cursor {
            node.seen += 1;
            yield_!(&mut node.value);
            cursor = node.next.as_mut();
        }
    }
    #[generator]
    fn plain(first: &mut Node) -> impl Iterator<Item = Option<&mut u32>> {
        let mut cursor = Some(first);
        loop {
            match cursor {
                Some(node) => {
                    let value = &mut node.value;
                    yield_!(Some(value));
                    cursor = node.next.as_deref_mut();
                }
                None => break,
            }
        }
    }
    assert_eq!(kept(|| list(&[1, 2, 3]), boxed), ["1", "2", "3"]);
    assert_eq!(kept(|| node(&[1, 2]), plain), ["Some(1)", "Some(2)"]);
    let mut changed = list(&[1, 2]);
    for value in boxed(&mut changed) {
        *value *= 3;
    }
    let found: Vec<u32> = boxed(&mut changed).map(|value| *value).collect();
    assert_eq!(found, [3, 6]);
    assert_eq!(changed.unwrap().seen, 2);
}

#[test]
fn the_elements_of_a_slice_in_parts() {
    #[generator]
    fn parts(nodes: &mut [Node]) -> impl Iterator<Item = (usize, &mut u32)> {
        for (index, node) in nodes.iter_mut().enumerate() {
            yield_!((index, &mut node.value));
            if let Some(next) = node.next.as_deref_mut() {
                yield_!((index, &mut next.value));
                yield_!((index, &mut next.seen));
            }
            let text = format!("{}{}", node.name, node.seen);
            assert_eq!(text, node.name.clone() + "0");
        }
    }
    let nodes = || vec![node(&[1]), node(&[2, 3])];
    assert_eq!(
        kept(nodes, |nodes| parts(nodes)),
        ["(0, 1)", "(1, 2)", "(1, 3)", "(1, 0)"]
    );
}

impl Node {
    #[generator]
    fn beside_closures(&mut self, by: u32) -> impl Iterator<Item = &mut u32> {
        yield_!(&mut self.value);
        let mut letters: Vec<char> = self.name.chars().collect();
        letters.retain(|letter| *letter != 'x');
        letters.iter().for_each(|_| self.seen += by);
        yield_!(&mut self.seen);
    }
}

#[test]
fn closures_that_are_gone_before_the_yield() {
    assert_eq!(
        kept(|| node(&[12]), |node| node.beside_closures(5)),
        ["12", "10"]
    );
}

#[test]
fn fields_of_fields() {
    #[generator]
    fn deep(pairs: &mut [(Node, u32)]) -> impl Iterator<Item = &mut u32> {
        for pair in pairs.iter_mut() {
            yield_!(&mut pair.0.value);
            if pair.1 > 1 {
                yield_!(&mut pair.1);
            } else {
                continue;
            }
            yield_!(&mut pair.0.seen);
            pair.0.name.clear();
        }
    }
    let pairs = || vec![(node(&[1]), 1), (node(&[2]), 2)];
    assert_eq!(kept(pairs, |pairs| deep(pairs)), ["1", "2", "2", "0"]);
}

#[derive(Debug)]
struct Shelf {
    low: Vec<u32>,
    high: Vec<u32>,
    named: BTreeMap<u32, String>,
    pair: [u32; 2],
    nodes: Vec<Node>,
    inner: Inner,
    seen: u32,
}

#[derive(Debug)]
struct Inner {
    values: Vec<u32>,
    seen: u32,
}

impl Inner {
    fn touch(&mut self) {
        self.seen += 1;
    }
}

static ELSEWHERE: u32 = 9;

fn shelf() -> Shelf {
    Shelf {
        low: vec![1, 2, 5, 3],
        high: vec![6, 7],
        named: BTreeMap::from([(1, "one".to_string())]),
        pair: [8, 9],
        nodes: vec![node(&[10]), node(&[11])],
        inner: Inner {
            values: vec![12, 13],
            seen: 0,
        },
        seen: 0,
    }
}

impl Shelf {
    #[generator]
    fn firsts(&mut self) -> impl Iterator<Item = &mut u32> {
        if let Some(first) = self.low.first_mut() {
            yield_!(first);
        }
        self.seen += 1;
        let Some(last) = self.high.get_mut(1) else {
            return;
        };
        yield_!(last);
        self.seen += 1;
        let [low, high] = &mut self.pair;
        yield_!(low);
        self.seen += 1;
        yield_!(high);
        assert_eq!(self.seen, 3);
    }

    #[generator]
    fn chains(&mut self) -> impl Iterator<Item = &mut u32> {
        if let Some(most) = self.low.iter_mut().max() {
            yield_!(most);
        }
        self.seen += 1;
        let Some(seven) = self.high.iter_mut().find(|value| **value == 7) else {
            return;
        };
        yield_!(seven);
        self.seen += 1;
        yield_!(self.pair.last_mut().unwrap());
        self.seen += 1;
        let value = match self.inner.values.get_mut(1) {
            Some(value) => value,
            None => return,
        };
        yield_!(value);
        assert_eq!(self.seen, 3);
    }

    #[generator]
    fn ended_loops(&mut self) -> impl Iterator<Item = &mut u32> {
        for value in self.low.iter_mut() {
            if *value > 1 {
                yield_!(value);
                break;
            }
        }
        self.seen += 1;
        for value in &mut self.high {
            yield_!(value);
            self.seen += 1;
        }
        assert_eq!(self.seen, 3);
    }

    #[generator]
    fn of_nodes(&mut self) -> impl Iterator<Item = &mut u32> {
        for node in self.nodes.iter_mut() {
            node.seen += 1;
            if let Some(next) = node.next.as_mut() {
                yield_!(&mut next.value);
            }
            if node.seen > 0 {
                yield_!(&mut node.value);
            }
            node.name.push('x');
            self.seen += node.seen;
        }
        if let [first, .., last] = self.low.as_mut_slice() {
            yield_!(first);
            self.seen += 1;
            yield_!(last);
        }
        assert_eq!(self.seen, 3);
    }

    #[generator]
    fn entries<'a>(&'a mut self) -> impl Iterator<Item = (u32, &'a mut String)> + 'a {
        let name = self.named.entry(1).or_default();
        name.push('!');
        yield_!((self.seen, name));
        self.seen += 1;
        yield_!((self.seen, &mut self.nodes[0].name));
    }

    #[generator]
    fn fields_of_a_field(&mut self) -> impl Iterator<Item = &mut u32> {
        for value in self.inner.values.iter_mut() {
            self.inner.seen += 1;
            yield_!(value);
        }
        self.seen += self.inner.seen;
        assert_eq!(self.seen, 2);
    }

    // The items borrow nothing of `self`, which does not show, and a field is used as a whole.
    #[generator]
    fn counted(&mut self) -> impl Iterator<Item = (u32, &u32)> {
        for value in self.inner.values.iter() {
            self.inner.seen += 1;
            yield_!((same(value), &ELSEWHERE));
        }
        self.inner.touch();
        self.seen += self.inner.seen;
        assert_eq!(self.seen, 3);
    }
}

fn same(value: &u32) -> u32 {
    *value
}

#[test]
fn what_is_borrowed_by_patterns_and_methods() {
    assert_eq!(kept(shelf, Shelf::firsts), ["1", "7", "8", "9"]);
    assert_eq!(kept(shelf, Shelf::chains), ["5", "7", "9", "13"]);
    assert_eq!(kept(shelf, Shelf::ended_loops), ["2", "6", "7"]);
    assert_eq!(kept(shelf, Shelf::of_nodes), ["10", "11", "1", "3"]);
    assert_eq!(
        kept(shelf, Shelf::entries),
        ["(0, \"one!\")", "(1, \"10\")"]
    );
    assert_eq!(kept(shelf, Shelf::fields_of_a_field), ["12", "13"]);
    assert_eq!(kept(shelf, Shelf::counted), ["(12, 9)", "(13, 9)"]);
}

#[test]
fn what_a_reference_is_taken_apart_for() {
    #[generator]
    fn next(node: &mut Node) -> impl Iterator<Item = Option<&mut Box<Node>>> {
        let Some(next) = &mut node.next else { return };
        yield_!(Some(next));
        node.seen += 1;
        let text = format!("{} {}", node.name, node.seen);
        assert_eq!(text, "1 1");
    }
    // What is lent elsewhere is not carried in parts.
    #[generator]
    fn words<'a>(
        shelf: &mut (std::str::Split<'a, char>, u32, u32),
    ) -> impl Iterator<Item = &'a str> {
        while let Some(word) = shelf.0.next() {
            shelf.1 += 1;
            yield_!(word);
            shelf.2 += 1;
        }
    }
    assert_eq!(kept(|| node(&[1, 2]), next).len(), 1);
    let split = || ("a b".split(' '), 0, 0);
    assert_eq!(kept(split, |shelf| words(shelf)), ["\"a\"", "\"b\""]);
    let mut shelf = ("a b".split(' '), 0, 0);
    let words = words(&mut shelf);
    assert!(size_of_val(&words) <= 2 * size_of::<usize>());
    assert_eq!(words.count(), 2);
}

#[test]
fn names_that_are_keywords() {
    #[derive(Debug)]
    struct Raw {
        r#type: u32,
        r#fn: u32,
    }
    #[generator]
    fn raw(r#struct: &mut Raw) -> impl Iterator<Item = &mut u32> {
        yield_!(&mut r#struct.r#type);
        yield_!(&mut r#struct.r#fn);
    }
    assert_eq!(kept(|| Raw { r#type: 1, r#fn: 2 }, raw), ["1", "2"]);
}

#[test]
fn tuples_and_let_else() {
    #[generator]
    fn tuples(pairs: &mut Vec<(u32, u32)>) -> impl Iterator<Item = &mut u32> {
        let mut rest = pairs.iter_mut();
        loop {
            let Some(pair) = rest.next() else { break };
            yield_!(&mut pair.0);
            yield_!(&mut pair.1);
        }
    }
    assert_eq!(kept(|| vec![(1, 2), (3, 4)], tuples), ["1", "2", "3", "4"]);
}

#[test]
fn drops_are_as_in_a_function() {
    #[derive(Debug)]
    struct Held {
        one: u32,
        other: u32,
    }
    #[generator]
    fn held(held: &mut Held, log: Log) -> impl Iterator<Item = &mut u32> {
        let _before = log.noisy("before");
        yield_!(&mut held.one);
        let _between = log.noisy("between");
        yield_!(&mut held.other);
    }
    let log = Log::new();
    let mut value = Held { one: 1, other: 2 };
    let mut driven = held(&mut value, log.clone());
    assert_eq!((driven.next(), driven.next()), (Some(&mut 1), Some(&mut 2)));
    drop(driven);
    assert_eq!(log.take(), ["drop between", "drop before"]);
}
