//! How does a pattern empty what it binds?
//!
//! What a pattern binds by value it moves away. So here it binds nothing; its variables are declared behind it, each with what was
//! copied or emptied. The types decide that for all variables of a pattern together, since a value of which something was moved away
//! cannot be matched again: if one of them has no empty value, all are moved.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use syn::{
    Expr, Pat, Stmt, Token, parse_quote_spanned,
    spanned::Spanned,
    visit::{self, Visit},
    visit_mut::{self, VisitMut},
};

use super::{Taking, taking};
use crate::{
    desugar::ours,
    effects::{Part, Printed, binds_alike, bound_by_value, bound_in_guard, moves_all},
    ir::Bound,
    macros::{self, Argument},
    names,
};

/// A pattern that binds nothing, and the `let` that declares its variables behind it.
pub struct Opened {
    pub pat: Pat,
    pub bindings: Vec<Stmt>,
    /// What it bound, if that can be found again.
    pub bound: Option<Bound>,
}

/// What becomes of what a pattern binds a part of?
pub enum Kept {
    /// It is emptied, if all that is bound has an empty value, and else gone.
    Emptied,
    /// What is left is kept by itself, in these variables.
    Apart(Rest),
    /// It stays where it is, with a note of what is gone.
    Noted,
}

/// The variables of what a pattern leaves: the one that keeps it, and the one that it comes in.
pub struct Rest {
    pub kept: Ident,
    pub found: Ident,
}

