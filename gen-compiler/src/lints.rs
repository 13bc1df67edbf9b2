//! Which lints must the machine not repeat?
//!
//! The fold copy is the user's code and is linted as such. The machine is the same code again, cut to pieces: what rustc
//! would say of it the user has heard already, or cannot change.

use proc_macro2::{Ident, Span, TokenStream};
use syn::{Attribute, Block, Meta, spanned::Spanned, visit_mut::VisitMut};

const MACHINE: &[(&str, &str)] = &[
    (
        "unused",
        "variables, assignments, `mut`, braces and results: reported on the fold copy; in this group there are also \
         `unreachable_code`, after a jump that the machine added, and `unreachable_patterns`",
    ),
    ("irrefutable_let_patterns", "reported on the fold copy"),
    (
        "non_shorthand_field_patterns",
        "`Point { x }` is printed as `Point { x: x }`",
    ),
    ("deprecated", "reported on the fold copy"),
    ("dropping_references", "reported on the fold copy"),
    ("dropping_copy_types", "reported on the fold copy"),
    ("non_snake_case", "reported on the fold copy"),
    ("unused_qualifications", "reported on the fold copy"),
];

/// `#[allow(…)]` for the statement that is the machine.
pub fn machine() -> TokenStream {
    let lints = MACHINE
        .iter()
        .map(|(lint, _reason)| Ident::new(lint, Span::call_site()));
    // Clippy says all of it on the fold copy. rustc does not know its lints, and to find that out costs as much as the rest of the attribute, so it is not told.
    quote::quote! {
        #[cfg_attr(clippy, allow(clippy::all, clippy::pedantic, clippy::nursery))]
        #[allow(#(#lints),*)]
    }
}

/// Takes what the user says of lints out of the machine's copy of the body, but for what they allow: a level inside the statement that is the
/// machine would hold, not ours, and what the user expects may not come about there.
pub fn quiet(body: &mut Block) {
    Quiet.visit_block_mut(body);
}

struct Quiet;

impl VisitMut for Quiet {
    fn visit_attributes_mut(&mut self, attrs: &mut Vec<Attribute>) {
        attrs.retain_mut(|attr| {
            if let Meta::List(list) = &mut attr.meta
                && list.path.is_ident("expect")
            {
                list.path = Ident::new("allow", list.path.span()).into();
            }
            !["warn", "deny", "forbid"]
                .iter()
                .any(|level| attr.path().is_ident(level))
        });
    }
}
