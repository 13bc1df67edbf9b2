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

/// The variable that refers to the nodes is assigned itself.
#[test]
fn a_cursor_that_goes_on() {
    #[generator]
    fn matched(first: &mut Node) -> impl Iterator<Item = &mut u32> {
        let mut cursor = first;
        loop {
            yield_!(&mut cursor.value);
            match &mut cursor.next {
                Some(next) => cursor = next,
                None => {
                    cursor.name.push('!');
                    break;
                }
            }
        }
    }
    #[generator]
    fn gone_on_before(mut cursor: &mut Node) -> impl Iterator<Item = (u32, &mut u32)> {
        let mut count = 0;
        while let Some(next) = cursor.next.as_deref_mut() {
            // What a macro of the standard library does with its arguments shows.
            let name = format!("{}", {
                cursor = next;
                &cursor.name
            });
            assert_eq!(name, cursor.name);
            cursor.seen += 1;
            count += cursor.seen;
            yield_!((count, &mut cursor.value));
        }
        cursor.seen = 9;
    }
    #[generator]
    fn chosen(first: &mut Node) -> impl Iterator<Item = (&mut u32, &mut String)> {
        let mut cursor: &mut Node = first;
        loop {
            cursor.seen += 1;
            yield_!((&mut cursor.value, &mut cursor.name));
            cursor = match cursor.next {
                Some(ref mut next) if next.value < 3 => next,
                _ => {
                    yield_!((&mut cursor.seen, Box::leak(Box::default())));
                    return;
                }
            };
        }
    }
    let nodes = || node(&[1, 2, 3]);
    assert_eq!(kept(nodes, matched), ["1", "2", "3"]);
    assert_eq!(kept(nodes, gone_on_before), ["(1, 2)", "(2, 3)"]);
    let all = ["(1, \"1\")", "(2, \"2\")", "(1, \"\")"];
    assert_eq!(kept(nodes, chosen), all);
    let changed = |drive: fn(&mut Node)| {
        let mut changed = node(&[1, 2]);
        drive(&mut changed);
        let Node { name, next, .. } = changed;
        let next = next.unwrap();
        (name, next.name, next.seen)
    };
    let by_next = changed(|node| {
        let mut driven = matched(node);
        while let Some(value) = driven.next() {
            *value = 7;
        }
    });
    assert_eq!(by_next, ("1".into(), "2!".into(), 0));
    assert_eq!(changed(|node| matched(node).for_each(drop)), by_next);
    let by_next = changed(|node| {
        let mut driven = gone_on_before(node);
        while driven.next().is_some() {}
    });
    assert_eq!(by_next, ("1".into(), "2".into(), 9));
    assert_eq!(changed(|node| gone_on_before(node).for_each(drop)), by_next);
}

#[test]
fn what_loops_give_before_another_field() {
    #[derive(Debug)]
    struct Page {
        lines: Vec<String>,
        title: String,
        read: usize,
    }
    #[generator]
    fn texts(pages: &mut [Page]) -> impl Iterator<Item = &mut String> {
        for page in pages {
            for line in &mut page.lines {
                page.read += line.len();
                yield_!(line);
            }
            page.title.push_str(&page.read.to_string());
            yield_!(&mut page.title);
        }
    }
    #[generator]
    fn last_lines(pages: &mut [Page]) -> impl Iterator<Item = (usize, &mut String)> {
        for (number, page) in pages.iter_mut().enumerate() {
            let mut lines = page.lines.iter_mut().enumerate().skip(1);
            while let Some((at, line)) = lines.next() {
                page.read = at;
                yield_!((number, line));
            }
            yield_!((page.read, &mut page.title));
        }
    }
    let page = |lines: &[&str]| Page {
        lines: lines.iter().map(ToString::to_string).collect(),
        title: "t".into(),
        read: 0,
    };
    let pages = || vec![page(&["a", "bc"]), page(&[])];
    let all = ["\"a\"", "\"bc\"", "\"t3\"", "\"t0\""];
    assert_eq!(kept(pages, |pages| texts(pages)), all);
    let all = ["(0, \"bc\")", "(1, \"t\")", "(0, \"t\")"];
    assert_eq!(kept(pages, |pages| last_lines(pages)), all);
}

/// It shows that `node` is a reference, so what is used of it by value is `Copy`.
#[test]
fn an_item_borrows_a_field_and_copies_another() {
    #[derive(Debug)]
    #[expect(dead_code, reason = "it is printed")]
    enum Seen<'n> {
        Named(&'n str, u32),
        Counted { value: u32, name: &'n String },
    }
    #[generator]
    fn seen(nodes: &mut [Node]) -> impl Iterator<Item = Seen<'_>> {
        for node in nodes {
            node.seen += 1;
            if node.value > 4 {
                yield_!(Seen::Named(&node.name, node.seen));
            } else {
                yield_!(Seen::Counted {
                    value: node.value,
                    name: &node.name
                });
            }
        }
    }
    #[generator]
    fn named(nodes: &mut Vec<Node>) -> impl Iterator<Item = (&String, u32)> {
        for node in nodes.iter_mut() {
            yield_!((&node.name, node.value));
        }
    }
    let nodes = || vec![node(&[3]), node(&[5])];
    let all = ["Counted { value: 3, name: \"3\" }", "Named(\"5\", 1)"];
    assert_eq!(kept(nodes, |nodes| seen(nodes)), all);
    assert_eq!(kept(nodes, named), ["(\"3\", 3)", "(\"5\", 5)"]);
}

