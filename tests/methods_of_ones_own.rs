//! A method of the user's own may take the local that it is called on by value or borrow it, which nothing but its type tells.

#![allow(
    clippy::all,
    clippy::pedantic,
    dead_code,
    unused_must_use,
    reason = "methods of all kinds, some of which are called for nothing"
)]

use std::{mem::MaybeUninit, rc::Rc, sync::Arc};

use gen_runtime::{generator, yield_};
use support::{Log, Noisy, log_of, log_of_first};

struct Request {
    noisy: Noisy,
    size: usize,
}

fn request(log: &Log, name: &'static str) -> Request {
    Request {
        noisy: log.noisy(name),
        size: 0,
    }
}

impl Request {
    fn sent(self) -> usize {
        self.size
    }

    fn with(self, size: usize) -> Self {
        Self {
            size: self.size + size,
            ..self
        }
    }

    fn header(self, name: impl Into<String>, value: &str) -> Self {
        self.with(name.into().len() + value.len())
    }

    fn mapped(self, map: impl Fn(usize) -> usize) -> Self {
        let size = map(self.size);
        Self { size, ..self }
    }

    fn merged(self, other: Self, more: Option<Vec<u8>>) -> Self {
        self.with(other.size + more.map_or(0, |more| more.len()))
    }

    fn boxed(self: Box<Self>, size: usize) -> usize {
        self.size + size
    }

    fn weight(&self, factor: usize) -> usize {
        self.size * factor
    }

    fn field<T: Default>(&self, _number: usize) -> T {
        T::default()
    }

    fn each<T: Default>(&mut self, change: impl Fn(usize) -> T) -> T {
        change(self.size)
    }

    fn into_size(self) -> usize {
        self.size
    }

    fn into_number<T: From<u8>>(self, offset: impl Fn(u8) -> u8) -> T {
        T::from(offset(1))
    }

    fn into_weight(&self, factor: usize) -> usize {
        self.size * factor
    }

    fn into_default<T: Default>(&mut self) -> T {
        T::default()
    }

    fn leak(&self) -> usize {
        self.size
    }

    fn grown(&mut self, size: impl Into<Option<usize>>) -> usize {
        self.size += size.into().unwrap_or(0);
        self.size
    }
}

#[test]
fn what_takes_a_local_leaves_nothing_behind() {
    #[generator]
    fn items(log: Log, size: usize) -> impl Iterator<Item = usize> {
        let request = request(&log, "request");
        let request = request.with(size);
        yield_!(request.size);
        let name = "name";
        let request = request
            .header(name, "value")
            .header(format!("{size}"), &name[..size]);
        yield_!(request.size);
        let request = request.mapped(|size| size * 2);
        yield_!(request.size);
        {
            let other = self::request(&log, "other");
            let merged = request.merged(other, Some(vec![1]));
            yield_!(merged.size);
            log.say("block");
        }
        yield_!(0);
        let last = Box::new(self::request(&log, "last"));
        let sent = last.boxed(3);
        yield_!(sent);
        let sent = self::request(&log, "sent");
        yield_!(sent.sent());
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(log, 2)),
        [
            "item 2",
            "item 14",
            "item 28",
            "drop other",
            "item 29",
            "block",
            "drop request",
            "item 0",
            "drop last",
            "item 3",
            "drop sent",
            "item 0",
            "end"
        ]
    );
    assert_eq!(
        log_of_first(1, |log| items(log, 2)),
        ["item 2", "--", "drop request"]
    );
    assert_eq!(
        log_of_first(4, |log| items(log, 2)),
        [
            "item 2",
            "item 14",
            "item 28",
            "drop other",
            "item 29",
            "--",
            "drop request"
        ]
    );
}

#[test]
fn what_borrows_a_local_leaves_it_to_its_scope() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = usize> {
        let weighed = request(&log, "weighed");
        yield_!(weighed.weight(2));
        let read = request(&log, "read");
        let size: u8 = read.field(1);
        yield_!(usize::from(size));
        let mut changed = request(&log, "changed");
        let size: usize = changed.each(|size| size + 1);
        yield_!(size);
        let mut grown = Box::new(request(&log, "grown"));
        yield_!(grown.grown(4));
        let shared = Rc::new(request(&log, "shared"));
        yield_!(shared.weight(5));
        log.say("end");
    }
    assert_eq!(
        log_of(items),
        [
            "item 0",
            "item 0",
            "item 1",
            "item 4",
            "item 0",
            "end",
            "drop shared",
            "drop grown",
            "drop changed",
            "drop read",
            "drop weighed"
        ]
    );
    assert_eq!(
        log_of_first(2, items),
        ["item 0", "item 0", "--", "drop read", "drop weighed"]
    );
}

