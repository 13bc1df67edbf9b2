//! The guide: how to write generators, page by page. Every example is compiled and run by the tests of this crate.
//!
//! To begin with:
//!
//! * [`first`]: a first generator, and what it does when.
//! * [`python`]: coming from Python: each construct of its generators beside ours.
//! * [`gen_blocks`]: coming from nightly's `gen` blocks, and from the crates that are built on `async`.
//!
//! To look things up:
//!
//! * [`what_may_be_written`]: signatures, bodies, the places where a yield may stand; the attribute's reference.
//! * [`errors`]: how `?` ends a generator.
//! * [`borrowing`]: what may be borrowed across a yield, what rustc says if it may not, and `anchor!`.
//! * [`recursion`]: generators that call themselves.
//! * [`traits_and_structs`]: methods, traits, and generators in fields.
//! * [`threads`]: `Send`, channels, several consumers.
//! * [`no_std`]: without the standard library, without an allocator.
//! * [`performance`]: size, `fold`, large locals.
//! * [`editions`]: what a signature captures in edition 2024 and before; `+ '_`, `use<..>`.
//! * [`refusals`]: every message, with what to write instead.
//! * [`how_it_works`]: the expansion of a generator, explained.

#[doc = include_str!("first.md")]
pub mod first {}

#[doc = include_str!("python.md")]
pub mod python {}

#[doc = include_str!("gen_blocks.md")]
pub mod gen_blocks {}

#[doc = include_str!("what_may_be_written.md")]
pub mod what_may_be_written {}

#[doc = include_str!("errors.md")]
pub mod errors {}

#[doc = include_str!("borrowing.md")]
pub mod borrowing {}

#[doc = include_str!("recursion.md")]
pub mod recursion {}

#[doc = include_str!("traits_and_structs.md")]
pub mod traits_and_structs {}

#[doc = include_str!("threads.md")]
pub mod threads {}

#[doc = include_str!("no_std.md")]
pub mod no_std {}

#[doc = include_str!("performance.md")]
pub mod performance {}

#[doc = include_str!("editions.md")]
pub mod editions {}

#[doc = include_str!("refusals.md")]
pub mod refusals {}

#[doc = include_str!("how_it_works.md")]
pub mod how_it_works {}
