//! Which names cannot clash with the user's?
//!
//! Inside the compiler every local has a name of its own (alpha-conversion): `line__local7` is local 7, which the user calls
//! `line`; `head__ours__local8` is local 8, a temporary of ours; `value__ours` is ours and not numbered yet; `this__receiver` is `self`;
//! `head__shown` is ours, but printed like a name of the user's;
//! `jump__block3` stands for a jump to block 3. Dumps print them as `line·7` and so on. [`finish`] turns these spellings
//! into what is emitted: the user's own names with the user's own spans, and ours with hygiene of the macro
//! (`mixed_site`). They are ASCII, since rustc lints identifiers as soon as a macro makes them.
//!
//! Items have no hygiene on stable, so [`Fresh`] scans the function for a name that nobody uses.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{LitStr, visit::Visit};

use crate::{
    ids::{BlockId, Id, LocalId},
    macros::Code,
};

const OURS: &str = "__ours";
const RECEIVER: &str = "__receiver";
const SHOWN: &str = "__shown";
const LOCAL: &str = "__local";
const JUMP: &str = "jump__block";

/// A name of ours: a local that the user cannot see.
pub fn ours(base: &str) -> Ident {
    Ident::new(&format!("{base}{OURS}"), Span::call_site())
}

/// A name of ours without hygiene, so that what rustc says of it can be the same as of the user's code. What it is printed as stands nowhere else in the
/// function.
pub fn shown(base: &str, span: Span) -> Ident {
    Ident::new(&format!("{base}{SHOWN}"), span)
}

/// Is this such a name?
pub fn is_shown(ident: &Ident) -> bool {
    without_number(&ident.to_string()).ends_with(SHOWN)
}

/// The name of `self` as a local. Nothing else in the function has the name `base`, so it can be printed like a name of the user's, with
/// which rustc tells more.
pub fn receiver(base: &str, span: Span) -> Ident {
    Ident::new(&format!("{base}{RECEIVER}"), span)
}

/// Is this the name of `self` as a local?
pub fn is_receiver(ident: &Ident) -> bool {
    without_number(&ident.to_string()).ends_with(RECEIVER)
}

/// The span of a name of ours where it is printed.
pub fn printed_at(ident: &Ident, span: Span) -> Span {
    if is_receiver(ident) || is_shown(ident) {
        span
    } else {
        span.resolved_at(Span::mixed_site())
    }
}

/// The locals that `tokens` mention, also in format strings, by the compiler's spellings.
pub fn mentioned(tokens: TokenStream, found: &mut Vec<LocalId>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => found.extend(local(&ident)),
            TokenTree::Group(group) => mentioned(group.stream(), found),
            TokenTree::Literal(literal) => captured(&literal, found),
            TokenTree::Punct(_) => {}
        }
    }
}

/// The same for code that is not printed.
pub fn mentioned_in(code: Code<'_>, found: &mut Vec<LocalId>) {
    code.walk(&mut Words(|word: Word<'_>| match word {
        Word::Ident(ident) => found.extend(local(ident)),
        Word::Literal(literal) => captured(literal, found),
    }));
}

/// Does code that is not printed mention a local?
pub fn mentions_in(code: Code<'_>, local: LocalId) -> bool {
    let mut found = Vec::new();
    mentioned_in(code, &mut found);
    found.contains(&local)
}

fn captured(literal: &Literal, found: &mut Vec<LocalId>) {
    _ = rename_captures(literal, |captured| {
        found.extend(syn::parse_str(captured).ok().as_ref().and_then(local));
        None
    });
}

/// `ident` as the unique name of `local`.
pub fn numbered(ident: &Ident, local: LocalId) -> Ident {
    let base = ident.to_string();
    let base = base.strip_prefix("r#").unwrap_or(&base);
    Ident::new(&format!("{base}{LOCAL}{}", local.index()), ident.span())
}

/// The local that a unique name stands for.
pub fn local(ident: &Ident) -> Option<LocalId> {
    let text = ident.to_string();
    split_number(&text).map(|(_, number)| LocalId::new(number))
}

/// A name without the number of its local, and that number. A name that only looks like it, as what is made of `_local`, has none. The digits are looked for
/// first: most names have none, and to search each for a word takes ten times as long.
fn split_number(text: &str) -> Option<(&str, usize)> {
    if !text.as_bytes().last()?.is_ascii_digit() {
        return None;
    }
    let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (name, number) = text.split_at(text.len() - digits);
    Some((name.strip_suffix(LOCAL)?, number.parse().ok()?))
}

/// Is it called like one of these? Every comparison with an identifier makes a string of it, so that is done once.
pub fn is_one_of(ident: &Ident, names: &[&str]) -> bool {
    names.contains(&&*ident.to_string())
}

