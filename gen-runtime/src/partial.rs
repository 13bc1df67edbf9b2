//! A local of which parts are moved away, or all of it on some ways only, while it is carried.
//!
//! After `drop(page.image)` a function drops the other fields of `page` at the end of its scope. The machine cannot move what is left of it into a state, and
//! cannot name it. So such a local is carried in a [`Partial`]: [`take_part`] reads the part out of its place and notes that it is gone, and a
//! function that comes with it drops the rest: it is given the whole by value, forgets each part that is gone, and ends, so that rustc drops
//! what is left, in order. The whole is a part as well. What a pattern binds of a part, as in `match page.image { Image::Png { data, .. } => … }`, is read out of that by
//! [`take_bound!`](crate::__take_bound), and the function matches the part with the pattern once more to forget it.
//!
//! # Safety
//!
//! 1. **A part is taken once.** The fold copy moves the part itself, so it does not compile if the part, or the local as a whole, is used again before it has a
//!    value. Each use of the part by value in the body is one [`take_part`] in the machine, each pattern that takes something one `take_bound!`, each assignment one [`put_part`], and no other code changes
//!    which parts are there.
//! 2. **What is gone is not dropped.** Whether a part is there is noted when it is taken and when it is assigned, at run time. The function that drops the rest names
//!    every part that the body takes, and has every pattern. Of one part no two patterns have taken something, which [`note_gone`] checks; that one finds what it took, since
//!    what it still looks at is as it was: nothing that it bound, or that is around that, is given a value, and it looks at nothing but which cases of enums these are. If it should not match after all, [`changed`] aborts. That they are parts, and that the local's type has no destructor, rustc checks in that function.
//! 3. **What is gone is not looked at.** References to the local lead to the parts that are there, as the fold copy does. Between its last use and its drop
//!    the value is only moved, as bytes ([`MaybeUninit`]); the function that drops the rest moves it once more as what it is.
//! 4. **Only generated code calls this**, with variables that no code of the user's can name. It is hidden, not `unsafe`, since that code stands in
//!    crates that may forbid `unsafe`.
//!
//! Where a type has nothing to drop, or all of the parts are `Copy`, nothing is ever gone: [`Plain`] and [`Whole`].

use core::{
    cell::Cell,
    mem::{self, ManuallyDrop, MaybeUninit},
};

use crate::__private::{Forget, Hold, TypeOf, some_type};

/// A value of which parts may be gone.
pub struct Partial<T> {
    value: MaybeUninit<T>,
    /// Drops a value without the parts of which it is given the bits.
    drop_rest: fn(T, u32),
    /// The bits of the parts that are gone.
    gone: u32,
}

/// A value that has nothing to drop.
#[derive(Clone, Copy)]
pub struct Plain<T>(T);

/// A value of which all parts are still there, since what was moved out of it is `Copy`.
#[derive(Clone)]
pub struct Whole<T>(T);

/// A local of which parts are moved away, or all of it. What it is, its type answers (`D`), and those of the parts (`G`), where it is first carried.
pub struct Noted<T, D: Carry<T, G>, G>(D::Carried);

/// What it is.
pub trait Parts<T> {
    /// What notes which parts are gone.
    type Note: Note;
    /// The value, and the note.
    fn parts(&mut self) -> (&mut T, &Self::Note);
}

/// Notes which parts of a value are gone, a bit for each.
pub trait Note {
    /// These parts are gone.
    fn gone(&self) -> u32;
    /// From here on these parts are gone, and no others.
    fn set_gone(&self, parts: u32);
}

impl<T> Parts<T> for Partial<T> {
    type Note = Cell<u32>;

    #[inline(always)]
    fn parts(&mut self) -> (&mut T, &Cell<u32>) {
        // SAFETY: it was made of a value; what is gone is not looked at (reason 3).
        let value = unsafe { self.value.assume_init_mut() };
        (value, Cell::from_mut(&mut self.gone))
    }
}

impl Note for Cell<u32> {
    #[inline(always)]
    fn gone(&self) -> u32 {
        self.get()
    }

    #[inline(always)]
    fn set_gone(&self, parts: u32) {
        self.set(parts);
    }
}

/// Nothing is ever gone.
pub struct Nothing;

impl Note for Nothing {
    #[inline(always)]
    fn gone(&self) -> u32 {
        0
    }

    #[inline(always)]
    fn set_gone(&self, _parts: u32) {}
}

macro_rules! nothing_gone {
    ($name:ident) => {
        impl<T> Parts<T> for $name<T> {
            type Note = Nothing;

            #[inline(always)]
            fn parts(&mut self) -> (&mut T, &Nothing) {
                (&mut self.0, &Nothing)
            }
        }
    };
}

nothing_gone!(Plain);
nothing_gone!(Whole);

