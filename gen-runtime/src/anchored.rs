//! The iterator that a generator function with [`anchor!`](crate::anchor) returns, and the memory of its anchors.
//!
//! What is anchored must not move while the generator is suspended, so such a generator keeps its state and its anchors in one
//! heap frame, which is allocated at the first `next`:
//!
//! ```text
//! Contents { drop, state: S, slots: (Slot<T0>, (Slot<T1>, ())) }
//! ```
//!
//! `S` is the enum of states, the same as that of a generator without anchors. An anchored value has two locals there: an
//! [`Anchor`], which owns it and drops it in its slot where the scope ends, and a [`Pointer`] to it, from which the variable is made anew in front
//! of every statement that mentions it.
//!
//! # Safety
//!
//! It is sound for these reasons:
//!
//! 1. **Lifetimes are checked in the other copy.** [`reference`] gives a reference of any lifetime, so the machine is not
//!    checked by rustc in what it does with anchors. The fold copy of the same body is: there `let x = anchor!(value);` is
//!    `let mut anchored = value; let x = &mut anchored;`, ordinary locals. Both are compiled from one body, so a reference
//!    that escapes into an item, outlives its value or overlaps with another is an error there. For the same reason nobody but
//!    generated code may call what is in this file; it is hidden, not `unsafe`, since the code that calls it stands in
//!    crates that may forbid `unsafe`.
//!
//!    So the copies must be the same program, also to somebody who wants them not to be. The user's tokens are the same in both,
//!    since a macro sees them: `x` is a variable of its name and type, what is renamed or rewritten in a macro's arguments is
//!    refused (`gen-macro/src/same.rs`). Generated code calls functions rather than methods, which a trait could take over,
//!    and the fold copy runs no macro that the machine does not: one that never returns would hide what comes after it from the
//!    borrow checker.
//! 2. **Nothing moves.** The slots are in the frame, which is never moved or freed before it is dropped. The state is
//!    moved in and out of the frame, but an [`Anchor`] and a [`Pointer`] only point to a slot.
//! 3. **One value at a time.** A slot is filled where its `let` stands and emptied where the scope of that `let` ends, and a
//!    second value before that panics.
//! 4. **Drop order.** The state drops before the frame is freed, and in it what was declared last drops first: the borrowers
//!    of an anchored value before its [`Anchor`].
//! 5. **The frame's type is erased, its lifetimes are not forgotten.** `A`, the type of the arguments, and `P`, of the parameters of the
//!    function and of its items, stay in the type of the generator, also for its drop, so the generator cannot outlive them. (The
//!    types of the closures, in which the parameters stand as well, do not do that: a closure outlives what it captures.)
//!    [`Step::open`] asks for a state that outlives the borrow of the frame. That follows from the types in [`Step`], and holds
//!    neither for locals of the step itself, which end before, nor for data of any other lifetime but `'static`.
//! 6. **`Send` and `Sync`** are promised by a marker type that the macro chooses if the return type says so; it then also emits
//!    [`assert_send`] or [`assert_sync`] on the contents of the frame.
//! 7. **No aliasing.** The state is borrowed apart from the slots; those are only reached through [`UnsafeCell`]. A
//!    [`Pointer`] makes a new reference for each statement that mentions it, which the fold copy proves not to overlap with a mutable one.

use alloc::boxed::Box;
use core::{
    cell::{Cell, UnsafeCell},
    fmt,
    iter::FusedIterator,
    marker::PhantomData,
    mem::MaybeUninit,
    ptr::{NonNull, addr_of, addr_of_mut},
};

use crate::__private::Sink;

/// The iterator that a generator function with anchors returns.
pub struct Anchored<A, P, F, N, M> {
    frame: Frame<A, P>,
    /// The arguments, until the generator is started.
    args: Option<A>,
    fold: F,
    next: N,
    promises: PhantomData<M>,
}

/// What the return type promises of the contents of the frame, which the type of the generator does not show.
pub struct Promises<const SEND: bool, const SYNC: bool>;

// SAFETY: with this marker the macro emits `assert_send` on everything that is in the frame (reason 6).
unsafe impl<A: Send, P, F: Send, N: Send, const SYNC: bool> Send
    for Anchored<A, P, F, N, Promises<true, SYNC>>
{
}

// SAFETY: with this marker the macro emits `assert_sync` on everything that is in the frame (reason 6). A shared generator
// does not give access to it in any case.
unsafe impl<A: Sync, P, F: Sync, N: Sync, const SEND: bool> Sync
    for Anchored<A, P, F, N, Promises<SEND, true>>
{
}

