//! Which methods take a local by value? Their names say so by the conventions of the standard library, and where other types have methods of such a name
//! that borrow, the types say whether this one does.

#![allow(
    clippy::all,
    clippy::pedantic,
    dead_code,
    reason = "methods whose names say something else than they do"
)]

use std::cmp::Ordering;
use std::collections::hash_map::DefaultHasher;
use std::hash::Hasher;
use std::io::{BufRead, BufReader, Cursor, Read};
use std::ops::Deref;
use std::thread;

use gen_runtime::{generator, yield_};
use support::{Log, Noisy, log_of, log_of_first};

/// Borrows where the standard library takes by value.
struct Door(Noisy, String);

impl Door {
    fn build(&self) -> u8 {
        1
    }

    fn bytes(&self) -> std::str::Bytes<'_> {
        self.1.bytes()
    }

    fn close(&mut self) -> u8 {
        self.1.clear();
        2
    }

    fn finish(&self) -> u8 {
        3
    }

    fn lines(&self) -> impl Iterator<Item = &str> {
        self.1.lines()
    }
}

trait Borrows {
    fn bind(&mut self) -> u8;
    fn join(&self) -> u8;
    fn spawn(&mut self) -> u8;
    fn split(&self) -> u8;
}

impl Borrows for Door {
    fn bind(&mut self) -> u8 {
        4
    }

    fn join(&self) -> u8 {
        5
    }

    fn spawn(&mut self) -> u8 {
        6
    }

    fn split(&self) -> u8 {
        7
    }
}

/// As the traits of the standard library are.
impl<T: Borrows> Borrows for &mut T {
    fn bind(&mut self) -> u8 {
        (**self).bind()
    }

    fn join(&self) -> u8 {
        (**self).join()
    }

    fn spawn(&mut self) -> u8 {
        (**self).spawn()
    }

    fn split(&self) -> u8 {
        (**self).split()
    }
}

fn door(log: &Log) -> Door {
    Door(log.noisy("door"), "a\nb".to_owned())
}

/// Takes itself by value, by methods of its own and of a trait.
struct Bundle(Noisy);

impl Bundle {
    fn build(self) -> u8 {
        1
    }

    fn close(self) -> u8 {
        2
    }
}

trait Takes {
    fn finish(self) -> u8;
    fn split(self) -> u8;
}

impl Takes for Bundle {
    fn finish(self) -> u8 {
        3
    }

    fn split(self) -> u8 {
        7
    }
}

/// A reader with a destructor.
struct Source(Noisy, Cursor<&'static [u8]>);

impl Read for Source {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.1.read(buffer)
    }
}

fn source(log: &Log) -> BufReader<Source> {
    BufReader::new(Source(log.noisy("source"), Cursor::new(b"a\nb")))
}

/// Text with a destructor.
struct Text(Noisy, String);

impl Deref for Text {
    type Target = String;
    fn deref(&self) -> &String {
        &self.1
    }
}

fn text(log: &Log) -> Text {
    Text(log.noisy("text"), "a b".to_owned())
}

/// What is ordered.
struct Rank(Noisy);

impl Ord for Rank {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.name().cmp(other.0.name())
    }
}

impl PartialOrd for Rank {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Rank {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Rank {}

fn rank(log: &Log) -> Rank {
    Rank(log.noisy("rank"))
}

/// As `itertools` has them.
trait Tools: Iterator + Sized {
    fn collect_vec(self) -> Vec<Self::Item> {
        self.collect()
    }

    fn sorted_by_key<K: Ord>(
        self,
        key: impl FnMut(&Self::Item) -> K,
    ) -> std::vec::IntoIter<Self::Item> {
        let mut items = self.collect_vec();
        items.sort_by_key(key);
        items.into_iter()
    }
}

impl<I: Iterator> Tools for I {}

/// Looks at an option.
trait Look {
    fn expect_one(&self) -> u8;
    fn unwrap_look(&self) -> u8;
}

impl<T> Look for Option<T> {
    fn expect_one(&self) -> u8 {
        8
    }

