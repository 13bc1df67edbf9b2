//! Locals that stay in a slot of their own while the generator is suspended: nobody can tell.
//!
//! The first half writes each body once and compiles it twice, as a generator and as a plain function that hands its items to
//! [`taken`]. Both are run in every way, and once more with a panic at each of their steps, and must write the same log.

#![allow(
    clippy::all,
    clippy::pedantic,
    unused_assignments,
    unused_qualifications,
    dead_code,
    reason = "every way of writing a thing is tried, also the clumsy ones"
)]
#![deny(unsafe_code)]

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BinaryHeap};
use std::fmt::{Debug, Write};
use std::iter::FusedIterator;
use std::mem;
use std::ops::{Deref, DerefMut};
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;
use std::thread;

use gen_runtime::{generator, generators, yield_, yield_from};
use support::{by_next, items_of, panic_of};

thread_local! {
    static LINES: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    static STEP: Cell<usize> = const { Cell::new(0) };
    static PANICS_AT: Cell<usize> = const { Cell::new(usize::MAX) };
    static ITEMS_LEFT: Cell<usize> = const { Cell::new(usize::MAX) };
}

fn write_down(line: &str) {
    LINES.with_borrow_mut(|lines| lines.push(line.to_owned()));
}

/// A step: adds a line, and panics if it is this step's turn.
fn say(line: &str) {
    write_down(line);
    let step = STEP.replace(STEP.get() + 1);
    if step == PANICS_AT.get() && !thread::panicking() {
        panic!("step");
    }
}

fn yes(line: &str) -> bool {
    say(line);
    true
}

/// Making one, looking at it and dropping it are steps.
struct Noisy(&'static str);

fn new(name: &'static str) -> Noisy {
    say(&format!("new {name}"));
    Noisy(name)
}

fn see(value: &Noisy) {
    say(&format!("see {}", value.0));
}

impl Noisy {
    fn name(&self) -> &'static str {
        say(&format!("name {}", self.0));
        self.0
    }

    fn rename(&mut self, name: &'static str) {
        say(&format!("{} is now {name}", self.0));
        self.0 = name;
    }

    fn consume(self) -> &'static str {
        say(&format!("consume {}", self.0));
        self.0
    }
}

impl Drop for Noisy {
    fn drop(&mut self) {
        say(&format!("drop {}", self.0));
    }
}

/// An item of a plain function: is it to go no further?
fn taken(item: &'static str) -> bool {
    write_down(item);
    ITEMS_LEFT.set(ITEMS_LEFT.get() - 1);
    ITEMS_LEFT.get() == 0
}

/// What `run` does, with a panic at step `panics_at`, and whether it panicked.
fn log_of_run(panics_at: usize, run: impl FnOnce()) -> (Vec<String>, bool) {
    LINES.take();
    STEP.set(0);
    PANICS_AT.set(panics_at);
    let outcome = catch_unwind(AssertUnwindSafe(run));
    PANICS_AT.set(usize::MAX);
    (LINES.take(), outcome.is_err())
}

/// The panics that are meant to be are not printed.
fn silence() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let print = take_hook();
        set_hook(Box::new(move |panic| {
            if panic.payload().downcast_ref::<&str>() != Some(&"step") {
                print(panic);
            }
        }));
    });
}

/// `count` times `next`, then a drop or `fold`.
#[derive(Clone, Copy, Debug)]
enum Way {
    DropAfter(usize),
    FoldAfter(usize),
}

fn drive<G: Iterator<Item = &'static str>>(way: Way, mut generator: G) {
    let (Way::DropAfter(count) | Way::FoldAfter(count)) = way;
    for _ in 0..count {
        match catch_unwind(AssertUnwindSafe(|| generator.next())) {
            Ok(Some(item)) => write_down(item),
            Ok(None) => break,
            Err(panic) => {
                assert_eq!(generator.next(), None, "an item after a panic");
                let lines = LINES.with_borrow(Vec::len);
                drop(generator);
                assert_eq!(lines, LINES.with_borrow(Vec::len), "dropped too late");
                std::panic::resume_unwind(panic);
            }
        }
    }
    match way {
        Way::DropAfter(_) => drop(generator),
        Way::FoldAfter(_) => generator.for_each(write_down),
    }
}

#[track_caller]
fn same<G: Iterator<Item = &'static str>>(generator: impl Fn() -> G, function: impl Fn()) {
    silence();
    let count = generator().count();
    let ways = (1..=count + 1).map(Way::DropAfter);
    for way in ways.chain((0..=count + 1).map(Way::FoldAfter)) {
        for panics_at in 0.. {
            let here = log_of_run(panics_at, || drive(way, generator()));
            ITEMS_LEFT.set(match way {
                Way::DropAfter(count) => count,
                Way::FoldAfter(_) => usize::MAX,
            });
            let there = log_of_run(panics_at, &function);
            assert_eq!(here, there, "{way:?}, panic at step {panics_at}");
            if !there.1 {
                break;
            }
        }
    }
}