/// Compiles if the contents of a frame may go to another thread.
#[inline(always)]
pub fn assert_send<S: Send, L: Send>(_state: &S, _slots: &L) {}

/// Compiles if the contents of a frame may be shared with another thread.
#[inline(always)]
pub fn assert_sync<S: Sync, L: Sync>(_state: &S, _slots: &L) {}

/// The frame on the heap, once there is one.
pub struct Frame<A, P> {
    contents: Option<NonNull<Drops>>,
    /// The contents may hold arguments and data of the function's parameters, and use them when they are dropped.
    holds: PhantomData<(A, P)>,
}

/// What is known of the contents when their type is not: how to drop and free them.
struct Drops(unsafe fn(NonNull<Drops>));

#[repr(C)]
struct Contents<S, L> {
    drops: Drops,
    state: S,
    slots: L,
}

/// The frame for one step. It is invariant in its lifetime, so the step cannot pretend that it is shorter than it is.
pub struct Step<'s, A, P> {
    frame: &'s mut Frame<A, P>,
    lifetime: PhantomData<fn(&'s ()) -> &'s ()>,
}

impl<'s, A, P> Step<'s, A, P> {
    /// The state and the slots. They are made, of the arguments, when there are arguments: at the first step.
    ///
    /// All calls for one frame must be for the same types, as those of one closure are. `S: 's` keeps references to locals of
    /// the step out of the state, since `'s` is longer than the step.
    ///
    /// # Panics
    ///
    /// If there is no frame and there are no arguments, which never happens in generated code.
    #[inline]
    pub fn open<S: 's, L: Slots + 's>(
        self,
        args: Option<A>,
        start: impl FnOnce(A) -> S,
    ) -> (&'s mut S, &'s L) {
        if let Some(args) = args {
            self.frame.contents = Some(allocate::<S, L>(start(args)));
        }
        let Some(contents) = self.frame.contents else {
            unreachable!("the first step has the arguments")
        };
        let contents = contents.cast::<Contents<S, L>>().as_ptr();
        // SAFETY: `contents` was allocated by `allocate::<S, L>` and is freed by `Drop` only. The borrow of the frame lasts
        // as long as both references. They do not overlap.
        unsafe {
            (
                &mut *addr_of_mut!((*contents).state),
                &*addr_of!((*contents).slots),
            )
        }
    }
}

fn allocate<S, L: Slots>(state: S) -> NonNull<Drops> {
    let contents = Box::new(Contents {
        drops: Drops(drop_contents::<S, L>),
        state,
        slots: L::EMPTY,
    });
    NonNull::from(Box::leak(contents)).cast()
}

// SAFETY: to be called once, with a pointer that `allocate::<S, L>` returned.
unsafe fn drop_contents<S, L>(contents: NonNull<Drops>) {
    let contents = contents.cast::<Contents<S, L>>();
    let memory = Memory(contents);
    // SAFETY: the caller says so. The state is dropped by itself, so that no `Box` claims the slots, which its anchors point to;
    // slots drop nothing.
    unsafe { addr_of_mut!((*contents.as_ptr()).state).drop_in_place() };
    drop(memory);
}

/// Frees a frame, also if a destructor panics.
struct Memory<S, L>(NonNull<Contents<S, L>>);

impl<S, L> Drop for Memory<S, L> {
    fn drop(&mut self) {
        // SAFETY: it was allocated as a box of the same layout, and what was in it is dropped.
        drop(unsafe { Box::from_raw(self.0.as_ptr().cast::<MaybeUninit<Contents<S, L>>>()) });
    }
}

impl<A, P> Drop for Frame<A, P> {
    fn drop(&mut self) {
        if let Some(contents) = self.contents.take() {
            // SAFETY: `Drops` is the first field of `Contents`, which is `repr(C)`.
            let Drops(drop) = unsafe { contents.as_ref() };
            // SAFETY: the contents are those that the function was stored with, and nobody can come here again.
            unsafe { drop(contents) };
        }
    }
}

/// The memory of an anchored value.
pub struct Slot<T> {
    filled: Cell<bool>,
    value: UnsafeCell<MaybeUninit<T>>,
}

/// The slots of a frame: pairs of a slot and the rest.
pub trait Slots {
    /// Without values.
    const EMPTY: Self;
}

impl Slots for () {
    const EMPTY: Self = ();
}

impl<T, L: Slots> Slots for (Slot<T>, L) {
    const EMPTY: Self = (
        Slot {
            filled: Cell::new(false),
            value: UnsafeCell::new(MaybeUninit::uninit()),
        },
        L::EMPTY,
    );
}

