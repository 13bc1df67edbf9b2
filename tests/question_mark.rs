//! `?`: the failure, converted, is the last item.

#![allow(
    clippy::all,
    clippy::pedantic,
    unused_qualifications,
    reason = "every way of writing a thing is tried, also the clumsy ones"
)]

use std::error::Error;
use std::fmt;
use std::io::{self, BufRead, Read};
use std::num::{ParseIntError, TryFromIntError};

use gen_runtime::{generator, yield_};
use support::{Log, by_next, items_of};

#[derive(Debug, PartialEq)]
enum Failure {
    Parse(ParseIntError),
    Range(TryFromIntError),
    Odd(u8),
}

impl From<ParseIntError> for Failure {
    fn from(error: ParseIntError) -> Self {
        Failure::Parse(error)
    }
}

impl From<TryFromIntError> for Failure {
    fn from(error: TryFromIntError) -> Self {
        Failure::Range(error)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Parse(error) => write!(f, "parse: {error}"),
            Failure::Range(error) => write!(f, "range: {error}"),
            Failure::Odd(n) => write!(f, "odd: {n}"),
        }
    }
}

fn even(n: u8) -> Result<u8, Failure> {
    if n % 2 == 0 {
        Ok(n)
    } else {
        Err(Failure::Odd(n))
    }
}

/// The items as text, failures with a `!`.
fn shown<T: ToString, E: ToString>(items: impl IntoIterator<Item = Result<T, E>>) -> Vec<String> {
    items
        .into_iter()
        .map(|item| item.map_or_else(|e| format!("! {}", e.to_string()), |item| item.to_string()))
        .collect()
}

#[test]
fn the_failure_is_the_last_item() {
    #[generator]
    fn numbers(text: &str) -> impl Iterator<Item = Result<u32, ParseIntError>> {
        for word in text.split(' ') {
            let n = word.parse()?;
            yield_!(Ok(n));
        }
    }
    assert_eq!(items_of(|| numbers("1 2")), [Ok(1), Ok(2)]);
    assert_eq!(
        shown(items_of(|| numbers("1 x 2"))),
        ["1", "! invalid digit found in string"]
    );
}

#[test]
fn the_failure_is_converted_with_from() {
    #[generator]
    fn bytes(text: &str) -> impl Iterator<Item = Result<u8, Failure>> {
        for word in text.split(' ') {
            let wide = word.parse::<i64>()?;
            let narrow = u8::try_from(wide)?;
            yield_!(Ok(even(narrow)?));
        }
    }
    assert_eq!(items_of(|| bytes("2 4")), [Ok(2), Ok(4)]);
    assert_eq!(
        shown(items_of(|| bytes("2 y"))),
        ["2", "! parse: invalid digit found in string"]
    );
    assert_eq!(
        shown(items_of(|| bytes("2 300"))),
        [
            "2",
            "! range: out of range integral type conversion attempted"
        ]
    );
    assert_eq!(items_of(|| bytes("3 2")), [Err(Failure::Odd(3))]);
}

#[test]
fn io_errors() {
    #[generator]
    fn lengths(reader: impl BufRead) -> impl Iterator<Item = io::Result<usize>> {
        for line in reader.lines() {
            let line = line?;
            yield_!(Ok(line.len()));
        }
    }
    assert_eq!(shown(lengths(&b"ab\nc"[..])), ["2", "1"]);
    let invalid = &b"ab\n\xff\nc"[..];
    assert_eq!(
        shown(lengths(invalid)),
        ["2", "! stream did not contain valid UTF-8"]
    );
    let broken = b"ab\n".chain(Broken);
    assert_eq!(
        shown(lengths(io::BufReader::new(broken))),
        ["2", "! pulled out"]
    );
}

struct Broken;

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("pulled out"))
    }
}

#[test]
fn boxed_errors_from_text_and_types() {
    #[generator]
    fn sum(words: Vec<&str>) -> impl Iterator<Item = Result<i32, Box<dyn Error>>> {
        let mut sum = 0;
        for word in words {
            if word.is_empty() {
                Err("an empty word")?;
            }
            let n: i32 = word.parse()?;
            sum = i32::checked_add(sum, n).ok_or_else(|| format!("{n} is too much"))?;
            yield_!(Ok(sum));
        }
    }
    assert_eq!(shown(sum(vec!["1", "2"])), ["1", "3"]);
    assert_eq!(shown(sum(vec!["1", "", "2"])), ["1", "! an empty word"]);
    assert_eq!(shown(sum(vec!["q"])), ["! invalid digit found in string"]);
    assert_eq!(
        shown(sum(vec!["2147483647", "1"])),
        ["2147483647", "! 1 is too much"]
    );
}