/// A test for each body: the generator does what the plain function does.
macro_rules! bodies {
    ($(fn $name:ident($($parameters:tt)*) of ($($values:expr),*) $body:tt)*) => {
        mod generators_of_bodies {
            use super::*;
            $(
                #[generator]
                pub fn $name($($parameters)*) -> impl Iterator<Item = &'static str> $body
            )*
        }
        mod functions_of_bodies {
            use super::{Noisy, Pair, mem, new, pass, say, see, see_all, yes};
            macro_rules! yield_ {
                ($item:expr) => {
                    if super::taken($item) {
                        return;
                    }
                };
            }
            $(
                pub fn $name($($parameters)*) $body
            )*
        }
        $(
            #[test]
            fn $name() {
                same(
                    || generators_of_bodies::$name($($values),*),
                    || functions_of_bodies::$name($($values),*),
                );
            }
        )*
    };
}

struct Pair {
    left: Noisy,
    right: Noisy,
}

fn pass<T>(value: T) -> T {
    value
}

fn see_all(values: &[Noisy]) {
    values.iter().for_each(see);
}

bodies! {
    fn one_among_moved_ones() of () {
        let _before = new("before");
        let a = new("a");
        let _between = new("between");
        let b = new("b");
        let _after = new("after");
        yield_!("1");
        see(&a);
        yield_!(b.name());
        see(&b);
        see(&a);
    }

    fn all_declared_between_items() of () {
        let a = new("a");
        yield_!("1");
        let _m = new("m");
        yield_!("2");
        let b = new("b");
        see(&a);
        yield_!("3");
        let _n = new("n");
        see(&b);
        yield_!("4");
        see(&a);
        say("end");
    }

    fn in_nested_scopes() of () {
        let a = new("a");
        {
            let _m = new("m");
            let b = new("b");
            yield_!("1");
            {
                let c = new("c");
                let _n = new("n");
                yield_!("2");
                see(&c);
            }
            see(&b);
            yield_!("3");
            see(&b);
        }
        yield_!("4");
        see(&a);
        {
            let d = new("d");
            yield_!("5");
            see(&d);
        }
        see(&a);
    }

    fn a_fresh_value_each_round() of () {
        let around = new("around");
        for name in ["x", "y", "z"] {
            let _m = new("m");
            let a = new(name);
            yield_!("1");
            see(&a);
            let _n = new("n");
            yield_!("2");
            see(&a);
        }
        see(&around);
    }

    fn rounds_that_continue_and_break() of () {
        let a = new("a");
        let mut rounds = 0;
        'outer: loop {
            let b = new("b");
            rounds += 1;
            for n in 0..3 {
                let c = new("c");
                let _m = new("m");
                if n == 0 {
                    continue;
                }
                yield_!("1");
                see(&c);
                if rounds == 2 {
                    break 'outer;
                }
                if n == 1 {
                    continue 'outer;
                }
                see(&b);
            }
        }
        see(&a);
        yield_!("2");
        see(&a);
    }

    fn shadowed() of () {
        let a = new("a1");
        yield_!("1");
        see(&a);
        let a = new("a2");
        yield_!("2");
        {
            see(&a);
            let a = new("a3");
            yield_!("3");
            see(&a);
        }
        see(&a);
        let _a = new("a4");
        yield_!("4");
        see(&a);
    }

    fn arguments(a: Noisy, mut b: Noisy, (c, _d): (Noisy, Noisy), _: Noisy, e: Noisy)
        of (new("a"), new("b"), (new("c"), new("d")), new("ignored"), new("e")) {
        let f = new("f");
        see(&a);
        yield_!("1");
        b.rename("b2");
        see(&c);
        yield_!("2");
        see(&a);
        see(&b);
        see(&c);
        see(&e);
        see(&f);
    }

    fn an_argument_that_is_dead_early(a: Noisy, b: Noisy) of (new("a"), new("b")) {
        yield_!(a.name());
        see(&a);
        yield_!("2");
        see(&b);
        yield_!("3");
    }

    fn an_argument_passed_on(a: Noisy, b: Noisy) of (new("a"), new("b")) {
        yield_!(a.name());
        drop(a);
        yield_!("2");
        see(&b);
    }

    fn two_loop_heads() of () {
        let _m = new("m");
        let a = new("a");
        let mut n = 0;
        while n < 2 {
            let _i = new("i");
            let b = new("b");
            yield_!("1");
            see(&b);
            n += 1;
        }
        let c = new("c");
        while n < 4 {
            let d = new("d");
            let _j = new("j");
            n += 1;
            if n == 3 {
                continue;
            }
            yield_!("2");
            see(&d);
            see(&c);
        }
        see(&a);
    }

    fn moved_ones_that_die_between_states() of () {
        let a = new("a");
        let m = new("m");
        let b = new("b");
        let mut n = 0;
        let m2 = new("m2");
        loop {
            let inner = new("inner");
            let moved = new("moved");
            if n == 1 {
                yield_!("1");
                see(&inner);
            }
            drop(moved);
            let _late = new("late");
            n += 1;
            if n > 2 {
                break;
            }
            see(&a);
            yield_!("2");
            see(&inner);
        }
        drop(m);
        yield_!("3");
        see(&b);
        drop(m2);
        see(&a);
    }

    fn assigned() of () {
        let mut a = new("a1");
        yield_!("1");
        a = new("a2");
        yield_!("2");
        see(&a);
        a = new("a3");
        see(&a);
        yield_!("3");
        a = pass(new("a4"));
        see(&a);
    }

    fn assigned_on_a_condition() of () {
        let mut a = new("a1");
        let _m = new("m");
        for n in 0..3 {
            yield_!("1");
            if n == 1 {
                a = new("a2");
                yield_!("2");
            }
            see(&a);
        }
        see(&a);
    }

    fn assigned_where_it_is_dead() of () {
        let mut a = new("a1");
        see(&a);
        yield_!("1");
        a = new("a2");
        yield_!("2");
        see(&a);
        yield_!("3");
        a = new("a3");
    }

    fn assigned_what_a_block_with_items_gives() of () {
        let mut a = new("a1");
        yield_!("1");
        a = {
            let b = vec!["b"];
            yield_!(b[0]);
            see(&a);
            say(b[0]);
            new("a2")
        };
        yield_!("2");
        see(&a);
    }

    fn declared_with_what_a_block_with_items_gives() of () {
        let a = {
            let b = vec!["b"];
            yield_!("1");
            say(b[0]);
            new("a")
        };
        let c = if yes("c?") { yield_!("2"); new("c1") } else { new("c2") };
        yield_!("3");
        see(&a);
        see(&c);
        yield_!("4");
        see(&a);
    }

    fn returns() of () {
        let a = new("a");
        for n in 0..4 {
            let b = new("b");
            let _m = new("m");
            yield_!("1");
            see(&b);
            if n == 2 {
                see(&a);
                return;
            }
            let c = new("c");
            yield_!("2");
            see(&c);
        }
        see(&a);
    }

    fn fields() of () {
        let mut pair = Pair { left: new("left"), right: new("right") };
        yield_!("1");
        pair.left = new("left 2");
        yield_!(pair.right.name());
        let (a, b) = (&mut pair.left, &mut pair.right);
        mem::swap(a, b);
        see(a);
        see(b);
        yield_!("2");
        pair.left.rename("renamed");
        pair = Pair { left: new("l"), ..pair };
        yield_!("3");
        see(&pair.left);
        see(&pair.right);
    }

    fn fields_of_a_whole() of () {
        let mut pair = Pair { left: new("left"), right: new("right") };
        yield_!("1");
        pair.left = new("left 2");
        see(&pair.right);
        yield_!("2");
        let Pair { left, right } = &mut pair;
        mem::swap(left, right);
        yield_!("3");
        see(&pair.left);
        pair = Pair { left: new("l"), right: new("r") };
        yield_!("4");
        see(&pair.right);
    }

    fn a_vector() of () {
        let mut all = Vec::new();
        all.push(new("a"));
        yield_!("1");
        all.push(new("b"));
        let _m = new("m");
        see_all(&all);
        yield_!(all[all.len() - 1].name());
        all.remove(0);
        all.insert(0, new("c"));
        see(&all[0]);
        yield_!("2");
        all[1] = new("d");
        all.truncate(1);
        see_all(&all[..]);
        yield_!("3");
        all.extend([new("e"), new("f")]);
        all.swap(0, 1);
        see_all(&all);
        yield_!("4");
        all.clear();
        say("cleared");
    }

    fn a_vector_drained_and_left() of () {
        let mut all = vec![new("a"), new("b"), new("c"), new("d")];
        let _m = new("m");
        yield_!("1");
        'found: {
            for a in all.drain(1..) {
                see(&a);
                if a.name() == "c" {
                    break 'found;
                }
            }
        }
        see_all(&all);
        yield_!("2");
        'outer: for a in all.iter() {
            for b in &all {
                see(b);
                if a.name() == b.name() {
                    break 'outer;
                }
            }
        }
        yield_!("3");
        see_all(&all);
    }

    fn an_option() of () {
        let mut slot = pass(Some(new("a")));
        yield_!("1");
        if let Some(a) = &mut slot {
            a.rename("a2");
        }
        yield_!("2");
        match slot {
            Some(ref a) => see(a),
            None => say("none"),
        }
        match &slot {
            Some(a) if yes("guard") => see(a),
            _ => say("none"),
        }
        yield_!("3");
        slot = None;
        yield_!("4");
        slot.insert(new("b")).name();
        slot.get_or_insert_with(|| new("c")).rename("b2");
        yield_!("5");
        slot.replace(new("d"));
        if let Some(d) = slot.as_ref() {
            see(d);
        }
    }

    fn an_option_taken() of () {
        let mut slot = Some(new("a"));
        let other = new("other");
        yield_!("1");
        if let Some(a) = slot.take() {
            yield_!("2");
            see(&a);
        }
        see(&other);
        slot = Some(new("b"));
        yield_!("3");
        if slot.is_some() {
            see(&other);
        }
    }

    fn swapped_and_replaced() of () {
        let mut a = new("a");
        let mut b = new("b");
        yield_!("1");
        mem::swap(&mut a, &mut b);
        see(&a);
        yield_!("2");
        let c = mem::replace(&mut a, new("a2"));
        yield_!("3");
        see(&c);
        see(&b);
        (a, b) = (new("a3"), new("b3"));
        yield_!("4");
        see(&a);
        see(&b);
    }

    fn closures_between_items() of () {
        let mut all = vec![new("a")];
        yield_!("1");
        let mut add = |name| all.push(new(name));
        add("b");
        add("c");
        yield_!("2");
        let count = || { see_all(&all); all.len() };
        say(if count() == 3 { "three" } else { "not three" });
        yield_!("3");
        all.retain(|a| a.name() != "b");
        let mut assign = || all = vec![new("d")];
        assign();
        yield_!("4");
        see_all(&all);
    }

    fn consumed_last() of () {
        let a = new("a");
        let b = new("b");
        yield_!(a.name());
        see(&b);
        yield_!("2");
        a.consume();
        see(&b);
    }

    fn consumed_in_a_branch_that_returns() of () {
        let a = new("a");
        let _m = new("m");
        for n in 0..3 {
            yield_!("1");
            see(&a);
            if n == 1 {
                a.consume();
                return;
            }
        }
        see(&a);
    }

    fn consumed_in_a_closure() of () {
        let a = new("a");
        let b = new("b");
        yield_!("1");
        see(&a);
        let consume = || a.consume();
        say(consume());
        let name = None.unwrap_or_else(|| b.consume());
        say(name);
    }

    fn consumed_in_a_closure_and_assigned() of () {
        let mut a = new("a");
        for name in ["b", "c"] {
            yield_!("1");
            see(&a);
            say(pass(|| a.consume())());
            a = new(name);
        }
        see(&a);
    }

    fn consumed_and_assigned() of () {
        let mut a = new("a");
        let mut pair = Pair { left: new("left"), right: new("right") };
        for name in ["b", "c"] {
            yield_!("1");
            see(&a);
            a.consume();
            a = new(name);
            pair.left.consume();
            pair.left = new(name);
        }
        yield_!("2");
        see(&a);
        see(&pair.right);
        pair.left.consume();
        pair.right.consume();
    }

    fn a_part_consumed_before_another_is_used() of () {
        let pair = Pair { left: new("left"), right: new("right") };
        yield_!(pair.left.name());
        pair.left.consume();
        see(&pair.right);
    }

    fn match_on_a_reference_with_items_in_its_arms() of () {
        let mut all = vec![new("a"), new("b")];
        let mut rounds = 0;
        loop {
            match all.len() {
                0 => {
                    yield_!("0");
                    break;
                }
                1 => {
                    let b = new("c");
                    yield_!("1");
                    see(&b);
                    all.clear();
                }
                _ => {
                    let _m = new("m");
                    see_all(&all);
                    yield_!("2");
                    all.pop();
                }
            }
            rounds += 1;
            say(if rounds == 1 { "first round" } else { "round" });
        }
        see_all(&all);
    }

    fn operands_around_items() of () {
        let a = new("a");
        let names = [a.name(), { yield_!("1"); a.name() }, { let b = new("b"); yield_!("2"); b.name() }];
        say(names[2]);
        yield_!(match a.name() { "a" if yes("guard") => a.name(), other => other });
        see(&a);
    }

    fn one_box(boxed: Box<Noisy>) of (Box::new(new("boxed"))) {
        let mut other = Box::new(new("other"));
        yield_!(boxed.name());
        *other = new("other 2");
        mem::swap(&mut *other, &mut new("other 3"));
        yield_!(other.name());
        see(&boxed);
        see(&other);
    }

    fn kept_and_in_place_in_one_scope_of_a_loop() of () {
        let first = new("first");
        let _kept = new("kept");
        let second = new("second");
        for n in 0..2 {
            let _kept_inside = new("kept inside");
            let third = new("third");
            let moved = new("moved");
            yield_!("1");
            see(&third);
            if n == 0 {
                drop(moved);
                say("next round");
                continue;
            }
            let fourth = new("fourth");
            yield_!("2");
            see(&fourth);
            see(&moved);
            drop(moved);
        }
        see(&second);
        let _last = new("last");
        yield_!("3");
        see(&first);
    }

    fn uninitialised_at_first() of () {
        let a;
        let b = new("b");
        yield_!("1");
        a = new("a");
        yield_!("2");
        see(&a);
        see(&b);
    }

    fn let_else() of () {
        let all = vec![new("a"), new("b")];
        yield_!("1");
        let [a, _b] = &all[..] else { return };
        see(a);
        yield_!("2");
        let Some(b) = all.get(1) else { return };
        see(b);
        yield_!("3");
        let Some(_) = all.get(2) else {
            say("only two");
            return;
        };
        yield_!("4");
        see_all(&all);
    }
}

