//! What is the operand of a `match` that refers through a temporary, as `*parts.next().unwrap()`?
//!
//! If it is `Copy`, a copy: the temporary and all that it borrows from ends with the head. If it is not, or has no size, it stays where
//! it is, and the temporary has to be a plain reference or a box: a lock would be held while the consumer works.

use core::ops::Deref;

/// The temporary.
pub struct Head<R>(pub Option<R>);

/// A copy of what it refers to.
pub struct Copied<T>(T);

impl<T> Deref for Copied<T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        &self.0
    }
}

/// Asked first, since it takes its receiver as it is.
pub trait CopyOut {
    /// What it refers to.
    type Target;

    /// Copies it.
    fn copy_or_stay(self) -> Copied<Self::Target>;
}

impl<R: Deref<Target: Copy>> CopyOut for Head<R> {
    type Target = R::Target;

    #[inline(always)]
    fn copy_or_stay(self) -> Copied<R::Target> {
        // It was made of a value just before.
        Copied(*self.0.expect("a head has a value"))
    }
}

/// Asked if it cannot be copied.
pub trait Stay {
    /// The temporary.
    type Temporary;

    /// Gives it back.
    fn copy_or_stay(&mut self) -> Self::Temporary
    where
        Self::Temporary: Reference;
}

impl<R> Stay for Head<R> {
    type Temporary = R;

    #[inline(always)]
    fn copy_or_stay(&mut self) -> R
    where
        R: Reference,
    {
        // It was made of a value just before, and nobody asks twice.
        self.0.take().expect("a head has a value")
    }
}

/// What may stay: nobody waits for its end.
#[diagnostic::on_unimplemented(
    message = "this head refers through a `{Self}`, which ends before the yield; bind it in the line before, `let head = …;`, and match `*head`, if it may be held meanwhile",
    label = "ends with the head"
)]
pub trait Reference {}

impl<T: ?Sized> Reference for &T {}

impl<T: ?Sized> Reference for &mut T {}

#[cfg(feature = "alloc")]
impl<T: ?Sized> Reference for alloc::boxed::Box<T> {}

/// What `*` is written in front of in a head.
#[doc(hidden)]
#[macro_export]
macro_rules! __head {
    ($value:expr) => {
        match $value {
            value => {
                use $crate::__private::{CopyOut as _, Stay as _};
                #[allow(unused_mut)]
                let mut head = $crate::__private::Head(::core::option::Option::Some(value));
                head.copy_or_stay()
            }
        }
    };
}
