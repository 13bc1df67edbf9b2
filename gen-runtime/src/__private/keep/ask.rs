//! What is asked of types: each question a few traits of one method, which method resolution tries one after the other.

use core::{
    marker::PhantomData,
    ops::{ControlFlow, Deref},
};

use super::{Answer, Copied, Emptied, Empty, Forget, Forgotten, Hold, Moved, Perhaps, never};
#[cfg(feature = "alloc")]
use super::{Erasable, Erase, Freed, Owned};
use crate::partial::Noted;
#[cfg(feature = "alloc")]
use {
    alloc::{boxed::Box, collections::BinaryHeap, vec::Vec},
    core::{any::Any, error::Error},
};

/// The type of a local, without a value of it, and the answer for the closures in it: these are `Copy` if what they captured is, but that is
/// not known yet.
///
/// No local has a type without a size, which rustc says where it is declared, and not again where it is asked.
pub struct TypeOf<T: ?Sized, A = Forget>(PhantomData<A>, PhantomData<T>);

/// The type of `local`.
pub fn type_of<T: ?Sized>(_local: &T) -> TypeOf<T> {
    TypeOf(PhantomData, PhantomData)
}

/// A type that something else says.
#[inline(always)]
pub fn some_type<T>() -> TypeOf<T> {
    TypeOf(PhantomData, PhantomData)
}

impl<T> TypeOf<T> {
    /// The same, with closures in it of which `captured` is the answer.
    pub fn with<A>(self, _captured: A) -> TypeOf<T, Captured<A>> {
        TypeOf(PhantomData, PhantomData)
    }

    /// The value, as one of this type, which it is coerced to.
    #[inline(always)]
    pub fn value(self, value: T) -> T {
        value
    }
}