#[test]
fn ways_that_meet_say_whether_it_is_there() {
    #[generator]
    fn items(log: Log, takes: bool) -> impl Iterator<Item = usize> {
        let request = request(&log, "request");
        if takes {
            let taken = request.with(1);
            yield_!(taken.size);
        } else {
            yield_!(request.weight(7));
        }
        yield_!(2);
        let mut grows = self::request(&log, "grows");
        for size in 0..2 {
            grows = grows.with(size);
            yield_!(grows.size);
        }
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(log, true)),
        [
            "item 1",
            "drop request",
            "item 2",
            "item 0",
            "item 1",
            "end",
            "drop grows"
        ]
    );
    assert_eq!(
        log_of(|log| items(log, false)),
        [
            "item 0",
            "item 2",
            "item 0",
            "item 1",
            "end",
            "drop grows",
            "drop request"
        ]
    );
    assert_eq!(
        log_of_first(2, |log| items(log, false)),
        ["item 0", "item 2", "--", "drop request"]
    );
}

trait Scaled {
    fn scaled(self, factor: usize) -> Self;
    fn seen(&self, factor: usize) -> usize;
    fn sent(self: Box<Self>) -> usize;
}

impl Scaled for Request {
    fn scaled(self, factor: usize) -> Self {
        self.mapped(|size| size * factor)
    }

    fn seen(&self, factor: usize) -> usize {
        self.weight(factor)
    }

    fn sent(self: Box<Self>) -> usize {
        self.size
    }
}

#[test]
fn methods_of_traits_of_type_parameters_and_objects_are_told() {
    #[generator]
    fn generic<T: Scaled + 'static>(log: Log, scaled: T, seen: T) -> impl Iterator<Item = usize> {
        let scaled = scaled.scaled(3);
        yield_!(scaled.seen(2));
        yield_!(seen.seen(2));
        log.say("end");
    }
    let of_two = |log: Log| generic(log.clone(), request(&log, "scaled"), request(&log, "seen"));
    assert_eq!(
        log_of(of_two),
        ["item 0", "item 0", "end", "drop scaled", "drop seen"]
    );

    trait Object {
        fn send(self: Box<Self>, size: usize) -> usize;
        fn look(&self, size: usize) -> usize;
    }
    impl Object for Request {
        fn send(self: Box<Self>, size: usize) -> usize {
            size
        }
        fn look(&self, size: usize) -> usize {
            size
        }
    }
    #[generator]
    fn objects(log: Log) -> impl Iterator<Item = usize> {
        let sent: Box<dyn Object> = Box::new(request(&log, "sent"));
        let seen: Box<dyn Object> = Box::new(request(&log, "seen"));
        yield_!(sent.send(1));
        yield_!(seen.look(2));
        log.say("end");
    }
    assert_eq!(
        log_of(objects),
        ["drop sent", "item 1", "item 2", "end", "drop seen"]
    );
}

trait Convert {
    fn into_text(self) -> String;
    fn into_seen(&self) -> usize;
}

impl Convert for Request {
    fn into_text(self) -> String {
        self.size.to_string()
    }

    fn into_seen(&self) -> usize {
        self.size
    }
}

#[test]
fn a_name_that_says_that_it_takes_does_not_take_what_it_borrows() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = usize> {
        let taken = request(&log, "taken");
        yield_!(taken.into_size());
        let number = request(&log, "number");
        yield_!(number.into_number::<u16>(|number| number + 1).into());
        let weighed = request(&log, "weighed");
        yield_!(weighed.into_weight(3));
        let mut changed = request(&log, "changed");
        let size: u32 = changed.into_default::<u32>();
        yield_!(size as usize);
        let leaked = request(&log, "leaked");
        yield_!(leaked.leak());
        let text = request(&log, "text");
        yield_!(text.into_text().len());
        let seen = Rc::new(Box::new(request(&log, "seen")));
        yield_!(seen.into_seen());
        let boxed = Box::new(request(&log, "boxed"));
        yield_!(boxed.into_size());
        log.say("end");
    }
    assert_eq!(
        log_of(items),
        [
            "drop taken",
            "item 0",
            "drop number",
            "item 2",
            "item 0",
            "item 0",
            "item 0",
            "drop text",
            "item 1",
            "item 0",
            "drop boxed",
            "item 0",
            "end",
            "drop seen",
            "drop leaked",
            "drop changed",
            "drop weighed"
        ]
    );
    assert_eq!(
        log_of_first(4, items),
        [
            "drop taken",
            "item 0",
            "drop number",
            "item 2",
            "item 0",
            "item 0",
            "--",
            "drop changed",
            "drop weighed"
        ]
    );
}

