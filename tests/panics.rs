//! A panic at any point of a body: it passes through, and every value is dropped exactly once, whichever way the
//! generator is driven and wherever the panic comes from, a destructor included.
//!
//! [`Steps`] makes values and counts what happens. Each body is run as often as it has steps, and one step more panics
//! each time; this is done for every way of driving it.

#![allow(
    clippy::all,
    clippy::pedantic,
    unused_qualifications,
    unused_assignments,
    reason = "every way of writing a thing is tried, also the clumsy ones"
)]

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::rc::Rc;
use std::sync::Once;
use std::thread;

use gen_runtime::{anchor, generator, yield_, yield_from};
use support::{Log, by_next, panic_of};

/// Counts steps, panics at one of them, and keeps a book of the values it has made.
#[derive(Clone)]
struct Steps(Rc<Book>);

struct Book {
    step: Cell<usize>,
    panics_at: usize,
    drops: RefCell<Vec<u32>>,
}

impl Steps {
    fn new(panics_at: usize) -> Self {
        Self(Rc::new(Book {
            step: Cell::new(0),
            panics_at,
            drops: RefCell::default(),
        }))
    }

    fn step(&self) {
        let step = self.0.step.get();
        self.0.step.set(step + 1);
        if step == self.0.panics_at && !thread::panicking() {
            panic!("step");
        }
    }

    fn make(&self) -> Value {
        self.step();
        let mut drops = self.0.drops.borrow_mut();
        drops.push(0);
        Value {
            number: drops.len() - 1,
            steps: self.clone(),
        }
    }

    fn yes(&self) -> bool {
        self.step();
        true
    }
}

/// Its drop is a step, too.
struct Value {
    number: usize,
    steps: Steps,
}

impl Value {
    fn number(&self) -> usize {
        self.steps.step();
        self.number
    }

    fn into_number(self) -> usize {
        self.number()
    }
}

