//! What the tests of regenerator, the compiler of JavaScript's generators, look at: jumps out of everything into
//! everything, with guards for `finally`, a state variable for `switch`, and delegation in every position.

#![allow(
    clippy::all,
    clippy::pedantic,
    unused_qualifications,
    reason = "every way of writing a thing is tried, also the clumsy ones"
)]

use std::collections::BTreeMap;

use gen_runtime::{generator, yield_, yield_from};
use support::{Log, by_next, items_of, log_of, log_of_first};

#[test]
fn collatz_assigns_and_yields_in_both_branches() {
    #[generator]
    fn collatz(n: u64) -> impl Iterator<Item = u64> {
        let mut n = n;
        yield_!(n);
        while n != 1 {
            if n % 2 == 1 {
                n = n * 3 + 1;
                yield_!(n);
            } else {
                yield_!({
                    n >>= 1;
                    n
                });
            }
        }
    }
    assert_eq!(
        items_of(|| collatz(7)),
        [7, 22, 11, 34, 17, 52, 26, 13, 40, 20, 10, 5, 16, 8, 4, 2, 1]
    );
    assert_eq!(collatz(82).count(), 111);
}

#[derive(Clone, Copy, PartialEq)]
enum Leave {
    Return,
    Break,
    Continue,
    Through,
}

#[test]
fn a_guard_runs_however_the_block_is_left() {
    #[generator]
    fn leave(mut how: Leave, log: Log) -> impl Iterator<Item = u8> {
        yield_!(0);
        loop {
            let _finally = log.noisy("finally");
            yield_!(1);
            match how {
                Leave::Return => return,
                Leave::Break => break,
                Leave::Continue => {
                    how = Leave::Return;
                    continue;
                }
                Leave::Through => how = Leave::Break,
            }
            yield_!(2);
        }
        yield_!(5);
    }
    let run = |how| log_of(move |log| leave(how, log));
    assert_eq!(run(Leave::Return), ["item 0", "item 1", "drop finally"]);
    assert_eq!(
        run(Leave::Break),
        ["item 0", "item 1", "drop finally", "item 5"]
    );
    assert_eq!(
        run(Leave::Continue),
        ["item 0", "item 1", "drop finally", "item 1", "drop finally"]
    );
    assert_eq!(
        run(Leave::Through),
        [
            "item 0",
            "item 1",
            "item 2",
            "drop finally",
            "item 1",
            "drop finally",
            "item 5"
        ]
    );
}

#[test]
fn yields_on_the_way_out_override_how_it_was_left() {
    // `try { … } finally { yield 3; … }`: the block says how it was left, what follows decides.
    #[generator]
    fn finally(first: Leave, then: Leave) -> impl Iterator<Item = u8> {
        let (mut first, mut then) = (first, then);
        yield_!(0);
        loop {
            let left = 'block: {
                yield_!(1);
                if first == Leave::Continue {
                    first = Leave::Return;
                    break 'block Leave::Continue;
                }
                first
            };
            yield_!(3);
            match (std::mem::replace(&mut then, Leave::Through), left) {
                (Leave::Return, _) | (Leave::Through, Leave::Return) => return,
                (Leave::Break, _) | (Leave::Through, Leave::Break) => break,
                (Leave::Continue, _) | (Leave::Through, Leave::Continue) => continue,
                (Leave::Through, Leave::Through) => {}
            }
            yield_!(4);
            first = Leave::Break;
        }
        yield_!(5);
    }
    use Leave::{Break, Continue, Return, Through};
    let run = |first, then| items_of(|| finally(first, then));
    assert_eq!(run(Return, Through), [0, 1, 3]);
    assert_eq!(run(Break, Through), [0, 1, 3, 5]);
    assert_eq!(run(Continue, Through), [0, 1, 3, 1, 3]);
    assert_eq!(run(Through, Through), [0, 1, 3, 4, 1, 3, 5]);
    for first in [Return, Break, Continue] {
        assert_eq!(run(first, Return), [0, 1, 3]);
        assert_eq!(run(first, Break), [0, 1, 3, 5]);
    }
    assert_eq!(run(Return, Continue), [0, 1, 3, 1, 3]);
    assert_eq!(run(Break, Continue), [0, 1, 3, 1, 3, 5]);
}

