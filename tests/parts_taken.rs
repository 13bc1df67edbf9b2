//! Parts are moved out of a local of which nothing else is known, and the rest is dropped with its scope.
//!
//! Each body is a generator and a plain function. What happens is compared by `next`, by `fold` from every item on, where the generator is dropped half-way,
//! and with a panic at each event.

#![allow(
    dead_code,
    unused_assignments,
    clippy::all,
    clippy::pedantic,
    reason = "every way of writing a thing is tried, also the clumsy ones"
)]

use std::{
    cell::{Cell, RefCell},
    fmt::Debug,
    panic::{AssertUnwindSafe, catch_unwind},
};

use gen_runtime::{generator, yield_};

thread_local! {
    static EVENTS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    static UNTIL_PANIC: Cell<Option<usize>> = const { Cell::new(None) };
}

fn say(event: String) {
    EVENTS.with(|events| events.borrow_mut().push(event));
}

fn said() -> Vec<String> {
    EVENTS.with(|events| std::mem::take(&mut *events.borrow_mut()))
}

/// What may panic.
fn event(what: String) {
    say(what);
    let left = UNTIL_PANIC.get();
    UNTIL_PANIC.set(left.and_then(|left| left.checked_sub(1)));
    assert!(left != Some(0), "the event that panics");
}

#[derive(Debug, PartialEq)]
struct Noisy(&'static str, u32);

impl Drop for Noisy {
    fn drop(&mut self) {
        event(format!("drop {}{}", self.0, self.1));
    }
}

impl Noisy {
    fn is_even(&self) -> bool {
        event(format!("look at {}", self.0));
        self.1.is_multiple_of(2)
    }

    fn odd(&self) -> bool {
        !self.is_even()
    }
}

fn noisy(name: &'static str, number: u32) -> Noisy {
    event(format!("make {name}{number}"));
    Noisy(name, number)
}

fn eat(noisy: Noisy) -> u32 {
    event(format!("eat {}", noisy.0));
    noisy.1
}

#[derive(Debug)]
struct Page {
    first: Noisy,
    second: Noisy,
    third: Noisy,
    number: u32,
    sub: Sub,
}

#[derive(Debug)]
struct Sub {
    one: Noisy,
    two: Noisy,
}

fn page(number: u32) -> Page {
    Page {
        first: noisy("first", number),
        second: noisy("second", number),
        third: noisy("third", number),
        number,
        sub: Sub {
            one: noisy("one", number),
            two: noisy("two", number),
        },
    }
}

struct Node<T> {
    value: T,
    next: Option<Box<Node<T>>>,
    last: Noisy,
}

struct Tree {
    value: Noisy,
    kids: Vec<Tree>,
    last: Noisy,
}

fn tree(depth: u32) -> Tree {
    Tree {
        value: noisy("value", depth),
        kids: (0..depth.min(2)).map(|_| tree(depth.min(2) - 1)).collect(),
        last: noisy("last", depth),
    }
}

/// What methods of names of the standard library's may be called on.
struct Mixed<C> {
    value: Noisy,
    kids: C,
    iter: std::vec::IntoIter<Noisy>,
    found: Result<Noisy, Noisy>,
    pair: [Noisy; 2],
    number: Option<u32>,
    own: Own,
    last: Noisy,
}

struct Own(Noisy);

#[allow(
    clippy::should_implement_trait,
    clippy::into_iter_on_ref,
    reason = "that it borrows is the point"
)]
impl Own {
    fn into_iter(&self) -> std::vec::IntoIter<u32> {
        vec![self.0.1].into_iter()
    }

    fn unwrap_or(&self, other: u32) -> u32 {
        self.0.1 + other
    }
}

fn mixed(number: u32) -> Mixed<Vec<Noisy>> {
    Mixed {
        value: noisy("value", number),
        kids: vec![noisy("kid", 1), noisy("kid", 2)],
        iter: vec![noisy("item", 1), noisy("item", 2)].into_iter(),
        found: Err(noisy("error", number)),
        pair: [noisy("left", 1), noisy("right", 1)],
        number: Some(number),
        own: Own(noisy("own", number)),
        last: noisy("last", number),
    }
}

fn same<C: IntoIterator<Item = Noisy>>(mixed: Mixed<C>) -> Mixed<C> {
    mixed
}

enum Noise {
    Named(String, Noisy),
    None,
}

fn list(length: u32) -> Option<Box<Node<Noisy>>> {
    (length > 0).then(|| {
        Box::new(Node {
            value: noisy("value", length),
            next: list(length - 1),
            last: noisy("last", length),
        })
    })
}

impl Page {
    fn look(&self) -> u32 {
        event("look".to_owned());
        self.number
    }
}

#[derive(Debug)]
enum Event {
    Open {
        name: Noisy,
        size: u32,
        extra: Noisy,
    },
    Close(Noisy, Noisy),
    Idle,
}

struct Message {
    before: Noisy,
    event: Event,
    page: Page,
}

fn message(number: u32) -> Message {
    Message {
        before: noisy("before", number),
        event: match number {
            1 => Event::Open {
                name: noisy("name", 1),
                size: 4,
                extra: noisy("extra", 1),
            },
            2 => Event::Close(noisy("one", 1), noisy("two", 1)),
            _ => Event::Idle,
        },
        page: page(number),
    }
}