impl Drop for Value {
    fn drop(&mut self) {
        self.steps.0.drops.borrow_mut()[self.number] += 1;
        self.steps.step();
    }
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

/// Ways of driving a generator, of which one is to be dropped after some items, and one to be folded after some items.
#[derive(Clone, Copy, Debug)]
enum Way {
    DropAfter(usize),
    FoldAfter(usize),
}

fn drive<G: Iterator>(way: Way, generator: &mut Option<G>, steps: &Steps) -> usize {
    let mut count = 0;
    let (Way::DropAfter(limit) | Way::FoldAfter(limit)) = way;
    while count < limit {
        let Some(item) = generator.as_mut().and_then(Iterator::next) else {
            break;
        };
        steps.step();
        drop(item);
        count += 1;
    }
    match way {
        Way::DropAfter(_) => drop(generator.take()),
        Way::FoldAfter(_) => {
            let generator = generator.take().into_iter().flatten();
            generator.for_each(|item| {
                steps.step();
                drop(item);
                count += 1;
            });
        }
    }
    count
}

fn each_way<G: Iterator>(make: impl Fn(Steps) -> G) -> Vec<Way> {
    let count = make(Steps::new(usize::MAX)).count();
    (0..=count + 1)
        .flat_map(|n| [Way::DropAfter(n), Way::FoldAfter(n)])
        .collect()
}

/// After a panic at any step everything that was made has been dropped once.
#[track_caller]
fn dropped_once<G: Iterator>(make: impl Fn(Steps) -> G) {
    silence();
    for way in each_way(&make) {
        for panics_at in 0.. {
            let steps = Steps::new(panics_at);
            let outcome = catch_unwind(AssertUnwindSafe(|| {
                let mut generator = Some(make(steps.clone()));
                drive(way, &mut generator, &steps);
            }));
            let drops = steps.0.drops.take();
            assert!(
                drops.iter().all(|&count| count == 1),
                "drops after a panic at step {panics_at}, {way:?}: {drops:?}"
            );
            if outcome.is_ok() {
                assert!(steps.0.step.get() <= panics_at, "the panic got lost");
                break;
            }
        }
    }
}

/// After a panic inside `next`, `next` gives `None`, and there is nothing left to drop.
#[track_caller]
fn finished<G: Iterator>(make: impl Fn(Steps) -> G) {
    silence();
    for panics_at in 0.. {
        let steps = Steps::new(panics_at);
        let Ok(mut generator) = catch_unwind(AssertUnwindSafe(|| make(steps.clone()))) else {
            continue;
        };
        loop {
            match catch_unwind(AssertUnwindSafe(|| generator.next())) {
                Ok(Some(item)) => drop(catch_unwind(AssertUnwindSafe(|| drop(item)))),
                Ok(None) => break,
                Err(_) => {
                    assert!(generator.next().is_none());
                    assert!(generator.next().is_none());
                    break;
                }
            }
        }
        let before = steps.0.drops.borrow().clone();
        assert!(
            before.iter().all(|&count| count == 1),
            "{panics_at}: {before:?}"
        );
        drop(generator);
        assert_eq!(before, steps.0.drops.take());
        if steps.0.step.get() <= panics_at {
            break;
        }
    }
}

/// Two tests for each body.
macro_rules! bodies {
    ($($name:ident: $make:expr;)*) => {
        mod each_value_is_dropped_once_with {
            use super::*;
            $(
                #[test]
                fn $name() {
                    dropped_once($make);
                }
            )*
        }

        mod plainer_than_nightly {
            mod it_is_finished_after_a_panic_in {
                use super::super::*;
                $(
                    #[test]
                    fn $name() {
                        finished($make);
                    }
                )*
            }
        }
    };
}

bodies! {
    locals_in_scopes: locals;
    arguments_of_all_kinds: |steps: Steps| arguments(steps.make(), (steps.make(), steps.make()), steps.make(), steps);
    a_receiver: |steps: Steps| Receiver { a: steps.make(), b: steps.make() }.values(steps);
    yielded_values_of_locals: yielded_values;
    tuples_and_vectors_yielded: yielded_tuples_and_vectors;
    a_value_moved_on_one_path: |steps| moved_on_one_path(steps, true);
    a_value_kept_on_one_path: |steps| moved_on_one_path(steps, false);
    a_value_that_a_method_takes_on_one_path_of_an_operand: |steps| taken_in_an_operand(steps, true);
    a_value_that_a_method_leaves_on_one_path_of_an_operand: |steps| taken_in_an_operand(steps, false);
    values_that_a_loop_takes_in_operands: taken_in_a_loop;
    a_closure_that_is_called_on_one_path: |steps| called_on_one_path(steps, false);
    a_pattern_that_takes_a_part_in_an_operand: |steps| part_taken_in_an_operand(steps, false);
    what_patterns_leave_of_values: what_patterns_leave;
    a_value_left_beside_one_in_place: |steps| left_beside_one_in_place(steps, false);
    a_value_left_beside_one_in_place_in_a_later_state: |steps| left_beside_one_in_place_later(steps, false);
    a_value_that_ends_with_the_first_state: |steps: Steps| ends_with_the_first_state([steps.make(), steps.make()], steps.make(), true);
    a_value_left_beside_an_anchor: |steps| left_beside_an_anchor(steps, false);
    a_value_initialised_on_one_path: |steps| initialised_on_one_path(steps, true);
    a_value_never_initialised: |steps| initialised_on_one_path(steps, false);
    assignments_that_replace: assignments;
    a_slot_moved_and_filled: slot;
    a_dynamic_slot: |steps| dynamic_slot(steps, 4);
    fields_moved_apart: fields;
    arrays_and_slices: arrays;
    a_box_emptied: boxes;
    a_vector_drained: vector;
    a_vector_built_by_an_adaptor: adaptor;
    match_arms_0: |steps| arms(steps, 0);
    match_arms_1: |steps| arms(steps, 1);
    match_arms_2: |steps| arms(steps, 2);
    match_arms_3: |steps| arms(steps, 3);
    guards_that_fail: guards;
    patterns_with_at: at_patterns;
    let_else_both_ways: let_else;
    loops_and_labels: loops;
    a_while_let: while_let;
    blocks_with_values: value_blocks;
    blocks_with_values_nested: nested_value_blocks;
    closures_that_own: closures;
    shadowed_names: shadowing;
    heads_of_statements: heads;
    delegation_to_iterators: delegation;
    a_recursion: |steps| recursion(steps, 3);
    failures_of_the_question_mark: question_mark;
    a_return_in_the_middle: returns;
    a_shared_value: shared;
}

#[generator]
fn locals(steps: Steps) -> impl Iterator<Item = ()> {
    let _a = steps.make();
    yield_!();
    let _b = steps.make();
    let c = steps.make();
    yield_!();
    drop(c);
    {
        let _d = steps.make();
        steps.step();
        yield_!();
        let _e = steps.make();
    }
    yield_!();
    steps.step();
}

#[generator]
fn arguments(
    a: Value,
    (b, c): (Value, Value),
    _: Value,
    steps: Steps,
) -> impl Iterator<Item = usize> {
    let d = steps.make();
    yield_!(a.number());
    drop(b);
    yield_!(c.number());
    yield_!(d.number());
    drop(a);
}

struct Receiver {
    a: Value,
    b: Value,
}

impl Receiver {
    #[generator]
    fn values(self, steps: Steps) -> impl Iterator<Item = Value> {
        steps.step();
        let Self { a, b } = self;
        yield_!(b);
        steps.step();
        yield_!(a);
        yield_!(steps.make());
    }
}

#[generator]
fn yielded_values(steps: Steps) -> impl Iterator<Item = Value> {
    yield_!(steps.make());
    let a = steps.make();
    let b = steps.make();
    yield_!(b);
    for _ in 0..2 {
        let c = steps.make();
        yield_!({
            let d = steps.make();
            drop(c);
            d
        });
    }
    yield_!(a);
}

#[generator]
fn yielded_tuples_and_vectors(
    steps: Steps,
) -> impl Iterator<Item = (Value, Vec<Value>, [Value; 2])> {
    for _ in 0..2 {
        let list = vec![steps.make(), steps.make()];
        yield_!((steps.make(), list, [steps.make(), steps.make()]));
        steps.step();
    }
}

#[generator]
fn moved_on_one_path(steps: Steps, moved: bool) -> impl Iterator<Item = usize> {
    let a = steps.make();
    let b = steps.make();
    if moved {
        drop(a);
        yield_!(0);
    } else {
        yield_!(b.number());
    }
    steps.step();
    yield_!(1);
    drop(b);
    yield_!(2);
}

// What is left here ends where the state changes: difference 2.
#[generator]
fn taken_in_an_operand(steps: Steps, taken: bool) -> impl Iterator<Item = usize> {
    let outer = steps.make();
    let a = steps.make();
    let n = 1 + if taken { a.into_number() } else { 2 };
    yield_!(n);
    steps.step();
    yield_!(outer.number());
}

#[generator]
fn taken_in_a_loop(steps: Steps) -> impl Iterator<Item = Value> {
    for round in 0..3 {
        let a = steps.make();
        let b = steps.make();
        let n = 1 + if round == 1 { b.into_number() } else { 2 };
        let item = steps.make();
        if n > 2 {
            yield_!(steps.make());
        }
        let _ = n + if round == 2 { a.into_number() } else { 2 };
        yield_!(item);
    }
}

#[generator]
fn called_on_one_path(steps: Steps, called: bool) -> impl Iterator<Item = usize> {
    let a = steps.make();
    let take = move || a.into_number();
    let n = 1 + if called { take() } else { 2 };
    yield_!(n);
    steps.step();
    yield_!(n);
}

#[generator]
fn part_taken_in_an_operand(steps: Steps, taken: bool) -> impl Iterator<Item = usize> {
    let pair = (Some(steps.make()), steps.make());
    let n = 1 + if taken && let (Some(one), _) = pair {
        one.number()
    } else {
        2
    };
    yield_!(n);
    steps.step();
    yield_!(n);
}

struct Record {
    first: Value,
    second: Value,
    third: (Value, Value),
}

impl Steps {
    fn record(&self) -> Record {
        Record {
            first: self.make(),
            second: self.make(),
            third: (self.make(), self.make()),
        }
    }
}

#[allow(dead_code, reason = "what is left is only dropped")]
enum Entry {
    Of(Record, Value),
    Other { value: Value },
}

#[generator]
fn what_patterns_leave(steps: Steps) -> impl Iterator<Item = Value> {
    for entry in [
        Entry::Of(steps.record(), steps.make()),
        Entry::Other {
            value: steps.make(),
        },
        Entry::Of(steps.record(), steps.make()),
    ] {
        steps.step();
        match entry {
            Entry::Of(Record { second, .. }, _) => {
                yield_!(steps.make());
                steps.step();
                yield_!(second);
            }
            Entry::Other { value } => yield_!(value),
        }
        steps.step();
    }
    let Record {
        third: (_, last), ..
    } = steps.record();
    let rest = steps.record();
    let Record { first, .. } = rest;
    yield_!(first);
    steps.step();
    yield_!(last);
}

#[generator]
fn left_beside_one_in_place(steps: Steps, taken: bool) -> impl Iterator<Item = usize> {
    let mut list = [steps.make(), steps.make(), steps.make()];
    let a = steps.make();
    let n = 1 + if taken { a.into_number() } else { 2 };
    let last = steps.make();
    yield_!(n);
    list[1] = steps.make();
    yield_!(list[1].number() + last.number());
}

#[generator]
fn left_beside_one_in_place_later(steps: Steps, taken: bool) -> impl Iterator<Item = usize> {
    let mut list = [steps.make(), steps.make(), steps.make()];
    for round in 0..2 {
        let a = steps.make();
        yield_!(round);
        let n = 1 + if taken { a.into_number() } else { 2 };
        yield_!(n);
        list[round] = steps.make();
        let b = steps.make();
        yield_!(list[1].number() + b.number());
    }
}

#[generator]
fn ends_with_the_first_state(
    mut list: [Value; 2],
    a: Value,
    yes: bool,
) -> impl Iterator<Item = usize> {
    if yes {
        let _a = a;
        if !yes {
            yield_!(0);
        }
    } else {
        drop(a);
    }
    list.swap(0, 1);
    yield_!(list[0].number());
    list.swap(0, 1);
    yield_!(list[1].number());
}

#[generator]
fn left_beside_an_anchor(steps: Steps, taken: bool) -> impl Iterator<Item = usize> {
    let list = anchor!(vec![steps.make(), steps.make()]);
    for value in list.iter() {
        let a = steps.make();
        if taken {
            drop(a);
        }
        yield_!(value.number());
        steps.step();
        let b = steps.make();
        let n = 1 + if taken { b.into_number() } else { 2 };
        yield_!(n);
    }
}

#[generator]
fn initialised_on_one_path(steps: Steps, given: bool) -> impl Iterator<Item = ()> {
    let _before = steps.make();
    let _x;
    if given {
        yield_!();
        _x = steps.make();
    } else {
        yield_!();
        steps.step();
    }
    let _after = steps.make();
    yield_!();
    steps.step();
}

#[generator]
fn assignments(steps: Steps) -> impl Iterator<Item = usize> {
    let mut a = steps.make();
    let mut b = steps.make();
    yield_!(a.number());
    a = steps.make();
    yield_!(b.number());
    for _ in 0..2 {
        b = steps.make();
        yield_!(b.number());
        std::mem::swap(&mut a, &mut b);
        a = {
            let c = steps.make();
            yield_!(c.number());
            c
        };
    }
}

#[generator]
fn slot(steps: Steps) -> impl Iterator<Item = Value> {
    let mut slot = steps.make();
    for _ in 0..2 {
        yield_!(slot);
        steps.step();
        slot = steps.make();
    }
    let mut list = Vec::new();
    for n in 0..3 {
        list.push(steps.make());
        if n == 1 {
            yield_!(slot);
            slot = steps.make();
        }
    }
    yield_!(slot);
}

#[generator]
fn dynamic_slot(steps: Steps, rounds: usize) -> impl Iterator<Item = usize> {
    let mut slot = None;
    let mut other = Some(steps.make());
    for round in 0..rounds {
        if round % 2 == 0 {
            slot = Some(steps.make());
        } else {
            drop(std::mem::take(&mut slot));
        }
        yield_!(slot.as_ref().map_or(0, Value::number));
        if let Some(value) = other {
            yield_!(value.number());
            other = if round == 1 { Some(value) } else { None };
        } else {
            other = Some(steps.make());
        }
    }
}

#[generator]
fn fields(steps: Steps) -> impl Iterator<Item = usize> {
    let pair = (steps.make(), steps.make());
    let mut receiver = Receiver {
        a: steps.make(),
        b: steps.make(),
    };
    yield_!(pair.0.number());
    let (left, right) = pair;
    yield_!(left.number());
    drop(left);
    receiver.a = right;
    yield_!(receiver.a.number());
    let Receiver { a, b: _ } = receiver;
    yield_!(a.number());
    steps.step();
}

#[generator]
fn arrays(steps: Steps) -> impl Iterator<Item = usize> {
    let array = [steps.make(), steps.make(), steps.make()];
    yield_!(array[1].number());
    let [first, middle, _last] = array;
    yield_!(middle.number());
    drop(first);
    let list = [steps.make(), middle];
    yield_!(list.len());
    for value in list {
        yield_!(value.number());
        steps.step();
    }
}

#[generator]
fn boxes(steps: Steps) -> impl Iterator<Item = usize> {
    let boxed = Box::new(steps.make());
    let pair = Box::new((steps.make(), steps.make()));
    yield_!(boxed.number());
    let value = *boxed;
    yield_!(value.number());
    let (a, b) = *pair;
    drop(a);
    yield_!(b.number());
    let dynamic: Box<dyn Fn() -> usize> = Box::new(move || value.number());
    yield_!(dynamic());
}

#[generator]
fn vector(steps: Steps) -> impl Iterator<Item = Value> {
    let mut list: Vec<Value> = (0..3).map(|_| steps.make()).collect();
    for value in list.drain(..).rev().collect::<Vec<_>>() {
        steps.step();
        yield_!(value);
    }
    list.push(steps.make());
    list.push(steps.make());
    while let Some(value) = list.pop() {
        let copy = steps.make();
        yield_!(value);
        drop(copy);
    }
}

#[generator]
fn adaptor(steps: Steps) -> impl Iterator<Item = Value> {
    let values = vec![steps.make(), steps.make(), steps.make()];
    let extra = steps.make();
    let inner = steps.clone();
    for value in values
        .into_iter()
        .filter(move |value| value.number() != 1 || extra.number() > 100)
        .chain((0..2).map(move |_| inner.make()))
    {
        yield_!(value);
        steps.step();
    }
}

enum Choice {
    One(Value),
    Two { a: Value, b: Value },
    Three(Vec<Value>),
    None,
}

#[generator]
fn arms(steps: Steps, kind: u8) -> impl Iterator<Item = usize> {
    let choice = match kind {
        0 => Choice::One(steps.make()),
        1 => Choice::Two {
            a: steps.make(),
            b: steps.make(),
        },
        2 => Choice::Three(vec![steps.make(), steps.make()]),
        _ => Choice::None,
    };
    yield_!(0);
    match choice {
        Choice::One(value) => {
            yield_!(value.number());
            drop(value);
            yield_!(1);
        }
        Choice::Two { a, b } if steps.yes() && a.number() < b.number() => {
            yield_!(b.number());
            drop(b);
            yield_!(a.number());
        }
        Choice::Two { a, b: _b } => yield_!(a.number()),
        Choice::Three(list) => {
            for value in list {
                yield_!(value.number());
            }
        }
        Choice::None => {
            let value = steps.make();
            yield_!(value.number());
        }
    }
}

#[generator]
fn guards(steps: Steps) -> impl Iterator<Item = Value> {
    let value = Some(steps.make());
    let value = match value {
        Some(value) if value.number() > 100 => value,
        None => return,
        Some(value) if steps.yes() => {
            let other = steps.make();
            yield_!(other);
            value
        }
        Some(_) => return,
    };
    yield_!(value);
}

#[generator]
fn at_patterns(steps: Steps) -> impl Iterator<Item = usize> {
    let whole @ (_, _) = (steps.make(), steps.make());
    yield_!(whole.0.number());
    match Some(whole) {
        all @ Some(_) => {
            yield_!(1);
            if let Some((a, b)) = all {
                yield_!(a.number());
                drop(b);
                yield_!(2);
            }
        }
        None => {}
    }
}

#[generator]
fn let_else(steps: Steps) -> impl Iterator<Item = usize> {
    let mut list = vec![Some(steps.make()), None, Some(steps.make())].into_iter();
    for _ in 0..2 {
        let Some(Some(value)) = list.next() else {
            let other = steps.make();
            yield_!(other.number());
            continue;
        };
        yield_!(value.number());
    }
    let Some(last) = list.next() else { return };
    let Some(value) = last else { return };
    yield_!(value.number());
}

#[generator]
fn loops(steps: Steps) -> impl Iterator<Item = usize> {
    let kept = steps.make();
    'outer: for round in 0..3 {
        let _outer = steps.make();
        let mut n = 0;
        loop {
            let inner = steps.make();
            n += 1;
            if n == 2 {
                continue 'outer;
            }
            yield_!(inner.number());
            if round == 2 {
                drop(inner);
                break 'outer;
            }
            let _late = steps.make();
        }
    }
    yield_!(kept.number());
}