#[test]
fn what_into_iter_borrows_is_still_there() {
    struct Shelf {
        first: Request,
        shared: Rc<[Request]>,
        owned: Vec<Request>,
    }
    fn requests(log: &Log, names: [&'static str; 2]) -> Vec<Request> {
        names.iter().map(|name| request(log, name)).collect()
    }
    #[generator]
    fn items(log: Log, iterates: bool) -> impl Iterator<Item = usize> {
        let owned = requests(&log, ["a", "b"]);
        yield_!(owned.into_iter().count());
        let shared: Rc<[Request]> = requests(&log, ["c", "d"]).into();
        let size = if iterates {
            shared.into_iter().count()
        } else {
            0
        };
        log.say("seen");
        yield_!(size);
        let shelf = Shelf {
            first: request(&log, "first"),
            shared: requests(&log, ["e", "f"]).into(),
            owned: requests(&log, ["g", "h"]),
        };
        yield_!(shelf.shared.into_iter().count());
        yield_!(shelf.first.into_weight(2));
        let count = if iterates {
            shelf.owned.into_iter().count()
        } else {
            0
        };
        log.say("counted");
        yield_!(count);
        let path = || std::path::PathBuf::from("a/b/c");
        let path = path();
        yield_!(path.into_iter().count());
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(log, true)),
        [
            "drop a",
            "drop b",
            "item 2",
            "seen",
            "item 2",
            "item 2",
            "item 0",
            "drop g",
            "drop h",
            "counted",
            "item 2",
            "item 3",
            "end",
            "drop first",
            "drop e",
            "drop f",
            "drop c",
            "drop d"
        ]
    );
    assert_eq!(
        log_of_first(5, |log| items(log, false)),
        [
            "drop a",
            "drop b",
            "item 2",
            "seen",
            "item 0",
            "item 2",
            "item 0",
            "counted",
            "item 0",
            "--",
            "drop first",
            "drop e",
            "drop f",
            "drop g",
            "drop h",
            "drop c",
            "drop d"
        ]
    );
}

#[test]
fn a_panic_after_a_method_drops_what_is_left_once() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = usize> {
        let taken = request(&log, "taken");
        let seen = request(&log, "seen");
        let size = taken.with(1).size + seen.weight(2);
        yield_!(size);
        panic!("{size}");
    }
    let log = Log::new();
    let mut generator = items(log.clone());
    assert_eq!(generator.next(), Some(1));
    assert_eq!(log.take(), ["drop taken"]);
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| generator.next())).is_err());
    assert_eq!(log.take(), ["drop seen"]);
    assert_eq!(generator.next(), None);
}

/// Methods with names of the standard library's.
struct Pool {
    noisy: Noisy,
    size: usize,
}

fn pool(log: &Log, name: &'static str) -> Pool {
    Pool {
        noisy: log.noisy(name),
        size: 4,
    }
}

impl Pool {
    fn push(self, size: usize) -> Self {
        let size = self.size + size;
        Self { size, ..self }
    }

    fn map(self, change: impl Fn(usize) -> usize) -> Self {
        let size = change(self.size);
        Self { size, ..self }
    }

    fn max(self, other: Self) -> Self {
        if other.size > self.size { other } else { self }
    }

    fn split(self, at: usize) -> (usize, usize) {
        (at, self.size - at)
    }

    fn take(self, count: usize) -> usize {
        self.size.min(count)
    }

    fn next(&mut self) -> Option<usize> {
        self.size = self.size.checked_sub(1)?;
        Some(self.size)
    }

    fn filter<T: Default>(&self, _keep: impl Fn(&usize) -> bool) -> T {
        T::default()
    }

    fn chain(&mut self, other: &Self) -> &mut Self {
        self.size += other.size;
        self
    }