// SAFETY: a slot is used through its anchor and pointer only, which are sent and shared as `T` and `&mut T` are.
unsafe impl<T: Sync> Sync for Slot<T> {}

/// Owns the value in a slot.
pub struct Anchor<T> {
    slot: NonNull<Slot<T>>,
    owns: PhantomData<T>,
}

/// Points to the value in a slot.
pub struct Pointer<T>(NonNull<T>);

/// Puts a value into a slot.
///
/// # Panics
///
/// If there is one in it.
#[inline]
pub fn fill<T>(value: T, slot: &Slot<T>) -> Anchor<T> {
    assert!(
        !slot.filled.replace(true),
        "an anchor holds one value at a time"
    );
    // SAFETY: there is no value in the slot, so nobody refers to it.
    unsafe { (*slot.value.get()).write(value) };
    Anchor {
        slot: NonNull::from(slot),
        owns: PhantomData,
    }
}

/// A pointer to the value.
///
/// This and [`reference`] are functions, since a trait of the user's might have methods of the same names.
#[inline]
pub fn pointer<T>(anchor: &Anchor<T>) -> Pointer<T> {
    // SAFETY: the slot is in a frame that outlives its anchors.
    let value = unsafe { UnsafeCell::raw_get(addr_of!((*anchor.slot.as_ptr()).value)) };
    // SAFETY: a field of something that is there is not at the null address.
    Pointer(unsafe { NonNull::new_unchecked(value.cast()) })
}

/// The value, in front of a statement that mentions the variable.
#[inline(always)]
#[must_use]
pub fn reference<'a, T>(pointer: Pointer<T>) -> &'a mut T {
    // SAFETY: the value is there, since the fold copy mentions it here, too, and nobody else uses it (reasons 1 and 7).
    unsafe { &mut *pointer.0.as_ptr() }
}

impl<T> Drop for Anchor<T> {
    #[inline]
    fn drop(&mut self) {
        let Pointer(value) = pointer(self);
        // SAFETY: the slot was filled for this anchor, and nobody refers to the value any more (reason 1).
        unsafe {
            self.slot.as_ref().filled.set(false);
            value.drop_in_place();
        }
    }
}

impl<T> Clone for Pointer<T> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Pointer<T> {}

// SAFETY: an anchor owns its value.
unsafe impl<T: Send> Send for Anchor<T> {}
// SAFETY: an anchor owns its value.
unsafe impl<T: Sync> Sync for Anchor<T> {}
// SAFETY: a pointer stands for a `&mut T`.
unsafe impl<T: Send> Send for Pointer<T> {}
// SAFETY: a pointer stands for a `&mut T`.
unsafe impl<T: Sync> Sync for Pointer<T> {}

impl<A, P, F, N, M> Anchored<A, P, F, N, M> {
    /// What `#[generator]` makes of a body with anchors. `P` stands for the parameters of the function. The closures are copies of it and capture nothing.
    #[inline]
    pub fn new<T>(args: A, fold: F, next: N) -> Self
    where
        F: Fn(A, &mut dyn Sink<T>) -> Option<T>,
        N: Fn(Step<'_, A, P>, Option<A>) -> Option<T>,
    {
        Self {
            frame: Frame {
                contents: None,
                holds: PhantomData,
            },
            args: Some(args),
            fold,
            next,
            promises: PhantomData,
        }
    }
}

impl<A, P, T, F, N, M> Iterator for Anchored<A, P, F, N, M>
where
    F: Fn(A, &mut dyn Sink<T>) -> Option<T>,
    N: Fn(Step<'_, A, P>, Option<A>) -> Option<T>,
{
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        let step = Step {
            frame: &mut self.frame,
            lifetime: PhantomData,
        };
        (self.next)(step, self.args.take())
    }

    #[inline]
    fn fold<B, G>(mut self, init: B, mut g: G) -> B
    where
        G: FnMut(B, T) -> B,
    {
        if let Some(args) = self.args.take() {
            return crate::generator::fold_body(&self.fold, args, init, g);
        }
        let mut value = init;
        for item in self {
            value = g(value, item);
        }
        value
    }
}

impl<A, P, T, F, N, M> FusedIterator for Anchored<A, P, F, N, M>
where
    F: Fn(A, &mut dyn Sink<T>) -> Option<T>,
    N: Fn(Step<'_, A, P>, Option<A>) -> Option<T>,
{
}

/// Says whether it was started. What is in the frame is not shown.
impl<A, P, F, N, M> fmt::Debug for Anchored<A, P, F, N, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.args {
            Some(_) => "generator { not started }",
            None => "generator { started }",
        })
    }
}
