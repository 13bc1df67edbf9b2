//! Which variable does a name mean, and what does leaving a scope drop? Shadowing, macros, format strings, early exits.

#![allow(
    clippy::all,
    clippy::pedantic,
    unused_qualifications,
    reason = "every way of writing a thing is tried, also the clumsy ones"
)]

use gen_runtime::{generator, yield_};
use support::{Log, items_of, log_of, log_of_first};

#[test]
fn an_else_sees_the_binding_around_it() {
    #[generator]
    fn parts(entry: &'static str) -> impl Iterator<Item = String> {
        let name = "outer";
        yield_!(name.to_string());
        if let Some(name) = Some(entry) {
            if let Some((key, _)) = name.split_once('=') {
                yield_!(key.to_string());
            } else {
                yield_!(name.to_string());
            }
        }
        yield_!(name.to_string());
    }
    assert_eq!(items_of(|| parts("a=b")), ["outer", "a", "outer"]);
    assert_eq!(items_of(|| parts("inner")), ["outer", "inner", "outer"]);
}

#[test]
fn a_loop_variable_lives_until_the_else_is_done() {
    #[generator]
    fn nodes(log: Log) -> impl Iterator<Item = &'static str> {
        for node in [log.noisy("one"), log.noisy("two")] {
            if let Some(name) = Some(node.name()).filter(|name| name.len() > 5) {
                yield_!(name);
            } else {
                log.say("else");
                yield_!("short");
            }
        }
    }
    assert_eq!(
        log_of(nodes),
        [
            "else",
            "item short",
            "drop one",
            "else",
            "item short",
            "drop two"
        ]
    );
}

#[test]
fn a_variable_assigned_and_used_before_the_yield_of_a_loop() {
    #[generator]
    fn numbers() -> impl Iterator<Item = usize> {
        let mut n = 0;
        while n < 3 {
            let mut text = String::new();
            text = text + &"x".repeat(n);
            n += 1;
            yield_!(text.len());
        }
    }
    assert_eq!(items_of(numbers), [0, 1, 2]);
}

#[test]
fn a_break_in_front_of_a_yield_leaves_its_scope() {
    #[generator]
    fn left(log: Log) -> impl Iterator<Item = u8> {
        let x = "outer";
        'block: {
            let x = log.noisy("inner");
            if x.name().len() == 5 {
                break 'block;
            }
            yield_!(1);
            log.say(x.name());
            return;
        }
        log.say(x);
        yield_!(3);
    }
    assert_eq!(log_of(left), ["drop inner", "outer", "item 3"]);
}

#[test]
fn a_break_in_front_of_a_yield_that_ends_the_generator() {
    #[generator]
    fn first(log: Log) -> impl Iterator<Item = u32> {
        for i in 0..4 {
            loop {
                if i < 2 {
                    break;
                }
                yield_!(i);
                return;
            }
            log.say(i);
        }
    }
    assert_eq!(log_of(first), ["0", "1", "item 2"]);
}

#[test]
fn texts_and_captures_in_macros_keep_their_names() {
    #[generator]
    fn texts() -> impl Iterator<Item = String> {
        let x = 1;
        yield_!(stringify!(x + 1).to_string());
        {
            let x = "inner";
            yield_!(vec!["{x}"][0].to_string());
            yield_!(format!("{x} {}", concat!("{x}", "!")));
        }
        yield_!(format!("{x:02} {x:>0x$}"));
    }
    assert_eq!(items_of(texts), ["x + 1", "{x}", "inner {x}!", "01 1"]);
}

#[test]
fn widths_that_are_captured() {
    #[generator]
    fn gray(width: usize) -> impl Iterator<Item = String> {
        for n in 0..2_u32.pow(width as u32) {
            let gray = n ^ (n >> 1);
            yield_!(format!("{gray:0width$b}"));
        }
    }
    assert_eq!(items_of(|| gray(2)), ["00", "01", "11", "10"]);
}

