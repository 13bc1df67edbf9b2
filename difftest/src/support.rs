//! What do the programs call, and how are they driven? This file is the module `support` of the crates in which they run.
//!
//! Everything that happens is logged: events, items, drops. A run is repeated with a panic at each event, and dropped
//! after each item.

use std::cell::RefCell;
use std::io::Write;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Mutex, OnceLock};

#[cfg_attr(test, expect(unused_imports, reason = "the programs use them"))]
pub use std::mem::{replace, swap, take};

/// How many events and items there may be. A program that goes on is stopped by a panic. Drops do not count, so that it is at the
/// same point in every dialect even where one of them drops too much.
const FUEL: usize = 200;
/// How many items and events are tried one by one. Of more, every second, third, … is.
const POINTS: usize = 12;

#[derive(Default)]
struct World {
    log: Vec<String>,
    events: usize,
    items: usize,
    flips: u32,
    drops: usize,
    /// The consumer has an item: what it drops is not the generator's.
    consumes: bool,
    disturbed: Disturbed,
}

impl World {
    fn is_spent(&self) -> bool {
        self.events + self.items >= FUEL
    }
}

thread_local! {
    static WORLD: RefCell<World> = RefCell::default();
}

fn world<T>(look: impl FnOnce(&mut World) -> T) -> T {
    WORLD.with_borrow_mut(look)
}

/// Logs something that may be where the panic is.
fn happen(line: String) {
    let fails = world(|world| {
        world.log.push(line);
        let spent = world.is_spent();
        world.events += 1;
        let fails = world.disturbed.event == Some(world.events) || spent;
        if fails {
            world.log.push("panic".to_owned());
        }
        fails
    });
    assert!(!fails, "as planned");
}

/// A droppable. Its number is on the heap, so that `AddressSanitizer` and valgrind see when it is used after its drop.
pub struct D(Box<u32>);

impl D {
    pub fn new(id: u32) -> Self {
        D(Box::new(id))
    }

    pub fn id(&self) -> u32 {
        *self.0
    }
}

impl Drop for D {
    fn drop(&mut self) {
        fall(format!("-{}", self.id()));
    }
}

/// Logs a drop, which may be where the panic is.
fn fall(line: String) {
    let fails = world(|world| {
        world.log.push(line);
        // What unwinds already must not panic again.
        let counts = !world.consumes && !std::thread::panicking();
        world.drops += usize::from(counts);
        counts && world.disturbed.drop == Some(world.drops)
    });
    assert!(!fails, "as planned");
}

/// Borrows a droppable, and says whose guard it was when it is dropped itself.
pub struct Guard<'d>(u32, &'d D);

impl<'d> Guard<'d> {
    pub fn guarded(&self) -> &'d D {
        self.1
    }
}

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        fall(format!("-g{}={}", self.0, self.1.id()));
    }
}

pub struct Record {
    pub a: D,
    pub b: D,
    pub n: u32,
}

pub fn ev(n: u32) {
    happen(format!("e{n}"));
}

pub fn note(text: &str) {
    happen(format!("'{text}'"));
}

pub fn make(n: u32) -> D {
    happen(format!("+{n}"));
    D::new(n)
}

pub fn see<T>(n: u32, value: T) -> T {
    happen(format!("s{n}"));
    value
}

pub fn flip(n: u32, m: u32) -> bool {
    let flip = world(|world| {
        world.flips += 1;
        (world.flips * 7 / 3 + n).is_multiple_of(m)
    });
    happen(format!("f{n}{}", if flip { '+' } else { '-' }));
    flip
}

pub fn chance(n: u32, m: u32) -> Option<D> {
    flip(n, m).then(|| make(n))
}

pub fn many(n: u32, count: u32) -> Vec<D> {
    (0..count).map(|index| make(n * 10 + index)).collect()
}

pub fn either(n: u32, m: u32) -> Result<D, D> {
    if flip(n, m) {
        Err(make(n))
    } else {
        Ok(make(n))
    }
}

pub fn outcome(n: u32, m: u32) -> Result<u32, D> {
    if flip(n, m) { Err(make(n)) } else { Ok(n) }
}

pub fn look(d: &D) {
    happen(format!("={}", d.id()));
}

pub fn guard(n: u32, d: &D) -> Guard<'_> {
    happen(format!("g{n}={}", d.id()));
    Guard(n, d)
}

pub fn lasting_list(id: u32) -> &'static [D] {
    lasting([D::new(id), D::new(id + 1)])
}

#[expect(
    clippy::ref_option,
    reason = "a pattern of references to what is in an option"
)]
pub fn lasting_option(id: u32) -> &'static Option<D> {
    lasting(Some(D::new(id)))
}

