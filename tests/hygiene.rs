//! Names: whatever the user calls things, the expansion neither catches them nor is caught; and generators where names
//! are many: macros, nested generators, generic impls, associated types, paths in patterns.

#![allow(
    clippy::all,
    clippy::pedantic,
    unused_braces,
    unused_labels,
    unused_qualifications,
    non_upper_case_globals,
    non_camel_case_types,
    non_snake_case,
    unused_macros,
    dead_code,
    reason = "names are chosen to clash"
)]

use support::{Log, items_of, log_of};

/// Types, traits and constants that are named like those of the prelude, and like those that the expansion could use.
mod a_prelude_of_its_own {
    use gen_runtime::{generator, yield_, yield_from};

    pub struct State(pub u8);
    pub struct Start;
    pub struct Done;
    pub struct Generator;
    pub struct Machine;
    pub struct PhantomData;
    pub enum Option {
        None,
        Some(u8),
    }
    #[derive(Clone, Copy)]
    pub struct Some;
    #[derive(Clone, Copy)]
    pub struct None;
    pub struct Ok;
    pub struct Err;
    pub struct Result;
    pub trait Iterator {
        fn next(&self) -> u8 {
            99
        }
        fn fold(&self) -> u8 {
            98
        }
        fn into_iter(&self) -> u8 {
            97
        }
    }
    impl Iterator for State {}
    pub trait IntoIterator {}
    pub trait Clone {}
    pub trait Copy {}
    pub trait Drop {}
    pub trait Fn {}
    pub trait FnMut {}
    pub trait FnOnce {}
    pub trait Default {}
    pub trait From {}
    pub trait Into {}
    pub trait Send {}
    pub trait Sized_ {}
    pub struct Box;
    pub struct Vec;
    pub struct String;
    pub fn drop() {}
    pub fn resume() {}
    pub fn suspend() {}
    pub fn replace() {}

    pub mod core {
        pub struct Fake;
    }
    pub mod std {
        pub struct Fake;
    }
    pub mod alloc {}
    pub mod gen_runtime_ {}

    macro_rules! panic {
        ($($t:tt)*) => {
            compile_error!("the user's `panic!`")
        };
    }
    macro_rules! matches {
        ($($t:tt)*) => {
            compile_error!("the user's `matches!`")
        };
    }
    macro_rules! unreachable {
        ($($t:tt)*) => {
            compile_error!("the user's `unreachable!`")
        };
    }
    macro_rules! compile_error_ {
        () => {};
    }

    #[generator]
    pub fn numbers(state: State) -> impl ::core::iter::Iterator<Item = u8> {
        let start = Start;
        let done = Done;
        yield_!(state.next());
        yield_!(state.fold() + state.into_iter() - 100);
        let option = Option::Some(state.0);
        match option {
            Option::None => yield_!(0),
            Option::Some(n) => {
                yield_!(n);
                let _ = (&start, &done, core::Fake, std::Fake, Generator, Machine);
            }
        }
        for n in 0..2 {
            let some = Some;
            yield_!(n);
            let _ = some;
        }
        yield_from!([7, 8]);
        drop();
    }

    #[generator]
    pub fn with_a_guard(
        text: ::std::string::String,
        state: State,
    ) -> impl ::core::iter::Iterator<Item = ::std::string::String> {
        let guard = text.clone();
        yield_!(text);
        let _late: ::std::vec::Vec<State> = ::std::vec::Vec::from([state]);
        yield_!(guard);
    }

    #[generator]
    pub fn fallible(
        text: &str,
    ) -> impl ::core::iter::Iterator<Item = ::core::result::Result<u8, ::core::num::ParseIntError>>
    {
        for part in text.split(',') {
            yield_!(::core::result::Result::Ok(part.parse::<u8>()?));
        }
    }
}

#[test]
fn the_prelude_may_be_shadowed() {
    use a_prelude_of_its_own::{State, fallible, numbers, with_a_guard};
    assert_eq!(items_of(|| numbers(State(5))), [99, 95, 5, 0, 1, 7, 8]);
    assert_eq!(
        items_of(|| with_a_guard("a".to_owned(), State(1))),
        ["a", "a"]
    );
    assert_eq!(items_of(|| fallible("1,2")), [Ok(1), Ok(2)]);
    assert_eq!(fallible("1,x,3").count(), 2);
}

