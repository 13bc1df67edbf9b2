//! What generated code calls. Not a part of the public interface: it may change in any release.

mod by_position;
mod failure;
mod head;
#[allow(unsafe_code, reason = "the slot of a local that is known to be full")]
mod in_place;
mod keep;
mod times;

use core::{fmt, marker::PhantomData, mem};

pub use by_position::*;
pub use failure::{Branch, Fail, Failed, FromError, FromNothing, Nothing};
pub use head::{CopyOut, Head, Reference, Stay};
pub use in_place::*;
pub use keep::*;
pub use times::*;

pub use core::compile_error;

// What generated code calls by these paths is sure to be the standard library's.
#[cfg(feature = "alloc")]
pub use alloc::{format, vec};
pub use core::{
    assert, assert_eq, assert_ne, debug_assert, debug_assert_eq, debug_assert_ne, format_args,
    matches, panic, todo, unimplemented, unreachable, write, writeln,
};

/// The macros of the standard library that generated code asks for by the user's names, but for those that only `std` has, and nothing else.
pub mod standard {
    #[cfg(feature = "alloc")]
    pub use alloc::format;
    pub use core::{
        assert, assert_eq, assert_ne, debug_assert, debug_assert_eq, debug_assert_ne, format_args,
        matches, todo, unimplemented, unreachable, write, writeln,
    };

    #[cfg(feature = "alloc")]
    pub use with_modules::*;

    #[cfg(feature = "alloc")]
    mod with_modules {
        pub use alloc::vec;
    }

    // Hides the module of this name from those who import everything.
    #[cfg(feature = "alloc")]
    #[allow(unused, hidden_glob_reexports)]
    mod vec {}
}

#[cfg(feature = "alloc")]
pub use crate::anchored::{Anchored, Promises, assert_send, assert_sync, fill, pointer, reference};
pub use crate::lent::{Lent, lend, lend_bound, reborrow};
pub use crate::partial::{
    Carry, Note, Noted, Nothing as NothingGone, Partial, Parts, Plain, Whole, answered, changed,
    in_parts, note_gone, parts, put_part, take_part, taken_by_method, type_in, type_noted_in,
    type_of_part,
};

pub use crate::rest::{Rest, apart, rest, take_bound};
pub use crate::resumed::{Vacant, park, resume, suspend, unpark};

pub use crate::{
    __answered as answered, __ask as ask, __borrowing_method as borrowing_method,
    __combined as combined, __combined_part as combined_part, __dies as dies, __emptied as emptied,
    __head as head, __iterated as iterated, __iterated_part as iterated_part, __keep as keep,
    __like as like, __live as live, __method_that_lends as method_that_lends,
    __method_that_takes as method_that_takes, __nothing_left as nothing_left,
    __own_method as own_method, __perhaps as perhaps, __question as question, __reader as reader,
    __rest as rest, __restore as restore, __same_type as same_type, __seen as seen,
    __take_bound as take_bound, __there_if_copied as there_if_copied, __unbound as unbound,
    __with_allocator as with_allocator,
};

/// A generator with anchors, which are in a heap frame.
#[cfg(feature = "alloc")]
#[doc(hidden)]
#[macro_export]
macro_rules! __with_allocator {
    ({ $($body:tt)* } else { $($stub:tt)* }) => { $($body)* };
}

/// Without an allocator it is refused.
#[cfg(not(feature = "alloc"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __with_allocator {
    ({ $($body:tt)* } else { $($stub:tt)* }) => {
        $crate::__private::compile_error!("an anchor is kept on the heap; add the feature `alloc` to the dependency on `gen-runtime`, or let the caller own what is borrowed");
        $($stub)*
    };
}

/// Refused by rustc if another macro than the standard library's is called `$name` here: then the name could be either's. All that
/// it says of the remedy is the name of the macro that this comes from, which stands for what the name is needed for.
#[doc(hidden)]
#[macro_export]
macro_rules! __is_standard {
    (core $name:ident) => {
        #[allow(unused_imports)]
        use $crate::__private::standard::*;
        #[allow(unused_imports)]
        use $name as _;
    };
    (std $name:ident) => {
        #[allow(unused_imports)]
        use ::std::*;
        #[allow(unused_imports)]
        use $name as _;
    };
}
pub use crate::{
    __is_standard as beside_an_anchor_call_a_macro_that_is_not_standard_by_its_path,
    __is_standard as bind_the_part_of_a_local_before_a_macro_that_is_not_standard,
    __is_standard as bind_what_yields_before_a_macro_that_is_not_standard,
};

/// What `keep!` and `perhaps!` are called where a method that is not known may have taken the local. All that rustc says then is that it is used
/// after it was moved, at the yield, and by which macro: so the macro's name says what to write.
pub use crate::{
    __keep as keep_or_write_braces_around_what_a_method_takes,
    __perhaps as perhaps_or_write_braces_around_what_a_method_takes,
};

