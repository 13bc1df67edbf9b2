//! Ends in the middle, values that blocks arrive at, and locals that no one annotated: what a smaller compiler refuses.

#![allow(
    clippy::all,
    clippy::pedantic,
    unused_qualifications,
    reason = "every way of writing a thing is tried, also the clumsy ones"
)]

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use gen_runtime::{generator, yield_, yield_from};
use support::{Log, Noisy, items_of, log_of, log_of_first};

#[test]
fn what_the_path_to_the_return_does_not_need_is_not_in_the_way() {
    #[generator]
    fn guarded(n: u32) -> impl Iterator<Item = u32> {
        let doubled = n * 2;
        if n > 0 {
            yield_!(1);
            return;
        }
        yield_!(doubled);
    }
    assert_eq!(items_of(|| guarded(5)), [1]);
    assert_eq!(items_of(|| guarded(0)), [0]);
}

#[test]
fn a_loop_variable_may_be_moved_where_the_loop_ends_with_a_return() {
    #[generator]
    fn until_zero(replies: Vec<u32>, text: String) -> impl Iterator<Item = String> {
        let mut replies = replies.into_iter();
        loop {
            yield_!(format!("{text}?"));
            if replies.next().unwrap_or(0) == 0 {
                yield_!("last".to_owned());
                yield_!(text);
                return;
            }
        }
    }
    assert_eq!(
        items_of(|| until_zero(vec![3, 0, 7], "t".to_owned())),
        ["t?", "t?", "last", "t"]
    );
}

#[test]
fn a_match_arm_may_move_the_accumulator_and_return() {
    #[generator]
    fn dispatch(commands: &[u32]) -> impl Iterator<Item = Vec<u32>> {
        let mut collected = Vec::new();
        let mut commands = commands.iter();
        loop {
            match commands.next() {
                None | Some(0) => {
                    yield_!(collected);
                    return;
                }
                Some(&n) => {
                    yield_!(vec![n]);
                    collected.push(n + 1);
                }
            }
        }
    }
    assert_eq!(
        items_of(|| dispatch(&[4, 2, 0, 9])),
        [vec![4], vec![2], vec![5, 3]]
    );
}

#[test]
fn a_return_in_a_statement_without_a_yield() {
    #[generator]
    fn stops(limits: &[u32], text: String) -> impl Iterator<Item = usize> {
        for &limit in limits {
            yield_!(text.len());
            if limit == 0 {
                drop(text);
                return;
            }
        }
        yield_!(99);
    }
    assert_eq!(items_of(|| stops(&[1, 0, 1], "ab".to_owned())), [2, 2]);
    assert_eq!(items_of(|| stops(&[1, 1], "ab".to_owned())), [2, 2, 99]);
}

#[test]
fn a_return_in_a_native_loop_in_a_match_in_a_let() {
    #[generator]
    fn first_negative<'a>(rows: &'a [&'a [i32]]) -> impl Iterator<Item = i32> {
        for row in rows {
            let last = match *row {
                [] => continue,
                [first, ..] if *first == 0 => return,
                all => {
                    let mut last = 0;
                    for &n in all {
                        if n < 0 {
                            return;
                        }
                        last = n;
                    }
                    last
                }
            };
            yield_!(last);
        }
        yield_!(100);
    }
    let run = |rows: &[&[i32]]| items_of(|| first_negative(rows));
    assert_eq!(run(&[&[1, 2], &[], &[3]]), [2, 3, 100]);
    assert_eq!(run(&[&[1], &[2, -1], &[3]]), [1]);
    assert_eq!(run(&[&[0, 5]]), []);
}

#[test]
fn every_path_returns() {
    #[generator]
    fn either(flag: bool) -> impl Iterator<Item = u8> {
        if flag {
            yield_!(1);
            return;
        } else {
            yield_!(2);
            return;
        }
    }
    assert_eq!(items_of(|| either(true)), [1]);
    assert_eq!(items_of(|| either(false)), [2]);
}

#[test]
fn a_tail_without_a_yield_whose_arms_return() {
    #[generator]
    fn tail(flag: Option<u8>) -> impl Iterator<Item = u8> {
        yield_!(1);
        match flag {
            Some(n) if n > 1 => return,
            Some(_) => {}
            None => return,
        }
    }
    for flag in [None, Some(0), Some(2)] {
        assert_eq!(items_of(|| tail(flag)), [1]);
    }
}

