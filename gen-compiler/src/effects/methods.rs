//! Which receivers does a method take by value?

use proc_macro2::Ident;
use syn::{Expr, ExprMethodCall};

use super::{Receiver, Standard};

/// The standard macros that take their arguments by value.
pub(super) const BY_VALUE: [&str; 2] = ["vec", "dbg"];

/// Which receivers a method of this name takes by value, by the conventions of the standard library.
///
/// `{ x }.method()` moves in any case, and a mention of `x` after the yield keeps it in any case.
pub(super) fn consumes(method: &str) -> Option<Receiver> {
    let starts = |prefix| method.starts_with(prefix);
    if starts("into_") || ["into", "leak", "try_into", "wait_with_output"].contains(&method) {
        Some(Receiver::Any)
    } else if COMBINATORS.contains(&method) {
        Some(Receiver::Combinator)
    } else if PICKERS.contains(&method) {
        Some(Receiver::Picker)
    } else if ADAPTORS.contains(&method) || ITERTOOLS.contains(&method) {
        Some(Receiver::Adaptor)
    } else if method == "bytes" {
        Some(Receiver::Reader("read_vectored"))
    } else if method == "lines" {
        Some(Receiver::Reader("fill_buf"))
    } else if let Some(name) = BUILDERS.iter().find(|name| **name == method) {
        Some(Receiver::Builder(name))
    } else if method == "downcast" {
        Some(Receiver::Pointer)
    } else {
        None
    }
}

/// The same for a method that is called with so many arguments. Whether the last kinds take the receiver by value the types are asked, which they
/// can be of a method without arguments only.
pub fn called_with(method: &str, arguments: usize) -> Option<Receiver> {
    let kind = match (method, arguments) {
        ("map", 1) => Some(Receiver::Mapped),
        ("chain" | "take", 1) => Some(Receiver::Source),
        ("max" | "min", 1) | ("clamp", 2) => Some(Receiver::Ordered),
        // That of an `Option` or a cell.
        ("take", 0) => None,
        _ => consumes(method),
    };
    kind.filter(|kind| match kind {
        Receiver::Reader(_) | Receiver::Builder(_) => arguments == 0,
        Receiver::Any
        | Receiver::Named(_)
        | Receiver::Adaptor
        | Receiver::Picker
        | Receiver::Combinator
        | Receiver::Mapped
        | Receiver::Source
        | Receiver::Ordered
        | Receiver::Pointer
        | Receiver::Emptied
        | Receiver::EmptiedOrMapped
        | Receiver::Own(_) => true,
    })
}

/// The same for the entries of maps, which some methods take by value that others have, too. Whether the receiver is an entry a type says, but
/// a set has `insert` with one argument as well, so for that a pattern has to say so before.
pub(super) fn of_entry(method: &str, arguments: usize, is_entry: bool) -> Option<Receiver> {
    let name = match (method, arguments) {
        ("insert", 1) if is_entry => "insert",
        ("remove" | "remove_entry", 0) => "remove_entry",
        ("insert_entry", 1) => "insert_entry",
        ("and_modify" | "or_insert" | "or_insert_with" | "or_insert_with_key", 1)
        | ("or_default", 0) => "or_insert",
        _ => return None,
    };
    Some(Receiver::Own(name))
}

/// Does a method of this name borrow its receiver, by the conventions of the standard library?
pub(super) fn borrows(method: &str) -> bool {
    let starts = |prefix| method.starts_with(prefix);
    let is_known = || BORROWING.contains(&method) || READING.contains(&method);
    let of_number = || {
        [
            "checked_",
            "leading_",
            "saturating_",
            "trailing_",
            "wrapping_",
        ]
        .into_iter()
        .any(starts)
    };
    starts("as_") || starts("is_") || starts("get") || starts("to_") || is_known() || of_number()
}

