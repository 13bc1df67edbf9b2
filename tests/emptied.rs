//! What has an empty value can be taken out of a local by a pattern or a method, and the rest of the local stays for its scope to drop.

#![allow(dead_code, reason = "what is left is only dropped")]

use gen_runtime::{generator, yield_};
use support::{Log, Noisy, items_of, log_of, log_of_first};

struct Page {
    guard: Noisy,
    name: String,
    items: Vec<Noisy>,
    number: u8,
    label: Option<Noisy>,
    kind: Kind,
    last: Noisy,
}

enum Kind {
    Text {
        text: String,
        at: usize,
        guard: Noisy,
    },
    List(Vec<Noisy>, Noisy),
    Empty,
}

fn page(log: &Log, kind: Kind) -> Page {
    Page {
        guard: log.noisy("guard"),
        name: "page".to_owned(),
        items: vec![log.noisy("item")],
        number: 7,
        label: Some(log.noisy("label")),
        kind,
        last: log.noisy("last"),
    }
}

fn kinds(log: &Log) -> Vec<Kind> {
    vec![
        Kind::Text {
            text: "text".to_owned(),
            at: 1,
            guard: log.noisy("of text"),
        },
        Kind::List(vec![log.noisy("in list")], log.noisy("of list")),
        Kind::Empty,
    ]
}

#[test]
fn a_struct_pattern_with_two_dots() {
    #[generator]
    fn items(page: Page, log: Log) -> impl Iterator<Item = String> {
        let _before = log.noisy("before");
        let Page {
            mut name, number, ..
        } = page;
        let _after = log.noisy("after");
        name.push('!');
        yield_!(name);
        yield_!(number.to_string());
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(page(&log, Kind::Empty), log)),
        [
            "item page!",
            "item 7",
            "end",
            "drop after",
            "drop before",
            "drop guard",
            "drop item",
            "drop label",
            "drop last"
        ]
    );
}

#[test]
fn a_guard_that_names_what_the_pattern_binds() {
    #[generator]
    fn items(pages: Vec<Page>, most: u8, log: Log) -> impl Iterator<Item = String> {
        let is_long = |name: &str| name.len() > 3;
        for page in pages {
            match page {
                Page { name, number, .. } if is_long(&name) && number > most => {
                    yield_!(format!("{name}{number}"));
                    yield_!(name);
                }
                Page {
                    items,
                    label: Some(_),
                    ..
                } if items.len() == 1 && matches!(items[0].name(), "item") => {
                    yield_!(items[0].name().to_owned());
                }
                Page { mut name, .. } => {
                    name.push('?');
                    yield_!(name);
                }
            }
            log.say("next");
        }
    }
    let rest = ["drop guard", "drop item", "drop label", "drop last"];
    assert_eq!(
        log_of(|log| items(vec![page(&log, Kind::Empty)], 6, log)),
        [&["item page7", "item page", "next"][..], &rest].concat()
    );
    assert_eq!(
        log_of(|log| items(vec![page(&log, Kind::Empty)], 7, log)),
        [
            "item item",
            "drop item",
            "next",
            "drop guard",
            "drop label",
            "drop last"
        ]
    );
    let without = |log: &Log| {
        let mut page = page(log, Kind::Empty);
        page.label.take();
        log.take();
        vec![page]
    };
    assert_eq!(
        log_of(|log| items(without(&log), 7, log)),
        ["item page?", "next", "drop guard", "drop item", "drop last"]
    );
}

#[test]
fn a_guard_that_names_what_is_bound_by_reference() {
    #[generator]
    fn lent<'a>(
        pages: &'a mut [Page],
        words: Vec<(&'a str, Noisy)>,
    ) -> impl Iterator<Item = &'a str> {
        for (word, ..) in words {
            if let Page { number, .. } = &mut pages[0]
                && word.len() > 1
            {
                *number += 1;
                yield_!(word);
            }
        }
        for page in pages {
            match page {
                Page { number, .. } if *number > 100 => {}
                Page { name, items, .. } if name.len() > 3 && !items.is_empty() => {
                    name.push('!');
                    yield_!(name.as_str());
                }
                Page { .. } => {}
            }
        }
    }
    let log = Log::new();
    let mut pages = [page(&log, Kind::Empty)];
    let words = vec![("a", log.noisy("a")), ("word", log.noisy("word"))];
    assert_eq!(
        lent(&mut pages, words).collect::<Vec<_>>(),
        ["word", "page!"]
    );
}

