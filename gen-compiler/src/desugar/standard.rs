//! What do the macros of the standard library mean that print their arguments' text or match a pattern?
//!
//! An argument that yields is taken apart, so its text has to be put down before, and a pattern has to be seen.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    Expr, Macro, Token,
    parse::{ParseStream, Parser},
    parse_quote, parse_quote_spanned,
    punctuated::Punctuated,
    spanned::Spanned,
};

use super::ours;
use crate::{macros, names, operands::hidden_yield, pretty::on_one_line};

/// The same without the macro, if it is one of these and yields.
pub(super) fn without_macro(mac: &Macro) -> Option<Expr> {
    macros::find_yield(mac.tokens.clone())?;
    if hidden_yield(mac).is_some() {
        return None;
    }
    match &*macros::name(mac) {
        "assert" => assert(mac),
        "debug_assert" | "debug_assert_eq" | "debug_assert_ne" => Some(if_debugging(mac)),
        "dbg" => {
            let name = names::ours("value").to_string();
            let name = Ident::new(&name, ours(mac.path.span()));
            dbg(mac, &name)
        }
        "matches" => macros::matches(mac),
        _ => None,
    }
}

/// Those of `core` and `alloc`, which a path of ours leads to, but for `panic`.
pub(super) const CORE: [&str; 15] = [
    "assert",
    "assert_eq",
    "assert_ne",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "format",
    "format_args",
    "matches",
    "todo",
    "unimplemented",
    "unreachable",
    "vec",
    "write",
    "writeln",
];

/// Those of `std`, which not everybody has.
pub(super) const STD: [&str; 5] = ["print", "println", "eprint", "eprintln", "dbg"];

/// Is it called like one of these?
pub fn is_standard(mac: &Macro) -> bool {
    let is_one = |names: &[&str]| names.iter().any(|name| macros::is(mac, name));
    is_one(&CORE) || is_one(&STD) || is_one(&["panic"])
}

