//! Which lints must the machine not repeat?
//!
//! The fold copy is the user's code and is linted as such. The machine is the same code again, cut to pieces: what rustc
//! would say of it the user has heard already, or cannot change.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

const MACHINE: &[(&str, &str)] = &[
    (
        "unused",
        "variables, assignments, `mut`, braces and results: reported on the fold copy",
    ),
    (
        "unreachable_code",
        "code after a jump that the machine added",
    ),
    ("unreachable_patterns", "reported on the fold copy"),
    ("irrefutable_let_patterns", "reported on the fold copy"),
    (
        "non_shorthand_field_patterns",
        "`Point { x }` is printed as `Point { x: x }`",
    ),
    ("deprecated", "reported on the fold copy"),
    ("dropping_references", "reported on the fold copy"),
    ("dropping_copy_types", "reported on the fold copy"),
    ("clippy::all", "reported on the fold copy"),
    ("clippy::pedantic", "reported on the fold copy"),
];

/// `#[allow(…)]` for the statement that is the machine.
pub fn machine() -> TokenStream {
    let lints = MACHINE.iter().map(|(lint, _reason)| {
        let parts = lint.split("::").map(|part| format_ident!("{part}"));
        quote!(#(#parts)::*)
    });
    quote!(#[allow(#(#lints),*)])
}
