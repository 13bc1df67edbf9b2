//! Streams that are merged, grouped, windowed; and calendars.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, VecDeque};
use std::hash::Hash;

use gen_runtime::{generator, yield_, yield_from};
use support::{by_next, items_of};

#[generator]
fn merged<T: Ord>(sources: Vec<Vec<T>>) -> impl Iterator<Item = T> {
    let mut sources: Vec<_> = sources.into_iter().map(Vec::into_iter).collect();
    let mut heap = BinaryHeap::new();
    for (i, source) in sources.iter_mut().enumerate() {
        if let Some(first) = source.next() {
            heap.push(Reverse((first, i)));
        }
    }
    while let Some(Reverse((item, i))) = heap.pop() {
        yield_!(item);
        if let Some(next) = sources[i].next() {
            heap.push(Reverse((next, i)));
        }
    }
}

#[test]
fn sorted_sources_are_merged() {
    assert_eq!(
        items_of(|| merged(vec![vec![1, 5, 9], vec![], vec![2, 2, 10], vec![0]])),
        [0, 1, 2, 2, 5, 9, 10]
    );
}

#[derive(Clone, Debug, PartialEq)]
enum Side<A, B> {
    Left(A),
    Right(B),
    Both(A, B),
}

/// Joins two streams that are sorted by their keys.
#[generator]
fn joined<K: Ord, A, B>(
    left: impl Iterator<Item = (K, A)>,
    right: impl Iterator<Item = (K, B)>,
) -> impl Iterator<Item = Side<A, B>> {
    let (mut left, mut right) = (left.peekable(), right.peekable());
    loop {
        let order = match (left.peek(), right.peek()) {
            (Some((a, _)), Some((b, _))) => a.cmp(b),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (None, None) => return,
        };
        let a = if order.is_le() { left.next() } else { None };
        let b = if order.is_ge() { right.next() } else { None };
        match (a, b) {
            (Some((_key, a)), Some((_same, b))) => yield_!(Side::Both(a, b)),
            (Some((_key, a)), None) => yield_!(Side::Left(a)),
            (None, Some((_key, b))) => yield_!(Side::Right(b)),
            (None, None) => {}
        }
    }
}

#[test]
fn a_join_of_two_sorted_streams() {
    let left = [(1, 'a'), (3, 'c'), (4, 'd')];
    let right = [(2, "B"), (3, "C")];
    assert_eq!(
        items_of(|| joined(left.into_iter(), right.into_iter())),
        [
            Side::Left('a'),
            Side::Right("B"),
            Side::Both('c', "C"),
            Side::Left('d')
        ]
    );
}

#[generator]
fn windows<T: Clone>(
    items: impl IntoIterator<Item = T>,
    size: usize,
    step: usize,
) -> impl Iterator<Item = Vec<T>> {
    let mut window = VecDeque::new();
    let mut skip = 0;
    for item in items {
        if skip > 0 {
            skip -= 1;
            continue;
        }
        window.push_back(item);
        if window.len() < size {
            continue;
        }
        yield_!(window.iter().cloned().collect());
        skip = step.saturating_sub(size);
        window.drain(..step.min(size));
    }
}

#[test]
fn windows_slide_jump_and_skip() {
    assert_eq!(
        items_of(|| windows(1..6, 3, 1)),
        [[1, 2, 3], [2, 3, 4], [3, 4, 5]]
    );
    assert_eq!(
        items_of(|| windows(1..8, 3, 2)),
        [[1, 2, 3], [3, 4, 5], [5, 6, 7]]
    );
    assert_eq!(items_of(|| windows(1..8, 2, 3)), [[1, 2], [4, 5]]);
}

#[generator]
fn chunks_by_weight<T>(
    items: Vec<T>,
    limit: usize,
    weight: impl Fn(&T) -> usize,
) -> impl Iterator<Item = Vec<T>> {
    let mut chunk = Vec::new();
    let mut total = 0;
    for item in items {
        let own = weight(&item);
        if total + own > limit && !chunk.is_empty() {
            yield_!(std::mem::take(&mut chunk));
            total = 0;
        }
        total += own;
        chunk.push(item);
    }
    if !chunk.is_empty() {
        yield_!(chunk);
    }
}

