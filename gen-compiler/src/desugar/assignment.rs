//! What does an assignment to several places at once mean, if there is a yield in one of them, or it takes a place apart? And what a `let` of several variables
//! without a value?
//!
//! What rustc makes of it: a `let` takes the value apart, then one place after the other is evaluated and assigned. So such a yield comes
//! after the assignments to the places before it, and what the `let` leaves of a place stays there. (The Rust reference, destructuring
//! assignments.)

use proc_macro2::{Ident, Span};
use syn::{
    Attribute, Expr, ExprArray, ExprAssign, ExprCall, ExprTuple, Local, Pat, Stmt, Token,
    parse_quote_spanned, spanned::Spanned,
};

use super::ours;
use crate::{check::contains_yield, effects, names, tree};

/// Input: `(a, b[yield x]) = value`. Output: `{ let (place0, place1) = value; a = place0; b[yield x] = place1; }`; `None` where no place yields
/// and the value is no place itself, or there is only one place.
pub fn one_by_one(assign: &ExprAssign) -> Option<Expr> {
    let is_needed = contains_yield(&assign.left) || effects::is_place_expression(&assign.right);
    is_needed
        .then(|| {
            apart(assign, &mut |name, span| {
                Ident::new(&names::ours(name).to_string(), ours(span))
            })
        })
        .flatten()
}

/// The same of any assignment to several places, with these names for what is assigned.
pub fn apart(assign: &ExprAssign, named: &mut dyn FnMut(&str, Span) -> Ident) -> Option<Expr> {
    let mut pat = Expr::clone(&assign.left);
    let mut places = Vec::new();
    take_places(&mut pat, named, &mut places);
    if matches!(pat, Expr::Path(_)) {
        return None;
    }
    let (right, span) = (&assign.right, ours(assign.eq_token.span));
    // Printed as a statement, a place that begins with a block is put in parentheses, which a quoted one would not be.
    let assign_one = |(name, place)| {
        let one = Expr::Assign(ExprAssign {
            attrs: Vec::new(),
            left: Box::new(place),
            eq_token: Token![=](span),
            right: Box::new(tree::value(name)),
        });
        Stmt::Expr(one, Some(Token![;](span)))
    };
    let all = places.into_iter().map(assign_one);
    let attrs: &[Attribute] = &assign.attrs;
    // What may be assigned to is written as a pattern is.
    Some(parse_quote_spanned!(span=> #(#attrs)* { let #pat = #right; #(#all)* }))
}

/// Input: `let (a, b);`. Output: `let a; let b;`, since each may get its value in another state, by which alone its type is told.
pub fn declare_one_by_one(stmts: &mut Vec<Stmt>) {
    let is_several = |stmt: &Stmt| matches!(stmt, Stmt::Local(local) if local.init.is_none() && matches!(local.pat, Pat::Tuple(_)));
    if !stmts.iter().any(is_several) {
        return;
    }
    for stmt in std::mem::take(stmts) {
        let mut names = Vec::new();
        match &stmt {
            Stmt::Local(local) if is_several(&stmt) && take_names(&local.pat, &mut names) => {
                stmts.extend(names.into_iter().map(|pat| {
                    Stmt::Local(Local {
                        pat,
                        ..local.clone()
                    })
                }));
            }
            _ => stmts.push(stmt),
        }
    }
}

// Is it a tuple of nothing but names?
fn take_names(pat: &Pat, names: &mut Vec<Pat>) -> bool {
    match pat {
        Pat::Tuple(tuple) => tuple.elems.iter().all(|pat| take_names(pat, names)),
        Pat::Paren(pat) => take_names(&pat.pat, names),
        Pat::Ident(name) if name.by_ref.is_none() && name.subpat.is_none() => {
            names.push(pat.clone());
            true
        }
        _ => false,
    }
}

// Leaves variables in the places of `left`, and no parentheses.
fn take_places(
    left: &mut Expr,
    named: &mut dyn FnMut(&str, Span) -> Ident,
    places: &mut Vec<(Ident, Expr)>,
) {
    while let Expr::Paren(inner) = left {
        *left = std::mem::replace(&mut *inner.expr, Expr::PLACEHOLDER);
    }
    match left {
        Expr::Infer(_) => {}
        Expr::Range(rest) if rest.start.is_none() && rest.end.is_none() => {}
        Expr::Call(ExprCall {
            func, args: elems, ..
        }) if matches!(**func, Expr::Path(_)) => {
            for left in elems {
                take_places(left, named, places);
            }
        }
        Expr::Array(ExprArray { elems, .. }) | Expr::Tuple(ExprTuple { elems, .. }) => {
            for left in elems {
                take_places(left, named, places);
            }
        }
        Expr::Struct(left) => {
            for field in &mut left.fields {
                let span = field.expr.span();
                field.colon_token.get_or_insert(Token![:](span));
                take_places(&mut field.expr, named, places);
            }
        }
        left => {
            let name = named(&format!("place{}", places.len()), left.span());
            places.push((name.clone(), std::mem::replace(left, tree::value(name))));
        }
    }
}
