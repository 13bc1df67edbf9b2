//! What is a row? An iterator that several approaches write, and the three ways to drive it.

use std::{fmt, hint::black_box};

use crate::input::Input;

/// One iterator, written in several ways.
pub struct Row {
    /// As the tables call it.
    pub name: &'static str,
    /// How many items there are.
    pub items: fn(&Input) -> usize,
    /// The ways.
    pub candidates: &'static [Candidate],
}

/// The iterator as one approach writes it.
pub struct Candidate {
    /// Who wrote it.
    pub approach: Approach,
    /// How many bytes it is, if it is one value.
    pub size: Option<fn(&Input) -> usize>,
    /// Drives it to its end. Each of these is a function of its own that is not inlined.
    pub runs: &'static [(Drive, Run)],
}

/// Makes the iterator, takes all its items and says what came of it.
pub type Run = fn(&Input) -> u64;

/// A way to write an iterator.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Approach {
    /// A struct with a `next`.
    ByHand,
    /// `#[generator]`.
    Ours,
    /// What `std::iter` offers.
    Combinators,
    /// The crate `diapause`.
    Diapause,
    /// The crate `genawaiter2`, on the stack.
    Genawaiter2,
    /// The crate `fauxgen`, pinned to the stack.
    Fauxgen,
    /// The `gen` functions of the nightly compiler.
    #[cfg_attr(not(gen_blocks), expect(dead_code))]
    GenBlocks,
}

/// A way to take the items of an iterator.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Drive {
    /// By a `for` loop.
    For,
    /// By `fold`.
    Fold,
    /// By a `for` loop over a `&mut dyn Iterator`.
    Dyn,
}

impl fmt::Display for Approach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Approach::ByHand => "by-hand",
            Approach::Ours => "ours",
            Approach::Combinators => "combinators",
            Approach::Diapause => "diapause",
            Approach::Genawaiter2 => "genawaiter2",
            Approach::Fauxgen => "fauxgen",
            Approach::GenBlocks => "gen",
        })
    }
}

impl fmt::Display for Drive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Drive::For => "for",
            Drive::Fold => "fold",
            Drive::Dyn => "dyn",
        })
    }
}

impl Row {
    /// What runs, by name: `ours-for`, `by-hand-dyn`, ….
    pub fn columns(&self) -> impl Iterator<Item = (String, &'static Candidate, Drive, Run)> {
        self.candidates.iter().flat_map(|candidate| {
            let runs = candidate.runs.iter();
            runs.map(move |&(drive, run)| {
                let name = format!("{}-{drive}", candidate.approach);
                (name, candidate, drive, run)
            })
        })
    }
}

/// Drives an iterator by `for`.
#[inline(always)]
pub fn by_for<I: IntoIterator>(items: I, value: impl Fn(I::Item) -> u64) -> u64 {
    let mut sum = 0_u64;
    for item in items {
        sum = sum.wrapping_add(value(item));
    }
    sum
}

/// Drives an iterator by `fold`.
#[inline(always)]
pub fn by_fold<I: Iterator>(items: I, value: impl Fn(I::Item) -> u64) -> u64 {
    items.fold(0_u64, |sum, item| sum.wrapping_add(value(item)))
}

/// Drives an iterator by `for`, without knowing which it is.
#[inline(always)]
pub fn by_dyn<I: Iterator>(mut items: I, value: impl Fn(I::Item) -> u64) -> u64 {
    let items: &mut dyn Iterator<Item = I::Item> = &mut items;
    by_for(black_box(items), value)
}

/// Defines the `ROW` of a file from the call that makes its iterator, which is the same in the module of each approach.
macro_rules! row {
    (
        name: $name:literal,
        call: |$input:ident| $function:ident $arguments:tt,
        $(through: $through:ident,)?
        value: $value:expr,
        also: [$($also:ident)?],
    ) => {
        pub const ROW: $crate::row::Row = {
            use $crate::row::{native, stackless, Approach, Candidate, Row};
            use $crate::input::Input;

            macro_rules! through {
                ($items:expr) => { $crate::row::first!($($through,)? std::convert::identity)($items) };
            }
            Row {
                name: $name,
                items: |$input| by_hand::$function $arguments.count(),
                candidates: &[
                    native!(ByHand, |$input| by_hand::$function $arguments, $value),
                    native!(Ours, |$input| ours::$function $arguments, $value),
                    $(native!(Combinators, |$input| $also::$function $arguments, $value),)?
                    Candidate {
                        approach: Approach::Diapause,
                        size: Some(|$input| size_of_val(&diapause::$function $arguments)),
                        runs: stackless!(|$input| diapause::$function $arguments.into_iter(), $value),
                    },
                    Candidate {
                        approach: Approach::Genawaiter2,
                        size: None,
                        runs: &[($crate::row::Drive::For, {
                            #[inline(never)]
                            fn run($input: &Input) -> u64 {
                                ::genawaiter2::stack::let_gen_using!(items, |co| {
                                    $crate::row::with_co!(co, genawaiter::$function $arguments)
                                });
                                $crate::row::by_for(through!(items.into_iter()), $value)
                            }
                            run
                        })],
                    },
                    Candidate {
                        approach: Approach::Fauxgen,
                        size: Some(|$input| size_of_val(&fauxgen::$function $arguments)),
                        runs: stackless!(|$input| std::pin::pin!(fauxgen::$function $arguments), $value),
                    },
                    #[cfg(gen_blocks)]
                    native!(GenBlocks, |$input| gen_blocks::$function $arguments, $value),
                ],
            }
        };
    };
}

/// A candidate that is an iterator, driven in all three ways.
macro_rules! native {
    ($approach:ident, |$input:ident| $items:expr, $value:expr) => {
        Candidate {
            approach: Approach::$approach,
            size: Some(|$input| size_of_val(&$items)),
            runs: &[
                $crate::row::run!(For, by_for, |$input| $items, $value),
                $crate::row::run!(Fold, by_fold, |$input| $items, $value),
                $crate::row::run!(Dyn, by_dyn, |$input| $items, $value),
            ],
        }
    };
}

/// The run of a candidate that becomes an iterator where it is used.
macro_rules! stackless {
    (|$input:ident| $items:expr, $value:expr) => {
        &[$crate::row::run!(For, by_for, |$input| $items, $value)]
    };
}

/// One way to drive one candidate, in a function of its own.
macro_rules! run {
    ($drive:ident, $by:ident, |$input:ident| $items:expr, $value:expr) => {
        ($crate::row::Drive::$drive, {
            #[inline(never)]
            fn run($input: &Input) -> u64 {
                $crate::row::$by(through!($items), $value)
            }
            run
        })
    };
}

/// A call with one more argument, before the others.
macro_rules! with_co {
    ($co:ident, $module:ident::$function:ident ($($argument:expr),*)) => {
        $module::$function($co, $($argument),*)
    };
}

/// The first of one or two names.
macro_rules! first {
    ($first:ident, $($default:tt)*) => { $first };
    ($($default:tt)*) => { $($default)* };
}

/// What only the nightly compiler can read.
#[cfg(gen_blocks)]
macro_rules! nightly {
    ($($tokens:tt)*) => { $($tokens)* };
}

#[cfg(not(gen_blocks))]
macro_rules! nightly {
    ($($tokens:tt)*) => {};
}

pub(crate) use {first, native, nightly, row, run, stackless, with_co};
