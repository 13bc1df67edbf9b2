//! Which expressions does a macro invocation take?
//!
//! A macro's tokens mean what the macro says, but nearly every macro that is called like a function takes expressions
//! between commas. Those are found here, so that a `?`, a `return` or a `break` in them is rewritten like any other.

use proc_macro2::{Ident, Spacing, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    Expr, Item, Macro, Pat, Path, Stmt, Token, Type,
    ext::IdentExt,
    parse::{ParseStream, Parser, discouraged::Speculative},
    parse_quote_spanned,
    visit::Visit,
};

use crate::{
    desugar::{self, ours},
    names,
};

/// A macro's argument, or what stands between two.
pub enum Argument {
    Expr(Box<Expr>),
    Other(TokenTree),
}

/// The arguments of `mac` that are expressions, with everything between them: in `name = value`, where the macro takes a format, `name =`.
pub fn arguments(mac: &Macro) -> Vec<Argument> {
    let formats = takes_format(mac);
    let parser = |input: ParseStream<'_>| parse(input, formats);
    // The parser accepts every token, so it cannot fail.
    parser.parse2(mac.tokens.clone()).unwrap_or_default()
}

/// What `mac`, of which these are the arguments, calls some of them: `name` in `format!("{name}", name = value)`.
pub fn argument_names<'a>(mac: &Macro, arguments: &'a [Argument]) -> Vec<&'a Ident> {
    if !takes_format(mac) {
        return Vec::new();
    }
    let names = arguments.windows(2).filter_map(|pair| match pair {
        [
            Argument::Other(TokenTree::Ident(name)),
            Argument::Other(TokenTree::Punct(punct)),
        ] if punct.as_char() == '=' && punct.spacing() == Spacing::Alone => Some(name),
        _ => None,
    });
    names.collect()
}

// Does `name = value` follow?
fn is_named(input: ParseStream<'_>) -> bool {
    input.peek(Ident::peek_any)
        && input.peek2(Token![=])
        && !input.peek2(Token![==])
        && !input.peek2(Token![=>])
}

fn parse(input: ParseStream<'_>, formats: bool) -> syn::Result<Vec<Argument>> {
    let ends =
        |input: ParseStream<'_>| input.is_empty() || input.peek(Token![,]) || input.peek(Token![;]);
    let mut arguments = Vec::new();
    while !input.is_empty() {
        if formats && is_named(input) {
            arguments.push(Argument::Other(input.parse()?));
            arguments.push(Argument::Other(input.parse()?));
        }
        let ahead = input.fork();
        match ahead.parse::<Expr>() {
            Ok(expr) if ends(&ahead) => {
                input.advance_to(&ahead);
                arguments.push(Argument::Expr(Box::new(expr)));
            }
            Ok(_) | Err(_) => {
                while !ends(input) {
                    arguments.push(Argument::Other(input.parse()?));
                }
            }
        }
        if !input.is_empty() {
            arguments.push(Argument::Other(input.parse()?));
        }
    }
    Ok(arguments)
}

// Input: a macro invocation, and a rewriting of expressions that says whether it changed anything.
// Output: the invocation with its arguments rewritten, and true; untouched token for token if none changed.
pub fn rewrite(mac: &mut Macro, mut rewrite: impl FnMut(&mut Expr) -> bool) -> bool {
    let mut changed = false;
    let mut tokens = TokenStream::new();
    for argument in arguments(mac) {
        match argument {
            Argument::Expr(mut expr) => {
                changed |= rewrite(&mut expr);
                expr.to_tokens(&mut tokens);
            }
            Argument::Other(token) => token.to_tokens(&mut tokens),
        }
    }
    if changed {
        mac.tokens = tokens;
    }
    changed
}

/// Is this an invocation of one of our macros, as `yield_!` or `gen_runtime::yield_!`?
pub fn is(mac: &Macro, name: &str) -> bool {
    mac.path
        .segments
        .last()
        .is_some_and(|last| last.ident == name)
}

/// Can a macro of this path be the standard library's?
pub fn is_standard(path: &Path) -> bool {
    let first = path.segments.first();
    path.get_ident().is_some() || first.is_some_and(|first| is_root(&first.ident))
}

/// The name a macro is called by.
pub fn name(mac: &Macro) -> String {
    last(&mac.path)
}

/// The last name of a path.
pub fn last(path: &Path) -> String {
    path.segments
        .last()
        .map_or_else(String::new, |last| last.ident.to_string())
}

/// The `match` that an invocation of `matches!` stands for.
pub fn matches(mac: &Macro) -> Option<Expr> {
    is(mac, "matches")
        .then(|| parse_matches.parse2(mac.tokens.clone()).ok())
        .flatten()
}

