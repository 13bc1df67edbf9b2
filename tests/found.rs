//! What random programs have found: one test for each.

#![allow(
    clippy::all,
    clippy::pedantic,
    unused_qualifications,
    unused_assignments,
    unused_variables,
    unused_mut,
    unused_labels,
    unused_must_use,
    dead_code,
    path_statements,
    reason = "random programs, made small"
)]

use gen_runtime::{generator, yield_, yield_from};
use support::{Log, Noisy, log_of, log_of_first};

struct Record {
    a: Noisy,
    b: Noisy,
    n: u32,
}

#[test]
fn a_match_on_a_tuple_keeps_what_its_pattern_leaves() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = u8> {
        match (log.noisy("left"), log.noisy("bound")) {
            (_, mut bound) => {
                yield_!(0);
            }
        }
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(log.clone())),
        ["item 0", "drop bound", "drop left", "end"]
    );
    assert_eq!(
        log_of_first(1, |log| items(log.clone())),
        ["item 0", "--", "drop bound", "drop left"]
    );
}

#[test]
fn what_a_let_leaves_of_a_block_that_yields_goes_at_once() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = u8> {
        let Record {
            a: mut kept,
            b: _,
            n: _,
        } = {
            yield_!(1);
            Record {
                a: log.noisy("kept"),
                b: log.noisy("left"),
                n: 6,
            }
        };
        let _ = 'found: loop {
            yield_!(2);
            break 'found log.noisy("ignored");
        };
        let (mut first, _): (Noisy, Noisy) = {
            yield_!(3);
            (log.noisy("first"), log.noisy("second"))
        };
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(log.clone())),
        [
            "item 1",
            "drop left",
            "item 2",
            "drop ignored",
            "item 3",
            "drop second",
            "end",
            "drop first",
            "drop kept"
        ]
    );
}

#[test]
fn a_struct_pattern_that_names_every_field_leaves_the_rest_to_the_scope() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = u8> {
        let record = Record {
            a: log.noisy("a"),
            b: log.noisy("b"),
            n: 0,
        };
        let Record {
            a: _,
            b: mut taken,
            n: _,
        } = record;
        yield_!(1);
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(log.clone())),
        ["item 1", "end", "drop b", "drop a"]
    );
    assert_eq!(
        log_of_first(1, |log| items(log.clone())),
        ["item 1", "--", "drop b", "drop a"]
    );
}

#[test]
fn the_written_type_of_a_pattern_is_not_that_of_its_variable() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = u8> {
        let mut d = log.noisy("one");
        let (_, mut d): (Noisy, Noisy) = (log.noisy("two"), d);
        yield_!(0);
        d = log.noisy("three");
        let Record {
            a: _,
            b: mut f,
            n: _,
        }: Record = {
            yield_!(1);
            Record {
                a: log.noisy("four"),
                b: log.noisy("five"),
                n: 0,
            }
        };
        yield_!(2);
    }
    assert_eq!(
        log_of(|log| items(log.clone())),
        [
            "drop two",
            "item 0",
            "drop one",
            "item 1",
            "drop four",
            "item 2",
            "drop five",
            "drop three"
        ]
    );
}

#[test]
fn an_element_that_is_ignored_beside_another_one() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = u32> {
        let mut k = 0;
        for _ in [log.noisy("element")] {
            yield_!({
                yield_from!(0..2);
                k
            });
        }
    }
    assert_eq!(
        log_of(|log| items(log.clone())),
        ["item 0", "item 1", "item 0", "drop element"]
    );
}

#[test]
fn a_closure_over_a_value_and_a_number_that_is_called_in_one_arm() {
    #[generator]
    fn items(log: Log, some: bool) -> impl Iterator<Item = Option<u32>> {
        let mut guard = log.noisy("guard");
        let mut a = 0;
        let mut b = move |n: u32| -> u32 {
            &guard;
            a
        };
        let mut d;
        d = match some.then_some(1) {
            Some(mut b) => a,
            None => {
                yield_!(Some(a));
                b(8);
                a
            }
        };
        yield_!(None);
    }
    for some in [false, true] {
        let mut expected = vec!["item Some(0)", "item None", "drop guard"];
        if some {
            expected.remove(0);
        }
        let log = Log::new();
        for item in items(log.clone(), some) {
            log.say(format_args!("item {item:?}"));
        }
        assert_eq!(log.take(), expected);
    }
}

