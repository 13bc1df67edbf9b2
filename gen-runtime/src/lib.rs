//! Generators for stable Rust: a function body with `yield_!`, compiled to a plain `Iterator` struct.
//!
//! ```
//! use gen_runtime::{generator, yield_};
//!
//! #[generator]
//! fn fibonacci() -> impl Iterator<Item = u64> {
//!     let (mut a, mut b) = (0, 1);
//!     loop {
//!         yield_!(a);
//!         (a, b) = (b, a + b);
//!     }
//! }
//!
//! assert_eq!(fibonacci().take(5).collect::<Vec<_>>(), [0, 1, 1, 2, 3]);
//! ```
//!
//! No `async`, no `Pin`, no allocation, no annotation of locals, no `unsafe` in your crate: the macro turns the body into an enum of the
//! points where it can be suspended, and a local that lives across a yield is moved into the enum and out of it again.
//!
//! [`yield_!`](yield_) hands out an item, [`yield_from!`](yield_from) every item of another iterator, [`anchor!`](anchor) keeps a value
//! that stays borrowed meanwhile. In [`generators!`] the keyword `yield` works, on stable.
//!
//! # The law
//!
//! Driving the generator is indistinguishable from running the body from top to bottom and handing out each item as it is
//! reached: same items, same side effects, same drops, in the same order, whether it is driven by `next`, by `fold`,
//! dropped half-way, or a panic passes through. A body for which this cannot be kept does not compile, and the message
//! says what to write instead. The differences are:
//!
//! 1. In a statement that contains a yield, temporaries of its head (the operand of `match`, `if let`, `while let` and
//!    `for`) and of a yielded value end with the head or the value, as if it were bound by a `let` first: a lock that is
//!    taken in a head is not held across a yield. (A head that surely borrows from a temporary, as `line.to_lowercase().as_str()`, keeps it to the end of the statement, as in a function. A head that is a place stays one, as `*list.last().unwrap()`, so the reference stays, and so does
//!    a guard from which a pattern borrows by `ref mut`.)
//! 2. A local that is not used any more may be dropped at the next yield, or on the way there where other paths come in, if on only some of the paths through
//!    an operand or a head with temporaries a method took it by value, a pattern or a closure took something of it, it was given its first value, or it was moved in
//!    the arguments of a macro. So may one that was moved there in another way if it was declared without a value, or is or holds a closure, if on another of these paths the last that
//!    is done with it is to call a method that has no [known name](guide::what_may_be_written#methods-that-take-self), or if the generator is to be `Clone` or has anchors.
//!    (Statements with branches, as `if done { drop(file); }`, are no such case: there it lives as long as in a function, unless what is used after them
//!    may have borrowed it, as for all that the names tell `found` in `if done { found = items.last(); }`.)
//! 3. What is borrowed from [what the generator owns](guide::borrowing#what-is-borrowed-again), as `&table.rows[i]`, is borrowed again behind a yield, which only a `Deref` or an `Index`
//!    of your own that does something else as well could tell.
//! 4. What a method without a known name takes by value, as `job` in `job.run({ yield_!(1); 2 })`, is still a local while its arguments are evaluated, and is dropped as one if they are left
//!    half-way; `{ job }.run(…)` moves it before.
//!
//! Before edition 2024 temporaries of a block's last expression [may end earlier](guide::editions#temporaries).
//!
//! Whether a local is still there at a yield is told from the names of the [methods](guide::what_may_be_written#methods-that-take-self)
//! that are called on it, where they take it by value; what a [macro](guide::what_may_be_written#what-a-macro-hides) hides is not seen.
//!
//! Nothing runs before the first `next`. After the end, and after a panic in the body, `next` gives `None` for ever. Dropping
//! a suspended generator drops its locals as leaving their scopes would.
//!
//! # The guide
//!
//! | page | for |
//! |---|---|
//! | [A first generator](guide::first) | the words, and when what runs |
//! | [Coming from Python](guide::python) | `yield`, `yield from`, generator expressions, files, cursors, exceptions, `itertools` |
//! | [Coming from `gen` blocks or `async`](guide::gen_blocks) | what differs from nightly and from other crates |
//! | [What may be written](guide::what_may_be_written) | signatures, bodies, places for a yield; the attribute's reference |
//! | [Errors](guide::errors) | `?` hands out the failure as the last item |
//! | [Borrowing](guide::borrowing) | what may live across a yield, what rustc says, [`anchor!`](anchor) |
//! | [Recursion](guide::recursion) | boxes, and doing without |
//! | [Traits and structs](guide::traits_and_structs) | methods, `IntoIterator`, generators in fields |
//! | [Threads](guide::threads) | `Send`, channels, several consumers |
//! | [`no_std`](guide::no_std) | without the standard library, without an allocator |
//! | [Performance](guide::performance) | size, `fold`, large locals |
//! | [Editions](guide::editions) | what a signature captures; `+ '_`, `use<..>` |
//! | [Refusals](guide::refusals) | every message, with what to write instead |
//! | [How it works](guide::how_it_works) | the expansion, explained; looking inside |
//!
//! # Features
//!
//! The crate is [`no_std`](guide::no_std) without its features. `alloc` is for [anchors](anchor), the only thing that
//! allocates, and for [fields](guide::refusals#a-part-that-is-moved-away-and-the-rest-stays) of its collections, which can be left empty,
//! or whose memory is all that is [left to drop](guide::borrowing#something-that-borrows-is-still-in-scope-e0499-e0505). `std`, on by default, adds what is known of the standard library's types: that an iterator or an
//! entry of a `HashMap` has nothing to drop, and so [need not be ended before a yield](guide::borrowing#something-that-borrows-is-still-in-scope-e0499-e0505).
#![no_std]
#![deny(unsafe_code)]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