#[generator]
fn while_let(steps: Steps) -> impl Iterator<Item = usize> {
    let mut next = Some((steps.make(), 2));
    while let Some((value, left)) = next {
        yield_!(value.number());
        next = if left > 0 {
            let again = steps.make();
            yield_!(again.number());
            Some((again, left - 1))
        } else {
            None
        };
    }
}

#[generator]
fn value_blocks(steps: Steps) -> impl Iterator<Item = Value> {
    let a = {
        let temporary = steps.make();
        yield_!(steps.make());
        drop(temporary);
        steps.make()
    };
    let b = if steps.yes() {
        yield_!(steps.make());
        a
    } else {
        drop(a);
        steps.make()
    };
    let c = loop {
        let candidate = steps.make();
        yield_!(steps.make());
        if steps.yes() {
            break candidate;
        }
    };
    let d = 'block: {
        let first = steps.make();
        if steps.yes() {
            yield_!(c);
            break 'block first;
        }
        c
    };
    yield_!(b);
    yield_!(d);
}

#[generator]
fn nested_value_blocks(steps: Steps) -> impl Iterator<Item = Value> {
    let pair = {
        let left = {
            let inner = steps.make();
            yield_!(steps.make());
            inner
        };
        let right = match steps.make() {
            value if value.number() > 100 => value,
            value => {
                let other = steps.make();
                yield_!(value);
                other
            }
        };
        (left, right)
    };
    let (left, right) = pair;
    yield_!(right);
    yield_!(left);
}

