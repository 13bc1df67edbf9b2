//! The state of a generator while it runs.
//!
//! A machine takes its state out, runs, and puts the next one back. What is in the place meanwhile must not be used: a panic, or the end,
//! has to leave [`State::done`] there. Writing that before every step would be a store for each item, which the next step writes again.
//! So nothing is written; the place is a [`Vacant`] until the next state is in it, and what drops that writes it.
//!
//! # Safety
//!
//! It is sound for one reason: between [`resume`] and [`suspend`], or the drop of the [`Vacant`], nobody looks at the place. Only generated code calls what is
//! in this file, with variables that no code of the user's can name; it looks at the place by these functions only, and forgets no [`Vacant`], nor makes one the value of a block
//! that it leaves with destructors to run, where rustc forgets it if one panics. They are hidden,
//! not `unsafe`, since the code that calls them stands in crates that may forbid `unsafe`.
//!
//! A [`Vacant`] does not know the type of the state, though it would be safer if it borrowed the place: the state may hold borrows of the user's locals, which rustc
//! refuses, and would then tell that they are used where a `Vacant` is dropped rather than at the yield.

use core::{mem, ptr};

use crate::__private::{State, take_out};

/// The place of a state that was taken out.
pub struct Vacant {
    place: *mut (),
    leave: unsafe fn(*mut ()),
    /// There is a state in it all the same: the next one, which is dropped where the place is if something panics on the way to it.
    parked: bool,
}

impl Vacant {
    #[inline(always)]
    fn new<S: State>(place: &mut S) -> Self {
        Self {
            place: (&raw mut *place).cast(),
            leave: leave_done::<S>,
            parked: false,
        }
    }
}

// SAFETY: to be called with the place of a state of this type that was taken out.
#[inline(always)]
unsafe fn leave_done<S: State>(place: *mut ()) {
    // SAFETY: the caller says so.
    unsafe { ptr::write(place.cast::<S>(), S::done()) };
}

/// Takes the state out to run it. A panic leaves the generator finished.
#[inline(always)]
pub fn resume<S: State>(place: &mut S) -> (S, Vacant) {
    // SAFETY: the value in the place is valid and is not used again: see the module.
    let state = unsafe { ptr::read(place) };
    (state.at_rest(), Vacant::new(place))
}

/// Puts the next state back. Nothing that is still to be dropped may panic.
#[inline(always)]
pub fn suspend<S: State>(vacant: Vacant, place: &mut S, next: S) {
    mem::forget(vacant);
    // SAFETY: what is in the place was taken out.
    unsafe { ptr::write(place, next) };
}

/// Puts the next state where [`Frame::drop`](crate::__private::Frame::drop) finds it, if something is dropped on the way.
#[inline(always)]
pub fn park<S: State>(leaves: bool, vacant: &mut Vacant, place: &mut S, now: &mut S) {
    if leaves {
        // SAFETY: what is in the place was taken out.
        unsafe { ptr::write(place, take_out(now)) };
        vacant.parked = true;
    }
}

/// Nothing on the way panicked: the next state again.
#[inline(always)]
pub fn unpark<S: State>(vacant: &mut Vacant, place: &mut S, now: &mut S) {
    if vacant.parked {
        // SAFETY: `park` put it there, and it is not used again. What is in `now` is done.
        unsafe { ptr::write(now, ptr::read(place)) };
        *vacant = Vacant::new(place);
    }
}

impl Drop for Vacant {
    #[inline(always)]
    fn drop(&mut self) {
        if !self.parked {
            // SAFETY: what is in the place was taken out.
            unsafe { (self.leave)(self.place) };
        }
    }
}