#[test]
fn backward_jumps_out_of_labelled_loops() {
    #[generator]
    fn jumps(log: Log) -> impl Iterator<Item = u8> {
        let mut first_time = true;
        'outer: loop {
            yield_!(0);
            {
                let _finally = log.noisy("5");
                loop {
                    yield_!(1);
                    if first_time {
                        first_time = false;
                        yield_!(2);
                        continue 'outer;
                    }
                    yield_!(3);
                    break;
                }
                yield_!(4);
                if !first_time {
                    break;
                }
            }
            yield_!(6);
        }
        yield_!(7);
    }
    assert_eq!(
        log_of(jumps),
        [
            "item 0", "item 1", "item 2", "drop 5", "item 0", "item 1", "item 3", "item 4",
            "drop 5", "item 7"
        ]
    );
}

#[test]
fn breaks_out_of_blocks_and_loops_that_run_once() {
    #[generator]
    fn once() -> impl Iterator<Item = char> {
        'a: {
            match 1 {
                1 => yield_!('a'),
                _ => break 'a,
            }
            'b: loop {
                loop {
                    yield_!('b');
                    if true {
                        break;
                    }
                    yield_!('?');
                }
                yield_!('c');
                break 'b;
            }
            yield_!('d');
            if true {
                break 'a;
            }
            yield_!('?');
        }
        yield_!('e');
    }
    assert_eq!(items_of(once), ['a', 'b', 'c', 'd', 'e']);
}

#[test]
fn a_do_while_loop_tests_at_its_end() {
    #[generator]
    fn at_least_once(limit: u32) -> impl Iterator<Item = u32> {
        let mut n = 0;
        loop {
            yield_!(n);
            n += 1;
            if n % 3 == 0 {
                n += 1;
                if n < limit {
                    continue;
                }
            }
            if n >= limit {
                break;
            }
        }
        yield_!(100 + n);
    }
    assert_eq!(items_of(|| at_least_once(0)), [0, 101]);
    assert_eq!(items_of(|| at_least_once(6)), [0, 1, 2, 4, 5, 107]);
}

#[test]
fn a_switch_falls_through_case_by_case() {
    #[generator]
    fn switch(value: u8) -> impl Iterator<Item = &'static str> {
        let mut case = value;
        'switch: loop {
            case = match case {
                0 => {
                    yield_!("zero");
                    1
                }
                1 => {
                    yield_!("one");
                    2
                }
                2 => break 'switch,
                3 => {
                    yield_!("three");
                    9
                }
                9 => {
                    yield_!("default");
                    0
                }
                _ => 9,
            };
            if value == 3 && case == 0 {
                return;
            }
        }
        yield_!("after");
    }
    assert_eq!(items_of(|| switch(0)), ["zero", "one", "after"]);
    assert_eq!(items_of(|| switch(1)), ["one", "after"]);
    assert_eq!(items_of(|| switch(2)), ["after"]);
    assert_eq!(items_of(|| switch(3)), ["three", "default"]);
    assert_eq!(items_of(|| switch(7)), ["default", "zero", "one", "after"]);
}

#[test]
fn a_switch_that_falls_through_labelled_blocks() {
    #[generator]
    fn blocks(value: u8) -> impl Iterator<Item = u8> {
        'end: {
            'two: {
                'one: {
                    match value {
                        1 => break 'one,
                        2 => break 'two,
                        3 => break 'end,
                        _ => {}
                    }
                    yield_!(0);
                }
                yield_!(1);
            }
            yield_!(2);
        }
        yield_!(3);
    }
    assert_eq!(items_of(|| blocks(0)), [0, 1, 2, 3]);
    assert_eq!(items_of(|| blocks(1)), [1, 2, 3]);
    assert_eq!(items_of(|| blocks(2)), [2, 3]);
    assert_eq!(items_of(|| blocks(3)), [3]);
}

