//! When values are dropped: where the plain function would drop them.

#![allow(
    clippy::all,
    clippy::pedantic,
    unused_qualifications,
    unused_assignments,
    unused_variables,
    dead_code,
    reason = "every way of writing a thing is tried, also the clumsy ones"
)]

use std::any::Any;
use std::cell::Cell;
use std::rc::Rc;

use gen_runtime::{generator, yield_};
use support::{Log, Noisy, by_next, items_of, log_of, log_of_first, panic_of};

#[generator]
fn straight(log: Log) -> impl Iterator<Item = u8> {
    let _a = log.noisy("a");
    yield_!(1);
    let _b = log.noisy("b");
    yield_!(2);
    let _c = log.noisy("c");
    log.say("end");
}

#[test]
fn in_reverse_order_at_the_end() {
    assert_eq!(
        log_of(straight),
        ["item 1", "item 2", "end", "drop c", "drop b", "drop a"]
    );
}

#[test]
fn what_is_alive_after_each_item() {
    assert_eq!(log_of_first(0, straight), ["--"]);
    assert_eq!(log_of_first(1, straight), ["item 1", "--", "drop a"]);
    assert_eq!(
        log_of_first(2, straight),
        ["item 1", "item 2", "--", "drop b", "drop a"]
    );
}

#[test]
fn everything_is_dropped_with_the_last_next_not_with_the_generator() {
    let log = Log::new();
    let mut generator = straight(log.clone());
    assert_eq!(by_next(&mut generator, 2), [1, 2]);
    assert_eq!(generator.next(), None);
    log.say("after");
    assert_eq!(generator.next(), None);
    drop(generator);
    assert_eq!(log.take(), ["end", "drop c", "drop b", "drop a", "after"]);
}

#[generator]
fn with_arguments(
    a: Noisy,
    _: Noisy,
    (b, _): (Noisy, Noisy),
    _c: Noisy,
    log: Log,
) -> impl Iterator<Item = &'static str> {
    let _local = log.noisy("local");
    yield_!(a.name());
    yield_!(b.name());
}

fn make_with_arguments(log: Log) -> impl Iterator<Item = &'static str> {
    let [a, ignored, b, rest, c] = ["a", "ignored", "b", "rest", "c"].map(|name| log.noisy(name));
    with_arguments(a, ignored, (b, rest), c, log)
}

#[test]
fn arguments_of_a_generator_never_started_in_declaration_order() {
    assert_eq!(
        log_of_first(0, make_with_arguments),
        [
            "--",
            "drop a",
            "drop ignored",
            "drop b",
            "drop rest",
            "drop c"
        ]
    );
}

#[test]
fn arguments_of_a_started_generator_in_reverse_after_its_locals() {
    assert_eq!(
        log_of_first(1, make_with_arguments),
        [
            "item a",
            "--",
            "drop local",
            "drop c",
            "drop b",
            "drop rest",
            "drop ignored",
            "drop a"
        ]
    );
}

#[test]
fn arguments_at_the_end() {
    assert_eq!(
        log_of(make_with_arguments),
        [
            "item a",
            "item b",
            "drop local",
            "drop c",
            "drop b",
            "drop rest",
            "drop ignored",
            "drop a"
        ]
    );
}

#[test]
fn a_receiver_is_an_argument() {
    struct Owner {
        field: Noisy,
        _unused: Noisy,
    }
    impl Owner {
        #[generator]
        fn names(self, other: Noisy) -> impl Iterator<Item = &'static str> {
            yield_!(self.field.name());
            yield_!(other.name());
        }
    }
    let make = |log: Log| {
        Owner {
            field: log.noisy("field"),
            _unused: log.noisy("unused"),
        }
        .names(log.noisy("other"))
    };
    assert_eq!(
        log_of_first(0, make),
        ["--", "drop field", "drop unused", "drop other"]
    );
    assert_eq!(
        log_of_first(1, make),
        [
            "item field",
            "--",
            "drop other",
            "drop field",
            "drop unused"
        ]
    );
    assert_eq!(
        log_of(make),
        [
            "item field",
            "item other",
            "drop other",
            "drop field",
            "drop unused"
        ]
    );
}

#[test]
fn a_guard_never_mentioned_again_lives_to_the_end_of_its_scope() {
    #[generator]
    fn guarded(log: Log) -> impl Iterator<Item = u8> {
        yield_!(0);
        {
            let _guard = log.noisy("guard");
            yield_!(1);
            log.say("between");
            yield_!(2);
            log.say("last");
        }
        yield_!(3);
    }
    assert_eq!(
        log_of(guarded),
        [
            "item 0",
            "item 1",
            "between",
            "item 2",
            "last",
            "drop guard",
            "item 3"
        ]
    );
    assert_eq!(
        log_of_first(2, guarded),
        ["item 0", "item 1", "--", "drop guard"]
    );
    assert_eq!(
        log_of_first(4, guarded),
        [
            "item 0",
            "item 1",
            "between",
            "item 2",
            "last",
            "drop guard",
            "item 3",
            "--"
        ]
    );
}

#[test]
fn a_guard_inside_a_generic_type() {
    struct OnDrop<F: FnMut()>(F);
    impl<F: FnMut()> Drop for OnDrop<F> {
        fn drop(&mut self) {
            (self.0)();
        }
    }
    #[generator]
    fn guarded<F: FnMut()>(log: Log, f: F) -> impl Iterator<Item = u8> {
        let _guard = OnDrop(f);
        let _list = vec![Some(log.noisy("nested"))];
        yield_!(1);
    }
    let make = |log: Log| {
        let own = log.clone();
        guarded(log, move || own.say("on drop"))
    };
    assert_eq!(log_of(make), ["item 1", "drop nested", "on drop"]);
    assert_eq!(
        log_of_first(1, make),
        ["item 1", "--", "drop nested", "on drop"]
    );
}