    fn clamp(&self, low: usize, high: usize) -> usize {
        self.size.clamp(low, high)
    }

    fn extend(&mut self, sizes: impl IntoIterator<Item = usize>) {
        self.size += sizes.into_iter().sum::<usize>();
    }
}

#[test]
fn names_of_the_standard_library_may_be_of_what_takes_a_local() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = usize> {
        let small = pool(&log, "small");
        let small = small.push(1);
        yield_!(small.size);
        let small = small.map(|size| size * 2);
        yield_!(small.size);
        {
            let greatest = small.max(pool(&log, "other"));
            yield_!(greatest.size);
            log.say("block");
        }
        let split = pool(&log, "split");
        let (left, right) = split.split(1);
        yield_!(left + right);
        let taken = pool(&log, "taken");
        let taken = taken.take(3);
        yield_!(taken);
        log.say("end");
    }
    let expected = [
        "item 5",
        "item 10",
        "drop other",
        "item 10",
        "block",
        "drop small",
        "drop split",
        "item 4",
        "drop taken",
        "item 3",
        "end",
    ];
    assert_eq!(log_of(items), expected);
    assert_eq!(
        log_of_first(2, items),
        ["item 5", "item 10", "--", "drop small"]
    );
}

#[test]
fn names_of_the_standard_library_may_be_of_what_takes_a_local_that_is_used_in_place() {
    struct Table {
        noisy: Noisy,
        rows: [usize; 64],
    }
    impl Table {
        fn clear(&mut self) -> &mut Self {
            self.rows = [0; 64];
            self
        }

        fn insert(self, row: usize) -> Self {
            let mut rows = self.rows;
            rows[row] += 1;
            Self { rows, ..self }
        }

        fn remove(self, row: usize) -> usize {
            self.rows[row]
        }
    }
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = usize> {
        let noisy = log.noisy("table");
        let mut table = Table {
            noisy,
            rows: [1; 64],
        };
        table.clear();
        for row in 0..2 {
            yield_!(table.rows[row]);
        }
        let mut table = table.insert(3);
        for row in 2..4 {
            table.rows[row] += 1;
            yield_!(table.rows[row]);
        }
        let removed = table.remove(3);
        yield_!(removed);
        log.say("end");
    }
    let expected = [
        "item 0",
        "item 0",
        "item 1",
        "item 2",
        "drop table",
        "item 2",
        "end",
    ];
    assert_eq!(log_of(items), expected);
}

#[test]
fn names_of_the_standard_library_may_be_of_what_borrows_a_local() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = usize> {
        let mut pool = pool(&log, "pool");
        let next = pool.next().unwrap_or_default();
        let filtered: usize = pool.filter(|size| *size > 2);
        pool.extend([1, 2]);
        let other = self::pool(&log, "other");
        pool.chain(&other).chain(&other);
        let clamped = pool.clamp(1, 9);
        yield_!(next + filtered + clamped);
        log.say("end");
    }
    assert_eq!(log_of(items), ["item 12", "end", "drop other", "drop pool"]);
    assert_eq!(
        log_of_first(1, items),
        ["item 12", "--", "drop other", "drop pool"]
    );
}

#[test]
fn what_only_some_of_the_branches_take_is_kept_by_the_others() {
    #[generator]
    fn items(log: Log, kind: usize) -> impl Iterator<Item = usize> {
        let mut request = request(&log, "request");
        let _before = log.noisy("before");
        let size = match kind {
            0 => request.sent(),
            1 => request.weight(2),
            2 => request.grown(3),
            3 => {
                drop(request);
                9
            }
            4 => request.with(4).size,
            _ => kind,
        };
        log.say("matched");
        yield_!(size);
        log.say("end");
    }
    let log_of_kind = |kind| log_of(move |log| items(log, kind));
    for (kind, item) in [(0, "item 0"), (4, "item 4"), (3, "item 9")] {
        assert_eq!(
            log_of_kind(kind),
            ["drop request", "matched", item, "end", "drop before"]
        );
    }
    for (kind, item) in [(1, "item 0"), (2, "item 3"), (5, "item 5")] {
        assert_eq!(
            log_of_kind(kind),
            ["matched", item, "end", "drop before", "drop request"]
        );
        assert_eq!(
            log_of_first(1, move |log| items(log, kind)),
            ["matched", item, "--", "drop before", "drop request"]
        );
    }
}

