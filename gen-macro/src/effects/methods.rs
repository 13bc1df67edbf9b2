//! Which receivers does a method take by value?

use proc_macro2::Ident;

use super::Receiver;

/// The standard macros that take their arguments by value.
pub(super) const BY_VALUE: [&str; 2] = ["vec", "dbg"];

/// Which receivers a method of this name takes by value, by the conventions of the standard library.
///
/// `{ x }.method()` moves in any case, and a mention of `x` after the yield keeps it in any case.
pub(super) fn consumes(method: &str) -> Option<Receiver> {
    let starts = |prefix| method.starts_with(prefix);
    if starts("into_") || ["into", "leak"].contains(&method) {
        Some(Receiver::Any)
    } else if starts("unwrap") || starts("expect") || ADAPTORS.contains(&method) {
        Some(Receiver::Adaptor)
    } else if ["bytes", "lines"].contains(&method) {
        Some(Receiver::Reader)
    } else if ["bind", "build", "close", "finish", "join", "spawn"].contains(&method) {
        Some(Receiver::Builder)
    } else {
        None
    }
}

/// Does a method of this name take its receiver by value, where it takes arguments?
pub fn takes_receiver(method: &Ident) -> bool {
    consumes(&method.to_string()).is_some()
}

/// The methods of `Iterator`, `Option` and `Result` that take `self`.
pub(super) const ADAPTORS: &[&str] = &[
    "all_equal",
    "and",
    "and_then",
    "chain",
    "cloned",
    "cmp",
    "collect",
    "copied",
    "count",
    "cycle",
    "enumerate",
    "eq",
    "err",
    "filter",
    "filter_map",
    "flat_map",
    "flatten",
    "fold",
    "for_each",
    "fuse",
    "ge",
    "gt",
    "inspect",
    "is_err_and",
    "is_none_or",
    "is_ok_and",
    "is_some_and",
    "is_sorted",
    "last",
    "le",
    "lt",
    "map",
    "map_err",
    "map_or",
    "map_or_default",
    "map_or_else",
    "map_while",
    "max",
    "max_by",
    "max_by_key",
    "min",
    "min_by",
    "min_by_key",
    "ne",
    "ok",
    "ok_or",
    "ok_or_else",
    "or",
    "or_else",
    "partial_cmp",
    "partition",
    "peekable",
    "product",
    "reduce",
    "rev",
    "scan",
    "skip",
    "skip_while",
    "step_by",
    "sum",
    "take",
    "take_while",
    "transpose",
    "unzip",
    "xor",
    "zip",
];
