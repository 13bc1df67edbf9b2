//! Locals that stay in a slot beside the state while the generator is suspended.

use core::{marker::PhantomData, mem};

use super::TypeOf;

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
        None => missing(),
    }
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

/// A type that something else says.
#[inline(always)]
pub fn some_type<T>() -> TypeOf<T> {
    TypeOf(PhantomData)
}

/// Has one of these locals a destructor to run? They are not touched, so it does not matter whether they are still there.
#[doc(hidden)]
#[macro_export]
macro_rules! __dies {
    ($($local:ident)*) => {
        false $(| $crate::__private::needs_drop(if false {
            $crate::__private::never();
            $crate::__private::type_of(&$local)
        } else {
            $crate::__private::some_type()
        }))*
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

#[cold]
#[inline(never)]
extern "C" fn missing() -> ! {
    unreachable!("a local in place has a value")
}