#[test]
fn a_value_moved_before_the_yield_is_gone() {
    #[generator]
    fn moving(log: Log) -> impl Iterator<Item = u8> {
        let a = log.noisy("a");
        let b = log.noisy("b");
        let c = log.noisy("c");
        drop(a);
        yield_!(1);
        let list = vec![c];
        yield_!(list.len() as u8 + 1);
        drop(b);
        yield_!(3);
    }
    assert_eq!(
        log_of(moving),
        ["drop a", "item 1", "item 2", "drop b", "item 3", "drop c"]
    );
    assert_eq!(
        log_of_first(1, moving),
        ["drop a", "item 1", "--", "drop c", "drop b"]
    );
    assert_eq!(
        log_of_first(2, moving),
        ["drop a", "item 1", "item 2", "--", "drop c", "drop b"]
    );
}

#[test]
fn a_value_yielded_belongs_to_the_caller() {
    #[generator]
    fn giving(log: Log) -> impl Iterator<Item = Noisy> {
        let a = log.noisy("a");
        let b = log.noisy("b");
        yield_!(a);
        yield_!(b);
        log.say("end");
    }
    assert_eq!(
        log_of(giving),
        ["item a", "drop a", "item b", "drop b", "end"]
    );
    assert_eq!(
        log_of_first(1, giving),
        ["item a", "drop a", "--", "drop b"]
    );
}

#[test]
fn moved_and_assigned_again_after_the_yield() {
    #[generator]
    fn batches(log: Log) -> impl Iterator<Item = String> {
        let mut batch = vec![log.noisy("a")];
        yield_!(format!("{:?}", batch));
        consume(batch);
        yield_!("empty".to_string());
        batch = vec![log.noisy("b"), log.noisy("c")];
        yield_!(format!("{:?}", batch));
        batch = vec![];
        yield_!(format!("{:?}", batch));
    }
    fn consume(_: Vec<Noisy>) {}
    assert_eq!(
        log_of(batches),
        [
            "item [a]",
            "drop a",
            "item empty",
            "item [b, c]",
            "drop b",
            "drop c",
            "item []"
        ]
    );
    assert_eq!(
        log_of_first(2, batches),
        ["item [a]", "drop a", "item empty", "--"]
    );
    assert_eq!(
        log_of_first(3, batches),
        [
            "item [a]",
            "drop a",
            "item empty",
            "item [b, c]",
            "--",
            "drop b",
            "drop c"
        ]
    );
}

#[test]
fn moved_into_the_item_and_assigned_again_in_a_loop() {
    #[generator]
    fn batches(log: Log) -> impl Iterator<Item = usize> {
        let mut batch = Vec::new();
        for name in ["a", "b", "c"] {
            batch.push(log.noisy(name));
            if batch.len() == 2 {
                let full = batch;
                yield_!(full.len());
                batch = Vec::new();
            }
        }
        yield_!(batch.len() + 10);
    }
    assert_eq!(
        log_of(batches),
        ["item 2", "drop a", "drop b", "item 11", "drop c"]
    );
    assert_eq!(
        log_of_first(1, batches),
        ["item 2", "--", "drop a", "drop b"]
    );
}

#[test]
fn an_assignment_drops_the_old_value() {
    #[generator]
    fn replacing(log: Log) -> impl Iterator<Item = u8> {
        let mut slot = Some(log.noisy("a"));
        yield_!(u8::from(slot.is_some()));
        slot = Some(log.noisy("b"));
        yield_!(2);
        slot.take();
        yield_!(3);
        slot.replace(log.noisy("c"));
    }
    assert_eq!(
        log_of(replacing),
        ["item 1", "drop a", "item 2", "drop b", "item 3", "drop c"]
    );
    assert_eq!(
        log_of_first(3, replacing),
        ["item 1", "drop a", "item 2", "drop b", "item 3", "--"]
    );
}

#[test]
fn a_shadowed_local_survives_to_the_end_of_its_scope() {
    #[generator]
    fn shadows(log: Log) -> impl Iterator<Item = &'static str> {
        let x = log.noisy("first");
        yield_!(x.name());
        let x = log.noisy("second");
        yield_!(x.name());
        {
            let x = log.noisy("inner");
            yield_!(x.name());
        }
        let x = x.name();
        yield_!(x);
    }
    assert_eq!(
        log_of(shadows),
        [
            "item first",
            "item second",
            "item inner",
            "drop inner",
            "item second",
            "drop second",
            "drop first"
        ]
    );
    assert_eq!(
        log_of_first(3, shadows),
        [
            "item first",
            "item second",
            "item inner",
            "--",
            "drop inner",
            "drop second",
            "drop first"
        ]
    );
}

#[test]
fn a_shadowed_argument_survives_too() {
    #[generator]
    fn shadows(x: Noisy, log: Log) -> impl Iterator<Item = &'static str> {
        let x = log.noisy(if x.name() == "argument" { "local" } else { "?" });
        yield_!(x.name());
    }
    let make = |log: Log| shadows(log.noisy("argument"), log);
    assert_eq!(log_of(make), ["item local", "drop local", "drop argument"]);
    assert_eq!(
        log_of_first(1, make),
        ["item local", "--", "drop local", "drop argument"]
    );
}

#[test]
fn locals_of_a_loop_body_are_dropped_each_time_round() {
    #[generator]
    fn rounds(log: Log) -> impl Iterator<Item = u8> {
        let mut n = 0;
        while n < 3 {
            let _round = log.noisy(["0", "1", "2"][usize::from(n)]);
            n += 1;
            if n == 2 {
                continue;
            }
            yield_!(n);
        }
        log.say("end");
    }
    assert_eq!(
        log_of(rounds),
        ["item 1", "drop 0", "drop 1", "item 3", "drop 2", "end"]
    );
    assert_eq!(
        log_of_first(2, rounds),
        ["item 1", "drop 0", "drop 1", "item 3", "--", "drop 2"]
    );
}

#[test]
fn a_loop_variable_is_dropped_before_the_next_one() {
    #[generator]
    fn each(log: Log) -> impl Iterator<Item = &'static str> {
        for item in [log.noisy("a"), log.noisy("b"), log.noisy("c")] {
            yield_!(item.name());
            log.say("body");
        }
        log.say("end");
    }
    assert_eq!(
        log_of(each),
        [
            "item a", "body", "drop a", "item b", "body", "drop b", "item c", "body", "drop c",
            "end"
        ]
    );
    assert_eq!(
        log_of_first(1, each),
        ["item a", "--", "drop a", "drop b", "drop c"]
    );
}

