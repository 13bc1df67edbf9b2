//! The attribute macro of [`gen-runtime`](https://docs.rs/gen-runtime), which is the crate to use and to read about.
//!
//! The compiler itself is [`gen-compiler`](https://docs.rs/gen-compiler); here it meets rustc.
#![forbid(unsafe_code)]

use proc_macro::TokenStream;

/// Turns a function with `yield_!` in its body into a generator. See the documentation of `gen-runtime`.
#[proc_macro_attribute]
pub fn generator(arguments: TokenStream, function: TokenStream) -> TokenStream {
    gen_compiler::attribute(&arguments.into(), function.into()).into()
}

/// Wraps functions in which the keyword `yield` makes a generator. See the documentation of `gen-runtime`.
#[proc_macro]
pub fn generators(items: TokenStream) -> TokenStream {
    gen_compiler::block(items.into()).into()
}