/// Makes a generator and a plain function of each body.
macro_rules! both {
    ($(fn $name:ident($number:ident: u32) $body:block)*) => {
        mod generators {
            use super::*;
            $(
                #[generator]
                pub fn $name($number: u32) -> impl Iterator<Item = u32> $body
            )*
        }
        mod functions {
            use super::*;
            $(
                pub fn $name($number: u32) {
                    #[allow(unused_macros)]
                    macro_rules! yield_ {
                        ($item:expr) => {{
                            let item: u32 = $item;
                            say(format!("item {item}"))
                        }};
                    }
                    $body
                }
            )*
        }
        $(
            #[test]
            fn $name() {
                for number in [1, 2, 4] {
                    compare(|| generators::$name(number), || functions::$name(number));
                }
            }
        )*
    };
}

fn compare<I: Iterator<Item: Debug>>(generator: impl Fn() -> I, function: impl Fn()) {
    let seen = |item: I::Item| say(format!("item {item:?}"));
    function();
    let expected = said();
    let count = expected
        .iter()
        .filter(|event| event.starts_with("item"))
        .count();
    for item in generator() {
        seen(item);
    }
    assert_eq!(said(), expected, "by `next`");
    for from in 0..=count {
        let mut items = generator();
        items.by_ref().take(from).for_each(seen);
        items.for_each(seen);
        assert_eq!(said(), expected, "by `fold` from item {from}");
        let mut items = generator();
        items.by_ref().take(from).for_each(seen);
        drop(items);
        let events = said();
        let of = |what: &str| {
            events
                .iter()
                .filter(|event| event.starts_with(what))
                .count()
        };
        assert_eq!(
            of("make"),
            of("drop"),
            "dropped after item {from}: {events:?}"
        );
    }
    let panics = |run: &dyn Fn(), at: usize| {
        UNTIL_PANIC.set(Some(at));
        let panics = catch_unwind(AssertUnwindSafe(run)).is_err();
        UNTIL_PANIC.set(None);
        (panics, said())
    };
    for at in 0.. {
        let plain = panics(&function, at);
        let by_next = panics(
            &|| {
                for item in generator() {
                    seen(item);
                }
            },
            at,
        );
        assert_eq!(by_next, plain, "by `next`, with a panic at event {at}");
        let by_fold = panics(&|| generator().for_each(seen), at);
        assert_eq!(by_fold, plain, "by `fold`, with a panic at event {at}");
        if !plain.0 {
            break;
        }
    }
}

