//! `?` in a generator's body.

use core::{convert::Infallible, ops::ControlFlow};

/// What `?` can be used on.
#[diagnostic::on_unimplemented(
    message = "`?` in a generator works on a `Result` or an `Option`, not on `{Self}`",
    label = "this is neither a `Result` nor an `Option`",
    note = "match on the value instead, and leave the generator with `return;`"
)]
pub trait Branch {
    /// The value that goes on.
    type Output;
    /// The failure, and which kind of failure it is.
    type Failure;

    /// The value, or the failure.
    fn branch(self) -> ControlFlow<Self::Failure, Self::Output>;
}

impl<T, E> Branch for Result<T, E> {
    type Output = T;
    type Failure = Result<Infallible, E>;

    #[inline]
    fn branch(self) -> ControlFlow<Self::Failure, T> {
        match self {
            Ok(value) => ControlFlow::Continue(value),
            Err(error) => ControlFlow::Break(Err(error)),
        }
    }
}

impl<T> Branch for Option<T> {
    type Output = T;
    type Failure = Option<Infallible>;

    #[inline]
    fn branch(self) -> ControlFlow<Self::Failure, T> {
        match self {
            Some(value) => ControlFlow::Continue(value),
            None => ControlFlow::Break(None),
        }
    }
}

/// Items that can carry a failure.
#[diagnostic::on_unimplemented(
    message = "`?` hands out the failure as the generator's last item, and an item of type `{Self}` cannot hold it",
    label = "the failure does not fit into an item",
    note = "yield `Result`s: return `impl Iterator<Item = Result<T, E>>`, with an `E` that the error converts into"
)]
pub trait FromFailure<F> {
    /// The failure as an item.
    fn from_failure(failure: F) -> Self;
}

impl<T, E, E2: From<E>> FromFailure<Result<Infallible, E>> for Result<T, E2> {
    #[inline]
    fn from_failure(failure: Result<Infallible, E>) -> Self {
        match failure {
            Ok(never) => match never {},
            Err(error) => Err(From::from(error)),
        }
    }
}

impl<T> FromFailure<Option<Infallible>> for Option<T> {
    #[inline]
    fn from_failure(_: Option<Infallible>) -> Self {
        None
    }
}

/// The operand of a `?`, taken apart.
#[inline]
pub fn branch<B: Branch>(operand: B) -> ControlFlow<B::Failure, B::Output> {
    operand.branch()
}

/// The last item of a generator that fails.
#[inline]
pub fn from_failure<F, T: FromFailure<F>>(failure: F) -> T {
    T::from_failure(failure)
}
