//! Does the compiler survive any input?
//!
//! It is given four kinds of input, each made from a seed, so that a seed is an input:
//!
//! | file | input |
//! |---|---|
//! | `soup` | arbitrary token trees |
//! | `grammar` | arbitrary functions that parse, with yields anywhere |
//! | `plant` | a real function, with yields planted where statements and operands are |
//! | `mutate` | the tokens of a real function, some of them deleted, doubled, swapped or replaced |
//!
//! `sources` finds the real functions, `survive` says what has to hold. The invariants between the compiler's phases are
//! checked too where debug assertions are on, as in tests and in the profile `checked`.

pub mod grammar;
pub mod mutate;
pub mod plant;
pub mod soup;
pub mod sources;
pub mod survive;