// Arguments of a generator that was not started have a rule of their own.

#[generator]
fn arguments_in_place_and_moved(
    a: Noisy,
    b: Noisy,
    (c, _): (Noisy, Noisy),
    _: Noisy,
) -> impl Iterator<Item = &'static str> {
    let local = new("local");
    see(&a);
    yield_!(c.name());
    see(&a);
    see(&c);
    drop(b);
    see(&local);
}

fn four_arguments() -> impl Iterator<Item = &'static str> {
    arguments_in_place_and_moved(new("a"), new("b"), (new("c"), new("rest")), new("ignored"))
}

#[test]
fn a_generator_never_started_drops_its_arguments_in_declaration_order() {
    let (lines, _) = log_of_run(usize::MAX, || drop(four_arguments()));
    assert_eq!(
        lines[5..],
        ["drop a", "drop b", "drop c", "drop rest", "drop ignored"]
    );
}

#[test]
fn also_when_one_of_their_destructors_panics() {
    silence();
    for panics_at in 5..10 {
        let (lines, panicked) = log_of_run(panics_at, || drop(four_arguments()));
        assert!(panicked);
        assert_eq!(
            lines[5..],
            ["drop a", "drop b", "drop c", "drop rest", "drop ignored"]
        );
    }
}

#[test]
fn a_started_one_drops_them_in_reverse_after_its_locals() {
    let (lines, _) = log_of_run(usize::MAX, || {
        let mut generator = four_arguments();
        generator.next();
        LINES.take();
    });
    assert_eq!(
        lines,
        [
            "drop local",
            "drop ignored",
            "drop c",
            "drop rest",
            "drop b",
            "drop a"
        ]
    );
}