#[test]
fn raw_names() {
    #[generator]
    fn raw(r#type: u32) -> impl Iterator<Item = String> {
        let r#try = r#type + 1;
        yield_!(format!("{type}"));
        let r#gen = r#try + 1;
        yield_!(format!("{try}"));
        yield_!(r#gen.to_string());
    }
    assert_eq!(items_of(|| raw(1)), ["1", "2", "3"]);
}

#[test]
fn names_that_would_be_those_of_the_enum_and_its_types() {
    #[generator]
    fn named(self_: String) -> impl Iterator<Item = String> {
        let named_state = self_.len();
        let done = named_state + 1;
        let start = format!("{self_}{done}");
        yield_!(start);
        yield_!(format!("{self_}{named_state}{done}"));
    }
    assert_eq!(items_of(|| named("a".to_string())), ["a2", "a12"]);
}

#[test]
fn closures_in_macros_have_parameters_of_their_own() {
    #[generator]
    fn checked(list: Vec<String>) -> impl Iterator<Item = String> {
        let all = list.len();
        for x in list {
            yield_!(x);
            assert!((0..all).all(|x| x < 9), "{all}");
        }
    }
    let list = || vec!["a".to_string(), "b".to_string()];
    assert_eq!(items_of(|| checked(list())), ["a", "b"]);
}

#[test]
fn the_parameter_of_a_closure_is_no_capture() {
    #[generator]
    fn sums() -> impl Iterator<Item = u32> {
        let data = vec![3, 4];
        let add = |n: u32| data[0] + n;
        let sum = add(1);
        yield_!(sum);
        yield_!(data[1]);
    }
    assert_eq!(items_of(sums), [4, 4]);
}

#[test]
fn assigned_from_a_match_on_itself() {
    #[generator]
    fn groups(words: Vec<&'static str>) -> impl Iterator<Item = (char, Vec<&'static str>)> {
        let mut current = None;
        for word in words {
            let first = word.chars().next().unwrap_or_default();
            current = match current {
                None => Some((first, vec![word])),
                Some((key, mut group)) if key == first => {
                    group.push(word);
                    Some((key, group))
                }
                Some((key, group)) => {
                    yield_!((key, group));
                    Some((first, vec![word]))
                }
            };
        }
        if let Some(last) = current {
            yield_!(last);
        }
    }
    assert_eq!(
        items_of(|| groups(vec!["apple", "ant", "bee"])),
        [('a', vec!["apple", "ant"]), ('b', vec!["bee"])]
    );
}

#[test]
fn a_written_type_holds_in_every_state() {
    #[generator]
    fn outcome(stop: bool) -> impl Iterator<Item = String> {
        let result: Result<u32, String> = 'find: {
            for i in 0..2 {
                yield_!(i.to_string());
                if stop {
                    break 'find Err("stopped".into());
                }
            }
            Ok(3)
        };
        match result {
            Ok(n) if n > 9 => yield_!("many".to_string()),
            Ok(_) => {}
            Err(error) => yield_!(error),
        }
    }
    assert_eq!(items_of(|| outcome(true)), ["0", "stopped"]);
    assert_eq!(items_of(|| outcome(false)), ["0", "1"]);
}

#[test]
fn a_slice_pattern_on_what_a_reference_points_to() {
    #[generator]
    fn ends(list: Vec<u32>) -> impl Iterator<Item = u32> {
        match *list {
            [first, .., last] => {
                yield_!(first);
                yield_!(last);
            }
            [one] => yield_!(one),
            [] => {}
        }
    }
    assert_eq!(items_of(|| ends(vec![1, 2, 3])), [1, 3]);
    assert_eq!(items_of(|| ends(vec![4])), [4]);
}

#[test]
fn a_lock_is_held_as_long_as_its_guard_lives() {
    #[generator]
    fn locked(lock: &std::sync::Mutex<Vec<u32>>) -> impl Iterator<Item = u32> {
        let guard = lock.lock().unwrap();
        let last = *guard.last().unwrap();
        yield_!(last);
        yield_!(last + 1);
    }
    let lock = std::sync::Mutex::new(vec![1, 2]);
    let mut locked = locked(&lock);
    assert_eq!(locked.next(), Some(2));
    assert!(lock.try_lock().is_err(), "the guard is still in scope");
    assert_eq!(locked.next(), Some(3));
    assert_eq!(locked.next(), None);
    assert!(lock.try_lock().is_ok());
}

#[test]
fn what_binds_numbers_only_moves_nothing() {
    #[generator]
    fn numbers(log: Log) -> impl Iterator<Item = u32> {
        let pair = (1, log.noisy("first"));
        match pair {
            (n, _) => yield_!(n),
        }
        let token = Some((2, log.noisy("second")));
        match token {
            Some((n, _)) => yield_!(n),
            None => {}
        }
        for (n, _) in [(3, log.noisy("third"))] {
            yield_!(n);
            log.say("body");
        }
        log.say("end");
    }
    assert_eq!(
        log_of(numbers),
        [
            "item 1",
            "item 2",
            "item 3",
            "body",
            "drop third",
            "end",
            "drop second",
            "drop first"
        ]
    );
}

