//! Which parts of locals are emptied instead of being moved away?
//!
//! A local of which a field was moved away cannot be moved into a state, and its other fields have no names that are known here. Where
//! the field is used by value and its type has an empty value, which is nothing to drop, that is left in its place: so the local
//! stays whole. The type decides (`gen-runtime/src/__private/keep.rs`). Nobody sees the difference, since the copy of the
//! body that is checked moves the field.

use proc_macro2::Span;
use syn::{
    Expr, Local, Macro, Pat, Token, UnOp, parse_quote_spanned,
    spanned::Spanned,
    visit::{self, Visit},
    visit_mut::{self, VisitMut},
};

use crate::{
    desugar::ours,
    effects::{is_place, moves_all, root},
    ids::{LocalId, Set},
    macros, names,
    operands::{is_comparison, is_compound},
    resolve::Resolved,
};

/// Replaces the fields of these locals that are used by value, where `mut` can be given to the locals.
pub fn emptied(resolved: &mut Resolved, locals: &Set<LocalId>) {
    let mut plain = Plain {
        found: resolved.params.clone(),
    };
    plain.visit_block(&resolved.body);
    let mut chosen = Set::new();
    for local in locals.iter().filter(|local| plain.found.contains(local)) {
        chosen.insert(local);
        resolved.locals[local].mutable = true;
    }
    Replace { locals: &chosen }.visit_block_mut(&mut resolved.body);
}

/// The macro that takes a part, if this is it.
pub fn is_emptied(mac: &Macro) -> bool {
    macros::is_from_root(&mac.path) && (macros::is(mac, "emptied") || macros::is(mac, "iterated"))
}

/// The variables that are no part of a larger pattern: a `mut` there changes nothing else.
struct Plain {
    found: Vec<LocalId>,
}

impl Plain {
    fn pat(&mut self, pat: &Pat) {
        match pat {
            Pat::Ident(pat) if pat.by_ref.is_none() => self.found.extend(names::local(&pat.ident)),
            Pat::Type(pat) => self.pat(&pat.pat),
            _ => {}
        }
    }
}

impl<'ast> Visit<'ast> for Plain {
    fn visit_item(&mut self, _: &'ast syn::Item) {}

    fn visit_local(&mut self, local: &'ast Local) {
        self.pat(&local.pat);
        visit::visit_local(self, local);
    }

    fn visit_expr_for_loop(&mut self, expr: &'ast syn::ExprForLoop) {
        self.pat(&expr.pat);
        visit::visit_expr_for_loop(self, expr);
    }

    fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
        if pat.mutability.is_some() {
            self.found.extend(names::local(&pat.ident));
        }
        visit::visit_pat_ident(self, pat);
    }
}

/// Every expression that this visits is used by value; places are only looked into.
struct Replace<'l> {
    locals: &'l Set<LocalId>,
}

impl Replace<'_> {
    // The part of a local that is a field, or a field's field.
    fn is_part(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Field(_) => root(expr).is_some_and(|local| self.locals.contains(local)),
            Expr::Paren(expr) => self.is_part(&expr.expr),
            Expr::Group(expr) => self.is_part(&expr.expr),
            _ => false,
        }
    }

    // An expression whose place is used and whose value stays where it is.
    fn place(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Path(_) => {}
            Expr::Field(expr) => self.place(&mut expr.base),
            Expr::Index(expr) => {
                self.place(&mut expr.expr);
                self.visit_expr_mut(&mut expr.index);
            }
            Expr::Unary(expr) if matches!(expr.op, UnOp::Deref(_)) => self.place(&mut expr.expr),
            Expr::Paren(expr) => self.place(&mut expr.expr),
            Expr::Group(expr) => self.place(&mut expr.expr),
            _ => self.visit_expr_mut(expr),
        }
    }

    fn scrutinee(&mut self, expr: &mut Expr) {
        if is_place(expr) {
            self.place(expr);
        } else {
            self.visit_expr_mut(expr);
        }
    }

    fn assigned(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Tuple(expr) => expr.elems.iter_mut().for_each(|expr| self.assigned(expr)),
            Expr::Array(expr) => expr.elems.iter_mut().for_each(|expr| self.assigned(expr)),
            Expr::Call(expr) => expr.args.iter_mut().for_each(|expr| self.assigned(expr)),
            Expr::Struct(expr) => {
                let fields = expr.fields.iter_mut();
                fields.for_each(|field| self.assigned(&mut field.expr));
            }
            expr => self.place(expr),
        }
    }
}

