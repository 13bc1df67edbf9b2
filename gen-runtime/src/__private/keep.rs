//! Does a local that nobody will use have to be carried, because its scope must drop it later?
//!
//! The type decides, at compile time, by autoref specialisation (David Tolnay's case study): method resolution on
//! `&&&TypeOf<T>` finds the first of three traits that applies. The answer is a type without lifetimes, and where it is
//! [`Forget`] the local is never touched as far as the borrow checker is concerned: the code that would is behind a call
//! that never returns, and the borrow checker does not look at code that is never reached.

use core::{marker::PhantomData, ops::Deref};

/// The type of a local, without a value of it, and the answer for the closures in it: these are `Copy` if what they captured is, but that is
/// not known yet.
pub struct TypeOf<T, A = Forget>(pub(super) PhantomData<(T, A)>);

/// The type of `local`.
pub fn type_of<T>(_local: &T) -> TypeOf<T> {
    TypeOf(PhantomData)
}

impl<T> TypeOf<T> {
    /// The same, with closures in it of which `captured` is the answer.
    pub fn with<A>(self, _captured: A) -> TypeOf<T, Captured<A>> {
        TypeOf(PhantomData)
    }
}

/// The answer for all that the closures in a value captured.
pub struct Captured<A>(PhantomData<A>);

/// What a pattern binds a variable to when a reference to the whole is matched, where it is a `T` when the whole is.
pub trait See<T> {
    type Seen;
    fn see(self) -> Self::Seen;
}

impl<'s, T> See<T> for &'s T {
    type Seen = &'s T;
    fn see(self) -> &'s T {
        self
    }
}

/// What is behind a reference is bound by reference either way.
pub struct Itself<T>(T);

impl<T> Deref for Itself<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<'s, T> See<&T> for &'s T {
    type Seen = Itself<&'s T>;
    fn see(self) -> Itself<&'s T> {
        Itself(self)
    }
}

impl<'s, T> See<&mut T> for &'s T {
    type Seen = Itself<&'s T>;
    fn see(self) -> Itself<&'s T> {
        Itself(self)
    }
}

/// Looks at it.
pub fn see<T, S: See<T>>(_bound: &TypeOf<T>, seen: S) -> S::Seen {
    seen.see()
}

/// A part of a local that was used by value.
pub struct PartOf<T: ?Sized>(PhantomData<T>);

/// The type of a part.
pub fn part_of<T: ?Sized>(_part: &T) -> PartOf<T> {
    PartOf(PhantomData)
}

