//! What does a pattern move, and what does it leave?

use proc_macro2::Ident;
use quote::ToTokens;
use syn::{
    Expr, Pat,
    visit::{self, Visit},
};

use super::{Effect, Part, places::strip};
use crate::names;

// The variables that `pat` binds by value, as far as the syntax tells.
pub(super) fn bound_by_value(pat: &Pat) -> Vec<Ident> {
    struct Find(Vec<Ident>);
    impl<'ast> Visit<'ast> for Find {
        fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
            let known = self.0.contains(&pat.ident);
            if pat.by_ref.is_none() && names::local(&pat.ident).is_some() && !known {
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
            let standard = pat.path.segments.last().is_some_and(|last| {
                let names = ["Some", "Ok", "Err"];
                names.iter().any(|name| last.ident == name)
            });
            standard && pat.elems.iter().all(moves_all)
        }
        _ => false,
    }
}

// Does `pat` only match where there is nothing to drop?
pub(super) fn is_none(pat: &Pat) -> bool {
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

#[derive(Default)]
struct Parts {
    moved: Vec<Part>,
    left: Vec<Part>,
}

// Adds the parts that `pat` moves and those that it leaves where they are, in the order in which they are dropped. The answer is `None`
// if the pattern does not name every part, or may be of an enum, whose parts have no path.
fn split(pat: &Pat, path: &Part, split_up: &mut Parts) -> Option<()> {
    let mut parts: Vec<(String, &Pat)> = Vec::new();
    match pat {
        Pat::Ident(pat) if pat.subpat.is_none() => {
            if pat.by_ref.is_some() {
                split_up.left.push(path.clone());
            } else {
                split_up.moved.push(path.clone());
            }
            return Some(());
        }
        Pat::Wild(_) => {
            split_up.left.push(path.clone());
            return Some(());
        }
        Pat::Paren(pat) => return split(&pat.pat, path, split_up),
        Pat::Type(pat) => return split(&pat.pat, path, split_up),
        Pat::Tuple(pat) => {
            let numbered = pat.elems.iter().enumerate();
            parts.extend(numbered.map(|(number, pat)| (number.to_string(), pat)));
        }
        Pat::Struct(pat) if pat.rest.is_none() => parts.extend(
            pat.fields
                .iter()
                .map(|field| (field.member.to_token_stream().to_string(), &*field.pat)),
        ),
        _ => return None,
    }
    // The fields of a struct drop in the order of its declaration. A pattern that does not name them in that order is not known.
    for (name, pat) in parts {
        let mut path = path.clone();
        path.push(name);
        split(pat, &path, split_up)?;
    }
    Some(())
}