both! {
    fn one_after_the_other(number: u32) {
        let page = page(number);
        yield_!(1);
        drop(page.second);
        yield_!(2);
        let _third = page.third;
        yield_!(page.number);
        drop(page.sub.one);
        yield_!(4);
    }

    fn on_some_paths(number: u32) {
        let mut page = page(number);
        if number > 2 {
            drop(page.first);
            yield_!(1);
        } else {
            drop(page.second);
        }
        yield_!(2);
        page.first = noisy("new", 1);
        yield_!(3);
        page.second = noisy("new", 2);
        yield_!(4);
        drop(page.sub);
        yield_!(5);
    }

    fn assigned_again_in_a_loop(number: u32) {
        let mut page = page(number);
        let mut round = 0;
        while round < 3 {
            yield_!(page.first.1);
            drop(page.first);
            yield_!(10);
            page.first = noisy("again", round);
            round += 1;
        }
        yield_!(20);
    }

    fn a_part_of_what_is_assigned(number: u32) {
        let mut page = page(number);
        drop(page.sub.two);
        yield_!(1);
        if number == 2 {
            drop(page.sub.one);
            yield_!(2);
        }
        page.sub = Sub { one: noisy("new", 1), two: noisy("new", 2) };
        yield_!(page.sub.two.1);
        drop(page.sub.one);
        yield_!(3);
        drop(page.first);
        page.first = page.sub.two;
        yield_!(4);
    }

    fn a_list(number: u32) {
        let mut current = list(number);
        while let Some(node) = current {
            let _guard = noisy("guard", node.value.1);
            yield_!(eat(node.value));
            current = node.next;
            yield_!(99);
        }
    }

    fn a_list_of_which_the_rest_is_taken(number: u32) {
        let mut current = list(number);
        while let Some(mut node) = current {
            current = node.next.take();
            yield_!(eat(node.value));
            yield_!(99);
        }
    }

    fn a_list_of_which_the_rest_is_mapped(number: u32) {
        let mut current = list(number).map(|node| *node);
        while let Some(node) = current {
            if number == 4 {
                yield_!(node.value.1);
            }
            current = node.next.map(|node| *node);
            yield_!(eat(node.value));
            yield_!(99);
        }
    }

    fn a_tree_by_into_iter(number: u32) {
        let mut stack = vec![tree(number)];
        while let Some(node) = stack.pop() {
            stack.extend(node.kids.into_iter().rev());
            yield_!(eat(node.value));
            yield_!(99);
        }
    }

    fn a_tree_of_iterators(number: u32) {
        let tree = tree(number);
        let mut stack = vec![tree.kids.into_iter()];
        yield_!(eat(tree.value));
        while let Some(mut kids) = stack.pop() {
            if let Some(node) = kids.next() {
                stack.push(kids);
                stack.push(node.kids.into_iter());
                yield_!(eat(node.value));
            }
        }
        yield_!(99);
    }

    fn a_tree_that_is_drained(number: u32) {
        let mut stack = vec![tree(number)];
        while let Some(mut node) = stack.pop() {
            stack.extend(node.kids.drain(..).rev());
            yield_!(eat(node.value));
            yield_!(99);
        }
    }

    fn a_tree_that_is_appended(number: u32) {
        let mut stack = vec![tree(number)];
        while let Some(mut node) = stack.pop() {
            stack.append(&mut node.kids);
            yield_!(eat(node.value));
            yield_!(99);
        }
    }

    fn taken_by_a_method_or_not(number: u32) {
        let mixed = same(mixed(number));
        yield_!(0);
        for number in mixed.own.into_iter() {
            yield_!(number);
        }
        let more = mixed.own.unwrap_or(5);
        yield_!(more);
        let number = mixed.number.unwrap_or(5);
        yield_!(number);
        for kid in mixed.kids.into_iter() {
            yield_!(kid.1);
        }
        for (item, more) in mixed.iter.map(move |item| (item.1, number)) {
            yield_!(item + more);
        }
        let found = mixed.found.unwrap_or_else(|error| noisy("other", error.1));
        yield_!(found.1);
        for noisy in mixed.pair.into_iter() {
            yield_!(noisy.1);
        }
        yield_!(eat(mixed.value));
        yield_!(mixed.number.map_or(0, |number| number + 1));
    }

    fn taken_by_a_method_on_some_paths(number: u32) {
        let mixed = mixed(number);
        match number {
            1 => for kid in mixed.kids.into_iter() {
                event(format!("kid {}", kid.1));
            },
            2 => {
                let found = mixed.found.map(|found| found.1);
                event(format!("{}", found.is_ok()));
                yield_!(2);
            }
            _ => drop(mixed.pair.map(Some)),
        }
        if number < 3 {
            yield_!(eat(mixed.value));
        }
        yield_!(99);
    }

    fn assigned_as_a_whole(number: u32) {
        let mut page = page(number);
        for round in 0..3 {
            yield_!(page.first.1);
            drop(page.first);
            if round == number {
                drop(page.sub);
                yield_!(100);
            }
            page = if round == 1 {
                let next = super::page(round);
                yield_!(200);
                next
            } else {
                super::page(round + 20)
            };
            yield_!(page.number);
        }
        drop(page.second);
        yield_!(300);
    }

    fn a_list_that_is_unboxed(number: u32) {
        let Some(first) = list(number) else { return };
        let mut node = *first;
        loop {
            yield_!(eat(node.value));
            node = match node.next {
                Some(next) => *next,
                None => break,
            };
            yield_!(50);
        }
        yield_!(60);
    }

    fn a_part_on_one_way_and_what_it_is_in_on_another(number: u32) {
        let mut pair = ((noisy("a", 1), noisy("b", 2)), noisy("c", 3));
        if number > 2 {
            drop(pair.0.0);
            yield_!(1);
            pair.0.0 = noisy("new", 1);
        } else {
            drop(pair.0);
            yield_!(2);
            pair.0 = (noisy("new", 4), noisy("new", 5));
        }
        yield_!(pair.0.0.1);
        if number > 1 {
            let one = pair.0.0;
            yield_!(3);
            let two = pair.0.1;
            yield_!(one.1 + two.1);
        } else {
            let both = pair.0;
            yield_!(4);
            drop(both);
        }
        yield_!(pair.1.1);
    }

    fn of_what_an_array_was_taken_apart_into(number: u32) {
        let pages = [page(number), page(number + 1)];
        let [mine, other] = pages;
        yield_!(eat(mine.first));
        yield_!(eat(other.first));
        drop(mine.sub);
        yield_!(other.number);
    }

    fn of_the_variable_of_a_loop(number: u32) {
        for page in [page(number), page(number + 1)] {
            let other = noisy("other", page.number);
            if page.number % 2 == 0 {
                drop(page.third);
                continue;
            }
            drop(page.first);
            yield_!(page.number);
            if number > 3 {
                break;
            }
            drop(other);
            yield_!(7);
        }
        yield_!(8);
    }

    fn in_operands_and_in_other_values(number: u32) {
        let mine = page(number);
        let other = page(number + 10);
        let length = || mine.third.0.len() as u32;
        yield_!(length());
        let sub = Sub { one: mine.first, two: other.second };
        yield_!(sub.one.1);
        drop(sub.two);
        yield_!(mine.second.1 + other.first.1);
        let pair = (mine.sub.two, other.third);
        yield_!(5);
        drop(pair.0);
        let sum = (eat(other.sub.one), { yield_!(3); 4 }, eat(mine.third));
        yield_!(sum.0 + sum.1 + sum.2);
    }

    fn with_a_yield_in_the_new_value(number: u32) {
        let mut page = page(number);
        loop {
            let taken = page.second;
            yield_!(taken.1);
            page.second = if number > 2 {
                yield_!(77);
                taken
            } else {
                noisy("other", 0)
            };
            page.number += 1;
            if page.number > number + 2 {
                break;
            }
        }
        yield_!(page.second.1);
    }

    fn where_scopes_are_left(number: u32) {
        'all: loop {
            let page = page(number);
            {
                let _inner = noisy("inner", 0);
                drop(page.first);
                yield_!(1);
                if number == 1 {
                    break 'all;
                }
            }
            yield_!(page.second.1);
            drop(page.second);
            if number == 2 {
                return;
            }
            yield_!(3);
            break;
        }
        yield_!(4);
    }

    fn of_what_patterns_bind(number: u32) {
        let found = Some(page(number));
        if let Some(page) = found {
            let second = page.second;
            yield_!(second.1);
            let pair = [page.first, page.third];
            yield_!(pair[1].1);
        }
        let Some(page) = Some(page(number + 1)) else { return };
        yield_!(1);
        drop(page.sub.one);
        yield_!(page.sub.two.1);
        drop(page.sub.two);
        yield_!(2);
    }

    fn looked_at_in_the_guard_of_the_pattern_that_binds_it(number: u32) {
        for found in [Some(page(number)), Some(page(number + 1)), None] {
            match found {
                Some(page) if page.first.1 > 2 => {
                    yield_!(page.number);
                    yield_!(eat(page.second));
                    say(format!("{:?}", page.sub));
                }
                Some(page) if page.look() > 1 && u32::is_power_of_two(page.number) => {
                    yield_!(page.number + 10);
                    yield_!(eat(page.sub.two));
                }
                Some(_) => yield_!(100),
                None => yield_!(101),
            }
            yield_!(102);
        }
    }

    fn looked_at_in_the_condition_that_binds_it(number: u32) {
        let mut pages = vec![page(number), page(number + 1), page(9)].into_iter();
        while let Some(page) = pages.next() && page.number < 9 && !format!("{:?}", page.sub).is_empty() {
            if let Some(other) = pages.next() && u32::is_power_of_two(other.number) && matches!(other.first.1, 2..) {
                yield_!(other.number);
                drop(other.second);
                yield_!(other.first.1);
            }
            yield_!(page.number + 10);
            yield_!(eat(page.third));
        }
    }

    fn under_one_name(number: u32) {
        let page = page(number);
        let page = (page.first, page.sub);
        yield_!(page.0.1);
        let page = page.1;
        yield_!(page.one.1);
        drop(page.two);
        yield_!(1);
    }

    fn looked_at_before(number: u32) {
        let mut page = page(number);
        for _ in 0..2 {
            yield_!(page.look());
            drop(page.first);
            yield_!(1);
            page.first = noisy("new", 0);
        }
        yield_!(2);
    }

    fn given_to_the_macros_of_the_standard_library(number: u32) {
        let mut page = page(number);
        say(format!("{} {page:?}", page.look()));
        drop(page.second);
        yield_!(1);
        assert_eq!(page.first.1, page.sub.one.1, "{:?}", page.sub);
        if number == 2 {
            drop(page.first);
            yield_!(2);
            page.first = noisy("new", number);
        }
        let text = format!("{first:?} {}", format_args!("{}", page.third.0), first = page.first);
        say(text);
        yield_!(if matches!(page.third, Noisy("third", _)) { 3 } else { 4 });
        drop(page.third);
        yield_!(page.sub.two.1);
    }

    fn elements_of_a_vector(number: u32) {
        let page = page(number);
        let list = if number == 1 {
            vec![page.second, noisy("new", 1)]
        } else {
            vec![noisy("new", 2), page.first]
        };
        yield_!(list.len() as u32);
        let lists = vec![list, vec![page.sub.two, noisy("newer", eat(page.third))]];
        yield_!(lists.len() as u32);
    }

    fn of_a_value_that_yields(number: u32) {
        let page = if number == 1 {
            yield_!(0);
            page(1)
        } else {
            page(number)
        };
        let first = page.first;
        yield_!(1);
        drop(first);
        let again: Page = loop {
            yield_!(2);
            if number == 2 {
                drop(page.second);
                break self::page(7);
            }
            break {
                let made = self::page(8);
                yield_!(3);
                made
            };
        };
        if number != 4 {
            drop(again.third);
        }
        yield_!(4);
        drop(again.sub.one);
        yield_!(5);
    }

    fn of_states_and_events_that_have_nothing_to_drop_where_they_match(number: u32) {
        enum Event {
            Key(u32),
            Text(String),
            End,
        }
        enum State {
            Count { number: u32 },
            Named(Noisy),
        }
        let text = Event::Text("text".to_owned());
        let mut state = State::Count { number };
        for event in [Event::Key(1), text, Event::Key(0), Event::Key(3), Event::End] {
            let _guard = noisy("guard", number);
            state = match (state, event) {
                (State::Count { number }, Event::Key(key)) => {
                    yield_!(number + key);
                    State::Named(noisy("state", key))
                }
                (State::Named(name), Event::Text(text)) => {
                    yield_!(u32::try_from(text.len()).unwrap());
                    State::Named(name)
                }
                (State::Named(name), Event::Key(0)) => {
                    yield_!(name.1);
                    State::Count { number: 7 }
                }
                (count @ State::Count { number }, Event::End) => {
                    yield_!(number);
                    count
                }
                (state, _event) => {
                    yield_!(99);
                    state
                }
            };
        }
    }

    fn all_of_it_in_an_operand(number: u32) {
        let one = noisy("one", number);
        let _between = noisy("between", number);
        let sum = 3 + if number > 1 { eat(one) } else { 7 };
        yield_!(sum);
        let two = noisy("two", number);
        let is_two = number == 2 && Some(two).is_some();
        yield_!(u32::from(is_two));
    }

    fn all_of_it_and_assigned_again_in_a_loop(number: u32) {
        let mut value = noisy("value", 1);
        let _between = noisy("between", number);
        for round in 0..3 {
            let sum = round + if round + number > 2 {
                let eaten = eat(value);
                value = noisy("again", round);
                eaten
            } else {
                7
            };
            yield_!(sum);
        }
        let sum = 3 + if number > 1 { eat(value) } else { 7 };
        yield_!(sum);
    }

    fn all_of_it_or_a_part(number: u32) {
        let page = page(number);
        let _between = noisy("between", number);
        let sum = 1 + match number {
            1 => eat(page.first),
            2 => {
                let whole = page;
                whole.number
            }
            _ => 3,
        };
        yield_!(sum);
        yield_!(number);
    }

    fn what_an_option_had_in_it_and_is_given_again(number: u32) {
        let mut pair = Some((noisy("one", number), noisy("two", number)));
        let is_turned = number > 1 && {
            if let Some((one, two)) = pair {
                pair = Some((two, one));
            }
            pair.is_some()
        };
        yield_!(u32::from(is_turned));
        yield_!(number);
    }

    fn all_of_it_in_a_literal_or_on_the_way_out(number: u32) {
        let one = noisy("one", number);
        let two = noisy("two", number);
        let value = noisy("value", number);
        let sum = 1 + match number {
            1 => eat(value),
            2 => return,
            _ => Sub { one, two }.two.1,
        };
        yield_!(sum);
        yield_!(number);
    }

    fn a_tuple_whose_parts_are_known_is_assigned_what_is_left_of_it(number: u32) {
        let mut pair = (noisy("first", number), noisy("second", number));
        yield_!(0);
        pair = {
            let first = pair.0;
            yield_!(first.1);
            // rustc forgets the value of a block when the destructor of one of its variables panics.
            eat(first);
            (pair.1, noisy("new", number))
        };
        yield_!(pair.1.1);
    }

    fn a_tuple_is_assigned_what_is_left_of_it_behind_two_yields(number: u32) {
        let mut pair = (noisy("first", number), noisy("second", number));
        yield_!(0);
        let first = pair.0;
        yield_!(pair.1.1);
        if number > 1 {
            yield_!(pair.1.1 + 1);
            pair = (pair.1, noisy("new", number));
            yield_!(pair.1.1);
        }
        yield_!(eat(first));
    }

    fn what_is_left_by_a_pattern_is_used_one_yield_before_the_whole_is_assigned(number: u32) {
        let mut pair = (noisy("first", number), noisy("second", number));
        let (first, _) = pair;
        yield_!(first.1);
        yield_!(pair.1.1);
        pair = (noisy("third", number), noisy("fourth", number));
        yield_!(pair.1.1);
    }

    fn what_is_left_by_a_pattern_is_used_in_front_of_a_loop_that_assigns_the_whole(number: u32) {
        let mut pair = (noisy("first", number), noisy("second", number));
        let (first, _) = pair;
        yield_!(first.1);
        event(format!("left {}", pair.1.1));
        for count in 0..number {
            pair = (noisy("third", number), noisy("fourth", number));
            yield_!(pair.1.1 + count);
        }
    }

    fn a_guard_looks_into_an_option_of_a_tuple(number: u32) {
        let pair = ((number > 1).then(|| noisy("some", number)), number as u8);
        match pair.0 {
            Some(some) if some.1 > 3 => {
                yield_!(2);
                yield_!(some.1);
            }
            Some(some) => yield_!(some.1),
            None => {}
        }
        yield_!(u32::from(pair.1));
    }

    fn a_pattern_copies_from_a_part_that_has_a_destructor(number: u32) {
        let pair = (noisy("one", number), noisy("two", number));
        let (_one, Noisy(_, number)) = pair;
        yield_!(number);
        yield_!(number + 1);
    }

    fn an_arm_copies_from_a_part_that_has_a_destructor(number: u32) {
        let pair = (noisy("one", number), noisy("two", number));
        match pair {
            (one, Noisy(_, two)) if two > 1 => yield_!(one.1 + two),
            (_, two) => {
                yield_!(two.1);
            }
        }
        yield_!(3);
    }

    fn an_arm_only_looks_at_one_part(number: u32) {
        let some = |name| (number > 1).then(|| noisy(name, number));
        match (some("one"), Some(noisy("two", number))) {
            (Some(one), Some(_)) => {
                yield_!(one.1);
            }
            (one, two) => yield_!(u32::from(one.is_some()) + u32::from(two.is_some())),
        }
        yield_!(3);
    }

    fn a_variant_has_a_part_with_a_destructor(number: u32) {
        for noise in [Noise::Named("a".to_owned(), noisy("loud", number)), Noise::None] {
            match noise {
                Noise::Named(name, Noisy(_, loud)) if loud > 1 => {
                    yield_!(loud);
                    yield_!(name.len() as u32);
                }
                Noise::Named(name, Noisy(_, loud)) => yield_!(loud + name.len() as u32),
                Noise::None => {}
            }
            yield_!(5);
        }
    }

    fn parts_are_coerced_to_what_they_are_given_to(number: u32) {
        let mut shapes = Shapes { boxed: Box::new(noisy("boxed", number)), rest: noisy("rest", number) };
        if number > 1 {
            look(&shapes.boxed);
            give(shapes.boxed);
            yield_!(1);
            shapes.boxed = Box::new((noisy("left", number), noisy("right", number)));
        }
        yield_!(2);
        if number > 2 {
            eat(shapes.rest);
        }
        yield_!(3);
    }

    fn what_only_patterns_mention_afterwards(number: u32) {
        let (one, two, three) = (noisy("one", number), noisy("two", number), noisy("three", number));
        if number > 1 {
            eat(one);
        }
        let _ = one;
        yield_!(1);
        if number > 2 {
            eat(two);
        }
        match two {
            _ => yield_!(2),
        }
        _ = two;
        if number > 2 {
            eat(three);
        }
        let Noisy(_, _) = three;
        yield_!(3);
    }

    fn what_is_read_after_it_may_have_been_moved(number: u32) {
        let (mut one, copied) = (noisy("one", number), 7);
        let _between = noisy("between", number);
        for round in 0..3 {
            if round + number > 2 {
                eat(one);
                one = noisy("again", round);
            }
            yield_!(one.1 + if number > 1 { copied } else { 1 });
            event(format!("{}", one.0 == "one" && copied == 7));
        }
        yield_!(copied);
    }

    fn a_pattern_takes_something_of_a_part(number: u32) {
        let message = message(number);
        let _after = noisy("after", 1);
        match message.event {
            Event::Open { name, size, .. } => {
                yield_!(size);
                yield_!(name.1);
            }
            Event::Close(first, _) => yield_!(first.1),
            Event::Idle => yield_!(7),
        }
        yield_!(8);
        yield_!(message.page.number);
    }

    fn and_another_part_is_taken_as_a_whole(number: u32) {
        let message = message(number);
        if let Event::Open { extra, .. } = message.event {
            yield_!(extra.1);
            return;
        }
        drop(message.page);
        yield_!(1);
        let Event::Close(_, second) = message.event else {
            yield_!(2);
            return;
        };
        yield_!(second.1);
        drop(message.before);
        yield_!(3);
    }

    fn the_arms_take_different_things(number: u32) {
        for number in number..number + 2 {
            let message = message(number);
            match message.event {
                Event::Open { name, size: 5.., .. } => yield_!(name.1),
                Event::Open { name, size, extra: Noisy("extra", _) } if name.1 == size - 3 => yield_!(size),
                Event::Close(first, ..) | Event::Open { name: first, .. } => {
                    yield_!(first.1);
                    drop(first);
                    yield_!(10);
                }
                other => {
                    yield_!(11);
                    event(format!("{other:?}"));
                }
            }
            yield_!(message.before.1);
        }
    }

    fn a_part_is_matched_and_assigned_in_turn(number: u32) {
        let mut message = message(number);
        for round in 0..4 {
            match message.event {
                Event::Open { name, .. } => {
                    yield_!(round);
                    message.event = Event::Close(name, noisy("new", round));
                }
                Event::Close(_, second) => {
                    message.event = Event::Idle;
                    yield_!(second.1);
                }
                Event::Idle => {
                    yield_!(20);
                    message.event = Event::Open { name: noisy("again", round), size: 1, extra: noisy("more", round) };
                }
            }
            yield_!(message.page.number);
        }
    }

    fn what_a_pattern_looks_at_changes_behind_it(number: u32) {
        let mut page = page(number);
        let Sub { one, two: Noisy("two", _) } = page.sub else { return };
        yield_!(one.1);
        let changed = &mut page.sub.two;
        changed.0 = "changed";
        yield_!(2);
    }

    fn something_of_a_box(number: u32) {
        let mut current = list(number);
        while let Some(node) = current {
            let Node { value, next, .. } = *node;
            yield_!(value.1);
            current = next;
            yield_!(30);
        }
    }

    fn a_box_by_its_arms(number: u32) {
        let mut current = list(number);
        while let Some(node) = current {
            let _guard = noisy("guard", 1);
            match *node {
                Node { value, next, .. } if value.1 == 2 => {
                    yield_!(value.1);
                    current = next;
                }
                Node { next, last: Noisy(_, number), .. } => {
                    yield_!(number + 40);
                    current = next;
                }
            }
        }
    }

    fn a_whole_local_of_which_more_is_used_later(number: u32) {
        let page = page(number);
        let _after = noisy("after", 1);
        let Page { second, sub: Sub { two, .. }, .. } = page;
        yield_!(second.1);
        yield_!(page.third.1 + two.1);
        drop(page.first);
        yield_!(page.number);
    }

    fn methods_of_fields_borrow_them(number: u32) {
        let page = page(number);
        let chosen = if page.first.odd() { page.first } else { page.second };
        yield_!(chosen.1);
        let odd = page.third.odd();
        yield_!(u32::from(odd));
    }

    fn a_whole_local_that_is_assigned_again(number: u32) {
        let mut page = page(number);
        for round in 0..3 {
            let Page { second, number, .. } = page;
            yield_!(second.1 + number);
            page = super::page(round);
            yield_!(round);
        }
    }

    fn of_variables_beside_others_of_their_pattern(number: u32) {
        for (before, page, after) in [(noisy("before", 1), page(number), noisy("after", 1))] {
            if number == 1 {
                continue;
            }
            drop(page.first);
            yield_!(before.1 + after.1);
        }
        let (Some(one), _after) = (Some(page(number)), noisy("after", 2)) else { return };
        match Some((noisy("before", 3), (page(number), noisy("after", 3)))) {
            Some((_before, (page, _after))) if number < 4 => {
                if number == 1 {
                    return;
                }
                drop(page.second);
                yield_!(2);
            }
            _ => {}
        }
        if let (Some(page), _after) = (Some(page(number)), noisy("after", 4)) && let (two, _last) = (super::page(number), noisy("last", 4)) && number == 4 {
            drop(page.third);
            yield_!(3);
            drop(two.third);
            yield_!(4);
        }
        drop(one.first);
        yield_!(5);
    }

    fn of_a_variable_beside_one_that_may_be_put_aside(number: u32) {
        let (moved, page, _after) = (noisy("moved", 1), page(number), noisy("after", 1));
        if number > 1 {
            drop(moved);
        }
        if number == 4 {
            return;
        }
        drop(page.first);
        yield_!(1);
        yield_!(2);
    }

    fn assigned_together_with_others(number: u32) {
        let mut one = noisy("one", number);
        let mut two = noisy("two", number);
        let mut page = page(number);
        (one, two) = (two, one);
        yield_!(1);
        let mut sum = 1 + if number > 1 { eat(one) } else { 3 };
        yield_!(sum);
        drop(page.first);
        if number != 2 {
            (sum, page.first, [one, _]) = (5, noisy("first", 1), [noisy("new", 1), noisy("left", 1)]);
        } else {
            Sub { one: page.first, two } = Sub { one: two, two: noisy("new", 2) };
        }
        yield_!(sum);
        let sum = 1 + if number > 1 { eat(two) + eat(page.first) } else { 3 };
        yield_!(sum);
    }

    fn all_of_it_after_a_macro_printed_its_text(number: u32) {
        let one = noisy("one", number);
        let two = noisy("two", number);
        assert!(one.1 == number);
        debug_assert!(one.1 > 0, "{}", one.1);
        dbg!(two.odd(), one.is_even());
        let sum = 1 + if dbg!(number) > 1 { eat(one) + eat(two) } else { 3 };
        yield_!(sum);
        yield_!(number);
    }
}

