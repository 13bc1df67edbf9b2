//! The generator as a value: lazy, fused, printable, cloneable, sendable, and as good as its `next` by `fold`.
//!
//! The compiler's own `gen` blocks have no `Clone` and no `Debug`, so that this file cannot be compared with them.

#![allow(
    clippy::all,
    clippy::pedantic,
    unused_qualifications,
    reason = "every way of writing a thing is tried, also the clumsy ones"
)]

use std::cell::Cell;
use std::fmt::Debug;
use std::iter::FusedIterator;
use std::rc::Rc;

use gen_runtime::{generator, yield_, yield_from};
use support::{Log, by_next, items_of, log_of};

#[generator]
fn up_to(n: u32) -> impl Iterator<Item = u32> + Clone + Debug + FusedIterator + Send + Sync {
    let mut i = 0;
    while i < n {
        yield_!(i);
        i += 1;
    }
}

#[test]
fn nothing_runs_before_the_first_next() {
    #[generator]
    fn eager(log: Log) -> impl Iterator<Item = u8> {
        log.say("started");
        yield_!(1);
        log.say("resumed");
    }
    let log = Log::new();
    let mut generator = eager(log.clone());
    let _moved = Box::new(eager(log.clone()));
    assert_eq!(log.take(), [""; 0]);
    generator.next();
    assert_eq!(log.take(), ["started"]);
    generator.next();
    assert_eq!(log.take(), ["resumed"]);
}

#[test]
fn each_next_runs_to_the_next_yield() {
    #[generator]
    fn steps(log: Log) -> impl Iterator<Item = u8> {
        for n in 0..2 {
            log.say(format_args!("before {n}"));
            yield_!(log.see(format_args!("operand {n}"), n));
            log.say(format_args!("after {n}"));
        }
    }
    assert_eq!(
        log_of(steps),
        [
            "before 0",
            "operand 0",
            "item 0",
            "after 0",
            "before 1",
            "operand 1",
            "item 1",
            "after 1"
        ]
    );
}

#[test]
fn it_is_fused() {
    #[generator]
    fn once(count: Rc<Cell<u32>>) -> impl Iterator<Item = u8> + FusedIterator {
        count.set(count.get() + 1);
        yield_!(1);
        count.set(count.get() + 1);
    }
    let count = Rc::new(Cell::new(0));
    let mut generator = once(count.clone());
    assert_eq!(generator.next(), Some(1));
    for _ in 0..3 {
        assert_eq!(generator.next(), None);
    }
    assert_eq!(generator.fold(0, |n, _| n + 1), 0);
    assert_eq!(count.get(), 2);
}

#[test]
fn the_size_hint_promises_nothing_false() {
    let mut generator = up_to(3);
    for left in [3, 2, 1, 0, 0] {
        let (lower, upper) = generator.size_hint();
        assert!(lower <= left, "{lower} for {left}");
        assert!(
            upper.is_none_or(|upper| upper >= left),
            "{upper:?} for {left}"
        );
        generator.next();
    }
    assert_eq!(generator.size_hint().0, 0);
}

#[test]
fn debug_says_where_it_is_suspended() {
    #[generator]
    #[rustfmt::skip]
    fn stops(n: u32) -> impl Iterator<Item = u32> + Debug {
        yield_!(n);
        if n > 0 { yield_!(n + 1); }
        for i in 0..n {
                    yield_![i];
        }
    }
    let line = line!() - 6;
    let at = |lines: u32, column: u32| {
        format!(
            "stops {{ suspended at {}:{}:{column} }}",
            file!(),
            line + lines
        )
    };
    let mut generator = stops(1);
    let mut shown = vec![format!("{generator:?}")];
    while generator.next().is_some() {
        shown.push(format!("{generator:?}"));
    }
    shown.push(format!("{generator:?}"));
    assert_eq!(
        shown,
        [
            "stops { not started }".to_string(),
            at(0, 9),
            at(1, 20),
            at(3, 21),
            "stops { finished }".to_string()
        ]
    );
}