mod no_imports_at_all {
    #[gen_runtime::generator]
    pub fn twice(n: u8) -> impl Iterator<Item = u8> {
        gen_runtime::yield_!(n);
        gen_runtime::yield_from!(Some(n + 1));
    }
}

mod imports_under_other_names {
    use gen_runtime as generators;
    use gen_runtime::generator as makes_items;

    #[makes_items]
    pub fn once(n: u8) -> impl Iterator<Item = u8> {
        generators::yield_!(n);
    }
}

#[test]
fn nothing_needs_to_be_imported() {
    assert_eq!(items_of(|| no_imports_at_all::twice(1)), [1, 2]);
    assert_eq!(items_of(|| imports_under_other_names::once(3)), [3]);
}

use gen_runtime::{generator, yield_, yield_from};

#[test]
fn locals_named_like_parts_of_a_state_machine() {
    #[generator]
    fn clashes(next: u32, fold: u32, generator: u32) -> impl Iterator<Item = u32> {
        let state = next;
        let sink = fold;
        let now = generator;
        yield_!(state);
        let item = now + 1;
        let machine = move |resume: u32| resume + item;
        let suspend = machine(1);
        yield_!(suspend);
        let (kept, keep, hold, forget) = (1, 2, 3, 4);
        yield_!(kept + keep);
        let element = hold + forget;
        let iter = element..element + 2;
        for element in iter {
            let into_iter = element;
            yield_!(into_iter);
        }
        let Yield0 = sink;
        let Start = now;
        let Done = Yield0 + Start;
        yield_!(Done);
        let result = Done + element;
        let value = result;
        let tmp = value;
        yield_!(tmp + result + value);
        yield_!(state + sink + now + item);
    }
    assert_eq!(items_of(|| clashes(1, 2, 3)), [1, 5, 3, 7, 8, 5, 36, 10]);
}

#[test]
fn type_parameters_named_like_those_of_the_enum() {
    #[generator]
    fn many<A: Copy, B, I, T, S, State, F>(
        a: A,
        mut b: Vec<B>,
        i: I,
        t: T,
        s: S,
        state: State,
        f: F,
    ) -> impl Iterator<Item = (A, usize)>
    where
        I: Iterator<Item = A>,
        F: Fn(&T, &S, &State) -> usize,
    {
        yield_!((a, b.len()));
        for x in i {
            b.pop();
            yield_!((x, b.len()));
        }
        yield_!((a, f(&t, &s, &state)));
    }
    assert_eq!(
        items_of(
            || many('a', vec![(), ()], "xy".chars(), 1, 2, 3, |t, s, state| t
                + s
                + state)
        ),
        [('a', 2), ('x', 1), ('y', 0), ('a', 6)]
    );
}