#[test]
fn options() {
    #[generator]
    fn digits(text: &str) -> impl Iterator<Item = Option<u32>> {
        let mut chars = text.chars();
        while !chars.as_str().is_empty() {
            let digit = chars.next()?.to_digit(10)?;
            yield_!(Some(digit));
        }
    }
    assert_eq!(items_of(|| digits("12")), [Some(1), Some(2)]);
    assert_eq!(items_of(|| digits("1x2")), [Some(1), None]);
}

#[test]
fn inside_expressions_in_order_of_evaluation() {
    #[generator]
    fn sums(log: Log, words: [&str; 3]) -> impl Iterator<Item = Result<i32, ParseIntError>> {
        let total = log.see("a", words[0]).parse::<i32>()?
            + log.see("b", words[1].parse::<i32>())? * log.see("c", words[2]).parse::<i32>()?;
        yield_!(Ok(total));
    }
    let run = |words| {
        let log = Log::new();
        let items = shown(items_of(|| sums(log.clone(), words)));
        let runs = items.len() + 4;
        let mut lines = log.take();
        assert_eq!(lines.len() % runs, 0, "every run evaluates the same");
        lines.truncate(lines.len() / runs);
        (items.join(","), lines.join(""))
    };
    assert_eq!(run(["1", "2", "3"]), ("7".to_string(), "abc".to_string()));
    assert_eq!(
        run(["1", "x", "3"]),
        (
            "! invalid digit found in string".to_string(),
            "ab".to_string()
        )
    );
    assert_eq!(
        run(["x", "2", "3"]),
        (
            "! invalid digit found in string".to_string(),
            "a".to_string()
        )
    );
}

#[test]
fn as_an_argument_a_receiver_an_operand_and_a_field() {
    struct Pair {
        left: u8,
        right: u8,
    }
    #[generator]
    fn all(text: &str) -> impl Iterator<Item = Result<u8, ParseIntError>> {
        let pair = Pair {
            left: text.parse()?,
            right: text.parse::<u8>()?.min(5),
        };
        yield_!(Ok(u8::max(text.parse()?, pair.left)));
        let list = [text.parse::<u8>()?, pair.right];
        yield_!(Ok(list[usize::from(list[0] > 5)]));
        yield_!(text.parse().map(|n: u8| n - 1));
        yield_!(Ok(-text.parse::<i8>()? as u8));
    }
    assert_eq!(items_of(|| all("9")), [Ok(9), Ok(5), Ok(8), Ok(247)]);
}

#[test]
fn in_conditions_scrutinees_and_iterators() {
    #[generator]
    fn all(text: &str) -> impl Iterator<Item = Result<u8, ParseIntError>> {
        if text.parse::<u8>()? > 2 {
            yield_!(Ok(1));
        }
        match text.parse::<u8>()? {
            3 => yield_!(Ok(2)),
            n => yield_!(Ok(n + 100)),
        }
        let mut n = 0;
        while n < text.parse()? {
            n += 1;
            yield_!(Ok(n));
        }
        for i in 0..text.parse::<u8>()? {
            yield_!(Ok(i));
        }
        if let 1.. = text.parse::<u8>()? {
            yield_!(Ok(200));
        }
    }
    assert_eq!(
        items_of(|| all("3")),
        [
            Ok(1),
            Ok(2),
            Ok(1),
            Ok(2),
            Ok(3),
            Ok(0),
            Ok(1),
            Ok(2),
            Ok(200)
        ]
    );
    assert_eq!(items_of(|| all("0")), [Ok(100)]);
    assert_eq!(
        shown(items_of(|| all(""))),
        ["! cannot parse integer from empty string"]
    );
}

#[test]
fn as_a_statement_and_as_a_discarded_value() {
    #[generator]
    fn checked(n: u8) -> impl Iterator<Item = Result<u8, Failure>> {
        even(n)?;
        yield_!(Ok(n));
        let _ = even(n / 2)?;
        yield_!(Ok(n / 2));
    }
    assert_eq!(items_of(|| checked(4)), [Ok(4), Ok(2)]);
    assert_eq!(items_of(|| checked(6)), [Ok(6), Err(Failure::Odd(3))]);
    assert_eq!(items_of(|| checked(1)), [Err(Failure::Odd(1))]);
}

#[test]
fn in_the_arguments_of_other_macros() {
    #[generator]
    fn lines(text: &str) -> impl Iterator<Item = Result<String, ParseIntError>> {
        yield_!(Ok(format!(
            "{}-{n}",
            text.parse::<u8>()?,
            n = text.parse::<u8>()? + 1
        )));
        println!("{}", text.parse::<u8>()?);
        let list = vec![text.parse::<u8>()?, 2];
        assert_eq!(list[0], text.parse()?, "the same {}", text.parse::<u8>()?);
        yield_!(Ok(format!("{list:?}")));
    }
    assert_eq!(
        items_of(|| lines("5")),
        [Ok("5-6".to_string()), Ok("[5, 2]".to_string())]
    );
    assert_eq!(
        shown(items_of(|| lines("-"))),
        ["! invalid digit found in string"]
    );
}

