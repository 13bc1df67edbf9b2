//! What a pattern leaves of a value whose parts nobody knows is dropped at the end of the value's scope.

#![allow(
    dead_code,
    clippy::all,
    clippy::pedantic,
    reason = "what is left is only dropped; each kind of pattern is tried once, and every way of writing a thing"
)]

use gen_runtime::{generator, yield_};
use support::{Log, Noisy, log_of, log_of_first};

struct Page {
    title: Noisy,
    body: Body,
    notes: (Noisy, Noisy),
    number: usize,
}

struct Body {
    head: Noisy,
    tail: Noisy,
}

enum Event {
    Open {
        name: Noisy,
        rest: Vec<Noisy>,
        at: usize,
    },
    Text(Noisy, Noisy, usize),
    Close {
        name: Noisy,
        at: usize,
    },
    End,
}

fn page(log: &Log) -> Page {
    Page {
        title: log.noisy("title"),
        body: Body {
            head: log.noisy("head"),
            tail: log.noisy("tail"),
        },
        notes: (log.noisy("note 0"), log.noisy("note 1")),
        number: 5,
    }
}

fn events(log: &Log) -> Vec<Event> {
    vec![
        Event::Open {
            name: log.noisy("open"),
            rest: vec![log.noisy("rest")],
            at: 1,
        },
        Event::Text(log.noisy("one"), log.noisy("other"), 2),
        Event::Close {
            name: log.noisy("close"),
            at: 3,
        },
        Event::End,
    ]
}

#[test]
fn of_a_let() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = usize> {
        let _before = log.noisy("before");
        let page = page(&log);
        let _after = log.noisy("after");
        let Page {
            body: Body { head, .. },
            notes: (_, note),
            number,
            ..
        } = page;
        yield_!(number);
        drop(head);
        yield_!(note.name().len());
        log.say("end");
    }
    assert_eq!(
        log_of(items),
        [
            "item 5",
            "drop head",
            "item 6",
            "end",
            "drop note 1",
            "drop after",
            "drop title",
            "drop tail",
            "drop note 0",
            "drop before"
        ]
    );
    assert_eq!(
        log_of_first(1, items),
        [
            "item 5",
            "--",
            "drop note 1",
            "drop head",
            "drop after",
            "drop title",
            "drop tail",
            "drop note 0",
            "drop before"
        ]
    );
}

impl Page {
    #[generator]
    fn numbers(self) -> impl Iterator<Item = usize> {
        let Self { body, number, .. } = self;
        yield_!(number);
        yield_!(body.head.name().len());
    }
}

#[test]
fn of_an_argument() {
    #[generator]
    fn last(_first: Noisy, page: Page, count: usize) -> impl Iterator<Item = usize> {
        let Page { body, .. } = page;
        yield_!(count);
        drop(body);
        yield_!(count + 1);
    }
    assert_eq!(
        log_of(|log| last(log.noisy("first"), page(&log), 1)),
        [
            "item 1",
            "drop head",
            "drop tail",
            "item 2",
            "drop title",
            "drop note 0",
            "drop note 1",
            "drop first"
        ]
    );
    assert_eq!(
        log_of(|log| page(&log).numbers()),
        [
            "item 5",
            "item 4",
            "drop head",
            "drop tail",
            "drop title",
            "drop note 0",
            "drop note 1"
        ]
    );
    assert_eq!(
        log_of_first(0, |log| page(&log).numbers()),
        [
            "--",
            "drop title",
            "drop head",
            "drop tail",
            "drop note 0",
            "drop note 1"
        ]
    );
}

#[test]
fn of_what_a_branch_takes_apart() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = usize> {
        for event in events(&log) {
            if let Event::Open { name, at, .. } = event {
                yield_!(at);
                log.say(name);
            } else if let Event::Text(_, other, at) = event {
                yield_!(at);
                log.say(other);
            } else if let Event::Close { at, .. } = event {
                yield_!(at);
            }
            log.say("next");
        }
    }
    let all = [
        "item 1",
        "open",
        "drop open",
        "next",
        "drop rest",
        "item 2",
        "other",
        "drop other",
        "next",
        "drop one",
        "item 3",
        "next",
        "drop close",
        "next",
    ];
    assert_eq!(log_of(items), all);
    assert_eq!(
        log_of_first(2, items),
        [
            "item 1",
            "open",
            "drop open",
            "next",
            "drop rest",
            "item 2",
            "--",
            "drop other",
            "drop one",
            "drop close"
        ]
    );
}

