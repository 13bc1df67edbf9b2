//! `break` and `continue` inside opaque statements: those that lead out of the statement become exits.

use proc_macro2::Span;
use syn::{
    Expr, Item, Label, Lifetime, Macro, Pat, Stmt, Token, parse_quote,
    spanned::Spanned,
    visit_mut::{self, VisitMut},
};

use super::{Dest, Target};
use crate::{ids::BlockId, macros, names};

/// The loop or block that a `break` leaves, if it was taken apart.
pub(super) fn break_target<'t>(
    targets: &'t [Target],
    label: Option<&Lifetime>,
) -> Option<&'t Target> {
    targets.iter().rev().find(|target| match label {
        Some(label) => target.label.as_ref() == Some(label),
        None => !target.is_block,
    })
}

/// The head that a `continue` goes to, if the loop was taken apart.
pub(super) fn continue_target(targets: &[Target], label: Option<&Lifetime>) -> Option<BlockId> {
    break_target(targets, label)?.head
}

/// Replaces the jumps out of an opaque statement.
pub(super) fn replace(stmt: &mut Stmt, targets: &[Target]) {
    Jumps::new(targets).visit_stmt_mut(stmt);
}

/// Replaces the jumps out of an expression that is not taken apart.
pub(super) fn replace_in(expr: &mut Expr, targets: &[Target]) {
    Jumps::new(targets).visit_expr_mut(expr);
}

/// Replaces the jumps out of a match arm's guard.
pub(super) fn replace_in_guard(pat: &mut Pat, targets: &[Target]) {
    if let Pat::Guard(pat) = pat {
        replace_in(&mut pat.guard, targets);
    }
}

struct Jumps<'t> {
    targets: &'t [Target],
    /// The loops and labelled blocks inside the statement, which stay.
    inner: Vec<(Option<Lifetime>, bool)>,
    changed: bool,
}

impl<'t> Jumps<'t> {
    fn new(targets: &'t [Target]) -> Self {
        Self {
            targets,
            inner: Vec::new(),
            changed: false,
        }
    }

    fn stays(&self, label: Option<&Lifetime>) -> bool {
        self.inner.iter().any(|(name, is_block)| match label {
            Some(label) => name.as_ref() == Some(label),
            None => !is_block,
        })
    }

    fn inside(&mut self, label: Option<&Label>, is_block: bool, visit: impl FnOnce(&mut Self)) {
        let label = label.map(|label| label.name.clone());
        self.inner.push((label, is_block));
        visit(self);
        self.inner.pop();
    }

    fn exit(&self, expr: &Expr) -> Option<Expr> {
        match expr {
            Expr::Break(jump) if !self.stays(jump.label.as_ref()) => {
                let target = break_target(self.targets, jump.label.as_ref())?;
                let exit = names::jump(target.after, jump.break_token.span());
                Some(match (&jump.expr, &target.dest) {
                    (Some(value), Dest::Local(dest)) => parse_quote!({ #dest = #value; #exit }),
                    (Some(value), Dest::Discard) => {
                        // Not by its tokens: the braces that it starts with would end the statement.
                        let value = Stmt::Expr(Expr::clone(value), Some(<Token![;]>::default()));
                        parse_quote!({ #value #exit })
                    }
                    (None, Dest::Local(dest)) => parse_quote!({ #dest = (); #exit }),
                    (None, Dest::Discard) => parse_quote!(#exit),
                })
            }
            Expr::Continue(jump) if !self.stays(jump.label.as_ref()) => {
                let head = continue_target(self.targets, jump.label.as_ref())?;
                let exit = names::jump(head, Span::mixed_site().located_at(expr.span()));
                Some(parse_quote!(#exit))
            }
            _ => None,
        }
    }
}

impl VisitMut for Jumps<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Closure(_) | Expr::Async(_) | Expr::Const(_) => return,
            Expr::Loop(inner) => {
                let label = inner.label.clone();
                return self.inside(label.as_ref(), false, |jumps| {
                    jumps.visit_block_mut(&mut inner.body);
                });
            }
            Expr::While(inner) => {
                let label = inner.label.clone();
                return self.inside(label.as_ref(), false, |jumps| {
                    jumps.visit_expr_mut(&mut inner.cond);
                    jumps.visit_block_mut(&mut inner.body);
                });
            }
            Expr::ForLoop(inner) => {
                self.visit_expr_mut(&mut inner.expr);
                let label = inner.label.clone();
                return self.inside(label.as_ref(), false, |jumps| {
                    jumps.visit_block_mut(&mut inner.body);
                });
            }
            Expr::Block(inner) if inner.label.is_some() => {
                let label = inner.label.clone();
                return self.inside(label.as_ref(), true, |jumps| {
                    jumps.visit_block_mut(&mut inner.block);
                });
            }
            _ => {}
        }
        visit_mut::visit_expr_mut(self, expr);
        if let Some(exit) = self.exit(expr) {
            *expr = exit;
            self.changed = true;
        }
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        let before = self.changed;
        let changed = macros::rewrite(mac, |expr| {
            self.changed = false;
            self.visit_expr_mut(expr);
            self.changed
        });
        // The macro may itself be in another's arguments.
        self.changed = before || changed;
    }

    fn visit_item_mut(&mut self, _: &mut Item) {}
}