#[test]
fn a_local_moved_on_the_way_of_a_yield_and_assigned_later() {
    #[generator]
    fn items(mut slot: Option<Noisy>, log: Log, skip: bool) -> impl Iterator<Item = &'static str> {
        let mut all = vec![log.noisy("last")].into_iter();
        let mut guard = 'way: {
            if skip {
                break 'way (5, 3);
            }
            let taken = slot.unwrap_or_else(|| log.noisy("other"));
            yield_!(taken.name());
            (5, 0)
        };
        slot = all.next();
        log.say("end");
    }
    for skip in [false, true] {
        let mut expected = vec!["item first", "drop first", "end", "drop last"];
        if skip {
            expected = vec!["drop first", "end", "drop last"];
        }
        assert_eq!(
            log_of(|log| items(Some(log.noisy("first")), log.clone(), skip)),
            expected
        );
    }
}

#[test]
fn a_local_moved_on_some_paths_of_a_statement_and_assigned_later() {
    #[generator]
    fn items(log: Log, one: bool, skip: bool) -> impl Iterator<Item = u8> {
        let mut c: Noisy;
        if one {
            c = log.noisy("one");
        } else {
            c = log.noisy("two");
        }
        let mut x = {
            yield_!(0);
            let mut d = 'way: {
                if skip {
                    break 'way log.noisy("d");
                }
                c;
                log.noisy("e")
            };
            0
        };
        c = log.noisy("three");
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(log.clone(), true, true)),
        ["item 0", "drop d", "drop one", "end", "drop three"]
    );
    assert_eq!(
        log_of(|log| items(log.clone(), false, false)),
        ["item 0", "drop two", "drop e", "end", "drop three"]
    );
}

#[test]
fn a_block_whose_only_local_never_gets_a_value_still_runs() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = u8> {
        {
            let never: u32;
            log.say("runs");
        }
        yield_!(1);
    }
    assert_eq!(log_of(|log| items(log.clone())), ["runs", "item 1"]);
}

#[test]
fn a_closure_named_like_what_it_captures() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = u8> {
        let mut e = log.noisy("e");
        let mut e = move |n: u32| -> u32 {
            &e;
            n
        };
        yield_!(0);
        match (log.noisy("d"), 0) {
            (mut d, _) => {
                let mut f = move |n: u32| -> u32 {
                    &d;
                    n
                };
                yield_!(1);
            }
        }
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(log.clone())),
        ["item 0", "item 1", "drop d", "end", "drop e"]
    );
}

#[test]
fn a_value_from_a_block_that_yields_for_a_local_that_may_be_gone() {
    #[generator]
    fn items(mut b: Noisy, log: Log, give: bool) -> impl Iterator<Item = u8> {
        match give.then_some(1) {
            Some(mut d) => {
                yield_!(0);
                let mut taken = b;
            }
            None => {}
        }
        b = match give.then_some(2) {
            Some(mut a) => {
                b = log.noisy("second");
                yield_from!(1..3);
                log.noisy("third")
            }
            None => log.noisy("fourth"),
        };
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(log.noisy("first"), log.clone(), true)),
        [
            "item 0",
            "drop first",
            "item 1",
            "item 2",
            "drop second",
            "end",
            "drop third"
        ]
    );
    assert_eq!(
        log_of(|log| items(log.noisy("first"), log.clone(), false)),
        ["drop first", "end", "drop fourth"]
    );
}

#[test]
fn a_local_that_one_way_of_a_branch_moved_goes_when_it_is_assigned() {
    #[generator]
    fn items(mut a: Noisy, log: Log, first: bool) -> impl Iterator<Item = u8> {
        drop(a);
        if first {
            yield_!(0);
        } else {
            a = log.noisy("second");
        }
        {
            a = log.noisy("third");
            log.say("assigned");
            yield_!(1);
        }
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(log.noisy("first"), log.clone(), true)),
        [
            "drop first",
            "item 0",
            "assigned",
            "item 1",
            "end",
            "drop third"
        ]
    );
    assert_eq!(
        log_of(|log| items(log.noisy("first"), log.clone(), false)),
        [
            "drop first",
            "drop second",
            "assigned",
            "item 1",
            "end",
            "drop third"
        ]
    );
}

