//! What is left of a local after a part of it was moved away is dropped with the local's scope, where its parts are known.

#![allow(dead_code, reason = "what is left is only dropped")]

use gen_runtime::{generator, yield_};
use support::{Log, Noisy, log_of, log_of_first};

#[generator]
fn tuple(log: Log) -> impl Iterator<Item = u8> {
    let _before = log.noisy("before");
    let tuple = (log.noisy("zero"), log.noisy("one"), log.noisy("two"));
    let _after = log.noisy("after");
    let one = tuple.1;
    yield_!(1);
    drop(one);
    yield_!(2);
    log.say("end");
}

#[test]
fn of_a_tuple_by_its_value() {
    assert_eq!(
        log_of(tuple),
        [
            "item 1",
            "drop one",
            "item 2",
            "end",
            "drop after",
            "drop zero",
            "drop two",
            "drop before"
        ]
    );
    assert_eq!(
        log_of_first(2, tuple)[2..],
        [
            "item 2",
            "--",
            "drop after",
            "drop zero",
            "drop two",
            "drop before"
        ]
    );
}

#[test]
fn of_a_tuple_by_its_type() {
    #[generator]
    fn argument(pair: (Noisy, Noisy), log: Log) -> impl Iterator<Item = u8> {
        drop(pair.0);
        yield_!(1);
        log.say("end");
    }
    #[generator]
    fn variable(log: Log) -> impl Iterator<Item = u8> {
        fn pair(log: &Log) -> (Noisy, Noisy) {
            (log.noisy("zero"), log.noisy("one"))
        }
        {
            let pair: (Noisy, Noisy) = pair(&log);
            drop(pair.1);
            yield_!(1);
            log.say("end");
        }
        yield_!(2);
    }
    assert_eq!(
        log_of(|log| argument((log.noisy("zero"), log.noisy("one")), log)),
        ["drop zero", "item 1", "end", "drop one"]
    );
    assert_eq!(
        log_of(variable),
        ["drop one", "item 1", "end", "drop zero", "item 2"]
    );
}

struct Pair {
    one: Noisy,
    two: Noisy,
    number: u8,
}

#[test]
fn of_a_struct_by_its_literal() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = u8> {
        let pair = Pair {
            two: log.noisy("two"),
            number: 1,
            one: log.noisy("one"),
        };
        let _after = log.noisy("after");
        yield_!(pair.number);
        drop(pair.two);
        yield_!(2);
        log.say("end");
    }
    assert_eq!(
        log_of(items),
        [
            "item 1",
            "drop two",
            "item 2",
            "end",
            "drop after",
            "drop one"
        ]
    );
}

#[test]
fn of_a_struct_that_the_body_declares_in_the_order_of_its_declaration() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = u8> {
        struct Three {
            a: Noisy,
            b: Noisy,
            c: Noisy,
        }
        fn three(log: &Log) -> Three {
            Three {
                c: log.noisy("c"),
                a: log.noisy("a"),
                b: log.noisy("b"),
            }
        }
        {
            let literal = Three {
                c: log.noisy("c"),
                a: log.noisy("a"),
                b: log.noisy("b"),
            };
            drop(literal.b);
            yield_!(1);
        }
        let typed: Three = three(&log);
        drop(typed.a);
        yield_!(2);
        log.say("end");
    }
    assert_eq!(
        log_of(items),
        [
            "drop b", "item 1", "drop a", "drop c", "drop a", "item 2", "end", "drop b", "drop c"
        ]
    );
}

#[test]
fn of_a_tuple_in_a_tuple() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = u8> {
        let nested = ((log.noisy("a"), log.noisy("b")), log.noisy("c"));
        drop(nested.0.1);
        yield_!(1);
        drop(nested.1);
        yield_!(2);
        log.say("end");
    }
    assert_eq!(
        log_of(items),
        ["drop b", "item 1", "drop c", "item 2", "end", "drop a"]
    );
}

