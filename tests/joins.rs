//! Where ways meet of which one has borrowed and another has yielded.

#![allow(clippy::single_match_else, reason = "both forms are tried")]

use std::collections::BTreeMap;

use gen_runtime::{generator, yield_};
use support::{Log, Noisy, log_of, log_of_first};

#[test]
fn of_a_match() {
    #[generator]
    fn lengths(names: BTreeMap<u32, String>, keys: Vec<u32>) -> impl Iterator<Item = usize> {
        let nobody = "nobody".to_owned();
        for key in keys {
            let name = match names.get(&key) {
                Some(name) => name,
                None => {
                    yield_!(0);
                    &nobody
                }
            };
            let length = name.len();
            yield_!(length);
        }
        yield_!(names.len());
    }
    let names = BTreeMap::from([(1, "me".to_owned())]);
    let all: Vec<usize> = lengths(names, vec![1, 2, 1]).collect();
    assert_eq!(all, [2, 0, 6, 2, 1]);
}

#[test]
fn of_a_mutable_borrow() {
    #[generator]
    fn counts(mut map: BTreeMap<u32, u32>, keys: Vec<u32>) -> impl Iterator<Item = u32> {
        for key in keys {
            let count = if let Some(count) = map.get_mut(&key) {
                count
            } else {
                yield_!(100 + key);
                map.entry(key).or_default()
            };
            *count += 1;
            let count = *count;
            yield_!(count);
        }
        for (_, count) in map {
            yield_!(count);
        }
    }
    let all: Vec<u32> = counts(BTreeMap::from([(1, 5)]), vec![1, 2, 2]).collect();
    assert_eq!(all, [6, 102, 1, 2, 6, 2]);
}

#[test]
fn of_several_ways() {
    #[generator]
    fn word(text: String, way: u32) -> impl Iterator<Item = String> {
        let word = match way {
            0 => text.split(' ').next().unwrap_or(""),
            1 => {
                yield_!("one".to_owned());
                "1"
            }
            2 => text.trim_end(),
            3 => {
                yield_!("two".to_owned());
                yield_!("three".to_owned());
                text.trim_start_matches("a ")
            }
            _ => &text,
        };
        let upper = word.to_uppercase();
        yield_!(upper);
        yield_!(text);
    }
    let all = |way| word("a b ".to_owned(), way).collect::<Vec<_>>();
    assert_eq!(all(0), ["A", "a b "]);
    assert_eq!(all(1), ["one", "1", "a b "]);
    assert_eq!(all(2), ["A B", "a b "]);
    assert_eq!(all(3), ["two", "three", "B ", "a b "]);
    assert_eq!(all(4), ["A B ", "a b "]);
}

#[test]
fn one_behind_another() {
    #[generator]
    fn lines(
        names: BTreeMap<u32, String>,
        titles: BTreeMap<u32, String>,
        keys: Vec<u32>,
    ) -> impl Iterator<Item = String> {
        for key in keys {
            let name = match names.get(&key) {
                Some(name) => name.as_str(),
                None => {
                    yield_!(format!("{key} has no name"));
                    "?"
                }
            };
            let name = name.to_uppercase();
            let title = if let Some(title) = titles.get(&key) {
                title
            } else {
                yield_!(format!("{name} has no title"));
                "-"
            };
            if title == "stop" {
                break;
            }
            if title.is_empty() {
                continue;
            }
            let line = format!("{title} {name}");
            yield_!(line);
        }
        yield_!("end".to_owned());
    }
    let map = |entries: &[(u32, &str)]| {
        let entries = entries.iter();
        entries.map(|&(key, name)| (key, name.to_owned())).collect()
    };
    let names = map(&[(1, "a"), (3, "c"), (4, "d")]);
    let titles = map(&[(1, "T"), (2, "U"), (4, ""), (5, "stop")]);
    let all: Vec<String> = lines(names, titles, vec![1, 2, 3, 4, 5, 6]).collect();
    assert_eq!(
        all,
        [
            "T A",
            "2 has no name",
            "U ?",
            "C has no title",
            "- C",
            "5 has no name",
            "end"
        ]
    );
}

#[test]
fn before_a_loop_of_its_own() {
    #[generator]
    fn sums(rows: Vec<Vec<u32>>, from: usize) -> impl Iterator<Item = u32> {
        let other = vec![7, 8];
        let mut index = from;
        'rows: while index < rows.len() + 2 {
            let row = if let Some(row) = rows.get(index) {
                row
            } else {
                yield_!(1000);
                &other
            };
            let mut sum = 0;
            for number in row {
                if *number == 0 {
                    index += 1;
                    continue 'rows;
                }
                if *number > 100 {
                    break 'rows;
                }
                sum += number;
            }
            yield_!(sum);
            index += 1;
        }
        yield_!(other[0]);
    }
    let all = |from, last| sums(vec![vec![1, 2], vec![0], vec![last]], from).collect::<Vec<_>>();
    assert_eq!(all(0, 5), [3, 5, 1000, 15, 1000, 15, 7]);
    assert_eq!(all(1, 101), [7]);
    assert_eq!(all(3, 5), [1000, 15, 1000, 15, 7]);
}