/// One level of a question to a type: the answer, if method resolution comes to it.
macro_rules! level {
    ($(#[$doc:meta])* $level:ident: $question:ident() -> $answer:ident for $([$($generics:tt)*] $ty:ty),+) => {
        $(#[$doc])*
        pub trait $level {
            #[doc(hidden)]
            fn $question(&self) -> $answer {
                $answer
            }
        }
        $(
            #[allow(drop_bounds, reason = "one of them asks for a destructor")]
            impl<$($generics)*> $level for $ty {}
        )+
    };
}

level!(
    /// `Copy` types have nothing to drop.
    ViaCopy: answer() -> Forget for [T: Copy] &&TypeOf<T>, [T: Copy] &&TypeOf<T, Captured<Forget>>
);
level!(
    /// Nor have references and the borrowing iterators of `core`.
    ViaBorrowing: answer() -> Forget for [T: Borrowing<Forget>] &TypeOf<T>, [T: Borrowing<Captured<Forget>>] &TypeOf<T, Captured<Forget>>
);
level!(
    /// Everything else may.
    ViaNothing: answer() -> Hold for [T, A] TypeOf<T, A>
);

level!(
    /// A part that is `Copy` is still there.
    PartViaCopy: left() -> Hold for [T: Copy] &PartOf<T>
);
level!(
    /// Any other was moved away, and what it leaves cannot be moved as a whole.
    PartViaNothing: left() -> Forget for [T: ?Sized] PartOf<T>
);

level!(
    /// A part that is `Copy` is copied.
    EmptiedViaCopy: emptied() -> Copied for [T: Copy] &&PartOf<T>
);
level!(
    /// A part that has an empty value is emptied.
    EmptiedViaEmpty: emptied() -> Emptied for [T: Empty] &PartOf<T>
);
level!(
    /// Any other is moved away.
    EmptiedNothing: emptied() -> Moved for [T: ?Sized] PartOf<T>
);

level!(
    /// What `into_iter` does with a part that is `Copy`,
    IteratedViaCopy: iterated() -> Copied for [T: Copy] &&PartOf<T>
);
level!(
    /// with one that it surely takes by value,
    IteratedViaEmpty: iterated() -> Emptied for [T: Empty + IntoIterator] &PartOf<T>
);
level!(
    /// and with any other.
    IteratedNothing: iterated() -> Moved for [T: ?Sized] PartOf<T>
);

level!(
    /// Methods such as `take` and `count` take iterators by value,
    AdaptedIterator: adapted() -> Forget for [T: Iterator] &&PartOf<T>
);
level!(
    /// and nothing else.
    AdaptedNothing: adapted() -> Hold for [T: ?Sized] PartOf<T>
);

level!(
    /// Methods such as `map` and `unwrap` leave what is `Copy` where it is,
    CombinedCopy: combined() -> Hold for [T: Copy] &&&PartOf<T>
);
level!(
    /// and take iterators by value,
    CombinedIterator: combined() -> Forget for [T: Iterator] &&PartOf<T>
);
level!(
    /// `Option` and `Result`,
    CombinedOption: combined() -> Forget for [T] &PartOf<Option<T>>, [T, E] &PartOf<Result<T, E>>
);
level!(
    /// and nothing else.
    CombinedNothing: combined() -> Hold for [T: ?Sized] PartOf<T>
);

level!(
    /// Methods of `Option` leave what is `Copy` where it is,
    TakenCopy: taken() -> Hold for [T: Copy] &&&PartOf<T>
);
level!(
    /// take iterators by value,
    TakenIterator: taken() -> Forget for [T: Iterator] &&PartOf<T>
);
level!(
    /// and a `Result`; an `Option` is emptied,
    TakenResult: taken() -> Forget for [T, E] &PartOf<Result<T, E>>
);
level!(
    /// and nothing happens to anything else.
    TakenNothing: taken() -> Hold for [T: ?Sized] PartOf<T>
);

level!(
    /// Such a method takes an `Option` that is not `Copy` out of its place,
    CombinedEmptied: empties() -> Hold for [T] &PartOf<Option<T>>
);
level!(
    /// but not one that is,
    CombinedCopied: empties() -> Forget for [T: Copy] &&PartOf<T>
);
level!(
    /// and nothing else.
    CombinedLeft: empties() -> Forget for [T: ?Sized] PartOf<T>
);

level!(
    /// `lines` and `bytes` do not take what derefs to text by value,
    ReadText: read() -> Hold for [T: Deref<Target: AsRef<str>>] &&PartOf<T>
);
level!(
    /// but readers.
    ReadNothing: read() -> Forget for [T: ?Sized] PartOf<T>
);

level!(
    /// `join`, `build` and `finish` do not take what derefs to something else by value,
    BuiltDeref: built() -> Hold for [T: Deref] &&PartOf<T>
);
level!(
    /// but threads and builders.
    BuiltNothing: built() -> Forget for [T: ?Sized] PartOf<T>
);

level!(
    /// A pattern binds by reference what is behind a reference,
    LentReference: lends() -> Hold for [T: ?Sized] &PartOf<&T>, [T: ?Sized] &PartOf<&mut T>
);
level!(
    /// and by value anything else.
    LentNothing: lends() -> Forget for [T: ?Sized] PartOf<T>
);

level!(
    /// A closure does not capture a part of what derefs to something else,
    CapturedDeref: encloses() -> Hold for [T: Deref] &&&PartOf<T>
);
level!(
    /// nor of what has a destructor of its own,
    CapturedDrop: encloses() -> Hold for [T: Drop] &&PartOf<T>
);
level!(
    /// but of anything else.
    CapturedNothing: encloses() -> Forget for [T: ?Sized] PartOf<T>
);

/// A local that was called with arguments of these types.
pub struct Call<F: ?Sized, A>(PhantomData<F>, PhantomData<A>);

level!(
    /// What can be called again is still there.
    CalledOnce: called() -> Forget for [F: ?Sized, A] Call<F, A>
);

/// One question for each number of arguments.
macro_rules! called {
    ($($level:ident $call:ident($($argument:ident)*);)*) => {
        $(
            level!(
                /// And what cannot is not.
                $level: called() -> Hold for [R, F: FnMut($($argument),*) -> R, $($argument),*] &Call<F, ($($argument,)*)>
            );

            /// A call with so many arguments.
            pub fn $call<R, F: FnOnce($($argument),*) -> R, $($argument),*>(
                _called: &F,
            ) -> Call<F, ($($argument,)*)> {
                Call(PhantomData, PhantomData)
            }
        )*
    };
}

called! {
    Called0 call_0();
    Called1 call_1(A);
    Called2 call_2(A B);
    Called3 call_3(A B C);
    Called4 call_4(A B C D);
}

/// All the questions, to be in scope where they are asked.
pub mod questions {
    pub use super::{
        AdaptedIterator as _, AdaptedNothing as _, BuiltDeref as _, BuiltNothing as _,
        Called0 as _, Called1 as _, Called2 as _, Called3 as _, Called4 as _, CalledOnce as _,
        CapturedDeref as _, CapturedDrop as _, CapturedNothing as _, CombinedCopied as _,
        CombinedCopy as _, CombinedEmptied as _, CombinedIterator as _, CombinedLeft as _,
        CombinedNothing as _, CombinedOption as _, EmptiedNothing as _, EmptiedViaCopy as _,
        EmptiedViaEmpty as _, IteratedNothing as _, IteratedViaCopy as _, IteratedViaEmpty as _,
        LentNothing as _, LentReference as _, PartViaCopy as _, PartViaNothing as _,
        ReadNothing as _, ReadText as _, TakenCopy as _, TakenIterator as _, TakenNothing as _,
        TakenResult as _, ViaBorrowing as _, ViaCopy as _, ViaNothing as _,
    };
}

/// Types that are not `Copy` and yet have nothing to drop: with all that is in them, or with `A` as the answer for the closures in them.
pub trait Borrowing<A> {}

macro_rules! splits {
    ($($iterator:ident)*) => {
        $(
            impl<A> Borrowing<A> for core::str::$iterator<'_, char> {}
            impl<A> Borrowing<A> for core::str::$iterator<'_, &str> {}
            impl<A> Borrowing<A> for core::str::$iterator<'_, &[char]> {}
        )*
    };
}

splits!(Split SplitInclusive SplitN SplitTerminator RSplit RSplitN RSplitTerminator Matches MatchIndices);

impl<A, I: Borrowing<A> + Iterator<Item: Copy>> Borrowing<A> for core::iter::Peekable<I> {}
impl<I: Borrowing<Forget>, F: Copy> Borrowing<Forget> for core::iter::Map<I, F> {}
impl<I: Borrowing<Forget>, F: Copy> Borrowing<Forget> for core::iter::Filter<I, F> {}
impl<I: Borrowing<Forget>, F: Copy> Borrowing<Forget> for core::iter::FilterMap<I, F> {}
impl<I: Borrowing<Captured<Forget>>, F> Borrowing<Captured<Forget>> for core::iter::Map<I, F> {}
impl<I: Borrowing<Captured<Forget>>, F> Borrowing<Captured<Forget>> for core::iter::Filter<I, F> {}
impl<I: Borrowing<Captured<Forget>>, F> Borrowing<Captured<Forget>>
    for core::iter::FilterMap<I, F>
{
}

macro_rules! borrowing {
    ($([$($generics:tt)*] $ty:ty,)*) => {
        $(impl<A, $($generics)*> Borrowing<A> for $ty {})*
    };
}

borrowing! {
    [T: ?Sized] &mut T,
    [P: Borrowing<A>] core::pin::Pin<P>,
    [T: Copy] core::ops::Range<T>,
    [T: Copy] core::ops::RangeInclusive<T>,
    [T: Copy] core::ops::RangeFrom<T>,
    [T] core::slice::Iter<'_, T>,
    [T] core::slice::IterMut<'_, T>,
    [T] core::slice::Chunks<'_, T>,
    [T] core::slice::ChunksMut<'_, T>,
    [T] core::slice::ChunksExact<'_, T>,
    [T] core::slice::Windows<'_, T>,
    [] core::str::Bytes<'_>,
    [] core::str::Chars<'_>,
    [] core::str::CharIndices<'_>,
    [] core::str::Lines<'_>,
    [] core::str::SplitWhitespace<'_>,
    [] core::str::SplitAsciiWhitespace<'_>,
    [T: Borrowing<A>] Option<T>,
    [I: Borrowing<A>] core::iter::Rev<I>,
    [I: Borrowing<A>] core::iter::Enumerate<I>,
    [I: Borrowing<A>] core::iter::Skip<I>,
    [I: Borrowing<A>] core::iter::Take<I>,
    [I: Borrowing<A>] core::iter::StepBy<I>,
    [I: Borrowing<A>] core::iter::Copied<I>,
    [I: Borrowing<A>] core::iter::Cloned<I>,
    [I: Borrowing<A>, J: Borrowing<A>] core::iter::Zip<I, J>,
    [I: Borrowing<A>, J: Borrowing<A>] core::iter::Chain<I, J>,
}

/// Types with a value that holds nothing: it costs nothing to make, and neither that nor dropping it can be observed.
pub trait Empty {
    fn empty() -> Self;
}

macro_rules! empty {
    ($([$($generics:tt)*] $ty:ty = $empty:expr,)*) => {
        $(impl<$($generics)*> Empty for $ty {
            #[inline(always)]
            fn empty() -> Self {
                $empty
            }
        })*
    };
}

empty! {
    [T] Option<T> = None,
    [T: Empty] core::cell::Cell<T> = Self::new(T::empty()),
    [T: Empty] core::cell::RefCell<T> = Self::new(T::empty()),
    [A: Empty, B: Empty] (A, B) = (A::empty(), B::empty()),
    [A: Empty, B: Empty, C: Empty] (A, B, C) = (A::empty(), B::empty(), C::empty()),
}

/// Numbers are `Copy`, so they are only emptied beside something in a tuple.
macro_rules! empty_numbers {
    ($($ty:ty)*) => { empty! { $([] $ty = Self::default(),)* } };
}

empty_numbers!(bool char u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64);

// No `Box<[T]>`: before edition 2024 `into_iter` does not take it by value.
#[cfg(feature = "alloc")]
empty! {
    [] alloc::string::String = Self::new(),
    [] alloc::boxed::Box<str> = Self::default(),
    [] alloc::borrow::Cow<'_, str> = Self::Borrowed(""),
    [T: Clone] alloc::borrow::Cow<'_, [T]> = Self::Borrowed(&[]),
    [T] alloc::rc::Weak<T> = Self::new(),
    [T] alloc::sync::Weak<T> = Self::new(),
    [T] alloc::vec::Vec<T> = Self::new(),
    [T] alloc::vec::IntoIter<T> = Self::default(),
    [T] alloc::collections::VecDeque<T> = Self::new(),
    [T: Ord] alloc::collections::BinaryHeap<T> = Self::new(),
    [T] alloc::collections::LinkedList<T> = Self::new(),
    [T] alloc::collections::BTreeSet<T> = Self::new(),
    [K, V] alloc::collections::BTreeMap<K, V> = Self::new(),
}

/// A part that was used by value is still there,
#[derive(Clone, Copy)]
pub struct Copied;

/// is there, but empty,
#[derive(Clone, Copy)]
pub struct Emptied;

/// or is not.
#[derive(Clone, Copy)]
pub struct Moved;

/// What each of them says.
macro_rules! used {
    ($($ty:ident left $left:ident, empties $empties:ident;)*) => {
        $(impl $ty {
            #[must_use]
            pub fn left(self) -> $left {
                $left
            }

            /// Is it to be emptied?
            #[must_use]
            pub fn empties(self) -> $empties {
                $empties
            }
        })*
    };
}

used! {
    Copied left Hold, empties Forget;
    Emptied left Hold, empties Hold;
    Moved left Forget, empties Forget;
}

/// The value must be dropped later, so it is carried.
#[derive(Clone, Copy)]
pub struct Hold;

/// There is nothing to drop, so the local is left alone.
#[derive(Clone, Copy)]
pub struct Forget;

/// A value that is carried to be dropped.
#[derive(Clone)]
pub struct Held<T>(T);

/// A value that is carried to be dropped, if it is still there.
#[derive(Clone)]
pub struct Perhaps<T>(Option<T>);

/// The place of a value that is not carried.
#[derive(Clone, Copy)]
pub struct Forgotten;

/// What a local that was moved away leaves to carry.
pub trait Absent {
    /// Nothing.
    const ABSENT: Self;
}

impl<T> Absent for Perhaps<T> {
    const ABSENT: Self = Self(None);
}

impl Absent for Forgotten {
    const ABSENT: Self = Self;
}

/// What is carried of a local that was moved away.
#[inline(always)]
pub fn absent<P: Absent>() -> P {
    P::ABSENT
}

/// What the types of this module answer.
pub trait Answer {
    fn answer() -> Self;
}

impl Answer for Hold {
    fn answer() -> Self {
        Hold
    }
}

impl Answer for Forget {
    fn answer() -> Self {
        Forget
    }
}

impl<T> Answer for TypeOf<T> {
    fn answer() -> Self {
        TypeOf(PhantomData)
    }
}

/// The answer, once its type is known.
#[must_use]
pub fn answer<A: Answer>() -> A {
    A::answer()
}

/// In front of code that is there for its type only.
pub fn never() -> ! {
    unreachable!("code that is there for its type is never reached")
}

/// What says at compile time which way its caller goes.
///
/// It is asked by functions rather than methods, so that its type may still be unknown there: where a value is kept only once it was
/// moved and assigned again, the state that gives it back comes before the one that keeps it.
pub trait Gate {
    /// Is something carried?
    const HOLDS: bool;
    /// What a caller comes to that goes on as if it were: `!` if it is not.
    type Held;
    /// The other way round.
    type Forgotten;

    #[doc(hidden)]
    fn held() -> Self::Held;
    #[doc(hidden)]
    fn forgotten() -> Self::Forgotten;
    /// What stands for nothing carried.
    #[doc(hidden)]
    fn nothing() -> Self;
}

#[inline(always)]
pub fn holds<G: Gate>(_gate: &G) -> bool {
    G::HOLDS
}

#[inline(always)]
pub fn held<G: Gate>(_gate: &G) -> G::Held {
    G::held()
}

#[inline(always)]
pub fn forgotten<G: Gate>(_gate: &G) -> G::Forgotten {
    G::forgotten()
}

/// What a function returns, by which `!` can be named.
pub trait Returns {
    type Value;
}

impl<R> Returns for fn() -> R {
    type Value = R;
}

type Never = <fn() -> ! as Returns>::Value;

macro_rules! gates {
    ([$($generics:tt)*] $ty:ty, holds) => {
        impl<$($generics)*> Gate for $ty {
            const HOLDS: bool = true;
            type Held = ();
            type Forgotten = Never;

            #[inline(always)]
            fn held() {}

            fn forgotten() -> Never {
                never()
            }

            fn nothing() -> Self {
                never()
            }
        }
    };
    ($ty:ident, forgets) => {
        impl Gate for $ty {
            const HOLDS: bool = false;
            type Held = Never;
            type Forgotten = ();

            fn held() -> Never {
                never()
            }

            #[inline(always)]
            fn forgotten() {}

            #[inline(always)]
            fn nothing() -> Self {
                $ty
            }
        }
    };
}

gates!([] Hold, holds);
gates!([T] Held<T>, holds);
gates!([T] Perhaps<T>, holds);
gates!(Forget, forgets);
gates!(Forgotten, forgets);

/// The form in which a local was carried, without a value of it.
pub struct Form<P>(PhantomData<P>);

impl<P> Clone for Form<P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P> Copy for Form<P> {}

/// The form of what is kept.
pub fn form_of<P>(_kept: &P) -> Form<P> {
    Form(PhantomData)
}

impl<P: Gate> Gate for Form<P> {
    const HOLDS: bool = P::HOLDS;
    type Held = P::Held;
    type Forgotten = P::Forgotten;

    #[inline(always)]
    fn held() -> P::Held {
        P::held()
    }

    #[inline(always)]
    fn forgotten() -> P::Forgotten {
        P::forgotten()
    }

    #[inline(always)]
    fn nothing() -> Self {
        Self(PhantomData)
    }
}

/// What is carried of a local of type `T`.
pub trait Carries<T>: Gate {
    fn carry(value: T) -> Self;
    fn take(self) -> Option<T>;
    fn take_certain(self) -> T;
}

impl<T> Carries<T> for Held<T> {
    #[inline(always)]
    fn carry(value: T) -> Self {
        Self(value)
    }

    #[inline(always)]
    fn take(self) -> Option<T> {
        Some(self.0)
    }

    #[inline(always)]
    fn take_certain(self) -> T {
        self.0
    }
}

impl<T> Carries<T> for Perhaps<T> {
    #[inline(always)]
    fn carry(value: T) -> Self {
        Self(Some(value))
    }

    #[inline(always)]
    fn take(self) -> Option<T> {
        self.0
    }

    #[inline(always)]
    fn take_certain(self) -> T {
        self.0.unwrap_or_else(|| never())
    }
}

impl<T> Carries<T> for Forgotten {
    fn carry(_value: T) -> Self {
        never()
    }

    fn take(self) -> Option<T> {
        never()
    }

    fn take_certain(self) -> T {
        never()
    }
}

/// Carries a local again as it was carried before.
#[inline(always)]
pub fn carry<P: Carries<T>, T>(_form: Form<P>, value: T) -> P {
    P::carry(value)
}

/// Carries nothing again of a local that was not carried before.
#[inline(always)]
pub fn carry_nothing<P: Gate>(_form: Form<P>) -> P {
    P::nothing()
}

/// The value that was carried, if it was there.
#[inline(always)]
pub fn take_kept<P: Carries<T>, T>(kept: P) -> Option<T> {
    kept.take()
}

/// The value that was carried and is there.
#[inline(always)]
pub fn take_certain<P: Carries<T>, T>(kept: P) -> T {
    kept.take_certain()
}

/// A value of the type of the local of which this is kept, in code that never runs.
pub fn alike_kept<P: Carries<T>, T>(_kept: &P) -> T {
    never()
}

impl Hold {
    /// The first.
    pub fn either<A, B>(self, one: A, _other: B) -> A {
        one
    }

    /// Takes a value and leaves nothing.
    #[inline(always)]
    pub fn take<T: Empty>(self, place: &mut T) -> T {
        core::mem::replace(place, T::empty())
    }

    /// The same for what a pattern binds.
    #[inline(always)]
    pub fn take_bound<T: Empty>(self, bound: &mut T) -> T {
        self.take(bound)
    }

    /// The other answer.
    #[must_use]
    pub fn opposite(self) -> Forget {
        Forget
    }

    /// The answer for a local of which `part` was used.
    pub fn without<A>(self, part: A) -> A {
        part
    }

    /// The answer for a closure that captured something else as well.
    #[must_use]
    pub fn or<A>(self, _other: A) -> Self {
        self
    }

    #[inline(always)]
    pub fn hold<T>(self, value: T) -> Held<T> {
        Held(value)
    }

    #[must_use]
    pub fn forget<T>(self) -> Held<T> {
        never()
    }

    #[inline(always)]
    pub fn whole<T>(self, value: T) -> T {
        value
    }

    pub fn parts<T, P>(self, _parts: P) -> T {
        never()
    }

    #[inline(always)]
    pub fn perhaps<T>(self, value: T) -> Perhaps<T> {
        Perhaps(Some(value))
    }

    #[inline(always)]
    #[must_use]
    pub fn absent<T>(self) -> Perhaps<T> {
        Perhaps(None)
    }
}

impl Forget {
    /// The second.
    pub fn either<A, B>(self, _one: A, other: B) -> B {
        other
    }

    pub fn take<T>(self, _place: &mut T) -> T {
        never()
    }

    /// What a pattern binds may be no place to take anything from.
    pub fn take_bound<P, T>(self, _bound: P) -> T {
        never()
    }

    /// The other answer.
    #[must_use]
    pub fn opposite(self) -> Hold {
        Hold
    }

    #[must_use]
    pub fn without<A>(self, _part: A) -> Self {
        self
    }

    /// The answer for a closure that captured something else as well.
    pub fn or<A>(self, other: A) -> A {
        other
    }

    pub fn hold<T>(self, _value: T) -> Forgotten {
        never()
    }

    #[inline(always)]
    #[must_use]
    pub fn forget(self) -> Forgotten {
        Forgotten
    }

    pub fn whole<T, P>(self, _value: T) -> P {
        never()
    }

    #[inline(always)]
    pub fn parts<P>(self, parts: P) -> P {
        parts
    }

    pub fn perhaps<T>(self, _value: T) -> Forgotten {
        never()
    }

    #[inline(always)]
    #[must_use]
    pub fn absent(self) -> Forgotten {
        Forgotten
    }
}

/// A question to types.
#[doc(hidden)]
#[macro_export]
macro_rules! __question {
    ($question:expr) => {{
        #[allow(unused_imports)]
        use $crate::__private::questions::*;
        $question
    }};
}

/// The answer of a type, asked in code that never runs.
#[doc(hidden)]
#[macro_export]
macro_rules! __ask {
    ($question:expr) => {
        if false {
            $crate::__private::never();
            $crate::__private::question!($question)
        } else {
            $crate::__private::answer()
        }
    };
}

/// Refuses what would lose something, by a trait that is not implemented, in code that never runs.
#[doc(hidden)]
#[macro_export]
macro_rules! __nothing_left {
    ($check:expr) => {
        if false {
            $crate::__private::never();
            $crate::__private::question!($check)
        }
    };
}

/// Uses a part of a local by value, and leaves an empty value in its place if there is one.
#[doc(hidden)]
#[macro_export]
macro_rules! __emptied {
    ($place:expr) => {
        $crate::__private::emptied!(@ $place, emptied)
    };
    (@ $place:expr, $question:ident) => {{
        let empties = $crate::__private::ask!(
            (&&&$crate::__private::part_of(&$place)).$question().empties()
        );
        if $crate::__private::holds(&empties) {
            $crate::__private::held(&empties);
            empties.take(&mut $place)
        } else {
            $crate::__private::forgotten(&empties);
            $place
        }
    }};
}

/// The same for what `into_iter` is called on.
#[doc(hidden)]
#[macro_export]
macro_rules! __iterated {
    ($place:expr) => {
        $crate::__private::emptied!(@ $place, iterated)
    };
}

/// Calls a method of `Option` on a part of a local, and leaves `None` in its place if that is one.
#[doc(hidden)]
#[macro_export]
macro_rules! __combined {
    (match $place:tt { $part:ident => $same:ident.$($call:tt)* }) => {{
        let empties = $crate::__private::ask!((&&&$crate::__private::part_of(&$place)).empties());
        if $crate::__private::holds(&empties) {
            $crate::__private::held(&empties);
            empties.take(&mut $place).$($call)*
        } else {
            $crate::__private::forgotten(&empties);
            $place.$($call)*
        }
    }};
}

/// Takes what a pattern binds of a part of a local, and leaves empty values in its place if all of it is copied or has one.
#[doc(hidden)]
#[macro_export]
macro_rules! __unbound {
    (match $place:tt { $all:pat => ($($part:ident),+), $($single:pat => $only:ident),+ }) => {{
        let left = $crate::__private::ask!(match $place {
            $all => $crate::__private::Hold
                $(.without((&&&$crate::__private::part_of(&$part)).emptied().left()))+,
            _ => $crate::__private::never(),
        });
        if $crate::__private::holds(&left) {
            $crate::__private::held(&left);
            ($({
                let empties = $crate::__private::ask!(match $place {
                    $single => (&&&$crate::__private::part_of(&$only)).emptied().empties(),
                    _ => $crate::__private::never(),
                });
                if $crate::__private::holds(&empties) {
                    $crate::__private::held(&empties);
                    match &mut $place {
                        $single => empties.take_bound($only),
                        _ => $crate::__private::never(),
                    }
                } else {
                    $crate::__private::forgotten(&empties);
                    match $place {
                        $single => $only,
                        _ => $crate::__private::never(),
                    }
                }
            }),+)
        } else {
            $crate::__private::forgotten(&left);
            match $place {
                $all => ($($part),+),
                _ => $crate::__private::never(),
            }
        }
    }};
}

/// What a variable of a pattern stands for, to be looked at where the pattern does not bind it: it derefs to that.
#[doc(hidden)]
#[macro_export]
macro_rules! __seen {
    (match $place:tt { $single:pat => $only:ident }) => {{
        let bound = $crate::__private::ask!(match $place {
            $single => $crate::__private::type_of(&$only),
            _ => $crate::__private::never(),
        });
        match &$place {
            $single => $crate::__private::see(&bound, $only),
            _ => $crate::__private::never(),
        }
    }};
}

/// Moves a local into a state, or the parts of it that are still there.
#[doc(hidden)]
#[macro_export]
macro_rules! __live {
    ($local:ident $(without $left:expr)*; $parts:expr) => {
        $crate::__private::live!(($local) $(without $left)*; $parts)
    };
    (($local:expr) $(without $left:expr)*; $parts:expr) => {{
        let left = $crate::__private::ask!($crate::__private::Hold $(.without($left))*);
        if $crate::__private::holds(&left) {
            $crate::__private::held(&left);
            left.whole($local)
        } else {
            $crate::__private::forgotten(&left);
            left.parts($parts)
        }
    }};
}

/// Moves a local into a state if it has to be dropped later and is still there.
#[doc(hidden)]
#[macro_export]
macro_rules! __perhaps {
    ($local:ident of ($answer:expr) $(without $left:expr)*) => {
        $crate::__private::perhaps!(@ $local $answer; $(without $left)*)
    };
    ($local:ident $(without $left:expr)*) => {
        $crate::__private::perhaps!(
            @ $local (&&&$crate::__private::type_of(&$local)).answer(); $(without $left)*
        )
    };
    (($local:expr) of ($answer:expr) $(without $left:expr)*) => {
        $crate::__private::perhaps!(@ ($local) $answer; $(without $left)*)
    };
    (@ $local:tt $answer:expr; $(without $left:expr)*) => {{
        let answer = $crate::__private::ask!($answer);
        let left = $crate::__private::ask!($crate::__private::Hold $(.without($left))*);
        if $crate::__private::holds(&answer) {
            $crate::__private::held(&answer);
            if $crate::__private::holds(&left) {
                $crate::__private::held(&left);
                answer.perhaps($local)
            } else {
                $crate::__private::forgotten(&left);
                answer.absent()
            }
        } else {
            $crate::__private::forgotten(&answer);
            answer.absent()
        }
    }};
}

/// Moves a local into a state if it has to be dropped later, and leaves it alone otherwise.
#[doc(hidden)]
#[macro_export]
macro_rules! __keep {
    ($local:ident as $form:ident) => {
        if $crate::__private::holds(&$form) {
            $crate::__private::held(&$form);
            $crate::__private::carry($form, $local)
        } else {
            $crate::__private::forgotten(&$form);
            $crate::__private::carry_nothing($form)
        }
    };
    ($local:ident of ($answer:expr) $(without $left:expr)*) => {
        $crate::__private::keep!(@ ($local) $answer $(.without($left))*)
    };
    ($local:ident $(without $left:expr)*) => {
        $crate::__private::keep!(($local) $(without $left)*)
    };
    (($local:expr) $(without $left:expr)*) => {
        $crate::__private::keep!(
            @ ($local) (&&&$crate::__private::type_of(&$local)).answer() $(.without($left))*
        )
    };
    (@ ($local:expr) $answer:expr) => {{
        let answer = $crate::__private::ask!($answer);
        if $crate::__private::holds(&answer) {
            $crate::__private::held(&answer);
            answer.hold($local)
        } else {
            $crate::__private::forgotten(&answer);
            answer.forget()
        }
    }};
}

/// Gives a local its value back if it was carried, and leaves it without a value otherwise.
#[doc(hidden)]
#[macro_export]
macro_rules! __restore {
    ($local:ident, $kept:ident certain) => {
        if $crate::__private::holds(&$kept) {
            $crate::__private::held(&$kept);
            $local = $crate::__private::take_certain($kept);
        } else {
            $crate::__private::forgotten(&$kept);
        }
    };
    ($local:ident, $kept:ident) => {
        if $crate::__private::holds(&$kept) {
            $crate::__private::held(&$kept);
            if let ::core::option::Option::Some(value) = $crate::__private::take_kept($kept) {
                $local = value;
            }
        } else {
            $crate::__private::forgotten(&$kept);
        }
    };
}

/// A value of the type of `_place`, in code that never runs.
pub fn alike<T>(_place: &T) -> T {
    never()
}

/// Gives a local that has no value yet the type of a place, without touching either.
#[doc(hidden)]
#[macro_export]
macro_rules! __like {
    ($local:ident, kept $kept:ident) => {
        if false {
            $crate::__private::never();
            $local = $crate::__private::alike_kept(&$kept);
        }
    };
    ($local:ident, $place:expr) => {
        if false {
            $crate::__private::never();
            $local = $crate::__private::alike(&$place);
        }
    };
}

/// Says that a local has a type, in code that never runs.
pub fn assert_same_type<T>(_local: &T, _type: &TypeOf<T>) {}

/// Tells the type of a local by what stands for it, alone or among the arguments of a generator. The local is not touched.
#[doc(hidden)]
#[macro_export]
macro_rules! __same_type {
    ($local:ident, argument $position:tt of $generator:expr) => {
        $crate::__private::same_type!(@ $local, $crate::__private::args_of(&*$generator).$position)
    };
    ($local:ident, $type:ident) => {
        $crate::__private::same_type!(@ $local, $type)
    };
    (@ $local:ident, $type:expr) => {
        if false {
            $crate::__private::never();
            #[allow(unreachable_code)]
            $crate::__private::assert_same_type(&$local, &$type);
        }
    };
}