#[test]
fn a_local_that_one_way_through_a_labelled_block_moves_stays_on_the_other() {
    #[generator]
    fn items(a: Noisy, log: Log, other: bool, skip: bool) -> impl Iterator<Item = u8> {
        match other.then_some(1) {
            Some(n) => yield_!(n),
            None => {
                'way: {
                    if skip {
                        break 'way;
                    }
                    drop(a);
                }
                log.say("after");
            }
        }
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(log.noisy("a"), log.clone(), false, true)),
        ["after", "end", "drop a"]
    );
    assert_eq!(
        log_of(|log| items(log.noisy("a"), log.clone(), false, false)),
        ["drop a", "after", "end"]
    );
    assert_eq!(
        log_of(|log| items(log.noisy("a"), log.clone(), true, false)),
        ["item 1", "end", "drop a"]
    );
}

#[test]
fn a_local_that_a_labelled_block_assigns_is_there_after_it() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = u8> {
        let mut a = log.noisy("first");
        drop(a);
        'way: {
            a = log.noisy("second");
        }
        yield_!(0);
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(log.clone())),
        ["drop first", "item 0", "end", "drop second"]
    );
}

#[test]
fn a_local_that_is_moved_inside_of_a_value_stays_where_it_is_not() {
    #[generator]
    fn items(a: Noisy, log: Log, which: u8) -> impl Iterator<Item = u8> {
        let value = match which {
            0 => {
                yield_!(0);
                log.noisy("zero")
            }
            1 | 2 => {
                if which == 1 {
                    (a, log.noisy("taken")).1
                } else {
                    log.noisy("left")
                }
            }
            _ => log.noisy("other"),
        };
        log.say(value.name());
    }
    assert_eq!(
        log_of(|log| items(log.noisy("a"), log.clone(), 0)),
        ["item 0", "zero", "drop zero", "drop a"]
    );
    assert_eq!(
        log_of(|log| items(log.noisy("a"), log.clone(), 1)),
        ["drop a", "taken", "drop taken"]
    );
    assert_eq!(
        log_of(|log| items(log.noisy("a"), log.clone(), 2)),
        ["left", "drop left", "drop a"]
    );
}

#[test]
fn what_may_be_moved_in_a_loop_comes_back_at_its_assignment() {
    #[generator]
    fn items(mut a: Noisy, log: Log, take: bool) -> impl Iterator<Item = usize> {
        for n in 0..3 {
            if n == 1 {
                if take {
                    drop(a);
                }
            } else {
                yield_!(n);
                continue;
            }
            log.say("between");
            a = log.noisy("second");
            log.say("assigned");
        }
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(log.noisy("first"), log.clone(), false)),
        [
            "item 0",
            "between",
            "drop first",
            "assigned",
            "item 2",
            "end",
            "drop second"
        ]
    );
    assert_eq!(
        log_of(|log| items(log.noisy("first"), log.clone(), true)),
        [
            "item 0",
            "drop first",
            "between",
            "assigned",
            "item 2",
            "end",
            "drop second"
        ]
    );
}

#[test]
fn a_local_that_one_way_gave_a_value_is_borrowed_where_the_ways_meet() {
    #[generator]
    fn items(raw: bool, skip: bool, log: Log) -> impl Iterator<Item = usize> {
        let input = log.noisy("input");
        let storage: Noisy;
        let line: &Noisy;
        match raw {
            true => line = &input,
            false if skip => {
                yield_!(0);
                return;
            }
            false => {
                storage = log.noisy("storage");
                line = &storage;
            }
        }
        log.say(line.name());
        yield_!(1);
        log.say("end");
    }
    for raw in [true, false] {
        let log = Log::new();
        assert_eq!(items(raw, false, log.clone()).collect::<Vec<_>>(), [1]);
        let first = if raw { "input" } else { "storage" };
        assert_eq!(log.take()[0], first);
    }
}