#[test]
fn part_after_part_and_used_in_between() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = usize> {
        let three = (log.noisy("zero"), log.noisy("one"), log.noisy("two"));
        drop(three.0);
        yield_!(three.1.name().len());
        drop(three.1);
        yield_!(1);
        log.say("end");
    }
    assert_eq!(
        log_of(items),
        [
            "drop zero",
            "item 3",
            "drop one",
            "item 1",
            "end",
            "drop two"
        ]
    );
    assert_eq!(log_of_first(2, items)[3..], ["item 1", "--", "drop two"]);
}

#[test]
fn of_a_local_that_is_moved_in_one_arm_only() {
    #[generator]
    fn items(one: bool, log: Log) -> impl Iterator<Item = u8> {
        let pair = (log.noisy("zero"), log.noisy("one"));
        if one {
            drop(pair.1);
            yield_!(1);
        } else {
            yield_!(2);
        }
        log.say("joined");
        yield_!(3);
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(true, log)),
        ["drop one", "item 1", "joined", "item 3", "end", "drop zero"]
    );
    assert_eq!(
        log_of(|log| items(false, log)),
        ["item 2", "joined", "item 3", "end", "drop zero", "drop one"]
    );
}

#[test]
fn of_a_local_that_is_assigned_again() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = u8> {
        let mut pair = (log.noisy("zero"), log.noisy("one"));
        for number in 0..3 {
            drop(pair.0);
            yield_!(number);
            pair = (log.noisy("new"), log.noisy("other"));
        }
        drop(pair.1);
        yield_!(4);
        log.say("end");
    }
    assert_eq!(
        log_of(items),
        [
            "drop zero",
            "item 0",
            "drop one",
            "drop new",
            "item 1",
            "drop other",
            "drop new",
            "item 2",
            "drop other",
            "drop other",
            "item 4",
            "end",
            "drop new"
        ]
    );
}

#[test]
fn copies_move_nothing_and_a_destructor_is_called() {
    struct Guard {
        number: u8,
        noisy: Noisy,
    }
    impl Drop for Guard {
        fn drop(&mut self) {
            self.noisy.name();
        }
    }
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = u8> {
        let guard = Guard {
            number: 1,
            noisy: log.noisy("in guard"),
        };
        let tuple = (1, log.noisy("in tuple"));
        let (a, b) = (guard.number, tuple.0);
        yield_!(a);
        yield_!(b);
        log.say("end");
    }
    assert_eq!(
        log_of(items),
        ["item 1", "item 1", "end", "drop in tuple", "drop in guard"]
    );
}

struct Job {
    before: Noisy,
    items: Vec<Noisy>,
    next: Option<Noisy>,
    name: String,
    after: Noisy,
}

fn job(log: &Log) -> Job {
    Job {
        before: log.noisy("before"),
        items: vec![log.noisy("item")],
        next: Some(log.noisy("next")),
        name: "job".to_owned(),
        after: log.noisy("after"),
    }
}

#[test]
fn a_part_with_an_empty_value_leaves_the_rest_whole() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = usize> {
        let _first = log.noisy("first");
        let job = job(&log);
        let _last = log.noisy("last");
        for item in job.items {
            yield_!(item.name().len());
        }
        yield_!(job.name.len());
        let next = job.next;
        yield_!(next.iter().count());
        log.say("end");
    }
    assert_eq!(
        log_of(items),
        [
            "item 4",
            "drop item",
            "item 3",
            "item 1",
            "end",
            "drop next",
            "drop last",
            "drop before",
            "drop after",
            "drop first"
        ]
    );
    assert_eq!(
        log_of_first(1, items)[1..],
        [
            "--",
            "drop item",
            "drop last",
            "drop before",
            "drop next",
            "drop after",
            "drop first"
        ]
    );
}

impl Job {
    #[generator]
    #[allow(
        clippy::explicit_into_iter_loop,
        reason = "a method is called on the field"
    )]
    fn names(self) -> impl Iterator<Item = &'static str> {
        for item in self.items.into_iter() {
            yield_!(item.name());
        }
    }

    #[generator]
    fn one_way(self, early: bool, log: Log) -> impl Iterator<Item = String> {
        if early {
            let items = self.items;
            drop(items);
            yield_!(self.name);
        }
        log.say("joined");
        yield_!(String::new());
        log.say("end");
    }
}

