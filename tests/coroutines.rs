//! What rustc's own tests of coroutines look at: locals on every kind of path, moved, replaced, half initialised.

#![allow(
    clippy::all,
    clippy::pedantic,
    unused_qualifications,
    unused_assignments,
    reason = "every way of writing a thing is tried, also the clumsy ones"
)]

use std::cell::Cell;
use std::collections::VecDeque;
use std::rc::Rc;

use gen_runtime::{generator, yield_, yield_from};
use support::{Log, Noisy, by_next, items_of, log_of, log_of_first};

#[test]
fn a_return_before_the_first_yield() {
    #[generator]
    fn never(stop: bool) -> impl Iterator<Item = u8> {
        if stop {
            return;
        }
        yield_!(1);
    }
    assert_eq!(items_of(|| never(true)), []);
    assert_eq!(items_of(|| never(false)), [1]);
}

#[test]
fn an_argument_that_only_a_loop_condition_reads() {
    #[generator]
    fn while_on(flag: Rc<Cell<bool>>) -> impl Iterator<Item = ()> {
        while flag.get() {
            yield_!();
        }
    }
    let flag = Rc::new(Cell::new(true));
    let mut generator = while_on(Rc::clone(&flag));
    assert_eq!(by_next(&mut generator, 3).len(), 3);
    flag.set(false);
    assert_eq!(generator.next(), None);
    flag.set(true);
    assert_eq!(generator.next(), None);
}

#[test]
fn breaking_and_continuing_before_and_after_a_yield() {
    #[generator]
    fn steps(commands: &str) -> impl Iterator<Item = char> {
        for command in commands.chars() {
            match command {
                'b' => break,
                'c' => continue,
                'y' => {
                    yield_!('y');
                    continue;
                }
                'z' => {
                    yield_!('z');
                    break;
                }
                _ => {}
            }
            yield_!('-');
        }
        yield_!('.');
    }
    assert_eq!(items_of(|| steps("")), ['.']);
    assert_eq!(items_of(|| steps("ab")), ['-', '.']);
    assert_eq!(items_of(|| steps("ccyax")), ['y', '-', '-', '.']);
    assert_eq!(items_of(|| steps("yzaa")), ['y', 'z', '.']);
}

#[test]
fn a_block_with_a_yield_that_is_never_run() {
    #[generator]
    fn unused(flag: bool, log: Log) -> impl Iterator<Item = u8> {
        if flag {
            let _x = {
                yield_!(1);
                log.noisy("x")
            };
            let _y = {
                yield_!(2);
                log.noisy("y")
            };
            yield_!(3);
        }
        log.say("end");
    }
    assert_eq!(log_of(|log| unused(false, log)), ["end"]);
    assert_eq!(
        log_of(|log| unused(true, log)),
        ["item 1", "item 2", "item 3", "drop y", "drop x", "end"]
    );
    assert_eq!(
        log_of_first(2, |log| unused(true, log)),
        ["item 1", "item 2", "--", "drop x"]
    );
}

#[test]
fn a_value_handed_over_in_one_arm_is_dropped_there() {
    fn consume(value: Noisy) {
        drop(value);
    }
    #[generator]
    fn maybe(give_away: bool, log: Log) -> impl Iterator<Item = u8> {
        let value = log.noisy("value");
        if give_away {
            consume(value);
            yield_!(1);
            log.say("given");
        } else {
            yield_!(2);
            log.say(value.name());
        }
    }
    assert_eq!(
        log_of(|log| maybe(true, log)),
        ["drop value", "item 1", "given"]
    );
    assert_eq!(
        log_of(|log| maybe(false, log)),
        ["item 2", "value", "drop value"]
    );
    assert_eq!(
        log_of_first(1, |log| maybe(false, log)),
        ["item 2", "--", "drop value"]
    );
}