fn taken(expr: &Expr, span: Span) -> Expr {
    let span = ours(span);
    parse_quote_spanned!(span=> ::gen_runtime::__private::emptied!(#expr))
}

impl VisitMut for Replace<'_> {
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}

    // What a macro takes is not replaced.
    fn visit_macro_mut(&mut self, _: &mut Macro) {}

    fn visit_local_mut(&mut self, local: &mut Local) {
        self.visit_pat_mut(&mut local.pat);
        let Some(init) = &mut local.init else { return };
        if init.diverge.is_none() && moves_all(&local.pat) {
            self.visit_expr_mut(&mut init.expr);
        } else {
            self.scrutinee(&mut init.expr);
        }
        if let Some((_, diverge)) = &mut init.diverge {
            self.visit_expr_mut(diverge);
        }
    }

    fn visit_pat_ident_mut(&mut self, pat: &mut syn::PatIdent) {
        let chosen = names::local(&pat.ident).is_some_and(|local| self.locals.contains(local));
        if chosen && pat.by_ref.is_none() && pat.mutability.is_none() {
            pat.mutability = Some(Token![mut](ours(pat.ident.span())));
        }
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if self.is_part(expr) {
            *expr = taken(expr, expr.span());
            return;
        }
        match expr {
            Expr::Field(_) | Expr::Index(_) => self.place(expr),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => self.place(&mut unary.expr),
            Expr::Reference(expr) => self.place(&mut expr.expr),
            Expr::RawAddr(expr) => self.place(&mut expr.expr),
            Expr::MethodCall(call) => {
                if call.method == "into_iter"
                    && call.args.is_empty()
                    && self.is_part(&call.receiver)
                {
                    let receiver = &call.receiver;
                    let span = ours(receiver.span());
                    *call.receiver =
                        parse_quote_spanned!(span=> ::gen_runtime::__private::iterated!(#receiver));
                } else {
                    self.place(&mut call.receiver);
                }
                for argument in &mut call.args {
                    self.visit_expr_mut(argument);
                }
            }
            Expr::Call(call) => {
                self.place(&mut call.func);
                for argument in &mut call.args {
                    self.visit_expr_mut(argument);
                }
            }
            Expr::Assign(expr) => {
                self.visit_expr_mut(&mut expr.right);
                self.assigned(&mut expr.left);
            }
            Expr::Binary(expr) => {
                let compares = is_comparison(expr.op);
                if compares || is_compound(expr.op) {
                    self.place(&mut expr.left);
                } else {
                    self.visit_expr_mut(&mut expr.left);
                }
                if compares {
                    self.place(&mut expr.right);
                } else {
                    self.visit_expr_mut(&mut expr.right);
                }
            }
            Expr::Let(expr) => self.scrutinee(&mut expr.expr),
            Expr::Match(expr) => {
                self.scrutinee(&mut expr.expr);
                for arm in &mut expr.arms {
                    self.visit_arm_mut(arm);
                }
            }
            Expr::Struct(expr) => {
                for field in &mut expr.fields {
                    self.visit_expr_mut(&mut field.expr);
                }
                // It moves fields out of a place.
                if let Some(rest) = &mut expr.rest {
                    self.place(rest);
                }
            }
            // A closure captures the part itself.
            Expr::Closure(_) | Expr::Async(_) | Expr::Const(_) | Expr::Macro(_) => {}
            _ => visit_mut::visit_expr_mut(self, expr),
        }
    }
}