#[test]
fn of_self() {
    assert_eq!(
        log_of(|log| job(&log).names()),
        [
            "item item",
            "drop item",
            "drop before",
            "drop next",
            "drop after"
        ]
    );
    for early in [false, true] {
        let log = log_of(|log| job(&log).one_way(early, log));
        let end = log.iter().position(|line| line == "end");
        let before = log.iter().position(|line| line == "drop before");
        assert!(end < before, "{log:?}");
    }
}

#[test]
fn what_is_dropped_at_once_or_named() {
    #[generator]
    fn at_once(log: Log) -> impl Iterator<Item = &'static str> {
        let job = job(&log);
        let before = { job }.before;
        yield_!(before.name());
        log.say("end");
    }
    #[generator]
    fn named(log: Log) -> impl Iterator<Item = &'static str> {
        let Job {
            before,
            items,
            next: _,
            name: _,
            after: _,
        } = job(&log);
        yield_!(before.name());
        drop(items);
        log.say("end");
    }
    #[generator]
    fn named_later(log: Log) -> impl Iterator<Item = &'static str> {
        let job = job(&log);
        let _last = log.noisy("last");
        let Job {
            before,
            items: _,
            next: _,
            name: _,
            after: _,
        } = job;
        yield_!(before.name());
        log.say("end");
    }
    assert_eq!(
        log_of(at_once),
        [
            "drop item",
            "drop next",
            "drop after",
            "item before",
            "end",
            "drop before"
        ]
    );
    assert_eq!(
        log_of(named),
        [
            "drop next",
            "drop after",
            "item before",
            "drop item",
            "end",
            "drop before"
        ]
    );
    assert_eq!(
        log_of(named_later),
        [
            "item before",
            "end",
            "drop before",
            "drop last",
            "drop item",
            "drop next",
            "drop after"
        ]
    );
}

enum Event {
    Text(Noisy, u8),
    Tag { name: Noisy, at: usize },
    Both { one: Noisy, two: Noisy },
}

#[test]
fn a_variant_that_is_bound_leaves_nothing() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = &'static str> {
        let events = [
            Event::Text(log.noisy("text"), 1),
            Event::Tag {
                name: log.noisy("name"),
                at: 2,
            },
            Event::Both {
                one: log.noisy("one"),
                two: log.noisy("two"),
            },
        ];
        for event in events {
            match event {
                Event::Text(text, _) => yield_!(text.name()),
                Event::Tag { name, at: _ } => yield_!(name.name()),
                Event::Both { one, two } => {
                    yield_!(one.name());
                    drop(two);
                    yield_!("");
                }
            }
            log.say("matched");
        }
    }
    assert_eq!(
        log_of(items),
        [
            "item text",
            "drop text",
            "matched",
            "item name",
            "drop name",
            "matched",
            "item one",
            "drop two",
            "item ",
            "drop one",
            "matched"
        ]
    );
}

#[test]
fn a_pattern_with_two_dots_of_a_local_whose_parts_are_known() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = &'static str> {
        let triple = (log.noisy("zero"), log.noisy("one"), log.noisy("two"));
        let (zero, ..) = triple;
        yield_!(zero.name());
        drop(zero);
        yield_!("");
        log.say("end");
    }
    assert_eq!(
        log_of(items),
        [
            "item zero",
            "drop zero",
            "item ",
            "end",
            "drop one",
            "drop two"
        ]
    );
}