#[doc(hidden)]
pub mod __private;
#[cfg(feature = "alloc")]
#[allow(unsafe_code, reason = "the memory of anchors")]
mod anchored;
mod generator;
pub mod guide;
#[allow(
    unsafe_code,
    reason = "a reference that is borrowed from while it is carried"
)]
mod lent;
#[allow(
    unsafe_code,
    reason = "a local of which parts are gone while it is carried"
)]
mod partial;
#[allow(
    unsafe_code,
    reason = "what a pattern leaves of a value that it takes apart"
)]
mod rest;
#[allow(unsafe_code, reason = "the place of a state that was taken out to run")]
mod resumed;

/// Turns a function with [`yield_!`](yield_) in its body into a generator.
///
/// The signature stays as it is written; only the body is replaced. The attribute takes no arguments. What may be written,
/// in the signature and in the body, is on [a page of the guide](guide::what_may_be_written).
///
/// # Errors
///
/// A function that cannot be a generator does not compile. All its mistakes are reported together. The guide has
/// [every message](guide::refusals) with what to write instead.
///
/// # Panics
///
/// Never, by itself. A panic in the body passes through `next`; afterwards the generator is finished.
///
/// # Example
///
/// ```
/// use gen_runtime::{generator, yield_};
///
/// struct Tree {
///     value: u32,
///     left: Option<Box<Tree>>,
///     right: Option<Box<Tree>>,
/// }
///
/// impl Tree {
///     /// The values in order.
///     #[generator]
///     fn values(&self) -> impl Iterator<Item = u32> {
///         let mut above = Vec::new();
///         let mut tree = Some(self);
///         loop {
///             while let Some(here) = tree {
///                 above.push(here);
///                 tree = here.left.as_deref();
///             }
///             let Some(here) = above.pop() else { return };
///             yield_!(here.value);
///             tree = here.right.as_deref();
///         }
///     }
/// }
///
/// let leaf = |value| Some(Box::new(Tree { value, left: None, right: None }));
/// let tree = Tree { value: 2, left: leaf(1), right: leaf(3) };
/// assert_eq!(tree.values().collect::<Vec<_>>(), [1, 2, 3]);
/// ```
pub use gen_macro::generator;