#[test]
fn what_is_asserted_is_told_as_it_is_written() {
    #[generator]
    fn items(number: u32) -> impl Iterator<Item = u32> {
        let one = noisy("one", number);
        yield_!(0);
        assert!(!one.odd() && one.1 > 1);
        let sum = 1 + if number > 3 { eat(one) } else { 3 };
        yield_!(sum);
    }
    for number in [2, 4] {
        assert_eq!(items(number).count(), 2);
    }
    let panic = catch_unwind(|| for _ in items(1) {}).unwrap_err();
    let message = panic.downcast_ref::<&str>().unwrap();
    assert_eq!(*message, "assertion failed: !one.odd() && one.1 > 1");
    said();
}

struct Shapes {
    boxed: Box<dyn Debug>,
    rest: Noisy,
}

fn look(shape: &dyn Debug) {
    event(format!("look {shape:?}"));
}

fn give(shape: Box<dyn Debug + '_>) {
    event(format!("give {shape:?}"));
}

struct Job {
    guard: Noisy,
    work: Box<dyn Iterator<Item = u32> + Send + Sync>,
    state: String,
    other: Noisy,
}

fn job() -> Job {
    Job {
        guard: noisy("guard", 0),
        work: Box::new(0..3),
        state: "state".to_owned(),
        other: noisy("other", 0),
    }
}