#[test]
fn of_what_arms_take_apart() {
    #[generator]
    fn items(log: Log, least: usize) -> impl Iterator<Item = usize> {
        for event in events(&log) {
            let number = match event {
                Event::Open { name, at, .. } if at > least => {
                    yield_!(at);
                    log.say(name);
                    10
                }
                Event::Open { rest, .. } => {
                    for noisy in rest {
                        yield_!(noisy.name().len());
                    }
                    20
                }
                Event::Text(one, ..) => {
                    log.say(one);
                    30
                }
                Event::Close { .. } => 40,
                Event::End => return,
            };
            yield_!(number);
            log.say("next");
        }
    }
    assert_eq!(
        log_of(|log| items(log, 0)),
        [
            "item 1",
            "open",
            "drop open",
            "item 10",
            "next",
            "drop rest",
            "one",
            "drop one",
            "item 30",
            "next",
            "drop other",
            "item 40",
            "next",
            "drop close"
        ]
    );
    assert_eq!(
        log_of_first(2, |log| items(log, 1)),
        [
            "item 4",
            "drop rest",
            "item 20",
            "--",
            "drop open",
            "drop one",
            "drop other",
            "drop close"
        ]
    );
}

#[test]
fn of_what_has_no_name() {
    #[generator]
    fn items(log: Log) -> impl Iterator<Item = usize> {
        for Page { body, number, .. } in [page(&log)] {
            yield_!(number);
            drop(body);
            log.say("round");
        }
        let mut events = events(&log);
        while let Some(Event::End | Event::Close { .. }) = events.pop() {
            log.say("popped");
            yield_!(0);
        }
        match events.pop() {
            Some(Event::Open { name, .. }) => {
                yield_!(name.name().len());
                log.say("matched");
            }
            _ => log.say("else"),
        }
        log.say("end");
    }
    assert_eq!(
        log_of(items),
        [
            "item 5",
            "drop head",
            "drop tail",
            "round",
            "drop title",
            "drop note 0",
            "drop note 1",
            "popped",
            "item 0",
            "popped",
            "item 0",
            "drop close",
            "drop one",
            "drop other",
            "item 4",
            "matched",
            "drop open",
            "drop rest",
            "end"
        ]
    );
}

#[test]
fn of_what_is_only_copied_or_behind_a_reference() {
    #[generator]
    fn items(log: Log, pages: &mut [Page]) -> impl Iterator<Item = usize> {
        for page in pages {
            let Page { body, number, .. } = page;
            *number += 1;
            yield_!(*number);
            log.say(&body.head);
        }
        for event in events(&log) {
            if let Event::Open { at, .. } = event {
                yield_!(at);
                log.say("copied");
            }
        }
    }
    let log = Log::new();
    let mut pages = [page(&log), page(&log)];
    let items: Vec<usize> = items(log.clone(), &mut pages).collect();
    assert_eq!(items, [6, 6, 1]);
    assert_eq!(
        log.take(),
        [
            "head",
            "head",
            "copied",
            "drop open",
            "drop rest",
            "drop one",
            "drop other",
            "drop close"
        ]
    );
}

#[test]
fn of_type_parameters() {
    #[generator]
    fn firsts<T: AsRef<str>, U>(
        log: Log,
        items: Vec<(T, U, Noisy)>,
    ) -> impl Iterator<Item = usize> {
        for (text, ..) in items {
            yield_!(text.as_ref().len());
            log.say("next");
        }
    }
    let of_text = |log: Log| {
        let items = vec![("one", log.noisy("a"), log.noisy("b"))];
        firsts(log, items)
    };
    let of_strings = |log: Log| {
        let items = vec![("three".to_owned(), log.noisy("a"), log.noisy("b"))];
        firsts(log, items)
    };
    assert_eq!(log_of(of_text), ["item 3", "next", "drop a", "drop b"]);
    assert_eq!(log_of(of_strings), ["item 5", "next", "drop a", "drop b"]);
    assert_eq!(
        log_of_first(1, of_strings),
        ["item 5", "--", "drop a", "drop b"]
    );
}