#[test]
fn debug_of_a_method_a_raw_name_and_a_delegation() {
    struct Owner;
    impl Owner {
        #[generator]
        fn method(&self) -> impl Iterator<Item = u8> + Debug {
            yield_!(1);
        }
    }
    assert_eq!(format!("{:?}", Owner.method()), "method { not started }");

    #[generator]
    fn r#type() -> impl Iterator<Item = u8> + Debug {
        yield_from!([1, 2]);
    }
    let line = line!() - 2;
    let mut generator = r#type();
    generator.next();
    assert!(format!("{generator:?}").ends_with(&format!("suspended at {}:{line}:9 }}", file!())));
}

#[test]
fn debug_asks_nothing_of_the_locals() {
    struct Opaque(u8);
    #[generator]
    fn opaque(n: u8) -> impl Iterator<Item = u8> + Debug {
        let value = Opaque(n);
        let f = move || value.0;
        yield_!(f());
        yield_!(f());
    }
    let mut generator = opaque(1);
    generator.next();
    generator.next();
    generator.next();
    assert_eq!(format!("{generator:?}"), "opaque { finished }");
}

#[test]
fn debug_after_a_panic_is_finished() {
    #[generator]
    fn failing(n: u32) -> impl Iterator<Item = u32> + Debug {
        yield_!(1 / n);
    }
    let mut generator = failing(0);
    support::panic_of(|| generator.next());
    assert_eq!(format!("{generator:?}"), "failing { finished }");
}

#[test]
fn a_clone_of_a_suspended_generator_goes_its_own_way() {
    let mut first = up_to(4);
    assert_eq!(by_next(&mut first, 2), [0, 1]);
    let mut second = first.clone();
    assert_eq!(first.next(), Some(2));
    assert_eq!(first.next(), Some(3));
    assert_eq!(first.next(), None);
    let third = first.clone();
    assert_eq!(by_next(&mut second, 9), [2, 3]);
    assert_eq!(third.count(), 0);
}

#[test]
fn a_clone_owns_what_it_holds() {
    #[generator]
    fn growing(first: String) -> impl Iterator<Item = String> + Clone {
        let mut all = vec![first];
        let separator = "-";
        for i in 0..3 {
            all.push(i.to_string());
            yield_!(all.join(separator));
        }
    }
    let mut original = growing("x".to_string());
    let unstarted = original.clone();
    assert_eq!(original.next(), Some("x-0".to_string()));
    let suspended = original.clone();
    assert_eq!(original.last(), Some("x-0-1-2".to_string()));
    assert_eq!(suspended.collect::<Vec<_>>(), ["x-0-1", "x-0-1-2"]);
    assert_eq!(unstarted.count(), 3);
}

#[test]
fn cycle_needs_a_clone() {
    assert_eq!(
        up_to(2).cycle().take(5).collect::<Vec<_>>(),
        [0, 1, 0, 1, 0]
    );
}

#[test]
fn a_clone_with_a_closure_and_an_iterator_inside() {
    #[generator]
    fn mapped<'a, F>(text: &'a str, f: F) -> impl Iterator<Item = String> + Clone
    where
        F: Fn(&str) -> String + Clone,
    {
        for word in text.split(' ') {
            yield_!(f(word));
        }
    }
    let mut first = mapped("a b", str::to_uppercase);
    first.next();
    let second = first.clone();
    assert_eq!(
        first.collect::<String>() + &second.collect::<String>(),
        "BB"
    );
}

#[test]
fn send_and_sync_follow_from_what_it_holds() {
    fn needs_send<T: Send>(value: T) -> T {
        value
    }
    fn needs_sync<T: Sync>(value: T) -> T {
        value
    }
    #[generator]
    fn inferred(text: String) -> impl Iterator<Item = char> {
        let copy = text.clone();
        for i in 0..copy.len() {
            yield_!(copy.as_bytes()[i].into());
        }
    }
    assert_eq!(
        needs_sync(needs_send(inferred("ab".to_string()))).count(),
        2
    );

    #[generator]
    fn not_held_across_a_yield(n: u8) -> impl Iterator<Item = u8> + Send {
        let m = {
            let rc = Rc::new(n);
            *rc + 1
        };
        yield_!(m);
    }
    let mut generator = not_held_across_a_yield(1);
    assert_eq!(
        std::thread::spawn(move || generator.next()).join().unwrap(),
        Some(2)
    );
}

#[test]
fn it_is_unpin() {
    fn needs_unpin(_: &impl Unpin) {}
    needs_unpin(&up_to(1));
}