/// Keeps the value in a list of such, so that it is no leak to `AddressSanitizer` and valgrind.
fn lasting<T: Sync + 'static>(value: T) -> &'static T {
    static LASTING: Mutex<Vec<&'static dyn Sync>> = Mutex::new(Vec::new());
    let value = Box::leak(Box::new(value));
    LASTING.lock().expect("nobody panics there").push(value);
    value
}

/// An item that can be logged.
pub trait Show {
    fn show(&self) -> String;
}

impl Show for u32 {
    fn show(&self) -> String {
        self.to_string()
    }
}

impl Show for D {
    fn show(&self) -> String {
        format!("D{}", self.id())
    }
}

impl<T: Show> Show for &T {
    fn show(&self) -> String {
        format!("&{}", (**self).show())
    }
}

impl<T: Show> Show for Option<T> {
    fn show(&self) -> String {
        self.as_ref()
            .map_or("none".to_owned(), |of| format!("some{}", of.show()))
    }
}

impl<T: Show, E: Show> Show for Result<T, E> {
    fn show(&self) -> String {
        match self {
            Ok(good) => format!("ok{}", good.show()),
            Err(bad) => format!("err{}", bad.show()),
        }
    }
}

/// Takes an item: the consumer of every dialect. The item at which the fuel is spent is not counted, since nobody comes to drop the
/// generator after it.
pub fn item<T: Show>(item: T) {
    let line = format!("[{}]", item.show());
    let spent = world(|world| {
        let spent = world.is_spent();
        world.log.push(line);
        world.items += usize::from(!spent);
        world.consumes = true;
        spent
    });
    drop(item);
    world(|world| world.consumes = false);
    assert!(!spent, "no fuel");
    let stops = world(|world| {
        let stops = world.disturbed.item == Some(world.items);
        if stops {
            world.log.push("--".to_owned());
        }
        stops
    });
    assert!(!stops, "as planned");
}

/// A generator of any type.
pub trait Driven {
    /// Asks for an item. Was there one?
    fn step(&mut self) -> bool;
    fn fold(self: Box<Self>);
}

impl<I: Iterator<Item: Show>> Driven for I {
    fn step(&mut self) -> bool {
        let next = self.next();
        let found = next.is_some();
        match next {
            Some(next) => item(next),
            None => world(|world| world.log.push("none".to_owned())),
        }
        found
    }

    fn fold(self: Box<Self>) {
        Iterator::fold(*self, (), |(), next| item(next));
    }
}

/// Where a run is disturbed. By the default nowhere.
#[derive(Clone, Copy, Default)]
struct Disturbed {
    /// The event that panics.
    event: Option<usize>,
    /// The drop that panics.
    drop: Option<usize>,
    /// The item at which the consumer panics.
    item: Option<usize>,
}

impl Disturbed {
    fn panic_at(event: usize) -> Self {
        Disturbed {
            event: Some(event),
            ..Disturbed::default()
        }
    }

    fn fall_at(drop: usize) -> Self {
        Disturbed {
            drop: Some(drop),
            ..Disturbed::default()
        }
    }

    fn stop_at(item: usize) -> Self {
        Disturbed {
            item: Some(item),
            ..Disturbed::default()
        }
    }
}

/// How the sanitizer is told to forgive leaks, and not to any more, if there is one.
static FORGIVEN: OnceLock<[fn(); 2]> = OnceLock::new();

/// rustc leaks where a destructor panics, in plain functions and in generators alike.
pub fn forgive_leaks(begin: fn(), end: fn()) {
    FORGIVEN.get_or_init(|| [begin, end]);
}

/// Runs something in which a destructor panics.
fn fallen<T>(run: impl FnOnce() -> T) -> T {
    if let Some([begin, _]) = FORGIVEN.get() {
        begin();
    }
    let fallen = run();
    if let Some([_, end]) = FORGIVEN.get() {
        end();
    }
    fallen
}

/// What happened in a run, and how many items, events and drops there were.
struct Recorded {
    log: String,
    items: usize,
    events: usize,
    drops: usize,
}

/// Runs something from a fresh start.
fn record(disturbed: Disturbed, run: &mut dyn FnMut()) -> Recorded {
    world(|world| {
        *world = World {
            disturbed,
            ..World::default()
        };
    });
    let unwound = panic::catch_unwind(AssertUnwindSafe(run)).is_err();
    world(|world| {
        if unwound {
            world.log.push("!".to_owned());
        }
        Recorded {
            log: world.log.join(" "),
            items: world.items,
            events: world.events,
            drops: world.drops,
        }
    })
}

fn points(to: usize) -> impl Iterator<Item = usize> {
    (1..=to).step_by(to.div_ceil(POINTS).max(1))
}