impl Job {
    #[generator]
    fn results(self) -> impl Iterator<Item = (String, u32)> + Send + Sync {
        let _local = noisy("local", 1);
        yield_!((self.state, 0));
        let other = self.other;
        yield_!((String::new(), other.1));
    }
}

#[test]
fn of_arguments() {
    #[generator]
    fn of_one(before: Noisy, job: Job, _: Noisy, after: Noisy) -> impl Iterator<Item = u32> {
        let _local = (noisy("local", 0), before.1 + after.1);
        for number in job.work {
            yield_!(number);
        }
        drop(job.other);
        yield_!(job.state.len() as u32);
    }
    assert_eq!(
        of_one(
            noisy("before", 0),
            job(),
            noisy("unnamed", 0),
            noisy("after", 0)
        )
        .collect::<Vec<_>>(),
        [0, 1, 2, 5]
    );
    let results: Vec<(String, u32)> = job().results().collect();
    assert_eq!(results, [("state".to_owned(), 0), (String::new(), 0)]);
    let drops = |events: Vec<String>| {
        let drops = events.into_iter().filter(|event| event.starts_with("drop"));
        drops.collect::<Vec<_>>()
    };
    assert_eq!(
        drops(said()),
        [
            "drop other0",
            "drop local0",
            "drop after0",
            "drop unnamed0",
            "drop guard0",
            "drop before0",
            "drop other0",
            "drop local1",
            "drop guard0"
        ]
    );
    let mut items = of_one(
        noisy("before", 0),
        job(),
        noisy("unnamed", 0),
        noisy("after", 0),
    );
    items.next();
    drop(items);
    assert_eq!(
        drops(said()),
        [
            "drop local0",
            "drop after0",
            "drop unnamed0",
            "drop guard0",
            "drop other0",
            "drop before0"
        ]
    );
    drop(of_one(
        noisy("before", 0),
        job(),
        noisy("unnamed", 0),
        noisy("after", 0),
    ));
    assert_eq!(
        drops(said()),
        [
            "drop before0",
            "drop guard0",
            "drop other0",
            "drop unnamed0",
            "drop after0"
        ]
    );
}