#[test]
fn in_a_closure_it_belongs_to_the_closure() {
    #[generator]
    fn all(text: &str) -> impl Iterator<Item = Result<i32, ParseIntError>> {
        let sum = |a: &str, b: &str| -> Result<i32, ParseIntError> {
            Ok(a.parse::<i32>()? + b.parse::<i32>()?)
        };
        let first = |list: &[i32]| Some(list.first()? + 1);
        let failed = sum(text, "x").is_err();
        yield_!(Ok(i32::from(failed)));
        yield_!(Ok(first(&[]).unwrap_or(-1)));
        yield_!(sum(text, "10"));
        yield_!(Ok(sum(text, "20")?));
        yield_!(Ok(sum(text, "y")?));
        yield_!(Ok(0));
    }
    let items = items_of(|| all("1"));
    assert_eq!(
        shown(items),
        ["1", "-1", "11", "21", "! invalid digit found in string"]
    );
}

#[test]
fn in_a_nested_function_and_an_async_block_it_is_theirs() {
    #[generator]
    fn all() -> impl Iterator<Item = Result<u8, ParseIntError>> {
        fn parse(text: &str) -> Option<u8> {
            Some(text.parse::<u8>().ok()? + 1)
        }
        let _never_polled = async { Some(parse("1")? + 1) };
        yield_!(Ok(parse("x").unwrap_or(7)));
        yield_!(Ok(parse("2").unwrap_or(7)));
    }
    assert_eq!(items_of(all), [Ok(7), Ok(3)]);
}

#[test]
fn in_value_blocks_and_let_else() {
    #[generator]
    fn all(words: &[&str]) -> impl Iterator<Item = Result<u32, ParseIntError>> {
        let n = match words {
            [word] => word.parse()?,
            [a, b] => {
                yield_!(Ok(2));
                a.parse::<u32>()? + b.parse::<u32>()?
            }
            _ => return,
        };
        yield_!(Ok(n));
        let Some(less) = n.checked_sub(words[0].parse()?) else {
            yield_!("0".parse());
            return;
        };
        yield_!(Ok(less));
    }
    assert_eq!(items_of(|| all(&["5"])), [Ok(5), Ok(0)]);
    assert_eq!(items_of(|| all(&["5", "6"])), [Ok(2), Ok(11), Ok(6)]);
    assert_eq!(
        shown(items_of(|| all(&["5", ""]))),
        ["2", "! cannot parse integer from empty string"]
    );
    assert_eq!(items_of(|| all(&[])), []);
}

#[test]
fn a_yielded_failure_is_an_item_like_any_other() {
    #[generator]
    fn all() -> impl Iterator<Item = Result<u8, &'static str>> {
        yield_!(Err("first"));
        yield_!(Ok(1));
        yield_!(Err("last"));
    }
    assert_eq!(items_of(all), [Err("first"), Ok(1), Err("last")]);
}

#[test]
fn collecting_stops_at_the_failure() {
    #[generator]
    fn numbers(text: &str) -> impl Iterator<Item = Result<u32, ParseIntError>> {
        for word in text.split(' ') {
            yield_!(Ok(word.parse()?));
        }
    }
    assert_eq!(
        numbers("1 2 3").collect::<Result<Vec<_>, _>>(),
        Ok(vec![1, 2, 3])
    );
    assert!(numbers("1 2 x").collect::<Result<Vec<_>, _>>().is_err());
    assert_eq!(numbers("1 2 3").sum::<Result<u32, _>>(), Ok(6));
}

#[test]
#[deny(warnings)]
fn return_before_a_question_mark_that_always_fails() {
    #[generator]
    fn checked(log: Log, numbers: Vec<i64>) -> impl Iterator<Item = Result<i64, String>> {
        for n in numbers {
            let local = log.noisy("local");
            let doubled = match n {
                0 => return Err("zero")?,
                n if n > 9 => {
                    drop(local);
                    return Err(format!("{n} is too large"))?;
                }
                n => 2 * n,
            };
            let Some(rest) = doubled.checked_sub(4) else {
                return Err("small")?;
            };
            yield_!(Ok(rest));
        }
    }
    let run = |numbers: &[i64]| {
        support::log_of(|log| checked(log, numbers.to_vec()).map(|item| format!("{item:?}")))
    };
    let first = ["item Ok(-2)", "drop local"];
    let zero = ["drop local", "item Err(\"zero\")"];
    assert_eq!(run(&[1, 0, 3]), [first, zero].concat());
    let large = ["drop local", "item Err(\"10 is too large\")"];
    assert_eq!(run(&[1, 10, 3]), [first, large].concat());
    let small = ["drop local", "item Err(\"small\")"];
    assert_eq!(run(&[i64::MIN / 2, 3]), small);
}

