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
    } else if starts("unwrap") || starts("expect") || COMBINATORS.contains(&method) {
        Some(Receiver::Combinator)
    } else if ADAPTORS.contains(&method) {
        Some(Receiver::Adaptor)
    } else if ["bytes", "lines"].contains(&method) {
        Some(Receiver::Reader)
    } else if ["bind", "build", "close", "finish", "join", "spawn", "split"].contains(&method) {
        Some(Receiver::Builder)
    } else {
        None
    }
}

/// Does a method of this name borrow its receiver, by the conventions of the standard library?
pub(super) fn borrows(method: &str) -> bool {
    let starts = |prefix| method.starts_with(prefix);
    starts("as_") || starts("is_") || starts("get") || starts("to_") || BORROWING.contains(&method)
}

/// Does every `Option` have a method of its own with this name, which takes it by value?
pub fn of_option(method: &Ident) -> bool {
    OF_OPTION.iter().any(|name| method == name)
}

/// Does what a method of this name returns contain the closure that it is given, by the conventions of the standard library?
pub(super) fn keeps_closure(method: &str) -> bool {
    const KEEPS: [&str; 14] = [
        "chain",
        "filter",
        "filter_map",
        "flat_map",
        "fuse",
        "inspect",
        "map",
        "map_while",
        "peekable",
        "rev",
        "scan",
        "skip_while",
        "take_while",
        "zip",
    ];
    KEEPS.contains(&method)
}

/// Is the argument of such a method a closure?
pub(super) fn takes_closure(method: &str) -> bool {
    !["chain", "fuse", "peekable", "rev", "zip"].contains(&method)
}

/// Does a method of this name take its receiver by value, where it takes arguments?
pub fn takes_receiver(method: &Ident) -> bool {
    consumes(&method.to_string()).is_some()
}

/// The stable methods of `Option<T>`, whatever `T` is, that take `self`.
const OF_OPTION: &[&str] = &[
    "and",
    "and_then",
    "expect",
    "filter",
    "inspect",
    "is_none_or",
    "is_some_and",
    "map",
    "map_or",
    "map_or_else",
    "ok_or",
    "ok_or_else",
    "or",
    "or_else",
    "unwrap",
    "unwrap_or",
    "unwrap_or_default",
    "unwrap_or_else",
    "xor",
    "zip",
];

/// The methods of `Option` and `Result` that take `self`, some of which iterators have, too.
const COMBINATORS: &[&str] = &[
    "and",
    "and_then",
    "cloned",
    "copied",
    "err",
    "filter",
    "flatten",
    "inspect",
    "is_err_and",
    "is_none_or",
    "is_ok_and",
    "is_some_and",
    "map",
    "map_err",
    "map_or",
    "map_or_default",
    "map_or_else",
    "ok",
    "ok_or",
    "ok_or_else",
    "or",
    "or_else",
    "transpose",
    "unzip",
    "xor",
    "zip",
];

/// The other methods of `Iterator` that take `self`.
const ADAPTORS: &[&str] = &[
    "all_equal",
    "chain",
    "cmp",
    "collect",
    "count",
    "cycle",
    "enumerate",
    "eq",
    "filter_map",
    "flat_map",
    "fold",
    "for_each",
    "fuse",
    "ge",
    "gt",
    "is_sorted",
    "last",
    "le",
    "lt",
    "map_while",
    "max",
    "max_by",
    "max_by_key",
    "min",
    "min_by",
    "min_by_key",
    "ne",
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
];

/// Methods of collections, text, iterators and files that borrow.
const BORROWING: &[&str] = &[
    "append",
    "binary_search",
    "borrow",
    "borrow_mut",
    "capacity",
    "chars",
    "chunks",
    "clear",
    "clone",
    "clone_from",
    "concat",
    "contains",
    "contains_key",
    "copy_from_slice",
    "dedup",
    "drain",
    "ends_with",
    "entry",
    "extend",
    "extend_from_slice",
    "fill",
    "find",
    "first",
    "first_mut",
    "flush",
    "front",
    "insert",
    "iter",
    "iter_mut",
    "keys",
    "last_mut",
    "len",
    "lock",
    "next",
    "next_back",
    "nth",
    "peek",
    "peek_mut",
    "pop",
    "pop_back",
    "pop_front",
    "position",
    "push",
    "push_back",
    "push_front",
    "push_str",
    "read",
    "read_exact",
    "read_line",
    "read_to_end",
    "read_to_string",
    "read_until",
    "remove",
    "replace",
    "reserve",
    "resize",
    "retain",
    "rotate_left",
    "rotate_right",
    "seek",
    "send",
    "sort",
    "sort_by",
    "sort_by_key",
    "sort_unstable",
    "starts_with",
    "swap",
    "swap_remove",
    "trim",
    "truncate",
    "values",
    "values_mut",
    "windows",
    "write",
    "write_all",
    "write_str",
];
