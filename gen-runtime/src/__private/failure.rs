//! `?` in a generator's body.

use core::ops::ControlFlow;

/// What `?` can be used on.
#[diagnostic::on_unimplemented(
    message = "`?` in a generator works on a `Result` or an `Option`, not on `{Self}`",
    label = "this is neither a `Result` nor an `Option`",
    note = "match on the value instead, and leave the generator with `return;`"
)]
pub trait Branch {
    /// The value that goes on.
    type Output;
    /// The failure.
    type Failure;

    /// The value, or the failure.
    fn branch(self) -> ControlFlow<Self::Failure, Self::Output>;
}

/// The error of a `Result`.
pub struct Failed<E>(E);

/// The `None` of an `Option`.
pub struct Nothing;

impl<T, E> Branch for Result<T, E> {
    type Output = T;
    type Failure = Failed<E>;

    #[inline]
    fn branch(self) -> ControlFlow<Failed<E>, T> {
        match self {
            Ok(value) => ControlFlow::Continue(value),
            Err(error) => ControlFlow::Break(Failed(error)),
        }
    }
}

impl<T> Branch for Option<T> {
    type Output = T;
    type Failure = Nothing;

    #[inline]
    fn branch(self) -> ControlFlow<Nothing, T> {
        match self {
            Some(value) => ControlFlow::Continue(value),
            None => ControlFlow::Break(Nothing),
        }
    }
}

/// Items that can hold an error of type `E`.
#[diagnostic::on_unimplemented(
    message = "`?` hands out the error as the generator's last item, and an item of type `{Self}` cannot hold a `{E}`",
    label = "the error does not fit into an item",
    note = "yield `Result`s: return `impl Iterator<Item = Result<T, E>>`, with an `E` that implements `From<{E}>`"
)]
pub trait FromError<E> {
    /// The error as an item.
    fn from_error(error: E) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T, E, E2: From<E>> FromError<E> for Result<T, E2> {
    #[inline]
    fn from_error(error: E) -> Self {
        Err(From::from(error))
    }
}

/// Items that can hold a `None`.
#[diagnostic::on_unimplemented(
    message = "`?` on an `Option` hands out `None` as the generator's last item, and an item of type `{Self}` is no `Option`",
    label = "`None` does not fit into an item",
    note = "write `.ok_or(error)?` if the items are `Result`s, or end the generator: `let Some(value) = … else {{ return }};`"
)]
pub trait FromNothing {
    /// `None` as an item.
    fn from_nothing() -> Self;
}

impl<T> FromNothing for Option<T> {
    #[inline]
    fn from_nothing() -> Self {
        None
    }
}

/// A failure that becomes the last item of a generator.
pub trait Fail<T> {
    /// The last item.
    fn fail(self) -> T;
}

impl<E, T: FromError<E>> Fail<T> for Failed<E> {
    #[inline]
    fn fail(self) -> T {
        T::from_error(self.0)
    }
}

impl<T: FromNothing> Fail<T> for Nothing {
    #[inline]
    fn fail(self) -> T {
        T::from_nothing()
    }
}