#[generator]
fn closures(steps: Steps) -> impl Iterator<Item = usize> {
    let owned = steps.make();
    let by_ref = steps.make();
    let call = move || owned.number();
    yield_!(call());
    let value = steps.make();
    let once = move || value;
    yield_!(by_ref.number());
    let value = { once }();
    yield_!(value.number());
    yield_!(call());
}

#[generator]
fn shadowing(steps: Steps) -> impl Iterator<Item = usize> {
    let x = steps.make();
    yield_!(x.number());
    let x = (x, steps.make());
    yield_!(x.1.number());
    let x = {
        let x = steps.make();
        yield_!(x.number());
        let y = steps.make();
        drop(x);
        y
    };
    yield_!(x.number());
    let x = x.number();
    yield_!(x);
}

#[generator]
fn heads(steps: Steps) -> impl Iterator<Item = usize> {
    match steps.make().number() {
        0 => yield_!(0),
        n => {
            let value = steps.make();
            yield_!(n + value.number());
        }
    }
    if steps.make().number() > 0 {
        yield_!(steps.make().number());
    }
    while steps.make().number() < 8 {
        yield_!(1);
    }
    for n in [steps.make(), steps.make()].map(|value| value.number()) {
        yield_!(n);
    }
}

#[generator]
fn delegation(steps: Steps) -> impl Iterator<Item = Value> {
    let before = steps.make();
    yield_from!([steps.make(), steps.make()]);
    let list = vec![steps.make(), before];
    yield_from!(list);
    let _during = steps.make();
    yield_from!(yielded_values(steps.clone()).take(2));
    yield_from!(Some(steps.make()));
}