#[test]
fn with_a_closure_behind_it() {
    #[generator]
    fn products(lines: Vec<String>) -> impl Iterator<Item = Result<i32, String>> {
        let missing = "1=2".to_owned();
        for line in lines {
            let (key, value) = match line.split_once('=') {
                Some(pair) => pair,
                None => {
                    yield_!(Err(format!("line {line}")));
                    missing.split_once('=').unwrap_or(("", ""))
                }
            };
            let key: i32 = key.parse().map_err(|_| format!("key {key}"))?;
            let value: i32 = value.parse().map_err(|_| format!("value {value}"))?;
            yield_!(Ok(key * value));
        }
    }
    let lines = ["2=3", "a", "b=4", "5=6"].map(str::to_owned).to_vec();
    let all: Vec<_> = products(lines).collect();
    let errors = ["line a", "key b"].map(|error| Err(error.to_owned()));
    let [line, key] = errors;
    assert_eq!(all, [Ok(6), line, Ok(2), key]);
}

// What is carried behind the join has a type of its own, so it stays one state, into which nothing is moved that is borrowed.
#[test]
fn a_closure_that_is_carried() {
    #[generator]
    fn scaled(numbers: Vec<u32>, twice: bool) -> impl Iterator<Item = u32> {
        let factor = if twice {
            numbers.len()
        } else {
            yield_!(0);
            1
        };
        let scale = move |number: u32| number * u32::try_from(factor).unwrap_or(0);
        for number in numbers {
            yield_!(scale(number));
        }
    }
    assert!(scaled(vec![3, 4], true).eq([6, 8]));
    assert!(scaled(vec![3, 4], false).eq([0, 3, 4]));
}

// Only the way that does not borrow tells what an error is, so the type has to be written.
#[test]
fn of_a_type_that_another_way_tells() {
    #[generator]
    fn lengths(text: String, good: bool) -> impl Iterator<Item = usize> {
        let found: Result<&str, String> = if good {
            Ok(text.trim())
        } else {
            yield_!(0);
            Err("none".to_owned())
        };
        let length = match &found {
            Ok(name) => name.len(),
            Err(error) => error.len() + 10,
        };
        drop(found);
        yield_!(length);
        yield_!(text.len());
    }
    assert!(lengths(" a ".to_owned(), true).eq([1, 3]));
    assert!(lengths(" a ".to_owned(), false).eq([0, 14, 3]));
}

struct Cache {
    entries: BTreeMap<u32, String>,
    other: String,
    misses: usize,
}

impl Cache {
    #[generator]
    fn lengths(&mut self, keys: Vec<u32>) -> impl Iterator<Item = usize> {
        for key in keys {
            let entry = match self.entries.get(&key) {
                Some(entry) => entry,
                None => {
                    self.misses += 1;
                    yield_!(0);
                    &self.other
                }
            };
            let length = entry.len();
            self.misses += 10;
            yield_!(length);
        }
        yield_!(self.misses);
    }

    #[generator]
    fn entries(&self, keys: Vec<u32>) -> impl Iterator<Item = &str> {
        for key in keys {
            let entry = match self.entries.get(&key) {
                Some(entry) => entry,
                None => {
                    yield_!("miss");
                    &self.other
                }
            };
            yield_!(entry.as_str());
        }
    }
}

#[test]
fn of_what_self_refers_to() {
    let mut cache = Cache {
        entries: BTreeMap::from([(1, "one".to_owned())]),
        other: "other".to_owned(),
        misses: 0,
    };
    assert!(cache.lengths(vec![1, 2]).eq([3, 0, 5, 21]));
    assert!(cache.entries(vec![1, 2]).eq(["one", "miss", "other"]));
}

#[generator]
fn chosen(log: Log, good: bool) -> impl Iterator<Item = usize> {
    let items = [log.noisy("item"), log.noisy("other item")];
    let _guard = log.noisy("guard");
    let spare = log.noisy("spare");
    let chosen: &Noisy = if good {
        &items[0]
    } else {
        let _inner = log.noisy("inner");
        yield_!(0);
        &spare
    };
    let _late = log.noisy("late");
    let length = chosen.name().len();
    log.say(chosen.name());
    yield_!(length);
    let _last = log.noisy("last");
    yield_!(items.len());
}

#[test]
fn drops_in_order() {
    let end = [
        "drop last",
        "drop late",
        "drop spare",
        "drop guard",
        "drop item",
        "drop other item",
    ];
    let good = ["item", "item 4", "item 2"];
    assert_eq!(log_of(|log| chosen(log, true)), [&good[..], &end].concat());
    let bad = ["item 0", "drop inner", "spare", "item 5", "item 2"];
    assert_eq!(log_of(|log| chosen(log, false)), [&bad[..], &end].concat());
    assert_eq!(
        log_of_first(1, |log| chosen(log, true)),
        [&["item", "item 4", "--"][..], &end[1..]].concat()
    );
    assert_eq!(
        log_of_first(2, |log| chosen(log, false)),
        [
            &["item 0", "drop inner", "spare", "item 5", "--"][..],
            &end[1..]
        ]
        .concat()
    );
}
