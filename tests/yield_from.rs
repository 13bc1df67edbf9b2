//! `yield_from!`: every item of anything that can be iterated over.

#![allow(
    clippy::all,
    clippy::pedantic,
    unused_qualifications,
    reason = "every way of writing a thing is tried, also the clumsy ones"
)]

use std::collections::BTreeSet;

use gen_runtime::{generator, yield_, yield_from};
use support::{Log, items_of, log_of, log_of_first};

#[generator]
fn up_to(n: u32) -> impl Iterator<Item = u32> {
    let mut i = 0;
    while i < n {
        yield_!(i);
        i += 1;
    }
}

#[test]
fn from_a_vector_an_array_and_a_set() {
    #[generator]
    fn all(list: Vec<u8>) -> impl Iterator<Item = u8> {
        let set = BTreeSet::from([9, 7, 8]);
        yield_from!(list);
        yield_from!([3, 4]);
        yield_from!(set);
    }
    assert_eq!(items_of(|| all(vec![1, 2])), [1, 2, 3, 4, 7, 8, 9]);
}

#[test]
fn from_ranges_and_adaptors() {
    #[generator]
    fn all(n: u32) -> impl Iterator<Item = u32> {
        yield_from!(0..n);
        yield_from!((0..=n).rev().filter(|i| i % 2 == 0).map(|i| i * 10));
    }
    assert_eq!(items_of(|| all(3)), [0, 1, 2, 20, 0]);
}

#[test]
fn from_an_option_and_a_result() {
    #[generator]
    fn all(option: Option<u8>, result: Result<u8, ()>) -> impl Iterator<Item = u8> {
        yield_from!(option);
        yield_!(0);
        yield_from!(result);
    }
    assert_eq!(items_of(|| all(Some(1), Err(()))), [1, 0]);
    assert_eq!(items_of(|| all(None, Ok(2))), [0, 2]);
}

#[test]
fn from_nothing() {
    #[generator]
    fn nothing() -> impl Iterator<Item = u8> {
        yield_from!(Vec::new());
        yield_from!(None);
        yield_from!(std::iter::empty());
    }
    assert_eq!(items_of(nothing), []);
}

#[test]
fn from_borrowed_collections() {
    #[generator]
    fn all<'a>(left: &'a [String], right: &'a mut Vec<String>) -> impl Iterator<Item = &'a String> {
        yield_from!(left);
        right.push("new".to_string());
        yield_from!(right.iter());
    }
    let left = ["a".to_string()];
    let mut right = vec!["b".to_string()];
    assert_eq!(
        all(&left, &mut right).collect::<Vec<_>>(),
        ["a", "b", "new"]
    );
}

#[test]
fn from_another_generator() {
    #[generator]
    fn twice(n: u32) -> impl Iterator<Item = u32> {
        yield_!(100);
        yield_from!(up_to(n));
        yield_!(200);
        yield_from!(up_to(n));
    }
    assert_eq!(items_of(|| twice(2)), [100, 0, 1, 200, 0, 1]);
}

#[test]
fn as_a_tail_expression_and_a_unit() {
    #[generator]
    fn tail(flag: bool) -> impl Iterator<Item = u32> {
        let () = yield_from!(1..3);
        match flag {
            true => yield_from!(up_to(1)),
            false => yield_!(9),
        }
        yield_from!([5, 6])
    }
    assert_eq!(items_of(|| tail(true)), [1, 2, 0, 5, 6]);
    assert_eq!(items_of(|| tail(false)), [1, 2, 9, 5, 6]);
}

#[test]
fn nested_delegation() {
    #[generator]
    fn one(n: u32) -> impl Iterator<Item = u32> {
        yield_from!(up_to(n));
    }
    #[generator]
    fn two(n: u32) -> impl Iterator<Item = u32> {
        for i in up_to(n) {
            yield_from!(one(i));
        }
    }
    #[generator]
    fn three(n: u32) -> impl Iterator<Item = u32> {
        yield_from!(two(n).map(|i| i + 10));
        yield_from!(two(2).chain(one(1)));
    }
    assert_eq!(items_of(|| three(3)), [10, 10, 11, 0, 0]);
}