#[test]
fn what_a_pattern_left_goes_when_the_local_is_assigned_after_a_yield() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = u8> {
        let mut pair = (log.noisy("first"), log.noisy("left"));
        let (first, _) = pair;
        yield_!(0);
        log.say("before");
        pair = (log.noisy("second"), log.noisy("third"));
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(log.clone())),
        [
            "item 0",
            "before",
            "drop left",
            "end",
            "drop first",
            "drop second",
            "drop third"
        ]
    );
    assert_eq!(
        log_of_first(1, |log| items(log.clone())),
        ["item 0", "--", "drop first", "drop left"]
    );
}

#[test]
fn what_a_pattern_leaves_on_one_way_goes_when_the_local_is_assigned() {
    #[generator]
    fn items(log: Log, open: bool) -> impl Iterator<Item = u8> {
        let mut pair = (log.noisy("first"), log.noisy("left"));
        for n in 0..2 {
            if open {
                let (first, _) = pair;
                yield_!(n);
            }
            log.say("before");
            pair = (log.noisy("second"), log.noisy("third"));
            log.say("after");
        }
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(log.clone(), true)),
        [
            "item 0",
            "drop first",
            "before",
            "drop left",
            "after",
            "item 1",
            "drop second",
            "before",
            "drop third",
            "after",
            "end",
            "drop second",
            "drop third"
        ]
    );
    assert_eq!(
        log_of(|log| items(log.clone(), false)),
        [
            "before",
            "drop first",
            "drop left",
            "after",
            "before",
            "drop second",
            "drop third",
            "after",
            "end",
            "drop second",
            "drop third"
        ]
    );
    assert_eq!(
        log_of_first(1, |log| items(log.clone(), true)),
        ["item 0", "--", "drop first", "drop left"]
    );
}

#[test]
fn values_of_different_types_that_rustc_brings_to_one() {
    #[generator]
    fn items(a: Noisy, log: Log, items: Vec<u8>, which: u8) -> impl Iterator<Item = usize> {
        let n = items.len();
        let one = if which == 0 {
            drop(a);
            &[]
        } else {
            &items[..n]
        };
        let mut other = &items[..1];
        other = if which == 1 { &[] } else { &items[1..] };
        let count = one.len() + other.len();
        yield_!(count);
        log.say("end");
    }
    let count = |which| {
        let log = Log::new();
        items(log.noisy("a"), log.clone(), vec![1, 2, 3], which).collect::<Vec<_>>()
    };
    assert_eq!([count(0), count(1)], [[2], [3]]);
}

#[test]
fn a_local_in_place_whose_scope_ends_before_the_next_loop() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = u8> {
        {
            let mut list = vec![log.noisy("first")];
            for n in [0] {
                list.push(log.noisy("second"));
                yield_!(n);
            }
        }
        yield_from!(1..3);
    }
    assert_eq!(
        log_of(|log| items(log.clone())),
        ["item 0", "drop first", "drop second", "item 1", "item 2"]
    );
}

#[test]
fn a_value_that_an_if_let_without_a_match_leaves_is_kept() {
    #[generator]
    fn items(log: Log, fail: bool) -> impl Iterator<Item = u8> {
        let value = if fail {
            Err(log.noisy("bad"))
        } else {
            Ok(log.noisy("good"))
        };
        if let Err(bad) = value {
            return;
        }
        yield_!(0);
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(log.clone(), false)),
        ["item 0", "end", "drop good"]
    );
    assert_eq!(log_of(|log| items(log.clone(), true)), ["drop bad"]);
}

#[test]
fn numbers_that_only_literals_tell_are_not_asked_for_their_types() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = u32> {
        let mut pair = (0, 0);
        for n in 0..2 {
            let (_, mut second) = pair;
        }
        yield_from!(0..2);
        let mut sum = 1 + 10 % 4;
        sum;
        loop {
            sum = log.noisy("a").name().len();
            yield_!(2);
            return;
        }
    }
    assert_eq!(
        log_of(|log| items(log.clone())),
        ["item 0", "item 1", "drop a", "item 2"]
    );
}

#[test]
fn a_local_in_place_before_a_condition_that_yields() {
    #[generator]
    fn items(log: Log, mut rounds: u8) -> impl Iterator<Item = u8> {
        let mut list = vec![log.noisy("first")];
        yield_!(0);
        list.push(log.noisy("second"));
        yield_!(1);
        'outer: while 'condition: {
            yield_!(2);
            rounds -= 1;
            rounds > 0
        } {}
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(log.clone(), 2)),
        [
            "item 0",
            "item 1",
            "item 2",
            "item 2",
            "end",
            "drop first",
            "drop second"
        ]
    );
}