#[test]
fn in_methods_generics_and_boxes() {
    struct Source(Vec<&'static str>);
    impl Source {
        #[generator]
        fn all<T, E>(&self) -> Box<dyn Iterator<Item = Result<T, Box<dyn Error>>> + '_>
        where
            T: std::str::FromStr<Err = E>,
            E: Error + 'static,
        {
            for word in &self.0 {
                yield_!(Ok(word.parse::<T>()?));
            }
        }
    }
    let source = Source(vec!["1", "2.5", "x"]);
    assert_eq!(
        shown(source.all::<f64, _>()),
        ["1", "2.5", "! invalid float literal"]
    );
    assert_eq!(
        shown(source.all::<u8, _>()),
        ["1", "! invalid digit found in string"]
    );
}

/// Here a `gen` block on nightly cannot say what we want: there, the failure has to be yielded by hand while the
/// locals are still alive.
mod plainer_than_nightly {
    use super::*;

    #[generator]
    fn guarded(log: Log, n: u8) -> impl Iterator<Item = Result<u8, Failure>> {
        let _outer = log.noisy("outer");
        yield_!(Ok(0));
        for i in n.. {
            let _inner = log.noisy("inner");
            yield_!(Ok(even(i)?));
            let _later = log.noisy("later");
        }
    }

    const LINES: [&str; 8] = [
        "item 0",
        "item 2",
        "drop later",
        "drop inner",
        "drop inner",
        "drop outer",
        "item !",
        "end",
    ];

    #[test]
    fn locals_are_dropped_before_the_failure_is_handed_out_by_next() {
        let log = Log::new();
        let mut generator = guarded(log.clone(), 2);
        while let Some(item) = generator.next() {
            log.say(item.map_or("item !".to_string(), |n| format!("item {n}")));
        }
        log.say("end");
        drop(generator);
        assert_eq!(log.take(), LINES);
    }

    #[test]
    fn locals_are_dropped_before_the_failure_is_handed_out_by_fold() {
        for split in [0, 1] {
            let log = Log::new();
            let mut generator = guarded(log.clone(), 2);
            let say = |item: Result<u8, _>| {
                log.say(item.map_or("item !".to_string(), |n| format!("item {n}")))
            };
            by_next(&mut generator, split).into_iter().for_each(say);
            generator.for_each(say);
            log.say("end");
            assert_eq!(log.take(), LINES, "{split} times `next`, then `fold`");
        }
    }

    #[test]
    fn arguments_too_are_dropped_before_the_failure_is_handed_out() {
        #[generator]
        fn failing(log: Log, _: support::Noisy) -> impl Iterator<Item = Option<u8>> {
            let _local = log.noisy("local");
            None?;
        }
        let run = |by_fold: bool| {
            let log = Log::new();
            let mut generator = failing(log.clone(), log.noisy("argument"));
            let say = |item: Option<u8>| log.say(format_args!("{item:?}"));
            if by_fold {
                generator.for_each(say);
            } else {
                generator.next().map(say);
            }
            log.take()
        };
        assert_eq!(run(false), ["drop local", "drop argument", "None"]);
        assert_eq!(run(true), ["drop local", "drop argument", "None"]);
    }

    #[test]
    fn none_for_ever_after_the_failure() {
        let mut generator = guarded(Log::new(), 1);
        assert_eq!(by_next(&mut generator, 2), [Ok(0), Err(Failure::Odd(1))]);
        for _ in 0..3 {
            assert_eq!(generator.next(), None);
        }
        assert_eq!(generator.count(), 0);
    }
}

#[test]
fn the_operand_may_yield() {
    fn even(n: u32) -> Result<u32, &'static str> {
        if n % 2 == 0 { Ok(n) } else { Err("odd") }
    }
    #[generator]
    fn results(n: u32) -> impl Iterator<Item = Result<u32, &'static str>> {
        let sum = even({
            yield_!(Ok(1));
            n
        })? + even({
            yield_!(Ok(2));
            n + 2
        })?;
        yield_!(Ok(sum));
        loop {
            even({
                yield_!(Ok(3));
                n + 1
            })?;
        }
    }
    #[generator]
    fn options(value: Option<u32>) -> impl Iterator<Item = Option<u32>> {
        let n = {
            yield_!(Some(1));
            value
        }?;
        yield_!(Some(n));
    }
    assert_eq!(items_of(|| results(3)), [Ok(1), Err("odd")]);
    assert_eq!(
        items_of(|| results(2)),
        [Ok(1), Ok(2), Ok(6), Ok(3), Err("odd")]
    );
    assert_eq!(items_of(|| options(None)), [Some(1), None]);
    assert_eq!(items_of(|| options(Some(2))), [Some(1), Some(2)]);
}