#[test]
fn a_return_inside_a_yielded_value_hands_out_nothing() {
    #[generator]
    fn maybe(list: &[Option<u32>]) -> impl Iterator<Item = u32> {
        for entry in list {
            yield_!(match entry {
                Some(0) => continue,
                Some(n) if *n > 10 => break,
                Some(n) => n + 1,
                None => return,
            });
        }
        yield_!(if list.len() > 3 { 77 } else { return });
    }
    assert_eq!(items_of(|| maybe(&[Some(1), Some(0), Some(2)])), [2, 3]);
    assert_eq!(items_of(|| maybe(&[Some(1), None, Some(2), None])), [2]);
    assert_eq!(
        items_of(|| maybe(&[Some(1), Some(11), None, None])),
        [2, 77]
    );
}

#[test]
fn a_return_drops_inner_values_before_outer_ones() {
    #[generator]
    fn inside(log: Log, at: u8) -> impl Iterator<Item = u8> {
        let _a = log.noisy("a");
        if at > 0 {
            let _b = log.noisy("b");
            yield_!(1);
            if at > 1 {
                let _c = log.noisy("c");
                return;
            }
        }
        let _d = log.noisy("d");
        yield_!(2);
    }
    assert_eq!(log_of(|log| inside(log, 0)), ["item 2", "drop d", "drop a"]);
    assert_eq!(
        log_of(|log| inside(log, 1)),
        ["item 1", "drop b", "item 2", "drop d", "drop a"]
    );
    assert_eq!(
        log_of(|log| inside(log, 2)),
        ["item 1", "drop c", "drop b", "drop a"]
    );
}

// Values that blocks arrive at.

#[test]
fn a_mutable_result_of_an_if_that_crosses_a_later_yield() {
    #[generator]
    fn picks(flag: bool) -> impl Iterator<Item = u32> {
        let mut x = if flag {
            yield_!(1);
            9
        } else {
            5
        };
        x += 1;
        yield_!(x);
        x *= 2;
        yield_!(x);
    }
    assert_eq!(items_of(|| picks(true)), [1, 10, 20]);
    assert_eq!(items_of(|| picks(false)), [6, 12]);
}

#[test]
fn an_if_without_else_as_a_unit() {
    #[generator]
    fn unit(flag: bool) -> impl Iterator<Item = u32> {
        let nothing = if flag {
            yield_!(1);
        };
        let () = nothing;
        yield_!(2);
    }
    assert_eq!(items_of(|| unit(true)), [1, 2]);
    assert_eq!(items_of(|| unit(false)), [2]);
}

#[test]
fn a_match_that_yields_what_it_bound() {
    #[generator]
    fn bound(value: Result<u32, (char, Vec<u32>)>) -> impl Iterator<Item = u32> {
        let (sum, mut rest) = match value {
            Ok(0) => {
                yield_!(100);
                (0, vec![])
            }
            Ok(n @ 1..=9) => (n, vec![n]),
            Ok(n) => {
                yield_!(n);
                let half = n / 2;
                yield_!(half);
                (n + half, Vec::with_capacity(2))
            }
            Err((letter, list)) => {
                for n in list.clone() {
                    yield_!(n);
                }
                (letter as u32, list)
            }
        };
        rest.push(sum);
        yield_from!(rest);
    }
    assert_eq!(items_of(|| bound(Ok(0))), [100, 0]);
    assert_eq!(items_of(|| bound(Ok(7))), [7, 7]);
    assert_eq!(items_of(|| bound(Ok(20))), [20, 10, 30]);
    assert_eq!(items_of(|| bound(Err(('a', vec![1, 2])))), [1, 2, 1, 2, 97]);
}

#[test]
fn a_loop_that_breaks_with_what_it_moved() {
    #[generator]
    fn gather(words: &[&str]) -> impl Iterator<Item = String> {
        let mut words = words.iter();
        let sentence = loop {
            let mut text = String::new();
            let end = loop {
                match words.next() {
                    Some(&".") => break true,
                    Some(word) => {
                        text.push_str(word);
                        yield_!(word.to_string());
                    }
                    None => break false,
                }
            };
            if !end || text.len() > 3 {
                break text;
            }
            yield_!(text + ".");
        };
        yield_!(sentence);
    }
    assert_eq!(
        items_of(|| gather(&["a", "b", ".", "long", ".", "x"])),
        ["a", "b", "ab.", "long", "long"]
    );
    assert_eq!(items_of(|| gather(&[])), [""]);
}