#[test]
fn a_local_whose_first_state_without_it_comes_before_its_type() {
    #[generator]
    fn items(log: Log, times: u8) -> impl Iterator<Item = u8> {
        let mut slot = Some(log.noisy("first"));
        drop(slot);
        for n in 0..times {
            yield_!(n);
            slot = (n != 1).then(|| log.noisy("later"));
            slot.unwrap_or_else(|| log.noisy("else"));
        }
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(log.clone(), 2)),
        [
            "drop first",
            "item 0",
            "drop later",
            "item 1",
            "drop else",
            "end"
        ]
    );
}

#[test]
fn a_local_without_a_value_that_a_loop_assigns() {
    #[generator]
    fn items(log: Log, times: u8) -> impl Iterator<Item = u8> {
        let mut line;
        for n in 0..times {
            yield_!(n);
            line = log.noisy("line");
            yield_!(10 + n);
        }
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(log.clone(), 2)),
        [
            "item 0",
            "item 10",
            "item 1",
            "drop line",
            "item 11",
            "end",
            "drop line"
        ]
    );
    assert_eq!(
        log_of_first(3, |log| items(log.clone(), 2)),
        ["item 0", "item 10", "item 1", "--", "drop line"]
    );
}

#[test]
fn a_pattern_in_a_loop_that_only_copies_leaves_the_whole() {
    #[generator]
    fn items(log: Log, times: u8) -> impl Iterator<Item = u8> {
        let pair = (log.noisy("pair"), 7);
        for _ in 0..times {
            let (_, number) = pair;
            log.say(&number.to_string());
        }
        yield_from!(0..2);
        log.say("end");
    }
    for (times, said) in [(0, vec![]), (2, vec!["7", "7"])] {
        let rest = ["item 0", "item 1", "end", "drop pair"];
        let expected: Vec<&str> = said.iter().copied().chain(rest).collect();
        assert_eq!(log_of(|log| items(log.clone(), times)), expected);
        let expected: Vec<&str> = said
            .into_iter()
            .chain(["item 0", "--", "drop pair"])
            .collect();
        assert_eq!(log_of_first(1, |log| items(log.clone(), times)), expected);
    }
}

#[test]
fn what_a_pattern_left_is_used_after_a_yield() {
    #[generator]
    fn items(log: Log, which: bool) -> impl Iterator<Item = u8> {
        let pair = (log.noisy("first"), log.noisy("second"));
        if which {
            let (first, _) = pair;
            yield_!(1);
            let second = pair.1;
            log.say("used");
        }
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(log.clone(), true)),
        ["item 1", "used", "drop second", "drop first", "end"]
    );
}

#[test]
fn closures_that_hold_something_are_kept_in_whatever_they_come() {
    #[generator]
    fn items(log: Log, on: bool) -> impl Iterator<Item = u8> {
        let by_break = log.noisy("by break");
        let by_name = log.noisy("by name");
        let in_option = log.noisy("in option");
        let in_pair = log.noisy("in pair");
        let by_if = log.noisy("by if");
        let adapted = log.noisy("adapted");
        let by_break = loop {
            let inner = move |n: u8| {
                &by_break;
                n
            };
            break inner;
        };
        let named = move || {
            &by_name;
        };
        let by_name = named;
        let in_option = Some(move || {
            &in_option;
        });
        let in_pair = (
            move || {
                &in_pair;
            },
            1,
        );
        let by_if = if on {
            let inner = move || {
                &by_if;
            };
            inner
        } else {
            return;
        };
        let mut adapted = [1, 2].into_iter().map(move |n| {
            &adapted;
            n
        });
        let copying = Some(|n: u8| n + 1);
        adapted.next();
        yield_!(0);
        log.say("end");
    }
    let drops = [
        "drop adapted",
        "drop by if",
        "drop in pair",
        "drop in option",
        "drop by name",
        "drop by break",
    ];
    let expected: Vec<&str> = ["item 0", "end"].into_iter().chain(drops).collect();
    assert_eq!(log_of(|log| items(log.clone(), true)), expected);
    let expected: Vec<&str> = ["item 0", "--"].into_iter().chain(drops).collect();
    assert_eq!(log_of_first(1, |log| items(log.clone(), true)), expected);
}

