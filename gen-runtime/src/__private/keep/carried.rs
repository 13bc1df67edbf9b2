//! The answers of types, and what a state carries of a local by them.

use core::marker::PhantomData;

use super::{Empty, NoMethod, TypeOf};
use crate::rest::Rest;

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

/// A part of a local that may be gone where control comes by other ways.
#[inline(always)]
pub fn there<T>(part: T) -> Perhaps<T> {
    Perhaps(Some(part))
}

/// The same part on those ways.
#[inline(always)]
pub fn gone<T>(_part: TypeOf<T>) -> Perhaps<T> {
    Perhaps(None)
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

/// Whether a local is still there, and what the answer is then.
#[cfg(feature = "alloc")]
pub trait Left {
    type Then<A>;
}

#[cfg(feature = "alloc")]
impl Left for Hold {
    type Then<A> = A;
}

#[cfg(feature = "alloc")]
impl Left for Forget {
    type Then<A> = Self;
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
    /// The other answer.
    #[must_use]
    pub fn opposite(self) -> Forget {
        Forget
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

    /// The questions of a [`Gate`], as methods, which rustc finds faster where the type is known.
    #[inline(always)]
    #[must_use]
    pub fn holds(self) -> bool {
        true
    }

    #[inline(always)]
    pub fn held(self) {}

    pub fn forgotten(self) -> ! {
        never()
    }

    pub fn forget(self) -> ! {
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

    /// The answer for a local of which `part` was used.
    pub fn without<A>(self, part: A) -> A {
        part
    }

    /// The answer for a local of which `left` says whether it is still there.
    pub fn only_if<A>(self, left: A) -> A {
        left
    }

    /// What a method is called on.
    pub fn receiver<T>(self, _local: &T) -> T {
        never()
    }

    /// A pattern takes nothing, or leaves nothing to drop.
    #[inline(always)]
    pub fn no_rest(self) -> Forgotten {
        Forgotten
    }

    pub fn keep_rest<T>(self, _rest: Rest<T>) -> Forgotten {
        never()
    }

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

    #[inline(always)]
    pub fn drop_later<T>(self, value: T) -> Held<T> {
        Held(value)
    }

    pub fn drop_nothing(self) -> ! {
        never()
    }

    #[inline(always)]
    pub fn whole<T>(self, value: T) -> T {
        value
    }

    pub fn parts<T, P>(self, _parts: P) -> T {
        never()
    }
}

impl Forget {
    /// The questions of a [`Gate`], as methods.
    #[inline(always)]
    #[must_use]
    pub fn holds(self) -> bool {
        false
    }

    pub fn held(self) -> ! {
        never()
    }

    #[inline(always)]
    pub fn forgotten(self) {}

    #[must_use]
    pub fn only_if<A>(self, _left: A) -> Self {
        self
    }

    /// Nobody has to know whether a method takes it.
    #[must_use]
    pub fn receiver<T>(self, _local: &T) -> NoMethod {
        NoMethod
    }

    pub fn no_rest<R>(self) -> R {
        never()
    }

    /// What a pattern leaves.
    #[inline(always)]
    pub fn keep_rest<T>(self, rest: Rest<T>) -> Rest<T> {
        rest
    }

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

    pub fn drop_later<T>(self, _value: T) -> Forgotten {
        never()
    }

    #[inline(always)]
    #[must_use]
    pub fn drop_nothing(self) -> Forgotten {
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
