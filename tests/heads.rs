//! The operand of a `match` or of a `let` in a condition is a place, also where it starts from a temporary.

#![allow(
    clippy::all,
    clippy::pedantic,
    reason = "every way of writing a thing is tried, also the clumsy ones"
)]

use std::{cell::RefCell, collections::BTreeMap, sync::Mutex};

use gen_runtime::{generator, yield_};
use support::{Log, Noisy, items_of, log_of};

#[derive(Clone, Copy, Debug)]
enum Count {
    Up(u32),
    None,
}

#[derive(Clone, Debug)]
enum Kind {
    Leaf(u32),
    Branch { name: String, size: u32 },
}

#[derive(Clone, Debug)]
struct Counter {
    count: Count,
    steps: [u32; 2],
}

#[test]
fn what_ref_mut_changes_is_no_copy() {
    #[generator]
    fn changes(mut counts: Vec<u32>) -> impl Iterator<Item = u32> {
        match *counts.last_mut().unwrap() {
            ref mut last => {
                *last += 1;
                let last = *last;
                yield_!(last);
            }
        }
        yield_!(*counts.last().unwrap());
        let mut counts = vec![Count::Up(counts[0])];
        if let Count::Up(ref mut n) = *counts.last_mut().unwrap() {
            *n += 10;
            let n = *n;
            yield_!(n);
        }
        while let Count::Up(ref mut n) = *counts.first_mut().unwrap() {
            *n += 10;
            let n = *n;
            yield_!(n);
            if n > 30 {
                counts[0] = Count::None;
            }
        }
    }
    assert_eq!(items_of(|| changes(vec![1])), [2, 2, 12, 22, 32]);
}

#[test]
fn what_ref_mut_changes_in_a_field_or_an_element_is_no_copy() {
    #[generator]
    fn changes(counters: RefCell<Vec<Counter>>) -> impl Iterator<Item = u32> {
        let mut counters = counters.into_inner();
        match counters.last_mut().unwrap().count {
            Count::Up(ref mut n) if *n > 0 => {
                *n += 1;
                yield_!(0);
            }
            Count::Up(_) | Count::None => yield_!(1),
        }
        match counters.last_mut().unwrap().steps[1] {
            ref mut n @ 1..5 => {
                *n += 1;
                let n = *n;
                yield_!(n);
            }
            _ => {}
        }
        let Count::Up(n) = counters[0].count else {
            return;
        };
        yield_!(n * 100 + counters[0].steps[1]);
    }
    let counter = Counter {
        count: Count::Up(3),
        steps: [1, 2],
    };
    assert_eq!(
        items_of(|| changes(RefCell::new(vec![counter.clone()]))),
        [0, 3, 403]
    );
}

#[test]
fn what_ref_mut_binds_lives_across_a_yield() {
    #[generator]
    fn twice(counts: &mut [u32]) -> impl Iterator<Item = u32> {
        match *counts.last_mut().unwrap() {
            ref mut last => {
                yield_!(*last);
                *last += 1;
                yield_!(*last);
            }
        }
    }
    assert_eq!(items_of(|| twice(vec![1, 2].leak())), [2, 3]);
    let mut counts = [1, 2];
    assert_eq!(twice(&mut counts).count(), 2);
    assert_eq!(counts, [1, 3]);
}

#[test]
fn a_head_without_a_size() {
    #[generator]
    fn ends(list: Vec<u32>) -> impl Iterator<Item = u32> {
        let mut chunks = list.chunks_exact(2);
        let sum: u32 = chunks.by_ref().flatten().sum();
        match *chunks.remainder() {
            [] => yield_!(100),
            [last] => yield_!(last),
            [..] => unreachable!(),
        }
        if let [first, .., last] = *list.as_slice() {
            yield_!(first);
            yield_!(last);
        }
        let mut rest = list.as_slice().len();
        while let [_, second, ..] = *list.get(list.len() - rest..).unwrap() {
            yield_!(second);
            rest -= 1;
        }
        yield_!(sum);
    }
    assert_eq!(items_of(|| ends(vec![1, 2, 3])), [3, 1, 3, 2, 3, 3]);
    assert_eq!(items_of(|| ends(vec![4, 5])), [100, 4, 5, 5, 9]);
}