/// Is this a name in one of the compiler's spellings?
pub fn is_spelled(ident: &Ident) -> bool {
    is_spelling(&ident.to_string())
}

/// Is this one of the compiler's spellings?
fn is_spelling(text: &str) -> bool {
    text.contains(LOCAL) || ends_as_ours(text)
}

fn ends_as_ours(text: &str) -> bool {
    [OURS, RECEIVER, SHOWN]
        .iter()
        .any(|end| text.ends_with(end))
}

/// The spellings as a dump shows them.
pub fn readable(text: &str) -> String {
    text.replace(OURS, "·")
        .replace(RECEIVER, "·")
        .replace(SHOWN, "·")
        .replace(LOCAL, "·")
        .replace(JUMP, "goto·")
}

/// The expression that stands for a jump to `target` inside code that is otherwise the user's.
pub fn jump(target: BlockId, span: Span) -> Ident {
    Ident::new(&format!("{JUMP}{}", target.index()), span)
}

/// The block that a jump goes to.
pub fn jump_target(ident: &Ident) -> Option<BlockId> {
    let text = ident.to_string();
    let number = text.strip_prefix(JUMP)?;
    number.parse().ok().map(BlockId::new)
}

/// Is this token a jump?
pub fn is_jump(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Ident(ident) if jump_target(ident).is_some())
}

/// A word of some code.
pub enum Word<'a> {
    Ident(&'a Ident),
    Literal(&'a Literal),
}

/// A walk over all words of some code, also of macros' tokens. Printing the code to look at its tokens would take much longer.
pub struct Words<F>(pub F);

impl<F: FnMut(Word<'_>)> Words<F> {
    pub fn tokens(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => self.0(Word::Ident(&ident)),
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Literal(literal) => self.0(Word::Literal(&literal)),
                TokenTree::Punct(_) => {}
            }
        }
    }
}

impl<'ast, F: FnMut(Word<'_>)> Visit<'ast> for Words<F> {
    fn visit_ident(&mut self, ident: &'ast Ident) {
        self.0(Word::Ident(ident));
    }

    fn visit_lit_str(&mut self, literal: &'ast LitStr) {
        self.0(Word::Literal(&literal.token()));
    }

    fn visit_token_stream(&mut self, tokens: &'ast TokenStream) {
        self.tokens(tokens.clone());
    }
}

/// The first word of the user's that looks like one of the compiler's spellings.
pub fn reserved(body: &syn::Block) -> Option<TokenTree> {
    let mut found = None;
    let mut words = Words(|word: Word<'_>| {
        if found.is_some() {
            return;
        }
        match word {
            Word::Ident(ident) => {
                let text = ident.to_string();
                if is_spelling(&text) || text.starts_with(JUMP) {
                    found = Some(TokenTree::Ident(ident.clone()));
                }
            }
            Word::Literal(literal) => {
                _ = rename_captures(literal, |captured| {
                    if is_spelling(captured) {
                        found = Some(TokenTree::Literal(literal.clone()));
                    }
                    None
                });
            }
        }
    });
    words.visit_block(body);
    found
}

fn without_number(text: &str) -> &str {
    split_number(text).map_or(text, |(name, _)| name)
}

/// What the user, or we, call a thing: the name without dots and number.
pub fn base(ident: &Ident) -> String {
    let text = ident.to_string();
    let text = without_number(&text);
    let text = text
        .strip_suffix(OURS)
        .or_else(|| text.strip_suffix(RECEIVER))
        .or_else(|| text.strip_suffix(SHOWN))
        .unwrap_or(text);
    text.trim_start_matches("r#").to_owned()
}

/// Is this a name of ours rather than the user's?
pub fn is_ours(ident: &Ident) -> bool {
    let text = ident.to_string();
    ends_as_ours(without_number(&text))
}

/// Which macro made this name, as far as it can be told: names of the same text from two macros are two names. Spans cannot
/// be compared on stable, but they print their syntax context: `#7 bytes(12..15)`.
pub fn context(ident: &Ident) -> String {
    if is_ours(ident) {
        String::new()
    } else {
        context_of(ident.span())
    }
}

/// Which macro a span belongs to.
pub fn context_of(span: Span) -> String {
    let span = format!("{span:?}");
    match span.split_once(' ') {
        Some((context, _)) if context.starts_with('#') => context.to_owned(),
        _ => String::new(),
    }
}

/// Does `ident` stand somewhere in `tokens`, or in a format string there?
pub fn mentions(tokens: TokenStream, ident: &Ident) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(other) => other == *ident,
        TokenTree::Group(group) => mentions(group.stream(), ident),
        TokenTree::Literal(literal) => {
            let mut found = false;
            rename_captures(&literal, |captured| {
                found |= ident == captured;
                None
            });
            found
        }
        TokenTree::Punct(_) => false,
    })
}

