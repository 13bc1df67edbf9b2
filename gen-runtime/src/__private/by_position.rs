//! The loop that counts, since it borrows what it iterates from the generator itself.

use core::{iter, option, slice};

/// An iterator that comes to any of its items at once, and does nothing but borrow or copy them.
#[diagnostic::on_unimplemented(
    message = "a loop over a borrow of what the generator owns goes on after a yield, which it cannot with `{Self}`",
    label = "this is borrowed across the yield",
    note = "slices, vectors, arrays and deques are iterated by position; what else is borrowed across a yield has to be anchored before the loop: `let name = anchor!(name);`"
)]
pub trait ByPosition: Iterator {}

/// What comes at this position, which goes on by one.
#[inline(always)]
pub fn next_item<I>(items: I, position: &mut usize) -> Option<I::Item>
where
    I: IntoIterator<IntoIter: ByPosition>,
{
    let item = items.into_iter().nth(*position)?;
    *position += 1;
    Some(item)
}

/// What came before this position.
///
/// # Panics
///
/// If nothing did, which there is no way to: what is iterated cannot change while it is borrowed.
#[inline(always)]
pub fn last_item<I>(items: I, position: usize) -> I::Item
where
    I: IntoIterator<IntoIter: ByPosition>,
{
    match items.into_iter().nth(position - 1) {
        Some(item) => item,
        None => unreachable!(),
    }
}

/// A list of the standard library, whose methods do nothing but what their names say.
#[diagnostic::on_unimplemented(
    message = "what is borrowed here is used after a yield, and is borrowed again there, which can only be done with vectors, arrays, slices, deques and options, and not with `{Self}`",
    label = "this is borrowed across the yield",
    note = "anchor what is borrowed before: `let name = anchor!(name);`"
)]
pub trait List {}

/// A list that is borrowed again.
#[inline(always)]
pub fn list<T: List + ?Sized>(place: &T) -> &T {
    place
}

/// The same to change it.
#[inline(always)]
pub fn list_mut<T: List + ?Sized>(place: &mut T) -> &mut T {
    place
}

impl<T> List for [T] {}
impl<T, const N: usize> List for [T; N] {}
impl<T> List for Option<T> {}
impl<T: List + ?Sized> List for &T {}
#[cfg(feature = "alloc")]
impl<T> List for alloc::vec::Vec<T> {}
#[cfg(feature = "alloc")]
impl<T> List for alloc::collections::VecDeque<T> {}

impl<T> ByPosition for slice::Iter<'_, T> {}
impl<T> ByPosition for slice::IterMut<'_, T> {}
impl<T> ByPosition for slice::Chunks<'_, T> {}
impl<T> ByPosition for slice::ChunksExact<'_, T> {}
impl<T> ByPosition for slice::RChunks<'_, T> {}
impl<T> ByPosition for slice::Windows<'_, T> {}
impl<T> ByPosition for option::Iter<'_, T> {}
impl<T> ByPosition for option::IterMut<'_, T> {}
#[cfg(feature = "alloc")]
impl<T> ByPosition for alloc::collections::vec_deque::Iter<'_, T> {}
#[cfg(feature = "alloc")]
impl<T> ByPosition for alloc::collections::vec_deque::IterMut<'_, T> {}

impl<'a, T: Copy + 'a, I: ByPosition<Item = &'a T>> ByPosition for iter::Copied<I> {}
impl<I: ByPosition> ByPosition for iter::Enumerate<I> {}
impl<I: FromBothEnds> ByPosition for iter::Rev<I> {}
impl<I: ByPosition> ByPosition for iter::Skip<I> {}
impl<I: ByPosition> ByPosition for iter::StepBy<I> {}
impl<I: ByPosition> ByPosition for iter::Take<I> {}
impl<A: Plain, B: Plain> ByPosition for iter::Zip<A, B> {}

/// One that a `zip` comes to any item of at once.
pub trait Plain: ByPosition {}

impl<T> Plain for slice::Iter<'_, T> {}
impl<T> Plain for slice::IterMut<'_, T> {}

/// One that comes to any item at once from its end as well.
pub trait FromBothEnds: ByPosition + DoubleEndedIterator {}

impl<T> FromBothEnds for slice::Iter<'_, T> {}
impl<T> FromBothEnds for slice::IterMut<'_, T> {}
impl<T> FromBothEnds for slice::Chunks<'_, T> {}
impl<T> FromBothEnds for slice::Windows<'_, T> {}
#[cfg(feature = "alloc")]
impl<T> FromBothEnds for alloc::collections::vec_deque::Iter<'_, T> {}
#[cfg(feature = "alloc")]
impl<T> FromBothEnds for alloc::collections::vec_deque::IterMut<'_, T> {}
impl<I: FromBothEnds + ExactSizeIterator> FromBothEnds for iter::Enumerate<I> {}
