//! The iterator that a generator function returns.

use core::{fmt, iter::FusedIterator};

use crate::__private::{Locate, Machine, Sink};

/// The iterator that a generator function returns: a state, and two ways to run the body.
///
/// It is a plain struct. It allocates nothing, it is as large as its largest state and a tag, and it is [`Clone`], [`Send`] and
/// [`Sync`] if what it carries is; a function whose return type asks for `Clone` or [`Debug`](fmt::Debug) gets it.
///
/// * Nothing runs before the first [`next`](Iterator::next).
/// * After the end `next` returns `None` for ever, also after a panic in the body.
/// * Dropping a suspended generator drops the locals of its body as leaving their scopes would.
/// * [`fold`](Iterator::fold), and with it `for_each`, `sum`, `count`, `last`, `max` and their like, runs the body as an
///   ordinary loop, if the generator was not started yet.
///
/// # Example
///
/// ```
/// use gen_runtime::{generator, yield_};
///
/// #[generator]
/// fn countdown(from: u32) -> impl Iterator<Item = u32> + Clone + std::fmt::Debug {
///     for n in (1..=from).rev() {
///         yield_!(n);
///     }
/// }
///
/// let mut numbers = countdown(3);
/// assert_eq!(format!("{numbers:?}"), "countdown { not started }");
/// assert_eq!(numbers.next(), Some(3));
/// assert_eq!(numbers.clone().collect::<Vec<_>>(), [2, 1]);
/// assert_eq!(numbers.sum::<u32>(), 3);
/// ```
pub struct Generator<S, F, N> {
    state: S,
    fold: F,
    next: N,
}

impl<S: Machine, F, N> Generator<S, F, N> {
    /// What `#[generator]` makes of a body. The closures are copies of it and capture nothing.
    #[doc(hidden)]
    #[inline]
    pub fn new<T>(state: S, fold: F, next: N) -> Self
    where
        F: Fn(S::Args, &mut dyn Sink<T>) -> Option<T>,
        N: Fn(&mut S) -> Option<T>,
    {
        Self { state, fold, next }
    }
}

impl<S, T, F, N> Iterator for Generator<S, F, N>
where
    S: Machine,
    F: Fn(S::Args, &mut dyn Sink<T>) -> Option<T>,
    N: Fn(&mut S) -> Option<T>,
{
    type Item = T;

    #[inline(always)]
    fn next(&mut self) -> Option<T> {
        (self.next)(&mut self.state)
    }

    #[inline]
    fn fold<B, G>(self, init: B, mut g: G) -> B
    where
        G: FnMut(B, T) -> B,
    {
        let Self { state, fold, next } = self;
        match state.start() {
            Ok(args) => fold_body(&fold, args, init, g),
            Err(mut state) => {
                let mut value = init;
                while let Some(item) = next(&mut state) {
                    value = g(value, item);
                }
                value
            }
        }
    }
}

// Runs the whole body.
#[inline]
pub(crate) fn fold_body<A, T, F, B, G>(fold: &F, args: A, init: B, mut g: G) -> B
where
    F: Fn(A, &mut dyn Sink<T>) -> Option<T>,
    G: FnMut(B, T) -> B,
{
    // The sink is called from one place at a time, so the value is only away while `g` has it.
    let mut value = Some(init);
    let last = fold(args, &mut |item: T| {
        if let Some(before) = value.take() {
            value = Some(g(before, item));
        }
    });
    match (value, last) {
        (Some(value), Some(item)) => g(value, item),
        (Some(value), None) => value,
        // `take` above is always followed by an assignment, or a panic that does not come here.
        (None, _) => unreachable!("the value of a fold is put back after every item"),
    }
}

impl<S, T, F, N> FusedIterator for Generator<S, F, N>
where
    S: Machine,
    F: Fn(S::Args, &mut dyn Sink<T>) -> Option<T>,
    N: Fn(&mut S) -> Option<T>,
{
}

impl<S: Clone, F: Clone, N: Clone> Clone for Generator<S, F, N> {
    fn clone(&self) -> Self {
        Self {
            state: self.state.clone(),
            fold: self.fold.clone(),
            next: self.next.clone(),
        }
    }
}

/// Says which generator it is and where it is: `countdown { suspended at src/main.rs:12:9 }`, `countdown { not started }`
/// or `countdown { finished }`. The values of its locals are not shown, since their types need not be `Debug`.
impl<S: Locate, F, N> fmt::Debug for Generator<S, F, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {{ {} }}", S::NAME, self.state.place())
    }
}