/// Does a macro's definition mention a local?
pub fn mentions_local(tokens: &TokenStream) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => local(&ident).is_some(),
        TokenTree::Group(group) => mentions_local(&group.stream()),
        TokenTree::Literal(literal) => is_spelling(&literal.to_string()),
        TokenTree::Punct(_) => false,
    })
}

/// An identifier with the given text, raw if `original` is.
pub fn ident_like(original: &Ident, text: &str, span: Span) -> Ident {
    if original.to_string().starts_with("r#") {
        Ident::new_raw(text, span)
    } else {
        ident(text, span)
    }
}

/// An identifier with the given text, raw if the text is a keyword.
pub fn ident(text: &str, span: Span) -> Ident {
    match text {
        "_" => Ident::new("__", span),
        _ if KEYWORDS.binary_search(&text).is_ok() => Ident::new_raw(text, span),
        _ => Ident::new(text, span),
    }
}

/// What is no identifier in some edition, in order. Parsing each name to find out would be a third of the compiler's work.
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

// Input: tokens with the compiler's spellings.
// Output: the same tokens with every such name replaced by `name(ident)`, also in format strings.
pub fn finish(tokens: TokenStream, name: &impl Fn(&Ident) -> TokenTree) -> TokenStream {
    map_tokens(tokens, &mut |token| finish_token(token, name))
}

/// The same for a token that is no group.
pub fn finish_token(token: TokenTree, name: &impl Fn(&Ident) -> TokenTree) -> TokenTree {
    match token {
        TokenTree::Ident(ident) if is_spelling(&ident.to_string()) => name(&ident),
        TokenTree::Literal(literal) => TokenTree::Literal(finish_literal(literal, name)),
        TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Group(_) => token,
    }
}

/// The tokens with the names that the user, or we, gave.
pub fn as_written(tokens: TokenStream) -> TokenStream {
    finish(tokens, &|name| {
        TokenTree::Ident(ident(&base(name), name.span()))
    })
}

/// The same tokens with everything but groups replaced by what `map` gives, inside of groups too.
pub fn map_tokens(
    tokens: TokenStream,
    map: &mut impl FnMut(TokenTree) -> TokenTree,
) -> TokenStream {
    let mut out = TokenStream::new();
    for token in tokens {
        out.extend([match token {
            TokenTree::Group(group) => {
                let mut new = Group::new(group.delimiter(), map_tokens(group.stream(), map));
                new.set_span(group.span());
                TokenTree::Group(new)
            }
            token => map(token),
        }]);
    }
    out
}

fn finish_literal(literal: Literal, name: &impl Fn(&Ident) -> TokenTree) -> Literal {
    let mut ours = false;
    let span = literal.span();
    let new = rename_captures(&literal, |captured| {
        if !is_spelling(captured) {
            return None;
        }
        let ident = Ident::new(captured, span);
        ours |= is_ours(&ident) && !is_receiver(&ident);
        let text = match name(&ident) {
            // What a reference refers to prints like the reference.
            TokenTree::Group(place) => place.stream().into_iter().last()?.to_string(),
            name => name.to_string(),
        };
        Some(text.trim_start_matches("r#").to_owned())
    });
    match new {
        // A name of ours is found from where the macro stands, so the string must stand there too.
        Some(mut new) if ours => {
            new.set_span(span.resolved_at(Span::mixed_site()));
            new
        }
        Some(new) => new,
        None => literal,
    }
}

// Input: a literal, perhaps a format string such as `"{x:?} {{}} {}"`.
// Output: the literal with each inline argument that `rename` knows renamed, or `None` if it knows none.
pub fn rename_captures(
    literal: &Literal,
    mut rename: impl FnMut(&str) -> Option<String>,
) -> Option<Literal> {
    let text = literal.to_string();
    // A brace may be written as an escape, and an escape may have braces. What is there is looked at as it is read then.
    let has_braces = |escape| text.starts_with('"') && text.contains(escape);
    let mut new = if has_braces("\\x7") || has_braces("\\u{") {
        let text: LitStr = syn::parse2(TokenTree::from(literal.clone()).into()).ok()?;
        Literal::string(&rename_in(&text.value(), &mut rename)?)
    } else if text.starts_with('"') || text.starts_with('r') {
        rename_in(&text, &mut rename)?.parse().ok()?
    } else {
        return None;
    };
    new.set_span(literal.span());
    Some(new)
}