/// What a type answers to the question whether it may have something to drop.
pub trait Carry<T, G> {
    /// What the local is carried as.
    type Carried: Parts<T>;
    #[doc(hidden)]
    fn carry(value: T, drop_rest: fn(T, u32)) -> Self::Carried;
}

impl<T, G> Carry<T, G> for Forget {
    type Carried = Plain<T>;
    #[inline(always)]
    fn carry(value: T, _drop_rest: fn(T, u32)) -> Plain<T> {
        Plain(value)
    }
}

impl<T> Carry<T, Forget> for Hold {
    type Carried = Whole<T>;
    #[inline(always)]
    fn carry(value: T, _drop_rest: fn(T, u32)) -> Whole<T> {
        Whole(value)
    }
}

impl<T> Carry<T, Hold> for Hold {
    type Carried = Partial<T>;
    #[inline(always)]
    fn carry(value: T, drop_rest: fn(T, u32)) -> Partial<T> {
        Partial {
            value: MaybeUninit::new(value),
            drop_rest,
            gone: 0,
        }
    }
}

/// Carries a value. `drop_rest` drops it without the parts that are gone.
#[inline(always)]
pub fn in_parts<T, D: Carry<T, G>, G>(value: T, drop_rest: fn(T, u32)) -> Noted<T, D, G> {
    Noted(D::carry(value, drop_rest))
}

/// The type of a local that is carried so.
pub fn type_in<T, D: Carry<T, G>, G>(_local: &Noted<T, D, G>) -> TypeOf<T> {
    some_type()
}

/// The type of a local, of the type that it is carried as.
pub fn type_noted_in<T, D: Carry<T, G>, G>(_noted: &TypeOf<Noted<T, D, G>>) -> TypeOf<T> {
    some_type()
}

/// Tells what it is.
pub fn answered<T, D: Carry<T, G>, G>(_local: &Noted<T, D, G>, _drops: D, _moved: G) {}

/// Notes that what a pattern binds of a place is gone.
///
/// # Panics
///
/// Another pattern has taken something of it.
#[inline(always)]
pub fn note_gone(note: &impl Note, bound: u32, others: u32) {
    let gone = note.gone();
    assert!(
        gone & others == 0,
        "two patterns take something of one value"
    );
    note.set_gone(gone | bound);
}

/// A value of which something is gone does not match the pattern that took it, so nobody knows what to drop.
///
/// # Panics
///
/// Always, and aborts.
pub extern "C" fn changed() -> ! {
    // A function of this kind does not unwind: what is gone is not dropped.
    panic!("a value was changed after a pattern had taken something of it");
}

/// Takes what a pattern binds of a part of a local. `$bit` is that of the pattern, `$others` are those of others that match the same part. Where all of it is `Copy` nothing is gone.
#[doc(hidden)]
#[macro_export]
macro_rules! __take_bound {
    (match $place:tt { $all:pat => ($($part:ident),+), $($single:pat => $only:ident),+ } $note:expr, $bit:expr, $others:expr) => {{
        let stays = $crate::__private::ask!(match $place {
            $all => $crate::__private::Hold
                $(.without((&&$crate::__private::part_of(&$part)).left()))+,
            _ => $crate::__private::never(),
        });
        if stays.holds() {
            stays.held();
            match $place {
                $all => ($($part),+),
                _ => $crate::__private::never(),
            }
        } else {
            stays.forgotten();
            $crate::__private::note_gone($note, $bit, $others);
            ($({
                let bound = $crate::__private::ask!(match $place {
                    $single => $crate::__private::type_of(&$only),
                    _ => $crate::__private::never(),
                });
                match &mut $place {
                    $single => $crate::__private::take_bound(&bound, $only),
                    _ => $crate::__private::never(),
                }
            }),+)
        }
    }};
}

/// Calls `into_iter` on a part, which is moved out of its place if that takes it.
#[doc(hidden)]
#[macro_export]
macro_rules! __iterated_part {
    (($place:expr) $note:expr, $bit:expr, $($call:tt)+) => {
        $crate::__private::combined_part!(
            @ ($place) $note, $bit, ($($call)+)
            $crate::__private::method_that_lends!(($place) into_iter [] [] () () result)
        )
    };
}

/// Calls a method of `Option` on a part, which is moved out of its place if that is one, a `Result`, an iterator or an array.
#[doc(hidden)]
#[macro_export]
macro_rules! __combined_part {
    (($place:expr) $note:expr, $bit:expr, $($call:tt)+) => {
        $crate::__private::combined_part!(
            @ ($place) $note, $bit, ($($call)+)
            (&&&$crate::__private::part_of(&$place)).combined()
                .without((&&$crate::__private::part_of(&$place)).mapped())
        )
    };
    (@ ($place:expr) $note:expr, $bit:expr, ($($call:tt)+) $stays:expr) => {{
        let stays = $crate::__private::ask!($stays);
        if stays.holds() {
            stays.held();
            $place $($call)+
        } else {
            stays.forgotten();
            $crate::__private::take_part(&raw const $place, $note, $bit) $($call)+
        }
    }};
}