// The rest is about what compiles, and about items.

#[generator]
fn walk() -> impl Iterator<Item = u32> {
    let mut stack = Vec::new();
    stack.push(1);
    while let Some(n) = stack.pop() {
        yield_!(n);
        if n < 8 {
            stack.push(n * 2);
            stack.push(n * 2 + 1);
        }
    }
}

#[test]
fn a_stack() {
    assert_eq!(
        items_of(walk),
        [1, 3, 7, 15, 14, 6, 13, 12, 2, 5, 11, 10, 4, 9, 8]
    );
}

#[generator]
fn buffered(mut count: u32) -> impl Iterator<Item = u8> {
    let mut buffer = [0u8; 4096];
    while count > 0 {
        fill(&mut buffer[1..], count as u8);
        buffer[0] += 1;
        yield_!(buffer[0] + buffer[4095]);
        count -= 1;
    }
}

fn fill(buffer: &mut [u8], value: u8) {
    buffer.iter_mut().for_each(|byte| *byte = value);
}

#[generator]
fn large_argument(table: [u64; 512], mut state: [u32; 624]) -> impl Iterator<Item = u64> {
    for n in 0..4 {
        state[n] += state[n + 1] + 1;
        yield_!(table[n] + u64::from(state[n]));
    }
}

#[test]
fn a_buffer_is_there_once() {
    assert_eq!(items_of(|| buffered(3)), [4, 4, 4]);
    assert!(size_of_val(&buffered(3)) <= 4096 + 32);
}