#[test]
fn moved_and_filled_again_in_a_loop_that_yields_in_between() {
    #[generator]
    fn relay(log: Log) -> impl Iterator<Item = u8> {
        let mut slot = log.noisy("first");
        let mut round = 0;
        while round < 3 {
            drop(slot);
            yield_!(round);
            slot = log.noisy("next");
            yield_!(round + 10);
            round += 1;
        }
        log.say(slot.name());
    }
    assert_eq!(
        log_of(relay),
        [
            "drop first",
            "item 0",
            "item 10",
            "drop next",
            "item 1",
            "item 11",
            "drop next",
            "item 2",
            "item 12",
            "next",
            "drop next"
        ]
    );
    assert_eq!(log_of_first(1, relay), ["drop first", "item 0", "--"]);
    assert_eq!(
        log_of_first(2, relay),
        ["drop first", "item 0", "item 10", "--", "drop next"]
    );
}

#[test]
fn an_uninitialised_local_across_an_inner_loop_of_yields() {
    #[generator]
    fn late(rounds: u8, log: Log) -> impl Iterator<Item = u8> {
        let mut slot = log.noisy("slot");
        drop(slot);
        let mut count = 0;
        while count < rounds {
            for i in 0..2 {
                yield_!(i);
            }
            slot = log.noisy("again");
            log.say(slot.name());
            drop(slot);
            count += 1;
        }
        log.say("end");
    }
    assert_eq!(log_of(|log| late(0, log)), ["drop slot", "end"]);
    assert_eq!(
        log_of(|log| late(2, log)),
        [
            "drop slot",
            "item 0",
            "item 1",
            "again",
            "drop again",
            "item 0",
            "item 1",
            "again",
            "drop again",
            "end"
        ]
    );
}

#[test]
fn an_assignment_and_a_continue() {
    #[generator]
    fn keep_last(keep: bool, log: Log) -> impl Iterator<Item = u8> {
        let mut slot = Some(log.noisy("start"));
        let mut count = 0;
        drop(std::mem::take(&mut slot));
        while count < 2 {
            count += 1;
            yield_!(count);
            if keep {
                slot = Some(log.noisy("kept"));
                continue;
            }
            log.say("not kept");
        }
    }
    assert_eq!(
        log_of(|log| keep_last(true, log)),
        ["drop start", "item 1", "item 2", "drop kept", "drop kept"]
    );
    assert_eq!(
        log_of(|log| keep_last(false, log)),
        ["drop start", "item 1", "not kept", "item 2", "not kept"]
    );
    assert_eq!(
        log_of_first(2, |log| keep_last(true, log)),
        ["drop start", "item 1", "item 2", "--", "drop kept"]
    );
}

#[test]
fn a_guard_that_assigns_before_another_arm_yields() {
    #[generator]
    fn refilled(answer: bool) -> impl Iterator<Item = usize> {
        let mut list = vec![22];
        drop(list);
        match answer {
            true if {
                list = vec![1, 2, 3];
                list.len() > 5
            } =>
            {
                yield_!(0);
            }
            _ => {
                yield_!(1);
            }
        }
        list = vec![7];
        yield_!(list[0]);
    }
    assert_eq!(items_of(|| refilled(true)), [1, 7]);
    assert_eq!(items_of(|| refilled(false)), [1, 7]);
}

#[test]
fn a_local_given_away_in_the_head_of_a_match() {
    #[generator]
    fn consumed(log: Log) -> impl Iterator<Item = u8> {
        let client = log.noisy("client");
        match drop(client) {
            () => {
                log.say("arm");
                yield_!(1);
            }
        }
        yield_!(2);
    }
    assert_eq!(log_of(consumed), ["drop client", "arm", "item 1", "item 2"]);
}

#[test]
fn what_a_statement_makes_is_gone_before_the_next_yield() {
    #[generator]
    fn statement(log: Log) -> impl Iterator<Item = usize> {
        log.noisy("temporary").name();
        yield_!(1);
        let length = log.noisy("another").name().len();
        yield_!(length);
        _ = log.noisy("third");
        yield_!(3);
    }
    assert_eq!(
        log_of(statement),
        [
            "drop temporary",
            "item 1",
            "drop another",
            "item 7",
            "drop third",
            "item 3"
        ]
    );
}