#[generator]
fn recursion(steps: Steps, depth: u32) -> Box<dyn Iterator<Item = Value>> {
    let own = steps.make();
    if depth > 0 {
        yield_!(steps.make());
        yield_from!(recursion(steps.clone(), depth - 1));
    }
    yield_!(own);
}

#[generator]
fn question_mark(steps: Steps) -> impl Iterator<Item = Result<Value, usize>> {
    fn fallible(steps: &Steps, fails: bool) -> Result<Value, usize> {
        let value = steps.make();
        if fails {
            Err(value.number())
        } else {
            Ok(value)
        }
    }
    let kept = steps.make();
    for round in 0..3 {
        let first = fallible(&steps, false)?;
        yield_!(Ok(first));
        let second = steps.make();
        if round == 1 {
            fallible(&steps, true)?;
        }
        yield_!(Ok(second));
    }
    yield_!(Ok(kept));
}

#[generator]
fn returns(steps: Steps) -> impl Iterator<Item = usize> {
    let a = steps.make();
    for n in 0..3 {
        let b = steps.make();
        yield_!(b.number());
        if n == 1 {
            let _c = steps.make();
            drop(a);
            return;
        }
    }
    yield_!(a.number());
}

#[generator]
fn shared(steps: Steps) -> impl Iterator<Item = Rc<Value>> {
    let value = Rc::new(steps.make());
    let mut copies = vec![];
    for _ in 0..2 {
        copies.push(Rc::clone(&value));
        yield_!(Rc::clone(&value));
    }
    drop(value);
    while let Some(copy) = copies.pop() {
        yield_!(copy);
        steps.step();
    }
}