#[test]
fn three_labels_jumped_to_from_the_innermost_loop() {
    #[generator]
    fn search(limit: u32) -> impl Iterator<Item = (u32, u32, u32)> {
        'a: for a in 0..limit {
            'b: for b in 0..limit {
                for c in 0..limit {
                    if a == 1 && b == 0 {
                        continue 'a;
                    }
                    if c > b {
                        continue 'b;
                    }
                    if a + b + c > 5 {
                        break 'a;
                    }
                    if c == 2 {
                        break 'b;
                    }
                    yield_!((a, b, c));
                }
            }
        }
        yield_!((9, 9, 9));
    }
    fn expected(limit: u32) -> Vec<(u32, u32, u32)> {
        let mut list = Vec::new();
        'a: for a in 0..limit {
            'b: for b in 0..limit {
                for c in 0..limit {
                    if a == 1 && b == 0 {
                        continue 'a;
                    }
                    if c > b {
                        continue 'b;
                    }
                    if a + b + c > 5 {
                        break 'a;
                    }
                    if c == 2 {
                        break 'b;
                    }
                    list.push((a, b, c));
                }
            }
        }
        list.push((9, 9, 9));
        list
    }
    for limit in 0..6 {
        assert_eq!(items_of(|| search(limit)), expected(limit));
    }
}

#[test]
fn a_native_loop_that_jumps_to_a_loop_that_yields() {
    #[generator]
    fn rows(grid: &[&str]) -> impl Iterator<Item = String> {
        'rows: for row in grid {
            let mut letters = 0;
            for c in row.chars() {
                match c {
                    '#' => continue 'rows,
                    '!' => break 'rows,
                    c if c.is_alphabetic() => letters += 1,
                    _ => {}
                }
            }
            yield_!(format!("{row} {letters}"));
        }
        yield_!("end".to_owned());
    }
    assert_eq!(
        items_of(|| rows(&["ab.", "c#", "d", "!", "e"])),
        ["ab. 2", "d 1", "end"]
    );
}

#[test]
fn an_empty_loop_body_and_a_loop_that_never_runs() {
    #[generator]
    fn nothing(n: u32) -> impl Iterator<Item = u32> {
        for _ in 0..n {}
        while n > 100 {
            yield_!(1);
        }
        for i in n..n {
            yield_!(i);
        }
        loop {
            break;
        }
        yield_!(n);
    }
    assert_eq!(items_of(|| nothing(3)), [3]);
}

#[test]
fn a_loop_over_the_entries_of_a_map() {
    #[generator]
    fn entries(map: &BTreeMap<&'static str, u32>) -> impl Iterator<Item = (&'static str, u32)> {
        let mut count = 0;
        for (key, value) in map {
            if *key == "skip" {
                continue;
            }
            if *key == "stop" {
                break;
            }
            count += 1;
            yield_!((*key, *value));
        }
        yield_!(("count", count));
    }
    let map = BTreeMap::from([("a", 1), ("b", 2), ("skip", 3), ("stop", 4), ("z", 5)]);
    assert_eq!(
        items_of(|| entries(&map)),
        [("a", 1), ("b", 2), ("count", 2)]
    );
}

#[test]
fn a_collection_changed_while_its_keys_are_walked() {
    #[generator]
    fn shrinking(mut map: BTreeMap<char, u32>) -> impl Iterator<Item = (char, u32)> {
        let keys: Vec<_> = map.keys().copied().collect();
        for key in keys {
            let Some(value) = map.remove(&key) else {
                continue;
            };
            yield_!((key, value));
            map.remove(&((key as u8 + 1) as char));
        }
        yield_!(('.', map.len() as u32));
    }
    assert_eq!(
        items_of(|| shrinking(BTreeMap::from([('a', 1), ('b', 2), ('c', 3), ('d', 4)]))),
        [('a', 1), ('c', 3), ('.', 0)]
    );
}

#[test]
fn infinite_sequences_are_limited_by_others() {
    #[generator]
    fn sequence(start: u32, step: Option<u32>) -> impl Iterator<Item = u32> {
        let step = step.unwrap_or(1);
        let mut n = start;
        loop {
            yield_!(n);
            n += step;
        }
    }
    #[generator]
    fn limit(mut source: impl Iterator<Item = u32>, stop: u32) -> impl Iterator<Item = u32> {
        loop {
            match source.next() {
                None => return,
                Some(n) if n < stop => yield_!(n),
                Some(_) => return,
            }
        }
    }
    assert_eq!(
        items_of(|| limit(sequence(10, Some(3)), 20)),
        [10, 13, 16, 19]
    );
    assert_eq!(sequence(10, Some(2)).take(1004).sum::<u32>(), 1_017_052);
    assert_eq!(by_next(&mut sequence(7, None), 2), [7, 8]);
}