#[test]
fn a_pattern_in_an_argument_a_loop_and_a_head() {
    #[generator]
    fn argument(Page { items, .. }: Page, log: Log) -> impl Iterator<Item = &'static str> {
        for item in items {
            yield_!(item.name());
        }
        log.say("end");
    }
    #[generator]
    fn in_loop(pages: Vec<Page>, log: Log) -> impl Iterator<Item = String> {
        for Page { name, .. } in pages {
            yield_!(name);
            log.say("end of body");
        }
    }
    #[generator]
    fn in_head(mut pages: Vec<Page>, log: Log) -> impl Iterator<Item = String> {
        while let Some(Page { name, .. }) = pages.pop() {
            yield_!(name);
            log.say("end of body");
        }
        if let Some(Page { items, .. }) = pages.pop() {
            yield_!(items.len().to_string());
        } else if let Some(Page { label, .. }) = Some(page(&log, Kind::Empty)) {
            yield_!("another".to_owned());
            drop(label);
            yield_!("and".to_owned());
        }
        log.say("end");
    }
    let rest = ["drop guard", "drop item", "drop label", "drop last"];
    assert_eq!(
        log_of(|log| argument(page(&log, Kind::Empty), log)),
        [
            "item item",
            "drop item",
            "end",
            "drop guard",
            "drop label",
            "drop last"
        ]
    );
    let expected: Vec<&str> = ["item page", "end of body"]
        .into_iter()
        .chain(rest)
        .collect();
    assert_eq!(
        log_of(|log| in_loop(vec![page(&log, Kind::Empty)], log)),
        expected
    );
    let expected: Vec<&str> = expected
        .into_iter()
        .chain([
            "item another",
            "drop label",
            "item and",
            "drop guard",
            "drop item",
            "drop last",
            "end",
        ])
        .collect();
    assert_eq!(
        log_of(|log| in_head(vec![page(&log, Kind::Empty)], log)),
        expected
    );
}

#[test]
fn a_variant_of_which_some_is_bound() {
    #[generator]
    fn items(kinds: Vec<Kind>, log: Log) -> impl Iterator<Item = String> {
        for kind in kinds {
            match kind {
                Kind::Text { text, .. } => yield_!(text),
                Kind::List(mut list, _) => {
                    let first = list.pop();
                    yield_!(list.len().to_string());
                    drop(first);
                    yield_!("list".to_owned());
                }
                Kind::Empty => yield_!("empty".to_owned()),
            }
            log.say("matched");
        }
    }
    #[generator]
    fn with_else(kinds: Vec<Kind>, log: Log) -> impl Iterator<Item = String> {
        for kind in kinds {
            let Kind::Text { text, at, .. } = kind else {
                yield_!("other".to_owned());
                continue;
            };
            yield_!(text);
            yield_!(at.to_string());
            log.say("matched");
        }
    }
    #[generator]
    fn in_chain(kinds: Vec<Kind>, log: Log) -> impl Iterator<Item = String> {
        for kind in kinds {
            if log.noisy("head").name() == "head"
                && let Kind::Text { text, .. } = kind
            {
                yield_!(text);
                log.say("matched");
            }
            log.say("behind");
        }
    }
    assert_eq!(
        log_of(|log| items(kinds(&log), log)),
        [
            "item text",
            "matched",
            "drop of text",
            "item 0",
            "drop in list",
            "item list",
            "matched",
            "drop of list",
            "item empty",
            "matched"
        ]
    );
    assert_eq!(
        log_of_first(1, |log| items(kinds(&log), log)),
        [
            "item text",
            "--",
            "drop of text",
            "drop in list",
            "drop of list"
        ]
    );
    assert_eq!(
        log_of(|log| with_else(kinds(&log), log)),
        [
            "item text",
            "item 1",
            "matched",
            "drop of text",
            "item other",
            "drop in list",
            "drop of list",
            "item other"
        ]
    );
    assert_eq!(
        log_of(|log| in_chain(kinds(&log).into_iter().take(1).collect(), log)),
        [
            "drop in list",
            "drop of list",
            "drop head",
            "item text",
            "matched",
            "behind",
            "drop of text"
        ]
    );
}