#[test]
fn closures_that_change_what_they_borrow_are_not_kept() {
    #[generator]
    fn items(log: Log, list: Vec<u32>) -> impl Iterator<Item = u32> {
        let mut count = 0;
        let mut seen = vec![0];
        {
            let mut mapped = list.iter().map(|x| {
                count += 1;
                x
            });
            mapped.next();
            let mut filtered = list.iter().filter(|x| {
                seen.push(**x);
                true
            });
            filtered.next();
            yield_!(0);
            log.say("end of the block");
        }
        // A function that holds something, by its name.
        let held = log.noisy("held");
        let function = move |n| {
            &held;
            n
        };
        let mut mapped = [1, 2].into_iter().map(function);
        mapped.next();
        yield_!(1);
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(log.clone(), vec![7])),
        ["item 0", "end of the block", "item 1", "end", "drop held"]
    );
}

#[test]
fn what_a_pattern_left_goes_where_a_loop_assigns_the_local() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = u8> {
        let mut pair = (log.noisy("zero"), log.noisy("one"));
        let mut list = vec![1];
        while let Some(item) = list.pop() {
            yield_!(item);
            let (_zero, _) = pair;
            break;
        }
        let mut rounds = 0;
        while rounds < 2 {
            pair = (log.noisy("new zero"), log.noisy("new one"));
            log.say("assigned");
            drop(pair);
            rounds += 1;
        }
    }
    assert_eq!(
        log_of(items),
        [
            "item 1",
            "drop zero",
            "drop one",
            "assigned",
            "drop new zero",
            "drop new one",
            "assigned",
            "drop new zero",
            "drop new one"
        ]
    );
}

#[test]
fn a_local_moved_on_one_path_of_a_let_with_a_pattern() {
    #[generator]
    fn items(log: Log, own: Log, first: bool, second: bool) -> impl Iterator<Item = u8> {
        let guard = own.noisy("guard");
        match first {
            true => yield_!(1),
            false => {
                let (_one, _other) = if second {
                    drop(guard);
                    (log.noisy("one"), log.noisy("other"))
                } else {
                    (log.noisy("uno"), log.noisy("altro"))
                };
            }
        }
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(log.clone(), log.clone(), false, false)),
        ["drop altro", "drop uno", "end", "drop guard"]
    );
    assert_eq!(
        log_of(|log| items(log.clone(), log.clone(), false, true)),
        ["drop guard", "drop other", "drop one", "end"]
    );
    assert_eq!(
        log_of(|log| items(log.clone(), log.clone(), true, true)),
        ["item 1", "end", "drop guard"]
    );
}

#[test]
fn a_local_assigned_on_one_path_before_a_jump_in_a_statement_that_yields() {
    #[generator]
    fn items(log: Log, own: Log, last: Log, first: bool) -> impl Iterator<Item = u8> {
        let mut guard = last.noisy("guard");
        drop(guard);
        let start;
        start = 'start: {
            if first {
                break 'start 1;
            }
            guard = own.noisy("guard again");
            2
        };
        let count = 'count: {
            if start < 3 {
                break 'count 0;
            }
            guard = last.noisy("last guard");
            yield_!(38);
            4
        };
        log.say(if count == 0 { "none" } else { "some" });
    }
    assert_eq!(
        log_of(|log| items(log.clone(), log.clone(), log.clone(), false)),
        ["drop guard", "none", "drop guard again"]
    );
    assert_eq!(
        log_of(|log| items(log.clone(), log.clone(), log.clone(), true)),
        ["drop guard", "none"]
    );
}

#[test]
fn a_match_on_a_part_in_an_arm_of_which_two_yields_follow() {
    #[generator]
    fn items(log: Log, first: u8) -> impl Iterator<Item = u8> {
        let pair = (log.noisy("kept"), first);
        match pair.1 {
            mut found @ 4..=7 => {
                yield_!(4);
                yield_!(found);
            }
            mut found => {}
        }
    }
    assert_eq!(
        log_of(|log| items(log.clone(), 5)),
        ["item 4", "item 5", "drop kept"]
    );
    assert_eq!(log_of(|log| items(log.clone(), 1)), ["drop kept"]);
}

