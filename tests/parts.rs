//! Locals that are used after a part of them was moved away.

#![allow(
    clippy::all,
    clippy::pedantic,
    unused_assignments,
    unused_variables,
    reason = "every way of writing a thing is tried, also the clumsy ones"
)]

use gen_runtime::{generator, yield_, yield_from};
use support::{Log, items_of, log_of};

struct Page {
    items: Vec<u32>,
    next: Option<u32>,
    name: String,
}

fn page(number: u32) -> Page {
    Page {
        items: vec![number; 2],
        next: number.checked_sub(1),
        name: format!("page {number}"),
    }
}

#[test]
fn a_field_is_used_after_another_was_moved_into_a_loop() {
    #[generator]
    fn items(first: u32) -> impl Iterator<Item = u32> {
        let mut next = Some(first);
        while let Some(number) = next {
            let page = page(number);
            for item in page.items {
                yield_!(item);
            }
            next = page.next;
        }
    }
    assert_eq!(items_of(|| items(2)), [2, 2, 1, 1, 0, 0]);
}

impl Page {
    #[generator]
    fn sums(self) -> impl Iterator<Item = String> {
        for item in self.items {
            yield_!((item + self.next.unwrap_or(0)).to_string());
        }
        yield_!(self.name);
    }
}

#[test]
fn fields_of_self_and_of_tuples() {
    #[generator]
    fn tuple(t: (u32, String, Vec<u32>)) -> impl Iterator<Item = u32> {
        yield_!(t.0);
        for x in t.2 {
            yield_!(x);
        }
        yield_!(u32::try_from(t.1.len()).unwrap_or(0));
    }
    assert_eq!(items_of(|| page(3).sums()), ["5", "5", "page 3"]);
    assert_eq!(
        items_of(|| tuple((1, "ab".to_owned(), vec![3, 4]))),
        [1, 3, 4, 2]
    );
}

#[test]
fn a_local_whose_fields_are_copied_stays_whole() {
    #[derive(Clone, Copy)]
    struct Point {
        x: u32,
        y: u32,
    }
    impl Point {
        fn sum(self) -> u32 {
            self.x + self.y
        }
    }
    #[generator]
    fn items(point: Point) -> impl Iterator<Item = u32> {
        let mut other = point;
        for _ in 0..2 {
            let x = other.x;
            yield_!(x);
            other.y += x;
        }
        yield_!(other.sum());
    }
    assert_eq!(items_of(|| items(Point { x: 1, y: 2 })), [1, 1, 5]);
}

#[test]
fn what_is_left_and_named_is_dropped_with_its_scope() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = usize> {
        let pair = (vec![log.noisy("moved")], log.noisy("left"));
        for value in pair.0 {
            yield_!(value.name().len());
        }
        yield_!(pair.1.name().len());
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(log.clone()))[..3],
        ["item 5", "drop moved", "item 4"]
    );
}

#[test]
fn a_part_moved_in_one_arm_only() {
    #[generator]
    fn items(page: Page, all: bool) -> impl Iterator<Item = String> {
        if all {
            yield_from!(page.items.into_iter().map(|n| n.to_string()));
            yield_!(page.name.clone());
        } else {
            yield_!("none".to_owned());
        }
        yield_!(format!("{:?}", page.next));
    }
    assert_eq!(
        items_of(|| items(page(1), true)),
        ["1", "1", "page 1", "Some(0)"]
    );
    assert_eq!(items_of(|| items(page(1), false)), ["none", "Some(0)"]);
}

#[test]
fn what_an_assignment_to_several_places_leaves_of_a_local_stays_there() {
    #[generator]
    fn left(log: Log) -> impl Iterator<Item = u8> {
        let mut first = log.noisy("old");
        let pair = (log.noisy("first"), log.noisy("second"));
        (first, _) = pair;
        yield_!(1);
        drop(first);
        yield_!(2);
    }
    assert_eq!(
        log_of(left),
        ["drop old", "item 1", "drop first", "item 2", "drop second"]
    );
}

#[test]
fn an_assignment_to_several_places_goes_from_left_to_right() {
    #[generator]
    fn twice(log: Log, is_pair: bool) -> impl Iterator<Item = u8> {
        let mut pair = (log.noisy("first"), log.noisy("second"));
        if is_pair {
            (pair.0, pair.0) = pair;
            yield_!(1);
        }
    }
    assert_eq!(
        log_of(|log| twice(log, true)),
        ["drop first", "item 1", "drop second"]
    );
    assert_eq!(
        log_of(|log| twice(log, false)),
        ["drop first", "drop second"]
    );
}

#[test]
fn what_an_assignment_to_several_places_does_not_take_goes_before_them() {
    #[generator]
    fn some(log: Log) -> impl Iterator<Item = u8> {
        let mut kept = log.noisy("old");
        (kept, _) = {
            yield_!(1);
            (log.noisy("kept"), log.noisy("ignored"))
        };
        yield_!(2);
    }
    assert_eq!(
        log_of(some),
        ["item 1", "drop ignored", "drop old", "item 2", "drop kept"]
    );
}