#[test]
fn break_and_return_drop_what_they_leave() {
    #[generator]
    fn leaving(log: Log, by_return: bool) -> impl Iterator<Item = u8> {
        let _outer = log.noisy("outer");
        let mut rows = 0;
        'rows: loop {
            let _row = log.noisy("row");
            for cell in 0..2 {
                let _cell = log.noisy("cell");
                yield_!(cell);
                if by_return {
                    return;
                }
                if rows == 1 {
                    break 'rows;
                }
                if cell == 0 {
                    break;
                }
            }
            rows += 1;
        }
        log.say("after");
    }
    assert_eq!(
        log_of(|log| leaving(log, false)),
        [
            "item 0",
            "drop cell",
            "drop row",
            "item 0",
            "drop cell",
            "drop row",
            "after",
            "drop outer"
        ]
    );
    assert_eq!(
        log_of(|log| leaving(log, true)),
        ["item 0", "drop cell", "drop row", "drop outer"]
    );
}

#[test]
fn pattern_bindings_are_dropped_with_their_arm() {
    #[generator]
    fn arms(log: Log, pair: Option<(Noisy, Noisy)>) -> impl Iterator<Item = u8> {
        match pair {
            Some((a, _b)) => {
                let _local = log.noisy("local");
                yield_!(a.name().len() as u8);
                log.say("arm");
            }
            None => yield_!(0),
        }
        yield_!(9);
    }
    let make = |log: Log| arms(log.clone(), Some((log.noisy("a"), log.noisy("b"))));
    assert_eq!(
        log_of(make),
        ["item 1", "arm", "drop local", "drop b", "drop a", "item 9"]
    );
    assert_eq!(
        log_of_first(1, make),
        ["item 1", "--", "drop local", "drop b", "drop a"]
    );
}

#[test]
fn what_a_pattern_leaves_stays_with_its_owner() {
    #[generator]
    fn partly(log: Log) -> impl Iterator<Item = u8> {
        let pair = (log.noisy("taken"), log.noisy("left"));
        {
            let (taken, _) = pair;
            yield_!(taken.name().len() as u8);
        }
        yield_!(9);
    }
    assert_eq!(
        log_of(partly),
        ["item 5", "drop taken", "item 9", "drop left"]
    );
}

#[test]
fn if_let_bindings_are_dropped_with_their_block() {
    #[generator]
    fn blocks(log: Log, flag: bool) -> impl Iterator<Item = &'static str> {
        let entry = flag.then(|| log.noisy("entry"));
        if let Some(entry) = entry {
            yield_!(entry.name());
        } else {
            let _other = log.noisy("other");
            yield_!("none");
        }
        yield_!("end");
    }
    assert_eq!(
        log_of(|log| blocks(log, true)),
        ["item entry", "drop entry", "item end"]
    );
    assert_eq!(
        log_of(|log| blocks(log, false)),
        ["item none", "drop other", "item end"]
    );
}

#[test]
fn while_let_bindings_are_dropped_each_time_round() {
    #[generator]
    fn drained(log: Log) -> impl Iterator<Item = &'static str> {
        let mut stack = vec![log.noisy("a"), log.noisy("b"), log.noisy("c")];
        while let Some(top) = stack.pop() {
            yield_!(top.name());
        }
        log.say("end");
    }
    assert_eq!(
        log_of(drained),
        [
            "item c", "drop c", "item b", "drop b", "item a", "drop a", "end"
        ]
    );
    assert_eq!(
        log_of_first(1, drained),
        ["item c", "--", "drop c", "drop a", "drop b"]
    );
}

#[test]
fn a_deferred_local_is_dropped_where_it_was_declared() {
    #[generator]
    fn late(log: Log) -> impl Iterator<Item = u8> {
        let _late;
        let _early = log.noisy("early");
        yield_!(1);
        _late = log.noisy("late");
        yield_!(2);
    }
    assert_eq!(
        log_of(late),
        ["item 1", "item 2", "drop early", "drop late"]
    );
    assert_eq!(log_of_first(1, late), ["item 1", "--", "drop early"]);
    assert_eq!(
        log_of_first(2, late),
        ["item 1", "item 2", "--", "drop early", "drop late"]
    );
}

#[test]
fn an_unfinished_value_block_drops_what_it_has() {
    #[generator]
    fn values(log: Log, flag: bool) -> impl Iterator<Item = &'static str> {
        let value = if flag {
            let local = log.noisy("local");
            yield_!("in block");
            local
        } else {
            log.noisy("plain")
        };
        yield_!(value.name());
    }
    assert_eq!(
        log_of(|log| values(log, true)),
        ["item in block", "item local", "drop local"]
    );
    assert_eq!(
        log_of_first(1, |log| values(log, true)),
        ["item in block", "--", "drop local"]
    );
    assert_eq!(
        log_of(|log| values(log, false)),
        ["item plain", "drop plain"]
    );
}

#[test]
fn captures_of_a_closure_live_with_it() {
    #[generator]
    fn calling(log: Log) -> impl Iterator<Item = &'static str> {
        let captured = log.noisy("captured");
        let name = move || captured.name();
        yield_!(name());
        let _later = log.noisy("later");
        yield_!(name());
    }
    assert_eq!(
        log_of(calling),
        [
            "item captured",
            "item captured",
            "drop later",
            "drop captured"
        ]
    );
    assert_eq!(
        log_of_first(1, calling),
        ["item captured", "--", "drop captured"]
    );
}