#[test]
fn a_match_on_a_part_in_an_arm_of_which_two_yields_follow_before_another() {
    #[generator]
    fn items(log: Log, first: u8) -> impl Iterator<Item = u8> {
        let pair = (log.noisy("kept"), first);
        match pair.1 {
            mut found @ 4..=7 => {
                yield_!(4);
                yield_!(found);
            }
            mut found => {}
        }
        yield_!(8);
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(log.clone(), 5)),
        ["item 4", "item 5", "item 8", "end", "drop kept"]
    );
    assert_eq!(
        log_of(|log| items(log.clone(), 1)),
        ["item 8", "end", "drop kept"]
    );
}

#[test]
fn a_value_that_may_not_come_is_to_be_assigned_to_what_was_perhaps_moved() {
    #[generator]
    fn items(log: Log, found: bool, moved: bool) -> impl Iterator<Item = u8> {
        let mut guard = log.noisy("first");
        for round in 0..2 {
            for item in 0..2 {
                yield_!(item);
                if moved {
                    drop(guard);
                }
                guard = match Some(log.noisy("found")).filter(|_| found) {
                    Some(found) => found,
                    None => break,
                };
                log.say("assigned");
            }
            log.say("left");
            guard = log.noisy("last");
        }
    }
    assert_eq!(
        log_of(|log| items(log.clone(), false, false)),
        [
            "item 0",
            "drop found",
            "left",
            "drop first",
            "item 0",
            "drop found",
            "left",
            "drop last",
            "drop last",
        ]
    );
    assert_eq!(
        log_of(|log| items(log.clone(), false, true)),
        [
            "item 0",
            "drop first",
            "drop found",
            "left",
            "item 0",
            "drop last",
            "drop found",
            "left",
            "drop last",
        ]
    );
    let rounds = [
        "item 0",
        "drop first",
        "assigned",
        "item 1",
        "drop found",
        "assigned",
        "left",
        "drop found",
        "item 0",
        "drop last",
        "assigned",
        "item 1",
        "drop found",
        "assigned",
        "left",
        "drop found",
        "drop last",
    ];
    assert_eq!(log_of(|log| items(log.clone(), true, true)), rounds);
    assert_eq!(log_of(|log| items(log.clone(), true, false)), rounds);
}

#[test]
fn a_loop_may_be_left_before_it_gives_a_value_to_what_was_perhaps_moved() {
    #[generator]
    fn items(log: Log, moved: bool) -> impl Iterator<Item = u8> {
        let mut guard = log.noisy("first");
        'outer: for item in 0..2 {
            yield_!(item);
            if moved {
                drop(guard);
            }
            guard = loop {
                if item == 1 {
                    break 'outer;
                }
                break log.noisy("second");
            };
        }
        log.say("left");
        guard = log.noisy("last");
    }
    assert_eq!(
        log_of(|log| items(log.clone(), true)),
        [
            "item 0",
            "drop first",
            "item 1",
            "drop second",
            "left",
            "drop last"
        ]
    );
    assert_eq!(
        log_of(|log| items(log.clone(), false)),
        [
            "item 0",
            "drop first",
            "item 1",
            "left",
            "drop second",
            "drop last"
        ]
    );
}

#[test]
fn parts_of_a_value_that_are_evaluated_before_a_yield_in_it() {
    #[generator]
    fn taken_apart(log: Log, ends: bool) -> impl Iterator<Item = u8> {
        let (_, mut number) = (log.noisy("part"), {
            if ends {
                yield_!(1);
                return;
            }
            2
        });
        number += 1;
        log.say(number);
    }
    assert_eq!(log_of(|log| taken_apart(log, false)), ["drop part", "3"]);
    assert_eq!(
        log_of(|log| taken_apart(log, true)),
        ["item 1", "drop part"]
    );
}