    fn unwrap_look(&self) -> u8 {
        9
    }
}

/// A generator that calls a method of a local of which nothing is mentioned any more, and when the local is dropped.
macro_rules! calls {
    ($($test:ident: $make:expr, |$local:ident| $call:expr => $dropped:ident;)*) => {
        $(
            #[test]
            fn $test() {
                #[generator]
                fn items(log: Log) -> impl Iterator<Item = u8> {
                    #[allow(unused_mut)]
                    let mut $local = $make(&log);
                    let item = $call;
                    log.say("called");
                    yield_!(item);
                    log.say("end");
                }
                calls!(@ $dropped, |log| items(log.clone()));
            }
        )*
    };
    (@ at_the_end, $items:expr) => {
        let log = log_of($items);
        assert_eq!(log[0], "called");
        assert_eq!(log[2..].len(), 2);
        assert_eq!(log[2], "end");
        assert!(log[3].starts_with("drop "));
        let log = log_of_first(1, $items);
        assert_eq!(log[2], "--");
        assert!(log[3].starts_with("drop "));
    };
    (@ by_the_call, $items:expr) => {
        let log = log_of($items);
        let called = log.iter().position(|line| line == "called");
        let called = called.expect("it is said");
        assert!(called > 0);
        assert!(log[..called].iter().all(|line| line.starts_with("drop ")));
        assert_eq!(log[called + 2..], ["end"]);
    };
}

calls! {
    build_of_ours_borrows: door, |door| door.build() => at_the_end;
    bytes_of_ours_borrow: door, |door| door.bytes().count() as u8 => at_the_end;
    close_of_ours_borrows: door, |door| door.close() => at_the_end;
    finish_of_ours_borrows: door, |door| door.finish() => at_the_end;
    lines_of_ours_borrow: door, |door| door.lines().count() as u8 => at_the_end;
    bind_of_a_trait_borrows: door, |door| door.bind() => at_the_end;
    join_of_a_trait_borrows: door, |door| door.join() => at_the_end;
    spawn_of_a_trait_borrows: door, |door| door.spawn() => at_the_end;
    split_of_a_trait_borrows: door, |door| door.split() => at_the_end;
    close_behind_a_box_borrows: |log| Box::new(door(log)), |door| door.close() => at_the_end;
    close_of_a_field_borrows: |log| (door(log), 0), |pair| pair.0.close() => at_the_end;
    close_on_one_path_borrows: door, |door| if door.1.len() == 3 { door.close() } else { 0 } => at_the_end;
    expect_one_of_a_trait_borrows: |log| Some(door(log)), |door| door.expect_one() => at_the_end;
    unwrap_look_of_a_trait_borrows: |log| Some(door(log)), |door| door.unwrap_look() => at_the_end;
    build_of_ours_takes: |log: &Log| Bundle(log.noisy("bundle")), |bundle| bundle.build() => by_the_call;
    close_of_ours_takes: |log: &Log| Bundle(log.noisy("bundle")), |bundle| bundle.close() => by_the_call;
    finish_of_a_trait_takes: |log: &Log| Bundle(log.noisy("bundle")), |bundle| bundle.finish() => by_the_call;
    split_of_a_trait_takes: |log: &Log| Bundle(log.noisy("bundle")), |bundle| bundle.split() => by_the_call;
    lines_of_a_reader_take: source, |source| source.lines().count() as u8 => by_the_call;
    bytes_of_a_reader_take: source, |source| source.bytes().count() as u8 => by_the_call;
    bytes_of_a_reader_in_a_box_take: |log| Box::new(source(log)), |source| source.bytes().count() as u8 => by_the_call;
    take_of_a_reader_takes: source, |source| source.take(1).bytes().count() as u8 => by_the_call;
    take_of_a_reader_in_a_box_takes: |log| Box::new(source(log)) as Box<dyn Read>, |source| source.take(1).bytes().count() as u8 => by_the_call;
    chain_of_a_reader_takes: source, |source| source.chain(&b"c"[..]).bytes().count() as u8 => by_the_call;
    split_of_a_reader_takes: source, |source| source.split(b'\n').count() as u8 => by_the_call;
    split_of_a_reader_in_a_box_takes: |log| Box::new(source(log)) as Box<dyn BufRead>, |source| source.split(b'\n').count() as u8 => by_the_call;
    split_of_text_borrows: text, |text| text.split(' ').count() as u8 => at_the_end;
    split_of_text_by_text_borrows: text, |text| text.split(&text.to_owned()).count() as u8 => at_the_end;
    take_of_an_option_empties: |log: &Log| (Some(1), log.noisy("option")), |pair| pair.0.take().unwrap_or(0) => at_the_end;
    max_takes: rank, |rank| rank.max(self::rank(&Log::new())).0.name().len() as u8 => by_the_call;
    clamp_takes: rank, |rank| rank.clamp(self::rank(&Log::new()), self::rank(&Log::new())).0.name().len() as u8 => by_the_call;
    map_of_an_array_takes: |log: &Log| [log.noisy("array")], |array| array.map(|noisy| noisy.name().len())[0] as u8 => by_the_call;
    collect_vec_takes: |log: &Log| vec![log.noisy("item")].into_iter(), |items| items.collect_vec().len() as u8 => by_the_call;
    sorted_by_key_takes: |log: &Log| vec![log.noisy("item")].into_iter(), |items| items.sorted_by_key(|item| item.name()).count() as u8 => by_the_call;
    unwrap_takes: |log: &Log| Some(log.noisy("option")), |option| option.unwrap().name().len() as u8 => by_the_call;
    expect_err_takes: |log: &Log| Err::<(), _>(log.noisy("result")), |result| result.expect_err("it is").name().len() as u8 => by_the_call;
}

#[test]
fn threads_hashers_and_files_are_told() {
    #[generator]
    fn items() -> impl Iterator<Item = u8> {
        let thread = thread::spawn(|| 1);
        yield_!(thread.join().unwrap_or_default());
        let mut hasher = DefaultHasher::new();
        hasher.write_u8(1);
        yield_!((hasher.finish() != 0).into());
        let null = std::fs::File::open(file!()).expect("it is there");
        for byte in null.bytes().take(2) {
            yield_!(byte.expect("it is long enough"));
        }
    }
    assert_eq!(items().collect::<Vec<_>>(), [1, 1, b'/', b'/']);
}

#[test]
fn what_a_method_takes_on_one_path_lives_to_the_end_on_the_other() {
    #[generator]
    fn items(log: Log, takes: bool) -> impl Iterator<Item = &'static str> {
        let option = Some(log.noisy("option"));
        let given;
        if takes {
            given = option.unwrap_or_else(|| log.noisy("else"));
        } else {
            given = log.noisy("given");
        }
        yield_!(given.name());
        let result: Result<Noisy, u8> = Ok(log.noisy("result"));
        let mapped = match takes {
            true => result.map(Some),
            false => Ok(None),
        };
        yield_!(mapped.map_or("none", |mapped| {
            mapped.map_or("not", |mapped| mapped.name())
        }));
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(log.clone(), false)),
        [
            "item given",
            "item not",
            "end",
            "drop result",
            "drop given",
            "drop option"
        ]
    );
    assert_eq!(
        log_of(|log| items(log.clone(), true)),
        [
            "item option",
            "drop result",
            "item result",
            "end",
            "drop option"
        ]
    );
    assert_eq!(
        log_of_first(1, |log| items(log.clone(), false)),
        ["item given", "--", "drop given", "drop option"]
    );
    assert_eq!(
        log_of_first(2, |log| items(log.clone(), false)),
        [
            "item given",
            "item not",
            "--",
            "drop result",
            "drop given",
            "drop option"
        ]
    );
}