#[test]
fn a_head_that_is_not_copy_stays_where_it_is() {
    #[generator]
    fn sizes(kinds: Vec<Kind>) -> impl Iterator<Item = u32> {
        match *kinds.last().unwrap() {
            Kind::Leaf(n) => yield_!(n),
            Kind::Branch { size, ref name } => {
                let length = name.len();
                yield_!(size + length as u32);
            }
        }
        if let Kind::Leaf(n) = *kinds.first().unwrap() {
            yield_!(n);
            yield_!(n + 1);
        }
        yield_!(kinds.len() as u32);
    }
    let branch = Kind::Branch {
        name: "four".to_owned(),
        size: 10,
    };
    assert_eq!(
        items_of(|| sizes(vec![Kind::Leaf(1), branch.clone()])),
        [14, 1, 2, 2]
    );
}

#[test]
fn what_is_copied_out_of_a_lock_does_not_hold_it() {
    #[generator]
    fn values(lock: &Mutex<Vec<Count>>) -> impl Iterator<Item = u32> {
        match *lock.lock().unwrap().last().unwrap() {
            Count::Up(n) => yield_!(n),
            Count::None => {}
        }
    }
    #[generator]
    fn value(lock: &Mutex<Count>) -> impl Iterator<Item = u32> {
        while let Count::Up(n) = *lock.lock().unwrap() {
            yield_!(n);
            *lock.lock().unwrap() = Count::None;
        }
    }
    let lock = Mutex::new(vec![Count::Up(1)]);
    assert!(values(&lock).all(|n| n == 1 && lock.try_lock().is_ok()));
    assert_eq!(values(&lock).next(), Some(1));
    let lock = Mutex::new(Count::Up(2));
    let mut driven = value(&lock);
    assert_eq!(driven.next(), Some(2));
    assert!(lock.try_lock().is_ok());
    assert_eq!(driven.next(), None);
}

#[test]
fn a_box_may_be_moved_out_of() {
    struct Pair {
        one: Noisy,
        other: Noisy,
        id: u32,
    }
    fn boxed(log: &Log, id: u32) -> Box<Pair> {
        Box::new(Pair {
            one: log.noisy("one"),
            other: log.noisy("other"),
            id,
        })
    }
    #[generator]
    fn whole(log: Log) -> impl Iterator<Item = &'static str> {
        match *boxed(&log, 1) {
            Pair { one, other, id: 1 } => {
                yield_!(one.name());
                drop(other);
                yield_!("between");
            }
            _ => {}
        }
        log.say("end");
    }
    #[generator]
    fn looked_at(log: Log) -> impl Iterator<Item = &'static str> {
        match *boxed(&log, 1) {
            Pair { id: 1, .. } => yield_!("first"),
            _ => {}
        }
        log.say("end");
    }
    assert_eq!(
        log_of(whole),
        ["item one", "drop other", "item between", "drop one", "end"]
    );
    assert_eq!(
        log_of(looked_at),
        ["item first", "drop one", "drop other", "end"]
    );
}

