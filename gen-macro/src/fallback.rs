//! What is emitted when a function is refused?
//!
//! The same function with an empty body, so that its callers compile and the refusal is all there is to read.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, ReturnType, parse_quote};

use crate::{emit, parse::Function};

/// A function with the signature of `function` that yields nothing.
pub fn fallback(mut function: Function) -> TokenStream {
    let unused: Attribute = parse_quote!(#[allow(unused, clippy::all, clippy::pedantic)]);
    function.attrs.push(unused);
    function.sig.asyncness = None;
    function.sig.constness = None;
    function.sig.variadic = None;
    let is_iterator = match &function.sig.output {
        ReturnType::Default => false,
        ReturnType::Type(_, ty) => crate::parse::is_iterator(ty),
    };
    let empty = match (&function.output.boxed, is_iterator) {
        (Some(path), _) => quote!(#path::new(::core::iter::empty())),
        (None, true) => quote!(::core::iter::empty()),
        (None, false) => quote!(::core::unimplemented!()),
    };
    emit::signature(&function, &empty)
}