#[test]
fn chunks_do_not_exceed_their_weight() {
    assert_eq!(
        items_of(|| chunks_by_weight(vec!["aa", "b", "ccc", "d", "eeeeee", "f"], 4, |s| s.len())),
        [vec!["aa", "b"], vec!["ccc", "d"], vec!["eeeeee"], vec!["f"]]
    );
}

#[generator]
fn group_by<T, K: PartialEq>(
    items: impl IntoIterator<Item = T>,
    key: impl Fn(&T) -> K,
) -> impl Iterator<Item = (K, Vec<T>)> {
    let mut items = items.into_iter().peekable();
    while let Some(first) = items.next() {
        let group_key = key(&first);
        let mut group = vec![first];
        while let Some(next) = items.next_if(|next| key(next) == group_key) {
            group.push(next);
        }
        yield_!((group_key, group));
    }
}

#[test]
fn groups_of_neighbours_with_one_key() {
    assert_eq!(
        items_of(|| group_by([1, 3, 2, 4, 6, 5], |n| n % 2)),
        [(1, vec![1, 3]), (0, vec![2, 4, 6]), (1, vec![5])]
    );
}

#[generator]
fn without_duplicates<T: Eq + Hash + Clone>(
    items: impl IntoIterator<Item = T>,
    memory: usize,
) -> impl Iterator<Item = T> {
    let mut recent = VecDeque::with_capacity(memory);
    for item in items {
        if recent.contains(&item) {
            continue;
        }
        if recent.len() == memory {
            recent.pop_front();
        }
        recent.push_back(item.clone());
        yield_!(item);
    }
}

#[test]
fn duplicates_are_forgotten_after_a_while() {
    assert_eq!(
        items_of(|| without_duplicates("abacabdda".chars(), 2)),
        ['a', 'b', 'c', 'a', 'b', 'd', 'a']
    );
}

/// Welford: count, mean and variance after each number.
#[generator]
fn statistics(numbers: &[f64]) -> impl Iterator<Item = (f64, f64)> {
    let (mut count, mut mean, mut squares) = (0.0, 0.0, 0.0);
    for number in numbers {
        count += 1.0;
        let delta = number - mean;
        mean += delta / count;
        squares += delta * (number - mean);
        yield_!((mean, squares / count));
    }
}

#[test]
fn running_mean_and_variance() {
    let numbers = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0];
    let (mean, variance) = statistics(&numbers).last().unwrap();
    assert!((mean - 5.0).abs() < 1e-9 && (variance - 4.0).abs() < 1e-9);
    assert_eq!(statistics(&numbers).next(), Some((2.0, 0.0)));
}

/// Medians of all that came so far, by two heaps.
#[generator]
fn medians(numbers: impl IntoIterator<Item = i32>) -> impl Iterator<Item = f64> {
    let (mut low, mut high) = (BinaryHeap::new(), BinaryHeap::new());
    for number in numbers {
        low.push(number);
        high.extend(low.pop().map(Reverse));
        if high.len() > low.len() {
            low.extend(high.pop().map(|Reverse(number)| number));
        }
        let Some(&middle) = low.peek() else { return };
        match high.peek() {
            Some(Reverse(above)) if high.len() == low.len() => {
                yield_!(f64::from(middle + above) / 2.0);
            }
            _ => yield_!(f64::from(middle)),
        }
    }
}

#[test]
fn medians_while_numbers_come_in() {
    assert_eq!(
        items_of(|| medians([5, 15, 1, 3, 8])),
        [5.0, 10.0, 5.0, 4.0, 5.0]
    );
}