#[test]
fn a_large_argument_is_there_once() {
    let make = || large_argument([7; 512], [1; 624]);
    assert_eq!(items_of(make), [10, 10, 10, 10]);
    assert!(size_of_val(&make()) <= 512 * 8 + 624 * 4 + 48);
}

#[generator]
fn indexed_by_itself() -> impl Iterator<Item = usize> {
    let mut v = vec![3, 0, 1];
    yield_!(v[v.len() - 1]);
    v.push(v.len());
    yield_!(v[v[0]]);
    let (i, j) = (0, 1);
    let k = v[j];
    v.swap(i, k);
    v[i] += v[j];
    v[i] += v[v[j] + 1];
    let n = v.len();
    v[n - 1] = v[v[j]];
    v.insert(v.len(), 9);
    yield_!(v.iter().sum());
    let mut a = [1usize, 2, 0];
    yield_!(a[a[a[0]]]);
    a[a[0]] = a[2];
    a[a.len() - 1] <<= a[0];
    yield_!(a.iter().filter(|&n| a.contains(n)).count());
}

#[test]
fn indexing_with_itself() {
    assert_eq!(items_of(indexed_by_itself), [1, 3, 16, 0, 3]);
}

#[generator]
fn formatted() -> impl Iterator<Item = String> {
    let width = 4usize.max(2);
    let mut text = String::from("a");
    let list = vec![1, 2];
    for n in 0..2 {
        write!(text, "{n}").unwrap();
        writeln!(&mut text, "-").unwrap();
        yield_!(format!(
            "{text:?} {list:?} {0} {n:>width$} {last}",
            text.len(),
            last = list[1]
        ));
        assert!(!text.is_empty(), "{text} {}", text);
        assert_eq!(text, text.clone(), "{list:?}");
        assert_ne!(text, "b");
        debug_assert!(matches!(list[..], [1, _]));
        text += &text.clone();
    }
    let _ = &width;
    yield_!(format!("{:width$}|{1:>0$}|{text}", list.len(), 7));
    yield_!(format!("{:?}", vec![list.len(); 3]));
    assert!(list.is_empty(), "the list is {list:?}");
}