/// May a method of this name, which borrows by the conventions of the standard library, be one of the user's that takes what has something to drop
/// by value? That would be a strange one if it is called `len` or `is_empty`.
pub(super) fn may_be_asked(method: &str) -> bool {
    const PLAIN: [&str; 18] = [
        "capacity",
        "clone",
        "cmp",
        "contains",
        "contains_key",
        "ends_with",
        "eq",
        "iter",
        "len",
        "partial_cmp",
        "starts_with",
        "to_lowercase",
        "to_owned",
        "to_path_buf",
        "to_str",
        "to_string",
        "to_uppercase",
        "to_vec",
    ];
    let starts = |prefix| method.starts_with(prefix);
    !(starts("as_") || starts("is_") || PLAIN.contains(&method))
}

/// Does a method of this name borrow its receiver only to read it, by the conventions of the standard library?
pub fn reads(method: &Ident) -> bool {
    let method = method.to_string();
    let starts = |prefix| method.starts_with(prefix);
    let is_reading = starts("as_") || starts("is_") || starts("to_") || READING.contains(&&*method);
    is_reading && !method.split('_').any(|word| word == "mut")
}

/// What has to do with `&mut` references in what a method returns?
#[derive(Clone, Copy)]
pub enum Lends {
    /// They come out of it one by one.
    Items,
    /// There is one in it, perhaps.
    Optional,
    /// It is one.
    Item,
    /// It is as the receiver.
    Same,
    /// One comes out of the receiver.
    Next,
    /// What is in the receiver.
    Content,
    /// They come out of it as out of the receiver, each with a number before it.
    Numbered,
    /// They come out of it as out of the receiver, each with what comes out of the argument.
    Zipped,
    /// These are the two or three parts of a slice.
    Parts(usize),
    /// There is one in it, and the rest of a slice, perhaps.
    End,
    Unknown,
}

/// What a method of this name lends to be changed, by the conventions of the standard library.
pub fn lends(method: &Ident) -> Lends {
    match &*method.to_string() {
        "chunk_by_mut"
        | "chunks_exact_mut"
        | "chunks_mut"
        | "iter_mut"
        | "range_mut"
        | "rchunks_mut"
        | "split_inclusive_mut"
        | "split_mut"
        | "values_mut" => Lends::Items,
        "as_deref_mut" | "as_mut" | "back_mut" | "first_mut" | "front_mut" | "get_mut"
        | "last_mut" => Lends::Optional,
        "as_mut_slice" | "as_mut_str" | "get_or_insert" | "get_or_insert_with" | "or_default"
        | "or_insert" | "or_insert_with" => Lends::Item,
        "by_ref" | "chain" | "filter" | "fuse" | "inspect" | "ok_or" | "ok_or_else"
        | "peekable" | "rev" | "skip" | "skip_while" | "step_by" | "take" | "take_while" => {
            Lends::Same
        }
        "find" | "last" | "max" | "max_by" | "max_by_key" | "min" | "min_by" | "min_by_key"
        | "next" | "next_back" | "next_if" | "nth" | "nth_back" | "rfind" => Lends::Next,
        "expect" | "unwrap" => Lends::Content,
        "enumerate" => Lends::Numbered,
        "zip" => Lends::Zipped,
        "as_mut_slices" | "split_at_mut" => Lends::Parts(2),
        "select_nth_unstable" | "select_nth_unstable_by" | "select_nth_unstable_by_key" => {
            Lends::Parts(3)
        }
        "split_first_mut" | "split_last_mut" => Lends::End,
        _ => Lends::Unknown,
    }
}

/// Does a method of this name return an iterator that borrows the receiver, by the conventions of the standard library?
pub fn iterates(method: &Ident) -> bool {
    const READING: [&str; 18] = [
        "char_indices",
        "chars",
        "chunk_by",
        "chunks",
        "chunks_exact",
        "drain",
        "iter",
        "keys",
        "lines",
        "range",
        "rchunks",
        "split",
        "split_inclusive",
        "split_terminator",
        "split_whitespace",
        "splitn",
        "values",
        "windows",
    ];
    matches!(lends(method), Lends::Items) || READING.iter().any(|name| method == name)
}