// Input: `matches!(value, pattern if guard)`. Output: a `match`.
fn parse_matches(input: ParseStream<'_>) -> syn::Result<Expr> {
    let value: Expr = input.parse()?;
    let span = ours(syn::spanned::Spanned::span(&value));
    input.parse::<Token![,]>()?;
    let pat = Pat::parse_multi_with_leading_vert(input)?;
    let guard = if input.peek(Token![if]) {
        input.parse::<Token![if]>()?;
        let guard: Expr = input.parse()?;
        Some(quote::quote!(if #guard))
    } else {
        None
    };
    input.parse::<Option<Token![,]>>()?;
    // Not by its tokens: a struct's braces would be those of the `match`.
    let mut matches: syn::ExprMatch =
        parse_quote_spanned!(span=> match () { #pat #guard => true, _ => false });
    *matches.expr = value;
    Ok(Expr::Match(matches))
}

// Is this a macro of the standard library that takes a format, and may give what it formats names of its own?
fn takes_format(mac: &Macro) -> bool {
    is_standard(&mac.path) && desugar::is_standard(mac) && !takes_text(mac)
}

/// Is a string among this standard macro's arguments a text and no format?
pub fn takes_text(mac: &Macro) -> bool {
    const TEXT: [&str; 8] = [
        "vec",
        "concat",
        "stringify",
        "include_str",
        "include_bytes",
        "env",
        "dbg",
        "matches",
    ];
    TEXT.contains(&&*name(mac))
}

/// Is this a macro of the standard library by its full path, so that it is surely what it seems to be?
pub fn is_from_root(path: &Path) -> bool {
    let first = path.segments.first();
    path.leading_colon.is_some() && first.is_some_and(|first| is_root(&first.ident))
}

fn is_root(first: &Ident) -> bool {
    names::is_one_of(first, &["std", "core", "alloc", "gen_runtime"])
}

/// Calls `see` with the path and the tokens of every invocation, this one or one in its arguments, that is not surely of the standard
/// library.
pub fn strangers(mac: &Macro, see: &mut dyn FnMut(&Path, &TokenStream)) {
    struct Find<'s>(&'s mut dyn FnMut(&Path, &TokenStream));
    impl<'ast> Visit<'ast> for Find<'_> {
        fn visit_macro(&mut self, mac: &'ast Macro) {
            strangers(mac, self.0);
        }
    }
    if !is_from_root(&mac.path) {
        return see(&mac.path, &mac.tokens);
    }
    let mut others = TokenStream::new();
    for argument in arguments(mac) {
        match argument {
            Argument::Expr(expr) => Find(see).visit_expr(&expr),
            Argument::Other(token) => others.extend([token]),
        }
    }
    // A pattern, perhaps, or what another macro's tokens are.
    let calls = |token: &TokenTree, next: Option<&TokenTree>| {
        matches!(token, TokenTree::Punct(punct) if punct.as_char() == '!')
            && matches!(next, Some(TokenTree::Group(_)))
    };
    if any(others.clone(), &calls).is_some() {
        see(&mac.path, &others);
    }
}

/// Is there an `_` in the type?
pub fn is_open(ty: &Type) -> bool {
    let is_open = |token: &TokenTree| matches!(token, TokenTree::Ident(word) if word == "_");
    any(ty.to_token_stream(), &|token, _| is_open(token)).is_some()
}

/// What may call a macro.
#[derive(Clone, Copy)]
pub enum Code<'a> {
    Stmt(&'a Stmt),
    Expr(&'a Expr),
    Pat(&'a Pat),
}

impl<'a> Code<'a> {
    /// Walks over it.
    pub fn walk(self, walk: &mut impl Visit<'a>) {
        match self {
            Code::Stmt(stmt) => walk.visit_stmt(stmt),
            Code::Expr(expr) => walk.visit_expr(expr),
            Code::Pat(pat) => walk.visit_pat(pat),
        }
    }
}

/// Does `code` call a macro that might hide a `break` or a `continue` of its own? Those of the standard library do not.
pub fn might_jump(code: Code<'_>) -> bool {
    const PLAIN: [&str; 37] = [
        "assert",
        "assert_eq",
        "assert_ne",
        "cfg",
        "column",
        "combined",
        "concat",
        "dbg",
        "debug_assert",
        "debug_assert_eq",
        "debug_assert_ne",
        "emptied",
        "env",
        "eprint",
        "eprintln",
        "file",
        "format",
        "format_args",
        "include_bytes",
        "include_str",
        "iterated",
        "like",
        "line",
        "matches",
        "module_path",
        "option_env",
        "panic",
        "print",
        "println",
        "rest",
        "seen",
        "stringify",
        "taken",
        "unbound",
        "vec",
        "write",
        "writeln",
    ];
    struct Find(bool);
    impl<'ast> Visit<'ast> for Find {
        fn visit_macro(&mut self, mac: &'ast Macro) {
            let plain = PLAIN.contains(&&*name(mac)) || diverges(mac);
            self.0 |= !plain;
            for argument in arguments(mac) {
                if let Argument::Expr(expr) = argument {
                    Find::visit_expr(self, &expr);
                }
            }
        }
        fn visit_expr(&mut self, expr: &Expr) {
            if !matches!(expr, Expr::Closure(_) | Expr::Async(_) | Expr::Const(_)) {
                syn::visit::visit_expr(self, expr);
            }
        }
        fn visit_item(&mut self, _: &Item) {}
    }
    let mut find = Find(false);
    code.walk(&mut find);
    find.0
}

/// Does control never come back from this standard macro?
pub fn diverges(mac: &Macro) -> bool {
    ["panic", "unreachable", "todo", "unimplemented"].contains(&&*name(mac))
}

/// Does `tokens`, at any depth, satisfy `found` for some token and the one after it?
pub fn any(
    tokens: TokenStream,
    found: &impl Fn(&TokenTree, Option<&TokenTree>) -> bool,
) -> Option<TokenTree> {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        if found(&token, tokens.peek()) {
            return Some(token);
        }
        if let TokenTree::Group(group) = &token
            && let Some(inner) = any(group.stream(), found)
        {
            return Some(inner);
        }
    }
    None
}

/// The first token of a yield in `tokens`: `yield_!`, `yield_from!` or the keyword.
pub fn find_yield(tokens: TokenStream) -> Option<TokenTree> {
    any(tokens, &|token, next| match token {
        TokenTree::Ident(ident) if ident == "yield_" || ident == "yield_from" => {
            matches!(next, Some(TokenTree::Punct(punct)) if punct.as_char() == '!')
        }
        TokenTree::Ident(ident) => ident == "yield",
        TokenTree::Group(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}
