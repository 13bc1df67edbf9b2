//! Guards of match arms that bind something, which Rust accepts since 1.95.

#![allow(
    clippy::all,
    clippy::pedantic,
    unused_assignments,
    unused_variables,
    reason = "every way of writing a thing is tried, also the clumsy ones"
)]

use gen_runtime::{generator, yield_};
use support::{Log, items_of, log_of};

#[test]
fn a_let_in_a_guard_binds_a_variable_of_the_arm() {
    #[generator]
    fn halves(numbers: Vec<u32>) -> impl Iterator<Item = u32> {
        for number in numbers {
            match number {
                0 => yield_!(0),
                number
                    if let Some(rest) = number.checked_sub(10)
                        && rest > 0 =>
                {
                    yield_!(rest);
                    yield_!(rest + number);
                }
                other => yield_!(other * 100),
            }
        }
    }
    assert_eq!(
        items_of(|| halves(vec![0, 3, 10, 12])),
        [0, 300, 1000, 2, 14]
    );
}

#[test]
fn what_a_guard_binds_is_dropped_before_what_the_pattern_binds() {
    #[generator]
    fn pairs(log: Log, found: Option<u8>) -> impl Iterator<Item = u8> {
        match found.map(|_| log.noisy("bound")) {
            Some(_bound)
                if let Some(number) = found
                    && let Some(_checked) = Some(log.noisy("checked")) =>
            {
                yield_!(number);
                log.say("arm");
            }
            _ => yield_!(0),
        }
    }
    assert_eq!(
        log_of(|log| pairs(log, Some(1))),
        ["item 1", "arm", "drop checked", "drop bound"]
    );
    assert_eq!(log_of(|log| pairs(log, None)), ["item 0"]);
}

#[test]
fn what_a_guard_binds_is_moved_and_assigned() {
    #[generator]
    fn moved(log: Log) -> impl Iterator<Item = u8> {
        match Some(1) {
            Some(first) if let Some(mut noisy) = Some(log.noisy("guard")) => {
                yield_!(first);
                drop(noisy);
                yield_!(2);
                noisy = log.noisy("arm");
                yield_!(3);
                log.say("end");
            }
            _ => {}
        }
        match 5 {
            4.. if let Some(mut noisy) = Some(log.noisy("guard")) => {
                noisy = log.noisy("arm");
                log.say("no yield");
            }
            _ => yield_!(0),
        }
        yield_!(4);
    }
    assert_eq!(
        log_of(moved),
        [
            "item 1",
            "drop guard",
            "item 2",
            "item 3",
            "end",
            "drop arm",
            "drop guard",
            "no yield",
            "drop arm",
            "item 4"
        ]
    );
}

#[test]
fn a_guard_that_binds_looks_at_what_the_pattern_takes_from_a_local() {
    #[generator]
    fn taken(event: Option<String>) -> impl Iterator<Item = String> {
        match event {
            Some(text)
                if let Some(first) = text.chars().next()
                    && first.is_lowercase() =>
            {
                yield_!(format!("{first}"));
                yield_!(text);
            }
            Some(text) => yield_!(text),
            None => {}
        }
    }
    assert_eq!(items_of(|| taken(Some("ab".into()))), ["a", "ab"]);
    assert_eq!(items_of(|| taken(Some("Ab".into()))), ["Ab"]);
}