/// It does not show that `second` is a reference, but that an item borrows from it, and so that its value is `Copy`.
#[test]
fn a_field_that_is_copied_before_it_is_lent() {
    #[derive(Debug)]
    struct Pair {
        nodes: [Node; 2],
        sum: u32,
    }
    #[generator]
    fn values(pair: &mut Pair) -> impl Iterator<Item = &mut u32> {
        let [first, second] = &mut pair.nodes;
        yield_!(&mut first.value);
        if first.seen == 0 {
            pair.sum += second.value;
        }
        yield_!(&mut second.value);
        first.seen += pair.sum;
        yield_!(&mut first.seen);
    }
    #[generator]
    fn named(pair: &mut Pair) -> impl Iterator<Item = (u32, &mut String)> {
        for node in pair.nodes.iter_mut() {
            if let Some(node) = node.next.as_mut() {
                let name = &mut node.name;
                yield_!((node.value, name));
            }
            let name = &mut node.name;
            yield_!((node.value, name));
        }
        pair.sum += 1;
        yield_!((pair.sum, Box::leak(Box::default())));
    }
    let pair = || Pair {
        nodes: [node(&[3, 4]), node(&[5])],
        sum: 1,
    };
    assert_eq!(kept(pair, values), ["3", "5", "6"]);
    let all = ["(4, \"4\")", "(3, \"3\")", "(5, \"5\")", "(2, \"\")"];
    assert_eq!(kept(pair, named), all);
}

#[test]
fn what_is_there_or_fails() {
    #[generator]
    fn names(nodes: &mut [Node]) -> impl Iterator<Item = Result<&mut String, String>> {
        for node in nodes.iter_mut() {
            let value = node.value;
            let next = node
                .next
                .as_mut()
                .ok_or_else(|| format!("{value} is alone"))?;
            node.seen += 1;
            yield_!(Ok(&mut next.name));
            if node.seen > 0 {
                yield_!(Ok(&mut node.name));
            }
        }
    }
    assert_eq!(
        kept(|| vec![node(&[1, 2]), node(&[3])], |nodes| names(nodes)),
        ["Ok(\"2\")", "Ok(\"1\")", "Err(\"3 is alone\")"]
    );
}

/// A variable with a `mut` that is assigned nothing is no reference.
#[test]
fn what_is_taken_out_of_a_value() {
    struct Page<'t> {
        notes: Vec<Option<&'t str>>,
        title: &'t str,
        read: usize,
    }
    #[generator]
    fn texts<'t>(pages: Vec<Page<'t>>) -> impl Iterator<Item = Option<&'t str>> {
        for mut page in pages {
            let last = page.notes.last_mut().unwrap().take();
            yield_!(last);
            page.read += page.notes.len();
            yield_!(page.title.get(page.read..));
        }
    }
    let page = || Page {
        notes: vec![None, Some("note")],
        title: "title",
        read: 0,
    };
    let all: Vec<_> = texts(vec![page()]).collect();
    assert_eq!(all, [Some("note"), Some("tle")]);
    let mut by_fold = Vec::new();
    texts(vec![page()]).for_each(|text| by_fold.push(text));
    assert_eq!(by_fold, all);
}