#[test]
fn a_labelled_block_with_values_from_three_places() {
    #[generator]
    fn three(n: u32, log: Log) -> impl Iterator<Item = String> {
        let value = 'value: {
            let _guard = log.noisy("guard");
            yield_!("in".to_owned());
            if n == 0 {
                break 'value log.noisy("early");
            }
            for i in 0..n {
                if i == 3 {
                    yield_!("three".to_owned());
                    break 'value log.noisy("from the loop");
                }
            }
            log.noisy("tail")
        };
        yield_!(value.to_string());
    }
    assert_eq!(
        log_of(|log| three(0, log)),
        ["item in", "drop guard", "item early", "drop early"]
    );
    assert_eq!(
        log_of(|log| three(2, log)),
        ["item in", "drop guard", "item tail", "drop tail"]
    );
    assert_eq!(
        log_of(|log| three(5, log)),
        [
            "item in",
            "item three",
            "drop guard",
            "item from the loop",
            "drop from the loop"
        ]
    );
}

#[test]
fn values_nested_in_values() {
    #[generator]
    fn nested(k: u32) -> impl Iterator<Item = u32> {
        let x = match k {
            0 => {
                if k == 0 {
                    yield_!(0);
                    7
                } else {
                    1
                }
            }
            _ => {
                let y = loop {
                    yield_!(5);
                    break k + 5;
                };
                let z = {
                    let y = y * 2;
                    yield_!(y);
                    y + 1
                };
                if let Some(w) = z.checked_sub(13) {
                    yield_!(w);
                    w
                } else {
                    z
                }
            }
        };
        yield_!(x + 100);
    }
    assert_eq!(items_of(|| nested(0)), [0, 107]);
    assert_eq!(items_of(|| nested(1)), [5, 12, 0, 100]);
    assert_eq!(items_of(|| nested(2)), [5, 14, 2, 102]);
}

#[test]
fn a_let_else_that_yields_breaks_or_continues() {
    #[generator]
    fn entries(list: &[&str]) -> impl Iterator<Item = String> {
        for entry in list {
            let Some((key, value)) = entry.split_once('=') else {
                yield_!(format!("no = in {entry}"));
                continue;
            };
            let Ok(value) = value.parse::<u8>() else {
                yield_!(format!("{key} is no number"));
                break;
            };
            yield_!(format!("{key} {}", value + 1));
        }
        yield_!("end".to_owned());
    }
    assert_eq!(
        items_of(|| entries(&["a=1", "b", "c=x", "d=2"])),
        ["a 2", "no = in b", "c is no number", "end"]
    );
}

#[test]
fn an_assignment_from_a_block_that_yields_replaces_at_its_end() {
    #[generator]
    fn replace(log: Log) -> impl Iterator<Item = &'static str> {
        let mut value = log.noisy("old");
        yield_!(value.name());
        value = {
            let _guard = log.noisy("guard");
            yield_!("in between");
            log.noisy("new")
        };
        yield_!(value.name());
    }
    assert_eq!(
        log_of(replace),
        [
            "item old",
            "item in between",
            "drop guard",
            "drop old",
            "item new",
            "drop new"
        ]
    );
    assert_eq!(
        log_of_first(2, replace),
        [
            "item old",
            "item in between",
            "--",
            "drop guard",
            "drop old"
        ]
    );
}

// Locals whose types nobody wrote, in all the places where a type is needed to name a field.

fn items() -> Vec<u32> {
    vec![1, 2, 3]
}