#[test]
fn each_branch_may_take_it_by_another_method() {
    #[generator]
    fn items(log: Log, names: Vec<&'static str>) -> impl Iterator<Item = usize> {
        for name in names {
            let request = request(&log, name);
            let size = if name == "first" {
                request.sent()
            } else if let Some(more) = name.find('d') {
                request.header(&name[..more], "value").size
            } else {
                request.weight(2)
            };
            yield_!(size);
            log.say("next");
        }
    }
    assert_eq!(
        log_of(|log| items(log, vec!["first", "second", "other"])),
        [
            "drop first",
            "item 0",
            "next",
            "drop second",
            "item 10",
            "next",
            "item 0",
            "next",
            "drop other"
        ]
    );
}

#[test]
fn a_statement_may_take_it_before_the_yield() {
    #[generator]
    fn items(log: Log, send: bool) -> impl Iterator<Item = usize> {
        let request = request(&log, "request");
        let _after = log.noisy("after");
        if send {
            request.sent();
        }
        log.say("sent");
        for size in 0..2 {
            yield_!(size);
        }
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(log, true)),
        [
            "drop request",
            "sent",
            "item 0",
            "item 1",
            "end",
            "drop after"
        ]
    );
    assert_eq!(
        log_of(|log| items(log, false)),
        [
            "sent",
            "item 0",
            "item 1",
            "end",
            "drop after",
            "drop request"
        ]
    );
    assert_eq!(
        log_of_first(1, |log| items(log, false)),
        ["sent", "item 0", "--", "drop after", "drop request"]
    );
}

#[test]
fn what_a_branch_borrows_of_it_may_be_used_before_the_yield() {
    #[generator]
    fn items(log: Log, longer: bool) -> impl Iterator<Item = usize> {
        struct Text(Noisy, String);
        impl Text {
            fn text(&self) -> &str {
                &self.1
            }
        }
        let text = Text(log.noisy("text"), "abc".to_owned());
        let _after = log.noisy("after");
        let name = if longer { text.text() } else { "d" };
        log.say(name);
        yield_!(1);
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(log, true)),
        ["abc", "item 1", "end", "drop after", "drop text"]
    );
    assert_eq!(
        log_of(|log| items(log, false)),
        ["d", "item 1", "end", "drop after", "drop text"]
    );
}

/// Methods of names that the standard library has for readers, pointers and entries of maps.
struct Pager(Noisy, usize);

impl Pager {
    fn lines(&mut self) -> usize {
        self.1 += 1;
        self.1
    }

    fn bytes(&self) -> impl Iterator<Item = u8> {
        (0..self.1).map(|_| 0)
    }

    fn downcast(&mut self) -> usize {
        self.1
    }

    fn remove(self) -> usize {
        self.1
    }

    fn or_default(self) -> usize {
        self.1
    }
}

#[test]
fn names_of_readers_and_pointers_may_borrow() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = usize> {
        let mut lines = Pager(log.noisy("lines"), 1);
        let count = lines.lines();
        yield_!(count);
        let bytes = Pager(log.noisy("bytes"), 3);
        let count = bytes.bytes().count();
        yield_!(count);
        let mut boxed = Box::new(Pager(log.noisy("boxed"), 4));
        let number = boxed.downcast();
        yield_!(number);
        log.say("end");
    }
    assert_eq!(
        log_of(items),
        [
            "item 2",
            "item 3",
            "item 4",
            "end",
            "drop boxed",
            "drop bytes",
            "drop lines"
        ]
    );
}

#[test]
fn names_of_entries_may_take() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = usize> {
        let removed = Pager(log.noisy("removed"), 1);
        let number = removed.remove();
        yield_!(number);
        let set = Pager(log.noisy("set"), 2);
        let number = set.or_default();
        yield_!(number);
        log.say("end");
    }
    assert_eq!(
        log_of(items),
        ["drop removed", "item 1", "drop set", "item 2", "end"]
    );
}