#[test]
fn the_payload_is_that_of_the_body() {
    #[generator]
    fn fails(at: u8) -> impl Iterator<Item = u8> {
        for n in 0.. {
            if n == at {
                panic!("at {n}");
            }
            yield_!(n);
        }
    }
    for at in 0..3 {
        assert_eq!(panic_of(|| fails(at).count()), format!("at {at}"));
        let mut generator = fails(at);
        assert_eq!(by_next(&mut generator, at.into()).len(), at.into());
        assert_eq!(panic_of(|| generator.next()), format!("at {at}"));
    }
}

#[test]
fn locals_are_dropped_from_the_last_to_the_first() {
    #[generator]
    fn fails(log: Log) -> impl Iterator<Item = u8> {
        let _a = log.noisy("a");
        yield_!(1);
        let b = log.noisy("b");
        {
            let _c = log.noisy("c");
            yield_!(2);
            let _d = log.noisy("d");
            if b.name() == "b" {
                panic!("now");
            }
        }
        drop(b);
    }
    let log = Log::new();
    let mut generator = fails(log.clone());
    assert_eq!(by_next(&mut generator, 2), [1, 2]);
    assert_eq!(panic_of(|| generator.next()), "now");
    assert_eq!(log.take(), ["drop d", "drop c", "drop b", "drop a"]);
    drop(generator);
    assert!(log.take().is_empty());
}