#[test]
fn functions_named_like_anything() {
    mod names {
        use gen_runtime::{generator, yield_};

        #[generator]
        pub fn next() -> impl Iterator<Item = u8> {
            yield_!(1);
        }
        #[generator]
        pub fn state() -> impl Iterator<Item = u8> {
            yield_!(2);
        }
        #[generator]
        pub fn r#loop() -> impl Iterator<Item = u8> {
            for r#in in 0..2 {
                yield_!(r#in);
            }
        }
        #[generator]
        pub fn generator_() -> impl Iterator<Item = u8> {
            yield_!(4);
        }
        #[generator]
        pub fn __() -> impl Iterator<Item = u8> {
            let __x = 5;
            yield_!(__x);
        }
        #[generator]
        pub fn Done() -> impl Iterator<Item = u8> {
            yield_!(6);
        }
        #[generator]
        pub fn größe() -> impl Iterator<Item = u8> {
            let ä = 7;
            yield_!(ä);
            yield_!(ä + 1);
        }
    }
    assert_eq!(items_of(names::next), [1]);
    assert_eq!(items_of(names::state), [2]);
    assert_eq!(items_of(names::r#loop), [0, 1]);
    assert_eq!(items_of(names::generator_), [4]);
    assert_eq!(items_of(names::__), [5]);
    assert_eq!(items_of(names::Done), [6]);
    assert_eq!(items_of(names::größe), [7, 8]);
}

#[test]
fn raw_identifiers_everywhere() {
    struct Raw {
        r#type: u8,
        r#match: Vec<u8>,
    }
    #[generator]
    fn raw<'a, r#fn: Copy + 'a>(
        r#struct: &'a Raw,
        r#ref: r#fn,
    ) -> impl Iterator<Item = (u8, r#fn)> {
        let Raw { r#type, r#match } = r#struct;
        let r#loop = *r#type;
        yield_!((r#loop, r#ref));
        'r#while: for &r#for in r#match {
            if r#for == 0 {
                break 'r#while;
            }
            let r#type = r#for + r#loop;
            yield_!((r#type, r#ref));
        }
        yield_!((*r#type, r#ref));
    }
    let list = Raw {
        r#type: 1,
        r#match: vec![5, 0, 6],
    };
    assert_eq!(items_of(|| raw(&list, ())), [(1, ()), (6, ()), (1, ())]);
}

#[test]
fn labels_and_lifetimes_named_like_those_of_the_machine() {
    #[generator]
    fn labels<'machine, 'state>(
        a: &'machine str,
        b: &'state str,
    ) -> impl Iterator<Item = (char, char)> + use<'machine, 'state> {
        'machine: for x in a.chars() {
            'state: for y in b.chars() {
                'block: {
                    if x == y {
                        break 'block;
                    }
                    if y == '!' {
                        continue 'machine;
                    }
                    if x == '.' {
                        break 'machine;
                    }
                    yield_!((x, y));
                    continue 'state;
                }
                yield_!((x, '='));
            }
        }
    }
    assert_eq!(
        items_of(|| labels("ab.c", "bx!y")),
        [('a', 'b'), ('a', 'x'), ('b', '='), ('b', 'x')]
    );
}

// Macros.

macro_rules! generator_fn {
    ($(#[$meta:meta])* $vis:vis fn $name:ident($($arg:ident: $ty:ty),*) -> $item:ty $body:block) => {
        $(#[$meta])*
        #[generator]
        $vis fn $name($($arg: $ty),*) -> impl Iterator<Item = $item> $body
    };
}

generator_fn! {
    /// Documented.
    pub fn from_a_block(n: u32, text: &'static str) -> String {
        let mut n = n;
        while n > 0 {
            yield_!(format!("{text}{n}"));
            n -= 1;
        }
    }
}

macro_rules! with_parts {
    ($name:ident, $item:ty, $pattern:pat, $source:expr, $label:lifetime, $cond:expr, $value:expr, { $($last:tt)* }) => {
        #[generator]
        fn $name() -> impl Iterator<Item = $item> {
            $label: for $pattern in $source {
                if $cond {
                    break $label;
                }
                yield_!($value);
            }
            $($last)*
        }
    };
}

with_parts!(
    from_parts,
    u32,
    (i, n),
    [1, 2, 3, 50, 4].into_iter().enumerate(),
    'outer,
    n > 9,
    n * 10 + i as u32,
    {
        let last = 7;
        yield_!(last);
    }
);

macro_rules! local_of_its_own {
    ($name:ident, $x:ident, $value:expr) => {
        #[generator]
        fn $name($x: u32) -> impl Iterator<Item = u32> {
            let hidden = 100;
            yield_!(hidden);
            let y = $value;
            yield_!(hidden + y);
            let own = 1;
            yield_!(own + $x);
        }
    };
}

local_of_its_own!(hygienic, x, {
    let hidden = x * 2;
    hidden + 1
});

#[test]
fn generators_made_by_macros() {
    assert_eq!(items_of(|| from_a_block(2, "n")), ["n2", "n1"]);
    assert_eq!(items_of(from_parts), [10, 21, 32, 7]);
}

#[test]
fn macros_of_the_standard_library_beside_other_things_of_their_names() {
    assert_eq!(
        items_of(named_like_macros::all),
        (1..=12).collect::<Vec<_>>()
    );
}

#[test]
fn a_local_of_a_macro_and_one_of_the_user_are_two_things() {
    assert_eq!(items_of(|| hygienic(1000)), [100, 2101, 1001]);
}

#[test]
fn a_macro_in_the_body_that_declares_uses_and_assigns() {
    macro_rules! add {
        ($to:ident, $n:expr) => {
            $to += $n
        };
    }
    macro_rules! max {
        ($x:expr) => { $x };
        ($x:expr, $($rest:expr),+) => {{
            let a = $x;
            let b = max!($($rest),+);
            if a > b { a } else { b }
        }};
    }
    #[generator]
    fn sums(a: u32, b: u32) -> impl Iterator<Item = u32> {
        let mut total = 0;
        add!(total, a);
        yield_!(total);
        add!(total, max!(a, b, 3));
        yield_!(total);
        let list = vec![total; 2];
        yield_!(max!(list[0], b, list.len() as u32));
    }
    assert_eq!(items_of(|| sums(1, 9)), [1, 10, 10]);
}

// What is no macro may have a macro's name.
mod named_like_macros {
    use gen_runtime::{anchor, generator, yield_};

    mod vec {}
    mod format {}
    fn write() -> u32 {
        1
    }

    #[generator]
    pub fn all() -> impl Iterator<Item = u32> {
        use std::fmt::Write;
        let assert = write();
        let mut text = std::string::String::new();
        assert!({
            yield_!(assert);
            true
        });
        std::println!("{:?}", yield_!(2));
        assert_eq!(
            {
                yield_!(3);
                3
            },
            3
        );
        let vec = vec![{
            yield_!(4);
            5
        }];
        write!(text, "{}", {
            yield_!(vec[0]);
            "text"
        })
        .unwrap();
        if matches!(
            {
                yield_!(6);
                text.as_str()
            },
            "text"
        ) {
            println!("{}", {
                yield_!(7);
                format!("{:?}", yield_!(8))
            });
        }
        dbg!(yield_!(9));
        debug_assert!({
            yield_!(10);
            true
        });
        if vec.is_empty() {
            todo!("{:?}", yield_!(0));
        } else if vec.len() == 2 {
            unimplemented!("{:?}", yield_!(0));
        } else if vec.len() == 3 {
            unreachable!("{:?}", yield_!(0));
        }
        let kept = anchor!(vec![11, 12]);
        for number in kept.iter() {
            debug_assert_ne!(*number, 0);
            yield_!(*number);
        }
    }
}

#[test]
fn a_macro_in_the_body_that_names_locals_and_is_called_after_yields() {
    #[generator]
    fn all(n: u32, list: Vec<u32>) -> impl Iterator<Item = u32> {
        let mut count = 0;
        macro_rules! bump {
            () => {
                count += n
            };
        }
        bump!();
        yield_!(count);
        bump!();
        for item in list {
            let mut seen = vec![item];
            macro_rules! last {
                () => {
                    seen[seen.len() - 1]
                };
            }
            macro_rules! sum {
                ($more:expr) => {{
                    bump!();
                    count + last!() + $more
                }};
            }
            yield_!(last!());
            if item > 1 {
                let count = 100;
                seen.push(7);
                yield_!(sum!(count));
                seen.push(8);
                yield_!(sum!(0));
            }
            yield_!(last!() + 1000);
        }
        yield_!(count);
        bump!();
        yield_!(count);
    }
    assert_eq!(
        items_of(|| all(10, vec![1, 2])),
        [10, 1, 1001, 2, 137, 48, 1008, 40, 50]
    );

    // It names what was in scope where it is defined.
    #[generator]
    fn hidden(x: u32) -> impl Iterator<Item = u32> {
        macro_rules! outer {
            () => {
                x
            };
        }
        yield_!(outer!());
        let x = x + 1;
        macro_rules! inner {
            () => {
                x * 10
            };
        }
        yield_!(outer!());
        while inner!() < 1000 {
            yield_!(inner!() + outer!());
            let x = outer!() + 2;
            yield_!(x + inner!());
            yield_!(x + outer!());
            break;
        }
        yield_!(x);
    }
    assert_eq!(items_of(|| hidden(5)), [5, 5, 65, 67, 12, 6]);
}

// Generators in generators.

#[test]
fn a_generator_inside_the_body_of_a_generator() {
    #[generator]
    fn outer(n: u32) -> impl Iterator<Item = u32> {
        #[generator]
        fn inner(n: u32) -> impl Iterator<Item = u32> {
            #[generator]
            fn innermost(n: u32) -> impl Iterator<Item = u32> {
                yield_!(n * 100);
            }
            yield_!(n);
            yield_from!(innermost(n));
        }
        for n in 0..n {
            yield_from!(inner(n));
        }
        struct Local(u32);
        impl Local {
            #[generator]
            fn items(self) -> impl Iterator<Item = u32> {
                let Self(n) = self;
                yield_!(n);
            }
        }
        yield_from!(Local(n).items());
    }
    assert_eq!(items_of(|| outer(3)), [0, 0, 1, 100, 2, 200, 3]);
}

// Impl blocks.

struct Grid<T, const W: usize, const H: usize> {
    cells: [[T; W]; H],
}

impl<T: Copy + PartialEq, const W: usize, const H: usize> Grid<T, W, H> {
    const SIZE: usize = W * H;

    #[generator]
    fn cells(&self) -> impl Iterator<Item = (usize, usize, T)> {
        for y in 0..H {
            for x in 0..W {
                yield_!((x, y, self.cells[y][x]));
            }
        }
    }

    #[generator]
    fn columns(&self) -> impl Iterator<Item = [T; H]> {
        for x in 0..W {
            let mut column = [self.cells[0][x]; H];
            for y in 1..H {
                column[y] = self.cells[y][x];
            }
            yield_!(column);
        }
    }

    #[generator]
    fn positions(self, of: T) -> impl Iterator<Item = usize>
    where
        T: 'static,
    {
        let mut found = 0;
        for (i, cell) in self.cells.into_iter().flatten().enumerate() {
            if cell == of {
                found += 1;
                yield_!(i);
            }
        }
        yield_!(Self::SIZE - found);
    }

    #[generator]
    fn filled(count: usize, with: T) -> impl Iterator<Item = Self> {
        for _ in 0..count {
            yield_!(Self {
                cells: [[with; W]; H]
            });
        }
    }
}

#[test]
fn const_generics_self_and_associated_constants() {
    let grid = Grid {
        cells: [[1, 2, 3], [1, 5, 6]],
    };
    assert_eq!(grid.cells().nth(4), Some((1, 1, 5)));
    assert_eq!(grid.columns().collect::<Vec<_>>(), [[1, 1], [2, 5], [3, 6]]);
    assert_eq!(grid.positions(1).collect::<Vec<_>>(), [0, 3, 4]);
    assert_eq!(Grid::<u8, 2, 2>::filled(3, 0).count(), 3);
}

trait Source {
    type Item: Clone;
    type Iter<'a>: Iterator<Item = &'a Self::Item>
    where
        Self: 'a;
    const EXTRA: usize;

    fn items(&self) -> Self::Iter<'_>;

    #[generator]
    fn cloned(&self) -> impl Iterator<Item = Self::Item> {
        for item in self.items() {
            yield_!(item.clone());
        }
    }

    #[generator]
    fn repeated(&self, times: usize) -> Box<dyn Iterator<Item = <Self as Source>::Item> + '_> {
        for _ in 0..times + Self::EXTRA {
            for item in Self::items(self) {
                yield_!(<Self::Item as Clone>::clone(item));
            }
        }
    }
}

impl<T: Clone> Source for Vec<T> {
    type Item = T;
    type Iter<'a>
        = std::slice::Iter<'a, T>
    where
        T: 'a;
    const EXTRA: usize = 1;

    fn items(&self) -> Self::Iter<'_> {
        self.iter()
    }
}

#[test]
fn associated_types_and_constants_of_self() {
    let list = vec!["a", "b"];
    assert_eq!(list.cloned().collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(list.repeated(1).collect::<String>(), "abab");
}

struct Countdown(u32);

impl Iterator for Countdown {
    type Item = u32;

    fn next(&mut self) -> Option<Self::Item> {
        self.0 = self.0.checked_sub(1)?;
        Some(self.0)
    }
}

trait Pairs: Iterator + Sized {
    #[generator]
    fn pairs(mut self) -> impl Iterator<Item = (Self::Item, Option<Self::Item>)> {
        while let Some(first) = self.next() {
            let second = self.next();
            yield_!((first, second));
        }
    }
}

impl<I: Iterator> Pairs for I {}

#[test]
fn an_extension_of_every_iterator() {
    assert_eq!(
        Countdown(3).pairs().collect::<Vec<_>>(),
        [(2, Some(1)), (0, None)]
    );
    assert_eq!(
        "ab".chars().pairs().pairs().next(),
        Some((('a', Some('b')), None))
    );
}

// Names in patterns that bind nothing.

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Direction {
    North,
    South,
}
use Direction::{North, South};

const LIMIT: u8 = 3;
#[derive(Clone, Copy, PartialEq, Eq)]
struct Unit;

impl Direction {
    const UP: Self = North;
}

#[test]
fn constants_unit_structs_and_variants_in_patterns_are_not_bindings() {
    #[generator]
    fn classify(list: &[(u8, Direction)]) -> impl Iterator<Item = &'static str> {
        const TWO: u8 = 2;
        for &entry in list {
            match entry {
                (LIMIT, North) => yield_!("limit north"),
                (LIMIT, _) => yield_!("limit"),
                (TWO, Direction::UP) => yield_!("two up"),
                (u8::MAX, South) => {
                    yield_!("max");
                    yield_!("south");
                }
                (n @ (0 | TWO), direction) if direction == South => {
                    yield_!("low");
                    yield_!(if n == TWO { "two" } else { "zero" });
                }
                (9, North) => match Unit {
                    Unit => yield_!("unit"),
                },
                (_, North | South) => yield_!("other"),
            }
        }
        if let North = Direction::UP {
            yield_!("north");
        }
        let None = None::<u8> else { return };
        yield_!("end");
    }
    let list = [
        (3, North),
        (3, South),
        (2, North),
        (255, South),
        (0, South),
        (2, South),
        (9, North),
    ];
    assert_eq!(
        items_of(|| classify(&list)),
        [
            "limit north",
            "limit",
            "two up",
            "max",
            "south",
            "low",
            "zero",
            "low",
            "two",
            "unit",
            "north",
            "end"
        ]
    );
}

#[test]
fn a_constant_and_a_function_with_the_name_of_a_local() {
    fn size() -> u32 {
        10
    }
    const total: u32 = 20;
    #[generator]
    fn named() -> impl Iterator<Item = u32> {
        yield_!(total);
        let size = size();
        yield_!(size);
        let other = { size + total };
        yield_!(other);
    }
    assert_eq!(items_of(named), [20, 10, 30]);
}

#[test]
fn fields_methods_and_types_with_the_name_of_a_local() {
    struct n {
        n: u32,
    }
    impl n {
        fn n(&self) -> u32 {
            self.n
        }
    }
    #[generator]
    fn same(n: n) -> impl Iterator<Item = u32> {
        yield_!(n.n);
        let n { n } = n { n: n.n() + 1 };
        yield_!(n);
        let n = n { n };
        yield_!(n.n() + n.n);
        let m = { n };
        yield_!(m.n);
    }
    assert_eq!(items_of(|| same(n { n: 1 })), [1, 2, 4, 2]);
}

/// A generator, and a function that makes the same list.
macro_rules! of_fragments {
    ($generator:ident $function:ident: $value:expr, $truth:expr, $closure:expr, $ty:ty, $pat:pat, $block:block, $statement:stmt) => {
        #[generator]
        fn $generator(n: $ty) -> impl Iterator<Item = $ty> {
            yield_!($value * 2);
            let product = { yield_!(-$value); n } * $value;
            yield_!(product);
            yield_!(format!("{}", 10 - $value).parse::<$ty>().unwrap());
            println!("{}", { yield_!($value); $value } * $value);
            yield_!(($truth as $ty) + 1);
            yield_!($closure(3));
            $block
            $statement
            if let $pat = n { yield_!(stringify!($value).len() as $ty); }
            assert!($truth);
            yield_!(<$ty>::abs($value) - $value);
            for k in $value..$value + 2 { yield_!(k); }
        }
        fn $function(n: $ty) -> Vec<$ty> {
            let mut list = vec![$value * 2, -$value];
            list.push(n * $value);
            list.push(format!("{}", 10 - $value).parse::<$ty>().unwrap());
            list.push($value);
            list.push(($truth as $ty) + 1);
            list.push($closure(3));
            $block
            $statement
            if let $pat = n { list.push(stringify!($value).len() as $ty); }
            list.push(<$ty>::abs($value) - $value);
            list.extend($value..$value + 2);
            list
        }
    };
}

#[test]
fn fragments_that_a_macro_was_given_keep_together() {
    of_fragments!(sums summed: 1 + 2, 1 < 2, |x| x + 1, i32, 1 | 2, { let _ = 1; }, let _two = 1 + 1);
    assert_eq!(items_of(|| sums(2)), summed(2));
    of_fragments!(casts cast: 7_u8 as i64 - 4, !false && true, |x: i64| { x }, i64, 5..=6, { let _two = 2; }, drop(String::new()));
    assert_eq!(items_of(|| casts(6)), cast(6));
}

macro_rules! in_a_block {
    ($value:expr, $block:block) => {
        gen_runtime::generators! {
            fn plain() -> u32 {
                $block
                $value * 2
            }
            fn doubled() -> impl Iterator<Item = u32> {
                $block
                yield_!($value * 2);
            }
        }
    };
}

#[test]
fn fragments_in_a_block_of_generators() {
    in_a_block!(1 + 2, {
        let _ = 1;
    });
    assert_eq!(plain(), 6);
    assert_eq!(items_of(doubled), [6]);
}

fn doubled_number(number: u32) -> u32 {
    number * 2
}

#[test]
fn self_in_front_of_a_path_is_the_module_also_in_a_method() {
    use gen_runtime::generator;
    struct Number(u32);
    impl Number {
        #[generator]
        fn doubled(&self) -> impl Iterator<Item = u32> {
            yield_!(self::doubled_number(self.0));
            let list: Vec<self::of_self::Small> = vec![self::of_self::SMALL, self.0 as u8];
            yield_!(list.iter().copied().map(u32::from).sum());
            if let self::of_self::SMALL = list[0] {
                yield_!(u32::from(matches!(list[0], self::of_self::SMALL)));
            }
        }
    }
    let number = Number(3);
    assert_eq!(items_of(|| number.doubled()), [6, 10, 1]);
}

mod of_self {
    pub type Small = u8;
    pub const SMALL: Small = 7;
}

#[test]
fn what_the_user_calls_this_is_not_self() {
    use gen_runtime::generator;
    macro_rules! first {
        ($list:expr) => {{
            let this = 100;
            $list[0] + this
        }};
    }
    struct List(Vec<u32>, u32);
    impl List {
        #[generator]
        fn all(&mut self, this: u32) -> impl Iterator<Item = u32> {
            let this1 = this + self.1;
            yield_!(this1);
            {
                let this = first!(self.0);
                self.1 += this;
                yield_!(this);
            }
            let add = |this: u32| this + self.1;
            yield_!(add(this));
            yield_!(format!("{this}{}", self.1).len() as u32);
        }
    }
    let mut list = List(vec![1], 2);
    let items: Vec<u32> = list.all(5).collect();
    assert_eq!(items, [7, 101, 108, 4]);
    list.1 = 2;
    let mut items = Vec::new();
    list.all(5).for_each(|item| items.push(item));
    assert_eq!(items, [7, 101, 108, 4]);
}

#[test]
fn labels_of_a_macro_and_of_its_caller_are_two() {
    use gen_runtime::{generator, yield_};
    macro_rules! loops {
        ($name:ident, $label:lifetime, $body:block) => {
            #[generator]
            fn $name() -> impl Iterator<Item = u32> {
                $label: for i in 0..2 {
                    'a: for j in 0..3 {
                        yield_!(i * 10 + j);
                        if j == 1 {
                            $body
                        }
                        if i == 7 {
                            break 'a;
                        }
                    }
                }
            }
        };
    }
    loops!(continued, 'a, { continue 'a });
    loops!(left, 'a, { break 'a });
    macro_rules! blocks {
        ($name:ident, $label:lifetime, $body:expr) => {
            #[generator]
            fn $name() -> impl Iterator<Item = u32> {
                let value = $label: {
                    let inner = 'a: {
                        yield_!(1);
                        if true {
                            $body
                        }
                        let one = || 'a: {
                            if false {
                                break 'a 0;
                            }
                            1
                        };
                        if one() == 1 {
                            break 'a 2;
                        }
                        3
                    };
                    yield_!(inner);
                    4
                };
                yield_!(value);
            }
        };
    }
    blocks!(outer, 'a, break 'a 9);
    blocks!(inner, 'b, ());
    blocks!(native, 'a, 'a: loop { break 'a });
    assert_eq!(items_of(continued), [0, 1, 10, 11]);
    assert_eq!(items_of(left), [0, 1]);
    assert_eq!(items_of(outer), [1, 9]);
    assert_eq!(items_of(inner), [1, 2, 4]);
    assert_eq!(items_of(native), [1, 2, 4]);
}

mod values {
    pub const LIMIT: u32 = 9;
    pub const limit: u32 = 3;
    pub fn step() -> u32 {
        3
    }
    pub enum Way {
        Up,
        Down,
    }
    pub enum One {
        A,
        B,
    }
}

#[test]
fn an_item_of_a_block_is_not_the_local_around_it() {
    #[generator]
    fn items(log: Log, k: u32) -> impl Iterator<Item = String> {
        let step = log.noisy("step");
        let twice = |x: u32| x * 3;
        yield_!(format!("{k} {step} {}", twice(1)));
        {
            const k: u32 = 30;
            fn twice(x: u32) -> u32 {
                x * 4
            }
            use values::step;
            yield_!(format!("{k} {} {}", step(), twice(1)));
            let step = step() + k;
            yield_!(format!("{step} {}", k + 1));
            loop {
                let twice = twice(k);
                yield_!(twice.to_string());
                break;
            }
            yield_!(format!("{step} {k}"));
        }
        yield_!(format!("{k} {step} {}", twice(5)));
    }
    let said = [
        "item 1 step 3",
        "item 30 3 4",
        "item 33 31",
        "item 120",
        "item 33 30",
        "item 1 step 15",
        "drop step",
    ];
    assert_eq!(log_of(|log| items(log, 1)), said);
}

#[test]
fn an_item_of_the_body_is_not_the_argument() {
    #[generator]
    fn items((step, a): (u32, u32), mut b: u32, c: u32, fmt: u32) -> impl Iterator<Item = u32> {
        use std::fmt::{self, Write};
        const b: u32 = 5;
        fn step() -> u32 {
            7
        }
        const fn c() -> u32 {
            1
        }
        fn length() -> Result<u32, fmt::Error> {
            let mut text = String::new();
            write!(text, "{b}")?;
            Ok(text.len() as u32)
        }
        yield_!(a + b);
        yield_!(step() + c());
        yield_!(fmt + length().unwrap());
    }
    assert_eq!(items_of(|| items((1, 2), 3, 4, 10)), [7, 8, 11]);
}

#[test]
fn a_constant_of_the_body_as_a_pattern() {
    #[generator]
    fn found(numbers: [u32; 4]) -> impl Iterator<Item = u32> {
        const low: u32 = 2;
        use values::limit;
        for x in numbers {
            match x {
                low => {
                    yield_!(20);
                    yield_!(low);
                }
                limit => {
                    yield_!(30);
                    yield_!(limit);
                }
                x => yield_!(x),
            }
        }
    }
    assert_eq!(items_of(|| found([1, 2, 3, 4])), [1, 20, 2, 30, 3, 4]);
}

#[test]
fn a_variable_in_upper_case_that_a_pattern_binds_again() {
    #[generator]
    fn numbers(o: Option<u32>) -> impl Iterator<Item = u32> {
        let N = 7;
        {
            use values::LIMIT as N;
            if let N = 9u32 {
                yield_!(N);
                yield_!(N + 1);
            }
        }
        if let Some(N) = o {
            yield_!(N);
            yield_!(N);
        }
        yield_!(N);
        yield_!(N);
    }
    assert_eq!(items_of(|| numbers(Some(3))), [9, 10, 3, 3, 7, 7]);
}

#[test]
fn a_constant_in_a_pattern_that_cannot_fail() {
    use values::{One::*, Way::*};
    struct Unit;

    #[generator]
    fn numbers(
        (Unit, x): (Unit, u32),
        a: Option<u32>,
        one: values::One,
    ) -> impl Iterator<Item = u32> {
        yield_!(x);
        let ((Some(x), _) | (None, x)) = (a, 5);
        yield_!(x);
        let (A | B) = one;
        for (Up | Down, n) in [(Up, 1), (Down, 2)] {
            yield_!(n);
            yield_!(n);
        }
        let unit = Unit;
        yield_!(6);
        let Unit = unit;
        yield_!(7);
    }
    let all = || numbers((Unit, 4), None, B);
    assert_eq!(items_of(all), [4, 5, 1, 1, 2, 2, 6, 7]);
}

#[test]
fn braces_that_are_escapes_and_escapes_with_braces() {
    #[generator]
    fn texts(x: u32, a: u32) -> impl Iterator<Item = String> {
        yield_!(format!("{x}{a}"));
        let x = "in";
        yield_!(format!("\x7bx}\u{a}{a}"));
        let a = "aa";
        yield_!(format!("\u{7b}a\u{7d}\u{a}{x:>3} \u{7b}{ \x7d\x7D"));
        yield_!(format!(r"\u{a}"));
        yield_!(format!("\\x7{x}\\u{a}"));
    }
    let all = ["12", "in\n2", "aa\n in { }", r"\uaa", r"\x7in\uaa"];
    assert_eq!(items_of(|| texts(1, 2)), all);
}
