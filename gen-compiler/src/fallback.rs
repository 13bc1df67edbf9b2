//! What is emitted when a function is refused?
//!
//! The same function with an empty body, so that its callers compile and the refusal is all there is to read.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Attribute, ReturnType, Type, parse_quote};

use crate::{emit, parse::Function};

/// A function with the signature of `function` that yields nothing.
pub fn fallback(mut function: Function) -> TokenStream {
    let unused: Attribute = parse_quote!(#[allow(unused, clippy::all, clippy::pedantic)]);
    function.attrs.push(unused);
    function.sig.asyncness = None;
    function.sig.constness = None;
    function.sig.variadic = None;
    let written = function.body.to_token_stream();
    emit::signature(&function, &body(&function, written))
}

/// What such a function does. In `written` our macros are called as in the user's code.
pub fn body(function: &Function, written: TokenStream) -> TokenStream {
    let is_iterator = match &function.sig.output {
        ReturnType::Default => false,
        ReturnType::Type(_, ty) => crate::parse::is_iterator(ty),
    };
    let empty = match (&function.output.boxed, is_iterator) {
        (Some(path), _) => quote!(#path::new(::core::iter::empty())),
        (None, true) if matches!(function.output.item, Type::Infer(_)) => {
            quote!(::core::iter::empty::<()>())
        }
        (None, true) => quote!(::core::iter::empty()),
        (None, false) => quote!(::core::unimplemented!()),
    };
    let mentions = mentions(written);
    let used = mentions.iter().map(|name| quote!(#name!(@generator);));
    quote!(#(#used)* #empty)
}

// Output: the names of our macros in the body, so that the stub can use their imports.
fn mentions(tokens: TokenStream) -> Vec<Ident> {
    let mut found = Vec::new();
    let mut path = false;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let called = matches!(tokens.peek(), Some(TokenTree::Punct(next)) if next.as_char() == '!');
        match &token {
            TokenTree::Ident(ident)
                if ["yield_", "yield_from", "anchor"]
                    .iter()
                    .any(|name| ident == name)
                    && called
                    && !path =>
            {
                found.push(ident.clone());
            }
            TokenTree::Group(group) => found.extend(mentions(group.stream())),
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
        path = matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':');
    }
    found
}