/// The maximum of each window, by a queue that only falls.
#[generator]
fn maxima(numbers: &[i32], size: usize) -> impl Iterator<Item = i32> {
    let mut queue = VecDeque::new();
    for (i, &number) in numbers.iter().enumerate() {
        while queue.back().is_some_and(|&j| numbers[j] <= number) {
            queue.pop_back();
        }
        queue.push_back(i);
        if queue.front().is_some_and(|&first| first + size <= i) {
            queue.pop_front();
        }
        if i + 1 >= size {
            yield_!(numbers[queue[0]]);
        }
    }
}

#[test]
fn maxima_of_windows() {
    let numbers = [1, 3, -1, -3, 5, 3, 6, 7];
    let expected: Vec<_> = numbers
        .windows(3)
        .filter_map(|w| w.iter().max().copied())
        .collect();
    assert_eq!(items_of(|| maxima(&numbers, 3)), expected);
}

/// Events that are far enough apart, each the last of its burst.
#[generator]
fn debounced<'a>(events: &'a [(u32, &'a str)], quiet: u32) -> impl Iterator<Item = (u32, &'a str)> {
    let mut pending = None;
    for &(time, event) in events {
        if let Some((last, name)) = pending
            && time - last >= quiet
        {
            yield_!((last + quiet, name));
        }
        pending = Some((time, event));
    }
    if let Some((last, name)) = pending {
        yield_!((last + quiet, name));
    }
}

#[test]
fn bursts_are_debounced() {
    let events = [(0, "a"), (2, "b"), (10, "c"), (13, "d"), (15, "e")];
    assert_eq!(items_of(|| debounced(&events, 5)), [(7, "b"), (20, "e")]);
}

/// What passes a bucket that is filled again at a constant rate.
#[generator]
fn admitted(times: &[u32], capacity: u32, per_tick: u32) -> impl Iterator<Item = bool> {
    let (mut tokens, mut last) = (capacity, 0);
    for &time in times {
        tokens = capacity.min(tokens + (time - last) * per_tick);
        last = time;
        let Some(left) = tokens.checked_sub(1) else {
            yield_!(false);
            continue;
        };
        tokens = left;
        yield_!(true);
    }
}

#[test]
fn a_bucket_admits_bursts_up_to_its_size() {
    assert_eq!(
        items_of(|| admitted(&[0, 0, 0, 1, 1, 5], 2, 1)),
        [true, true, false, true, false, true]
    );
}

#[generator]
fn interleaved<T>(sources: Vec<Box<dyn Iterator<Item = T>>>) -> impl Iterator<Item = T> {
    let mut active = sources;
    while !active.is_empty() {
        let mut i = 0;
        while i < active.len() {
            if let Some(item) = active[i].next() {
                yield_!(item);
                i += 1;
            } else {
                drop(active.remove(i));
            }
        }
    }
}

#[test]
fn sources_take_turns() {
    let make = || {
        interleaved(vec![
            Box::new(0..3) as Box<dyn Iterator<Item = i32>>,
            Box::new(10..11),
            Box::new(20..22),
        ])
    };
    assert_eq!(items_of(make), [0, 10, 20, 1, 21, 2]);
}

/// The largest seen so far, whenever they change.
#[generator]
fn leaders(numbers: impl IntoIterator<Item = u32>, count: usize) -> impl Iterator<Item = Vec<u32>> {
    let mut top = BTreeSet::new();
    for number in numbers {
        if !top.insert(number) {
            continue;
        }
        if top.len() > count && top.pop_first() == Some(number) {
            continue;
        }
        yield_!(top.iter().rev().copied().collect());
    }
}

#[test]
fn leaders_change_only_upwards() {
    assert_eq!(
        items_of(|| leaders([5, 3, 5, 9, 1, 7], 2)),
        [vec![5], vec![5, 3], vec![9, 5], vec![9, 7]]
    );
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Date {
    year: i32,
    month: u32,
    day: u32,
}

fn days_in(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[generator]
fn dates(from: Date, to: Date) -> impl Iterator<Item = Date> {
    let Date {
        mut year,
        mut month,
        mut day,
    } = from;
    loop {
        let date = Date { year, month, day };
        if date >= to {
            return;
        }
        yield_!(date);
        day += 1;
        if day > days_in(year, month) {
            day = 1;
            month += 1;
        }
        if month > 12 {
            month = 1;
            year += 1;
        }
    }
}

fn date(year: i32, month: u32, day: u32) -> Date {
    Date { year, month, day }
}

/// Days since the first of March of the year 0 (the algorithm of Howard Hinnant).
fn day_number(date: Date) -> i64 {
    let year = i64::from(date.year) - i64::from(date.month <= 2);
    let month = (i64::from(date.month) + 9) % 12;
    365 * year + year.div_euclid(4) - year.div_euclid(100)
        + year.div_euclid(400)
        + (153 * month + 2) / 5
        + i64::from(date.day)
}

#[test]
fn dates_over_a_leap_day_and_a_century() {
    assert_eq!(
        items_of(|| dates(date(2024, 2, 28), date(2024, 3, 2))),
        [date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1)]
    );
    let (from, to) = (date(1899, 12, 25), date(2001, 3, 1));
    let numbers: Vec<_> = dates(from, to).map(day_number).collect();
    assert!(numbers.windows(2).all(|pair| pair[1] == pair[0] + 1));
    assert_eq!(numbers.len() as i64, day_number(to) - day_number(from));
}

/// The weeks of a month as a calendar prints them, from Monday.
#[generator]
fn weeks(year: i32, month: u32) -> impl Iterator<Item = [Option<u32>; 7]> {
    let first = (day_number(date(year, month, 1)) + 1).rem_euclid(7) as usize;
    let mut week = [None; 7];
    let mut column = first;
    for day in 1..=days_in(year, month) {
        week[column] = Some(day);
        column += 1;
        if column == 7 {
            yield_!(week);
            week = [None; 7];
            column = 0;
        }
    }
    if column > 0 {
        yield_!(week);
    }
}

#[test]
fn the_weeks_of_a_month() {
    // The first of November 2026 is a Sunday.
    let found: Vec<_> = weeks(2026, 11).collect();
    assert_eq!(found[0], [None, None, None, None, None, None, Some(1)]);
    assert_eq!(found[1][0], Some(2));
    assert_eq!(found.len(), 6);
    // February 2021 began on a Monday and filled four weeks.
    assert_eq!(weeks(2021, 2).count(), 4);
}

/// The minutes of a day at which a schedule `MINUTE HOUR` fires, each a list of `*`, `*/N`, `A-B` and numbers.
#[generator]
fn schedule(text: &str) -> impl Iterator<Item = Result<(u32, u32), &str>> {
    fn field(text: &str, size: u32) -> Option<BTreeSet<u32>> {
        let mut chosen = BTreeSet::new();
        for part in text.split(',') {
            let (range, step) = match part.split_once('/') {
                Some((range, step)) => (range, step.parse().ok()?),
                None => (part, 1),
            };
            let (from, to) = match range.split_once('-') {
                _ if range == "*" => (0, size - 1),
                Some((from, to)) => (from.parse().ok()?, to.parse().ok()?),
                None => {
                    let only = range.parse().ok()?;
                    (only, only)
                }
            };
            chosen.extend((from..=to).step_by(step).filter(|n| *n < size));
        }
        Some(chosen)
    }
    let (minute, hour) = text.split_once(' ').ok_or("two fields")?;
    let minutes = field(minute, 60).ok_or(minute)?;
    let hours = field(hour, 24).ok_or(hour)?;
    for hour in hours {
        for minute in minutes.iter().copied().collect::<Vec<_>>() {
            yield_!(Ok((hour, minute)));
        }
    }
}

#[test]
fn a_schedule_fires_when_both_fields_agree() {
    assert_eq!(
        items_of(|| schedule("*/20,5 8-9")),
        [
            Ok((8, 0)),
            Ok((8, 5)),
            Ok((8, 20)),
            Ok((8, 40)),
            Ok((9, 0)),
            Ok((9, 5)),
            Ok((9, 20)),
            Ok((9, 40))
        ]
    );
    assert_eq!(schedule("* *").count(), 1440);
    assert_eq!(items_of(|| schedule("x 1")), [Err("x")]);
    assert_eq!(items_of(|| schedule("x")), [Err("two fields")]);
}

/// Keys that only one of two sorted maps has, or that differ.
#[generator]
fn changes<'a>(
    old: &'a BTreeMap<&'a str, u32>,
    new: &'a BTreeMap<&'a str, u32>,
) -> impl Iterator<Item = (char, &'a str)> {
    let (mut left, mut right) = (old.iter().peekable(), new.iter().peekable());
    loop {
        match (left.peek(), right.peek()) {
            (Some((a, _)), Some((b, _))) if a < b => {
                yield_!(('-', **a));
                left.next();
            }
            (Some((a, _)), Some((b, _))) if a > b => {
                yield_!(('+', **b));
                right.next();
            }
            (Some((key, x)), Some((_, y))) => {
                if x != y {
                    yield_!(('~', **key));
                }
                left.next();
                right.next();
            }
            (Some((key, _)), None) => {
                yield_!(('-', **key));
                left.next();
            }
            (None, Some((key, _))) => {
                yield_!(('+', **key));
                right.next();
            }
            (None, None) => return,
        }
    }
}

#[test]
fn changes_between_two_maps() {
    let old = BTreeMap::from([("a", 1), ("b", 2), ("d", 4)]);
    let new = BTreeMap::from([("b", 3), ("c", 3), ("d", 4), ("e", 5)]);
    assert_eq!(
        items_of(|| changes(&old, &new)),
        [('-', "a"), ('~', "b"), ('+', "c"), ('+', "e")]
    );
}

/// Batches that end at a size, or where the source says that nothing is there for now.
#[generator]
fn batches<T>(
    source: impl IntoIterator<Item = Option<T>>,
    size: usize,
) -> impl Iterator<Item = Vec<T>> {
    let mut batch = Vec::with_capacity(size);
    for entry in source {
        let flush = match entry {
            Some(item) => {
                batch.push(item);
                batch.len() == size
            }
            None => !batch.is_empty(),
        };
        if flush {
            let full = std::mem::replace(&mut batch, Vec::with_capacity(size));
            yield_!(full);
        }
    }
    if !batch.is_empty() {
        yield_!(batch);
    }
}

#[test]
fn batches_are_flushed_when_the_source_pauses() {
    assert_eq!(
        items_of(|| batches([Some(1), None, None, Some(2), Some(3), Some(4)], 2)),
        [vec![1], vec![2, 3], vec![4]]
    );
}

/// Exponential waits up to a limit.
#[generator]
fn backoff(first: u64, limit: u64, attempts: usize) -> impl Iterator<Item = u64> {
    let mut wait = first;
    for _ in 0..attempts {
        yield_!(wait);
        wait = wait.saturating_mul(2).min(limit);
    }
}

/// Replays a script of commands on a queue: what comes out.
#[generator]
fn replay(script: &str) -> impl Iterator<Item = String> {
    let mut queue = VecDeque::new();
    for command in script.split_whitespace() {
        match command.split_at(1) {
            ("+", name) => queue.push_back(name.to_owned()),
            ("!", name) => queue.push_front(name.to_owned()),
            ("-", "") => match queue.pop_front() {
                Some(name) => yield_!(name),
                None => yield_!("empty".to_owned()),
            },
            ("*", _) => {
                yield_from!(queue.into_iter().rev());
                queue = VecDeque::new();
            }
            _ => return,
        }
    }
}

#[test]
fn waits_double_and_a_script_is_replayed() {
    assert_eq!(items_of(|| backoff(100, 500, 5)), [100, 200, 400, 500, 500]);
    assert_eq!(
        items_of(|| replay("+a +b !c - - - - +x +y * +z - ? +w -")),
        ["c", "a", "b", "empty", "y", "x", "z"]
    );
    assert_eq!(by_next(&mut replay("+a -"), 5), ["a"]);
}