impl Page {
    #[generator]
    fn unwrapped(self, log: Log) -> impl Iterator<Item = &'static str> {
        let label = self.label.unwrap();
        yield_!(label.name());
        yield_!(self.last.name());
        log.say("end");
    }

    #[generator]
    fn matched(self, log: Log) -> impl Iterator<Item = &'static str> {
        if let Some(label) = self.label {
            yield_!(label.name());
            log.say("matched");
        }
        yield_!("behind");
        match self.kind {
            Kind::List(list, _) => yield_!(list[0].name()),
            Kind::Text { .. } | Kind::Empty => {}
        }
        log.say("end");
    }

    #[generator]
    fn guarded(self, short: bool, log: Log) -> impl Iterator<Item = &'static str> {
        match self.label {
            None => {}
            Some(label) if short && label.name().len() < 9 => yield_!(label.name()),
            Some(label) => yield_!(&label.name()[..2]),
        }
        let name = self.name;
        yield_!(if name.is_empty() { "" } else { "name" });
        log.say("end");
    }

    #[generator]
    fn mapped(self, log: Log) -> impl Iterator<Item = usize> {
        let length = self.label.map_or(0, |label| label.name().len());
        yield_!(length);
        log.say("end");
    }
}

#[test]
fn an_option_in_a_field() {
    let left = ["drop guard", "drop item", "drop last"];
    let expect =
        |before: &[&'static str]| -> Vec<&str> { before.iter().copied().chain(left).collect() };
    assert_eq!(
        log_of(|log| page(&log, Kind::Empty).unwrapped(log)),
        expect(&["item label", "item last", "end", "drop label"])
    );
    assert_eq!(
        log_of(|log| page(&log, Kind::Empty).mapped(log)),
        expect(&["drop label", "item 5", "end"])
    );
    assert_eq!(
        log_of(|log| page(&log, Kind::Empty).guarded(true, log)),
        expect(&["item label", "drop label", "item name", "end"])
    );
    assert_eq!(
        log_of(|log| page(&log, Kind::Empty).guarded(false, log)),
        expect(&["item la", "drop label", "item name", "end"])
    );
    let list = |log: &Log| Kind::List(vec![log.noisy("in list")], log.noisy("of list"));
    assert_eq!(
        log_of(|log| page(&log, list(&log)).matched(log)),
        [
            "item label",
            "matched",
            "drop label",
            "item behind",
            "item in list",
            "drop in list",
            "end",
            "drop guard",
            "drop item",
            "drop of list",
            "drop last"
        ]
    );
}

#[test]
fn what_is_matched_through_a_reference_is_not_taken() {
    #[generator]
    fn items<'a>(pages: &'a [Page], kinds: &'a [Kind]) -> impl Iterator<Item = &'a str> {
        for Page { name, .. } in pages {
            yield_!(name);
        }
        for page in pages {
            let Page { name, number, .. } = page;
            yield_!(name);
            assert_eq!(*number, 7);
            match &page.kind {
                Kind::Text { text, .. } => yield_!(text),
                Kind::List(..) | Kind::Empty => {}
            }
        }
        let mut kinds = kinds.iter();
        while let Some(Kind::Text { text, .. }) = kinds.next() {
            yield_!(text);
        }
    }
    let log = Log::new();
    let (pages, kinds) = ([page(&log, Kind::Empty)], kinds(&log));
    let found: Vec<&str> = items(&pages, &kinds).collect();
    assert_eq!(found, ["page", "page", "text"]);
}

#[test]
fn a_part_of_a_part_of_a_tuple() {
    #[generator]
    fn items(pair: (Noisy, (Page, u8), Noisy), log: Log) -> impl Iterator<Item = String> {
        yield_!(pair.1.0.name);
        let Page { label, .. } = pair.1.0;
        yield_!(pair.1.1.to_string());
        drop(pair.0);
        for item in pair.1.0.items {
            yield_!("in items".to_owned());
            drop(item);
        }
        log.say("end");
        drop(label);
    }
    #[generator]
    fn in_arms(pages: Vec<Page>, log: Log) -> impl Iterator<Item = String> {
        for page in pages {
            let mut pair = (log.noisy("first"), page);
            match pair.1.kind {
                Kind::Text { text, .. } => yield_!(text),
                Kind::List(items, _) => yield_!(items.len().to_string()),
                Kind::Empty => {}
            }
            yield_!(pair.1.name);
            pair.1.name = "new".to_owned();
            yield_!(pair.1.name);
        }
    }
    assert_eq!(
        log_of(|log| {
            let pair = (
                log.noisy("first"),
                (page(&log, Kind::Empty), 7),
                log.noisy("third"),
            );
            items(pair, log)
        }),
        [
            "item page",
            "item 7",
            "drop first",
            "item in items",
            "drop item",
            "end",
            "drop label",
            "drop guard",
            "drop last",
            "drop third"
        ]
    );
    assert_eq!(
        log_of(|log| {
            let mut kinds = kinds(&log);
            kinds.truncate(1);
            let page = page(&log, kinds.remove(0));
            in_arms(vec![page], log)
        }),
        [
            "drop in list",
            "drop of list",
            "item text",
            "item page",
            "item new",
            "drop first",
            "drop guard",
            "drop item",
            "drop label",
            "drop of text",
            "drop last",
        ]
    );
}

#[test]
fn a_variable_that_is_matched_further() {
    #[generator]
    fn items(kinds: Vec<Kind>, log: Log) -> impl Iterator<Item = String> {
        for kind in kinds {
            match kind {
                Kind::Text {
                    text,
                    at: at @ 1..=5,
                    ..
                } => {
                    yield_!(text);
                    yield_!(at.to_string());
                }
                Kind::Text { text, .. } => yield_!(text),
                Kind::List(..) | Kind::Empty => {}
            }
            log.say("matched");
        }
    }
    assert_eq!(
        log_of(|log| items(kinds(&log).into_iter().take(1).collect(), log)),
        [
            "drop in list",
            "drop of list",
            "item text",
            "item 1",
            "matched",
            "drop of text"
        ]
    );
}

#[test]
fn what_is_copy_is_copied() {
    struct Cursor {
        next: Option<u32>,
        other: Option<u32>,
        guard: Noisy,
    }
    impl Cursor {
        #[generator]
        fn items(self) -> impl Iterator<Item = u32> {
            let first = self.next;
            yield_!(first.unwrap_or(0));
            yield_!(self.other.unwrap_or(0));
            if let Some(next) = self.next {
                yield_!(next);
            }
            let Self { other, next, .. } = self;
            yield_!(other.or(next).unwrap_or(0));
            yield_!(self.other.map_or(0, |other| other + 1));
        }
    }
    let log = Log::new();
    let cursor = Cursor {
        next: Some(1),
        other: Some(2),
        guard: log.noisy("guard"),
    };
    assert_eq!(cursor.items().collect::<Vec<_>>(), [1, 2, 1, 2, 3]);
}

struct Node<T> {
    value: T,
    next: Option<Box<Node<T>>>,
}

struct List<T> {
    head: Option<Box<Node<T>>>,
    guard: Noisy,
}

fn list<T>(log: &Log, values: impl DoubleEndedIterator<Item = T>) -> List<T> {
    let mut head = None;
    for value in values.rev() {
        head = Some(Box::new(Node { value, next: head }));
    }
    let guard = log.noisy("list");
    List { head, guard }
}

impl List<String> {
    #[generator]
    fn value_first(self) -> impl Iterator<Item = String> {
        let mut current = self.head;
        while let Some(node) = current {
            yield_!(node.value);
            current = node.next;
        }
    }

    #[generator]
    fn next_first(self) -> impl Iterator<Item = String> {
        let mut current = self.head;
        while let Some(node) = current {
            current = node.next;
            yield_!(node.value);
        }
    }

    #[generator]
    fn unboxed(self) -> impl Iterator<Item = String> {
        let mut current = self.head;
        loop {
            match current {
                None => break,
                Some(node) => {
                    let node = *node;
                    yield_!(node.value);
                    current = node.next;
                }
            }
        }
    }
}

impl List<u32> {
    #[generator]
    fn numbers(self) -> impl Iterator<Item = u32> {
        let mut current = self.head;
        while let Some(node) = current {
            yield_!(node.value);
            yield_!(node.value + 1);
            current = node.next;
        }
    }
}

#[test]
fn a_walk_along_a_list_that_is_consumed() {
    let letters = |log: &Log| list(log, ["a", "b", "c"].into_iter().map(str::to_owned));
    let expected = ["item a", "item b", "item c", "drop list"];
    assert_eq!(log_of(|log| letters(&log).value_first()), expected);
    assert_eq!(log_of(|log| letters(&log).next_first()), expected);
    assert_eq!(log_of(|log| letters(&log).unboxed()), expected);
    assert_eq!(
        log_of(|log| list(&log, [1, 5].into_iter()).numbers()),
        ["item 1", "item 2", "item 5", "item 6", "drop list"]
    );
}

#[test]
fn a_part_is_an_element_of_a_vector() {
    fn pair(numbers: Vec<u32>, text: String) -> (Vec<u32>, String) {
        (numbers, text)
    }
    #[generator]
    fn lists(numbers: Vec<u32>, text: String) -> impl Iterator<Item = usize> + Clone {
        let both = pair(numbers, text);
        let lists = vec![both.0; both.1.len()];
        yield_!(lists.len());
        let texts = vec![both.1];
        yield_!(texts.len() + lists[0].len());
    }
    assert_eq!(
        items_of(|| lists(vec![1, 2], "three".to_owned()).clone()),
        [5, 3]
    );
}
