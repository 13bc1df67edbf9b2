//! Locals that stay in a slot beside the state while the generator is suspended.

use core::mem;

/// A local whose value is in a slot. Leaving its scope drops the value.
pub struct InPlace<'s, T>(&'s mut Option<T>);

/// What a `let` does: the slot, which is empty, gets a value.
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
    match local.0 {
        Some(value) => value,
        None => unreachable!("a local in place has a value"),
    }
}

/// Leaves the value where it is, where the generator is suspended.
#[inline(always)]
pub fn leave<T>(local: InPlace<'_, T>) {
    mem::forget(local);
}

/// What has slots.
pub trait Frame {
    /// Drops what is in the slots, the last one first.
    fn clear(&mut self);
}

/// A generator that runs. A panic that passes drops what no variable owns at that moment, as where control goes from one state to
/// the next and a destructor panics.
pub struct Running<'f, F: Frame>(&'f mut F);

/// Starts to run.
#[inline(always)]
pub fn run<F: Frame>(frame: &mut F) -> Running<'_, F> {
    Running(frame)
}

/// The state and the slots of a generator that runs.
#[inline(always)]
pub fn frame<'r, F: Frame>(running: &'r mut Running<'_, F>) -> &'r mut F {
    running.0
}

/// Ends a run at a yield.
#[inline(always)]
pub fn rest<F: Frame>(running: Running<'_, F>) {
    mem::forget(running);
}

impl<F: Frame> Drop for Running<'_, F> {
    #[inline]
    fn drop(&mut self) {
        self.0.clear();
    }
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
        *self.0 = None;
    }
}
