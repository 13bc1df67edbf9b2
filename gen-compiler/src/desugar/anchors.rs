//! What does `let x = anchor!(value);` mean?
//!
//! Two locals: `let mut anchored = value; let x = &mut anchored;`. That is what the fold copy says, so that rustc checks
//! every use of `x`; in the machine the first is a slot of the generator's frame, and `x` a pointer to it. The two
//! `let`s remember by an attribute that they are no others.

use proc_macro2::{Ident, Span};
use syn::{
    Attribute, Block, Expr, Local, Macro, Pat, Stmt, Type, parse_quote, parse_quote_spanned,
    spanned::Spanned,
    visit::{self, Visit},
};

use super::{ours, spelled, spelling};
use crate::{macros, names};

/// The `anchor!` that this `let` binds.
pub fn anchor(local: &Local) -> Option<&Macro> {
    match &*local.init.as_ref()?.expr {
        Expr::Macro(value) if macros::is(&value.mac, "anchor") => Some(&value.mac),
        _ => None,
    }
}

/// Are there anchors in this body?
pub fn is_any(body: &Block) -> bool {
    struct Find(bool);
    impl<'ast> Visit<'ast> for Find {
        fn visit_local(&mut self, local: &'ast Local) {
            self.0 |= anchor(local).is_some() || is_half(&local.attrs);
            visit::visit_local(self, local);
        }
    }
    let mut find = Find(false);
    find.visit_block(body);
    find.0
}

/// Where the first half of an anchor is in this body.
pub fn first(body: &Block) -> Option<Span> {
    struct Find(Option<Span>);
    impl<'ast> Visit<'ast> for Find {
        fn visit_local(&mut self, local: &'ast Local) {
            if let (None, Some(path)) = (self.0, spelling(&local.attrs, "anchor")) {
                self.0 = Some(path.span());
            }
            visit::visit_local(self, local);
        }
    }
    let mut find = Find(None);
    find.visit_block(body);
    find.0
}

/// Is this `let` a half of an anchor?
pub fn is_half(attrs: &[Attribute]) -> bool {
    spelling(attrs, "anchor").is_some()
}

/// The variable of `let x = anchor!(…)` or `let x: &mut T = anchor!(…)`, with the `T`.
pub fn variable(pat: &Pat) -> Option<(&Ident, Option<&Type>)> {
    match pat {
        Pat::Ident(pat) if pat.mutability.is_none() && pat.by_ref.is_none() => {
            pat.subpat.is_none().then_some((&pat.ident, None))
        }
        Pat::Type(typed) => match (variable(&typed.pat), &*typed.ty) {
            (Some((name, None)), Type::Reference(ty)) if ty.mutability.is_some() => {
                Some((name, Some(&ty.elem)))
            }
            _ => None,
        },
        _ => None,
    }
}

// Input: the statements of a block. Output: the same with two for each anchor.
pub(super) fn split(stmts: &mut Vec<Stmt>) {
    let is_anchor = |stmt: &Stmt| matches!(stmt, Stmt::Local(local) if anchor(local).is_some());
    if !stmts.iter().any(is_anchor) {
        return;
    }
    for stmt in std::mem::take(stmts) {
        match &stmt {
            Stmt::Local(local) => match halves(local) {
                Some(halves) => stmts.extend(halves),
                None => stmts.push(stmt),
            },
            _ => stmts.push(stmt),
        }
    }
}

fn halves(local: &Local) -> Option<[Stmt; 2]> {
    let mac = anchor(local)?;
    let (name, ty) = variable(&local.pat)?;
    let value: Expr = mac.parse_body().ok()?;
    let marker = spelled(mac);
    let span = ours(name.span());
    let anchored = Ident::new(
        &names::ours(&format!("{}_anchored", names::base(name))).to_string(),
        span,
    );
    let ty = ty.map(|ty| quote::quote!(: #ty));
    let (attrs, let_token, pat) = (&local.attrs, &local.let_token, &local.pat);
    Some([
        parse_quote_spanned!(span=> #marker let mut #anchored #ty = #value;),
        parse_quote!(#marker #(#attrs)* #let_token #pat = &mut #anchored;),
    ])
}