#[test]
fn a_value_whose_parts_are_assigned_mentions_them() {
    struct Count {
        odd: u32,
        even: u32,
        all: u32,
    }
    #[generator]
    fn counts() -> impl Iterator<Item = u32> {
        let (mut odd, mut even) = (0, 0);
        for n in 0..3 {
            (odd, _) = loop {
                yield_!(odd + n);
                break (odd.max(n), even);
            };
            Count { odd, even, .. } = {
                yield_!(even);
                let all = odd + even;
                Count {
                    odd,
                    even: even + 1,
                    all,
                }
            };
            Count {
                all: even,
                even: _,
                odd: _,
            } = match n {
                1 => {
                    yield_!(100 + even);
                    Count {
                        odd,
                        even,
                        all: even,
                    }
                }
                _ => continue,
            };
            [odd, ..] = {
                yield_!(odd + even);
                [odd, even, n]
            };
        }
    }
    assert!(counts().eq([0, 0, 1, 1, 102, 3, 3, 2]));
}

#[test]
fn a_part_that_a_pattern_took_comes_back() {
    #[generator]
    fn taken(log: Log, all: bool) -> impl Iterator<Item = u8> {
        if all {
            let mut pair = (log.noisy("first"), log.noisy("second"));
            let (first, _second) = pair;
            pair.0 = first;
            yield_!(1);
        } else {
            let mut pair = (log.noisy("first"), log.noisy("second"));
            let (first, _) = pair;
            pair.0 = first;
            yield_!(1);
        }
    }
    assert_eq!(
        log_of(|log| taken(log, true)),
        ["item 1", "drop second", "drop first"]
    );
    assert_eq!(
        log_of(|log| taken(log, false)),
        ["item 1", "drop first", "drop second"]
    );
}

#[test]
fn a_part_that_a_closure_or_a_method_took_comes_back() {
    #[generator]
    fn taken(log: Log, yields: bool) -> impl Iterator<Item = u8> {
        let mut pair = (log.noisy("first"), log.noisy("second"));
        let mut pairs = (vec![log.noisy("third")], Some(log.noisy("fourth")));
        if yields {
            yield_!(1);
        } else {
            let name = move || pair.1.name().len();
            log.say(name());
            pair.1 = log.noisy("closure");
            for noisy in pairs.0.into_iter() {
                log.say(noisy.name());
            }
            pairs.0 = vec![log.noisy("method")];
            if let Some(noisy) = pairs.1 {
                log.say(noisy.name());
            }
            pairs.1 = Some(log.noisy("pattern"));
        }
        log.say("end");
    }
    let start = ["6", "third", "drop third", "fourth", "drop fourth"];
    let end = [
        "drop second",
        "end",
        "drop method",
        "drop pattern",
        "drop first",
        "drop closure",
    ];
    assert_eq!(log_of(|log| taken(log, false)), [&start[..], &end].concat());
    let all = [
        "item 1",
        "end",
        "drop third",
        "drop fourth",
        "drop first",
        "drop second",
    ];
    assert_eq!(log_of(|log| taken(log, true)), all);
}

#[test]
fn a_field_that_a_pattern_of_a_struct_took_comes_back() {
    struct Noise {
        one: support::Noisy,
        other: support::Noisy,
        count: u8,
    }
    #[generator]
    fn taken(log: Log) -> impl Iterator<Item = u8> {
        let (one, other) = (log.noisy("one"), log.noisy("other"));
        let mut noise = Noise {
            one,
            other,
            count: 1,
        };
        let mut last = log.noisy("last");
        Noise {
            one: noise.one,
            other: last,
            count: noise.count,
        } = noise;
        yield_!(noise.count);
        log.say("end");
    }
    assert_eq!(
        log_of(taken),
        ["drop last", "item 1", "end", "drop other", "drop one"]
    );
}

#[test]
fn a_part_moved_on_one_way_and_the_whole_on_another() {
    #[generator]
    fn moved(log: Log, way: u8) -> impl Iterator<Item = u8> {
        let pair = (log.noisy("first"), log.noisy("second"));
        match way {
            0 => drop(pair),
            1 => yield_!(1),
            _ => {
                yield_!(2);
                drop(pair.1);
            }
        }
        log.say("end");
    }
    assert_eq!(
        log_of(|log| moved(log, 0)),
        ["drop first", "drop second", "end"]
    );
    assert_eq!(
        log_of(|log| moved(log, 1)),
        ["item 1", "end", "drop first", "drop second"]
    );
    assert_eq!(
        log_of(|log| moved(log, 2)),
        ["item 2", "drop second", "end", "drop first"]
    );
}

#[test]
fn dots_in_front_of_a_unit() {
    #[generator]
    fn parts(log: Log) -> impl Iterator<Item = u8> {
        let t = (log.noisy("a"), 2, (), (3, ()), log.noisy("z"));
        let (a, .., (), (n, ()), z) = t;
        yield_!(n);
        drop(z);
        yield_!(1);
        let t = (log.noisy("b"), ((), log.noisy("c")));
        yield_!(2);
        let (.., (.., c)) = t;
        yield_!(3);
    }
    let said = [
        "item 3", "drop z", "item 1", "item 2", "item 3", "drop c", "drop b", "drop a",
    ];
    assert_eq!(log_of(parts), said);
}
