//! The rows of the tables. One file for each, with all candidates side by side: the same body, as each approach wants it.

mod chained;
mod counter;
mod fibonacci;
mod lines;
mod mersenne;
mod permutations;
mod pipeline;
mod run_lengths;
mod tokens;
mod tree;
mod triples;

use crate::row::Row;

/// All rows, in the order of the tables.
pub const ROWS: [Row; 11] = [
    counter::ROW,
    fibonacci::ROW,
    triples::ROW,
    run_lengths::ROW,
    tokens::ROW,
    tree::ROW,
    mersenne::ROW,
    chained::ROW,
    permutations::ROW,
    lines::ROW,
    pipeline::ROW,
];

/// The sources of the rows, for what is measured of the compiler.
pub const SOURCES: [&str; 11] = [
    include_str!("counter.rs"),
    include_str!("fibonacci.rs"),
    include_str!("triples.rs"),
    include_str!("run_lengths.rs"),
    include_str!("tokens.rs"),
    include_str!("tree.rs"),
    include_str!("mersenne.rs"),
    include_str!("chained.rs"),
    include_str!("permutations.rs"),
    include_str!("lines.rs"),
    include_str!("pipeline.rs"),
];