#[test]
fn what_two_dots_in_the_middle_leave_of_a_tuple() {
    #[generator]
    fn items(
        tuple: (Noisy, Noisy, (Noisy, Noisy, Noisy), Noisy),
        log: Log,
    ) -> impl Iterator<Item = &'static str> {
        let (zero, .., (.., four), five) = tuple;
        yield_!(zero.name());
        drop(five);
        yield_!(four.name());
        log.say("end");
    }
    #[generator]
    fn matched(log: Log) -> impl Iterator<Item = &'static str> {
        let triple = (log.noisy("zero"), log.noisy("one"), log.noisy("two"));
        match triple {
            (.., one, _) if one.name() == "two" => {}
            (zero, .., two) => {
                yield_!(zero.name());
                drop(two);
                yield_!("");
            }
        }
        log.say("end");
    }
    fn tuple(log: &Log) -> (Noisy, Noisy, (Noisy, Noisy, Noisy), Noisy) {
        let inner = (log.noisy("two"), log.noisy("three"), log.noisy("four"));
        (
            log.noisy("zero"),
            log.noisy("one"),
            inner,
            log.noisy("five"),
        )
    }
    assert_eq!(
        log_of(|log| items(tuple(&log), log)),
        [
            "item zero",
            "drop five",
            "item four",
            "end",
            "drop four",
            "drop zero",
            "drop one",
            "drop two",
            "drop three"
        ]
    );
    assert_eq!(
        log_of(matched),
        [
            "item zero",
            "drop two",
            "item ",
            "drop zero",
            "end",
            "drop one"
        ]
    );
}

#[test]
fn a_struct_update_leaves_the_field_that_it_names() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = &'static str> {
        fn pair(log: &Log) -> Pair {
            Pair {
                one: log.noisy("one"),
                two: log.noisy("two"),
                number: 1,
            }
        }
        let pair = pair(&log);
        {
            let other = Pair {
                one: log.noisy("other"),
                number: 2,
                ..pair
            };
            yield_!(other.one.name());
        }
        yield_!("");
        log.say("end");
    }
    assert_eq!(
        log_of(items),
        [
            "item other",
            "drop other",
            "drop two",
            "item ",
            "end",
            "drop one"
        ]
    );
}

#[test]
fn of_a_local_of_which_a_closure_takes_a_part() {
    #[generator]
    fn known(log: Log) -> impl Iterator<Item = usize> {
        let pair = (log.noisy("zero"), log.noisy("one"));
        let boxed = Box::new((log.noisy("boxed"), 3));
        {
            let length = move || pair.1.name().len() + pair.1.name().len();
            let other = move || boxed.1;
            yield_!(length());
            yield_!(other());
            log.say("inner end");
        }
        yield_!(0);
        log.say("end");
    }
    #[generator]
    fn copied(log: Log) -> impl Iterator<Item = u8> {
        fn pair(log: &Log) -> Pair {
            Pair {
                one: log.noisy("one"),
                two: log.noisy("two"),
                number: 1,
            }
        }
        let pair = pair(&log);
        let add = move |n| pair.number + n;
        yield_!(add(1));
        log.say("end");
    }
    assert_eq!(
        log_of(known),
        [
            "item 6",
            "item 3",
            "inner end",
            "drop boxed",
            "drop one",
            "item 0",
            "end",
            "drop zero"
        ]
    );
    assert_eq!(log_of(copied), ["item 2", "end", "drop one", "drop two"]);
}

#[test]
fn a_closure_captures_a_whole_that_has_a_destructor() {
    struct Guard {
        number: u8,
        name: String,
        noisy: Noisy,
    }
    impl Drop for Guard {
        fn drop(&mut self) {
            self.number += 1;
        }
    }
    fn guard(log: &Log) -> Guard {
        Guard {
            number: 0,
            name: "guard".to_owned(),
            noisy: log.noisy("in guard"),
        }
    }
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = usize> {
        let guard = guard(&log);
        {
            let length = move || guard.name.len();
            yield_!(length());
            yield_!(length() + 1);
            log.say("end of block");
        }
        yield_!(0);
        log.say("end");
    }
    assert_eq!(
        log_of(items),
        [
            "item 5",
            "item 6",
            "end of block",
            "drop in guard",
            "item 0",
            "end"
        ]
    );
}

