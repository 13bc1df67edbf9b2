//! A value that borrows, and that nobody will look at again.
//!
//! `let name = String::from_utf8_lossy(&bytes);` has to give its memory back at the end of its scope, and nothing else. rustc lets `bytes` move before, since the destructor of a
//! `Cow` does not look at what it borrows. Moved into the state as it is it would take the borrow along, so it is carried as bytes, with the function that drops it.
//!
//! # Safety
//!
//! 1. **The bytes are those of a value.** [`Erase::drop_later`] writes them, and a compile-time assertion says that there is room for them. The room is of whole words without padding, so
//!    moving it moves all of them, with the provenance of the pointers among them, as `MaybeUninit` guarantees.
//! 2. **Nobody has the value back**: all that can be done with it is to drop it, once. A copy of it is empty.
//! 3. **To drop it is to free memory.** That is so for the types of this module, which are types of the standard library all the way down: their destructors look at nothing that is
//!    borrowed, run none of the user's code, and may run on any thread. rustc says the first of them, too: a test drops each of them after what it borrows from.
//!
//! So the lifetimes in its type do not matter any more, and code is the same for all lifetimes.

use alloc::{
    borrow::Cow,
    boxed::Box,
    collections::{BTreeMap, BTreeSet, BinaryHeap, LinkedList, VecDeque, vec_deque},
    ffi::CString,
    string::{FromUtf8Error, String},
    vec::{self, Vec},
};
use core::{
    cmp::{Ordering, Reverse},
    convert::Infallible,
    ffi::CStr,
    mem::MaybeUninit,
    num, str,
    time::Duration,
};

use super::{Absent, Answer, Left, never};

/// There is only memory to give back, and something is borrowed.
#[derive(Clone, Copy)]
pub struct Erase;

impl Answer for Erase {
    fn answer() -> Self {
        Erase
    }
}

/// A value without its type.
pub struct Erased<R> {
    room: MaybeUninit<R>,
    drop: Option<unsafe fn(*mut R)>,
}

/// The copy of a generator needs no copy of what it does not look at.
impl<R> Clone for Erased<R> {
    fn clone(&self) -> Self {
        Self::ABSENT
    }
}

impl<R> Absent for Erased<R> {
    const ABSENT: Self = Self {
        room: MaybeUninit::uninit(),
        drop: None,
    };
}

impl<R> Drop for Erased<R> {
    #[inline]
    fn drop(&mut self) {
        if let Some(drop) = self.drop {
            // SAFETY: the value that was written there, with this function, is dropped nowhere else.
            unsafe { drop(self.room.as_mut_ptr()) };
        }
    }
}

// Drops a `T`.
//
// SAFETY: there has to be one in the room.
unsafe fn drop_in<T: Erasable>(room: *mut T::Room) {
    // SAFETY: there is one.
    unsafe { room.cast::<T>().drop_in_place() };
}

only_dropped!(Erase);

impl Erase {
    /// Carries the value, but not its type.
    #[inline(always)]
    pub fn drop_later<T: Erasable>(self, value: T) -> Erased<T::Room> {
        const {
            assert!(size_of::<T>() <= size_of::<T::Room>());
            assert!(align_of::<T>() <= align_of::<T::Room>());
        }
        let mut room = MaybeUninit::<T::Room>::uninit();
        // SAFETY: it is large enough, and aligned.
        unsafe { room.as_mut_ptr().cast::<T>().write(value) };
        Erased {
            room,
            drop: Some(drop_in::<T>),
        }
    }

    pub fn drop_nothing(self) -> ! {
        never()
    }
}

/// Types that can be dropped without a look at what they borrow.
///
/// The room for one names no lifetime. It is made of words only, so it has no padding, and what is in something else has a whole number of them: however that is laid out, it is not
/// larger than all of its parts and a word for its tag.
pub trait Erasable {
    type Room: Copy;
}

/// Those that borrow nothing, which there is no need to erase.
pub trait Owned {}

// They need more than the alignment of a word.
impl Owned for u128 {}
impl Owned for i128 {}

type Word = u64;

const fn words<T>() -> usize {
    size_of::<T>().div_ceil(size_of::<Word>())
}