#[test]
fn of_a_generic_type() {
    #[generator]
    fn values<T>(list: Option<Box<Node<T>>>) -> impl Iterator<Item = T> {
        let mut current = list;
        while let Some(node) = current {
            yield_!(node.value);
            current = node.next;
        }
    }
    let values: Vec<u32> = values(list(3)).map(|value| value.1).collect();
    assert_eq!(values, [3, 2, 1]);
}

#[test]
fn of_a_packed_struct() {
    #[repr(C, packed)]
    struct Packed {
        byte: u8,
        text: String,
        number: u64,
        noisy: Noisy,
    }
    #[generator]
    fn items(mut packed: Packed) -> impl Iterator<Item = String> {
        yield_!({ packed.number }.to_string());
        yield_!(packed.text);
        let noisy = packed.noisy;
        yield_!(noisy.1.to_string());
        packed.noisy = noisy;
        packed.text = { packed.byte }.to_string();
        yield_!(packed.text);
    }
    let packed = Packed {
        byte: 1,
        text: "text".to_owned(),
        number: u64::MAX,
        noisy: noisy("noisy", 3),
    };
    let items: Vec<String> = items(packed).collect();
    assert_eq!(items, ["18446744073709551615", "text", "3", "1"]);
    assert_eq!(said(), ["make noisy3", "drop noisy3"]);
}