#[test]
fn consumers_after_any_number_of_nexts() {
    let after = |taken| {
        let mut generator = up_to(5);
        by_next(&mut generator, taken);
        generator
    };
    for taken in 0..=6 {
        let rest: Vec<u32> = (taken as u32..5).collect();
        assert_eq!(
            after(taken).fold(0, |sum, n| sum * 10 + n),
            rest.iter().fold(0, |sum, n| sum * 10 + n)
        );
        assert_eq!(after(taken).sum::<u32>(), rest.iter().sum());
        assert_eq!(after(taken).product::<u32>(), rest.iter().product());
        assert_eq!(after(taken).count(), rest.len());
        assert_eq!(after(taken).last(), rest.last().copied());
        assert_eq!(after(taken).min(), rest.first().copied());
        assert_eq!(after(taken).max(), rest.last().copied());
        assert_eq!(after(taken).collect::<Vec<_>>(), rest);
        assert_eq!(
            after(taken).partition::<Vec<_>, _>(|n| n % 2 == 0).0.len(),
            rest.iter().filter(|n| *n % 2 == 0).count()
        );
        let mut seen = vec![];
        after(taken).for_each(|n| seen.push(n));
        assert_eq!(seen, rest);
    }
}

#[test]
fn consumers_that_stop_early_leave_the_rest() {
    let mut generator = up_to(10);
    assert_eq!(generator.find(|n| *n == 2), Some(2));
    assert!(generator.any(|n| n == 4));
    assert!(!generator.all(|n| n < 6));
    assert_eq!(generator.position(|n| n == 8), Some(1));
    assert_eq!(
        generator.try_fold(0, |sum: u8, n| sum.checked_add(n as u8)),
        Some(9)
    );
    assert_eq!(generator.next(), None);
}

#[test]
fn by_ref_and_take_while() {
    let mut generator = up_to(5);
    assert_eq!(generator.by_ref().take(2).sum::<u32>(), 1);
    assert_eq!(
        generator
            .by_ref()
            .take_while(|n| *n < 3)
            .collect::<Vec<_>>(),
        [2]
    );
    assert_eq!(generator.collect::<Vec<_>>(), [4]);
}

#[test]
fn through_dyn_iterator() {
    let mut list: Vec<Box<dyn Iterator<Item = u32>>> =
        vec![Box::new(up_to(2)), Box::new(up_to(1)), Box::new(10..12)];
    assert_eq!(list[0].next(), Some(0));
    assert_eq!(
        list.into_iter().flatten().collect::<Vec<_>>(),
        [1, 0, 10, 11]
    );
    let by_reference: &mut dyn Iterator<Item = u32> = &mut up_to(3);
    assert_eq!(by_reference.nth(1), Some(1));
    assert_eq!(by_reference.count(), 1);
}

#[test]
fn generators_chained_and_nested() {
    #[generator]
    fn evens(list: impl Iterator<Item = u32>) -> impl Iterator<Item = u32> {
        for n in list {
            if n % 2 == 0 {
                yield_!(n);
            }
        }
    }
    #[generator]
    fn pairs<A: Clone, B>(
        left: impl Iterator<Item = A>,
        right: impl Iterator<Item = B> + Clone,
    ) -> impl Iterator<Item = (A, B)> {
        for a in left {
            for b in right.clone() {
                yield_!((a.clone(), b));
            }
        }
    }
    assert_eq!(
        items_of(|| evens(up_to(3).chain(up_to(5)))),
        [0, 2, 0, 2, 4]
    );
    assert_eq!(
        items_of(|| pairs(evens(up_to(3)), 0..2)),
        [(0, 0), (0, 1), (2, 0), (2, 1)]
    );
    let zipped: Vec<_> = evens(evens(up_to(5))).zip(up_to(9).skip(7)).collect();
    assert_eq!(zipped, [(0, 7), (2, 8)]);
}

#[test]
fn calls_are_independent() {
    let (mut a, mut b) = (up_to(3), up_to(3));
    assert_eq!((a.next(), a.next(), b.next()), (Some(0), Some(1), Some(0)));
    std::mem::swap(&mut a, &mut b);
    assert_eq!((a.next(), b.next()), (Some(1), Some(2)));
}