// The size of a collection does not depend on what is in it.
macro_rules! erasable {
    ($([$($generic:ident),*] $ty:ty as $like:ty,)*) => {
        $(
            impl<$($generic: Erasable),*> Erasable for $ty {
                type Room = [Word; words::<$like>()];
            }
            impl<$($generic: Owned),*> Owned for $ty {}
        )*
    };
    ($($ty:ty,)*) => {
        erasable! { $([] $ty as $ty,)* }
    };
}

erasable! {
    (),
    bool,
    char,
    u8,
    u16,
    u32,
    u64,
    usize,
    i8,
    i16,
    i32,
    i64,
    isize,
    f32,
    f64,
    Ordering,
    Duration,
    Infallible,
    core::fmt::Error,
    core::char::ParseCharError,
    num::ParseIntError,
    num::ParseFloatError,
    num::TryFromIntError,
    str::ParseBoolError,
    str::Utf8Error,
    FromUtf8Error,
    String,
    CString,
    Box<str>,
}

erasable! {
    [T] Box<[T]> as Box<[()]>,
    [T] Box<T> as Box<()>,
    [T] Vec<T> as Vec<()>,
    [T] vec::IntoIter<T> as vec::IntoIter<()>,
    [T] VecDeque<T> as VecDeque<()>,
    [T] vec_deque::IntoIter<T> as vec_deque::IntoIter<()>,
    [T] BinaryHeap<T> as BinaryHeap<()>,
    [T] LinkedList<T> as LinkedList<()>,
    [T] BTreeSet<T> as BTreeSet<()>,
    [K, V] BTreeMap<K, V> as BTreeMap<(), ()>,
}

#[cfg(feature = "std")]
erasable! {
    std::ffi::OsString,
    std::path::PathBuf,
}

#[cfg(feature = "std")]
erasable! {
    // With the hasher that it has where the user says of none.
    [T] std::collections::HashSet<T> as std::collections::HashSet<()>,
    [T] std::collections::hash_set::IntoIter<T> as std::collections::hash_set::IntoIter<()>,
    [K, V] std::collections::HashMap<K, V> as std::collections::HashMap<(), ()>,
    [K, V] std::collections::hash_map::IntoIter<K, V> as std::collections::hash_map::IntoIter<(), ()>,
}

// A word is for the tag.
macro_rules! composed {
    ($([$($generic:ident),*] $ty:ty as $room:ty,)*) => {
        $(
            impl<$($generic: Erasable),*> Erasable for $ty {
                type Room = $room;
            }
            impl<$($generic: Owned),*> Owned for $ty {}
        )*
    };
}

composed! {
    [T] Reverse<T> as T::Room,
    [T] Option<T> as (Word, T::Room),
    [T, E] Result<T, E> as (Word, T::Room, E::Room),
    [A] (A,) as A::Room,
    [A, B] (A, B) as (A::Room, B::Room),
    [A, B, C] (A, B, C) as (A::Room, B::Room, C::Room),
    [A, B, C, D] (A, B, C, D) as (A::Room, B::Room, C::Room, D::Room),
    [A, B, C, D, E] (A, B, C, D, E) as (A::Room, B::Room, C::Room, D::Room, E::Room),
    [A, B, C, D, E, F] (A, B, C, D, E, F) as (A::Room, B::Room, C::Room, D::Room, E::Room, F::Room),
}

impl<T: Erasable, const N: usize> Erasable for [T; N] {
    type Room = [T::Room; N];
}

impl<T: Owned, const N: usize> Owned for [T; N] {}

// A reference is a pointer, or two.
impl<T: ?Sized> Erasable for &T {
    type Room = [Word; 2];
}

impl<T: ?Sized> Erasable for &mut T {
    type Room = [Word; 2];
}

impl<T: Erasable + Clone> Erasable for Cow<'_, [T]> {
    type Room = [Word; words::<Cow<'static, [()]>>()];
}

macro_rules! borrowed_or_owned {
    ($($ty:ty,)*) => {
        $(impl Erasable for Cow<'_, $ty> {
            type Room = [Word; words::<Cow<'static, $ty>>()];
        })*
    };
}

borrowed_or_owned!(str, CStr,);

#[cfg(feature = "std")]
borrowed_or_owned!(std::ffi::OsStr, std::path::Path,);
