//! What borrows from a local and is only dropped from a yield on is carried without its type, so that the local may move.

#![allow(
    unsafe_code,
    reason = "an allocator that counts what is not given back"
)]
#![allow(
    clippy::all,
    clippy::pedantic,
    reason = "every type is tried, also where a person would take another"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{
    BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque, hash_map::RandomState,
};
use std::ffi::{CStr, CString, OsStr, OsString};
use std::fmt::Debug;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};

use gen_runtime::{generator, yield_};
use support::{Log, Noisy, items_of, log_of, log_of_first, panic_of};

/// The system's allocator, and how many bytes of it this thread has.
struct Counting;

thread_local! {
    static HELD: Cell<isize> = const { Cell::new(0) };
}

fn count(bytes: isize) {
    HELD.set(HELD.get() + bytes);
}

// SAFETY: every call goes to the system's allocator with the arguments as they came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as isize);
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(-(layout.size() as isize));
        // SAFETY: the caller's promises are passed on.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// What `work` does not give back.
fn held_after<R>(work: impl FnOnce() -> R) -> isize {
    let before = HELD.get();
    drop(work());
    HELD.get() - before
}

/// For each type: rustc says that it may be dropped after what it borrows from, it is carried where that moves, and all of it is given back: at the end of its scope, and where the
/// generator is dropped.
macro_rules! erased {
    ($($name:ident($text:ident) -> $ty:ty $body:block)*) => {
        mod values {
            use super::*;
            $(pub fn $name($text: &str) -> $ty $body)*
        }

        #[test]
        fn what_rustc_lets_dangle() {
            $({
                let _kept;
                let text = "some text".to_owned();
                _kept = values::$name(&text);
            })*
        }

        mod erased {
            use super::*;
            $(
                #[test]
                fn $name() {
                    #[generator]
                    fn items(text: String) -> impl Iterator<Item = isize> + Send + Sync {
                        let before = HELD.get();
                        {
                            let text = text.repeat(2);
                            let kept = values::$name(&text);
                            let held = HELD.get();
                            yield_!(size_of_val(&kept) as isize);
                            yield_!(HELD.get() - held);
                            yield_!(text.len() as isize);
                        }
                        yield_!(HELD.get() - before);
                    }
                    let make = || items("some text".to_owned());
                    for count in 0..6 {
                        assert_eq!(held_after(|| {
                            let mut items = make();
                            let found = [(); 4].map(|()| items.next());
                            assert_eq!(found[1..], [0, 18, 0].map(Some));
                            make().take(count).for_each(drop);
                            let mut dropped = make();
                            (0..count).for_each(|_| _ = dropped.next());
                        }), 0);
                    }
                }
            )*
        }
    };
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(' ')
}