#[test]
fn boxed_recursion_walks_a_tree() {
    struct Tree {
        value: u8,
        children: Vec<Tree>,
    }
    impl Tree {
        #[generator]
        fn walk(&self) -> Box<dyn Iterator<Item = u8> + '_> {
            yield_!(self.value);
            for child in &self.children {
                yield_from!(child.walk());
            }
        }
    }
    let leaf = |value| Tree {
        value,
        children: vec![],
    };
    let tree = Tree {
        value: 1,
        children: vec![
            Tree {
                value: 2,
                children: vec![leaf(3), leaf(4)],
            },
            leaf(5),
        ],
    };
    assert_eq!(items_of(|| tree.walk()), [1, 2, 3, 4, 5]);
}

#[test]
fn mixed_with_control_flow() {
    #[generator]
    fn all(rows: Vec<Option<Vec<u32>>>) -> impl Iterator<Item = u32> {
        let mut skipped = 0;
        'rows: for row in rows {
            let Some(row) = row else {
                skipped += 1;
                continue 'rows;
            };
            if row.is_empty() {
                break;
            }
            yield_from!(row);
        }
        yield_!(skipped);
    }
    assert_eq!(
        items_of(|| all(vec![
            Some(vec![7, 8]),
            None,
            Some(vec![9]),
            Some(vec![]),
            None
        ])),
        [7, 8, 9, 1]
    );
}

#[test]
fn with_a_question_mark() {
    #[generator]
    fn all(text: &str) -> impl Iterator<Item = Result<u32, std::num::ParseIntError>> {
        yield_from!((0..text.parse::<u32>()?).map(Ok));
        yield_from!(["1", "2"].map(str::parse));
    }
    assert_eq!(items_of(|| all("2")), [Ok(0), Ok(1), Ok(1), Ok(2)]);
    assert_eq!(all("x").filter(Result::is_err).count(), 1);
}

#[test]
fn consumed_by_fold() {
    #[generator]
    fn all(n: u32) -> impl Iterator<Item = u32> {
        yield_from!(0..n);
        yield_from!(up_to(n));
    }
    assert_eq!(all(1000).sum::<u32>(), 999_000);
    assert_eq!(
        all(10).fold(String::new(), |text, n| text + &n.to_string()),
        "01234567890123456789"
    );
    let mut middle = all(3);
    assert_eq!(middle.nth(3), Some(0));
    assert_eq!(middle.count(), 2);
}

#[test]
fn an_endless_source_is_only_asked_for_what_is_needed() {
    #[generator]
    fn asked(log: Log) -> impl Iterator<Item = u32> {
        yield_from!((0..).inspect(move |n| log.say(format_args!("asked {n}"))));
    }
    assert_eq!(
        log_of_first(2, |log| asked(log)),
        ["asked 0", "item 0", "asked 1", "item 1", "--"]
    );
}

#[test]
fn it_is_evaluated_when_it_is_reached() {
    #[generator]
    fn lazily(log: Log) -> impl Iterator<Item = u32> {
        yield_!(0);
        yield_from!(log.see("made", 1..3));
        log.say("after");
    }
    assert_eq!(
        log_of(lazily),
        ["item 0", "made", "item 1", "item 2", "after"]
    );
}

#[test]
fn the_rest_is_dropped_with_the_generator() {
    #[generator]
    fn all(log: Log) -> impl Iterator<Item = support::Noisy> {
        let _guard = log.noisy("guard");
        let list = vec![log.noisy("a"), log.noisy("b"), log.noisy("c")];
        yield_from!(list);
        log.say("after");
    }
    assert_eq!(
        log_of_first(1, all),
        ["item a", "drop a", "--", "drop b", "drop c", "drop guard"]
    );
    assert_eq!(
        log_of(all),
        [
            "item a",
            "drop a",
            "item b",
            "drop b",
            "item c",
            "drop c",
            "after",
            "drop guard"
        ]
    );
}

#[test]
fn the_source_is_dropped_before_what_follows() {
    #[generator]
    fn inner(log: Log) -> impl Iterator<Item = u32> {
        let _inner = log.noisy("inner");
        yield_!(1);
    }
    #[generator]
    fn outer(log: Log) -> impl Iterator<Item = u32> {
        let _outer = log.noisy("outer");
        yield_from!(inner(log.clone()));
        yield_!(2);
    }
    assert_eq!(
        log_of(outer),
        ["item 1", "drop inner", "item 2", "drop outer"]
    );
    assert_eq!(
        log_of_first(1, outer),
        ["item 1", "--", "drop inner", "drop outer"]
    );
}