/// Wraps functions in which the keyword `yield` makes a generator, on stable.
///
/// Every function in the block, and every method of an `impl` or a `trait` in it, is a generator if its body yields;
/// everything else stays as it is. The real keyword and [`yield_!`](yield_) may be mixed.
///
/// # Example
///
/// ```
/// gen_runtime::generators! {
///     /// Counts down.
///     pub fn countdown(from: u32) -> impl Iterator<Item = u32> {
///         for n in (1..=from).rev() {
///             yield n;
///         }
///     }
/// }
///
/// assert_eq!(countdown(3).collect::<Vec<_>>(), [3, 2, 1]);
/// ```
pub use gen_macro::generators;
pub use generator::Generator;

/// Hands out an item from the body of a [generator](macro@generator).
///
/// `yield_!(value)` is an expression of type `()`; `yield_!()` hands out `()`. The value is coerced to the item type that the
/// signature names. Where the body goes on is up to the consumer: when it asks for the next item, or never.
///
/// # Errors
///
/// Outside of a generator it is a compile error.
///
/// # Example
///
/// ```
/// use gen_runtime::{generator, yield_};
///
/// #[generator]
/// fn letters(word: &str) -> impl Iterator<Item = char> {
///     for letter in word.chars() {
///         yield_!(letter);
///     }
/// }
///
/// assert!(letters("abc").eq(['a', 'b', 'c']));
/// ```
#[macro_export]
macro_rules! yield_ {
    (@generator $sink:ident $item:ident) => {
        $crate::__private::hand_out($sink, $item)
    };
    (@generator) => {};
    ($($item:tt)*) => {
        $crate::__private::compile_error!(
            "`yield_!` hands out an item of the generator around it, and there is none here; put `#[generator]` on the function (a yield that another macro makes is not seen: write it out)"
        )
    };
}

/// Hands out every item of an iterator from the body of a [generator](macro@generator).
///
/// `yield_from!(items)` takes whatever `for` takes and means `for item in items { yield_!(item) }`. When the generator is
/// driven by `fold`, the iterator is too.
///
/// # Errors
///
/// Outside of a generator it is a compile error.
///
/// # Example
///
/// ```
/// use gen_runtime::{generator, yield_, yield_from};
///
/// #[generator]
/// fn framed(items: Vec<u32>) -> impl Iterator<Item = u32> {
///     yield_!(0);
///     yield_from!(items);
///     yield_!(0);
/// }
///
/// assert_eq!(framed(vec![7, 8]).collect::<Vec<_>>(), [0, 7, 8, 0]);
/// ```
#[macro_export]
macro_rules! yield_from {
    (@generator $sink:ident $item:ident) => {
        $crate::__private::hand_out($sink, $item)
    };
    (@generator) => {};
    ($($items:tt)*) => {
        $crate::__private::compile_error!(
            "`yield_from!` hands out items of the generator around it, and there is none here; put `#[generator]` on the function (a yield that another macro makes is not seen: write it out)"
        )
    };
}

/// Keeps a value in the [generator](macro@generator) itself, at a fixed address, so that it may stay borrowed across yields.
///
/// `let name = anchor!(value);` gives `name: &mut T`. The value lives as long as a local that is declared just before
/// `name`. Everything that `&mut T` allows is checked by rustc as if the body were an ordinary function. When an anchor is
/// needed, and when it is not: [borrowing](guide::borrowing).
///
/// # Cost
///
/// A generator with anchors allocates once, at the first `next`, for its state and all of its anchors together. Driven
/// by `fold` from the start it does not allocate. It is `Send` and `Sync` if its return type says so, and never `Clone`.
///
/// # Errors
///
/// Outside of a generator, and anywhere but as the value of a `let`, it is a compile error.
///
/// # Example
///
/// ```
/// use gen_runtime::{anchor, generator, yield_};
///
/// /// The words of a text that the generator owns.
/// #[generator]
/// fn words(text: String) -> impl Iterator<Item = String> {
///     let text = anchor!(text);
///     for word in text.split_whitespace() {
///         yield_!(word.to_uppercase());
///     }
/// }
///
/// assert_eq!(words("to be".into()).collect::<Vec<_>>(), ["TO", "BE"]);
/// ```
#[macro_export]
macro_rules! anchor {
    (@generator) => {};
    ($($value:tt)*) => {
        $crate::__private::compile_error!(
            "`anchor!` keeps a value in the generator around it, and there is none here; put `#[generator]` on the function"
        )
    };
}
