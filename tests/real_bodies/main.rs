//! The bodies of real programs, written as generators: algorithms of well-known crates and textbooks, with no annotation
//! for the macro's sake. Each is compared with a result that was found some other way.

#![allow(
    clippy::cast_lossless,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::many_single_char_names,
    clippy::maybe_infinite_iter,
    clippy::needless_range_loop,
    clippy::needless_pass_by_value,
    clippy::similar_names,
    reason = "short algorithms on small numbers, written as in the books"
)]

mod combinatorics;
mod formats;
mod graphs;
mod grids;
mod numbers;
mod parsers;
mod programs;
mod streams;
mod text;
mod trees;