/// Does a method of this name make one iterator of another, by the conventions of the standard library?
pub fn adapts(method: &Ident) -> bool {
    const PLAIN: [&str; 9] = [
        "cloned",
        "copied",
        "enumerate",
        "fuse",
        "peekable",
        "rev",
        "skip",
        "step_by",
        "take",
    ];
    let method = method.to_string();
    PLAIN.contains(&&*method) || keeps_closure(&method) && !splits(&method)
}

/// Are the items of this iterator surely borrows of what it iterates, by the conventions of the standard library?
pub fn has_borrowed_items(iterator: &Expr) -> bool {
    const OTHERS: [&str; 4] = ["char_indices", "chars", "drain", "range"];
    let Expr::MethodCall(call) = iterator else {
        return false;
    };
    if iterates(&call.method) {
        return OTHERS.iter().all(|name| call.method != name);
    }
    let is_same = matches!(lends(&call.method), Lends::Same | Lends::Numbered);
    is_same && call.method != "chain" && has_borrowed_items(&call.receiver)
}

/// Does a method of this name change its receiver, by the conventions of the standard library?
pub fn changes(method: &Ident) -> bool {
    CHANGING.iter().any(|name| method == name)
        || !matches!(
            lends(method),
            Lends::Same
                | Lends::Next
                | Lends::Content
                | Lends::Numbered
                | Lends::Zipped
                | Lends::Unknown
        )
}

/// Does one that is called with so many arguments? Slices and text have some with one that threads and streams have without, and `Option` has `take` without.
pub(super) fn borrows_with(method: &str, arguments: usize) -> bool {
    let with_some = || ["join", "split"].contains(&method);
    let without = || ["parse", "take"].contains(&method);
    borrows(method) || arguments > 0 && with_some() || arguments == 0 && without()
}

/// Does every `Option` have a method of its own with this name, which takes it by value?
pub fn of_option(method: &Ident) -> bool {
    OF_OPTION.iter().any(|name| method == name)
}

/// Is what a method of this name returns of a type that only its use tells, by the conventions of the standard library?
pub(super) fn is_typed_by_use(method: &str) -> bool {
    ["collect", "into", "parse", "product", "sum", "try_into"].contains(&method)
}

/// Does a call of a method of this name surely return a borrow of the receiver, by the conventions of the standard library?
pub fn borrows_receiver(call: &ExprMethodCall) -> bool {
    const PARTS: [&str; 7] = [
        "get",
        "get_mut",
        "rsplit_once",
        "split_once",
        "strip_prefix",
        "strip_suffix",
        "trim_matches",
    ];
    const WHOLE: [&str; 7] = [
        "back",
        "first",
        "front",
        "peek",
        "trim",
        "trim_end",
        "trim_start",
    ];
    let method = call.method.to_string();
    match call.args.len() {
        // Iterators have a method of this name, too, which takes them by value.
        0 if method == "last" => {
            !matches!(&*call.receiver, Expr::MethodCall(inner) if !is_collection(inner))
        }
        0 => method.starts_with("as_") || WHOLE.contains(&method.as_str()),
        1 => PARTS.contains(&method.as_str()),
        _ => false,
    }
}

// Is it rather a collection than an iterator that a method of this name returns?
fn is_collection(call: &ExprMethodCall) -> bool {
    const COLLECTIONS: [&str; 10] = [
        "borrow",
        "borrow_mut",
        "clone",
        "collect",
        "expect",
        "lock",
        "read",
        "to_vec",
        "unwrap",
        "write",
    ];
    let method = call.method.to_string();
    method.starts_with("as_") || COLLECTIONS.contains(&method.as_str())
}

/// Is the content of an `Option` or a `Result` the content of what a method of this name returns, or all of it?
pub(super) fn passes_on(method: &str) -> bool {
    const SAME: [&str; 6] = ["err", "expect", "map_err", "ok", "ok_or", "ok_or_else"];
    method.starts_with("unwrap") || SAME.contains(&method)
}

/// Does the type of the receiver tell that of what a method of this name returns, by the conventions of the standard library?
pub(super) fn tells(method: &str) -> bool {
    const OPEN: [&str; 4] = ["downcast", "partition", "read", "unzip"];
    let is_known = consumes(method).is_some() || borrows(method);
    let is_open = is_typed_by_use(method) || OPEN.contains(&method) || method.starts_with("get");
    is_known && !is_open
}