#[derive(Clone)]
struct Wrap {
    field: u32,
    list: Vec<(u8, &'static str)>,
}

#[test]
fn a_for_over_a_call_and_over_pairs() {
    #[generator]
    fn both() -> impl Iterator<Item = u32> {
        for x in items() {
            yield_!(x);
        }
        let pairs = [(1, 'a'), (2, 'b')];
        for (n, letter) in pairs {
            yield_!(n);
            yield_!(u32::from(letter));
        }
        for (i, Wrap { field, list }) in (0..).zip([Wrap {
            field: 9,
            list: vec![(4, "x")],
        }]) {
            yield_!(field + i);
            for (n, name) in list {
                yield_!(u32::from(n) + name.len() as u32);
            }
        }
    }
    assert_eq!(items_of(both), [1, 2, 3, 1, 97, 2, 98, 9, 5]);
}

#[test]
fn a_local_from_a_call_that_is_changed_across_yields() {
    fn compute() -> (i64, HashMap<String, i64>) {
        (1, HashMap::new())
    }
    #[generator]
    fn grows(n: i64) -> impl Iterator<Item = i64> {
        let (mut total, mut seen) = compute();
        while total < n {
            yield_!(total);
            let count = seen.entry("k".into()).or_default();
            *count += 1;
            total += *count * 2;
        }
        yield_!(seen.len() as i64);
    }
    assert_eq!(items_of(|| grows(12)), [1, 3, 7, 1]);
}

#[test]
fn bindings_of_every_pattern_cross_a_yield() {
    enum Message {
        Quit,
        Move { x: i32, y: i32 },
        Write(String),
        Color(u8, u8, u8),
    }
    #[generator]
    fn read(messages: Vec<Message>) -> impl Iterator<Item = String> {
        for message in messages {
            match message {
                Message::Quit => {
                    yield_!("quit".to_owned());
                    return;
                }
                Message::Move { x, y: 0 } => {
                    yield_!("right".to_owned());
                    yield_!(x.to_string());
                }
                Message::Move { x: across, y } => {
                    yield_!("move".to_owned());
                    yield_!(format!("{across},{y}"));
                }
                Message::Write(text) if text.is_empty() => yield_!("nothing".to_owned()),
                Message::Write(text) => {
                    yield_!("write".to_owned());
                    yield_!(text);
                }
                Message::Color(first @ 0..=9, 2.., last) => {
                    yield_!("dark".to_owned());
                    yield_!(format!("{}", first + last));
                }
                Message::Color(_, middle, _) => yield_!(middle.to_string()),
            }
        }
    }
    use Message::{Color, Move, Quit, Write};
    assert_eq!(
        items_of(|| read(vec![
            Move { x: 4, y: 0 },
            Move { x: 1, y: 2 },
            Write(String::new()),
            Write("text".to_owned()),
            Color(1, 2, 3),
            Color(100, 2, 3),
            Quit,
            Write("late".to_owned())
        ])),
        [
            "right", "4", "move", "1,2", "nothing", "write", "text", "dark", "4", "2", "quit"
        ]
    );
}

#[test]
fn an_if_let_and_a_chain_whose_bindings_cross_a_yield() {
    #[generator]
    fn chain(x: Option<u32>, flag: bool) -> impl Iterator<Item = u32> {
        let mut out = 0;
        if let Some(v) = x
            && flag
            && let Some(w) = v.checked_sub(1)
        {
            yield_!(1);
            out = v + w;
        } else if let Some(v) = x {
            yield_!(2);
            out = v;
        }
        yield_!(out);
    }
    assert_eq!(items_of(|| chain(Some(5), true)), [1, 9]);
    assert_eq!(items_of(|| chain(Some(0), true)), [2, 0]);
    assert_eq!(items_of(|| chain(Some(5), false)), [2, 5]);
    assert_eq!(items_of(|| chain(None, true)), [0]);
}

#[test]
fn locals_from_methods_closures_and_operators() {
    #[generator]
    fn locals(text: &str, wrap: Wrap) -> impl Iterator<Item = String> {
        let upper = text.to_uppercase();
        let first = upper.chars().next();
        let Wrap { field, .. } = wrap;
        let add = move |n| n + field;
        let total = add(1) + add(2);
        let not = !total & 0xff;
        let slice = &text[1..];
        let lengths: Vec<_> = text.split('b').map(str::len).collect();
        let map = lengths
            .iter()
            .zip(text.chars())
            .map(|(n, c)| (c, *n))
            .collect::<BTreeMap<_, _>>();
        let shared = Rc::new(map);
        let range = 0..=2usize;
        let size = shared.len();
        let sum = { total + not };
        yield_!(upper);
        yield_!(format!("{first:?} {sum} {size}"));
        yield_!(slice.to_owned());
        for i in range {
            yield_!(format!("{i} {:?}", lengths.get(i)));
        }
        for (c, n) in shared.iter().map(|(c, n)| (*c, *n)).collect::<Vec<_>>() {
            yield_!(format!("{c}{n}"));
        }
    }
    let wrap = Wrap {
        field: 10,
        list: vec![],
    };
    assert_eq!(
        items_of(|| locals("abcb", wrap.clone())),
        [
            "ABCB",
            "Some('A') 255 3",
            "bcb",
            "0 Some(1)",
            "1 Some(1)",
            "2 Some(0)",
            "a1",
            "b1",
            "c0"
        ]
    );
}

impl Wrap {
    #[generator]
    fn names(&self, until: u8) -> impl Iterator<Item = &'static str> {
        for &(n, name) in &self.list {
            if n > until {
                return;
            }
            yield_!(name);
        }
    }