fn report(number: u64, scenario: &str, log: &str) {
    println!("{number}\t{scenario}\t{log}");
}

fn begin(number: u64) {
    println!("{number}\tbegin\t");
    let _ = std::io::stdout().flush();
}

/// Runs a generator in every way. `resumes` says whether it can be asked again after a panic, and does not leak where a destructor panics.
pub fn drive(number: u64, start: fn() -> Box<dyn Driven>, resumes: bool) {
    begin(number);
    let undisturbed = Disturbed::default();
    let whole = record(undisturbed, &mut || {
        let mut generator = start();
        while generator.step() {}
        generator.step();
    });
    report(number, "next", &whole.log);
    let folded = record(undisturbed, &mut || start().fold());
    report(number, "fold", &folded.log);
    for first in points(whole.items) {
        let split = record(undisturbed, &mut || {
            let mut generator = start();
            for _ in 0..first {
                generator.step();
            }
            generator.fold();
        });
        report(number, &format!("split {first}"), &split.log);
    }
    for first in std::iter::once(0).chain(points(whole.items)) {
        let dropped_after = |disturbed| {
            let mut before = 0;
            let dropped = record(disturbed, &mut || {
                let mut generator = start();
                for _ in 0..first {
                    generator.step();
                }
                before = world(|world| {
                    world.log.push("--".to_owned());
                    world.drops
                });
                drop(generator);
            });
            (dropped, before)
        };
        let (dropped, before) = dropped_after(undisturbed);
        report(number, &format!("drop {first}"), &dropped.log);
        // A destructor that panics keeps none of the others from running.
        for drop in points(if resumes { dropped.drops - before } else { 0 }) {
            let (dropped, _) = fallen(|| dropped_after(Disturbed::fall_at(before + drop)));
            report(
                number,
                &format!("fall {drop} in drop {first}"),
                &dropped.log,
            );
        }
    }
    for event in points(whole.events) {
        let panicked = stopped(start, Disturbed::panic_at(event), resumes);
        report(number, &format!("panic {event}"), &panicked.log);
        let panicked = record(Disturbed::panic_at(event), &mut || start().fold());
        report(number, &format!("panic in fold {event}"), &panicked.log);
    }
    for drop in points(if resumes { whole.drops } else { 0 }) {
        let stopped = fallen(|| stopped(start, Disturbed::fall_at(drop), resumes));
        report(number, &format!("fall {drop}"), &stopped.log);
        let folded = fallen(|| record(Disturbed::fall_at(drop), &mut || start().fold()));
        report(number, &format!("fall in fold {drop}"), &folded.log);
    }
}

/// Runs a generator to a panic, and asks it again.
fn stopped(start: fn() -> Box<dyn Driven>, disturbed: Disturbed, resumes: bool) -> Recorded {
    record(disturbed, &mut || {
        let mut generator = start();
        let steps = panic::catch_unwind(AssertUnwindSafe(|| while generator.step() {}));
        world(|world| world.disturbed = Disturbed::default());
        if steps.is_err() && resumes && generator.step() {
            world(|world| world.log.push("resumed".to_owned()));
        }
        world(|world| world.log.push("--".to_owned()));
        drop(generator);
    })
}

/// Runs a plain function not at all, to its end, to each item, to each event and to each drop.
pub fn run(number: u64, mut start: fn(), never_start: fn()) {
    begin(number);
    let undisturbed = Disturbed::default();
    let mut not_started = || {
        world(|world| world.log.push("--".to_owned()));
        never_start();
    };
    let dropped = record(undisturbed, &mut not_started);
    report(number, "drop 0", &dropped.log);
    let whole = record(undisturbed, &mut start);
    report(number, "run", &whole.log);
    for first in points(whole.items) {
        let stopped = record(Disturbed::stop_at(first), &mut start);
        report(number, &format!("stop {first}"), &stopped.log);
    }
    for event in points(whole.events) {
        let panicked = record(Disturbed::panic_at(event), &mut start);
        report(number, &format!("panic {event}"), &panicked.log);
    }
    for drop in points(whole.drops) {
        let stopped = fallen(|| record(Disturbed::fall_at(drop), &mut start));
        report(number, &format!("fall {drop}"), &stopped.log);
    }
}

/// A program and its number.
type Numbered = (u64, fn(u64));

/// Runs the programs from that of the number in the first argument on.
pub fn main(programs: &[Numbered]) {
    panic::set_hook(Box::new(|_| ()));
    let from = std::env::args().nth(1);
    let from = from.map_or(0, |from| from.parse().expect("the harness passes a number"));
    for (number, run) in programs {
        if *number >= from {
            run(*number);
        }
    }
}