#[test]
fn an_iterator_that_is_taken_on_one_path_lives_to_the_end_on_the_other() {
    #[generator]
    fn items(log: Log, takes: bool) -> impl Iterator<Item = usize> {
        let iterator = vec![log.noisy("one"), log.noisy("two")].into_iter();
        let list: Vec<Noisy> = match takes {
            true => iterator.rev().collect(),
            false => vec![log.noisy("given")],
        };
        yield_!(list.len());
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(log.clone(), false)),
        ["item 1", "end", "drop given", "drop one", "drop two"]
    );
    assert_eq!(
        log_of(|log| items(log.clone(), true)),
        ["item 2", "end", "drop two", "drop one"]
    );
    assert_eq!(
        log_of_first(1, |log| items(log.clone(), false)),
        ["item 1", "--", "drop given", "drop one", "drop two"]
    );
}

#[test]
fn what_borrows_by_the_name_of_an_adaptor_may_be_used_where_paths_meet() {
    #[generator]
    fn items(log: Log, looks: bool) -> impl Iterator<Item = &'static str> {
        let list = vec![log.noisy("one"), log.noisy("two")];
        let found;
        if looks {
            found = list.last();
        } else {
            found = None;
        }
        let name = found.map_or("none", |found| found.name());
        yield_!(name);
        log.say("end");
    }
    assert_eq!(
        log_of(|log| items(log.clone(), true)),
        ["item two", "end", "drop one", "drop two"]
    );
}

#[test]
fn what_takes_a_part_leaves_the_others() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = usize> {
        let pair = ([log.noisy("array")], log.noisy("beside"));
        let [length] = pair.0.map(|noisy| noisy.name().len());
        yield_!(length);
        let read = (source(&log), log.noisy("rest"));
        let count = read.0.take(1).bytes().count();
        yield_!(count);
        let ranks = (rank(&log), log.noisy("last"));
        let most = ranks.0.max(rank(&Log::new()));
        yield_!(most.0.name().len());
        log.say("end");
    }
    let expected = [
        "drop array",
        "item 5",
        "drop source",
        "item 1",
        "drop rank",
        "item 4",
        "end",
        "drop last",
        "drop rest",
        "drop beside",
    ];
    assert_eq!(log_of(items), expected);
}