/// A part that a method such as `map` surely takes, or copies: `Option`, `Result`, an iterator or an array.
#[diagnostic::on_unimplemented(
    message = "it is not known whether this method takes the part of a local that it is called on",
    label = "called on a part, and a yield follows before the rest is dropped",
    note = "write `(&local.part)` if the method borrows it, and `{{ local.part }}` if it takes it"
)]
pub trait TakenByMethod {}

impl TakenByMethod for Hold {}

/// Refuses anything else.
pub fn taken_by_method(_answer: &impl TakenByMethod) {}

/// Asks what a local is, of which these parts are moved away, or what patterns bind of these places, in code that never runs.
#[doc(hidden)]
#[macro_export]
macro_rules! __answered {
    (
        $local:ident: |$whole:ident|
        $($part:expr),*; $(($place:expr): $pattern:pat => $($variable:ident)+),*
    ) => {
        if false {
            $crate::__private::never();
            let ($whole, _) = $crate::__private::parts(&mut $local);
            $crate::__private::answered(
                &$local,
                $crate::__private::question!((&&&$crate::__private::type_in(&$local)).answer()),
                $crate::__private::question!(
                    $crate::__private::Forget
                        $(.or((&&$crate::__private::part_at(&raw const $part)).left().opposite()))*
                        $(.or(match $place {
                            $pattern => $crate::__private::Forget
                                $(.or((&&$crate::__private::part_of(&$variable)).left().opposite()))+,
                            _ => $crate::__private::never(),
                        }))*
                ),
            );
        }
    };
}

/// The variable of a local, and what notes which of its parts are gone.
#[inline(always)]
pub fn parts<T, D: Carry<T, G>, G>(
    local: &mut Noted<T, D, G>,
) -> (&mut T, &<D::Carried as Parts<T>>::Note) {
    local.0.parts()
}

/// Moves a part out of its place. `part` is its bit. The place is in a variable, but may not be aligned.
#[inline(always)]
pub fn take_part<P: Place>(place: P, note: &impl Note, part: u32) -> P::Part {
    // What has nothing to drop may be thought to be there.
    if mem::needs_drop::<P::Part>() {
        note.set_gone(note.gone() | part);
    }
    // SAFETY: the part is there, and is not looked at again before it has a value (reason 1).
    unsafe { place.pointer().read_unaligned() }
}

/// Where a part is. A function that is given a `*const P` and returns the `P` would have its argument's type decided by what the value is wanted for, though
/// that may be what it is coerced to.
pub trait Place {
    /// The part's type.
    type Part;

    /// The place.
    fn pointer(self) -> *const Self::Part;
}

impl<P> Place for *const P {
    type Part = P;

    #[inline(always)]
    fn pointer(self) -> *const P {
        self
    }
}

/// The type of the part in a place.
#[inline(always)]
pub fn type_of_part<P>(_place: *const P) -> TypeOf<P> {
    some_type()
}

/// Gives a part a value, which comes first, as in an assignment. `inside` has the bits of the parts that are in it, `drop_rest` drops what it is without those of
/// them that are gone.
#[inline(always)]
#[expect(
    clippy::not_unsafe_ptr_arg_deref,
    reason = "only generated code calls it (reason 4)"
)]
pub fn put_part<P>(
    value: P,
    place: *mut P,
    note: &impl Note,
    part: u32,
    inside: u32,
    drop_rest: fn(P, u32),
) {
    /// The new value, which is there even if the destructor of the old one panics.
    struct New<P> {
        place: *mut P,
        value: ManuallyDrop<P>,
    }

    impl<P> Drop for New<P> {
        #[inline(always)]
        fn drop(&mut self) {
            // SAFETY: what was in the place was taken out, and the value is not used again.
            unsafe { (self.place).write_unaligned(ManuallyDrop::take(&mut self.value)) };
        }
    }

    let gone = note.gone();
    note.set_gone(gone & !(part | inside));
    let _new = New {
        place,
        value: ManuallyDrop::new(value),
    };
    if mem::needs_drop::<P>() && gone & part == 0 {
        // SAFETY: it is there, and not used again; what is gone of it is forgotten.
        drop_rest(unsafe { place.read_unaligned() }, gone & inside);
    }
}

impl<T> Drop for Partial<T> {
    #[inline]
    fn drop(&mut self) {
        if mem::needs_drop::<T>() {
            // SAFETY: it is not used again; what is gone is forgotten there (reason 2).
            (self.drop_rest)(unsafe { self.value.assume_init_read() }, self.gone);
        }
    }
}
