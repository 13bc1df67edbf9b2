//! What does a pattern move, and what does it leave?

use std::collections::BTreeSet;

use proc_macro2::Ident;
use quote::ToTokens;
use syn::{
    Expr, FieldPat, Pat, PatIdent, PatReference, Token, parse_quote,
    visit::{self, Visit},
    visit_mut::{self, VisitMut},
};

use super::{Effect, Evidence, Leaves, Left, Part, Printed, Spot, places::strip, walk::bound};
use crate::{ids::LocalId, names};

/// The variables that `pat` binds by value, as far as the syntax tells.
pub fn bound_by_value(pat: &Pat) -> Vec<Ident> {
    let mut all = all_bound_by_value(pat);
    all.retain(|variable| names::local(variable).is_some());
    all
}

// Also those of ours, which have no number.
fn all_bound_by_value(pat: &Pat) -> Vec<Ident> {
    struct Find(Vec<Ident>);
    impl<'ast> Visit<'ast> for Find {
        fn visit_pat_ident(&mut self, pat: &'ast PatIdent) {
            let known = self.0.contains(&pat.ident);
            if pat.by_ref.is_none() && names::is_spelled(&pat.ident) && !known {
                self.0.push(pat.ident.clone());
            }
            visit::visit_pat_ident(self, pat);
        }
        fn visit_expr(&mut self, _: &'ast Expr) {}
    }
    let mut find = Find(Vec::new());
    find.visit_pat(pat);
    find.0
}

/// The variable of a pattern that says what it is of a map: `Vacant(entry)`, `Occupied(entry)`.
pub fn entry(pat: &syn::PatTupleStruct) -> Option<LocalId> {
    let name = &pat.path.segments.last()?.ident;
    let [Pat::Ident(variable)] = *pat.elems.iter().collect::<Vec<_>>() else {
        return None;
    };
    names::local(&variable.ident).filter(|_| names::is_one_of(name, &["Occupied", "Vacant"]))
}

/// Do all cases of a pattern bind the same variables? Where they do not, rustc says so, and nothing else should be said.
pub fn binds_alike(pat: &Pat) -> bool {
    struct Look(bool);
    impl<'ast> Visit<'ast> for Look {
        fn visit_pat_or(&mut self, pat: &'ast syn::PatOr) {
            let bound = |case| bound(case).into_iter().collect::<BTreeSet<_>>();
            let mut cases = pat.cases.iter().map(bound);
            let first = cases.next();
            self.0 &= cases.all(|case| Some(&case) == first.as_ref());
            visit::visit_pat_or(self, pat);
        }
        fn visit_expr(&mut self, _: &'ast Expr) {}
    }
    let mut look = Look(true);
    look.visit_pat(pat);
    look.0
}

/// Does one of these patterns match any value, as far as the syntax tells?
pub fn is_exhaustive(patterns: &[&Pat]) -> bool {
    let of = |variant: &str| {
        patterns.iter().any(|pat| match pat {
            Pat::TupleStruct(pat) => {
                let last = pat.path.segments.last();
                last.is_some_and(|last| last.ident == variant)
                    && pat.elems.iter().all(is_irrefutable)
            }
            Pat::Path(pat) => pat
                .path
                .segments
                .last()
                .is_some_and(|last| last.ident == variant),
            Pat::Ident(pat) => pat.ident == variant,
            Pat::Lit(pat) => {
                matches!(&pat.lit, syn::Lit::Bool(truth) if truth.value.to_string() == variant)
            }
            _ => false,
        })
    };
    let pairs = [("Some", "None"), ("Ok", "Err"), ("true", "false")];
    patterns.iter().any(|pat| is_irrefutable(pat))
        || pairs.iter().any(|(one, other)| of(one) && of(other))
}

/// Does it match any value, as far as the syntax tells?
pub fn is_irrefutable(pat: &Pat) -> bool {
    match pat {
        Pat::Wild(_) | Pat::Rest(_) => true,
        Pat::Ident(pat) => pat.subpat.is_none() && names::local(&pat.ident).is_some(),
        Pat::Tuple(pat) => pat.elems.iter().all(is_irrefutable),
        Pat::Paren(pat) => is_irrefutable(&pat.pat),
        Pat::Type(pat) => is_irrefutable(&pat.pat),
        Pat::Reference(pat) => is_irrefutable(&pat.pat),
        _ => false,
    }
}

/// Does `pat` bind all of what it matches by value? What it leaves has nothing to drop: tuples, `Option` and `Result` do not
/// implement `Drop`, nor do references.
pub fn moves_all(pat: &Pat) -> bool {
    match pat {
        Pat::Ident(pat) => {
            pat.by_ref.is_none() && pat.subpat.is_none() && names::local(&pat.ident).is_some()
        }
        Pat::Reference(_) => true,
        Pat::Type(pat) => moves_all(&pat.pat),
        Pat::Paren(pat) => moves_all(&pat.pat),
        Pat::Tuple(pat) => !pat.elems.is_empty() && pat.elems.iter().all(moves_all),
        Pat::TupleStruct(pat) => {
            let standard = pat
                .path
                .segments
                .last()
                .is_some_and(|last| names::is_one_of(&last.ident, &["Some", "Ok", "Err"]));
            standard && pat.elems.iter().all(moves_all)
        }
        _ => false,
    }
}

// What `pat` leaves where it binds all its variables. What it does not bind gets a variable of ours, so that types can be asked.
pub(super) fn left_by(pat: &Pat) -> Leaves {
    let cases: Vec<&Pat> = match pat {
        Pat::Or(pat) => pat.cases.iter().collect(),
        pat => vec![pat],
    };
    let mut all = Vec::new();
    for case in cases {
        let mut open = Open::default();
        let mut pat = case.clone();
        open.inside(&mut pat);
        if open.unknown {
            return Leaves::Unknown;
        }
        if !open.variables.is_empty() {
            all.push(Left {
                pattern: Printed::new(&pat),
                variables: open.variables,
                unless_moved: None,
            });
        }
        for (before, bound) in open.wholes.into_iter().enumerate() {
            let name = names::ours("left_0");
            let mut pat = case.clone();
            let mut whole = Whole {
                before,
                name: &name,
            };
            visit_mut::visit_pat_mut(&mut whole, &mut pat);
            all.push(Left {
                pattern: Printed::new(&pat),
                variables: vec![Printed::new(&name)],
                unless_moved: Some((Printed::new(case), bound.iter().map(Printed::new).collect())),
            });
        }
    }
    if all.is_empty() {
        Leaves::Nothing
    } else {
        Leaves::Bound(all)
    }
}

// Does this pattern take apart something that may have a destructor?
fn may_drop(pat: &Pat) -> bool {
    match pat {
        Pat::TupleStruct(pat) => pat
            .path
            .segments
            .last()
            .is_none_or(|last| !names::is_one_of(&last.ident, &["Some", "Ok", "Err"])),
        Pat::Struct(_) => true,
        pat => is_unit_variant(pat),
    }
}

// Is this the name of a variant or a struct without fields, rather than that of a constant?
fn is_unit_variant(pat: &Pat) -> bool {
    let name = match pat {
        Pat::Path(pat) => pat.path.segments.last().map(|last| &last.ident),
        Pat::Ident(pat) => Some(&pat.ident).filter(|name| !names::is_spelled(name)),
        _ => None,
    };
    let is_constant = |name: &Ident| !name.to_string().contains(char::is_lowercase);
    name.is_some_and(|name| !is_constant(name)) && !is_none(pat)
}

/// Puts variables of ours into a pattern where it binds nothing.
#[derive(Default)]
struct Open {
    variables: Vec<Printed>,
    /// What is bound in each of those that may have a destructor.
    wholes: Vec<Vec<Ident>>,
    unknown: bool,
}

impl Open {
    fn variable(&mut self) -> Pat {
        let name = names::ours(&format!("left_{}", self.variables.len()));
        self.variables.push(Printed::new(&name));
        parse_quote!(#name)
    }

    // What the pattern as a whole matches is moved, or not, in any case.
    fn inside(&mut self, pat: &mut Pat) {
        match pat {
            Pat::Ident(bound) if names::is_spelled(&bound.ident) => {
                if bound.by_ref.is_some() {
                    *pat = self.variable();
                }
            }
            Pat::Wild(_) => *pat = self.variable(),
            Pat::Ident(_) | Pat::Path(_) if !is_none(pat) && !is_unit_variant(pat) => {
                *pat = self.variable();
            }
            Pat::Ident(_)
            | Pat::Path(_)
            | Pat::Reference(_)
            | Pat::Lit(_)
            | Pat::Range(_)
            | Pat::Const(_) => {}
            Pat::Slice(slice) => {
                for pat in &mut slice.elems {
                    let bound = matches!(pat, Pat::Ident(pat) if pat.by_ref.is_none() && pat.subpat.is_some());
                    if !bound {
                        self.visit_pat_mut(pat);
                    }
                }
            }
            Pat::Tuple(_) | Pat::TupleStruct(_) | Pat::Paren(_) | Pat::Type(_) => {
                visit_mut::visit_pat_mut(self, pat);
            }
            Pat::Struct(fields) if fields.rest.is_none() => {
                visit_mut::visit_pat_mut(self, pat);
            }
            Pat::Or(cases) => {
                let before = (self.variables.len(), self.wholes.len());
                visit_mut::visit_pat_or_mut(self, cases);
                self.unknown |= (self.variables.len(), self.wholes.len()) != before;
            }
            _ => self.unknown = true,
        }
    }
}

impl VisitMut for Open {
    fn visit_pat_mut(&mut self, pat: &mut Pat) {
        if may_drop(pat) {
            self.wholes.push(all_bound_by_value(pat));
        }
        self.inside(pat);
    }

    fn visit_field_pat_mut(&mut self, field: &mut FieldPat) {
        let shorthand = matches!(&*field.pat, Pat::Ident(_)) && field.colon_token.is_none();
        self.visit_pat_mut(&mut field.pat);
        // `Point { ref x }` becomes `Point { x: variable }`.
        if shorthand {
            field.colon_token = Some(<Token![:]>::default());
        }
    }
}

/// Puts a variable of ours into a pattern for something that may have a destructor.
struct Whole<'n> {
    /// How many of these come before it.
    before: usize,
    name: &'n Ident,
}

impl VisitMut for Whole<'_> {
    fn visit_pat_mut(&mut self, pat: &mut Pat) {
        if may_drop(pat) {
            if self.before == 0 {
                let name = self.name;
                *pat = parse_quote!(#name);
            }
            // There are no more after it.
            self.before = self.before.wrapping_sub(1);
        }
        visit_mut::visit_pat_mut(self, pat);
    }
}

/// Does `pat` leave something of what it matches, that may have to be dropped?
pub fn leaves_something(pat: &Pat) -> bool {
    !moves_all(pat) && left_by(pat) != Leaves::Nothing
}

/// Does `pat` only match where there is nothing to drop?
pub fn is_none(pat: &Pat) -> bool {
    match pat {
        Pat::Ident(pat) => pat.ident == "None",
        Pat::Path(pat) => {
            let last = pat.path.segments.last();
            last.is_some_and(|last| last.ident == "None")
        }
        _ => false,
    }
}

// Input: the pattern and the value of a `let`.
// Output: what is left of the value, if it is a local, and the pattern moves something out of it and names every part.
pub(super) fn taken_apart(pat: &Pat, value: &Expr) -> Option<Effect> {
    let Expr::Path(path) = strip(value) else {
        return None;
    };
    let local = names::local(path.path.get_ident()?)?;
    let mut parts = Parts::default();
    split(pat, &Part::new(), &mut parts)?;
    let Parts { moved, left } = parts;
    (!moved.is_empty() && !left.is_empty()).then_some(Effect::TakeApart { local, moved, left })
}

/// What `pat` moves out of a local of known parts, of which it leaves the others. `parts` are those that may have something to drop, and `None` is where a pattern does not tell
/// which of them it takes something of.
pub fn apart(pat: &Pat, local: LocalId, parts: &[Part]) -> Option<Effect> {
    let mut split_up = Parts::default();
    split_known(pat, &Part::new(), parts, &mut split_up)?;
    let Parts { moved, left } = split_up;
    Some(Effect::TakeApart { local, moved, left })
}

fn split_known(pat: &Pat, whole: &Part, parts: &[Part], split_up: &mut Parts) -> Option<()> {
    let inside = || parts.iter().filter(|part| part.starts_with(whole));
    if inside().next().is_none() {
        return Some(());
    }
    if all_bound_by_value(pat).is_empty() && !is_none(pat) {
        split_up.left.extend(inside().cloned());
        return Some(());
    }
    match pat {
        Pat::Guard(pat) => split_known(&pat.pat, whole, parts, split_up),
        Pat::Paren(pat) => split_known(&pat.pat, whole, parts, split_up),
        Pat::Type(pat) => split_known(&pat.pat, whole, parts, split_up),
        Pat::Tuple(pat) if !parts.contains(whole) => {
            for (number, pat) in pat.elems.iter().enumerate() {
                let mut element = whole.clone();
                element.push(number.to_string());
                split_known(pat, &element, parts, split_up)?;
            }
            Some(())
        }
        Pat::Ident(_) => split(pat, whole, split_up),
        pat if parts.contains(whole) => split(pat, whole, split_up),
        _ => None,
    }
}

// Is there a pattern like `Shape::Circle { … }` in it, whose fields are no parts of the value?
pub(super) fn may_be_of_enum(pat: &Pat) -> bool {
    struct Find(bool);
    impl<'ast> Visit<'ast> for Find {
        fn visit_pat_struct(&mut self, pat: &'ast syn::PatStruct) {
            self.0 |= pat.path.segments.len() > 1;
            visit::visit_pat_struct(self, pat);
        }
        fn visit_expr(&mut self, _: &'ast Expr) {}
    }
    let mut find = Find(false);
    find.visit_pat(pat);
    find.0
}

// Adds the fields that `pat`, which cannot fail and leaves something, binds by value, each with its variable. Not, if they have no path.
pub(super) fn fields_bound(pat: &Pat, path: &Part, bound: &mut Vec<(Part, Ident)>) -> bool {
    let mut all = Vec::new();
    let known = fields(pat, path, &mut all);
    let by_value = all
        .into_iter()
        .filter(|(_, variable)| variable.by_ref.is_none());
    bound.extend(by_value.map(|(part, variable)| (part, variable.ident.clone())));
    known
}

// The same with those that it binds by reference.
pub(super) fn fields_captured(pat: &Pat, path: &Part, bound: &mut Vec<(Part, Ident)>) -> bool {
    let mut all = Vec::new();
    let known = fields(pat, path, &mut all);
    bound.extend(
        all.into_iter()
            .map(|(part, variable)| (part, variable.ident.clone())),
    );
    known
}

fn fields<'p>(pat: &'p Pat, path: &Part, bound: &mut Vec<(Part, &'p PatIdent)>) -> bool {
    let inside = |name: String| {
        let mut path = path.clone();
        path.push(name);
        path
    };
    match pat {
        Pat::Ident(pat) if pat.subpat.is_none() => {
            bound.push((path.clone(), pat));
            true
        }
        Pat::Wild(_) => true,
        Pat::Paren(pat) => fields(&pat.pat, path, bound),
        Pat::Type(pat) => fields(&pat.pat, path, bound),
        Pat::Tuple(pat) => {
            let is_rest = |pat: &&Pat| matches!(pat, Pat::Rest(_));
            // What stands after `..` has no number.
            let last = pat.elems.len().saturating_sub(1);
            let named = pat.elems.iter().take(last).all(|pat| !is_rest(&pat));
            let elems = pat.elems.iter().filter(|pat| !is_rest(pat)).enumerate();
            named
                && elems.fold(true, |known, (number, pat)| {
                    known & fields(pat, &inside(number.to_string()), bound)
                })
        }
        Pat::Struct(pat) => pat.fields.iter().fold(true, |known, field| {
            let name = field.member.to_token_stream().to_string();
            known & fields(&field.pat, &inside(name), bound)
        }),
        _ => false,
    }
}

#[derive(Default)]
struct Parts {
    moved: Vec<Evidence>,
    left: Vec<Part>,
}

// Adds the parts that `pat` moves and those that it leaves where they are, in the order in which they are dropped. The answer is `None`
// if the pattern does not name every part, or may be of an enum, whose parts have no path.
fn split(pat: &Pat, whole: &Part, split_up: &mut Parts) -> Option<()> {
    let mut parts: Vec<(String, &Pat)> = Vec::new();
    match pat {
        pat if !whole.is_empty() && is_none(pat) => return Some(()),
        Pat::Ident(pat) if pat.subpat.is_none() => {
            if pat.by_ref.is_some() || !names::is_spelled(&pat.ident) {
                split_up.left.push(whole.clone());
            } else {
                split_up.moved.push(Evidence::Part {
                    part: whole.clone(),
                    at: Spot::in_pattern(&pat.ident),
                });
            }
            return Some(());
        }
        Pat::Wild(_) => {
            split_up.left.push(whole.clone());
            return Some(());
        }
        Pat::Paren(pat) => return split(&pat.pat, whole, split_up),
        Pat::Type(pat) => return split(&pat.pat, whole, split_up),
        Pat::Tuple(pat) => {
            let numbered = pat.elems.iter().enumerate();
            parts.extend(numbered.map(|(number, pat)| (number.to_string(), pat)));
        }
        Pat::Struct(pat) if pat.rest.is_none() => parts.extend(
            pat.fields
                .iter()
                .map(|field| (field.member.to_token_stream().to_string(), &*field.pat)),
        ),
        Pat::TupleStruct(all) if !whole.is_empty() && moves_all(pat) => {
            split_up.moved.push(Evidence::Part {
                part: whole.clone(),
                at: Spot::in_pattern(&all.path.segments.last()?.ident),
            });
            return Some(());
        }
        // What has no path inside: it is left, unless the types say that something was moved out of it.
        Pat::TupleStruct(_)
        | Pat::Slice(_)
        | Pat::Path(_)
        | Pat::Lit(_)
        | Pat::Range(_)
        | Pat::Const(_)
        | Pat::Or(_)
            if !whole.is_empty() && binds_alike(pat) =>
        {
            let (pattern, leaves) = (Printed::new(pat), left_by(pat));
            let variables = bound_by_value(pat).into_iter();
            split_up
                .moved
                .extend(variables.map(|variable| Evidence::Binding {
                    part: whole.clone(),
                    matched: Spot::in_pattern(&variable),
                    pattern: pattern.clone(),
                    variable: Printed::new(&variable),
                    leaves: leaves.clone(),
                    emptied: false,
                    at: Spot::in_pattern(&variable),
                }));
            split_up.left.push(whole.clone());
            return Some(());
        }
        _ => return None,
    }
    // The fields of a struct drop in the order of its declaration. A pattern that does not name them in that order is not known.
    for (name, pat) in parts {
        let mut inside = whole.clone();
        inside.push(name);
        split(pat, &inside, split_up)?;
    }
    Some(())
}

/// The variables of a pattern that are surely `Copy`: what is behind a `&` cannot be moved from there, and a literal is equal to a number or a text.
pub fn copied(pat: &Pat) -> Vec<LocalId> {
    struct Copied {
        found: Vec<LocalId>,
        is_behind: bool,
    }
    impl<'ast> Visit<'ast> for Copied {
        fn visit_pat_reference(&mut self, pat: &'ast PatReference) {
            let before = std::mem::replace(&mut self.is_behind, true);
            visit::visit_pat_reference(self, pat);
            self.is_behind = before;
        }
        fn visit_pat_ident(&mut self, pat: &'ast PatIdent) {
            let inner = pat.subpat.as_ref().map(|(_, inner)| &**inner);
            if self.is_behind && pat.by_ref.is_none() || inner.is_some_and(is_literal) {
                self.found.extend(names::local(&pat.ident));
            }
            visit::visit_pat_ident(self, pat);
        }
        fn visit_expr(&mut self, _: &'ast Expr) {}
    }
    let mut copied = Copied {
        found: Vec::new(),
        is_behind: false,
    };
    copied.visit_pat(pat);
    copied.found
}

fn is_literal(pat: &Pat) -> bool {
    match pat {
        Pat::Lit(_) | Pat::Range(_) => true,
        Pat::Paren(pat) => is_literal(&pat.pat),
        Pat::Or(pat) => pat.cases.iter().any(is_literal),
        _ => false,
    }
}
