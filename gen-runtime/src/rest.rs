//! What a pattern leaves of a value that it takes apart, while it is carried.
//!
//! After `let Page { image, .. } = page;` a function drops the other fields of `page` at the end of its scope. The machine can neither move what is left of it into a state nor name
//! it. So where nothing else is done with the local it moves into a [`Rest`], out of which what the pattern binds is read ([`Bound`]). A function that comes with it drops what is left:
//! it is given the whole by value, matches it with the pattern once more, forgets what that binds, and ends, so that rustc drops the rest, in order.
//!
//! # Safety
//!
//! 1. **What is bound is taken once.** [`rest!`](crate::__rest) makes the `Rest` and reads each variable of the pattern out of it, and hands out the `Rest` as something that can only be
//!    moved and dropped.
//! 2. **What is gone is not dropped.** The same pattern forgets it that bound it. rustc checks in that function that the pattern moves it out of the value, so the type has no destructor. It
//!    matches again, since nothing has changed the value: what tells its case is no part of what was taken, or its bytes are still there.
//! 3. **What is gone is not looked at.** The value is only moved, as bytes ([`MaybeUninit`]); the function that drops the rest moves it once more as what it is.
//! 4. **Only generated code calls this.** It is hidden, not `unsafe`, since that code stands in crates that may forbid `unsafe`. The fold copy has the pattern as the user wrote it.

use core::mem::MaybeUninit;

use crate::__private::TypeOf;

/// A value of which a pattern took something.
pub struct Rest<T> {
    value: MaybeUninit<T>,
    /// Drops a value without what the pattern took.
    drop_rest: fn(T),
}

/// Puts a value aside, to take of it what the pattern binds.
#[inline(always)]
pub fn rest<T>(value: T, drop_rest: fn(T)) -> Rest<T> {
    Rest {
        value: MaybeUninit::new(value),
        drop_rest,
    }
}

/// The value, to be matched by the pattern that takes something of it.
#[inline(always)]
pub fn apart<T>(rest: &mut Rest<T>) -> &mut T {
    // SAFETY: it was made of a value; what is gone is not looked at (reason 3).
    unsafe { rest.value.assume_init_mut() }
}

/// What a pattern that is matched with a reference to the value binds, where it binds a `B` if it is matched with the value itself.
pub trait Bound<B> {
    /// The same as that binds.
    fn take(self) -> B;
}

impl<B> Bound<B> for &mut B {
    #[inline(always)]
    fn take(self) -> B {
        // SAFETY: it is taken once, and neither looked at again nor dropped (reasons 1 to 3).
        unsafe { core::ptr::read(self) }
    }
}

/// What is behind a reference is bound by reference either way.
impl<'b, B> Bound<&'b B> for &'b B {
    #[inline(always)]
    fn take(self) -> &'b B {
        self
    }
}

impl<'b, B> Bound<&'b mut B> for &'b mut B {
    #[inline(always)]
    fn take(self) -> &'b mut B {
        self
    }
}

/// Takes it.
#[inline(always)]
pub fn take_bound<B>(_type: &TypeOf<B>, part: impl Bound<B>) -> B {
    part.take()
}

/// Takes what a pattern binds of a local that is not used again, and keeps what it leaves. Output: what is kept, which is nothing where nothing is left that has to be dropped, or
/// all of it is still there, and the variables. What is wrong with a pattern rustc says of what it matches, so `whole`, which is that, stands where the user's value does.
#[doc(hidden)]
#[macro_export]
macro_rules! __rest {
    (match $place:tt { $all:pat => ($($part:ident),+), $whole:ident => (), $($single:pat => $only:ident),+ }) => {{
        let stays = $crate::__private::ask!((match $place {
            $all => $crate::__private::Hold
                $(.without((&&&$crate::__private::part_of(&$part)).emptied().left()))+,
            _ => $crate::__private::never(),
        }).or((&&&$crate::__private::type_of(&$place)).answer().opposite()));
        if stays.holds() {
            stays.held();
            (
                stays.no_rest(),
                $crate::__private::unbound!(match $place { $all => ($($part),+), $($single => $only),+ }),
            )
        } else {
            stays.forgotten();
            let mut rest = $crate::__private::rest($place, |$whole| match $whole {
                $all => {
                    $(::core::mem::forget($part);)+
                }
                _ => $crate::__private::never(),
            });
            let bound = ($({
                let bound = $crate::__private::ask!(match $place {
                    $single => $crate::__private::type_of(&$only),
                    _ => $crate::__private::never(),
                });
                match &mut *$crate::__private::apart(&mut rest) {
                    $single => $crate::__private::take_bound(&bound, $only),
                    _ => $crate::__private::never(),
                }
            }),+);
            (stays.keep_rest(rest), bound)
        }
    }};
}

impl<T> Drop for Rest<T> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: it is not used again; what is gone is forgotten there (reason 2).
        (self.drop_rest)(unsafe { self.value.assume_init_read() });
    }
}