#[test]
fn of_a_local_of_which_a_pattern_in_a_closure_takes_a_part() {
    #[generator]
    fn moved(log: Log) -> impl Iterator<Item = usize> {
        let pair = (log.noisy("zero"), log.noisy("one"));
        {
            let length = move || {
                let (zero, _) = pair;
                zero.name().len()
            };
            yield_!(length());
            log.say("end of block");
        }
        yield_!(0);
        log.say("end");
    }
    #[generator]
    fn lent(log: Log) -> impl Iterator<Item = usize> {
        let pair = (log.noisy("zero"), log.noisy("one"));
        {
            let length = move || {
                let (_, ref one) = pair;
                one.name().len()
            };
            yield_!(length());
            yield_!(length());
            log.say("end of block");
        }
        yield_!(0);
        log.say("end");
    }
    assert_eq!(
        log_of(moved),
        [
            "drop zero",
            "item 4",
            "end of block",
            "item 0",
            "end",
            "drop one"
        ]
    );
    assert_eq!(
        log_of(lent),
        [
            "item 3",
            "item 3",
            "end of block",
            "drop one",
            "item 0",
            "end",
            "drop zero"
        ]
    );
}

#[test]
fn a_pattern_takes_nothing_of_what_is_behind_a_reference() {
    struct Outer<'a> {
        pair: &'a Pair,
        noisy: Noisy,
    }
    #[generator]
    fn assigned(pair: &mut Pair, log: Log) -> impl Iterator<Item = usize> {
        let other = pair;
        let Pair {
            one,
            two: _,
            number: _,
        } = other;
        yield_!(one.name().len());
        other.two = log.noisy("another");
        *other = Pair {
            one: log.noisy("new one"),
            two: log.noisy("new two"),
            number: 2,
        };
        yield_!(0);
        log.say("end");
    }
    #[generator]
    fn inside(outer: Outer<'_>, log: Log) -> impl Iterator<Item = usize> {
        let Outer {
            pair:
                Pair {
                    one,
                    two: _,
                    number: _,
                },
            noisy: _,
        } = outer;
        yield_!(one.name().len());
        yield_!(outer.noisy.name().len());
        log.say("end");
    }
    fn pair(log: &Log) -> Pair {
        Pair {
            one: log.noisy("one"),
            two: log.noisy("two"),
            number: 1,
        }
    }
    let log = Log::default();
    let mut first = pair(&log);
    assert!(assigned(&mut first, log.clone()).eq([3, 0]));
    assert_eq!(first.two.name(), "new two");
    let outer = Outer {
        pair: &first,
        noisy: log.noisy("noisy"),
    };
    assert!(inside(outer, log.clone()).eq([7, 5]));
}

#[test]
fn of_a_local_of_which_a_part_is_moved_again_after_an_assignment() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = u8> {
        let mut pair = (log.noisy("left"), log.noisy("moved"));
        drop(pair.1);
        yield_!(1);
        pair = (log.noisy("left again"), log.noisy("moved again"));
        drop(pair.1);
        yield_!(2);
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(log.clone())),
        [
            "drop moved",
            "item 1",
            "drop left",
            "drop moved again",
            "item 2",
            "end",
            "drop left again"
        ]
    );
}

#[test]
fn of_tuples_in_a_tuple() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = usize> {
        let pairs = (
            (log.noisy("one"), log.noisy("two")),
            (log.noisy("three"), 4),
            log.noisy("five"),
        );
        drop(pairs.0);
        yield_!(1);
        drop(pairs.1.0);
        yield_!(pairs.1.1);
        yield_!(pairs.2.name().len());
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(log.clone())),
        [
            "drop one",
            "drop two",
            "item 1",
            "drop three",
            "item 4",
            "item 4",
            "end",
            "drop five"
        ]
    );
}

macro_rules! items_of_type {
    ($item:ty) => {
        #[generator]
        fn by_cases(log: Log, moves: bool) -> impl Iterator<Item = $item> {
            let pair = ((log.noisy("one"), 7), 2);
            if moves {
                drop(pair.0.0);
                yield_!(1);
            } else {
                yield_!(pair.0.1);
            }
            yield_!(pair.1);
        }
    };
}

