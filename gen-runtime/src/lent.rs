//! A `&mut` reference that is carried while something borrows from it.
//!
//! `for item in self.items.iter() { yield_!(*item); self.served += 1; }` is carried at the yield as the iterator, which borrows
//! from `*self`, and `self`, which is used again. A `&mut` reference cannot be moved into the state while it is reborrowed, so
//! a [`Lent`] is carried in its place: a pointer with the reference's lifetime. In front of every statement that mentions the variable the
//! machine makes the variable of it, [`reborrow`].
//!
//! # Safety
//!
//! It is sound for these reasons:
//!
//! 1. **Overlapping is checked in the other copy.** [`reborrow`] can be called any number of times, so in the machine rustc does not see
//!    that two references overlap. It does in the fold copy, where the variable is what it was: the reference itself. So the copies must
//!    be the same program, also to somebody who wants them not to be, and nobody but generated code may call what is in this
//!    file; how that is kept is said of anchors (`anchored.rs`, the first reason), and holds here. Where a macro might see a difference,
//!    no reference is lent (`gen-compiler/src/same.rs`).
//! 2. **Lifetimes are checked in both copies.** A [`Lent`] has the lifetime of its reference, a reborrow has that lifetime and no longer one, and the
//!    type it points to is invariant, as in the reference. Nothing is erased: the state shows the lifetime in its type.
//! 3. **The variable does not change without notice.** Where `variable = value;` is a statement, the value is what is lent from there on. In
//!    every other statement the variable that is made anew is not `mut`, so rustc refuses whatever would change it in another way: a
//!    macro, a closure, a method that takes `&mut self` of the reference itself. And it is only lent if it has a value where it is declared.
//! 4. **Drop order.** When a suspended generator is dropped, what its state carries is dropped as the scopes of the fold copy would be if the
//!    consumer panicked at the yield, which rustc checks there. A [`Lent`] itself has nothing to drop.
//! 5. **Nothing is copied.** A [`Lent`] is neither `Copy` nor `Clone`, as a `&mut` reference is not, so the states of a generator that carries one
//!    are not `Clone` either. It is `Send`, `Sync` and unwind-safe where the reference is.
//! 6. **No aliasing.** The fold copy proves that no two accesses conflict. While `self.items` is borrowed, `self.served += 1` makes a reference to all
//!    of `*self` on its way to the field, as `reference` of an anchor does. It is used for that field only, and no function of the user's is given
//!    it, since that would be a use of all of it, which the fold copy refuses; and what code generation assumes, it assumes of the references that
//!    functions are given. Making such a reference is no access in the sense of the language as it is documented. Stacked Borrows, the
//!    stricter of the models that have been proposed, takes it for one; so does Tree Borrows if the borrowed field is in `*self` itself, rather than on the heap, and is
//!    written to. A reference to the field alone could only be made by an `unsafe` projection in the user's crate.

use core::{marker::PhantomData, ptr::NonNull};

/// Stands for a `&'a mut T` from which something may have borrowed.
pub struct Lent<'a, T: ?Sized> {
    pointer: NonNull<T>,
    reference: PhantomData<&'a mut T>,
}

/// What can be lent: a `&mut` reference. A `&` reference is carried as it is; it comes here where a loop is over `&mut self.rows` and `rows` is an iterator.
#[diagnostic::on_unimplemented(
    message = "the value of a `{Self}` is borrowed across a yield",
    label = "borrowed across a yield, and no reference",
    note = "keep a copy of the part, or an index, instead of the borrow, or write `anchor!(…)` around the value"
)]
pub trait Lend<L> {
    /// What is carried.
    fn lend(self) -> L;
}

#[diagnostic::do_not_recommend]
impl<'a, T: ?Sized> Lend<Lent<'a, T>> for &'a mut T {
    #[inline(always)]
    fn lend(self) -> Lent<'a, T> {
        Lent {
            pointer: NonNull::from(self),
            reference: PhantomData,
        }
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T: ?Sized> Lend<&'a T> for &'a T {
    #[inline(always)]
    fn lend(self) -> &'a T {
        self
    }
}

/// What a reference is made of again.
pub trait Reborrow<R> {
    /// The reference.
    fn reborrow(&self) -> R;
}

impl<'a, T: ?Sized> Reborrow<&'a mut T> for Lent<'a, T> {
    #[inline(always)]
    fn reborrow(&self) -> &'a mut T {
        // SAFETY: it was made of a `&'a mut T`, and what is accessed by way of this reference nobody else does meanwhile, since the fold
        // copy has the same statement here (reasons 1 and 6).
        unsafe { &mut *self.pointer.as_ptr() }
    }
}

impl<'a, T: ?Sized> Reborrow<&'a T> for &'a T {
    #[inline(always)]
    fn reborrow(&self) -> &'a T {
        self
    }
}

/// Carries a reference, to which the value may be coerced.
#[inline(always)]
#[must_use]
pub fn lend<T: ?Sized>(reference: &mut T) -> Lent<'_, T> {
    reference.lend()
}

/// Carries what a pattern binds.
#[inline(always)]
#[must_use]
pub fn lend_bound<L, R: Lend<L>>(reference: R) -> L {
    reference.lend()
}

/// The reference, in front of a statement that mentions the variable.
///
/// This and [`lend`] are functions, since a trait of the user's might have methods of the same names.
#[inline(always)]
#[must_use]
pub fn reborrow<R, L: Reborrow<R>>(lent: &L) -> R {
    lent.reborrow()
}

// SAFETY: it stands for a `&mut T`.
unsafe impl<T: ?Sized + Send> Send for Lent<'_, T> {}
// SAFETY: it stands for a `&mut T`.
unsafe impl<T: ?Sized + Sync> Sync for Lent<'_, T> {}
