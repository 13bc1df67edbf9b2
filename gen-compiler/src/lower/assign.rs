//! Assignments whose value is control flow that is taken apart.
//!
//! The value goes into a local of ours first.

use syn::{Expr, ExprArray, ExprAssign, ExprCall, ExprTuple, parse_quote, spanned::Spanned};

use super::{Dest, Lower};
use crate::{
    effects::{self, Effect},
    ids::{LocalId, Set},
    ir::Statement,
    names,
};

impl Lower<'_> {
    // Input: an assignment, and what evaluates its value. `is_told` says whether the places tell the type of the value.
    // Output: what stands for the value.
    pub(super) fn assigned(
        &mut self,
        assign: &ExprAssign,
        is_told: bool,
        evaluate: impl FnOnce(&mut Self, &Dest),
    ) -> Expr {
        let value = self.temporary("value", assign.right.span());
        self.declare_uninitialised(&parse_quote!(#value), None);
        if is_told
            && is_whole(&assign.left)
            && let Some(local) = names::local(&value)
        {
            let place = &assign.left;
            // It never runs, so it uses nothing; that it is an assignment keeps the declaration beside it.
            self.blocks[self.current].statements.push(Statement {
                code: parse_quote!(::gen_runtime::__private::like!(#value, #place);),
                effects: vec![Effect::Assign(local), Effect::Declare(local, false)],
                source: None,
            });
        }
        evaluate(self, &Dest::Local(value.clone()));
        match *assign.left {
            Expr::Tuple(_) | Expr::Array(_) | Expr::Call(_) | Expr::Struct(_) | Expr::Infer(_) => {
                // In braces it is moved out of the local of ours, so that what is not assigned is dropped first.
                parse_quote!({ #value })
            }
            _ => parse_quote!(#value),
        }
    }

    // Does the value of an assignment mention what it is assigned to? Then the type of the value must be known in the states in
    // which it is evaluated.
    pub(super) fn is_mentioned(&self, left: &Expr, right: &Expr) -> bool {
        let mentioned = |expr: &Expr| {
            let mut locals: Set<LocalId> = Set::new();
            let effects = effects::of_value(expr, &self.known);
            effects::locals(&effects, &mut |_, local| _ = locals.insert(local));
            locals
        };
        let (used, mut told) = (mentioned(right), mentioned(left));
        told.intersect(&used);
        told.iter().next().is_some()
    }
}

// Does everything in the value have a place?
fn is_whole(left: &Expr) -> bool {
    match left {
        Expr::Infer(_) | Expr::Range(_) => false,
        Expr::Paren(inner) => is_whole(&inner.expr),
        Expr::Array(ExprArray { elems, .. })
        | Expr::Tuple(ExprTuple { elems, .. })
        | Expr::Call(ExprCall { args: elems, .. }) => elems.iter().all(is_whole),
        Expr::Struct(left) => {
            left.dot2_token.is_none() && left.fields.iter().all(|field| is_whole(&field.expr))
        }
        _ => true,
    }
}