#[test]
fn what_is_copy_or_borrowed_is_not_kept() {
    #[derive(Clone, Copy)]
    struct Row<'r> {
        id: u32,
        name: &'r str,
    }
    struct Rows {
        left: u32,
        name: String,
    }
    impl Rows {
        fn next(&mut self) -> Option<Row<'_>> {
            self.left = self.left.checked_sub(1)?;
            self.name.push('x');
            Some(Row {
                id: self.left,
                name: &self.name,
            })
        }
    }
    #[generator]
    fn ids(mut rows: Rows) -> impl Iterator<Item = (u32, usize)> {
        while let Some(row) = rows.next() {
            yield_!((row.id, row.name.len()));
        }
    }
    #[generator]
    fn by_reference(rows: &[(u32, String)]) -> impl Iterator<Item = u32> {
        for row in rows {
            yield_!(row.0);
            yield_!(row.1.len() as u32);
        }
    }
    let rows = Rows {
        left: 2,
        name: String::new(),
    };
    assert_eq!(ids(rows).collect::<Vec<_>>(), [(1, 1), (0, 2)]);
    let rows = [(1, "one".to_owned()), (2, String::new())];
    assert_eq!(by_reference(&rows).collect::<Vec<_>>(), [1, 3, 2, 0]);
}

#[test]
fn memory_may_be_all_there_is_to_give_back() {
    fn sum(numbers: Vec<u32>) -> u32 {
        numbers.into_iter().sum()
    }
    #[generator]
    fn sums(numbers: Vec<u32>, now: bool) -> impl Iterator<Item = u32> {
        let first = Some(if now { sum(numbers) } else { 1 });
        yield_!(first.unwrap_or_default());
        yield_!(2);
    }
    #[generator]
    fn longer(one: Vec<u32>, other: Vec<u32>) -> impl Iterator<Item = u32> {
        let longer = if one.len() > other.len() { one } else { other };
        for number in longer {
            yield_!(number);
        }
    }
    assert_eq!(sums(vec![1, 2], true).collect::<Vec<_>>(), [3, 2]);
    assert_eq!(sums(vec![1, 2], false).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(longer(vec![1], vec![2, 3]).collect::<Vec<_>>(), [2, 3]);
}