#[test]
fn the_arguments_are_dropped_once_started_or_not() {
    #[generator]
    fn holds(value: Rc<()>) -> impl Iterator<Item = usize> {
        loop {
            yield_!(Rc::strong_count(&value));
        }
    }
    let value = Rc::new(());
    let generator = holds(Rc::clone(&value));
    assert_eq!(Rc::strong_count(&value), 2);
    drop(generator);
    assert_eq!(Rc::strong_count(&value), 1);
    for count in 1..4 {
        let mut generator = holds(Rc::clone(&value));
        assert_eq!(by_next(&mut generator, count), vec![2; count]);
        drop(generator);
        assert_eq!(Rc::strong_count(&value), 1);
    }
}

#[test]
fn a_closure_that_owns_a_local_is_dropped_in_its_turn() {
    #[generator]
    fn closures(log: Log) -> impl Iterator<Item = &'static str> {
        let first = log.noisy("first");
        let second = log.noisy("second");
        let name = move || second.name();
        let third = log.noisy("third");
        yield_!(name());
        yield_!(first.name());
        yield_!(third.name());
        yield_!(name());
    }
    assert_eq!(
        log_of(closures),
        [
            "item second",
            "item first",
            "item third",
            "item second",
            "drop third",
            "drop second",
            "drop first"
        ]
    );
    assert_eq!(
        log_of_first(1, closures),
        [
            "item second",
            "--",
            "drop third",
            "drop second",
            "drop first"
        ]
    );
}

enum Shape {
    Named(Noisy),
    Pair(Noisy, Noisy),
    Nothing,
}

fn shape(log: &Log, kind: u8) -> Shape {
    match kind {
        0 => Shape::Named(log.noisy("name")),
        1 => Shape::Pair(log.noisy("left"), log.noisy("right")),
        _ => Shape::Nothing,
    }
}

#[test]
fn match_bindings_by_move_live_across_the_yields_of_their_arm() {
    #[generator]
    fn parts(kind: u8, log: Log) -> impl Iterator<Item = &'static str> {
        match shape(&log, kind) {
            Shape::Named(name) => {
                yield_!(name.name());
                log.say("named");
            }
            Shape::Pair(left, right) => {
                yield_!(left.name());
                drop(left);
                yield_!(right.name());
                log.say("pair");
            }
            Shape::Nothing => yield_!("nothing"),
        }
        log.say("end");
    }
    assert_eq!(
        log_of(|log| parts(0, log)),
        ["item name", "named", "drop name", "end"]
    );
    assert_eq!(
        log_of(|log| parts(1, log)),
        [
            "item left",
            "drop left",
            "item right",
            "pair",
            "drop right",
            "end"
        ]
    );
    assert_eq!(log_of(|log| parts(2, log)), ["item nothing", "end"]);
    assert_eq!(
        log_of_first(1, |log| parts(1, log)),
        ["item left", "--", "drop right", "drop left"]
    );
    assert_eq!(
        log_of_first(2, |log| parts(1, log)),
        ["item left", "drop left", "item right", "--", "drop right"]
    );
}

#[test]
fn two_alternatives_that_bind_the_same_name() {
    enum Either {
        A(Noisy, u8),
        B { tag: u8, value: Noisy },
    }
    #[generator]
    fn values(either: Either, log: Log) -> impl Iterator<Item = String> {
        match either {
            Either::A(value, tag) | Either::B { tag, value } if tag > 0 => {
                yield_!(format!("{value} {tag}"));
                log.say("after");
            }
            Either::A(value, _) | Either::B { value, tag: _ } => {
                yield_!(format!("{value} without"));
                log.say("end");
            }
        }
    }
    assert_eq!(
        log_of(|log| values(Either::A(log.noisy("a"), 1), log)),
        ["item a 1", "after", "drop a"]
    );
    assert_eq!(
        log_of(|log| values(
            Either::B {
                tag: 2,
                value: log.noisy("b")
            },
            log
        )),
        ["item b 2", "after", "drop b"]
    );
    assert_eq!(
        log_of(|log| values(Either::A(log.noisy("a"), 0), log)),
        ["item a without", "end", "drop a"]
    );
}