#[test]
fn fields_of_the_only_field_that_is_mentioned() {
    #[generator]
    fn deep(pair: &mut ((u32, Node), u32)) -> impl Iterator<Item = &mut u32> {
        yield_!(&mut pair.0.1.value);
        pair.0.1.seen += 1;
        yield_!(&mut pair.0.0);
        let length = pair.0.1.name.len() as u32;
        pair.0.1.seen += length;
        yield_!(&mut pair.0.1.seen);
    }
    assert_eq!(kept(|| ((5, node(&[7])), 6), deep), ["7", "5", "2"]);
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

#[derive(Debug)]
struct Tree {
    left: Option<Box<Tree>>,
    right: Option<Box<Tree>>,
    value: u32,
    seen: u32,
}

fn tree(from: u32, to: u32) -> Option<Box<Tree>> {
    (from < to).then(|| {
        let value = (from + to) / 2;
        Box::new(Tree {
            left: tree(from, value),
            right: tree(value + 1, to),
            value,
            seen: 0,
        })
    })
}

impl Tree {
    #[generator]
    fn by_a_stack(&mut self) -> impl Iterator<Item = &mut u32> {
        let mut stack = vec![self];
        while let Some(tree) = stack.pop() {
            tree.seen += 1;
            if let Some(left) = tree.left.as_deref_mut() {
                stack.push(left);
            }
            yield_!(&mut tree.value);
            if let Some(right) = tree.right.as_deref_mut() {
                stack.push(right);
            }
            tree.seen += 1;
        }
    }

    #[generator]
    fn down(&mut self) -> impl Iterator<Item = &mut u32> {
        let mut cursor = Some(self);
        while let Some(tree) = cursor {
            yield_!(&mut tree.value);
            tree.seen += 1;
            cursor = if tree.seen > 1 {
                tree.right.as_deref_mut()
            } else {
                tree.left.as_deref_mut()
            };
        }
    }

    #[generator]
    fn leftmost(&mut self) -> impl Iterator<Item = &mut u32> {
        let mut cursor = self;
        loop {
            yield_!(&mut cursor.value);
            cursor.seen += 1;
            match &mut cursor.left {
                Some(left) => cursor = left,
                None => break,
            }
        }
        cursor.seen += 10;
        yield_!(&mut cursor.seen);
    }
}

#[test]
fn trees_that_are_walked_to_be_changed() {
    let small = || *tree(0, 5).unwrap();
    assert_eq!(kept(small, Tree::by_a_stack), ["2", "4", "3", "1", "0"]);
    assert_eq!(kept(small, Tree::down), ["2", "1", "0"]);
    assert_eq!(kept(small, Tree::leftmost), ["2", "1", "0", "11"]);
    let mut changed = small();
    changed.leftmost().for_each(|value| *value += 100);
    for value in changed.leftmost() {
        *value += 100;
    }
    let values: Vec<u32> = changed.by_a_stack().map(|value| *value).collect();
    assert_eq!(values, [202, 4, 3, 201, 200]);
}

impl Shelf {
    #[generator]
    fn sorted(&mut self) -> impl Iterator<Item = &u32> {
        self.low.sort_unstable();
        self.seen += 1;
        for i in 0..self.low.len() {
            yield_!(&self.low[i]);
            if i > 0 && self.low[i - 1] == 3 {
                yield_!(&self.seen);
            }
        }
    }

    #[generator]
    fn looked_up(&mut self) -> impl Iterator<Item = &str> {
        self.named.insert(2, "two".to_string());
        yield_!(self.named[&1].as_str());
        self.seen += 1;
        if let Some(name) = self.named.get(&2) {
            yield_!(name);
        }
        self.seen += 1;
        assert_eq!((self.seen, self.named.len()), (2, 2));
        for node in self.nodes.iter() {
            yield_!(node.name.as_str());
            assert!(self.named.contains_key(&self.seen));
        }
    }

    // What changes is behind it, or in another branch.
    #[generator]
    fn in_branches(&mut self) -> impl Iterator<Item = &u32> {
        if self.low.is_empty() {
            self.reset();
        } else {
            self.low.reverse();
            self.reset();
            let mut i = 0;
            while let Some(value) = self.low.get(i) {
                yield_!(value);
                i += 1;
            }
        }
    }

    fn reset(&mut self) {
        self.seen = 0;
    }
}

#[test]
fn what_is_only_read_from_some_point_on() {
    #[generator]
    fn runs(values: &mut [u32]) -> impl Iterator<Item = &[u32]> {
        values.sort_unstable();
        let mut start = 0;
        for i in 1..=values.len() {
            if i == values.len() || values[i] != values[start] {
                yield_!(&values[start..i]);
                start = i;
            }
        }
    }
    #[generator]
    fn ends<T: Ord>(values: &mut Vec<T>) -> impl Iterator<Item = &T> {
        values.sort_unstable();
        if let Some(first) = values.first() {
            yield_!(first);
        }
        for i in (0..values.len()).rev() {
            yield_!(&values[i]);
        }
    }
    #[generator]
    fn pieces<'a>(text: &'a mut String, n: usize) -> impl Iterator<Item = &'a str> + 'a {
        text.push_str("abc");
        for i in 0..n {
            yield_!(&text[i..=i]);
        }
        for word in text.split(' ') {
            yield_!(word);
        }
    }
    assert_eq!(kept(shelf, Shelf::sorted), ["1", "2", "3", "5", "1"]);
    assert_eq!(
        kept(shelf, Shelf::looked_up),
        ["\"one\"", "\"two\"", "\"10\"", "\"11\""]
    );
    assert_eq!(kept(shelf, Shelf::in_branches), ["3", "5", "2", "1"]);
    assert_eq!(
        kept(|| [2, 1, 2, 3], |values| runs(values)),
        ["[1]", "[2, 2]", "[3]"]
    );
    assert_eq!(kept(|| vec![2, 1], ends), ["1", "2", "1"]);
    let text = || "x y".to_string();
    assert_eq!(
        kept(text, |text| pieces(text, 2)),
        ["\"x\"", "\" \"", "\"x\"", "\"yabc\""]
    );
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