#[test]
fn a_closure_that_copies_a_part_leaves_what_has_a_destructor_where_it_is() {
    struct Counted(Log, u32, (u8, &'static str));
    impl Drop for Counted {
        fn drop(&mut self) {
            self.0.say("drop counted");
        }
    }
    #[generator]
    fn calling(log: Log) -> impl Iterator<Item = u32> {
        let counted = Counted(log.clone(), 3, (4, "text"));
        let _later = log.noisy("later");
        let add = move |n| counted.1 + u32::from(counted.2.0) + n;
        yield_!(add(1));
        let boxed: Box<dyn Fn(u32) -> u32> = Box::new(add);
        yield_!(boxed(2));
        drop(boxed);
        yield_!(3);
    }
    let whole = ["item 8", "item 9", "item 3", "drop later", "drop counted"];
    assert_eq!(log_of(calling), whole);
    for (count, item) in ["item 8", "item 9", "item 3"].into_iter().enumerate() {
        let log = log_of_first(count + 1, calling);
        assert_eq!(log[count..], [item, "--", "drop later", "drop counted"]);
    }
}

#[test]
fn a_closure_that_moves_a_part_out_of_what_has_a_destructor_takes_all_of_it() {
    struct Counted(Log, String);
    impl Drop for Counted {
        fn drop(&mut self) {
            self.0.say("drop counted");
        }
    }
    #[generator]
    fn calling(log: Log) -> impl Iterator<Item = usize> {
        let counted = Counted(log.clone(), "text".to_owned());
        let length = move || counted.1.len();
        let _later = log.noisy("later");
        yield_!(length());
        drop(length);
        yield_!(0);
    }
    assert_eq!(
        log_of(calling),
        ["item 4", "drop counted", "item 0", "drop later"]
    );
}

#[test]
fn variables_of_a_match_guard_are_gone_after_it() {
    #[generator]
    fn classify(log: Log, n: u32) -> impl Iterator<Item = u32> {
        match n {
            n if {
                let guard = log.noisy("guard");
                guard.name().len() as u32 == n
            } =>
            {
                yield_!(n);
            }
            n @ (1 | 2) if matches!(log.see("second", Some(n)), Some(n) if n > 1) => yield_!(20),
            _ => yield_!(0),
        }
        yield_!(100);
    }
    assert_eq!(
        log_of(|log| classify(log, 5)),
        ["drop guard", "item 5", "item 100"]
    );
    assert_eq!(
        log_of(|log| classify(log, 2)),
        ["drop guard", "second", "item 20", "item 100"]
    );
}

/// Moves `value` by one of the statements that branch, if `moves`, and yields afterwards.
macro_rules! moved_on_some_paths {
    ($($name:ident($value:ident: $make:expr, $moves:ident) $statement:block)*) => {
        $(
            #[test]
            fn $name() {
                #[generator]
                fn items(log: Log, $moves: bool) -> impl Iterator<Item = u8> {
                    let _before = log.noisy("before");
                    let $value = $make(log.noisy("value"));
                    let _after = log.noisy("after");
                    $statement
                    yield_!(1);
                    log.say("on");
                    yield_!(2);
                    log.say("end");
                }
                assert_eq!(
                    log_of(|log| items(log, false)),
                    ["item 1", "on", "item 2", "end", "drop after", "drop value", "drop before"]
                );
                assert_eq!(
                    log_of(|log| items(log, true)),
                    ["drop value", "item 1", "on", "item 2", "end", "drop after", "drop before"]
                );
                assert_eq!(
                    log_of_first(1, |log| items(log, false)),
                    ["item 1", "--", "drop after", "drop value", "drop before"]
                );
                assert_eq!(
                    log_of_first(2, |log| items(log, true)),
                    ["drop value", "item 1", "on", "item 2", "--", "drop after", "drop before"]
                );
            }
        )*
    };
}

moved_on_some_paths! {
    what_an_if_moved(value: std::convert::identity, moves) {
        if moves {
            drop(value);
        }
    }
    what_an_else_moved(value: std::convert::identity, moves) {
        if !moves {
            let _ = 1;
        } else {
            drop(value);
        }
    }
    what_an_arm_moved(value: Some, moves) {
        match moves {
            true => drop(value),
            false => {}
        }
    }
    what_a_loop_moved(value: std::convert::identity, moves) {
        for round in 0..3 {
            if moves && round == 1 {
                drop(value);
                break;
            }
        }
    }
    what_a_loop_over_an_iterator_moved(value: std::convert::identity, moves) {
        let rounds = [1, 2, 3];
        for (round, _) in rounds.iter().rev().enumerate() {
            if moves && round == 1 {
                drop(value);
                break;
            }
        }
    }
    what_a_pattern_took(value: Some, moves) {
        if moves && let Some(inner) = value {
            drop(inner);
        }
    }
    what_the_other_side_of_a_condition_moved(value: std::convert::identity, moves) {
        let _done = moves && {
            drop(value);
            true
        };
    }
    what_an_operand_moved(value: Some, moves) {
        let _left = 1 + if moves { Some(value).iter().len() } else { 2 };
    }
    what_was_moved_behind_a_head_with_a_temporary(value: std::convert::identity, moves) {
        match String::from("a").len() + usize::from(moves) {
            2 => drop(value),
            _ => {}
        }
    }
    what_was_moved_further_in(value: std::convert::identity, moves) {
        if moves {
            let inner = value;
            match moves {
                true => {
                    while moves {
                        drop(inner);
                        break;
                    }
                }
                false => drop(inner),
            }
        }
    }
}

#[test]
fn what_was_moved_into_another_variable_on_some_paths() {
    #[generator]
    fn items(log: Log, moves: bool) -> impl Iterator<Item = u8> {
        let value = log.noisy("value");
        let _after = log.noisy("after");
        let other = if moves { Some(value) } else { None };
        yield_!(1);
        drop(other);
        yield_!(2);
    }
    assert_eq!(
        log_of(|log| items(log, false)),
        ["item 1", "item 2", "drop after", "drop value"]
    );
    assert_eq!(
        log_of(|log| items(log, true)),
        ["item 1", "drop value", "item 2", "drop after"]
    );
}

#[test]
fn what_a_method_on_some_paths_took() {
    #[generator]
    fn items(log: Log, takes: bool) -> impl Iterator<Item = u8> {
        let value = Some(log.noisy("value"));
        let _after = log.noisy("after");
        if takes {
            drop(value.unwrap());
        }
        yield_!(1);
        yield_!(2);
    }
    assert_eq!(
        log_of(|log| items(log, false)),
        ["item 1", "item 2", "drop after", "drop value"]
    );
    assert_eq!(
        log_of(|log| items(log, true)),
        ["drop value", "item 1", "item 2", "drop after"]
    );
}

#[test]
fn what_a_call_on_some_paths_took() {
    #[generator]
    fn items(log: Log, calls: bool) -> impl Iterator<Item = u8> {
        let value = log.noisy("value");
        let call = move || drop(value);
        let _after = log.noisy("after");
        if calls {
            call();
        }
        yield_!(1);
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(log, false)),
        ["item 1", "end", "drop after", "drop value"]
    );
    assert_eq!(
        log_of(|log| items(log, true)),
        ["drop value", "item 1", "end", "drop after"]
    );
}

#[test]
fn strong_counts_follow() {
    #[generator]
    fn holding(rc: Rc<Cell<u8>>) -> impl Iterator<Item = u8> {
        let second = rc.clone();
        yield_!(rc.get());
        drop(rc);
        yield_!(second.get());
        {
            let _third = second.clone();
            yield_!(2);
        }
        yield_!(3);
    }
    let rc = Rc::new(Cell::new(7));
    let mut generator = holding(rc.clone());
    let mut counts = vec![Rc::strong_count(&rc)];
    while generator.next().is_some() {
        counts.push(Rc::strong_count(&rc));
    }
    counts.push(Rc::strong_count(&rc));
    assert_eq!(counts, [2, 3, 2, 3, 2, 1]);
    for taken in 0..6 {
        let mut generator = holding(rc.clone());
        by_next(&mut generator, taken);
        drop(generator);
        assert_eq!(Rc::strong_count(&rc), 1, "dropped after {taken}");
        let mut generator = holding(rc.clone());
        by_next(&mut generator, taken);
        generator.for_each(drop);
        assert_eq!(Rc::strong_count(&rc), 1, "folded after {taken}");
    }
}

#[generator]
fn panicking(log: Log, argument: Noisy) -> impl Iterator<Item = u8> {
    let _outer = log.noisy("outer");
    yield_!(1);
    {
        let gone = log.noisy("gone");
        drop(gone);
        let _inner = log.noisy("inner");
        if argument.name() == "argument" {
            panic!("in the middle");
        }
    }
    yield_!(2);
}

fn make_panicking(log: &Log) -> impl Iterator<Item = u8> + use<> {
    panicking(log.clone(), log.noisy("argument"))
}

#[test]
fn a_panic_drops_what_is_alive_once() {
    let log = Log::new();
    let mut generator = make_panicking(&log);
    assert_eq!(generator.next(), Some(1));
    assert_eq!(panic_of(|| generator.next()), "in the middle");
    log.say("caught");
    drop(generator);
    assert_eq!(
        log.take(),
        [
            "drop gone",
            "drop inner",
            "drop outer",
            "drop argument",
            "caught"
        ]
    );
}

#[test]
fn a_panic_inside_fold_drops_what_is_alive_once() {
    for split in [0, 1] {
        let log = Log::new();
        let mut generator = make_panicking(&log);
        by_next(&mut generator, split);
        assert_eq!(panic_of(|| generator.for_each(drop)), "in the middle");
        assert_eq!(
            log.take(),
            ["drop gone", "drop inner", "drop outer", "drop argument"]
        );
    }
}

#[test]
fn a_panic_in_the_sink_of_fold_drops_what_is_alive_once() {
    for split in [0, 1] {
        let log = Log::new();
        let mut generator = straight(log.clone());
        by_next(&mut generator, split);
        let message = panic_of(|| {
            generator.for_each(|n| {
                if n == 2 {
                    panic!("enough");
                }
            });
        });
        assert_eq!(message, "enough");
        assert_eq!(log.take(), ["drop b", "drop a"]);
    }
}

#[test]
fn a_panicking_drop_does_not_stop_the_others() {
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            panic!("bomb");
        }
    }
    #[generator]
    fn armed(log: Log) -> impl Iterator<Item = u8> {
        let _first = log.noisy("first");
        let _bomb = Bomb;
        let _last = log.noisy("last");
        yield_!(1);
    }
    let log = Log::new();
    let mut suspended = armed(log.clone());
    suspended.next();
    assert_eq!(panic_of(|| drop(suspended)), "bomb");
    assert_eq!(log.take(), ["drop last", "drop first"]);
    let mut run_out = armed(log.clone());
    run_out.next();
    assert_eq!(panic_of(|| run_out.next()), "bomb");
    assert_eq!(log.take(), ["drop last", "drop first"]);
}

