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
//! # The law
//!
//! Driving the generator is indistinguishable from running the body from top to bottom and handing out each item as it is
//! reached: same items, same side effects, same drops, in the same order, whether it is driven by `next`, by `fold`,
//! dropped half-way, or a panic passes through. A body for which this cannot be kept does not compile, and the message
//! says what to write instead. The differences are:
//!
//! 1. In a statement that contains a yield, temporaries of its head (the operand of `match`, `if let`, `while let` and
//!    `for`) and of a yielded value end with the head or the value, as if it were bound by a `let` first: a lock that is
//!    taken in a head is not held across a yield.
//! 2. A local that is moved on only some of the paths through the code before a yield, and not used after it, is dropped at
//!    that yield. So is what is left of a local of which a field was moved away, by itself, by a struct update or by a
//!    pattern that does not name every field.
//!
//! A method takes its receiver by value if its name says so by the conventions of the standard library (`into_iter`, `map`
//! of an iterator, `unwrap` of a `Result`, `join` of a thread, `build`, …). `{ x }.method()` says so of any other; a mention of
//! `x` after the yield, as `drop(x)`, says that it is still there. (If `close` takes `self`, `log.close(); yield_!(1);` with a local
//! `log` that is not mentioned again is E0382, "use of moved value", at the yield: write `{ log }.close();`.) What a macro hides is not seen: a `break` or a variable
//! that it makes on its own account must not concern a loop or a block that yields.
//!
//! # What may be written
//!
//! * The signature: free functions, inherent methods and trait methods with every receiver; generics, `where`, `impl
//!   Trait` arguments, patterns in arguments. It stays as it is written; what it promises (`Send`, `Clone`, `Debug`,
//!   `FusedIterator`, a lifetime, `use<..>`) is checked.
//! * The return type: `impl Iterator<Item = T> + …` or `Box<dyn Iterator<Item = T> + …>`. (Any other trait that every such iterator
//!   has will do, as `impl IntoIterator<Item = T>`.)
//! * [`yield_!(value)`](yield_), `yield_!()` for `()`, [`yield_from!(items)`](yield_from), `return;`, and `expr?`.
//! * All statements and all control flow. A yield stands wherever an expression may stand, also in a condition, an operand or
//!   an argument of `format!` and the other macros of the standard library; what is evaluated before it stays evaluated:
//!
//! ```
//! # use gen_runtime::{generator, yield_};
//! #[generator]
//! fn halves(list: Vec<Option<u32>>) -> impl Iterator<Item = u32> {
//!     for entry in list {
//!         let n = match entry {
//!             Some(n) if n % 2 == 0 => n / 2,
//!             Some(_) => continue,
//!             None => {
//!                 yield_!(0);
//!                 1
//!             }
//!         };
//!         yield_!(n);
//!     }
//! }
//!
//! assert_eq!(halves(vec![Some(4), None, Some(3)]).collect::<Vec<_>>(), [2, 0, 1]);
//! ```
//!
//! # Errors
//!
//! Where the item is a `Result` (or an `Option`), `?` works: the failure, converted with `From`, is the generator's last
//! item. Its locals are dropped before it is handed out, as before a function returns.
//!
//! ```
//! # use gen_runtime::{generator, yield_};
//! #[generator]
//! fn numbers(text: &str) -> impl Iterator<Item = Result<i32, std::num::ParseIntError>> {
//!     for word in text.split_whitespace() {
//!         yield_!(Ok(word.parse()?));
//!     }
//! }
//!
//! let mut numbers = numbers("1 two 3");
//! assert_eq!(numbers.next(), Some(Ok(1)));
//! assert!(numbers.next().is_some_and(|failure| failure.is_err()));
//! assert_eq!(numbers.next(), None);
//! ```
//!
//! # What may not be written, and what to write instead
//!
//! | not | but |
//! |---|---|
//! | a yield in an argument of a macro that is not the standard library's, or in the message of `assert_eq!` | `let` in the line before |
//! | `table[i].push(…)` with a yield in the argument, or a receiver that the argument mentions | `let` in the line before |
//! | a yield in a closure, an async block or a nested function | a loop in the generator's own body; a generator of its own and `yield_from!` |
//! | a yield in a match guard | an `if` in the arm |
//! | `return value;` or a value at the end | `yield_!(value); return;` |
//! | a reference to a local that lives across a yield | [`anchor!`](anchor), the value itself, an index, or a reference to an argument |
//!
//! The last is rustc's own error, and the only one that is: E0505, E0597, E0499 or E0502, often two of them for one borrow, with
//! the yield as the place where the local is moved: it moves into the state there. References to what the *arguments*
//! refer to may live across any number of yields:
//!
//! ```
//! # use gen_runtime::{generator, yield_};
//! #[generator]
//! fn longer<'a>(words: &'a [String], than: &str) -> impl Iterator<Item = &'a str> {
//!     for word in words {
//!         let trimmed = word.trim();
//!         if trimmed.len() > than.len() {
//!             yield_!(trimmed);
//!         }
//!     }
//! }
//!
//! let words = ["a".to_owned(), " generator".to_owned()];
//! assert_eq!(longer(&words, "xx").collect::<Vec<_>>(), ["generator"]);
//! ```
//!
//! # Recursion
//!
//! A generator that calls itself returns a box, since its type would contain itself. What it passes on is owned, or borrowed
//! from an argument:
//!
//! ```
//! # use gen_runtime::{generator, yield_, yield_from};
//! struct Folder {
//!     name: String,
//!     folders: Vec<Folder>,
//! }
//!
//! impl Folder {
//!     #[generator]
//!     fn names(&self) -> Box<dyn Iterator<Item = &str> + '_> {
//!         yield_!(&self.name);
//!         for folder in &self.folders {
//!             yield_from!(folder.names());
//!         }
//!     }
//! }
//!
//! let leaf = |name: &str| Folder { name: name.to_owned(), folders: vec![] };
//! let root = Folder { name: "/".to_owned(), folders: vec![leaf("bin"), leaf("etc")] };
//! assert_eq!(root.names().collect::<Vec<_>>(), ["/", "bin", "etc"]);
//! ```
//!
//! # The keyword
//!
//! [`generators!`] wraps functions in which the keyword `yield` works, on stable:
//!
//! ```
//! gen_runtime::generators! {
//!     fn ones() -> impl Iterator<Item = u8> {
//!         loop {
//!             yield 1;
//!         }
//!     }
//! }
//!
//! assert_eq!(ones().take(3).sum::<u8>(), 3);
//! ```
//!
//! # Cost
//!
//! A generator is as large as the largest of its states and a tag. A body without a yield makes an iterator without items. `next` does what a hand-written `next` does. `fold` and
//! everything that is built on it (`for_each`, `sum`, `count`, `last`, `max`, …) runs the body as an ordinary loop if the
//! generator was not started before. Nothing is allocated but for [anchors](anchor).
//!
//! # `no_std`
//!
//! The crate is `no_std`. Only [anchors](anchor) need an allocator; without the feature `alloc`, which is on by default, there are none.
//! `Box<dyn Iterator>` uses the `Box` that the signature names.
//!
//! # Looking inside
//!
//! `GENERATOR_DUMP=name cargo build` prints what the compiler made of the generators called `name`: the graph, liveness,
//! which state carries what, and the expansion. cargo does not know the variable, so touch the file first and last.
#![no_std]
#![deny(unsafe_code)]

#[cfg(feature = "alloc")]
extern crate alloc;

#[doc(hidden)]
pub mod __private;
#[cfg(feature = "alloc")]
#[allow(
    unsafe_code,
    reason = "the memory of anchors; nothing else in this crate is unsafe"
)]
mod anchored;
mod generator;

/// Turns a function with [`yield_!`](yield_) in its body into a generator.
///
/// The signature stays as it is written; only the body is replaced. The attribute takes no arguments. See the
/// [crate documentation](crate) for what may be written.
///
/// # Errors
///
/// A function that cannot be a generator does not compile. All its mistakes are reported together.
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
        $sink($item)
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
        $sink($item)
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
/// `name`. Everything that `&mut T` allows is checked by rustc as if the body were an ordinary function.
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