#[test]
#[allow(unsafe_code, reason = "the methods are unsafe")]
fn unsafe_methods() {
    struct Owner(Noisy);
    impl Owner {
        unsafe fn publish(self) -> u32 {
            self.0.name().len() as u32
        }
        unsafe fn look_at(&self, x: u32) -> u32 {
            x
        }
        unsafe fn into_part(&self) -> u32 {
            5
        }
    }
    #[generator]
    fn all(log: Log) -> impl Iterator<Item = u32> {
        let maybe = MaybeUninit::new(log.noisy("maybe"));
        let (a, b, c) = (log.noisy("a"), log.noisy("b"), log.noisy("c"));
        let (a, b, c) = (Owner(a), Owner(b), Owner(c));
        yield_!(0);
        let _maybe = unsafe { maybe.assume_init() };
        let n = unsafe { a.publish() };
        yield_!(n);
        unsafe {
            let n = b.look_at(2);
            yield_!(n);
            let n = c.into_part();
            yield_!(n);
        }
        yield_!(9);
    }
    let said = [
        "item 0",
        "drop a",
        "item 1",
        "item 2",
        "item 5",
        "item 9",
        "drop maybe",
        "drop c",
        "drop b",
    ];
    assert_eq!(log_of(all), said);
    assert_eq!(
        log_of_first(2, all),
        [
            "item 0",
            "drop a",
            "item 1",
            "--",
            "drop maybe",
            "drop c",
            "drop b"
        ]
    );
}

struct Collected(Noisy, Vec<u32>);

impl Collected {
    fn collect<B: FromIterator<u32>>(self) -> B {
        self.1.into_iter().collect()
    }

    fn map<R>(self, change: impl Fn(u32) -> R) -> Vec<R> {
        self.1.into_iter().map(change).collect()
    }

    fn with<I: IntoIterator<Item = u32>>(mut self, more: I) -> Self {
        self.1.extend(more);
        self
    }

    fn limit(mut self, limit: impl Into<Option<usize>>) -> Self {
        self.1.truncate(limit.into().unwrap_or(9));
        self
    }
}

#[test]
fn generic_in_an_argument_or_in_the_result() {
    #[generator]
    fn all(log: Log) -> impl Iterator<Item = usize> {
        let collected = |name| Collected(log.noisy(name), vec![1, 2]);
        let [a, b, c] = ["a", "b", "c"].map(collected);
        yield_!(0);
        let found = a.collect::<Vec<_>>();
        yield_!(found.len());
        let found = b.map(Some);
        yield_!(found.len());
        let c = c.with([3, 4]);
        yield_!(c.1.len());
        let c = c.limit(Some(1));
        yield_!(c.1.len());
        log.say("end");
    }
    assert_eq!(
        log_of(all),
        [
            "item 0", "drop a", "item 2", "drop b", "item 2", "item 4", "item 1", "end", "drop c"
        ]
    );
}

#[test]
fn pointers_to_what_has_a_method_are_taken_by_it() {
    trait Stage {
        fn finish(self: Box<Self>) -> usize;
        fn close(&self) -> usize;
    }
    impl Stage for Noisy {
        fn finish(self: Box<Self>) -> usize {
            self.name().len()
        }
        fn close(&self) -> usize {
            self.name().len()
        }
    }
    struct Shared(Noisy);
    impl Shared {
        fn sum(self: Rc<Self>) -> usize {
            self.0.name().len()
        }
        fn publish(self: Arc<Self>) -> usize {
            self.0.name().len()
        }
        fn count(self: &Rc<Self>) -> usize {
            Rc::strong_count(self)
        }
    }
    #[generator]
    fn all(log: Log) -> impl Iterator<Item = usize> {
        let stages: [Box<dyn Stage>; 2] = [Box::new(log.noisy("1")), Box::new(log.noisy("2"))];
        let [one, other] = stages;
        let shared = Rc::new(Shared(log.noisy("rc")));
        let counted: Rc<Shared> = Rc::new(Shared(log.noisy("counted")));
        let sent: Arc<Shared> = Arc::new(Shared(log.noisy("arc")));
        yield_!(0);
        let n = one.finish();
        yield_!(n);
        let n = other.close();
        yield_!(n);
        let n = shared.sum();
        yield_!(n);
        let n = counted.count();
        yield_!(n);
        let n = sent.publish();
        yield_!(n);
        log.say("end");
    }
    assert_eq!(
        log_of(all),
        [
            "item 0",
            "drop 1",
            "item 1",
            "item 1",
            "drop rc",
            "item 2",
            "item 1",
            "drop arc",
            "item 3",
            "end",
            "drop counted",
            "drop 2"
        ]
    );
    assert_eq!(
        log_of_first(2, all),
        [
            "item 0",
            "drop 1",
            "item 1",
            "--",
            "drop arc",
            "drop counted",
            "drop rc",
            "drop 2"
        ]
    );
}
