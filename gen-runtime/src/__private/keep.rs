//! Does a local that nobody will use have to be carried, because its scope must drop it later?
//!
//! The type decides, at compile time, by autoref specialisation (David Tolnay's case study): method resolution on
//! `&&&TypeOf<T>` finds the first of three traits that applies. The answer is a type without lifetimes, and where it is
//! [`Forget`] the local is never touched as far as the borrow checker is concerned: the code that would is behind a call
//! that never returns, and the borrow checker does not look at code that is never reached.

/// What an answer says that is given of what is only dropped.
#[cfg(feature = "alloc")]
macro_rules! only_dropped {
    ($answer:ty) => {
        impl $answer {
            /// The answer for a local of which `left` says whether it is still there.
            pub fn without<A: Left>(self, _left: A) -> A::Then<Self> {
                never()
            }

            /// The questions of a gate.
            #[inline(always)]
            #[must_use]
            pub fn holds(self) -> bool {
                true
            }

            #[inline(always)]
            pub fn held(self) {}
        }
    };
}

mod ask;
mod carried;
mod empty;
#[cfg(feature = "alloc")]
#[allow(unsafe_code, reason = "a value that is carried without its type")]
mod erased;
#[cfg(feature = "alloc")]
#[allow(
    unsafe_code,
    reason = "the memory of a vector of which nothing else is needed"
)]
mod memory;

pub use ask::*;
pub use carried::*;
pub use empty::*;
#[cfg(feature = "alloc")]
pub use erased::*;
#[cfg(feature = "alloc")]
pub use memory::*;

/// A question to types.
#[doc(hidden)]
#[macro_export]
macro_rules! __question {
    ($question:expr) => {{
        #[allow(unused_imports)]
        use $crate::__private::questions::*;
        $question
    }};
}

/// The answer of a type, asked in code that is never reached, or a type itself.
#[doc(hidden)]
#[macro_export]
macro_rules! __ask {
    (type of $local:expr) => {
        'answer: {
            break 'answer $crate::__private::some_type();
            #[allow(unreachable_code)]
            $crate::__private::type_of(&$local)
        }
    };
    ($question:expr) => {
        'answer: {
            break 'answer $crate::__private::answer();
            #[allow(unreachable_code)]
            $crate::__private::question!($question)
        }
    };
}

/// Refuses what would lose something, by a trait that is not implemented, in code that never runs.
#[doc(hidden)]
#[macro_export]
macro_rules! __nothing_left {
    ($check:expr) => {
        if false {
            $crate::__private::never();
            $crate::__private::question!($check)
        }
    };
}

/// Is a local still there after a method of this name was called on it? Not if it has a method of its own of this name that takes it by
/// value: that comes before the one of ours.
#[doc(hidden)]
#[macro_export]
macro_rules! __own_method {
    ($local:expr, remove_entry) => {
        $crate::__private::own_method!(@ $local.remove_entry())
    };
    ($local:expr, $method:ident) => {
        $crate::__private::own_method!(@ $local.$method($crate::__private::never()))
    };
    (@ $call:expr) => {{
        use $crate::__private::NoMethodOfItsOwn as _;
        (&&$crate::__private::part_of(&$call)).owned()
    }};
}

/// Is a local still there after a method of this name was called on it without arguments? If it has one that borrows it: for a reference to it that comes
/// before the one of ours.
#[doc(hidden)]
#[macro_export]
macro_rules! __borrowing_method {
    ($local:expr, $method:ident) => {
        $crate::__private::borrowing_method!(@ shared(&$local).$method() NoMethodThatShares).comes_from_a_method_that_lends()
            .or($crate::__private::borrowing_method!(@ unique(&$local).$method() NoMethodThatMutates).comes_from_a_method_that_lends())
    };
    (@ $lend:ident($place:expr).$method:ident() $ours:ident) => {{
        use $crate::__private::$ours as _;
        $crate::__private::$lend($place).$method()
    }};
}

/// Is a local still there after a method of readers was called on it? Not if it has this method, as all of them have: what takes a reader by value
/// comes before all that borrows.
#[doc(hidden)]
#[macro_export]
macro_rules! __reader {
    ($local:expr, read_vectored) => {
        $crate::__private::reader!(@ $local; read_vectored($crate::__private::never()) reads)
    };
    ($local:expr, fill_buf) => {
        $crate::__private::reader!(@ $local; fill_buf() buffers)
    };
    (@ $local:expr; $method:ident($($argument:expr)?) $question:ident) => {{
        use $crate::__private::NoReader as _;
        (&&$crate::__private::part_of(
            &$crate::__private::unique(&$local).$method($($argument)?),
        ))
            .$question()
    }};
}