/// Is what a method of this name returns a `String` or a vector, by the conventions of the standard library?
pub(super) fn makes_standard(method: &str) -> Option<Standard> {
    match method {
        "into_bytes" | "into_vec" | "to_vec" => Some(Standard::Collection),
        "into_string" | "to_string" => Some(Standard::Other),
        _ => None,
    }
}

/// Does a method of this name take what is of such a type whatever it is, if it is what `consumes` says?
pub(super) fn surely_consumes(method: &str, standard: Option<Standard>) -> bool {
    // Every type has these.
    ["into", "try_into"].contains(&method)
        || method == "into_iter" && standard == Some(Standard::Collection)
}

/// Does what a method of this name returns contain the closure that it is given, by the conventions of the standard library?
pub fn keeps_closure(method: &str) -> bool {
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
    KEEPS.contains(&method) || splits(method)
}

/// Does it divide text or a slice, by what need not be a closure?
pub(super) fn splits(method: &str) -> bool {
    const SPLITS: [&str; 15] = [
        "chunk_by",
        "chunk_by_mut",
        "match_indices",
        "matches",
        "rmatch_indices",
        "rmatches",
        "rsplit",
        "rsplit_terminator",
        "rsplitn",
        "split",
        "split_inclusive",
        "split_inclusive_mut",
        "split_mut",
        "split_terminator",
        "splitn",
    ];
    SPLITS.contains(&method)
}

/// With how many values does a method of this name call its only argument, by the conventions of the standard library?
pub fn called_with_items(method: &str) -> Option<usize> {
    const ONE: [&str; 26] = [
        "all",
        "and_then",
        "any",
        "filter",
        "filter_map",
        "find",
        "find_map",
        "flat_map",
        "for_each",
        "inspect",
        "is_none_or",
        "is_ok_and",
        "is_some_and",
        "map",
        "map_err",
        "map_while",
        "max_by_key",
        "min_by_key",
        "partition",
        "position",
        "skip_while",
        "take_while",
        "try_for_each",
        "is_err_and",
        "is_sorted_by_key",
        "rposition",
    ];
    const TWO: [&str; 4] = ["is_sorted_by", "max_by", "min_by", "reduce"];
    if ONE.contains(&method) {
        Some(1)
    } else if TWO.contains(&method) {
        Some(2)
    } else {
        None
    }
}

/// Is the argument of such a method a closure?
pub(super) fn takes_closure(method: &str) -> bool {
    !["chain", "fuse", "peekable", "rev", "zip"].contains(&method)
}

/// What has to do with the type of what a method returns?
#[derive(Clone, Copy)]
pub enum Gives {
    /// Nothing.
    Nothing,
    /// What comes out of the receiver, or of closures that are called with it, but no closure.
    Content,
    /// The receiver.
    Itself,
    /// The receiver, and closures that are called with what comes out of it.
    Adaptor,
    /// Nothing, and what comes out of the argument goes into the receiver.
    Extended,
    /// All that it is called with.
    Unknown,
}

/// What the type of what a method of this name returns has to do with, by the conventions of the standard library.
pub fn gives(method: &str) -> Gives {
    // The first five also combine what is not run yet, as parsers.
    const OTHERS: [&str; 7] = [
        "and_then",
        "map_err",
        "ok_or_else",
        "or_else",
        "then",
        "extract_if",
        "try_map",
    ];
    if keeps_closure(method) && takes_closure(method)
        || ["chain", "zip"].contains(&method)
        || OTHERS.contains(&method)
    {
        Gives::Adaptor
    } else if NOTHING.contains(&method) {
        Gives::Nothing
    } else if CONTENT.contains(&method) || method.starts_with("unwrap") {
        Gives::Content
    } else if ITSELF.contains(&method) {
        Gives::Itself
    } else if method == "extend" {
        Gives::Extended
    } else {
        Gives::Unknown
    }
}