#[test]
fn a_binding_of_a_match_with_a_guard_that_fails_stays_with_its_owner() {
    #[generator]
    fn guarded(log: Log) -> impl Iterator<Item = &'static str> {
        let value = Some(log.noisy("value"));
        match value {
            Some(inner) if inner.name().len() > 10 => yield_!("long"),
            Some(inner) if log.see("second guard", inner.name().len() == 5) => {
                yield_!("five");
                log.say(inner.name());
            }
            Some(_) | None => yield_!("other"),
        }
        yield_!("end");
    }
    assert_eq!(
        log_of(guarded),
        [
            "second guard",
            "item five",
            "value",
            "drop value",
            "item end"
        ]
    );
}

#[test]
fn a_slot_that_a_loop_takes_and_puts_back() {
    #[generator]
    fn pass_on(log: Log) -> impl Iterator<Item = &'static str> {
        let mut names = ["b", "c"].into_iter();
        let mut current = Some(log.noisy("a"));
        while let Some(here) = current {
            yield_!(here.name());
            current = names.next().map(|name| log.noisy(name));
            log.say(format_args!("leaving {here}"));
        }
    }
    assert_eq!(
        log_of(pass_on),
        [
            "item a",
            "leaving a",
            "drop a",
            "item b",
            "leaving b",
            "drop b",
            "item c",
            "leaving c",
            "drop c"
        ]
    );
    assert_eq!(
        log_of_first(2, pass_on),
        ["item a", "leaving a", "drop a", "item b", "--", "drop b"]
    );
}

#[test]
fn fields_moved_out_one_by_one_between_yields() {
    struct Pair {
        left: Noisy,
        right: Noisy,
    }
    #[generator]
    fn apart(log: Log) -> impl Iterator<Item = &'static str> {
        let Pair { left, right } = Pair {
            left: log.noisy("left"),
            right: log.noisy("right"),
        };
        yield_!("both");
        drop(left);
        yield_!(right.name());
        drop(right);
        yield_!("none");
    }
    assert_eq!(
        log_of(apart),
        [
            "item both",
            "drop left",
            "item right",
            "drop right",
            "item none"
        ]
    );
    assert_eq!(
        log_of_first(1, apart),
        ["item both", "--", "drop right", "drop left"]
    );
}

#[test]
fn a_field_replaced_while_the_rest_stays() {
    struct Pair {
        left: Noisy,
        right: Noisy,
    }
    #[generator]
    fn replaced(log: Log) -> impl Iterator<Item = &'static str> {
        let mut pair = Pair {
            left: log.noisy("left"),
            right: log.noisy("right"),
        };
        yield_!(pair.left.name());
        pair.left = log.noisy("new");
        yield_!(pair.left.name());
        let old = std::mem::replace(&mut pair.right, log.noisy("newer"));
        yield_!(old.name());
        yield_!(pair.right.name());
    }
    assert_eq!(
        log_of(replaced),
        [
            "item left",
            "drop left",
            "item new",
            "item right",
            "item newer",
            "drop right",
            "drop new",
            "drop newer"
        ]
    );
}

#[test]
fn a_field_moved_and_given_back_before_the_yield() {
    struct Buffer {
        bytes: Vec<u8>,
        total: usize,
    }
    #[generator]
    fn chunks(rounds: usize) -> impl Iterator<Item = (Vec<u8>, usize)> {
        let mut buffer = Buffer {
            bytes: Vec::new(),
            total: 0,
        };
        for round in 0..rounds {
            let mut bytes = std::mem::take(&mut buffer.bytes);
            bytes.push(round as u8);
            buffer.total += bytes.len();
            buffer.bytes = bytes;
            yield_!((buffer.bytes.clone(), buffer.total));
        }
    }
    assert_eq!(
        items_of(|| chunks(3)),
        [(vec![0], 1), (vec![0, 1], 3), (vec![0, 1, 2], 6)]
    );
}

#[test]
fn a_mutable_reference_is_reborrowed_between_yields() {
    fn push(list: &mut Vec<u32>, n: u32) {
        list.push(n);
    }
    #[generator]
    fn fill<'a>(list: &'a mut Vec<u32>) -> impl Iterator<Item = usize> + use<'a> {
        push(list, 1);
        yield_!(list.len());
        let again = &mut *list;
        again.push(2);
        push(again, 3);
        yield_!(again.len());
        let last = list.last_mut();
        if let Some(last) = last {
            *last += 1;
            yield_!(*last as usize);
        }
    }
    let mut list = Vec::new();
    assert_eq!(fill(&mut list).collect::<Vec<_>>(), [1, 3, 4]);
    assert_eq!(list, [1, 2, 4]);
}