/// Is a local still there after this was called on it? Not if it has a method of its own of this name that takes it by value: that comes before the one of
/// ours, and that before what borrows. A method of a trait that takes it is as near as ours, of which rustc says that there are two. What the turbofish leaves open
/// ours is told.
#[doc(hidden)]
#[macro_export]
macro_rules! __method_that_takes {
    ($local:ident $(if $left:expr)?; $method:ident [$($generics:ident),*] [$($turbofish:tt)*] ($($argument:expr),*) ($($type:ty),*) $(told $told:ty)?) => {{
        let answer = (&&&$crate::__private::type_of(&$local)).answer();
        let receiver = answer$(.only_if($left))?.receiver(&$local);
        let taken = {
            trait AskedByGeneratorWriteBracesAroundWhatItTakes: Sized {
                fn $method<$($generics),*>(self, $(_: $type),*) -> $crate::__private::NoMethodOf<($($generics,)*)> {
                    $crate::__private::no_method_of()
                }
            }
            impl<T> AskedByGeneratorWriteBracesAroundWhatItTakes for T {}
            $crate::__private::part_of(&receiver.$method $($turbofish)* ($($argument),*))
        };
        $((&&taken).told($crate::__private::some_type::<$told>());)?
        (&&taken).owned()
    }};
}

/// Is a part still there after this was called on it, whose name says that it takes it? It is if it is `Copy`, and if a reference to it, or to what it derefs to,
/// has a method of this name: for a reference to what has none there is one of ours. With `result` that is so if what the method returns is of the same type: the
/// `into_iter` of a reference is another one where the part has one as well.
#[doc(hidden)]
#[macro_export]
macro_rules! __method_that_lends {
    (($place:expr) $method:ident [$($generics:tt)*] $turbofish:tt $arguments:tt ($($type:ty),*) $question:ident) => {{
        trait AskedByGeneratorOfReferences {
            fn $method<$($generics)*>(&self, $(_: $type),*) -> $crate::__private::NoMethod {
                $crate::__private::NoMethod
            }
        }
        impl<T: ?Sized> AskedByGeneratorOfReferences for &T {}
        trait AskedByGeneratorOfMutableOnes {
            fn $method<$($generics)*>(&mut self, $(_: $type),*) -> $crate::__private::NoMethod {
                $crate::__private::NoMethod
            }
        }
        impl<T: ?Sized> AskedByGeneratorOfMutableOnes for &mut T {}
        let part = &$place;
        let once = (&&$crate::__private::part_of(part)).target();
        let twice = (&&$crate::__private::part_of(once)).target();
        $crate::__private::method_that_lends!(
            @ $question part, (part once twice) $method $turbofish $arguments
        )
    }};
    (@ $question:ident $part:ident, ($($place:ident)*) $method:ident $turbofish:tt $arguments:tt) => {
        (&&$crate::__private::part_of($part)).left()
            $(.or($crate::__private::method_that_lends!(
                @ $question $part, shared($place) $method $turbofish $arguments
            )))*
            $(.or($crate::__private::method_that_lends!(
                @ $question $part, unique($place) $method $turbofish $arguments
            )))*
    };
    (@ name $part:ident, $lend:ident($place:ident) $method:ident [$($turbofish:tt)*] $arguments:tt) => {
        $crate::__private::$lend($place).$method $($turbofish)* $arguments.comes_from_a_method_that_lends()
    };
    (@ result $part:ident, $lend:ident($place:ident) $method:ident [] ()) => {
        (&&$crate::__private::both(
            &(&&$crate::__private::part_of($part)).iterable().$method(),
            &$crate::__private::$lend($place).$method(),
        )).alike()
    };
}

/// Uses a part of a local by value, and leaves an empty value in its place if there is one.
#[doc(hidden)]
#[macro_export]
macro_rules! __emptied {
    ($place:expr) => {{
        let empties =
            $crate::__private::ask!((&&&$crate::__private::part_of(&$place)).emptied().empties());
        if empties.holds() {
            empties.held();
            empties.take(&mut $place)
        } else {
            empties.forgotten();
            $place
        }
    }};
}

/// The same for what `into_iter` is called on, if that takes it.
#[doc(hidden)]
#[macro_export]
macro_rules! __iterated {
    (match $place:tt { $part:ident => $same:ident.$($call:tt)* }) => {
        $crate::__private::combined!(@ $place, (iterated().), $($call)*)
    };
}

