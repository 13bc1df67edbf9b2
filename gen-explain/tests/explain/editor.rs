//! What an editor needs: in the copy of the body that rustc checks every token of the user's has the span it was written at,
//! and a body that is not finished still expands to a function of its signature.

use std::{collections::BTreeSet, fs};

use proc_macro2::{TokenStream, TokenTree};

use crate::{root, sources};

// The identifiers and literals of `tokens` with where they stand.
fn places(tokens: TokenStream, found: &mut BTreeSet<(String, usize, usize)>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => places(group.stream(), found),
            TokenTree::Ident(_) | TokenTree::Literal(_) => {
                let start = token.span().start();
                found.insert((token.to_string(), start.line, start.column));
            }
            TokenTree::Punct(_) => {}
        }
    }
}

fn is_generator(function: &syn::ItemFn) -> bool {
    function.attrs.iter().any(gen_compiler::is_generator)
}

#[test]
fn every_token_of_a_body_keeps_its_place() {
    let mut checked = 0;
    for source in sources("examples") {
        let text = fs::read_to_string(root().join(&source)).expect("a source can be read");
        let file = syn::parse_file(&text).expect("a source parses");
        for item in file.items {
            let syn::Item::Fn(mut function) = item else {
                continue;
            };
            if !is_generator(&function) {
                continue;
            }
            function.attrs.clear();
            let name = function.sig.ident.to_string();
            let (mut written, mut expanded) = (BTreeSet::new(), BTreeSet::new());
            places(quote::quote!(#function), &mut written);
            let expansion = gen_compiler::attribute(&TokenStream::new(), quote::quote!(#function));
            places(expansion, &mut expanded);
            // Words that desugaring replaces; their macros' names stay.
            written.retain(|(text, ..)| !["self", "return", "anchor"].contains(&text.as_str()));
            let lost: Vec<_> = written.difference(&expanded).collect();
            assert!(lost.is_empty(), "{name} in {source}: {lost:?}");
            checked += 1;
        }
    }
    assert!(
        checked >= 10,
        "the examples have more generators than {checked}"
    );
}

#[test]
fn an_unfinished_body_is_one_error_and_a_function_of_that_signature() {
    for unfinished in [
        "{ yield_!(1); self. }",
        "{ let n = list.len() yield_!(n); }",
        "{ for n in }",
        "{ yield_!(1 + ); let known = 2; known. }",
        "{ match { } => }",
    ] {
        let signature = "fn f (& self , list : Vec < u8 >) -> impl Iterator < Item = u8 >";
        let source = format!("{signature} {unfinished}");
        let tokens: TokenStream = source.parse().expect("brackets match");
        let expansion = gen_compiler::attribute(&TokenStream::new(), tokens).to_string();
        assert_eq!(expansion.matches("compile_error").count(), 1, "{expansion}");
        assert!(expansion.contains(signature), "{expansion}");
    }
}

// rust-analyzer closes what is open before it calls a macro: a name for the cursor, a semicolon.
#[test]
fn the_name_that_an_editor_puts_at_the_cursor_is_where_rustc_looks() {
    let source =
        "fn f(&self) -> impl Iterator<Item = u8> { yield_!(1); self.__ra_fixup; yield_!(2); }";
    let tokens: TokenStream = source.parse().expect("tokens");
    let (mut written, mut expanded) = (BTreeSet::new(), BTreeSet::new());
    places(tokens.clone(), &mut written);
    places(
        gen_compiler::attribute(&TokenStream::new(), tokens),
        &mut expanded,
    );
    let cursor = written.iter().find(|(text, ..)| text == "__ra_fixup");
    assert!(cursor.is_some_and(|cursor| expanded.contains(cursor)));
}

#[test]
fn a_refused_body_still_names_its_signature() {
    let source = "fn f(list: Vec<u8>) -> impl Iterator<Item = u8> { list.iter().for_each(|n| yield_!(*n)); }";
    let tokens: TokenStream = source.parse().expect("tokens");
    let expansion = gen_compiler::attribute(&TokenStream::new(), tokens).to_string();
    assert!(expansion.contains("fn f (list : Vec < u8 >) -> impl Iterator < Item = u8 >"));
}