#[test]
fn a_boxed_argument_is_changed_through_its_reference() {
    #[generator]
    fn grow(text: &mut Box<String>) -> impl Iterator<Item = usize> {
        for letter in "abc".chars() {
            text.push(letter);
            let length = text.len();
            yield_!(length);
        }
        **text = text.to_uppercase();
    }
    let mut text = Box::new(String::new());
    assert_eq!(grow(&mut text).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(*text, "ABC");
}

#[test]
fn mutable_references_to_elements_are_handed_out_one_by_one() {
    #[generator]
    fn each(slice: &mut [i32]) -> impl Iterator<Item = &mut i32> {
        for element in slice {
            yield_!(element);
        }
    }
    let mut numbers = [1, 2, 3];
    for number in each(&mut numbers) {
        *number *= 10;
    }
    assert_eq!(numbers, [10, 20, 30]);
    let mut list: Vec<&mut i32> = each(&mut numbers).collect();
    list.reverse();
    *list[0] = 0;
    assert_eq!(numbers, [10, 20, 0]);
}

#[test]
fn items_of_a_shorter_and_of_a_static_lifetime() {
    #[generator]
    fn mixed<'a>(text: &'a str, fallback: &'static str) -> impl Iterator<Item = &'a str> {
        yield_!(fallback);
        yield_!(text);
        yield_!("literal");
    }
    let own = String::from("own");
    assert_eq!(
        mixed(&own, "fall").collect::<Vec<_>>(),
        ["fall", "own", "literal"]
    );
}

#[test]
fn what_is_not_send_may_live_between_two_yields() {
    #[generator]
    fn counts(limit: usize) -> impl Iterator<Item = usize> + Send {
        for n in 1..=limit {
            let length = {
                let shared = Rc::new(vec![n; n]);
                let other = Rc::clone(&shared);
                other.len() * Rc::strong_count(&shared)
            };
            yield_!(length);
        }
    }
    let handle = std::thread::spawn(|| counts(3).collect::<Vec<_>>());
    assert_eq!(handle.join().unwrap(), [2, 4, 6]);
}

#[test]
fn a_started_generator_goes_on_in_another_thread() {
    #[generator]
    fn words(text: String) -> impl Iterator<Item = String> + Send {
        let mut rest = VecDeque::from_iter(text.split(' ').map(str::to_owned));
        while let Some(word) = rest.pop_front() {
            yield_!(word);
        }
    }
    let mut generator = words("a b c d".to_owned());
    assert_eq!(by_next(&mut generator, 2), ["a", "b"]);
    let rest = std::thread::spawn(move || generator.collect::<Vec<_>>());
    assert_eq!(rest.join().unwrap(), ["c", "d"]);
}

#[test]
fn a_generator_of_generators_of_generators() {
    #[generator]
    fn letters(from: u8, count: u8) -> impl Iterator<Item = char> {
        for n in 0..count {
            yield_!((from + n) as char);
        }
    }
    #[generator]
    fn rows(width: u8) -> impl Iterator<Item = impl Iterator<Item = char>> {
        for row in 0..2 {
            yield_!(letters(b'a' + row * width, width));
        }
    }
    #[generator]
    fn flat(width: u8) -> impl Iterator<Item = char> {
        for row in rows(width) {
            yield_from!(row);
            yield_!('/');
        }
    }
    assert_eq!(items_of(|| flat(2)), ['a', 'b', '/', 'c', 'd', '/']);
}

#[test]
fn a_suspended_generator_is_a_local_of_another() {
    #[generator]
    fn ticks(log: Log, name: &'static str) -> impl Iterator<Item = u8> {
        let _alive = log.noisy(name);
        for n in 0.. {
            yield_!(n);
        }
    }
    #[generator]
    fn alternate(log: Log) -> impl Iterator<Item = u8> {
        let mut a = ticks(log.clone(), "a");
        let mut b = ticks(log.clone(), "b");
        let mut unused = ticks(log.clone(), "unused");
        for _ in 0..2 {
            let Some(n) = a.next() else { return };
            yield_!(n);
            let Some(n) = b.next() else { return };
            yield_!(n + 10);
        }
        drop(a);
        yield_!(99);
        log.say(unused.next().is_some());
    }
    assert_eq!(
        log_of(alternate),
        [
            "item 0",
            "item 10",
            "item 1",
            "item 11",
            "drop a",
            "item 99",
            "true",
            "drop unused",
            "drop b"
        ]
    );
    assert_eq!(
        log_of_first(2, alternate),
        ["item 0", "item 10", "--", "drop b", "drop a"]
    );
}

#[test]
fn a_generator_moved_while_it_is_suspended() {
    #[generator]
    fn counter(name: String) -> impl Iterator<Item = String> {
        let mut buffer = [0; 4];
        let mut letters = vec![name];
        for n in 0..4 {
            buffer[n] = n * n;
            letters.push(format!("{buffer:?}"));
            yield_!(letters.concat());
        }
    }
    let whole: Vec<_> = counter("n".to_owned()).collect();
    let mut moved = counter("n".to_owned());
    let mut items = Vec::new();
    loop {
        let mut boxed = Box::new(moved);
        let Some(item) = boxed.next() else { break };
        items.push(item);
        let mut list = vec![*boxed];
        moved = list.remove(0);
    }
    assert_eq!(items, whole);
}

#[test]
fn a_local_never_initialised_on_the_path_that_is_taken() {
    #[generator]
    fn never(flag: bool, log: Log) -> impl Iterator<Item = u8> {
        let slot;
        if flag {
            slot = log.noisy("slot");
            yield_!(1);
            log.say(slot.name());
        } else {
            yield_!(2);
        }
    }
    assert_eq!(
        log_of(|log| never(true, log)),
        ["item 1", "slot", "drop slot"]
    );
    assert_eq!(log_of(|log| never(false, log)), ["item 2"]);
    assert_eq!(
        log_of_first(1, |log| never(true, log)),
        ["item 1", "--", "drop slot"]
    );
}

#[test]
fn a_local_initialised_in_one_of_several_rounds() {
    #[generator]
    fn once(log: Log) -> impl Iterator<Item = u8> {
        let winner;
        let mut round = 0;
        loop {
            yield_!(round);
            if round == 2 {
                winner = log.noisy("winner");
                break;
            }
            round += 1;
        }
        yield_!(10);
        log.say(winner.name());
    }
    assert_eq!(
        log_of(once),
        [
            "item 0",
            "item 1",
            "item 2",
            "item 10",
            "winner",
            "drop winner"
        ]
    );
    assert_eq!(
        log_of_first(4, once),
        ["item 0", "item 1", "item 2", "item 10", "--", "drop winner"]
    );
    assert_eq!(log_of_first(3, once), ["item 0", "item 1", "item 2", "--"]);
}

#[test]
fn arrays_and_tuples_of_values_are_dropped_from_the_front() {
    #[generator]
    fn together(log: Log) -> impl Iterator<Item = usize> {
        let array = [log.noisy("a0"), log.noisy("a1")];
        let tuple = (log.noisy("t0"), [log.noisy("t1")]);
        yield_!(array.len());
        yield_!(tuple.1.len());
    }
    let drops = ["drop t0", "drop t1", "drop a0", "drop a1"];
    assert_eq!(
        log_of(together),
        [&["item 2", "item 1"], &drops[..]].concat()
    );
    assert_eq!(
        log_of_first(1, together),
        [&["item 2", "--"], &drops[..]].concat()
    );
}

#[test]
fn a_slice_pattern_moves_elements_out_of_an_array() {
    #[generator]
    fn ends(log: Log) -> impl Iterator<Item = &'static str> {
        let array = [log.noisy("a"), log.noisy("b"), log.noisy("c")];
        let [first, second, third] = array;
        yield_!(second.name());
        drop(second);
        yield_!(third.name());
        yield_!(first.name());
    }
    assert_eq!(
        log_of(ends),
        ["item b", "drop b", "item c", "item a", "drop c", "drop a"]
    );
    assert_eq!(
        log_of_first(2, ends),
        ["item b", "drop b", "item c", "--", "drop c", "drop a"]
    );
}