/// Does a method, or a function that makes an iterator, call this argument if it is a closure, rather than use it as a value?
pub fn calls(method: &str, position: usize) -> bool {
    const VALUES: [&str; 8] = [
        "expect",
        "get",
        "max",
        "min",
        "nth",
        "ok_or",
        "unwrap_or",
        "unwrap_or_default",
    ];
    const FIRST: [&str; 6] = [
        "binary_search_by_key",
        "fold",
        "map_or",
        "scan",
        "successors",
        "try_fold",
    ];
    !VALUES.contains(&method) && (position > 0 || !FIRST.contains(&method))
}

/// The functions of the standard library that make iterators of closures.
pub const GENERATORS: [&str; 4] = ["from_fn", "once_with", "repeat_with", "successors"];

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

/// Methods of builders, threads and the like, of which other types have some that borrow.
const BUILDERS: [&str; 7] = ["bind", "build", "close", "finish", "join", "spawn", "split"];

/// The methods of `Option`, `Result` and `ControlFlow` that take `self`, some of which iterators have, too.
const COMBINATORS: &[&str] = &[
    "and",
    "and_then",
    "break_value",
    "cloned",
    "continue_value",
    "copied",
    "err",
    "expect",
    "expect_err",
    "filter",
    "flatten",
    "inspect",
    "inspect_err",
    "is_err_and",
    "is_none_or",
    "is_ok_and",
    "is_some_and",
    "map",
    "map_break",
    "map_continue",
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
    "unwrap",
    "unwrap_err",
    "unwrap_err_unchecked",
    "unwrap_or",
    "unwrap_or_default",
    "unwrap_or_else",
    "unwrap_unchecked",
    "unzip",
    "xor",
    "zip",
];

/// Methods of `Iterator` that take `self` and give one of the items.
const PICKERS: [&str; 3] = ["last", "max", "min"];

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
    "is_sorted_by",
    "is_sorted_by_key",
    "le",
    "lt",
    "map_while",
    "max_by",
    "max_by_key",
    "min_by",
    "min_by_key",
    "ne",
    "partial_cmp",
    "partition",
    "peekable",
    "product",
    "reduce",
    "rev",
    "rfold",
    "scan",
    "skip",
    "skip_while",
    "step_by",
    "sum",
    "take",
    "take_while",
];

/// Methods of `itertools` that take `self`, with names that hardly anything else has.
const ITERTOOLS: &[&str] = &[
    "at_most_one",
    "cartesian_product",
    "circular_tuple_windows",
    "coalesce",
    "collect_tuple",
    "collect_vec",
    "combinations",
    "combinations_with_replacement",
    "counts",
    "counts_by",
    "dedup_with_count",
    "duplicates",
    "exactly_one",
    "filter_map_ok",
    "filter_ok",
    "flatten_ok",
    "interleave",
    "interleave_shortest",
    "intersperse",
    "k_smallest",
    "kmerge",
    "map_ok",
    "max_set",
    "merge_join_by",
    "min_set",
    "minmax",
    "minmax_by_key",
    "multi_cartesian_product",
    "multipeek",
    "pad_using",
    "partition_map",
    "peek_nth",
    "permutations",
    "powerset",
    "sorted",
    "sorted_by",
    "sorted_by_cached_key",
    "sorted_by_key",
    "sorted_unstable",
    "sorted_unstable_by",
    "sorted_unstable_by_key",
    "take_while_inclusive",
    "tuple_combinations",
    "tuple_windows",
    "tuples",
    "unique",
    "unique_by",
    "while_some",
    "with_position",
    "zip_eq",
    "zip_longest",
];