#[test]
fn in_the_standard_macros() {
    let items: Vec<_> = formatted().take(4).collect();
    let mut generator = formatted();
    assert_eq!(by_next(&mut generator, 4), items);
    assert_eq!(items[0], r#""a0-\n" [1, 2] 4    0 2"#);
    assert_eq!(items[3], "[2, 2, 2]");
    assert_eq!(panic_of(|| generator.next()), "the list is [1, 2]");
    assert_eq!(generator.next(), None);
}

#[generator]
fn asserts() -> impl Iterator<Item = usize> {
    let list = vec![1];
    yield_!(list.len());
    assert!(list.is_empty());
    yield_!(list.len());
}

#[test]
fn a_failed_assertion_reads_as_it_was_written() {
    let mut generator = asserts();
    generator.next();
    assert_eq!(
        panic_of(|| generator.next()),
        "assertion failed: list.is_empty()"
    );
}

macro_rules! push_all {
    ($list:ident: $($value:expr),*) => {
        $($list.push($value);)*
    };
}

macro_rules! shown {
    ($value:expr) => {
        format!("{} = {:?}", stringify!($value), $value)
    };
}

#[generator]
fn in_macros_of_the_user() -> impl Iterator<Item = String> {
    let mut list = vec![1];
    yield_!(shown!(list));
    push_all!(list: 2, list.len());
    yield_!(shown!(list.len()));
    let other = vec![list[0]];
    yield_!(shown!(other.len()));
    yield_!(shown!(other));
}

#[test]
fn macros_of_the_user() {
    assert_eq!(
        items_of(in_macros_of_the_user),
        [
            "list = [1]",
            "list.len() = 3",
            "other.len() = 1",
            "other = [1]"
        ]
    );
}

macro_rules! counter_of {
    ($name:ident, $ty:ty, $start:expr, |$list:ident| $end:expr) => {
        #[generator]
        fn $name(start: $ty) -> impl Iterator<Item = usize> {
            let mut $list: $ty = $start;
            $list.extend(start.iter());
            while !$end {
                yield_!($list.len());
                $list.pop();
            }
            yield_!(start.len());
        }
    };
}

counter_of!(made_by_a_macro, Vec<u8>, Vec::new(), |list| list.is_empty());

#[test]
fn a_generator_that_a_macro_makes() {
    assert_eq!(items_of(|| made_by_a_macro(vec![1, 2])), [2, 1, 2]);
}

trait Shape: Sized {
    fn area(&self) -> u32;
    fn grow(&mut self);
    fn into_half(self) -> Self;
    fn doubled(self) -> Self;
}

struct Square([u32; 1]);

impl Shape for Square {
    fn area(&self) -> u32 {
        self.0[0] * self.0[0]
    }
    fn grow(&mut self) {
        self.0[0] += 1;
    }
    fn into_half(self) -> Self {
        Self([self.0[0] / 2])
    }
    fn doubled(self) -> Self {
        Self([self.0[0] * 2])
    }
}

#[generator]
fn shapes<S: Shape>(mut shape: S) -> impl Iterator<Item = u32> {
    for n in 0..2 {
        yield_!(shape.area());
        shape.grow();
        if n == 0 {
            shape = shape.doubled();
        }
    }
    let half = shape.into_half();
    yield_!(half.area());
    assert!(half.doubled().area() > 0);
}

#[test]
fn methods_of_a_trait_of_the_user() {
    assert_eq!(items_of(|| shapes(Square([1]))), [1, 16, 4]);
}

impl Square {
    #[generator]
    fn areas(mut self, rounds: u8) -> impl Iterator<Item = u32> {
        for _ in 0..rounds {
            yield_!(self.area());
            self.grow();
            self.0[0] += 1;
        }
        yield_!(self.0[0]);
    }

    #[generator]
    fn grown(&mut self, by: [u8; 2]) -> impl Iterator<Item = u32> {
        for n in 0..by.len() {
            self.0[0] += u32::from(by[n]);
            yield_!(self.area());
        }
        yield_!(by.len() as u32);
    }
}

#[test]
fn methods() {
    assert_eq!(items_of(|| Square([1]).areas(2)), [1, 9, 5]);
    let mut square = Square([1]);
    assert_eq!(square.grown([1, 2]).collect::<Vec<_>>(), [4, 16, 2]);
}

struct Wrapper(Vec<u32>);

impl Deref for Wrapper {
    type Target = Vec<u32>;
    fn deref(&self) -> &Vec<u32> {
        &self.0
    }
}

impl DerefMut for Wrapper {
    fn deref_mut(&mut self) -> &mut Vec<u32> {
        &mut self.0
    }
}

#[generator]
fn dereferenced() -> impl Iterator<Item = u32> {
    let mut list = Wrapper(vec![1]);
    yield_!(list[0]);
    let len = list.len();
    list.push(len as u32);
    for n in list.iter_mut() {
        *n += 1;
    }
    yield_!(list.iter().sum());
    *list = vec![9];
    yield_!(list[list.len() - 1]);
    list.0.clear();
    yield_!((*list).len() as u32);
}

#[test]
fn what_derefs_to_something() {
    assert_eq!(items_of(dereferenced), [1, 4, 9, 0]);
}

#[generator]
fn unique_words<'a>(
    text: &'a str,
    mut longest: Option<&'a mut String>,
) -> impl Iterator<Item = &'a str> {
    let mut seen: Vec<&'a str> = Vec::new();
    let mut counts = BTreeMap::new();
    for word in text.split(' ') {
        *counts.entry(word).or_insert(0) += 1;
        if seen.contains(&word) {
            continue;
        }
        seen.push(word);
        yield_!(word);
        if let Some(longest) = &mut longest
            && word.len() > longest.len()
        {
            **longest = word.to_owned();
        }
    }
    seen.sort();
    yield_!(seen[0]);
    if let Some(longest) = longest.as_mut() {
        longest.push('!');
    }
    yield_!(seen[counts[seen[0]]]);
}

