//! Locals that stay in a slot beside the state while the generator is suspended.
//!
//! # Safety
//!
//! A slot is an [`Option`], but which state the generator is in says whether it is full, so nothing asks the slot for each item. This is sound since only
//! generated code calls what is in this file: a local is declared by [`put`], which fills the slot, and a state that gives one [`back`] is only
//! come to by ways that [`leave`] it there; what leaves its scope, or panics, drops its [`InPlace`], which empties the slot, and comes to no such state. The
//! compiler checks that of every transition in its debug builds, and so does [`Option::unwrap_unchecked`] in those of users. As in
//! [`resumed`](crate::resumed) these functions are hidden, not `unsafe`.

use core::mem;

use super::TypeOf;

/// A local whose value is in a slot. Leaving its scope drops the value.
pub struct InPlace<'s, T>(&'s mut Option<T>);

/// What a `let` does: the slot gets a value. What was there has nothing to drop.
#[inline(always)]
pub fn put<T>(slot: &mut Option<T>, value: T) -> InPlace<'_, T> {
    mem::forget(slot.replace(value));
    InPlace(slot)
}

/// The local again, where the generator is resumed.
#[inline(always)]
pub fn back<T>(slot: &mut Option<T>) -> InPlace<'_, T> {
    InPlace(slot)
}

/// The value, which is there as long as the local is.
#[inline(always)]
pub fn value<'v, T>(local: &'v mut InPlace<'_, T>) -> &'v mut T {
    // SAFETY: it is asked of a local that was declared, so the slot is full: see the module.
    unsafe { local.0.as_mut().unwrap_unchecked() }
}

/// Leaves the value where it is, where the generator is suspended.
#[inline(always)]
pub fn leave<T>(local: InPlace<'_, T>) {
    mem::forget(local);
}

/// What has slots.
pub trait Frame {
    /// Drops what is in the state and in the slots, as the function would.
    fn drop(&mut self);
    /// Drops that, and what is in the slots if the state is not there: the last one first.
    fn clear(&mut self);
}

/// A generator that runs.
pub struct Running<'f, F: Frame> {
    /// The state and the slots.
    pub frame: &'f mut F,
    /// Control goes from one state to the next, and on the way something is dropped. Should that panic, nobody else drops what is
    /// in the slots.
    pub leaves: bool,
}

/// Starts to run.
#[inline(always)]
pub fn run<F: Frame>(frame: &mut F) -> Running<'_, F> {
    Running {
        frame,
        leaves: false,
    }
}

impl<F: Frame> Drop for Running<'_, F> {
    #[inline(always)]
    fn drop(&mut self) {
        if self.leaves {
            self.frame.clear();
        }
    }
}

/// Has a value of this type a destructor to run?
#[inline(always)]
pub fn needs_drop<T>(_type: TypeOf<T>) -> bool {
    mem::needs_drop::<T>()
}

/// Has one of these locals a destructor to run? They are not touched, so it does not matter whether they are still there.
#[doc(hidden)]
#[macro_export]
macro_rules! __dies {
    ($($local:ident)*) => {
        false $(| $crate::__private::needs_drop($crate::__private::ask!(type of $local)))*
    };
}

/// Takes an argument of a generator that was not started out of its slot.
#[inline(always)]
pub fn take<T>(slot: &mut Option<T>) -> T {
    match slot.take() {
        Some(value) => value,
        None => unreachable!("a generator that was not started has its arguments"),
    }
}

impl<T> Drop for InPlace<'_, T> {
    #[inline]
    fn drop(&mut self) {
        clear(self.0);
    }
}

/// Empties a slot. Where that calls a destructor the call is not inlined, so that the machine is.
#[inline(always)]
pub fn clear<T>(slot: &mut Option<T>) {
    if mem::needs_drop::<T>() {
        drop_value(slot);
    } else {
        *slot = None;
    }
}

#[inline(never)]
fn drop_value<T>(slot: &mut Option<T>) {
    *slot = None;
}