erased! {
    cow(text) -> Cow<'_, str> { Cow::Borrowed(text) }
    cow_owned(text) -> Cow<'_, str> { Cow::Owned(text.to_uppercase()) }
    lossy(text) -> Cow<'_, str> { String::from_utf8_lossy(text.as_bytes()) }
    bytes(text) -> Cow<'_, [u8]> { Cow::Owned(text.into()) }
    slices(text) -> Cow<'_, [&str]> { Cow::Owned(words(text).collect()) }
    path(text) -> Cow<'_, Path> { Cow::Owned(text.into()) }
    os_str(text) -> Cow<'_, OsStr> { Cow::Owned(text.into()) }
    c_str(text) -> Cow<'_, CStr> { Cow::Owned(CString::new(text).unwrap()) }
    vector(text) -> Vec<&str> { words(text).collect() }
    vector_of_vectors(text) -> Vec<Vec<&str>> { vec![words(text).collect(), Vec::new()] }
    vector_of_pairs(text) -> Vec<(String, &str)> { words(text).map(|word| (word.to_uppercase(), word)).collect() }
    vector_of_cows(text) -> Vec<Cow<'_, str>> { vec![cow(text), cow_owned(text)] }
    vector_of_unique(text) -> Vec<Option<&mut &str>> { let _ = text; vec![None] }
    vector_of_objects(text) -> Vec<(Box<str>, &dyn Debug)> { let _ = text; vec![("a".into(), &1)] }
    deque(text) -> VecDeque<&str> { words(text).collect() }
    list(text) -> LinkedList<(&str, PathBuf)> { words(text).map(|word| (word, word.into())).collect() }
    heap(text) -> BinaryHeap<(usize, String, &str)> { words(text).map(|word| (1, word.to_owned(), word)).collect() }
    hash_map(text) -> HashMap<&str, usize> { words(text).map(|word| (word, 1)).collect() }
    hash_map_with_hasher(text) -> HashMap<&str, String, RandomState> { words(text).map(|word| (word, word.to_owned())).collect() }
    hash_set(text) -> HashSet<&str> { words(text).collect() }
    tree(text) -> BTreeMap<String, Vec<&str>> { words(text).map(|word| (word.to_owned(), vec![word])).collect() }
    tree_set(text) -> BTreeSet<(&str, char)> { words(text).map(|word| (word, 'a')).collect() }
    remaining(text) -> std::vec::IntoIter<(String, &str)> { let mut all = vector_of_pairs(text).into_iter(); all.next(); all }
    remaining_deque(text) -> std::collections::vec_deque::IntoIter<&str> { let mut all = deque(text).into_iter(); all.next(); all }
    remaining_map(text) -> std::collections::hash_map::IntoIter<&str, String> { let mut all = hash_map_with_hasher(text).into_iter(); all.next(); all }
    remaining_set(text) -> std::collections::hash_set::IntoIter<&str> { let mut all = hash_set(text).into_iter(); all.next(); all }
    boxed(text) -> Box<Option<(&str, String)>> { Box::new(Some((text, text.to_owned()))) }
    boxed_slice(text) -> Box<[(&str, OsString)]> { words(text).map(|word| (word, word.into())).collect() }
    option(text) -> Option<Vec<&str>> { Some(words(text).collect()) }
    no_option(text) -> Option<Vec<&str>> { let _ = text; None }
    number_and_option(text) -> (u8, Option<(bool, BTreeSet<&str>)>) { (1, Some((true, words(text).collect()))) }
    result(text) -> Result<Vec<&str>, std::num::ParseIntError> { Ok(words(text).collect()) }
    failed(text) -> Result<&str, std::string::FromUtf8Error> { let _ = text; Err(String::from_utf8(vec![255]).unwrap_err()) }
    array(text) -> [(u8, Cow<'_, str>, u16); 3] { [1, 2, 3].map(|n| (n, cow_owned(text), 4)) }
    large(text) -> (u8, &str, u32, String, bool, Result<String, f64>) { (1, text, 2, text.to_owned(), true, Ok(text.to_owned())) }
    single(text) -> (std::cmp::Reverse<Vec<(String, &str)>>,) { (std::cmp::Reverse(vector_of_pairs(text)),) }
}

#[test]
fn types_that_nobody_wrote() {
    #[generator]
    fn first(lines: Vec<String>) -> impl Iterator<Item = String> {
        for line in lines {
            let words: Vec<_> = line.split(' ').collect();
            yield_!(words[0].to_string());
            let mut counts = HashMap::new();
            for word in line.split(' ') {
                *counts.entry(word).or_insert(0) += 1;
            }
            yield_!(format!("{:?}", counts.values().max()));
            let pairs: BTreeMap<_, Vec<_>> =
                line.split(' ').map(|word| (word, vec![word])).collect();
            yield_!(pairs.len().to_string());
        }
    }
    let lines = || ["a b a", "c"].map(str::to_owned).to_vec();
    assert_eq!(
        items_of(|| first(lines())),
        ["a", "Some(2)", "2", "c", "Some(1)", "1"]
    );
}

#[test]
fn what_a_method_may_take() {
    #[generator]
    fn items(lines: Vec<String>) -> impl Iterator<Item = String> {
        for line in lines {
            let trimmed: Cow<'_, str> = line.trim().into();
            yield_!(trimmed.into_owned());
            let words: HashSet<&str> = line.trim().split(' ').collect();
            for word in words {
                yield_!(word.to_owned());
                break;
            }
            let trimmed = Cow::Borrowed(line.trim());
            yield_!(trimmed.to_string());
        }
    }
    let lines = || [" a", "b"].map(str::to_owned).to_vec();
    let held = held_after(|| {
        let found: Vec<_> = items(lines()).collect();
        assert_eq!(found, items_of(|| items(lines())));
    });
    assert_eq!(held, 0);
}

/// Says at its own drop whether there is much memory that was not there when it was made.
struct Gauge(Log, &'static str, isize);

impl Gauge {
    fn new(log: &Log, name: &'static str) -> Self {
        Gauge(log.clone(), name, HELD.get())
    }
}

impl Drop for Gauge {
    fn drop(&mut self) {
        let held = HELD.get() - self.2 > 10_000;
        self.0.say(format_args!(
            "{}: {}",
            self.1,
            if held { "held" } else { "given back" }
        ));
    }
}

fn many(text: &str) -> Vec<(String, &str)> {
    (0..100).map(|n| (text.repeat(10 * n), text)).collect()
}

#[test]
fn dropped_in_order() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = u32> {
        let text = "a text".to_owned();
        let _before = Gauge::new(&log, "before");
        let _all = many(&text);
        let _behind = log.noisy("behind");
        let _last = Gauge(log.clone(), "behind", HELD.get() - 20_000);
        yield_!(1);
        {
            let text = text.clone();
            let _inside = Gauge::new(&log, "inside");
            let some: BTreeMap<usize, Vec<(String, &str)>> = BTreeMap::from([(1, many(&text))]);
            yield_!(some.len() as u32);
            log.say("end of block");
        }
        yield_!(3);
        log.say("end");
        let _ = Some(0).filter(|_| log.see("asked", false));
    }
    let lines = log_of(items);
    let expected = [
        "item 1",
        "item 1",
        "end of block",
        "inside: given back",
        "item 3",
        "end",
        "asked",
        "behind: held",
        "drop behind",
        "before: given back",
    ];
    assert_eq!(lines, expected);
    let lines = log_of_first(2, items);
    let expected = [
        "item 1",
        "item 1",
        "--",
        "inside: given back",
        "behind: held",
        "drop behind",
        "before: given back",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn panics() {
    struct Panics;
    impl Drop for Panics {
        fn drop(&mut self) {
            if !std::thread::panicking() {
                resume_unwind(Box::new("dropped"));
            }
        }
    }
    #[generator]
    fn items(log: Log, text: String, in_body: bool) -> impl Iterator<Item = usize> {
        let _first = log.noisy("first");
        let text = text.repeat(2);
        let lossy = String::from_utf8_lossy(text.as_bytes());
        let all = many(&text);
        let _second = Panics;
        let tree: BTreeSet<Cow<'_, str>> =
            all.iter().map(|(text, _)| Cow::Borrowed(&**text)).collect();
        let all = (lossy, many(&text));
        yield_!(tree.len() + all.1.len());
        let _moved = text;
        if in_body {
            resume_unwind(Box::new("in the body"));
        }
    }
    for (in_body, message) in [(true, "in the body"), (false, "dropped")] {
        let log = Log::new();
        let run = |log: &Log| {
            let mut items = items(log.clone(), "text".to_owned(), in_body);
            assert_eq!(items.next(), Some(200));
            assert_eq!(panic_of(|| items.next()), message);
            assert_eq!(items.next(), None);
        };
        // The log has memory of its own from the first time on.
        run(&log);
        log.take();
        assert_eq!(
            held_after(|| {
                run(&log);
                assert_eq!(log.take(), ["drop first"]);
            }),
            0
        );
    }
    let dropped = held_after(|| {
        let log = Log::new();
        let mut items = items(log.clone(), "text".to_owned(), true);
        items.next();
        assert_eq!(panic_of(|| drop(items)), "dropped");
        assert_eq!(log.take(), ["drop first"]);
    });
    assert_eq!(dropped, 0);
}

#[test]
fn copies_have_nothing_of_it() {
    #[generator]
    fn items(lines: Vec<String>) -> impl Iterator<Item = usize> + Clone + Debug + Send {
        for line in lines {
            let words: HashMap<&str, Vec<&str>> =
                line.split(' ').map(|word| (word, vec![word])).collect();
            yield_!(words.len());
            let line = line.to_lowercase();
            let name: Cow<'_, str> = if line.len() > 3 {
                line.to_uppercase().into()
            } else {
                Cow::Borrowed(&line)
            };
            yield_!(name.len());
        }
    }
    let held = held_after(|| {
        let mut items = items(["a B c", "d"].map(str::to_owned).to_vec());
        for count in 0..5 {
            let copy = items.clone();
            let debug = format!("{copy:?}");
            assert!(!debug.contains("words") && !debug.contains('B'), "{debug}");
            let rest: Vec<_> = copy.collect();
            assert_eq!(rest, [3, 5, 1, 1][count.min(4)..]);
            items.next();
        }
    });
    assert_eq!(held, 0);
}

/// What is the user's is dropped where it was.
#[test]
fn types_of_ones_own() {
    struct Word<'a> {
        text: &'a str,
        _noisy: Noisy,
    }
    fn word<'a>(text: &'a str, log: &Log, name: &'static str) -> Word<'a> {
        Word {
            text,
            _noisy: log.noisy(name),
        }
    }
    #[generator]
    fn items(log: Log, text: &str) -> impl Iterator<Item = usize> {
        let words: HashMap<&str, Word<'_>> = [(text, word(text, &log, "word"))].into();
        yield_!(words.len());
        let others: Vec<Option<Word<'_>>> = vec![Some(word(text, &log, "other"))];
        yield_!(others.iter().flatten().map(|word| word.text.len()).sum());
        let mut late = HashMap::new();
        loop {
            if late.len() == 2 {
                yield_!(2);
                yield_!(3);
                break;
            }
            late.insert(late.len(), word(text, &log, "late"));
        }
        log.say("end");
    }
    let lines = log_of(|log| items(log, "some"));
    assert_eq!(
        lines,
        [
            "item 1",
            "item 4",
            "item 2",
            "item 3",
            "end",
            "drop late",
            "drop late",
            "drop other",
            "drop word"
        ]
    );
}