/// Methods of collections, text, iterators and files that borrow.
const BORROWING: &[&str] = &[
    "append",
    "binary_search",
    "borrow",
    "borrow_mut",
    "by_ref",
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
    "pop_first",
    "pop_front",
    "pop_last",
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
    "recv",
    "remove",
    "replace",
    "reserve",
    "resize",
    "retain",
    "rotate_left",
    "rotate_right",
    "seek",
    "sort",
    "sort_by",
    "sort_by_key",
    "sort_unstable",
    "split_off",
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

/// Methods of collections, text and `Option` that change them.
const CHANGING: &[&str] = &[
    "append",
    "clear",
    "copy_from_slice",
    "dedup",
    "drain",
    "extend",
    "extend_from_slice",
    "fill",
    "insert",
    "pop",
    "pop_back",
    "pop_first",
    "pop_front",
    "pop_last",
    "push",
    "push_back",
    "push_front",
    "push_str",
    "remove",
    "reserve",
    "resize",
    "retain",
    "reverse",
    "rotate_left",
    "rotate_right",
    "sort",
    "sort_by",
    "sort_by_key",
    "sort_unstable",
    "sort_unstable_by",
    "sort_unstable_by_key",
    "split_off",
    "swap",
    "swap_remove",
    "swap_with_slice",
    "truncate",
];

/// Methods of collections and text that borrow them only to read.
const READING: &[&str] = &[
    "abs",
    "back",
    "binary_search",
    "binary_search_by",
    "binary_search_by_key",
    "bytes",
    "capacity",
    "char_indices",
    "chars",
    "chunk_by",
    "chunks",
    "chunks_exact",
    "clone",
    "cmp",
    "concat",
    "contains",
    "contains_key",
    "count_ones",
    "ends_with",
    "eq",
    "eq_ignore_ascii_case",
    "first",
    "first_key_value",
    "front",
    "get",
    "get_key_value",
    "iter",
    "join",
    "keys",
    "last",
    "last_key_value",
    "len",
    "lines",
    "max",
    "min",
    "ne",
    "partial_cmp",
    "partition_point",
    "pow",
    "range",
    "rchunks",
    "repeat",
    "rsplit",
    "rsplit_once",
    "rsplitn",
    "split",
    "split_at",
    "split_first",
    "split_last",
    "split_once",
    "split_whitespace",
    "splitn",
    "starts_with",
    "strip_prefix",
    "strip_suffix",
    "trim",
    "trim_end",
    "trim_end_matches",
    "trim_matches",
    "trim_start",
    "trim_start_matches",
    "values",
    "windows",
];

/// Methods that return a number, a truth or a text, or nothing, and only call the closures that they take.
const NOTHING: &[&str] = &[
    "all",
    "any",
    "contains",
    "contains_key",
    "count",
    "dedup_by",
    "dedup_by_key",
    "ends_with",
    "for_each",
    "is_empty",
    "is_err",
    "is_err_and",
    "is_none",
    "is_none_or",
    "is_ok",
    "is_ok_and",
    "is_some",
    "is_some_and",
    "len",
    "partition_point",
    "position",
    "resize_with",
    "retain",
    "retain_mut",
    "rposition",
    "sort_by",
    "sort_by_cached_key",
    "sort_by_key",
    "sort_unstable_by",
    "sort_unstable_by_key",
    "starts_with",
    "to_string",
];

/// Methods that return what comes out of an iterator, an `Option` or a collection, and only call the closures that they take.
const CONTENT: &[&str] = &[
    "and_modify",
    "binary_search_by",
    "binary_search_by_key",
    "collect",
    "err",
    "expect",
    "find",
    "find_map",
    "first",
    "fold",
    "get",
    "get_or_insert_with",
    "last",
    "map_or",
    "map_or_else",
    "max",
    "max_by",
    "max_by_key",
    "min",
    "min_by",
    "min_by_key",
    "next",
    "next_back",
    "next_if",
    "nth",
    "ok",
    "ok_or",
    "or_insert_with",
    "or_insert_with_key",
    "partition",
    "peek",
    "pop",
    "pop_back",
    "pop_front",
    "product",
    "reduce",
    "sum",
    "trim_end_matches",
    "trim_matches",
    "trim_start_matches",
    "try_fold",
    "try_for_each",
    "unzip",
];

/// Methods of which the result gives what the receiver gives.
const ITSELF: &[&str] = &[
    "as_mut",
    "as_ref",
    "by_ref",
    "cloned",
    "copied",
    "cycle",
    "drain",
    "enumerate",
    "flatten",
    "fuse",
    "into_iter",
    "iter",
    "iter_mut",
    "peekable",
    "rev",
    "skip",
    "step_by",
    "take",
];