/// Where the compiler's `gen` blocks differ: after a panic they panic again, and temporaries of a head live across the
/// yields of its body.
mod plainer_than_nightly {
    use super::*;

    #[test]
    fn after_a_panic_there_are_no_more_items() {
        let mut generator = make_panicking(&Log::new());
        assert_eq!(generator.next(), Some(1));
        assert_eq!(panic_of(|| generator.next()), "in the middle");
        for _ in 0..3 {
            assert_eq!(generator.next(), None);
        }
        assert_eq!(generator.count(), 0);
    }

    #[test]
    fn temporaries_of_a_head_end_with_it() {
        #[generator]
        fn heads(log: Log) -> impl Iterator<Item = &'static str> {
            match log.noisy("match").name() {
                name => yield_!(name),
            }
            if let "if" = log.noisy("if").name() {
                yield_!("in if");
            }
            for c in log.noisy("for").name().split('o') {
                yield_!(c);
            }
        }
        assert_eq!(
            log_of(heads),
            [
                "drop match",
                "item match",
                "drop if",
                "item in if",
                "drop for",
                "item f",
                "item r"
            ]
        );
    }

    #[test]
    fn temporaries_of_a_yielded_operand_end_with_it() {
        #[generator]
        fn operands(log: Log) -> impl Iterator<Item = &'static str> {
            yield_!(log.noisy("operand").name());
            log.say("end");
        }
        assert_eq!(log_of(operands), ["drop operand", "item operand", "end"]);
    }
}

#[test]
fn what_the_pattern_of_a_for_leaves_lives_as_long_as_the_body() {
    #[generator]
    fn firsts(log: Log) -> impl Iterator<Item = &'static str> {
        let pairs = [
            (log.noisy("a"), log.noisy("b")),
            (log.noisy("c"), log.noisy("d")),
        ];
        for (first, _) in pairs {
            yield_!(first.name());
            log.say("body");
        }
    }
    assert_eq!(
        log_of(firsts),
        [
            "item a", "body", "drop a", "drop b", "item c", "body", "drop c", "drop d"
        ]
    );
}