#[test]
fn a_borrow_in_a_tuple_ends_with_the_pattern() {
    enum State {
        Idle,
        Busy(u32),
    }
    #[generator]
    fn run(inputs: &[u32]) -> impl Iterator<Item = u32> {
        let mut state = State::Idle;
        for input in inputs {
            match (&mut state, input) {
                (State::Idle, 1) => {
                    state = State::Busy(1);
                    yield_!(0);
                }
                (State::Busy(n), k) if *k > 1 => {
                    *n += k;
                    let sum = *n;
                    if sum > 4 {
                        state = State::Idle;
                    }
                    yield_!(sum);
                }
                _ => {}
            }
        }
    }
    #[generator]
    fn counts(keys: Vec<u32>) -> impl Iterator<Item = (u32, u32)> {
        let mut counts = BTreeMap::new();
        for key in keys {
            match (counts.get_mut(&key), key) {
                (Some(count), _) => {
                    *count += 1;
                    let count = *count;
                    counts.remove(&0);
                    yield_!((key, count));
                }
                (None, key) => {
                    counts.insert(key, 1);
                    yield_!((key, 1));
                }
            }
        }
    }
    #[generator]
    fn grow(limit: usize) -> impl Iterator<Item = usize> {
        let mut text = String::new();
        while let (grown, true) = (&mut text, limit > 0) {
            grown.push('a');
            text.push('b');
            yield_!(text.len());
            if text.len() > limit {
                break;
            }
        }
    }
    assert_eq!(items_of(|| run(&[2, 1, 2, 3, 1])), [0, 3, 6, 0]);
    assert_eq!(
        items_of(|| counts(vec![0, 1, 0, 1, 0])),
        [(0, 1), (1, 1), (0, 2), (1, 2), (0, 1)]
    );
    assert_eq!(items_of(|| grow(3)), [2, 4]);
}

#[test]
fn what_a_tuple_borrows_from_may_be_moved_while_others_of_it_are_there() {
    struct Request {
        method: String,
        path: String,
        body: Option<Noisy>,
        user: Noisy,
    }
    #[generator]
    fn routes(log: Log, requests: Vec<Request>) -> impl Iterator<Item = String> {
        for request in requests {
            match (request.method.as_str(), request.body, request.user) {
                ("GET", None, _) => {
                    yield_!(request.path);
                    log.say("got");
                }
                ("PUT" | "POST", Some(_), _) => {
                    let method = request.method;
                    yield_!(method);
                    log.say("put");
                }
                ("PATCH", Some(body), _) => {
                    yield_!(request.path);
                    yield_!(body.name().to_string());
                }
                ("DELETE", _, ref user) if user.name() != "root" => yield_!("forbidden".into()),
                _ => log.say("nothing"),
            }
        }
    }
    fn request(log: &Log, method: &str, body: Option<&'static str>) -> Request {
        Request {
            method: method.to_string(),
            path: "/".to_string(),
            body: body.map(|body| log.noisy(body)),
            user: log.noisy("user"),
        }
    }
    let log = log_of(|log| {
        let requests = vec![
            request(&log, "GET", None),
            request(&log, "GET", Some("a")),
            request(&log, "POST", Some("b")),
            request(&log, "PATCH", Some("c")),
            request(&log, "DELETE", None),
        ];
        routes(log, requests)
    });
    assert_eq!(
        log,
        [
            "item /",
            "got",
            "drop user",
            "nothing",
            "drop a",
            "drop user",
            "item POST",
            "put",
            "drop b",
            "drop user",
            "item /",
            "item c",
            "drop c",
            "drop user",
            "item forbidden",
            "drop user"
        ]
    );
}

#[test]
fn the_elements_of_a_tuple_are_dropped_in_order() {
    #[generator]
    fn drops(log: Log, which: u32) -> impl Iterator<Item = &'static str> {
        let _outer = log.noisy("outer");
        match (
            log.noisy("first"),
            which,
            (log.noisy("second"), which),
            Some(log.noisy("third")),
        ) {
            (_, 0, _, _) => yield_!("none"),
            (first, _, (second, 1), ..) => {
                yield_!(first.name());
                drop(second);
                yield_!("first and second");
            }
            (_, 2, (_, 2), Some(third)) => {
                yield_!(third.name());
                drop(third);
                yield_!("third");
            }
            (.., ref third) if which == 3 => {
                let is_there = third.is_some();
                yield_!(if is_there { "borrowed" } else { "" });
            }
            all => {
                yield_!("all");
                drop(all);
                yield_!("all dropped");
            }
        }
        log.say("end");
    }
    assert_eq!(
        log_of(|log| drops(log, 0)),
        [
            "item none",
            "drop first",
            "drop second",
            "drop third",
            "end",
            "drop outer"
        ]
    );
    assert_eq!(
        log_of(|log| drops(log, 1)),
        [
            "item first",
            "drop second",
            "item first and second",
            "drop first",
            "drop third",
            "end",
            "drop outer"
        ]
    );
    assert_eq!(
        log_of(|log| drops(log, 2)),
        [
            "item third",
            "drop third",
            "item third",
            "drop first",
            "drop second",
            "end",
            "drop outer"
        ]
    );
    assert_eq!(
        log_of(|log| drops(log, 3)),
        [
            "item borrowed",
            "drop first",
            "drop second",
            "drop third",
            "end",
            "drop outer"
        ]
    );
    assert_eq!(
        log_of(|log| drops(log, 4)),
        [
            "item all",
            "drop first",
            "drop second",
            "drop third",
            "item all dropped",
            "end",
            "drop outer"
        ]
    );
}