#[test]
fn it_is_sent_as_the_value_is() {
    #[generator]
    fn items(pairs: Vec<(Box<u8>, Box<str>)>) -> impl Iterator<Item = u8> + Send + Sync {
        for (number, _) in pairs {
            yield_!(*number);
        }
    }
    let items = items(vec![
        (Box::new(1), "one".into()),
        (Box::new(2), "two".into()),
    ]);
    let sent = std::thread::spawn(move || items.collect::<Vec<_>>());
    assert_eq!(sent.join().unwrap(), [1, 2]);
}

enum Note {
    Pair(Noisy, Noisy),
    Named { first: Noisy, second: Noisy },
    One(Noisy),
    Skip,
}

fn notes(log: &Log) -> Vec<Note> {
    vec![
        Note::Pair(log.noisy("1"), log.noisy("2")),
        Note::One(log.noisy("3")),
        Note::Skip,
        Note::Named {
            first: log.noisy("4"),
            second: log.noisy("5"),
        },
    ]
}

// What a function does that takes `second` out of each of these, up to the first `Skip` or past it.
fn rounds(taken_last: bool) -> Vec<&'static str> {
    let mut lines = vec!["drop 2", "before", "item 2", "end of round", "drop 1"];
    lines.extend(["before", "item 3", "end of round", "drop 3"]);
    if taken_last {
        lines.extend(["drop 5", "before", "item 5", "end of round", "drop 4"]);
    } else {
        lines.extend(["drop 4", "drop 5"]);
    }
    lines
}

#[track_caller]
fn check_rounds<G: Iterator<Item: std::fmt::Display>>(taken_last: bool, make: fn(Log) -> G) {
    assert_eq!(log_of(make), rounds(taken_last));
    let half_way = ["drop 2", "before", "item 2", "--", "drop 1"];
    let others = ["drop 3", "drop 4", "drop 5"];
    assert_eq!(log_of_first(1, make), [&half_way[..], &others].concat());
    let at_second = log_of_first(2, make);
    let before = ["drop 2", "before", "item 2", "end of round", "drop 1"];
    let second = ["before", "item 3", "--", "drop 3", "drop 4", "drop 5"];
    assert_eq!(at_second, [&before[..], &second].concat());
}

#[test]
fn of_a_match_with_an_arm_that_jumps() {
    #[generator]
    fn in_for(log: Log) -> impl Iterator<Item = &'static str> {
        for note in notes(&log) {
            let name = match note {
                Note::Pair(_, second) | Note::Named { second, .. } => second.name(),
                Note::One(_) => "3",
                Note::Skip => continue,
            };
            log.say("before");
            yield_!(name);
            log.say("end of round");
        }
    }
    check_rounds(true, in_for);
    #[generator]
    fn until(log: Log) -> impl Iterator<Item = &'static str> {
        let mut notes = notes(&log).into_iter();
        while let Some(note) = notes.next() {
            let name = match note {
                Note::Pair(_, second) => second.name(),
                Note::Named { second, .. } => second.name(),
                Note::One(_) => "3",
                Note::Skip => break,
            };
            log.say("before");
            yield_!(name);
            log.say("end of round");
        }
    }
    check_rounds(false, until);
    #[generator]
    fn in_loop(log: Log) -> impl Iterator<Item = &'static str> {
        let mut notes = notes(&log).into_iter();
        loop {
            let Some(note) = notes.next() else { return };
            let name = match note {
                Note::Pair(_, second) => second.name(),
                Note::Named { second, .. } => second.name(),
                Note::One(_) => "3",
                Note::Skip => continue,
            };
            log.say("before");
            yield_!(name);
            log.say("end of round");
        }
    }
    check_rounds(true, in_loop);
    #[generator]
    fn in_block(log: Log) -> impl Iterator<Item = &'static str> {
        for note in notes(&log) {
            'note: {
                let name = match note {
                    Note::Pair(_, second) => second.name(),
                    Note::Named { second, .. } => second.name(),
                    Note::One(_) => "3",
                    Note::Skip => break 'note,
                };
                log.say("before");
                yield_!(name);
                log.say("end of round");
            }
        }
    }
    check_rounds(true, in_block);
    #[generator]
    fn in_branches(log: Log) -> impl Iterator<Item = &'static str> {
        for note in notes(&log) {
            let name = if let Note::Pair(_, second) = note {
                second.name()
            } else if let Note::Named { second, .. } = note {
                second.name()
            } else if let Note::One(_) = note {
                "3"
            } else {
                continue;
            };
            log.say("before");
            yield_!(name);
            log.say("end of round");
        }
    }
    check_rounds(true, in_branches);
    #[generator]
    fn nested(log: Log) -> impl Iterator<Item = &'static str> {
        for (note, wanted) in notes(&log).into_iter().zip([true, true, false, true]) {
            let name = match wanted {
                true => match note {
                    Note::Pair(_, second) => second.name(),
                    Note::Named { second, .. } => second.name(),
                    Note::One(_) => "3",
                    Note::Skip => continue,
                },
                false => continue,
            };
            log.say("before");
            yield_!(name);
            log.say("end of round");
        }
    }
    check_rounds(true, nested);
}