#[test]
fn what_nested_patterns_leave_is_dropped_in_order() {
    struct Pair {
        inner: (Noisy, Noisy),
        number: u8,
    }
    #[generator]
    fn parts(log: Log) -> impl Iterator<Item = &'static str> {
        let inner = (log.noisy("two"), log.noisy("too"));
        let whole = (
            log.noisy("one"),
            Pair { inner, number: 1 },
            log.noisy("three"),
        );
        let (
            _,
            Pair {
                inner: (_, too),
                number: _number,
            },
            _,
        ) = whole;
        yield_!(too.name());
        log.say("before the end");
    }
    assert_eq!(
        log_of(parts),
        [
            "item too",
            "before the end",
            "drop too",
            "drop one",
            "drop two",
            "drop three"
        ]
    );
    assert_eq!(
        log_of_first(1, parts),
        [
            "item too",
            "--",
            "drop too",
            "drop one",
            "drop two",
            "drop three"
        ]
    );
}

#[test]
fn a_value_moved_on_one_way_to_a_join_lives_on_on_the_other() {
    #[generator]
    fn items(give: bool, log: Log) -> impl Iterator<Item = u8> {
        let value = log.noisy("value");
        let slot;
        if give {
            drop(value);
            yield_!(1);
            slot = log.noisy("slot");
            yield_!(2);
        } else {
            yield_!(3);
        }
        log.say("joined");
        yield_!(4);
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(true, log.clone())),
        [
            "drop value",
            "item 1",
            "item 2",
            "joined",
            "item 4",
            "end",
            "drop slot"
        ]
    );
    assert_eq!(
        log_of(|log| items(false, log.clone())),
        ["item 3", "joined", "item 4", "end", "drop value"]
    );
}

#[test]
fn an_arm_that_moves_nothing_leaves_the_value_where_it_was() {
    enum Either {
        One(Noisy),
        Other(Noisy),
    }
    #[generator]
    fn items(one: bool, log: Log) -> impl Iterator<Item = &'static str> {
        let value = log.noisy("value");
        let either = if one {
            Either::One(value)
        } else {
            Either::Other(value)
        };
        match either {
            Either::One(value) => yield_!(value.name()),
            Either::Other(..) => yield_!("other"),
        }
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(true, log.clone())),
        ["item value", "drop value", "end"]
    );
    assert_eq!(
        log_of(|log| items(false, log.clone())),
        ["item other", "end", "drop value"]
    );
}

#[test]
fn take_of_an_option_does_not_move_it() {
    #[generator]
    fn items(keep: bool, log: Log) -> impl Iterator<Item = u8> {
        let mut slot = Some(log.noisy("first"));
        drop(slot.take());
        if keep {
            slot = Some(log.noisy("second"));
        }
        yield_!(1);
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(true, log.clone())),
        ["drop first", "item 1", "end", "drop second"]
    );
    assert_eq!(
        log_of(|log| items(false, log.clone())),
        ["drop first", "item 1", "end"]
    );
}

#[test]
fn a_closure_over_numbers_is_not_carried_and_one_over_a_value_is() {
    #[generator]
    fn items(n: u32, log: Log) -> impl Iterator<Item = u32> {
        let add = |m: u32| m + n;
        yield_!(add(1));
        let value = log.noisy("value");
        let owner = move |m: u32| m + u32::from(value.name().is_empty());
        yield_!(owner(n));
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(1, log.clone())),
        ["item 2", "item 1", "end", "drop value"]
    );
}

#[test]
fn a_value_that_may_be_gone_is_kept_until_it_is_assigned() {
    #[generator]
    fn items(give: bool, again: bool, log: Log) -> impl Iterator<Item = u8> {
        let mut value = log.noisy("first");
        if give {
            drop(value);
            yield_!(1);
        } else {
            yield_!(2);
        }
        log.say("joined");
        for n in 3..5 {
            if again && n == 4 {
                value = log.noisy("second");
                log.say("assigned");
                yield_!(5);
            }
            yield_!(n);
        }
        log.say("end");
    }
    for give in [false, true] {
        for again in [false, true] {
            let mut expected = vec![];
            if give {
                expected.push("drop first");
            }
            expected.push(if give { "item 1" } else { "item 2" });
            expected.extend(["joined", "item 3"]);
            if again {
                if !give {
                    expected.push("drop first");
                }
                expected.extend(["assigned", "item 5"]);
            }
            expected.extend(["item 4", "end"]);
            if again {
                expected.push("drop second");
            } else if !give {
                expected.push("drop first");
            }
            assert_eq!(log_of(|log| items(give, again, log.clone())), expected);
        }
    }
}

#[test]
fn a_pattern_in_a_condition_moves_where_it_matches_only() {
    #[generator]
    fn chain(value: Result<Noisy, Noisy>, taken: bool, log: Log) -> impl Iterator<Item = u8> {
        if taken && let Ok(value) = value {
            drop(value);
        } else {
            log.say("else");
        }
        for number in 0..2 {
            yield_!(number);
        }
        log.say("end");
    }
    #[generator]
    fn head(value: Result<Noisy, Noisy>, log: Log) -> impl Iterator<Item = u8> {
        while let Ok(value) = value {
            drop(value);
            break;
        }
        for number in 0..2 {
            yield_!(number);
        }
        log.say("end");
    }
    assert_eq!(
        log_of(|log| chain(Err(log.noisy("failure")), true, log)),
        ["else", "item 0", "item 1", "end", "drop failure"]
    );
    assert_eq!(
        log_of(|log| chain(Ok(log.noisy("value")), false, log)),
        ["else", "item 0", "item 1", "end", "drop value"]
    );
    assert_eq!(
        log_of(|log| chain(Ok(log.noisy("value")), true, log)),
        ["drop value", "item 0", "item 1", "end"]
    );
    assert_eq!(
        log_of(|log| head(Err(log.noisy("failure")), log)),
        ["item 0", "item 1", "end", "drop failure"]
    );
    assert_eq!(
        log_of(|log| head(Ok(log.noisy("value")), log)),
        ["drop value", "item 0", "item 1", "end"]
    );
}