#[test]
fn where_a_macro_was_given_the_type_of_the_items() {
    items_of_type!(u8);
    assert_eq!(
        log_of(|log| by_cases(log.clone(), false)),
        ["item 7", "item 2", "drop one"]
    );
    assert_eq!(
        log_of(|log| by_cases(log.clone(), true)),
        ["drop one", "item 1", "item 2"]
    );
}

#[test]
fn of_a_local_of_which_a_method_takes_a_part_and_the_rest_is_used() {
    #[generator]
    fn parts(log: Log) -> impl Iterator<Item = u8> {
        let parts = (vec![1, 2], log.noisy("one"), 3..9, Some(log.noisy("three")));
        for number in parts.2.step_by(5) {
            yield_!(number);
        }
        yield_!(parts.0[1]);
        let name = parts.3.map(|noisy| u8::from(noisy.name() == "three"));
        yield_!(name.unwrap_or_default());
        log.say(parts.1.name());
        yield_!(parts.0[0]);
        log.say("end");
    }
    assert_eq!(
        log_of(|log| parts(log.clone())),
        [
            "item 3",
            "item 8",
            "item 2",
            "drop three",
            "item 1",
            "one",
            "item 1",
            "end",
            "drop one"
        ]
    );
    assert_eq!(
        log_of_first(1, |log| parts(log.clone()))[1..],
        ["--", "drop one", "drop three"]
    );
}

#[test]
fn of_a_local_of_which_each_way_moves_another_part_and_yields() {
    #[generator]
    fn parts(log: Log, way: u8) -> impl Iterator<Item = u8> {
        let parts = (
            Some(log.noisy("zero")),
            log.noisy("one"),
            log.noisy("two"),
            3,
        );
        match way {
            0 => {
                if let Some(zero) = parts.0 {
                    yield_!(0);
                    log.say(zero.name());
                }
            }
            1 => {
                let one = parts.1;
                yield_!(1);
                log.say(one.name());
            }
            2 => {
                let zero = parts.0.unwrap();
                yield_!(2);
                log.say(zero.name());
            }
            _ => {}
        }
        yield_!(parts.3);
        log.say(parts.2.name());
        yield_!(4);
        log.say("end");
    }
    let rest = ["item 3", "two", "item 4", "end"];
    let on = |way: u8| log_of(|log| parts(log.clone(), way));
    let all = |before: &[&'static str], after: &[&'static str]| [before, &rest, after].concat();
    let zero = |item| all(&[item, "zero", "drop zero"], &["drop one", "drop two"]);
    assert_eq!(on(0), zero("item 0"));
    let one = all(&["item 1", "one", "drop one"], &["drop zero", "drop two"]);
    assert_eq!(on(1), one);
    assert_eq!(on(2), zero("item 2"));
    assert_eq!(on(3), all(&[], &["drop zero", "drop one", "drop two"]));
}

#[test]
fn of_a_local_of_which_a_part_is_assigned_again_behind_a_yield() {
    #[generator]
    fn parts(log: Log) -> impl Iterator<Item = u8> {
        let mut parts = (vec![log.noisy("first")], log.noisy("one"), 1_u8);
        for round in 0..2 {
            for noisy in parts.0 {
                yield_!(parts.2);
                log.say(noisy.name());
            }
            parts.0 = vec![log.noisy("again"), log.noisy("another")];
            parts.2 += round;
        }
        let list = parts.0;
        yield_!(9);
        parts.0 = Vec::new();
        yield_!(u8::from(list.len() == 2 && parts.0.is_empty()));
        log.say(parts.1.name());
    }
    assert_eq!(
        log_of(|log| parts(log.clone())),
        [
            "item 1",
            "first",
            "drop first",
            "item 1",
            "again",
            "drop again",
            "item 1",
            "another",
            "drop another",
            "item 9",
            "item 1",
            "one",
            "drop again",
            "drop another",
            "drop one"
        ]
    );
}