/// The head borrows from a temporary, which lives to the end of the statement, as in a function.
mod that_borrow {
    use super::*;

    #[test]
    fn a_text_or_a_slice() {
        #[generator]
        fn answers(lines: Vec<String>) -> impl Iterator<Item = String> {
            for line in lines {
                match line.trim().to_lowercase().as_str() {
                    "quit" => return,
                    "skip" => continue,
                    "twice" => {
                        yield_!("once".to_string());
                        yield_!("twice".to_string());
                    }
                    other => {
                        let length = other.len();
                        yield_!(other.to_string());
                        yield_!(length.to_string());
                    }
                }
                match line.split(' ').collect::<Vec<_>>().as_slice() {
                    ["add", a, b] => yield_!(format!("{a}+{b}")),
                    [_] => {}
                    words => yield_!(words.len().to_string()),
                }
                match line.split(' ').collect::<Vec<_>>()[..] {
                    [first, ..] => yield_!(first.to_string()),
                    [] => yield_!("nothing".to_string()),
                }
                if let Some((key, value)) = line.replace(' ', "").split_once('=') {
                    yield_!(format!("{key} is {value}"));
                }
            }
        }
        let lines = ["Skip", "TWICE ", "add 1 2", "A = b", "quit", "never"];
        assert_eq!(
            items_of(|| answers(lines.map(str::to_string).to_vec())),
            [
                "once", "twice", "2", "TWICE", "add 1 2", "7", "1+2", "add", "a = b", "5", "3",
                "A", "A is b"
            ]
        );
    }

    #[test]
    fn drops_at_the_end_of_the_statement() {
        #[generator]
        fn items(log: Log) -> impl Iterator<Item = usize> {
            let _before = log.noisy("before");
            match Some(log.noisy("matched")).as_ref() {
                Some(noisy) => {
                    let _inner = log.noisy("inner");
                    let length = noisy.name().len();
                    yield_!(length);
                    log.say("arm");
                }
                None => yield_!(0),
            }
            log.say("after");
            if let Some(noisy) = vec![log.noisy("first"), log.noisy("second")].get(1) {
                let length = noisy.name().len();
                yield_!(length);
            }
            yield_!(1);
        }
        assert_eq!(
            log_of(items),
            [
                "item 7",
                "arm",
                "drop inner",
                "drop matched",
                "after",
                "item 6",
                "drop first",
                "drop second",
                "item 1",
                "drop before"
            ]
        );
    }

    #[test]
    fn a_lock_is_held() {
        #[generator]
        fn first(list: &RefCell<Vec<u32>>) -> impl Iterator<Item = bool> {
            if let Some(&first) = list.borrow().first() {
                yield_!(first == 1 && list.try_borrow_mut().is_ok());
            }
            yield_!(list.try_borrow_mut().is_ok());
        }
        let list = RefCell::new(vec![1, 2]);
        assert_eq!(items_of(|| first(&list)), [false, true]);
    }