/// Calls a method of `Option` on a part of a local, and leaves `None` in its place if that is one.
#[doc(hidden)]
#[macro_export]
macro_rules! __combined {
    (match $place:tt { $part:ident => $same:ident.$($call:tt)* }) => {
        $crate::__private::combined!(@ $place, (), $($call)*)
    };
    (@ $place:tt, ($($question:tt)*), $($call:tt)*) => {{
        let empties = $crate::__private::ask!(
            (&&&$crate::__private::part_of(&$place)).$($question)* empties()
        );
        if empties.holds() {
            empties.held();
            empties.take(&mut $place).$($call)*
        } else {
            empties.forgotten();
            $place.$($call)*
        }
    }};
}

/// Takes what a pattern binds of a part of a local, and leaves empty values in its place if all of it is copied or has one.
#[doc(hidden)]
#[macro_export]
macro_rules! __unbound {
    (match $place:tt { $all:pat => ($($part:ident),+), $($single:pat => $only:ident),+ }) => {{
        let left = $crate::__private::ask!(match $place {
            $all => $crate::__private::Hold
                $(.without((&&&$crate::__private::part_of(&$part)).emptied().left()))+,
            _ => $crate::__private::never(),
        });
        if left.holds() {
            left.held();
            ($({
                let empties = $crate::__private::ask!(match $place {
                    $single => (&&&$crate::__private::part_of(&$only)).emptied().empties(),
                    _ => $crate::__private::never(),
                });
                if empties.holds() {
                    empties.held();
                    match &mut $place {
                        $single => empties.take_bound($only),
                        _ => $crate::__private::never(),
                    }
                } else {
                    empties.forgotten();
                    match $place {
                        $single => $only,
                        _ => $crate::__private::never(),
                    }
                }
            }),+)
        } else {
            left.forgotten();
            match $place {
                $all => ($($part),+),
                _ => $crate::__private::never(),
            }
        }
    }};
}

/// What a variable of a pattern stands for, to be looked at where the pattern does not bind it: it derefs to that.
#[doc(hidden)]
#[macro_export]
macro_rules! __seen {
    (match $place:tt { $single:pat => $only:ident }) => {{
        let bound = $crate::__private::ask!(match $place {
            $single => $crate::__private::type_of(&$only),
            _ => $crate::__private::never(),
        });
        match &$place {
            $single => $crate::__private::see(&bound, $only),
            _ => $crate::__private::never(),
        }
    }};
}

/// Moves a local into a state, or the parts of it that are still there.
#[doc(hidden)]
#[macro_export]
macro_rules! __live {
    ($local:ident $(without $left:expr)*; $parts:expr) => {
        $crate::__private::live!(($local) $(without $left)*; $parts)
    };
    (($local:expr) $(without $left:expr)*; $parts:expr) => {{
        let left = $crate::__private::ask!($crate::__private::Hold $(.without($left))*);
        if left.holds() {
            left.held();
            left.whole($local)
        } else {
            left.forgotten();
            left.parts($parts)
        }
    }};
}

/// Moves a local into a state that was used by value before, if its type lets it be used again. If not, the user is told of the use that comes later, and not of
/// this one.
#[doc(hidden)]
#[macro_export]
macro_rules! __there_if_copied {
    ($local:ident) => {{
        let answer = $crate::__private::ask!((&&&$crate::__private::type_of(&$local)).answer());
        if answer.holds() {
            answer.held();
            $crate::__private::moved_away()
        } else {
            answer.forgotten();
            $local
        }
    }};
}

/// What stands for a local that was moved away. It is made only where rustc knows that the local is not used again.
#[must_use]
pub fn moved_away<T>() -> T {
    const {
        panic!(
            "a variable is moved away before a yield and named after it in code that is never reached; remove that code"
        )
    }
}

/// What stands for a local that has no value yet where a use of it comes before one. It is made only where rustc knows that control does not come there.
#[must_use]
pub fn no_value<T>() -> T {
    const {
        panic!(
            "a variable has no value before a yield and is named after it in code that is never reached; remove that code"
        )
    }
}