/// The same where a closure that was made in another state may be one that can be called once only.
pub use crate::{
    __keep as keep_or_write_braces_around_what_is_called_once,
    __perhaps as perhaps_or_write_braces_around_what_is_called_once,
};

/// The states of a generator.
pub trait State: Sized {
    /// The state of a generator that is finished, running or panicked.
    ///
    /// No constant: a constant of an enum is copied as a whole, undefined bytes included.
    fn done() -> Self;

    /// The same state. May tell LLVM in which ones a generator can be between two calls of `next`.
    #[must_use]
    #[inline(always)]
    fn at_rest(self) -> Self {
        self
    }
}

/// All that a generator is made of but its code: the state, and the slots of what stays in place.
pub trait Machine: Sized {
    /// The arguments of the function.
    type Args;

    /// The arguments, if the generator was never started, or if to run the body with these is to go on.
    ///
    /// # Errors
    ///
    /// The state itself, if it was.
    fn start(self) -> Result<Self::Args, Self>;
}

/// The arguments of a generator, in code that is there for its types only.
pub fn args_of<M: Machine>(_generator: &M) -> M::Args {
    never()
}

/// What takes the items of a body that runs as a whole. For rustc it is less work than a `dyn FnMut(T)`, which has supertraits and a result.
pub trait Sink<T> {
    /// Takes an item.
    fn take(&mut self, item: T);
}

impl<T, F: FnMut(T)> Sink<T> for F {
    #[inline(always)]
    fn take(&mut self, item: T) {
        self(item);
    }
}

/// What a yield does in a body that runs as a whole.
#[inline(always)]
pub fn hand_out<T>(sink: &mut dyn Sink<T>, item: T) {
    sink.take(item);
}

/// States that know where in the source they are.
pub trait Locate {
    /// The name of the generator function.
    const NAME: &'static str;

    /// Where the generator is.
    fn place(&self) -> Place;
}

/// Where a generator is.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    /// Before its first item.
    NotStarted,
    /// At the yield in this file, line and column.
    Suspended(&'static str, u32, u32),
    /// At its end.
    Finished,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::NotStarted => f.write_str("not started"),
            Place::Suspended(file, line, column) => {
                write!(f, "suspended at {file}:{line}:{column}")
            }
            Place::Finished => f.write_str("finished"),
        }
    }
}

/// Takes a state out and leaves the generator finished.
#[inline(always)]
pub fn take_out<S: State>(state: &mut S) -> S {
    mem::replace(state, S::done())
}

/// Puts a state back. What was there is done, which has nothing to drop.
#[inline(always)]
pub fn put_back<S: State>(state: &mut S, next: S) {
    mem::forget(mem::replace(state, next));
}

/// Marks code that runs once, at the beginning or the end, so that LLVM looks for the other states first, and does not make selects
/// of it in the loop of a consumer.
#[cold]
#[inline]
pub fn once<T>(value: T) -> T {
    value
}

/// Marks such code where it has no value.
#[cold]
#[inline]
pub fn seldom() {}

/// What a generator returns that is finished.
#[cold]
#[inline]
pub fn over<T>() -> Option<T> {
    None
}

/// What `return;` returns.
#[inline(always)]
pub fn finished<T>() -> Option<T> {
    None
}

/// The types whose compound assignment evaluates its right side, which is an `R`, first.
#[diagnostic::on_unimplemented(
    message = "the place that `+=` and the like assign to is evaluated before the yield on their right side",
    label = "evaluated before the yield for types that are not primitive",
    note = "bind the right side with `let` in the line before"
)]
pub trait Assigns<R> {}

/// The same for `<<=` and `>>=`.
#[diagnostic::on_unimplemented(
    message = "the place that `+=` and the like assign to is evaluated before the yield on their right side",
    label = "evaluated before the yield for types that are not primitive",
    note = "bind the right side with `let` in the line before"
)]
pub trait Shifts {}

macro_rules! primitive {
    ($($type:ty)*) => { $(
        #[diagnostic::do_not_recommend]
        impl Assigns<$type> for $type {}
        // With one impl only, what is no number would be a mismatch instead.
        #[diagnostic::do_not_recommend]
        impl Assigns<Other> for $type {}
        impl Shifts for $type {}
    )* };
}

/// No number.
pub struct Other;

primitive!(bool u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64);

/// The type of a place.
#[inline(always)]
pub fn kind<'p, L: 'p>(_place: impl FnOnce() -> &'p L) -> PhantomData<L> {
    PhantomData
}

/// The right side. Does not compile where the place is evaluated before it.
#[inline(always)]
pub fn assigned<L: Assigns<R>, R>(_place: PhantomData<L>, value: R) -> R {
    value
}

/// The right side of a shift. Does not compile where the place is evaluated before it.
#[inline(always)]
pub fn shifted<L: Shifts, R: Shifts>(_place: PhantomData<L>, value: R) -> R {
    value
}