fn rename_in(text: &str, rename: &mut impl FnMut(&str) -> Option<String>) -> Option<String> {
    let mut out = String::new();
    let mut renamed = false;
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let (before, after) = rest.split_at(open + 1);
        out.push_str(before);
        rest = after;
        if let Some(escaped) = rest.strip_prefix('{') {
            out.push('{');
            rest = escaped;
            continue;
        }
        let end = rest
            .find(|c: char| !(c.is_alphanumeric() || c == '_'))
            .unwrap_or(rest.len());
        let (captured, after) = rest.split_at(end);
        let known = after
            .starts_with([':', '}'])
            .then(|| rename(captured))
            .flatten();
        renamed |= known.is_some();
        out.push_str(known.as_deref().unwrap_or(captured));
        rest = after;
        // Widths and precisions are captured too: `{x:width$.precision$}`.
        if let Some(close) = rest.find('}') {
            let (spec, after) = rest.split_at(close);
            out.push_str(&rename_counts(spec, rename, &mut renamed));
            rest = after;
        }
    }
    out.push_str(rest);
    renamed.then_some(out)
}

fn rename_counts(
    spec: &str,
    rename: &mut impl FnMut(&str) -> Option<String>,
    renamed: &mut bool,
) -> String {
    let mut pieces: Vec<String> = spec.split('$').map(str::to_owned).collect();
    let counts = pieces.len() - 1;
    for piece in pieces.iter_mut().take(counts) {
        let start = piece
            .rfind(|c: char| !(c.is_alphanumeric() || c == '_'))
            .map_or(0, |at| {
                at + piece[at..].chars().next().map_or(1, char::len_utf8)
            });
        // The flag `0` stands right before a width.
        let start = piece[start..]
            .find(|c: char| !c.is_ascii_digit())
            .map_or(piece.len(), |digits| start + digits);
        if let Some(new) = rename(&piece[start..]) {
            piece.replace_range(start.., &new);
            *renamed = true;
        }
    }
    pieces.join("$")
}

/// Names for items that appear nowhere in the function.
pub struct Fresh {
    taken: BTreeSet<String>,
    /// The last number that was given to each name.
    numbers: BTreeMap<String, usize>,
}

impl Fresh {
    /// Names that the code which `walk` goes over does not mention.
    pub fn scan(walk: impl FnOnce(&mut dyn FnMut(Word<'_>))) -> Self {
        let mut taken = BTreeSet::new();
        walk(&mut |word| {
            if let Word::Ident(ident) = word {
                taken.insert(ident.to_string());
            }
        });
        Self {
            taken,
            numbers: BTreeMap::new(),
        }
    }

    /// Names of their own world, where only those handed out before are taken.
    pub fn empty() -> Self {
        Self::without([])
    }

    /// The same, and these.
    pub fn without<'n>(taken: impl IntoIterator<Item = &'n str>) -> Self {
        Self {
            taken: taken.into_iter().map(str::to_owned).collect(),
            numbers: BTreeMap::new(),
        }
    }

    /// `base` if it is free, else `base1`, `base2`, ….
    pub fn pick(&mut self, base: &str) -> String {
        self.pick_with(base, "")
    }

    /// The first free one of `base_1`, `base_2`, ….
    pub fn pick_other(&mut self, base: &str) -> String {
        self.taken.insert(base.to_owned());
        self.pick_with(base, "_")
    }

    fn pick_with(&mut self, base: &str, separator: &str) -> String {
        let mut name = base.to_owned();
        // No name gets free again, so the search goes on where the last one ended.
        let number = self
            .numbers
            .entry(format!("{base}{separator}"))
            .or_default();
        while self.taken.contains(&name) {
            *number += 1;
            name = format!("{base}{separator}{number}");
        }
        self.taken.insert(name.clone());
        name
    }
}

/// Is a pattern of this name a unit struct, going by the type or the value that it stands for? `let Unit = Unit;`
pub fn is_unit(name: &Ident, of: impl ToTokens) -> bool {
    let text = name.to_string();
    let last = of.into_token_stream().into_iter().last();
    text.starts_with(char::is_uppercase)
        && matches!(last, Some(TokenTree::Ident(last)) if last == text)
}

/// `fibonacci_pairs` as a type is called: `FibonacciPairs`.
pub fn camel_case(name: &str) -> String {
    let mut out = String::new();
    for word in name.split('_').filter(|word| !word.is_empty()) {
        let mut chars = word.chars();
        out.extend(chars.next().into_iter().flat_map(char::to_uppercase));
        out.extend(chars);
    }
    if out.starts_with(|c: char| c.is_alphabetic()) {
        out
    } else {
        format!("T{out}")
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_keywords_are_in_order() {
        assert!(super::KEYWORDS.is_sorted());
    }
}