#[test]
fn what_the_head_of_a_loop_moves_is_gone_after_it() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = u8> {
        let mut value = log.noisy("first");
        let mut rounds = 0;
        while {
            let taken = value;
            taken.name();
            rounds < 1
        } {
            rounds += 1;
            value = log.noisy("second");
        }
        yield_!(1);
        value = log.noisy("last");
        yield_!(2);
        log.say(value.name());
    }
    assert_eq!(
        log_of(items),
        [
            "drop first",
            "drop second",
            "item 1",
            "item 2",
            "last",
            "drop last"
        ]
    );
}

#[test]
fn what_contains_a_closure_is_gone_after_a_method_took_it() {
    #[generator]
    fn lengths(values: Vec<Noisy>, log: Log) -> impl Iterator<Item = usize> {
        let captured = log.noisy("captured");
        let lengths = values
            .into_iter()
            .map(move |value| value.name().len() + captured.name().len());
        let all: Vec<usize> = lengths.collect();
        yield_!(all[0]);
        log.say("end");
    }
    #[generator]
    fn text(value: Option<Noisy>, log: Log) -> impl Iterator<Item = String> {
        let prefix = "the ".to_owned();
        let text = value.map(|value| format!("{prefix}{}", value.name()));
        yield_!(text.unwrap_or_default());
        log.say("end");
    }
    assert_eq!(
        log_of(|log| lengths(vec![log.noisy("one")], log)),
        ["drop one", "drop captured", "item 11", "end"]
    );
    assert_eq!(
        log_of(|log| text(Some(log.noisy("value")), log)),
        ["drop value", "item the value", "end"]
    );
}

#[test]
fn what_try_into_and_inspect_err_take_is_gone() {
    #[generator]
    fn converted(values: Vec<Noisy>, log: Log) -> impl Iterator<Item = usize> {
        let Ok::<[Noisy; 2], _>(pair) = values.try_into() else {
            yield_!(0);
            return;
        };
        yield_!(pair.len());
        log.say("end");
    }
    #[generator]
    fn inspected(value: Result<u32, Noisy>, log: Log) -> impl Iterator<Item = bool> {
        let failed = value.inspect_err(|error| log.say(error.name())).is_err();
        yield_!(failed);
        log.say("end");
    }
    assert_eq!(
        log_of(|log| converted(vec![log.noisy("one"), log.noisy("two")], log)),
        ["item 2", "end", "drop one", "drop two"]
    );
    // What the failure holds is dropped at the end of the `let … else`.
    assert_eq!(
        log_of(|log| converted(vec![log.noisy("one")], log)),
        ["drop one", "item 0"]
    );
    assert_eq!(
        log_of(|log| inspected(Err(log.noisy("error")), log)),
        ["error", "drop error", "item true", "end"]
    );
}

#[test]
fn what_downcast_takes_is_gone() {
    #[generator]
    fn numbers(values: Vec<Box<dyn Any>>, log: Log) -> impl Iterator<Item = i32> {
        for value in values {
            match value.downcast::<i32>() {
                Ok(number) => yield_!(*number),
                Err(_) => yield_!(0),
            }
            log.say("next");
        }
    }
    assert_eq!(
        log_of(|log| numbers(vec![Box::new(1), Box::new(log.noisy("value"))], log)),
        ["item 1", "next", "item 0", "drop value", "next"]
    );
}

#[test]
fn what_a_downcast_borrows_is_still_there() {
    struct Object(Noisy);
    impl Object {
        fn downcast(&self) -> usize {
            self.0.name().len()
        }
    }
    #[generator]
    fn lengths(object: Object) -> impl Iterator<Item = usize> {
        let length = object.downcast();
        yield_!(length);
    }
    assert_eq!(
        log_of(|log| lengths(Object(log.noisy("object")))),
        ["item 6", "drop object"]
    );
}