#[test]
fn of_a_match_in_an_operand() {
    #[generator]
    fn in_some(log: Log) -> impl Iterator<Item = &'static str> {
        for note in notes(&log) {
            let name = Some(match note {
                Note::Pair(_, second) => second.name(),
                Note::Named { second, .. } => second.name(),
                Note::One(_) => "3",
                Note::Skip => continue,
            });
            log.say("before");
            yield_!(name.unwrap());
            log.say("end of round");
        }
    }
    check_rounds(true, in_some);
    #[generator]
    fn in_sum(log: Log) -> impl Iterator<Item = String> {
        let mut names = String::new();
        for note in notes(&log) {
            names += match note {
                Note::Pair(_, second) => second.name(),
                Note::Named { second, .. } => second.name(),
                Note::One(_) => "3",
                Note::Skip => continue,
            };
            log.say("before");
            yield_!(names.split_off(0));
            log.say("end of round");
        }
    }
    check_rounds(true, in_sum);
    #[generator]
    fn in_receiver(log: Log) -> impl Iterator<Item = String> {
        for note in notes(&log) {
            let name = match note {
                Note::Pair(_, second) => second.name(),
                Note::Named { second, .. } => second.name(),
                Note::One(_) => "3",
                Note::Skip => continue,
            }
            .to_owned();
            log.say("before");
            yield_!(name);
            log.say("end of round");
        }
    }
    check_rounds(true, in_receiver);
    #[generator]
    fn in_yield(log: Log) -> impl Iterator<Item = &'static str> {
        for note in notes(&log) {
            yield_!(match note {
                Note::Pair(_, second) => log.see("before", second.name()),
                Note::Named { second, .. } => log.see("before", second.name()),
                Note::One(_) => log.see("before", "3"),
                Note::Skip => continue,
            });
            log.say("end of round");
        }
    }
    assert_eq!(
        log_of(in_yield),
        [
            "before",
            "drop 2",
            "item 2",
            "end of round",
            "drop 1",
            "before",
            "item 3",
            "end of round",
            "drop 3",
            "before",
            "drop 5",
            "item 5",
            "end of round",
            "drop 4"
        ]
    );
    #[generator]
    fn coerced(log: Log) -> impl Iterator<Item = &'static str> {
        for note in notes(&log) {
            let name = match note {
                Note::Pair(_, second) => second.name(),
                Note::Named { second, .. } => second.name(),
                Note::One(_) => &"3."[..1],
                Note::Skip => continue,
            };
            log.say("before");
            yield_!(name);
            log.say("end of round");
        }
    }
    check_rounds(true, coerced);
    #[generator]
    fn without_a_jump(log: Log) -> impl Iterator<Item = &'static str> {
        for note in notes(&log)
            .into_iter()
            .filter(|note| !matches!(note, Note::Skip))
        {
            let (name, _) = (
                match note {
                    Note::Pair(_, second) => second.name(),
                    Note::Named { second, .. } => second.name(),
                    Note::One(_) | Note::Skip => "3",
                },
                0,
            );
            log.say("before");
            yield_!(name);
            log.say("end of round");
        }
    }
    check_rounds(true, without_a_jump);
}