// Input: the place `event` and the pattern `Event::Text { text, .. }`.
// Output: `Event::Text { text: _, .. }` and `let (text) = unbound!(match (event) { Event::Text { text: part_0, .. } => …, … });`.
// With variables for the rest, it is `let (found, (text)) = rest!(match …);` and `kept = found;`. Where it is noted what is gone, it is `taken!` instead of `unbound!`.
// `None` if the pattern binds nothing by value, or in a way that is not known here.
pub fn open(place: &Expr, pat: &Pat, kept: impl FnOnce() -> Kept) -> Option<Opened> {
    let (pat, guard) = match pat {
        Pat::Guard(guarded) => (&*guarded.pat, Some(guarded)),
        pat => (pat, None),
    };
    let variables = bound_by_value(pat);
    if variables.is_empty() || !is_plain(pat) || !binds_alike(pat) {
        return None;
    }
    let span = ours(pat.span());
    let named = |(number, variable): (usize, &Ident)| {
        let name = names::ours(&format!("part_{number}"));
        Ident::new(&name.to_string(), ours(variable.span()))
    };
    let parts: Vec<Ident> = variables.iter().enumerate().map(named).collect();
    let with = |bound: &[Option<&Ident>]| {
        let mut pat = pat.clone();
        let variables = &variables;
        Rebind { variables, bound }.visit_pat_mut(&mut pat);
        pat
    };
    let all: Vec<Option<&Ident>> = parts.iter().map(Some).collect();
    let every = with(&all);
    let single = |index: usize| {
        let mut one = vec![None; parts.len()];
        one[index] = Some(&parts[index]);
        with(&one)
    };
    let guard = match guard {
        Some(guard) => Some(syn::PatGuard {
            guard: seen(place, pat, &guard.guard, &variables, &parts, single)?,
            ..guard.clone()
        }),
        None => None,
    };
    let single = (0..parts.len()).map(single);
    let mutable = variables.iter().map(|variable| mutability(pat, variable));
    let bound = again(&every, &parts).map(|again| Bound {
        pattern: Printed::new(&every),
        again: Printed::new(again),
        parts: bound_parts(&every),
        variables: parts.iter().map(Printed::new).collect(),
    });
    let every = quote_spanned!(span=> #every => (#(#parts),*));
    let single = quote_spanned!(span=> #(#single => #parts),*);
    let variables = quote_spanned!(span=> (#(#mutable #variables),*));
    let bindings = match kept() {
        Kept::Apart(Rest { kept, found }) => {
            let whole = Ident::new(&names::ours("whole").to_string(), ours(place.span()));
            let all: Stmt = parse_quote_spanned! {span=>
                let (#found, #variables) = ::gen_runtime::__private::rest!(
                    match (#place) { #every, #whole => (), #single }
                );
            };
            vec![all, parse_quote_spanned!(span=> #kept = #found;)]
        }
        Kept::Emptied => vec![parse_quote_spanned! {span=>
            let #variables = ::gen_runtime::__private::unbound!(match (#place) { #every, #single });
        }],
        Kept::Noted => vec![parse_quote_spanned! {span=>
            let #variables = ::gen_runtime::__private::taken!(match (#place) { #every, #single });
        }],
    };
    let nothing = with(&vec![None; parts.len()]);
    let pat = match guard {
        Some(guard) => Pat::Guard(syn::PatGuard {
            pat: Box::new(nothing),
            ..guard
        }),
        None => nothing,
    };
    Some(Opened {
        pat,
        bindings,
        bound,
    })
}

// Input: `let (text) = unbound!(match (event) { Event::Text { text: part_0, .. } => … });`, or one with another of these macros.
// Output: the pattern and the place that [`open`] was given, `Event::Text { text, .. }` and `event`.
pub fn opened(binding: &syn::Local) -> Option<(Pat, Expr)> {
    let Expr::Macro(value) = &*binding.init.as_ref()?.expr else {
        return None;
    };
    let kept_apart = match taking(&value.mac)? {
        Taking::Apart => 1,
        Taking::Pattern | Taking::Part => 0,
        Taking::Value | Taking::Iterated | Taking::Receiver | Taking::Called => return None,
    };
    let argument = macros::arguments(&value.mac).into_iter().next()?;
    let Argument::Expr(argument) = argument else {
        return None;
    };
    let Expr::Match(taken) = *argument else {
        return None;
    };
    let every = taken.arms.into_iter().next()?;
    let mut variables = Variables(Vec::new());
    variables.visit_pat(&binding.pat);
    let variables = variables.0.into_iter().skip(kept_apart);
    let mut pat = every.pat;
    let parts = names_in(every.body.to_token_stream());
    Close(parts.into_iter().zip(variables).collect()).visit_pat_mut(&mut pat);
    Some((pat, *taken.expr))
}

fn names_in(tokens: TokenStream) -> Vec<Ident> {
    let mut found = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Ident(name) => found.push(name),
            TokenTree::Group(group) => found.extend(names_in(group.stream())),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    found
}

/// The variables that a pattern declares.
struct Variables(Vec<syn::PatIdent>);

impl<'ast> Visit<'ast> for Variables {
    fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
        self.0.push(pat.clone());
    }
}

/// Puts variables in the place of parts.
struct Close(Vec<(Ident, syn::PatIdent)>);

impl VisitMut for Close {
    fn visit_pat_ident_mut(&mut self, pat: &mut syn::PatIdent) {
        let variable = self.0.iter().find(|(part, _)| *part == pat.ident);
        if let Some((_, variable)) = variable {
            pat.mutability = variable.mutability;
            pat.ident = variable.ident.clone();
        }
        visit_mut::visit_pat_ident_mut(self, pat);
    }

    fn visit_expr_mut(&mut self, _: &mut Expr) {}
}

// The parts that the variables of ours in a pattern are.
fn bound_parts(pat: &Pat) -> Option<Vec<Part>> {
    fn find(pat: &Pat, around: &Part, found: &mut Vec<Part>) -> Option<()> {
        let inside = |step: String| around.iter().cloned().chain([step]).collect();
        let mut all = |pats: &mut dyn Iterator<Item = &Pat>| {
            let pats: Vec<&Pat> = pats.collect();
            let rest = pats.iter().position(|pat| matches!(pat, Pat::Rest(_)));
            for (number, pat) in pats.iter().enumerate() {
                // How many come before it is not known behind `..`.
                if rest.is_some_and(|rest| number > rest) && !matches!(pat, Pat::Wild(_)) {
                    return None;
                }
                find(pat, &inside(number.to_string()), found)?;
            }
            Some(())
        };
        match pat {
            Pat::Ident(variable) => {
                if names::is_ours(&variable.ident) {
                    found.push(around.clone());
                }
                Some(())
            }
            Pat::Paren(pat) => find(&pat.pat, around, found),
            Pat::Type(pat) => find(&pat.pat, around, found),
            Pat::Tuple(pat) => all(&mut pat.elems.iter()),
            Pat::TupleStruct(pat) => all(&mut pat.elems.iter()),
            Pat::Struct(pat) => pat.fields.iter().try_for_each(|field| {
                let step = ToTokens::to_token_stream(&field.member).to_string();
                find(&field.pat, &inside(step), found)
            }),
            Pat::Wild(_) | Pat::Rest(_) | Pat::Lit(_) | Pat::Range(_) | Pat::Path(_) => Some(()),
            _ => None,
        }
    }
    let mut found = Vec::new();
    find(pat, &Part::new(), &mut found)?;
    Some(found)
}

/// May both patterns take something of one value? Not if they name different variants.
pub fn may_meet(one: &Pat, other: &Pat) -> bool {
    // `Self` may be called something else as well.
    fn variant(path: &syn::Path) -> Option<Vec<&Ident>> {
        let last = path.segments.last().map(|last| &last.ident);
        last.filter(|last| *last != "Self").map(|last| vec![last])
    }
    fn variants(pat: &Pat) -> Option<Vec<&Ident>> {
        match pat {
            Pat::Paren(pat) => variants(&pat.pat),
            Pat::Guard(pat) => variants(&pat.pat),
            Pat::TupleStruct(pat) => variant(&pat.path),
            Pat::Struct(pat) => variant(&pat.path),
            Pat::Or(pat) => {
                let cases: Option<Vec<_>> = pat.cases.iter().map(variants).collect();
                Some(cases?.concat())
            }
            _ => None,
        }
    }
    match (variants(one), variants(other)) {
        (Some(one), Some(other)) => one.iter().any(|variant| other.contains(variant)),
        _ => true,
    }
}

// Input: a pattern with variables of ours that has matched. Output: the same without what looks at the rest, which may have changed since. `None` if that has to
// tell what was bound, as in a choice that is not one of variants.
fn again(pat: &Pat, parts: &[Ident]) -> Option<Pat> {
    struct Again<'p>(&'p [Ident]);
    impl VisitMut for Again<'_> {
        fn visit_pat_mut(&mut self, pat: &mut Pat) {
            let tokens = ToTokens::to_token_stream(pat);
            let binds = |part| names::mentions(tokens.clone(), part);
            if !matches!(pat, Pat::Rest(_)) && !self.0.iter().any(binds) {
                *pat = parse_quote_spanned!(ours(pat.span())=> _);
            } else {
                visit_mut::visit_pat_mut(self, pat);
            }
        }
        fn visit_expr_mut(&mut self, _: &mut Expr) {}
    }
    let has_choice = |pat: &Pat| {
        let mut find = Cases(false);
        find.visit_pat(pat);
        find.0
    };
    let mut pat = pat.clone();
    match &pat {
        Pat::Or(choice) => {
            let cases: Vec<&Pat> = choice.cases.iter().collect();
            let meets = |at: usize| cases[..at].iter().any(|other| may_meet(other, cases[at]));
            if cases.iter().any(|pat| has_choice(pat)) || (0..cases.len()).any(meets) {
                return None;
            }
        }
        pat if has_choice(pat) => return None,
        _ => {}
    }
    Again(parts).visit_pat_mut(&mut pat);
    Some(pat)
}

// Input: the guard of a pattern, `name.len() > 3`.
// Output: `match (seen!(match (event) { Event::Text { name: part_0, .. } => part_0 }),) { (part_0,) => (*part_0).len() > 3 }`, since the pattern
// binds nothing. `None` if it is not known which case of the pattern matched, if a format string names a variable, or if the guard
// itself binds some.
fn seen(
    place: &Expr,
    pat: &Pat,
    guard: &Expr,
    variables: &[Ident],
    parts: &[Ident],
    single: impl Fn(usize) -> Pat,
) -> Option<Box<Expr>> {
    let tokens = ToTokens::to_token_stream(guard);
    let seen: Vec<usize> = (0..variables.len())
        .filter(|&index| names::mentions(tokens.clone(), &variables[index]))
        .collect();
    if seen.is_empty() {
        return Some(Box::new(guard.clone()));
    }
    // What a `let` of the guard binds has to be seen in the arm.
    let binds = !bound_in_guard(guard).is_empty();
    let mut find = Cases(false);
    find.visit_pat(pat);
    let mut guard = guard.clone();
    let mut behind = Behind { variables, parts };
    behind.visit_expr_mut(&mut guard);
    let tokens = ToTokens::to_token_stream(&guard);
    let captured = |variable| names::mentions(tokens.clone(), variable);
    if find.0 || binds || variables.iter().any(captured) {
        return None;
    }
    let span = ours(pat.span());
    let single = seen.iter().map(|&index| single(index));
    let seen: Vec<&Ident> = seen.iter().map(|&index| &parts[index]).collect();
    Some(Box::new(parse_quote_spanned!(span=>
        match (#(::gen_runtime::__private::seen!(match (#place) { #single => #seen }),)*) { (#(#seen,)*) => #guard }
    )))
}

/// Is there a choice in a pattern?
struct Cases(bool);

impl<'ast> Visit<'ast> for Cases {
    fn visit_pat_or(&mut self, _: &'ast syn::PatOr) {
        self.0 = true;
    }
}

/// Puts what the parts point to in the place of the variables.
struct Behind<'v> {
    variables: &'v [Ident],
    parts: &'v [Ident],
}

impl Behind<'_> {
    fn part(&self, ident: &Ident) -> Option<&Ident> {
        let index = self.variables.iter().position(|known| known == ident)?;
        Some(&self.parts[index])
    }
}

impl VisitMut for Behind<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Expr::Path(path) = expr
            && let Some(part) = path.path.get_ident().and_then(|ident| self.part(ident))
        {
            *expr = parse_quote_spanned!(part.span()=> (*#part));
        } else {
            visit_mut::visit_expr_mut(self, expr);
        }
    }

    fn visit_token_stream_mut(&mut self, tokens: &mut TokenStream) {
        *tokens = names::map_tokens(std::mem::take(tokens), &mut |token| match token {
            TokenTree::Ident(ident) => match self.part(&ident) {
                Some(part) => TokenTree::Group(Group::new(
                    Delimiter::Parenthesis,
                    quote_spanned!(part.span()=> *#part),
                )),
                None => TokenTree::Ident(ident),
            },
            TokenTree::Group(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => token,
        });
    }
}

/// Does the pattern match whatever is not `None`, and bind all of that? What it does not match is nothing to drop.
pub fn takes_option(pat: &Pat) -> bool {
    let irrefutable = |pat: &Pat| match pat {
        Pat::Ident(_) => moves_all(pat),
        Pat::Tuple(tuple) => {
            tuple.elems.iter().all(|pat| matches!(pat, Pat::Ident(_))) && moves_all(pat)
        }
        _ => false,
    };
    match pat {
        Pat::TupleStruct(some) => {
            let last = some.path.segments.last();
            last.is_some_and(|last| last.ident == "Some") && some.elems.iter().all(irrefutable)
        }
        pat => irrefutable(pat),
    }
}

// Are the variables of the pattern bound by value, or all by reference where what is matched is a reference?
fn is_plain(pat: &Pat) -> bool {
    struct Find(bool);
    impl<'ast> Visit<'ast> for Find {
        fn visit_pat(&mut self, pat: &'ast Pat) {
            match pat {
                Pat::Ident(bound) => {
                    let more = bound.subpat.as_ref();
                    let more = more.is_some_and(|(_, pat)| !bound_by_value(pat).is_empty());
                    self.0 &= bound.by_ref.is_none() && !more;
                }
                Pat::Reference(_) | Pat::Macro(_) | Pat::Const(_) | Pat::Verbatim(_) => {
                    self.0 = false;
                }
                _ => {}
            }
            visit::visit_pat(self, pat);
        }
        fn visit_expr(&mut self, _: &'ast Expr) {}
    }
    let mut find = Find(true);
    find.visit_pat(pat);
    find.0
}

// The `mut` of a variable in a pattern.
fn mutability(pat: &Pat, variable: &Ident) -> Option<Token![mut]> {
    struct Find<'v>(&'v Ident, Option<Token![mut]>);
    impl<'ast> Visit<'ast> for Find<'_> {
        fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
            if pat.ident == *self.0 {
                self.1 = pat.mutability;
            }
        }
    }
    let mut find = Find(variable, None);
    find.visit_pat(pat);
    find.1
}

/// Gives the variables of a pattern other names, or none.
struct Rebind<'v> {
    variables: &'v [Ident],
    bound: &'v [Option<&'v Ident>],
}

impl VisitMut for Rebind<'_> {
    fn visit_pat_mut(&mut self, pat: &mut Pat) {
        let Pat::Ident(variable) = pat else {
            return visit_mut::visit_pat_mut(self, pat);
        };
        let index = self
            .variables
            .iter()
            .position(|known| *known == variable.ident);
        let Some(index) = index else { return };
        let span = ours(variable.ident.span());
        let more = variable.subpat.take().map(|(_, pat)| pat);
        *pat = match (self.bound[index], more) {
            (Some(bound), Some(more)) => parse_quote_spanned!(span=> #bound @ #more),
            (Some(bound), None) => parse_quote_spanned!(span=> #bound),
            (None, Some(more)) => *more,
            (None, None) => parse_quote_spanned!(span=> _),
        };
    }

    fn visit_expr_mut(&mut self, _: &mut Expr) {}
}