#[test]
fn a_boxed_value_is_moved_out_of_its_box() {
    #[generator]
    fn unboxed(log: Log) -> impl Iterator<Item = &'static str> {
        let boxed = Box::new(log.noisy("inner"));
        yield_!("boxed");
        let inner = *boxed;
        yield_!(inner.name());
        let boxed = Box::new((log.noisy("x"), log.noisy("y")));
        let (x, y) = *boxed;
        yield_!(x.name());
        drop(x);
        yield_!(y.name());
    }
    assert_eq!(
        log_of(unboxed),
        [
            "item boxed",
            "item inner",
            "item x",
            "drop x",
            "item y",
            "drop y",
            "drop inner"
        ]
    );
}

#[test]
fn a_struct_updated_from_another_is_one_value() {
    struct Options {
        name: Noisy,
        depth: u8,
        level: u8,
    }
    #[generator]
    fn options(log: Log) -> impl Iterator<Item = u8> {
        let base = Options {
            name: log.noisy("base"),
            depth: 1,
            level: 2,
        };
        yield_!(base.depth);
        let own = Options { level: 9, ..base };
        yield_!(own.level + own.depth);
        log.say(own.name.name());
    }
    assert_eq!(log_of(options), ["item 1", "item 10", "base", "drop base"]);
}

