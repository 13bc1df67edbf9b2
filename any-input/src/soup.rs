//! Arbitrary token trees.

use fastrand::Rng;
use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};

const WORDS: &[&str] = &[
    "a",
    "b",
    "x",
    "self",
    "Self",
    "fn",
    "let",
    "mut",
    "ref",
    "if",
    "else",
    "match",
    "loop",
    "while",
    "for",
    "in",
    "break",
    "continue",
    "return",
    "yield",
    "yield_",
    "yield_from",
    "anchor",
    "move",
    "async",
    "await",
    "const",
    "static",
    "unsafe",
    "struct",
    "enum",
    "impl",
    "trait",
    "dyn",
    "type",
    "use",
    "pub",
    "where",
    "as",
    "crate",
    "super",
    "true",
    "false",
    "_",
    "gen",
    "try",
    "macro_rules",
    "vec",
    "println",
    "format",
    "assert",
    "dbg",
    "matches",
    "Iterator",
    "Item",
    "u8",
    "Box",
    "Some",
    "None",
    "Ok",
];

const SIGNS: &str = "!#$%&'*+,-./:;<=>?@^|~";

/// A stream of up to `length` trees.
pub fn soup(rng: &mut Rng, length: usize, depth: usize) -> TokenStream {
    (0..rng.usize(..=length))
        .map(|_| tree(rng, length, depth))
        .collect()
}

/// One token tree.
pub fn tree(rng: &mut Rng, length: usize, depth: usize) -> TokenTree {
    match rng.u8(..10) {
        0..=3 => word(rng),
        4..=6 => {
            let sign = rng.usize(..SIGNS.len());
            let sign = char::from(SIGNS.as_bytes()[sign]);
            let spacing = if rng.bool() || sign == '\'' {
                Spacing::Joint
            } else {
                Spacing::Alone
            };
            Punct::new(sign, spacing).into()
        }
        7 => literal(rng),
        _ if depth == 0 => word(rng),
        _ => {
            let delimiter = [
                Delimiter::Parenthesis,
                Delimiter::Brace,
                Delimiter::Bracket,
                Delimiter::None,
            ][rng.usize(..4)];
            Group::new(delimiter, soup(rng, length, depth - 1)).into()
        }
    }
}

fn word(rng: &mut Rng) -> TokenTree {
    let word = WORDS[rng.usize(..WORDS.len())];
    if rng.u8(..20) == 0 && !["_", "self", "Self", "super", "crate"].contains(&word) {
        return Ident::new_raw(word, Span::call_site()).into();
    }
    Ident::new(word, Span::call_site()).into()
}

fn literal(rng: &mut Rng) -> TokenTree {
    match rng.u8(..8) {
        0 => Literal::string(
            [
                "",
                "{}",
                "{a}",
                "{a:?} {{b}} {",
                "}",
                "{x:1$}",
                "\n\u{1F600}",
            ][rng.usize(..7)],
        ),
        1 => Literal::character(rng.char(..)),
        2 => Literal::u8_suffixed(rng.u8(..)),
        3 => Literal::f64_unsuffixed(0.5),
        4 => Literal::byte_string(b"{a}\xff"),
        5 => Literal::u128_unsuffixed(u128::MAX),
        _ => Literal::usize_unsuffixed(rng.usize(..100)),
    }
    .into()
}