    // An iterator has a method of the name that a slice has, and gives its last item by value.
    #[test]
    fn but_not_by_the_last_of_an_iterator() {
        #[generator]
        fn ends(words: &RefCell<Vec<String>>) -> impl Iterator<Item = (char, bool)> {
            if let Some(end) = words.borrow()[0].to_uppercase().chars().last() {
                yield_!((end, words.try_borrow_mut().is_ok()));
            }
            if let Some(word) = words.borrow().last() {
                yield_!((word.chars().last().unwrap(), words.try_borrow_mut().is_ok()));
            }
        }
        let words = RefCell::new(vec!["ab".to_owned(), "cd".to_owned()]);
        assert_eq!(items_of(|| ends(&words)), [('B', true), ('d', false)]);
    }

    #[test]
    fn a_temporary_that_borrows_from_another() {
        #[generator]
        fn answers(lines: Vec<String>) -> impl Iterator<Item = String> {
            for line in lines {
                match line
                    .to_lowercase()
                    .trim()
                    .split(' ')
                    .collect::<Vec<_>>()
                    .as_slice()
                {
                    ["add", a, b] => {
                        let sum = format!("{a}+{b}");
                        yield_!(sum);
                        yield_!("added".to_owned());
                    }
                    [] | [""] => yield_!("nothing".to_owned()),
                    [first, .., last] => {
                        let both = format!("{first}..{last}");
                        yield_!(both);
                    }
                    [word] => {
                        let word = word.to_string();
                        yield_!(word);
                    }
                }
                while let Some(&word) = line
                    .to_uppercase()
                    .lines()
                    .skip(1)
                    .collect::<Vec<_>>()
                    .last()
                {
                    let word = word.to_owned();
                    yield_!(word);
                    break;
                }
            }
        }
        let lines = ["Add 1 2", " A b C", "", "One\nTWO"];
        assert_eq!(
            items_of(|| answers(lines.map(str::to_owned).to_vec())),
            ["1+2", "added", "a..c", "nothing", "one\ntwo", "TWO"]
        );
    }

    #[test]
    fn an_element_of_a_tuple() {
        #[generator]
        fn answers(words: Vec<(String, u32)>) -> impl Iterator<Item = String> {
            for (word, n) in words {
                match (word.to_lowercase().as_str(), n) {
                    ("none", _) => {}
                    ("one", 1) => {
                        yield_!("one".to_owned());
                        yield_!("1".to_owned());
                    }
                    (other, 2..) => {
                        let many = format!("{other}s");
                        yield_!(many);
                        yield_!(format!("{n}"));
                    }
                    (other, _) => {
                        let length = other.len();
                        yield_!(length.to_string());
                    }
                }
                if let (Some((key, value)), Some(c)) = (
                    word.replace(' ', "").split_once('='),
                    word.to_uppercase().trim().chars().next(),
                ) {
                    let text = format!("{key} is {value}");
                    yield_!(text);
                    yield_!(c.to_string());
                }
            }
        }
        let words = [("None", 1), ("ONE", 1), ("Two", 2), ("a = b", 0)];
        assert_eq!(
            items_of(|| answers(words.map(|(word, n)| (word.to_owned(), n)).to_vec())),
            ["one", "1", "twos", "2", "5", "a is b", "A"]
        );
    }

    #[test]
    fn elements_are_evaluated_in_their_order() {
        #[generator]
        fn items(log: Log) -> impl Iterator<Item = usize> {
            let mut count = 1;
            let mut next = |name: &'static str| {
                log.say(name);
                count += 1;
                log.noisy(name)
            };
            let mut stack = vec!["left".to_owned(), "right".to_owned()];
            match (
                next("a"),
                Some(next("b")).as_ref(),
                next("c"),
                Some(next("d")).as_ref(),
                stack.len(),
                stack.pop().unwrap().as_str(),
                stack.len(),
            ) {
                (a, Some(b), _, _, 2, "right", 1) => {
                    let length = b.name().len();
                    yield_!(length);
                    log.say("arm");
                    drop(a);
                    yield_!(2);
                    log.say("end");
                }
                _ => yield_!(0),
            }
            log.say("after");
            yield_!(3);
        }
        assert_eq!(
            log_of(items),
            [
                "a", "b", "c", "d", "item 1", "arm", "drop a", "item 2", "end", "drop c", "drop d",
                "drop b", "after", "item 3"
            ]
        );
    }
}