#[test]
fn struct_literals_tuples_and_arrays_are_yielded_whole() {
    #[derive(Debug, PartialEq)]
    struct Point<T> {
        x: T,
        y: T,
    }
    #[generator]
    fn points(a: i32, b: i32) -> impl Iterator<Item = Point<[i32; 2]>> {
        let x = [a, b];
        yield_!(Point { x, y: [b, a] });
        let y = {
            yield_!(Point { x, y: x });
            [a - b; 2]
        };
        yield_!(Point { x: [0; 2], y });
    }
    assert_eq!(
        items_of(|| points(4, 2)),
        [
            Point {
                x: [4, 2],
                y: [2, 4]
            },
            Point {
                x: [4, 2],
                y: [4, 2]
            },
            Point {
                x: [0, 0],
                y: [2, 2]
            }
        ]
    );
}

#[test]
fn functions_and_closures_of_a_body_are_known_before_their_line() {
    #[generator]
    fn hoisted(n: u32) -> impl Iterator<Item = u32> {
        yield_!(double(n));
        if n > 1 {
            yield_!(inner(n));
            fn inner(n: u32) -> u32 {
                double(n) + BASE
            }
        }
        fn double(n: u32) -> u32 {
            2 * n
        }
        let add = move |m| m + n;
        yield_!(add(double(1)));
        const BASE: u32 = 100;
    }
    assert_eq!(items_of(|| hoisted(5)), [10, 110, 7]);
}

#[test]
fn a_variable_of_an_inner_block_does_not_disturb_the_outer_one() {
    #[generator]
    fn blocks(flag: bool) -> impl Iterator<Item = u32> {
        let x = 1;
        {
            let x = 2;
            yield_!(x);
            if flag {
                let x = 3;
                yield_!(x);
                {
                    let x = x + 1;
                    yield_!(x);
                }
                yield_!(x);
            }
            yield_!(x);
        }
        yield_!(x);
        for x in 5..7 {
            yield_!(x);
            let x = x * 10;
            yield_!(x);
        }
        yield_!(x);
    }
    assert_eq!(
        items_of(|| blocks(true)),
        [2, 3, 4, 3, 2, 1, 5, 50, 6, 60, 1]
    );
    assert_eq!(items_of(|| blocks(false)), [2, 2, 1, 5, 50, 6, 60, 1]);
}

#[test]
fn each_round_has_a_variable_of_its_own() {
    #[generator]
    fn closures() -> impl Iterator<Item = Box<dyn Fn() -> u32>> {
        for i in 0..3 {
            let squared = i * i;
            yield_!(Box::new(move || squared + i));
        }
    }
    let functions: Vec<_> = closures().collect();
    assert_eq!(functions.iter().map(|f| f()).collect::<Vec<_>>(), [0, 2, 6]);
}

#[test]
fn delegation_to_itself_under_a_condition() {
    #[generator]
    fn twice(again: bool) -> Box<dyn Iterator<Item = u8>> {
        yield_!(0);
        if again {
            yield_!(1);
            yield_from!(twice(false));
            yield_!(2);
        }
        yield_!(3);
    }
    assert_eq!(items_of(|| twice(true)), [0, 1, 0, 3, 2, 3]);
    assert_eq!(items_of(|| twice(false)), [0, 3]);
}

#[test]
fn a_delegate_given_as_an_argument() {
    #[generator]
    fn inner(n: i32) -> impl Iterator<Item = i32> {
        yield_!(n);
    }
    #[generator]
    fn middle(n: i32, last: impl Iterator<Item = i32>) -> impl Iterator<Item = i32> {
        yield_!(n);
        yield_from!(inner(n - 1));
        yield_!(n + 1);
        yield_from!(last);
    }
    #[generator]
    fn outer(n: i32) -> impl Iterator<Item = i32> {
        yield_!(n);
        yield_from!(middle(n - 1, inner(n + 10)));
        yield_!(n + 1);
    }
    assert_eq!(items_of(|| outer(5)), [5, 4, 3, 5, 15, 6]);
}