/// Moves a local into a state if it has to be dropped later and is still there.
#[doc(hidden)]
#[macro_export]
macro_rules! __perhaps {
    ($local:ident of ($answer:expr) $(without $left:expr)*) => {
        $crate::__private::perhaps!(@ $local $answer; $(without $left)*)
    };
    ($local:ident $(without $left:expr)*) => {
        $crate::__private::perhaps!(
            @ $local (&&&$crate::__private::type_of(&$local)).answer(); $(without $left)*
        )
    };
    (($local:expr) of ($answer:expr) $(without $left:expr)*) => {
        $crate::__private::perhaps!(@ ($local) $answer; $(without $left)*)
    };
    (@ $local:tt $answer:expr; $(without $left:expr)*) => {{
        let answer = $crate::__private::ask!($answer);
        let left = $crate::__private::ask!($crate::__private::Hold $(.without($left))*);
        if answer.holds() {
            answer.held();
            if left.holds() {
                left.held();
                answer.perhaps($local)
            } else {
                left.forgotten();
                answer.absent()
            }
        } else {
            answer.forgotten();
            answer.absent()
        }
    }};
}

/// Moves a local into a state if it has to be dropped later, and leaves it alone otherwise.
#[doc(hidden)]
#[macro_export]
macro_rules! __keep {
    ($local:ident as $form:ident) => {
        if $crate::__private::holds(&$form) {
            $crate::__private::held(&$form);
            $crate::__private::carry($form, $local)
        } else {
            $crate::__private::forgotten(&$form);
            $crate::__private::carry_nothing($form)
        }
    };
    ($local:ident of ($answer:expr) $(without $left:expr)*) => {
        $crate::__private::keep!(@ hold forget ($local) $answer $(.without($left))*)
    };
    ($local:ident $(without $left:expr)*) => {
        $crate::__private::keep!(($local) $(without $left)*)
    };
    (($local:expr) $(without $left:expr)*) => {
        $crate::__private::keep!(
            @ hold forget
            ($local) (&&&$crate::__private::type_of(&$local)).answer() $(.without($left))*
        )
    };
    (@ $hold:ident $forget:ident ($local:expr) $answer:expr) => {{
        let answer = $crate::__private::ask!($answer);
        if answer.holds() {
            answer.held();
            answer.$hold($local)
        } else {
            answer.$forget()
        }
    }};
    // It is dropped and nothing else from here on.
    (dropped $local:ident $(without $left:expr)*) => {
        $crate::__private::keep!(
            @ drop_later drop_nothing
            ($local) (&&&&&$crate::__private::type_of(&$local)).dropped() $(.without($left))*
        )
    };
}

/// Gives a local its value back if it was carried, and leaves it without a value otherwise.
#[doc(hidden)]
#[macro_export]
macro_rules! __restore {
    ($local:ident, $kept:ident certain) => {
        if $crate::__private::holds(&$kept) {
            $crate::__private::held(&$kept);
            $local = $crate::__private::take_certain($kept);
        } else {
            $crate::__private::forgotten(&$kept);
        }
    };
    ($local:ident, $kept:ident) => {
        if $crate::__private::holds(&$kept) {
            $crate::__private::held(&$kept);
            if let ::core::option::Option::Some(value) = $crate::__private::take_kept($kept) {
                $local = value;
            }
        } else {
            $crate::__private::forgotten(&$kept);
        }
    };
}

/// A value of the type of `_place`, in code that never runs.
pub fn alike<T>(_place: &T) -> T {
    never()
}

/// Gives a local that has no value yet the type of a place, without touching either.
#[doc(hidden)]
#[macro_export]
macro_rules! __like {
    ($local:ident, $place:expr) => {
        if false {
            $crate::__private::never();
            $local = $crate::__private::alike(&$place);
        }
    };
}

/// Says that a local has a type, in code that never runs.
pub fn assert_same_type<T>(_local: &T, _type: &TypeOf<T>) {}

/// Tells the type of a local by what stands for it, alone or among the arguments of a generator. The local is not touched.
#[doc(hidden)]
#[macro_export]
macro_rules! __same_type {
    ($local:ident, argument $position:tt of $generator:expr) => {
        $crate::__private::same_type!(@ $local, $crate::__private::args_of(&*$generator).$position)
    };
    ($local:ident, $type:ident) => {
        $crate::__private::same_type!(@ $local, $type)
    };
    ($local:ident, in $type:ident) => {
        $crate::__private::same_type!(@ $local, $crate::__private::type_noted_in(&$type))
    };
    (@ $local:ident, $type:expr) => {
        if false {
            $crate::__private::never();
            #[allow(unreachable_code)]
            $crate::__private::assert_same_type(&$local, &$type);
        }
    };
}