#[test]
fn a_match_on_a_place_binds_by_reference_between_yields() {
    #[generator]
    fn lengths(mut value: Option<String>) -> impl Iterator<Item = usize> {
        for _ in 0..3 {
            match &mut value {
                Some(text) if text.len() < 3 => text.push('x'),
                Some(text) => text.clear(),
                None => return,
            }
            yield_!(value.as_ref().map_or(0, String::len));
        }
        match value {
            Some(ref text) => {
                let length = text.len();
                yield_!(length + 100);
            }
            None => {}
        }
    }
    assert_eq!(items_of(|| lengths(Some("ab".to_owned()))), [3, 0, 1, 101]);
    assert_eq!(items_of(|| lengths(None)), []);
}

#[test]
fn a_yield_in_a_deep_nest_of_scopes_drops_outwards() {
    #[generator]
    fn nest(stop: bool, log: Log) -> impl Iterator<Item = u8> {
        let _a = log.noisy("a");
        'outer: {
            let _b = log.noisy("b");
            loop {
                let _c = log.noisy("c");
                if let Some(_d) = Some(log.noisy("d")) {
                    let _e = log.noisy("e");
                    yield_!(1);
                    if stop {
                        break 'outer;
                    }
                    break;
                }
            }
            yield_!(2);
        }
        yield_!(3);
    }
    assert_eq!(
        log_of(|log| nest(false, log)),
        [
            "item 1", "drop e", "drop d", "drop c", "item 2", "drop b", "item 3", "drop a"
        ]
    );
    assert_eq!(
        log_of(|log| nest(true, log)),
        [
            "item 1", "drop e", "drop d", "drop c", "drop b", "item 3", "drop a"
        ]
    );
    assert_eq!(
        log_of_first(1, |log| nest(false, log)),
        [
            "item 1", "--", "drop e", "drop d", "drop c", "drop b", "drop a"
        ]
    );
}

#[test]
fn unsized_values_behind_boxes_and_references() {
    #[generator]
    fn through<'a>(
        shown: &'a dyn std::fmt::Display,
        make: Box<dyn Fn(u8) -> String + 'a>,
        text: &'a str,
    ) -> impl Iterator<Item = Box<str>> {
        yield_!(shown.to_string().into());
        yield_!(make(1).into());
        for piece in text.split('-') {
            yield_!((piece.to_owned() + &make(2)).into());
        }
    }
    let items = items_of(|| through(&7, Box::new(|n| format!("<{n}>")), "a-b"));
    assert_eq!(
        items.iter().map(|item| &**item).collect::<Vec<_>>(),
        ["7", "<1>", "a<2>", "b<2>"]
    );
}