impl<T> Answer for TypeOf<T> {
    fn answer() -> Self {
        TypeOf(PhantomData, PhantomData)
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

/// The same, of a part that may not be aligned.
pub fn part_at<T>(_part: *const T) -> PartOf<T> {
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
    ViaBorrowing: answer() -> Forget for [T: Borrowing<Forget> + ?Sized] &TypeOf<T>, [T: Borrowing<Captured<Forget>>] &TypeOf<T, Captured<Forget>>
);
level!(
    /// Everything else may.
    ViaNothing: answer() -> Hold for [T, A] TypeOf<T, A>
);

level!(
    /// What is only dropped, and whose type is known, has the same answers,
    DroppedCopy: dropped() -> Forget for [T: Copy] &&&&TypeOf<T>
);
level!(
    /// one after the other,
    DroppedBorrowing: dropped() -> Forget for [T: Borrowing<Forget> + ?Sized] &&&TypeOf<T>
);
#[cfg(feature = "alloc")]
level!(
    /// as a vector of such values, and its like, which has only memory to give back,
    DroppedMemory: dropped() -> Freed for [T: Copy] &&&TypeOf<Vec<T>>, [T: Copy] &&&TypeOf<BinaryHeap<T>>, [T: Copy] &&&TypeOf<Box<[T]>>
);
#[cfg(feature = "alloc")]
level!(
    /// but for what is erased, unless it borrows nothing.
    DroppedOwned: dropped() -> Hold for [T: Owned] &&TypeOf<T>
);
#[cfg(feature = "alloc")]
level!(
    /// That is what else only has memory to give back.
    DroppedErasable: dropped() -> Erase for [T: Erasable] &TypeOf<T>
);
level!(
    /// Everything else is carried as it is.
    DroppedNothing: dropped() -> Hold for [T] TypeOf<T>
);

level!(
    /// What has a destructor of its own cannot be taken apart.
    DropsItself: drops_itself() -> Hold for [T: Drop, A] &TypeOf<T, A>
);
level!(
    /// Of anything else only the parts have something to drop.
    DropsParts: drops_itself() -> Forget for [T: ?Sized, A] TypeOf<T, A>
);

level!(
    /// A part that is `Copy` is still there, and so is one that was moved away on other ways only.
    PartViaCopy: left() -> Hold for [T: Copy] &PartOf<T>, [T] &PartOf<Perhaps<T>>
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
    /// Methods such as `max` leave what is `Copy` where it is,
    OrderedCopy: ordered() -> Hold for [T: Copy] &&PartOf<T>
);
level!(
    /// take by value what else is ordered,
    OrderedOrd: ordered() -> Forget for [T: Ord] &PartOf<T>
);
level!(
    /// and nothing else.
    OrderedNothing: ordered() -> Hold for [T: ?Sized] PartOf<T>
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
    /// `Option`, `Result` and `ControlFlow`,
    CombinedOption: combined() -> Forget
        for [T] &PartOf<Option<T>>, [T, E] &PartOf<Result<T, E>>, [B, C] &PartOf<ControlFlow<B, C>>
);
level!(
    /// and nothing else.
    CombinedNothing: combined() -> Hold for [T: ?Sized] PartOf<T>
);

level!(
    /// `map` leaves an array that is `Copy` where it is,
    MappedCopy: mapped() -> Hold for [T: Copy] &&PartOf<T>
);
level!(
    /// and takes any other by value.
    MappedArray: mapped() -> Forget for [T, const N: usize] &PartOf<[T; N]>
);
level!(
    /// Nothing else is an array.
    MappedNothing: mapped() -> Hold for [T: ?Sized] PartOf<T>
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
    /// What derefs to something else is not taken by value by `join`, `build` and `finish`, and no closure captures a part of it,
    DerefsTo: derefs() -> Hold for [T: Deref] &&PartOf<T>
);
level!(
    /// unlike anything else.
    DerefsToNothing: derefs() -> Forget for [T: ?Sized] PartOf<T>
);

#[cfg(feature = "alloc")]
level!(
    /// `downcast` takes a pointer that owns what may be anything by value,
    DowncastPointer: downcast() -> Forget
        for [] &PartOf<Box<dyn Any>>, [] &PartOf<Box<dyn Any + Send>>, [] &PartOf<Box<dyn Any + Send + Sync>>,
            [] &PartOf<Box<dyn Error>>, [] &PartOf<Box<dyn Error + Send>>, [] &PartOf<Box<dyn Error + Send + Sync>>,
            [] &PartOf<alloc::rc::Rc<dyn Any>>, [] &PartOf<alloc::sync::Arc<dyn Any + Send + Sync>>
);
level!(
    /// and nothing else.
    DowncastNothing: downcast() -> Hold for [T: ?Sized] PartOf<T>
);

/// The methods by which entries of maps are told. What has one of its own of this name that takes it by value has another result, and what has one that
/// borrows it this one.
pub trait NoMethodOfItsOwn: Sized {
    fn insert(self, _value: ()) -> NoMethod {
        NoMethod
    }
    fn insert_entry(self, _value: ()) -> NoMethod {
        NoMethod
    }
    fn or_insert(self, _value: ()) -> NoMethod {
        NoMethod
    }
    fn remove_entry(self) -> NoMethod {
        NoMethod
    }
}

impl<T> NoMethodOfItsOwn for T {}

/// The methods by which builders and readers are told. For a reference to what has one of its own that borrows it that comes first, and then this one. So
/// that it is no other than a trait's that is implemented for references, too, it borrows the reference as method resolution tries last.
macro_rules! no_method_that_borrows {
    ($($(#[$doc:meta])* $name:ident for $reference:ty: $receiver:ty;)*) => {
        $(
            $(#[$doc])*
            pub trait $name {
                no_method_that_borrows!(@ $receiver: bind build close finish join spawn split);
            }
            impl<T: ?Sized> $name for $reference {}
        )*
    };
    (@ $receiver:ty: $($method:ident)*) => {
        $(
            #[doc(hidden)]
            fn $method(self: $receiver) -> NoMethod {
                NoMethod
            }
        )*
    };
}

no_method_that_borrows! {
    /// Those of a reference.
    NoMethodThatShares for &T: &Self;
    /// Those of a mutable one.
    NoMethodThatMutates for &mut T: &mut Self;
}

/// The methods by which readers are told, for a mutable reference to what has none of its own.
pub trait NoReader {
    #[doc(hidden)]
    fn fill_buf(&mut self) -> NoMethod {
        NoMethod
    }
    #[doc(hidden)]
    fn read_vectored(&mut self, _buffers: ()) -> NoMethod {
        NoMethod
    }
}

impl<T: ?Sized> NoReader for &mut T {}

level!(
    /// A reader says how much it read,
    ReadsBytes: reads() -> Forget for [E] &PartOf<Result<usize, E>>
);
level!(
    /// and anything else is none.
    ReadsNothing: reads() -> Hold for [T: ?Sized] PartOf<T>
);

level!(
    /// A buffered reader shows what is in its buffer,
    BuffersBytes: buffers() -> Forget for [E] &PartOf<Result<&[u8], E>>
);
level!(
    /// and anything else is none.
    BuffersNothing: buffers() -> Hold for [T: ?Sized] PartOf<T>
);

/// A reference to a local, for code that never runs.
pub fn shared<T: ?Sized>(local: &T) -> &T {
    local
}

/// A mutable one.
pub fn unique<T: ?Sized>(_local: &T) -> &mut T {
    never()
}

/// What they return.
pub struct NoMethod;

/// The same of a method with generic parameters.
pub struct NoMethodOf<G>(PhantomData<G>);

/// What such a method returns.
pub fn no_method_of<G>() -> NoMethodOf<G> {
    NoMethodOf(PhantomData)
}

/// Tells the generic parameters of a method of ours,
pub trait ToldNothing<G> {
    fn told(&self, _generics: TypeOf<G>) {}
}

impl<G> ToldNothing<G> for &PartOf<NoMethodOf<G>> {}

/// and not those of any other.
pub trait ToldMethod {
    fn told<G>(&self, _generics: TypeOf<G>) {}
}

impl<T: ?Sized> ToldMethod for PartOf<T> {}

level!(
    /// A method of ours takes nothing,
    #[diagnostic::on_unimplemented(
        message = "a method of your own is generic in an argument, so it cannot be told whether it takes by value what it is called on",
        note = "write braces around what it takes: `{{ value }}.method()`"
    )]
    OwnedNothing: owned() -> Hold for [] &PartOf<NoMethod>, [G] &PartOf<NoMethodOf<G>>
);
level!(
    /// any other took its receiver.
    OwnedMethod: owned() -> Forget for [T: ?Sized] PartOf<T>
);

/// A method of ours is there where none borrows,
pub trait ReturnedByOurs: Sized {
    fn comes_from_a_method_that_lends(self) -> Forget {
        Forget
    }
}

impl ReturnedByOurs for NoMethod {}

/// and any other borrowed its receiver. Where only its use tells the type of what that returns rustc wants to know it, rather than to take it for ours.
pub trait ReturnedByAny {
    fn comes_from_a_method_that_lends(&self) -> Hold {
        Hold
    }
}

impl<T> ReturnedByAny for T {}

/// What two methods return.
pub struct Both<A, B>(PhantomData<A>, PhantomData<B>);

/// Their types.
pub fn both<A, B>(_one: &A, _other: &B) -> Both<A, B> {
    Both(PhantomData, PhantomData)
}

level!(
    /// The same method returns the same,
    BothAlike: alike() -> Hold for [T] &Both<T, T>
);
level!(
    /// and another something else.
    BothUnlike: alike() -> Forget for [A, B] Both<A, B>
);

/// What is `into_iter` called on? Where nothing is left of a part, or perhaps nothing, it does not matter.
pub trait IterableNothing {
    fn iterable(&self) -> core::iter::Empty<()> {
        core::iter::empty()
    }
}

impl IterableNothing for &PartOf<Forgotten> {}
impl<T> IterableNothing for &PartOf<Perhaps<T>> {}

/// Anything else may have it.
pub trait IterableAny<T> {
    fn iterable(&self) -> T {
        never()
    }
}

impl<T> IterableAny<T> for PartOf<T> {}

/// What does something deref to?
pub trait ViaDeref {
    type Target: ?Sized;
    fn target(&self) -> &Self::Target {
        never()
    }
}

impl<T: Deref + ?Sized> ViaDeref for &PartOf<T> {
    type Target = T::Target;
}

/// To nothing.
pub struct NoTarget;

/// Most things deref to nothing.
pub trait ViaNoDeref {
    fn target(&self) -> &NoTarget {
        &NoTarget
    }
}

impl<T: ?Sized> ViaNoDeref for PartOf<T> {}

level!(
    /// A pattern binds by reference what is behind a reference,
    LentReference: lends() -> Hold for [T: ?Sized] &PartOf<&T>, [T: ?Sized] &PartOf<&mut T>
);
level!(
    /// and by value anything else.
    LentNothing: lends() -> Forget for [T: ?Sized] PartOf<T>
);

level!(
    /// A closure does not move a part out of what derefs to something else,
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

/// A local that was called.
pub struct Callee<F: ?Sized>(PhantomData<F>);

/// What was called.
pub fn callee<F: ?Sized>(_called: &F) -> Callee<F> {
    Callee(PhantomData)
}

/// One question for each number of arguments.
macro_rules! called {
    ($($question:ident($($argument:ident)*): $again:ident $once:ident $behind:ident;)*) => {
        $(
            /// What can be called again is still there,
            pub trait $again<R, $($argument),*> {
                #[doc(hidden)]
                fn $question(&self) -> Hold {
                    Hold
                }
            }

            impl<R, F: FnMut($($argument),*) -> R, $($argument),*> $again<R, $($argument),*> for &&Callee<F> {}

            /// what cannot is not,
            pub trait $once<R, $($argument),*> {
                #[doc(hidden)]
                fn $question(&self) -> Forget {
                    Forget
                }
            }

            impl<R, F: FnOnce($($argument),*) -> R, $($argument),*> $once<R, $($argument),*> for &Callee<F> {}

            level!(
                /// and what derefs to what was called is.
                $behind: $question() -> Hold for [F: ?Sized] Callee<F>
            );
        )*
    };
}

called! {
    called_0(): CalledAgain0 CalledOnce0 CalledBehind0;
    called_1(A): CalledAgain1 CalledOnce1 CalledBehind1;
    called_2(A B): CalledAgain2 CalledOnce2 CalledBehind2;
    called_3(A B C): CalledAgain3 CalledOnce3 CalledBehind3;
    called_4(A B C D): CalledAgain4 CalledOnce4 CalledBehind4;
}

/// All the questions, to be in scope where they are asked.
pub mod questions {
    pub use super::{
        AdaptedIterator as _, AdaptedNothing as _, BothAlike as _, BothUnlike as _,
        BuffersBytes as _, BuffersNothing as _, CalledAgain0 as _, CalledAgain1 as _,
        CalledAgain2 as _, CalledAgain3 as _, CalledAgain4 as _, CalledBehind0 as _,
        CalledBehind1 as _, CalledBehind2 as _, CalledBehind3 as _, CalledBehind4 as _,
        CalledOnce0 as _, CalledOnce1 as _, CalledOnce2 as _, CalledOnce3 as _, CalledOnce4 as _,
        CapturedDeref as _, CapturedDrop as _, CapturedNothing as _, CombinedCopied as _,
        CombinedCopy as _, CombinedEmptied as _, CombinedIterator as _, CombinedLeft as _,
        CombinedNothing as _, CombinedOption as _, DerefsTo as _, DerefsToNothing as _,
        DowncastNothing as _, DroppedBorrowing as _, DroppedCopy as _, DroppedNothing as _,
        DropsItself as _, DropsParts as _, EmptiedNothing as _, EmptiedViaCopy as _,
        EmptiedViaEmpty as _, IterableAny as _, IterableNothing as _, IteratedNothing as _,
        IteratedViaCopy as _, IteratedViaEmpty as _, LentNothing as _, LentReference as _,
        MappedArray as _, MappedCopy as _, MappedNothing as _, OrderedCopy as _,
        OrderedNothing as _, OrderedOrd as _, OwnedMethod as _, OwnedNothing as _,
        PartViaCopy as _, PartViaNothing as _, ReadsBytes as _, ReadsNothing as _,
        ReturnedByAny as _, ReturnedByOurs as _, TakenCopy as _, TakenIterator as _,
        TakenNothing as _, TakenResult as _, ViaBorrowing as _, ViaCopy as _, ViaDeref as _,
        ViaNoDeref as _, ViaNothing as _,
    };
    #[cfg(feature = "alloc")]
    pub use super::{
        DowncastPointer as _, DroppedErasable as _, DroppedMemory as _, DroppedOwned as _,
        ToldMethod as _, ToldNothing as _,
    };
}

/// Types that are not `Copy` and yet have nothing to drop: with all that is in them, or with `A` as the answer for the closures in them.
pub trait Borrowing<A> {}
impl<A, T, G> Borrowing<A> for Noted<T, Forget, G> {}
impl<A, T> Borrowing<A> for [T] {}
impl<A> Borrowing<A> for str {}

/// May what has this answer for its closures contain an `F`? Of a closure it is not known in time whether it is `Copy`, but what it captured
/// is asked.
pub trait Closures<F> {}

impl<F: Copy> Closures<F> for Forget {}
impl<F> Closures<F> for Captured<Forget> {}

macro_rules! borrowing {
    ($([$($generics:tt)*] $ty:ty $(where A: $closures:path)?,)*) => {
        $(impl<A $(: $closures)?, $($generics)*> Borrowing<A> for $ty {})*
    };
}

borrowing! {
    [T: ?Sized] &mut T,
    [P: Borrowing<A>] core::pin::Pin<P>,
    [T: Borrowing<A>] Option<T>,
    [T: Borrowing<A>, const N: usize] [T; N],
    [T: Borrowing<A>, E: Borrowing<A>] Result<T, E>,
    [T: Borrowing<A>, U: Borrowing<A>] (T, U),
    [T: Borrowing<A>, U: Borrowing<A>, V: Borrowing<A>] (T, U, V),
    [T: Copy] core::ops::Range<T>,
    [T: Copy] core::ops::RangeInclusive<T>,
    [T: Copy] core::ops::RangeFrom<T>,
    [T: Copy, const N: usize] core::array::IntoIter<T, N>,
    [T] core::option::Iter<'_, T>,
    [T] core::option::IterMut<'_, T>,
    [T] core::result::Iter<'_, T>,
    [T] core::result::IterMut<'_, T>,
}

borrowing! {
    [T] core::slice::Iter<'_, T>,
    [T] core::slice::IterMut<'_, T>,
    [T] core::slice::Chunks<'_, T>,
    [T] core::slice::ChunksMut<'_, T>,
    [T] core::slice::ChunksExact<'_, T>,
    [T] core::slice::ChunksExactMut<'_, T>,
    [] core::slice::EscapeAscii<'_>,
    [T] core::slice::RChunks<'_, T>,
    [T] core::slice::RChunksMut<'_, T>,
    [T] core::slice::RChunksExact<'_, T>,
    [T] core::slice::RChunksExactMut<'_, T>,
    [T] core::slice::Windows<'_, T>,
    [T, F: FnMut(&T, &T) -> bool] core::slice::ChunkBy<'_, T, F> where A: Closures<F>,
    [T, F: FnMut(&T, &T) -> bool] core::slice::ChunkByMut<'_, T, F> where A: Closures<F>,
    [T, F: FnMut(&T) -> bool] core::slice::Split<'_, T, F> where A: Closures<F>,
    [T, F: FnMut(&T) -> bool] core::slice::SplitMut<'_, T, F> where A: Closures<F>,
    [T, F: FnMut(&T) -> bool] core::slice::SplitInclusive<'_, T, F> where A: Closures<F>,
    [T, F: FnMut(&T) -> bool] core::slice::RSplit<'_, T, F> where A: Closures<F>,
    [T, F: FnMut(&T) -> bool] core::slice::SplitN<'_, T, F> where A: Closures<F>,
    [T, F: FnMut(&T) -> bool] core::slice::RSplitN<'_, T, F> where A: Closures<F>,
}

borrowing! {
    [] core::str::Bytes<'_>,
    [] core::str::Chars<'_>,
    [] core::str::CharIndices<'_>,
    [] core::str::EncodeUtf16<'_>,
    [] core::str::EscapeDebug<'_>,
    [] core::str::EscapeDefault<'_>,
    [] core::str::EscapeUnicode<'_>,
    [] core::str::Lines<'_>,
    [] core::str::SplitWhitespace<'_>,
    [] core::str::SplitAsciiWhitespace<'_>,
}

// What can be a pattern cannot be said on stable, but what is one.
macro_rules! searching {
    ($($iterator:ident)*) => {
        borrowing! { $(
            [] core::str::$iterator<'_, char>,
            [] core::str::$iterator<'_, &str>,
            [] core::str::$iterator<'_, &&str>,
            [] core::str::$iterator<'_, &[char]>,
            [const N: usize] core::str::$iterator<'_, [char; N]>,
            [const N: usize] core::str::$iterator<'_, &[char; N]>,
            [F: FnMut(char) -> bool] core::str::$iterator<'_, F> where A: Closures<F>,
        )* }
        #[cfg(feature = "alloc")]
        borrowing! { $([] core::str::$iterator<'_, &alloc::string::String>,)* }
    };
}

searching!(Split SplitInclusive SplitN SplitTerminator RSplit RSplitN RSplitTerminator Matches RMatches MatchIndices RMatchIndices);

borrowing! {
    [T] core::iter::Empty<T>,
    [T: Copy] core::iter::Once<T>,
    [T: Copy] core::iter::Repeat<T>,
    [T: Copy] core::iter::RepeatN<T>,
    [F] core::iter::FromFn<F> where A: Closures<F>,
    [F] core::iter::OnceWith<F> where A: Closures<F>,
    [F] core::iter::RepeatWith<F> where A: Closures<F>,
    [T: Copy, F] core::iter::Successors<T, F> where A: Closures<F>,
    [I: Borrowing<A>] core::iter::Rev<I>,
    [I: Borrowing<A>] core::iter::Enumerate<I>,
    [I: Borrowing<A>] core::iter::Skip<I>,
    [I: Borrowing<A>] core::iter::Take<I>,
    [I: Borrowing<A>] core::iter::StepBy<I>,
    [I: Borrowing<A>] core::iter::Copied<I>,
    [I: Borrowing<A>] core::iter::Cloned<I>,
    [I: Borrowing<A>] core::iter::Cycle<I>,
    [I: Borrowing<A>] core::iter::Fuse<I>,
    [I: Borrowing<A> + Iterator<Item: Copy>] core::iter::Peekable<I>,
    [I: Borrowing<A>, J: Borrowing<A>] core::iter::Zip<I, J>,
    [I: Borrowing<A>, J: Borrowing<A>] core::iter::Chain<I, J>,
    [I: Borrowing<A>, F] core::iter::Map<I, F> where A: Closures<F>,
    [I: Borrowing<A>, F] core::iter::MapWhile<I, F> where A: Closures<F>,
    [I: Borrowing<A>, F] core::iter::Filter<I, F> where A: Closures<F>,
    [I: Borrowing<A>, F] core::iter::FilterMap<I, F> where A: Closures<F>,
    [I: Borrowing<A>, F] core::iter::Inspect<I, F> where A: Closures<F>,
    [I: Borrowing<A>, F] core::iter::SkipWhile<I, F> where A: Closures<F>,
    [I: Borrowing<A>, F] core::iter::TakeWhile<I, F> where A: Closures<F>,
    [I: Borrowing<A>, S: Copy, F] core::iter::Scan<I, S, F> where A: Closures<F>,
    [I: Borrowing<A>, J: IntoIterator<IntoIter: Borrowing<A>>, F] core::iter::FlatMap<I, J, F> where A: Closures<F>,
    [I: Borrowing<A> + Iterator<Item: IntoIterator<IntoIter: Borrowing<A>>>] core::iter::Flatten<I>,
}

#[cfg(feature = "alloc")]
borrowing! {
    [T] alloc::collections::binary_heap::Iter<'_, T>,
    [K: Copy, V] alloc::collections::btree_map::Entry<'_, K, V>,
    [K: Copy, V] alloc::collections::btree_map::VacantEntry<'_, K, V>,
    [K, V] alloc::collections::btree_map::Iter<'_, K, V>,
    [K, V] alloc::collections::btree_map::IterMut<'_, K, V>,
    [K, V] alloc::collections::btree_map::Keys<'_, K, V>,
    [K, V] alloc::collections::btree_map::OccupiedEntry<'_, K, V>,
    [K, V] alloc::collections::btree_map::Range<'_, K, V>,
    [K, V] alloc::collections::btree_map::RangeMut<'_, K, V>,
    [K, V] alloc::collections::btree_map::Values<'_, K, V>,
    [K, V] alloc::collections::btree_map::ValuesMut<'_, K, V>,
    [T] alloc::collections::btree_set::Difference<'_, T>,
    [T] alloc::collections::btree_set::Intersection<'_, T>,
    [T] alloc::collections::btree_set::Iter<'_, T>,
    [T] alloc::collections::btree_set::Range<'_, T>,
    [T] alloc::collections::btree_set::SymmetricDifference<'_, T>,
    [T] alloc::collections::btree_set::Union<'_, T>,
    [T] alloc::collections::linked_list::Iter<'_, T>,
    [T] alloc::collections::linked_list::IterMut<'_, T>,
    [T] alloc::collections::vec_deque::Iter<'_, T>,
    [T] alloc::collections::vec_deque::IterMut<'_, T>,
}

#[cfg(feature = "std")]
borrowing! {
    [K: Copy, V] std::collections::hash_map::Entry<'_, K, V>,
    [K, V] std::collections::hash_map::Iter<'_, K, V>,
    [K, V] std::collections::hash_map::IterMut<'_, K, V>,
    [K, V] std::collections::hash_map::Keys<'_, K, V>,
    [K, V] std::collections::hash_map::OccupiedEntry<'_, K, V>,
    [K: Copy, V] std::collections::hash_map::VacantEntry<'_, K, V>,
    [K, V] std::collections::hash_map::Values<'_, K, V>,
    [K, V] std::collections::hash_map::ValuesMut<'_, K, V>,
    [T, S] std::collections::hash_set::Difference<'_, T, S>,
    [T, S] std::collections::hash_set::Intersection<'_, T, S>,
    [T] std::collections::hash_set::Iter<'_, T>,
    [T, S] std::collections::hash_set::SymmetricDifference<'_, T, S>,
    [T, S] std::collections::hash_set::Union<'_, T, S>,
    [] std::path::Components<'_>,
    [] std::path::Iter<'_>,
    [T] std::sync::mpsc::Iter<'_, T>,
    [T] std::sync::mpsc::TryIter<'_, T>,
}