#[test]
fn references_in_place() {
    let mut longest = String::new();
    let items = ["b", "aa", "c", "aa", "c"];
    assert_eq!(
        unique_words("b aa aa c", Some(&mut longest)).collect::<Vec<_>>(),
        items
    );
    assert_eq!(longest, "aa!");
    assert_eq!(items_of(|| unique_words("b aa aa c", None)), items);
}

#[generator]
fn rotated<T: Clone + Default, const N: usize>(
    items: [T; N],
    by: impl Fn(usize) -> usize + Clone,
) -> impl Iterator<Item = T> + Clone {
    let mut window = items.clone();
    for n in 0..N {
        yield_!(window[by(n)].clone());
        window[n] = T::default();
        window[..].rotate_left(1);
    }
    yield_!(items[items.len() - 1].clone());
}

#[test]
fn each_clone_goes_on_by_itself() {
    let make = || rotated([1, 2, 3, 4], |n| n % 2);
    let items = items_of(make);
    for count in 0..items.len() {
        let mut one = make();
        by_next(&mut one, count);
        let mut other = one.clone();
        assert_eq!(one.next(), other.next());
        let third = other.clone();
        assert_eq!(one.by_ref().collect::<Vec<_>>(), items[count + 1..]);
        assert_eq!(other.collect::<Vec<_>>(), items[count + 1..]);
        assert_eq!(third.count(), items.len() - count - 1);
        assert_eq!(one.clone().next(), None);
    }
}

#[generator]
fn bounded(mut list: Vec<u8>) -> impl Iterator<Item = u8> + FusedIterator + Send + Sync + Debug {
    let mut text = String::new();
    while let Some(n) = list.pop() {
        text.push('a');
        yield_!(n + text.len() as u8);
    }
}

#[test]
fn it_is_what_its_fields_are() {
    fn sent<T: Send + Sync + 'static>(value: T) -> T {
        value
    }
    let mut generator = sent(bounded(vec![1, 2]));
    let before = format!("{generator:?}");
    assert_eq!(generator.next(), Some(3));
    assert_ne!(format!("{generator:?}"), before);
    let generator = thread::spawn(move || {
        generator.next();
        generator
    });
    assert_eq!(generator.join().unwrap().next(), None);
    let _: (_, _) = (sent(walk()), sent(buffered(1)));
}

#[generator]
fn sums(lines: Vec<&'static str>) -> impl Iterator<Item = Result<i32, std::num::ParseIntError>> {
    let mut numbers = Vec::new();
    let last = new("last");
    for line in lines.clone() {
        numbers.push(line.parse::<i32>()?);
        yield_!(Ok(numbers.iter().sum()));
        see(&last);
    }
    yield_!(Ok(lines.len() as i32));
}

#[test]
fn a_failure_drops_what_is_in_place_first() {
    let (lines, _) = log_of_run(usize::MAX, || {
        let mut generator = sums(vec!["1", "x", "2"]);
        assert_eq!(generator.next(), Some(Ok(1)));
        assert!(generator.next().is_some_and(|item| item.is_err()));
        write_down("failed");
        assert!(generator.next().is_none());
    });
    assert_eq!(lines, ["new last", "see last", "drop last", "failed"]);
}

#[generator]
fn tree(depth: u8) -> Box<dyn Iterator<Item = u8>> {
    let children = vec![depth; usize::from(depth)];
    yield_!(depth);
    for n in 0..children.len() {
        yield_from!(tree(children[n] - 1));
    }
}

