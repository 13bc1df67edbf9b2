//! Which types have a value that holds nothing, to be left where a part was moved away?

use super::{Forget, Hold};

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