#[test]
fn a_variable_whose_type_comes_late_is_hidden_before_the_next_yield() {
    #[generator]
    fn hidden(list: &[u8], waits: bool) -> impl Iterator<Item = &u8> {
        let offset = match waits {
            true => {
                yield_!(&list[0]);
                0
            }
            false => 1,
        };
        let offset = move |n: usize| offset + n;
        yield_!(&list[offset(1)]);
        yield_!(&list[offset(0)]);
    }
    assert!(hidden(&[7, 8, 9], false).eq(&[9, 8]));
    assert!(hidden(&[7, 8, 9], true).eq(&[7, 8, 7]));
}

#[test]
fn a_variable_called_local_whose_type_comes_late() {
    #[generator]
    fn named(list: Option<Vec<u8>>) -> impl Iterator<Item = Option<u8>> {
        let _local = (list?, {
            yield_!(Some(0));
        })
            .0;
        yield_!(Some(1));
        yield_!(_local.last().copied());
    }
    assert!(named(Some(vec![5, 6])).eq([Some(0), Some(1), Some(6)]));
    assert!(named(None).eq([None]));
}

#[test]
fn what_a_pattern_left_is_moved_with_the_whole() {
    #[generator]
    fn moved(log: Log) -> impl Iterator<Item = u8> {
        let pair = (log.noisy("pair"), 2);
        let (_, number) = pair;
        drop(pair);
        yield_!(number);
        log.say("end");
    }
    assert_eq!(log_of(moved), ["drop pair", "item 2", "end"]);
}

#[test]
fn a_local_that_a_yield_moves_behind_a_jump_to_the_same_end() {
    #[generator]
    fn once(log: Log, early: bool) -> impl Iterator<Item = Noisy> {
        let mut noisy = log.noisy("noisy");
        let mut rounds = 0;
        'all: loop {
            if early {
                break 'all;
            }
            yield_!(noisy);
            break;
        }
    }
    let run = |early: bool| {
        let log = Log::new();
        let names: Vec<&str> = once(log.clone(), early).map(|noisy| noisy.name()).collect();
        (names, log.take())
    };
    assert_eq!(run(false), (vec!["noisy"], vec!["drop noisy".to_owned()]));
    assert_eq!(run(true), (vec![], vec!["drop noisy".to_owned()]));
}

#[test]
fn a_loop_that_is_left_between_a_yield_and_an_assignment_to_what_is_kept_in_parts() {
    #[generator]
    fn items(log: Log, leave: bool) -> impl Iterator<Item = u8> {
        let mut pair = (log.noisy("first"), log.noisy("second"));
        for round in 0..2 {
            let mut number = 0;
            loop {
                number += 1;
                if number > 2 {
                    break;
                }
                drop(pair.1);
                yield_!(number);
                if leave {
                    break;
                }
                pair = (log.noisy("third"), log.noisy("fourth"));
            }
            log.say(round);
            pair = (log.noisy("fifth"), log.noisy("sixth"));
        }
    }
    assert_eq!(
        log_of(|log| items(log.clone(), true)),
        [
            "drop second",
            "item 1",
            "0",
            "drop first",
            "drop sixth",
            "item 1",
            "1",
            "drop fifth",
            "drop fifth",
            "drop sixth",
        ]
    );
    let rounds = |old: [&'static str; 2], number: &'static str| {
        [
            old[1],
            "item 1",
            old[0],
            "drop fourth",
            "item 2",
            "drop third",
            number,
            "drop third",
            "drop fourth",
        ]
    };
    assert_eq!(
        log_of(|log| items(log.clone(), false)),
        [
            &rounds(["drop first", "drop second"], "0")[..],
            &rounds(["drop fifth", "drop sixth"], "1"),
            &["drop fifth", "drop sixth"],
        ]
        .concat()
    );
}

#[test]
fn a_value_for_two_variables_of_which_one_is_only_kept() {
    #[generator]
    fn items(log: Log, yields: bool) -> impl Iterator<Item = u8> {
        let mut kept = log.noisy("kept");
        for mut item in vec![log.noisy("item")] {
            (kept, item) = if yields {
                yield_!(0);
                (log.noisy("new"), item)
            } else {
                (item, log.noisy("new"))
            };
        }
    }
    assert_eq!(
        log_of(|log| items(log.clone(), true)),
        ["item 0", "drop kept", "drop item", "drop new"]
    );
    assert_eq!(
        log_of(|log| items(log.clone(), false)),
        ["drop kept", "drop new", "drop item"]
    );
}