#[test]
fn what_the_entry_of_a_map_takes_is_gone() {
    use std::collections::{BTreeMap, HashMap, btree_map, hash_map};
    #[generator]
    fn counted(words: &[&'static str]) -> impl Iterator<Item = (&'static str, u32)> {
        let mut counts = HashMap::new();
        for &word in words {
            match counts.entry(word) {
                hash_map::Entry::Vacant(entry) => {
                    let count = *entry.insert(1);
                    yield_!((word, count));
                }
                hash_map::Entry::Occupied(entry) if *entry.get() == 2 => {
                    let (word, count) = entry.remove_entry();
                    yield_!((word, count + 1));
                }
                hash_map::Entry::Occupied(mut entry) => {
                    let before = entry.insert(2);
                    drop(entry);
                    yield_!((word, before + 1));
                }
            }
        }
        let entry = counts.entry("d").and_modify(|count| *count += 1);
        let count = *entry.or_insert(7);
        yield_!(("d", count));
        let entry = counts.entry("d");
        let count = *entry.or_default();
        yield_!(("d", count));
    }
    #[generator]
    fn removed(log: Log) -> impl Iterator<Item = u32> {
        let mut map = BTreeMap::new();
        if let btree_map::Entry::Vacant(entry) = map.entry(1) {
            entry.insert(log.noisy("one"));
            yield_!(1);
        }
        while let Some(entry) = map.first_entry() {
            let value = entry.remove();
            yield_!(2);
            log.say(value.name());
        }
    }
    assert_eq!(
        items_of(|| counted(&["a", "a", "b", "a"])),
        [("a", 1), ("a", 2), ("b", 1), ("a", 3), ("d", 7), ("d", 7)]
    );
    assert_eq!(
        log_of(|log| removed(log.clone())),
        ["item 1", "item 2", "one", "drop one"]
    );
}

#[test]
fn what_methods_called_like_those_of_entries_borrow_is_still_there() {
    struct Slot(Noisy);
    impl Slot {
        fn insert(&mut self, number: u32) -> u32 {
            number
        }
        fn remove(&self) -> u32 {
            2
        }
        fn or_insert(&self, number: u32) -> u32 {
            number
        }
    }
    enum Place {
        Vacant(Slot),
    }
    #[generator]
    fn numbers(place: Place, slots: [Slot; 2], log: Log) -> impl Iterator<Item = u32> {
        {
            let Place::Vacant(mut slot) = place;
            let number = slot.insert(1);
            yield_!(number);
            log.say("end of the block");
        }
        let [one, two] = slots;
        let number = one.remove();
        yield_!(number);
        let number = two.or_insert(3);
        yield_!(number);
        log.say("end");
    }
    let slot = |log: &Log, name| Slot(log.noisy(name));
    assert_eq!(
        log_of(|log| {
            let slots = [slot(&log, "one"), slot(&log, "two")];
            numbers(Place::Vacant(slot(&log, "vacant")), slots, log)
        }),
        [
            "item 1",
            "end of the block",
            "drop vacant",
            "item 2",
            "item 3",
            "end",
            "drop two",
            "drop one"
        ]
    );
}

#[test]
fn what_rfold_and_break_value_take_is_gone() {
    use std::ops::ControlFlow;
    #[generator]
    fn numbers(list: Vec<u32>, flow: ControlFlow<Noisy, u32>) -> impl Iterator<Item = u32> {
        let numbers = list.into_iter();
        let sum = numbers.rfold(0, |sum, number| sum * 10 + number);
        yield_!(sum);
        let noisy = flow.break_value();
        yield_!(u32::from(noisy.is_some()));
    }
    assert_eq!(
        log_of(|log| numbers(vec![1, 2], ControlFlow::Break(log.noisy("flow")))),
        ["item 21", "item 1", "drop flow"]
    );
}

#[test]
fn what_a_macro_gives_a_name_of_its_own_is_not_moved() {
    macro_rules! told {
        ($log:expr, $name:ident = $value:expr) => {
            $log.say(format_args!("{} is {}", stringify!($name), $value.name()))
        };
    }
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = usize> {
        let printed = log.noisy("printed");
        let told = log.noisy("told");
        let text = format!("{name} {0}", 1, name = printed.name());
        yield_!(format!("{noisy:?}{log:?}", noisy = &printed, log = text).len());
        told!(log, user = told);
        yield_!(2);
        let last = log.noisy("last");
        yield_!(3);
        drop(format!("{printed:?}", printed = last));
        yield_!(4);
    }
    let told = log_of(items);
    assert_eq!(
        told[1..],
        [
            "user is told",
            "item 2",
            "item 3",
            "item 4",
            "drop last",
            "drop told",
            "drop printed"
        ]
    );
}

#[test]
fn what_a_pattern_takes_on_one_path_lives_to_the_end_on_the_other() {
    struct Pair {
        one: Noisy,
        two: Noisy,
    }
    enum Shape {
        Line(Noisy, Noisy),
        Point(Noisy),
    }
    #[generator]
    fn items(log: Log, takes: bool) -> impl Iterator<Item = usize> {
        let pair = Pair {
            one: log.noisy("one"),
            two: log.noisy("two"),
        };
        if takes {
            let Pair { one, two } = pair;
            log.say(format_args!("{} {}", two.name(), one.name()));
        }
        let shape = Shape::Line(log.noisy("from"), log.noisy("to"));
        let point = if takes {
            match shape {
                Shape::Line(from, _to) => Some(from),
                Shape::Point(at) => Some(at),
            }
        } else {
            None
        };
        let boxed = Box::new(log.noisy("boxed"));
        let unboxed = if takes { Some(*boxed) } else { None };
        yield_!(usize::from(point.is_some()) + usize::from(unboxed.is_some()));
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(log.clone(), false)),
        [
            "item 0",
            "end",
            "drop boxed",
            "drop from",
            "drop to",
            "drop one",
            "drop two"
        ]
    );
    assert_eq!(
        log_of_first(1, |log| items(log.clone(), false)),
        [
            "item 0",
            "--",
            "drop boxed",
            "drop from",
            "drop to",
            "drop one",
            "drop two"
        ]
    );
    assert_eq!(
        log_of(|log| items(log.clone(), true)),
        [
            "two one",
            "drop two",
            "drop one",
            "drop to",
            "item 2",
            "end",
            "drop boxed",
            "drop from"
        ]
    );
}

#[test]
fn the_one_that_is_not_chosen_stays_where_it_is() {
    struct Plan(Noisy, Vec<u32>);
    impl Plan {
        fn shorter(&self, other: &Self) -> bool {
            self.1.len() < other.1.len()
        }
    }
    #[generator]
    fn items(log: Log, numbers: Vec<u32>) -> impl Iterator<Item = u32> {
        let one = Plan(log.noisy("one"), vec![1]);
        let other = Plan(log.noisy("other"), numbers);
        let best = if one.shorter(&other) { one } else { other };
        for number in best.1.clone() {
            yield_!(number);
        }
        log.say("end");
    }
    #[generator]
    fn parts(log: Log, numbers: Vec<u32>) -> impl Iterator<Item = u32> {
        let one = Plan(log.noisy("one"), vec![1]);
        let other = Plan(log.noisy("other"), numbers);
        let best = if one.shorter(&other) { one } else { other };
        for number in best.1 {
            yield_!(number);
        }
        log.say("end");
    }
    for items in [
        log_of(|log| items(log, vec![2, 3])),
        log_of(|log| parts(log, vec![2, 3])),
    ] {
        assert_eq!(items, ["item 1", "end", "drop one", "drop other"]);
    }
    for items in [
        log_of(|log| items(log, vec![])),
        log_of(|log| parts(log, vec![])),
    ] {
        assert_eq!(items, ["end", "drop other", "drop one"]);
    }
}

#[test]
fn only_the_characters_of_a_text_have_nothing_to_drop() {
    struct Text(Log);
    impl Text {
        fn chars(&self) -> impl Iterator<Item = Noisy> + use<> {
            ["x", "y"].map(|name| self.0.noisy(name)).into_iter()
        }
    }
    #[generator]
    fn items(log: Log, text: &str) -> impl Iterator<Item = usize> {
        let mut places = text.trim().char_indices().peekable();
        while let Some((place, c)) = places.next() {
            let _round = log.noisy("round");
            if let Some(digit) = c.to_digit(10) {
                yield_!(digit as usize);
            } else {
                let len = c.len_utf8();
                yield_!(place + len);
            }
            log.say(c);
        }
        let text = Text(log.clone());
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let length = c.name().len();
            yield_!(length);
            log.say("next");
        }
    }
    assert_eq!(
        log_of(|log| items(log, " 7é ")),
        [
            "item 7",
            "7",
            "drop round",
            "item 3",
            "é",
            "drop round",
            "item 1",
            "next",
            "drop x",
            "item 1",
            "next",
            "drop y"
        ]
    );
}