#[test]
fn a_recursion() {
    assert_eq!(items_of(|| tree(2)), [2, 1, 0, 1, 0]);
}

#[generator]
fn queue(first: impl IntoIterator<Item = u32>) -> impl Iterator<Item = u32> {
    let mut heap = BinaryHeap::from_iter(first);
    let mut seen = Vec::new();
    while let Some(n) = heap.pop() {
        if seen.contains(&n) {
            continue;
        }
        seen.push(n);
        yield_!(n);
        heap.extend([n / 2, n.saturating_sub(3)]);
        if let Some(mut top) = heap.peek_mut() {
            *top += 0;
        }
    }
    yield_!(seen.len() as u32);
}

#[test]
fn a_queue() {
    assert_eq!(items_of(|| queue([6, 2])), [6, 3, 2, 1, 0, 5]);
}

#[generator]
fn names_of_ours() -> impl Iterator<Item = usize> {
    let mut state = vec![1];
    let mut now = vec![1];
    let mut item = vec![1];
    let mut running = vec![1];
    let mut iter = vec![1];
    let mut head = vec![1];
    let mut state_slot = vec![1];
    let mut sink = vec![1];
    let _now = String::from("2");
    let mut r#type = vec![1];
    let mut r#match = [0; 8];
    for n in 0..2 {
        for list in [&mut state, &mut now, &mut item, &mut running] {
            list.push(n);
        }
        iter.push(n);
        head.push(n);
        yield_!(state.len() + now.len() + item.len() + running.len());
        state_slot.push(n);
        sink.push(n);
        yield_!(iter.len() + head.len() + state_slot.len() + sink.len());
        r#type.push(n);
        r#match[n + 1] = r#type[n];
        yield_!(format!("{type:?}{match:?}", match = r#match).len());
    }
    yield_!(r#type.len() + r#match[1]);
}

#[test]
fn names_that_the_macro_uses_too() {
    assert_eq!(items_of(names_of_ours), [8, 8, 30, 12, 12, 33, 4]);
}

generators! {
    fn with_the_keyword(start: Vec<u8>) -> impl Iterator<Item = u8> {
        let mut list = start.clone();
        while !list.is_empty() {
            yield list[list.len() - 1];
            list.pop();
        }
        yield start[0];
    }
}

#[test]
fn the_keyword() {
    assert_eq!(items_of(|| with_the_keyword(vec![1, 2])), [2, 1, 1]);
}

#[allow(unsafe_code)]
mod raw {
    use super::*;

    #[generator]
    fn through_a_pointer() -> impl Iterator<Item = u32> {
        let mut array = [1; 64];
        yield_!(array[0]);
        let pointer = &raw mut array;
        // SAFETY: the array lives until the end of the function.
        unsafe {
            (*pointer)[1] = 5;
            *array.get_unchecked_mut(2) = 6;
        }
        yield_!(array[1] + array[2]);
    }

    #[test]
    fn unsafe_blocks() {
        assert_eq!(items_of(through_a_pointer), [1, 11]);
    }
}

#[test]
fn an_array_of_literals_needs_no_tag() {
    const SIZE: usize = 5;
    #[generator]
    fn sums(mut weights: [u64; 2]) -> impl Iterator<Item = u64> + Clone {
        for round in 0..2 {
            let mut seen = [[0; 2]; SIZE];
            let mut index = 0;
            while index < SIZE {
                seen[index] = [weights[0] + round, weights[1]];
                yield_!(seen.iter().flatten().sum());
                index += 1;
                if index == 3 {
                    seen = [[1; 2]; SIZE];
                }
            }
            weights[0] += 10;
        }
    }
    let expected = [3, 6, 9, 11, 12, 14, 28, 42, 22, 34];
    let items = sums([1, 2]);
    // The arrays, which round it is, the index, and the state.
    assert!(size_of_val(&items) <= 8 * (2 + 10 + 2 + 1) + 8);
    assert_eq!(items.clone().collect::<Vec<_>>(), expected);
    let mut half = items.clone();
    assert_eq!(half.by_ref().take(4).collect::<Vec<_>>(), expected[..4]);
    let again = half.clone();
    assert_eq!(
        half.fold(Vec::new(), |mut all, item| {
            all.push(item);
            all
        }),
        expected[4..]
    );
    assert_eq!(again.collect::<Vec<_>>(), expected[4..]);
    assert_eq!(items.fold(0, |sum, item| sum + item), expected.iter().sum());
}

#[test]
fn an_array_in_place_whose_length_is_an_item_of_the_block() {
    #[generator]
    fn bytes() -> impl Iterator<Item = u8> {
        for _ in 0..2 {
            const LENGTH: usize = 3;
            let mut bytes = [7; LENGTH];
            for index in 0..LENGTH {
                bytes[index] += 1;
                yield_!(bytes.iter().sum());
            }
        }
    }
    assert_eq!(bytes().collect::<Vec<_>>(), [22, 23, 24, 22, 23, 24]);
}
