//! The state of a generator while it runs.
//!
//! A machine takes its state out, runs, and puts the next one back. What is in the place meanwhile must not be used: a panic, or the end,
//! has to leave [`State::done`] there. Writing that before every step would be a store for each item, which the next step writes again.
//! So nothing is written; the place is a [`Vacant`] until the next state is in it, and what drops that writes it.
//!
//! # Safety
//!
//! This is the other place with `unsafe`, beside the memory of anchors. It is sound for one reason: [`resume`] borrows the place mutably, and as
//! long as that borrow lasts nobody but the [`Vacant`] can look at it. The borrow ends when the [`Vacant`] is dropped or given to [`suspend`], and
//! after both there is a state in the place. (A [`Vacant`] that is forgotten would leave the old state there beside the one that was taken out.
//! Only generated code has one, in a variable that no code of the user's can name, and it forgets none.)

use core::{mem, ptr};

use crate::__private::{State, put_back, take_out};

/// The place of a state that was taken out.
pub struct Vacant<'s, S: State> {
    place: &'s mut S,
    /// There is a state in it all the same: the next one, which is dropped where the place is if something panics on the way to it.
    parked: bool,
}

/// Takes the state out to run it. A panic leaves the generator finished.
#[inline(always)]
pub fn resume<S: State>(place: &mut S) -> (S, Vacant<'_, S>) {
    // SAFETY: the value in the place is valid and is not used again: see the module.
    let state = unsafe { ptr::read(place) };
    let vacant = Vacant {
        place,
        parked: false,
    };
    (state.at_rest(), vacant)
}

/// Puts the next state back.
#[inline(always)]
pub fn suspend<S: State>(vacant: Vacant<'_, S>, next: S) {
    let mut vacant = mem::ManuallyDrop::new(vacant);
    // SAFETY: what is in the place was taken out.
    unsafe { ptr::write(&raw mut *vacant.place, next) };
}

/// Puts the next state where [`Frame::drop`](crate::__private::Frame::drop) finds it, if something is dropped on the way.
#[inline(always)]
pub fn park<S: State>(leaves: bool, vacant: &mut Vacant<'_, S>, now: &mut S) {
    if leaves {
        // SAFETY: what is in the place was taken out.
        unsafe { ptr::write(vacant.place, take_out(now)) };
        vacant.parked = true;
    }
}

/// Nothing on the way panicked: the next state again.
#[inline(always)]
pub fn unpark<S: State>(vacant: &mut Vacant<'_, S>, now: &mut S) {
    if mem::take(&mut vacant.parked) {
        // SAFETY: `park` put it there, and it is not used again.
        put_back(now, unsafe { ptr::read(vacant.place) });
    }
}

impl<S: State> Drop for Vacant<'_, S> {
    #[inline(always)]
    fn drop(&mut self) {
        if !self.parked {
            // SAFETY: what is in the place was taken out.
            unsafe { ptr::write(self.place, S::done()) };
        }
    }
}
