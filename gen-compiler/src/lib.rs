//! The compiler behind [`gen-runtime`](https://docs.rs/gen-runtime), which is the crate to use and to read about.
//!
//! It turns a function body with `yield_!` into a state machine that is a plain `Iterator` struct. It works on the tokens of
//! `proc_macro2`, so it runs in a procedural macro and outside of one.
//!
//! | phase | answers | input → output |
//! |---|---|---|
//! | `parse` | what does the signature say? | tokens → `Function` |
//! | `check` | what may the body not contain? | `Function` → refusals |
//! | `desugar` | what do the generator's own words mean? | `yield_!`, `?`, `return`, `self` → plain Rust and `yield` |
//! | `resolve` | which local does each name mean? | body → body in which every local has a name of its own |
//! | `alike` | which locals have the same type in both copies? | body → set of locals |
//! | `lower` | how does structured code become a graph? | body → `Graph` |
//! | `simplify` | which blocks are not needed? | `Graph` → `Graph` |
//! | `liveness`, `initialised` | what may be used, what surely holds a value? | `Graph` → sets of locals for each block |
//! | `layout` | which states are there, what does each carry? | sets → `Layout` |
//! | `emit` | what is printed? | all of it → tokens |
//!
//! # The law
//!
//! Driving the generator is indistinguishable from running the body from top to bottom and handing out each item as it is
//! reached. A body for which this cannot be kept does not compile.
//!
//! # Invariants
//!
//! * A phase reads what the phases before it made and never walks back.
//! * Mistakes are found by `parse` and `check`; behind the barrier after them nothing fails.
//! * The same input gives the same bytes: nothing that reaches the output is kept in a hash table.
//! * A statement that contains no yield is emitted token for token, with the user's spans.
#![forbid(unsafe_code)]

mod alike;
mod apart;
mod arguments;
mod behind;
mod borrows;
mod changed;
mod check;
mod composed;
mod copies;
mod desugar;
mod diag;
mod dump;
mod duplicate;
mod effects;
mod emit;
mod emptied;
mod expand;
mod fallback;
mod found_again;
mod handed_out;
mod ids;
mod in_place;
mod initialised;
mod ir;
mod labels;
mod layout;
mod lent;
mod lifetimes;
mod lints;
mod liveness;
mod lower;
mod macros;
mod names;
mod operands;
mod outline;
mod parse;
mod partial;
mod paths;
mod prelude;
mod pretty;
mod references;
mod resolve;
mod rests;
mod same;
mod shared;
mod simplify;
#[cfg(test)]
mod snapshots;
mod split;
mod temporaries;
mod tree;
mod ungroup;
mod validate;
mod values;

pub use check::is_generator;
pub use expand::{attribute, block, items, outline, yields};
pub use outline::{By, Outline, State, Variable, Way, Why};