#[test]
fn delegation_in_every_kind_of_block() {
    #[generator]
    fn everywhere(n: u8) -> impl Iterator<Item = u8> {
        let value = if n > 0 {
            yield_from!(0..n);
            10
        } else {
            yield_from!([7, 7]);
            20
        };
        match value {
            10 => yield_from!(value..value + n),
            _ => {
                yield_from!(None);
            }
        }
        let total = loop {
            yield_from!([value; 1]);
            break value + 1;
        };
        'block: {
            yield_from!(Some(total));
            if n == 2 {
                break 'block;
            }
            yield_from!([99]);
        }
        while let Some(c) = None::<u8> {
            yield_from!([c]);
        }
        yield_from!((n..n + 2).rev())
    }
    assert_eq!(items_of(|| everywhere(2)), [0, 1, 10, 11, 10, 11, 3, 2]);
    assert_eq!(items_of(|| everywhere(0)), [7, 7, 20, 21, 99, 1, 0]);
}

#[test]
fn the_guards_of_a_delegate_run_before_those_of_its_parent() {
    #[generator]
    fn child(log: Log) -> impl Iterator<Item = u8> {
        let _guard = log.noisy("child");
        yield_!(1);
        yield_!(2);
    }
    #[generator]
    fn parent(log: Log) -> impl Iterator<Item = u8> {
        let _guard = log.noisy("parent");
        yield_from!(child(log.clone()).inspect(|_| {}));
        log.say("between");
        yield_from!(child(log.clone()).skip(1));
    }
    assert_eq!(
        log_of(parent),
        [
            "item 1",
            "item 2",
            "drop child",
            "between",
            "item 2",
            "drop child",
            "drop parent"
        ]
    );
    assert_eq!(
        log_of_first(3, parent),
        [
            "item 1",
            "item 2",
            "drop child",
            "between",
            "item 2",
            "--",
            "drop child",
            "drop parent"
        ]
    );
}

#[test]
fn results_are_handled_where_they_arise() {
    #[generator]
    fn handled(inputs: &[&str]) -> impl Iterator<Item = Result<i32, String>> {
        for input in inputs {
            let parsed: Result<i32, _> = input.parse();
            match parsed {
                Ok(n) if n < 0 => {
                    yield_!(Err(format!("{n} is negative")));
                    continue;
                }
                Ok(n) => yield_!(Ok(n)),
                Err(error) => {
                    yield_!(Err(error.to_string()));
                    if input.is_empty() {
                        return;
                    }
                }
            }
            yield_!(Ok(0));
        }
    }
    assert_eq!(
        items_of(|| handled(&["1", "-2", "x", "", "3"])),
        [
            Ok(1),
            Ok(0),
            Err("-2 is negative".to_owned()),
            Err("invalid digit found in string".to_owned()),
            Ok(0),
            Err("cannot parse integer from empty string".to_owned())
        ]
    );
}

#[test]
fn short_circuits_and_conditions_between_yields() {
    #[generator]
    fn conditions(log: Log, a: bool, b: bool) -> impl Iterator<Item = u8> {
        if log.see("a", a) && log.see("b", b) || log.see("c", !a) {
            yield_!(1);
        }
        let both = log.see("d", b) && {
            log.say("e");
            a
        };
        yield_!(u8::from(both));
        while log.see("f", a) && !log.see("g", b) {
            yield_!(2);
            break;
        }
    }
    assert_eq!(
        log_of(|log| conditions(log, true, false)),
        ["a", "b", "c", "d", "item 0", "f", "g", "item 2"]
    );
    assert_eq!(
        log_of(|log| conditions(log, false, true)),
        ["a", "c", "item 1", "d", "e", "item 0", "f"]
    );
    assert_eq!(
        log_of(|log| conditions(log, true, true)),
        ["a", "b", "item 1", "d", "e", "item 1", "f", "g"]
    );
}

#[test]
fn a_state_machine_written_as_a_machine() {
    #[derive(Clone, Copy, Debug, PartialEq)]
    enum Light {
        Red,
        Green,
        Yellow,
    }
    #[generator]
    fn lights(mut now: Light, changes: u32) -> impl Iterator<Item = (Light, u32)> {
        for tick in 0..changes {
            yield_!((now, tick));
            now = match now {
                Light::Red => Light::Green,
                Light::Green => Light::Yellow,
                Light::Yellow => Light::Red,
            };
        }
    }
    use Light::{Green, Red, Yellow};
    assert_eq!(
        items_of(|| lights(Green, 4)),
        [(Green, 0), (Yellow, 1), (Red, 2), (Green, 3)]
    );
}