// Input: a macro invocation. Output: the same by a path that nobody can put another macro in, if it is one of the standard
// library's: then it does not matter that a jump in its arguments, or a variable's name, is not the same in both copies.
pub(super) fn from_root(mac: &mut Macro) {
    let Some(name) = mac.path.segments.last().map(|last| last.ident.clone()) else {
        return;
    };
    let span = ours(name.span());
    if is_called_from_root(mac) {
        mac.path = if names::is_one_of(&name, &STD) {
            parse_quote_spanned!(span=> ::std::#name)
        } else {
            parse_quote_spanned!(span=> ::gen_runtime::__private::#name)
        };
    }
}

/// Is it called by such a path where there are anchors? Those that only `std` has stay as they are if they can.
pub(super) fn is_called_from_root(mac: &Macro) -> bool {
    let jumps = |token: &TokenTree, _: Option<&TokenTree>| match token {
        TokenTree::Ident(word) => names::is_one_of(word, &["break", "continue", "yield", "yield_"]),
        TokenTree::Punct(_) | TokenTree::Group(_) | TokenTree::Literal(_) => false,
    };
    let is_of_std = || STD.iter().any(|name| macros::is(mac, name));
    macros::is_standard(&mac.path)
        && is_standard(mac)
        && (!is_of_std() || macros::any(mac.tokens.clone(), &jumps).is_some())
}

/// Does a macro print its condition, if it is given no message?
pub(super) fn tells_condition(mac: &Macro) -> bool {
    macros::is(mac, "assert") || macros::is(mac, "debug_assert")
}

/// Input: `assert!(self.n > 1)`, where `self` is about to get another name. Output: `assert!(self.n > 1, "{}{}", "assertion failed: self.n > 1", "")`.
pub(super) fn keep_text(mac: &mut Macro) {
    if let Some(condition) = condition(mac) {
        let message = failed(&mac.tokens, ours(mac.path.span()));
        mac.tokens = quote::quote!(#condition, #message);
    }
}

// What a macro is given, if that is a condition and no message.
fn condition(mac: &Macro) -> Option<Expr> {
    let conditions = mac.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated);
    let mut conditions = conditions.ok()?.into_iter();
    conditions.next().filter(|_| conditions.next().is_none())
}

/// Input: a macro that prints what it is given as it is written, where something else is written for locals in the machine. Output: the same with the text that the
/// user wrote. `name` is one of ours.
pub fn with_text(mac: &Macro, name: &Ident) -> Option<Expr> {
    if macros::is(mac, "dbg") {
        return dbg(mac, name);
    }
    let mut mac = mac.clone();
    if let Some(condition) = condition(&mac) {
        let message = failed_as(&text(&condition), ours(mac.path.span()));
        mac.tokens = quote::quote!(#condition, #message);
    }
    Some(parse_quote!(#mac))
}

/// Does a macro print its argument and nothing else?
pub(super) fn is_text(mac: &Macro) -> bool {
    macros::is(mac, "stringify")
}

// What `assert!` says, as arguments of `panic!`. Of a text alone the braces mean something from edition 2021 on, and of `"{}"` alone the panic's payload is a `String`.
fn failed(condition: &TokenStream, span: Span) -> TokenStream {
    failed_as(condition.to_string().trim_end_matches(','), span)
}

fn failed_as(condition: &str, span: Span) -> TokenStream {
    let text = format!("assertion failed: {condition}");
    quote::quote_spanned!(span=> "{}{}", #text, "")
}

// Input: `assert!(condition, "{}", message)`. Output: `if !condition { panic!("{}", message) }`.
fn assert(mac: &Macro) -> Option<Expr> {
    let parse = |input: ParseStream<'_>| {
        let condition: Expr = input.parse()?;
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
        let message: TokenStream = input.parse()?;
        Ok((condition, message))
    };
    let (condition, mut message) = parse.parse2(mac.tokens.clone()).ok()?;
    // Where a panic comes from the span tells, which must not be that of the attribute.
    let here = mac.path.span();
    let span = ours(condition.span());
    if message.is_empty() {
        message = failed(&mac.tokens, span);
    }
    let panic = quote::quote_spanned!(here=> ::core::panic!(#message));
    Some(parse_quote_spanned!(span=> if !(#condition) { #panic }))
}

fn if_debugging(mac: &Macro) -> Expr {
    let span = ours(mac.span());
    let mut always = mac.clone();
    if let Some(last) = always.path.segments.last_mut() {
        let name = last.ident.to_string();
        let name = name.trim_start_matches("debug_");
        last.ident = Ident::new(name, last.ident.span());
    }
    parse_quote_spanned!(span=> if ::core::cfg!(debug_assertions) { #always; })
}

// Input: `dbg!(value)`. Output: a `match`, as in the standard library, which prints the text and gives the value back.
fn dbg(mac: &Macro, name: &Ident) -> Option<Expr> {
    let values = mac
        .parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated)
        .ok()?;
    // `line!` gives the line of what it expands from, so it stands where the user wrote the macro.
    let here = mac.path.span();
    let span = ours(here);
    let mut printed = values.iter().map(|value| -> Expr {
        let text = text(value);
        let at: Expr = parse_quote_spanned!(here=>
            ::core::format_args!("{}:{}:{}", ::core::file!(), ::core::line!(), ::core::column!())
        );
        let mut printed: syn::ExprMatch = parse_quote_spanned!(span=>
            match () {
                #name => {
                    ::std::eprintln!("[{}] {} = {:#?}", #at, #text, &#name);
                    #name
                }
            }
        );
        // Not by its tokens: a struct's braces would be those of the `match`.
        printed.expr = Box::new(value.clone());
        Expr::Match(printed)
    });
    match values.len() {
        1 => printed.next(),
        _ => Some(parse_quote!((#(#printed,)*))),
    }
}

// The source itself is of no use: on stable a span of more than one token is that of the first.
fn text(value: &Expr) -> String {
    on_one_line(names::as_written(value.to_token_stream()))
}