    #[generator]
    fn drain(&mut self) -> impl Iterator<Item = u8> {
        let Self { field, list } = self;
        while let Some((n, _)) = list.pop() {
            *field += 1;
            if n == 0 {
                return;
            }
            yield_!(n);
        }
    }

    #[generator]
    fn into_names(self) -> impl Iterator<Item = String> {
        let Self { field, list } = self;
        for (n, name) in list {
            if u32::from(n) == field {
                return;
            }
            yield_!(name.repeat(n.into()));
        }
    }
}

#[test]
fn methods_with_every_receiver_return_early() {
    let mut wrap = Wrap {
        field: 2,
        list: vec![(1, "a"), (0, "b"), (3, "c")],
    };
    assert_eq!(wrap.names(1).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(
        wrap.clone().into_names().collect::<Vec<_>>(),
        ["a", "", "ccc"]
    );
    assert_eq!(wrap.drain().collect::<Vec<_>>(), [3]);
    assert_eq!((wrap.field, wrap.list.len()), (4, 1));
}

#[test]
fn a_value_moved_into_one_of_several_ends() {
    fn end(value: Noisy) -> &'static str {
        value.name()
    }
    #[generator]
    fn ends(log: Log, at: u8) -> impl Iterator<Item = &'static str> {
        let value = log.noisy("value");
        for n in 0..3 {
            yield_!("round");
            if n == at {
                yield_!(end(value));
                return;
            }
        }
        yield_!("kept");
    }
    assert_eq!(
        log_of(|log| ends(log, 1)),
        ["item round", "item round", "drop value", "item value"]
    );
    assert_eq!(
        log_of(|log| ends(log, 9)),
        [
            "item round",
            "item round",
            "item round",
            "item kept",
            "drop value"
        ]
    );
    assert_eq!(
        log_of_first(2, |log| ends(log, 9)),
        ["item round", "item round", "--", "drop value"]
    );
}

#[test]
fn a_return_of_what_has_no_value() {
    #[generator]
    fn ways(log: Log, k: u32) -> impl Iterator<Item = u32> {
        let first = log.noisy("first");
        let mut list = vec![log.noisy("list")];
        yield_!(k);
        match k {
            1 => return log.say("done"),
            2 => return drop(first),
            3 => return list.clear(),
            4 => {
                return {
                    let _inner = log.noisy("inner");
                    yield_!(40);
                    log.say("done")
                };
            }
            5 => {
                return if list.len() == 1 {
                    yield_!(50);
                    log.say("one")
                } else {
                    drop(list)
                };
            }
            6 => {
                return log.say({
                    yield_!(60);
                    "done"
                });
            }
            7 => return assert!(list.len() == 1),
            _ => {
                return for x in 0..2 {
                    yield_!(x)
                };
            }
        }
    }
    let said = |k, lines: &[&str]| {
        let first = format!("item {k}");
        let lines: Vec<&str> = [&*first].into_iter().chain(lines.iter().copied()).collect();
        assert_eq!(log_of(|log| ways(log, k)), lines);
    };
    said(1, &["done", "drop list", "drop first"]);
    said(2, &["drop first", "drop list"]);
    said(3, &["drop list", "drop first"]);
    said(
        4,
        &["item 40", "done", "drop inner", "drop list", "drop first"],
    );
    said(5, &["item 50", "one", "drop list", "drop first"]);
    said(6, &["item 60", "done", "drop list", "drop first"]);
    said(7, &["drop list", "drop first"]);
    said(8, &["item 0", "item 1", "drop list", "drop first"]);
}

#[test]
fn a_return_of_a_question_without_a_value() {
    fn check(k: u32) -> Result<(), String> {
        if k == 1 {
            Err("one".to_owned())
        } else {
            Ok(())
        }
    }
    #[generator]
    fn checked(k: u32) -> impl Iterator<Item = Result<u32, String>> {
        yield_!(Ok(k));
        if k < 3 {
            return check(k)?;
        }
        return Err("three".to_owned())?;
    }
    assert_eq!(items_of(|| checked(1)), [Ok(1), Err("one".to_owned())]);
    assert_eq!(items_of(|| checked(2)), [Ok(2)]);
    assert_eq!(items_of(|| checked(3)), [Ok(3), Err("three".to_owned())]);
}