#[test]
fn a_panic_while_a_suspended_generator_is_dropped_comes_out_of_the_drop() {
    struct Bomb(Log, &'static str);
    impl Drop for Bomb {
        fn drop(&mut self) {
            self.0.say(format_args!("drop {}", self.1));
            if self.1 == "bomb" {
                panic!("{}", self.1);
            }
        }
    }
    #[generator]
    fn armed(log: Log) -> impl Iterator<Item = u8> {
        let _a = Bomb(log.clone(), "a");
        let _b = Bomb(log.clone(), "bomb");
        let _c = Bomb(log.clone(), "c");
        yield_!(1);
    }
    let log = Log::new();
    let mut generator = armed(log.clone());
    assert_eq!(generator.next(), Some(1));
    assert_eq!(panic_of(|| drop(generator)), "bomb");
    assert_eq!(log.take(), ["drop c", "drop bomb", "drop a"]);
    let mut generator = armed(log.clone());
    assert_eq!(generator.next(), Some(1));
    assert_eq!(panic_of(|| generator.next()), "bomb");
    assert_eq!(log.take(), ["drop c", "drop bomb", "drop a"]);
}

#[test]
fn the_caller_may_go_on_with_a_generator_that_did_not_panic_itself() {
    #[generator]
    fn numbers() -> impl Iterator<Item = u8> {
        for n in 0..3 {
            yield_!(n);
        }
    }
    let mut generator = numbers();
    let caught = panic_of(|| {
        for n in generator.by_ref() {
            assert!(n < 1, "the caller's own");
        }
    });
    assert_eq!(caught, "the caller's own");
    assert_eq!(generator.collect::<Vec<_>>(), [2]);
}

struct Counter {
    n: u32,
}

impl Counter {
    #[generator]
    fn checked(&self) -> impl Iterator<Item = &'static str> {
        yield_!(stringify!(self.n + 1));
        assert!(self.n > 1 && matches!(Some(self.n), Some(..9)));
        debug_assert!(self.n > 2);
        assert!(
            self.n > {
                yield_!("compared");
                3
            }
        );
    }
}

#[test]
fn a_failed_assertion_says_self() {
    let said = |n: u32| {
        let message = panic_of(move || {
            let counter = Counter { n };
            assert_eq!(counter.checked().next(), Some("self.n + 1"));
            counter.checked().for_each(drop);
        });
        let stepped = panic_of(move || {
            let counter = Counter { n };
            let mut checked = counter.checked();
            while checked.next().is_some() {}
        });
        assert_eq!(message, stepped);
        message
    };
    assert_eq!(
        said(1),
        "assertion failed: self.n > 1 && matches!(Some(self.n), Some(..9))"
    );
    if cfg!(debug_assertions) {
        assert_eq!(said(2), "assertion failed: self.n > 2");
    }
    assert!(said(3).starts_with("assertion failed: self.n >"));
}