#[test]
fn each_arm_moves_what_it_binds() {
    #[generator]
    fn arms(log: Log, n: u32) -> impl Iterator<Item = u32> {
        match (n, log.noisy("guest")) {
            (0, guest) => {
                drop(guest);
                yield_!(0);
            }
            (1, _) => {
                yield_!(1);
                log.say("arm");
            }
            (n, guest) => {
                yield_!(n);
                log.say(guest.name());
            }
        }
        log.say("end");
    }
    assert_eq!(log_of(|log| arms(log, 0)), ["drop guest", "item 0", "end"]);
    assert_eq!(
        log_of(|log| arms(log, 1)),
        ["item 1", "arm", "drop guest", "end"]
    );
    assert_eq!(
        log_of(|log| arms(log, 2)),
        ["item 2", "guest", "drop guest", "end"]
    );
}

#[test]
fn a_borrowed_temporary_lives_as_long_as_its_variable() {
    #[generator]
    fn borrowed(log: Log) -> impl Iterator<Item = u32> {
        let _guard = &log.noisy("guard");
        let ref _other = log.noisy("other");
        yield_!(1);
        log.say("end");
    }
    assert_eq!(
        log_of(borrowed),
        ["item 1", "end", "drop other", "drop guard"]
    );
    assert_eq!(
        log_of_first(1, borrowed),
        ["item 1", "--", "drop other", "drop guard"]
    );
}

#[test]
fn a_borrowed_constant_lives_for_ever() {
    #[generator]
    fn constants() -> impl Iterator<Item = u32> {
        let list = &[1, 2];
        for n in list {
            yield_!(*n);
        }
        let pair = &(3, Some(4));
        yield_!(pair.0);
        yield_!(pair.1.unwrap_or(0));
    }
    assert_eq!(items_of(constants), [1, 2, 3, 4]);
}

#[test]
fn a_macro_that_mentions_a_variable() {
    #[generator]
    fn numbers() -> impl Iterator<Item = u32> {
        let base = 40;
        {
            macro_rules! more {
                ($n:expr) => {
                    base + $n
                };
            }
            let first = more!(1);
            let second = more!(2);
            yield_!(first);
            yield_!(second);
        }
    }
    assert_eq!(items_of(numbers), [41, 42]);
}

#[test]
fn what_a_let_else_does_not_match_is_dropped_before_the_else() {
    #[generator]
    fn tried(log: Log, good: bool) -> impl Iterator<Item = u32> {
        let Ok(name) = (if good {
            yield_!(1);
            Ok(log.noisy("good"))
        } else {
            Err(log.noisy("bad"))
        }) else {
            yield_!(2);
            log.say("else");
            return;
        };
        log.say(name.name());
        yield_!(3);
    }
    assert_eq!(
        log_of(|log| tried(log, true)),
        ["item 1", "good", "item 3", "drop good"]
    );
    assert_eq!(
        log_of(|log| tried(log, false)),
        ["drop bad", "item 2", "else"]
    );
}

#[test]
fn a_type_that_is_known_only_after_the_yield() {
    #[generator]
    fn primes(end: u64) -> impl Iterator<Item = u64> {
        let mut composites = std::collections::HashMap::new();
        for n in 2..end {
            match composites.remove(&n) {
                None => {
                    yield_!(n);
                    composites.insert(n * n, vec![n]);
                }
                Some(factors) => {
                    for factor in factors {
                        composites
                            .entry(n + factor)
                            .or_insert_with(Vec::new)
                            .push(factor);
                    }
                }
            }
        }
    }
    assert_eq!(items_of(|| primes(20)), [2, 3, 5, 7, 11, 13, 17, 19]);
}

#[test]
fn a_unit_struct_as_a_pattern_is_no_variable() {
    struct Unit;
    #[generator]
    fn items(Unit: Unit) -> impl Iterator<Item = u8> {
        let Unit = Unit;
        yield_!(1);
    }
    assert_eq!(items_of(|| items(Unit)), [1]);
}

macro_rules! offset {
    ($name:ident, $x:ident) => {
        #[generator]
        fn $name($x: u32) -> impl Iterator<Item = u32> {
            yield_!(0);
            let x = 1;
            yield_!(x + $x);
            yield_!($x);
        }
    };
}

#[test]
fn a_macro_and_its_user_may_use_the_same_name() {
    offset!(same, x);
    assert_eq!(items_of(|| same(4)), [0, 5, 4]);
}
