//! Which `&mut` references are split into their fields?
//!
//! Where a part of what a reference refers to is handed out (`handed_out.rs`), its other fields can be reached without it: where `node` is bound, the machine borrows each field that is mentioned,
//! `let node_next = &mut node.next;`, and mentions that. The fold copy stays as it is written.

use std::collections::BTreeSet;

use proc_macro2::Ident;
use quote::{ToTokens, quote_spanned};
use syn::{
    Block, Expr, ExprField, Item, Local as Let, Macro, Member, Pat, Stmt, Token,
    parse_quote_spanned,
    spanned::Spanned,
    visit_mut::{self, VisitMut},
};

use crate::{
    behind::behind_patterns,
    desugar::ours,
    effects::{Part, part},
    handed_out::reference,
    ids::{LocalId, Table},
    ir::{Glue, Local},
    macros::{self, Code},
    names, operands,
    resolve::Resolved,
};

/// Splits those of the locals of which the body mentions nothing but fields. Output: the body with these, if there are any.
pub fn split(written: &Resolved, wanted: &BTreeSet<LocalId>) -> Option<Resolved> {
    let mut changed = None;
    for &local in wanted {
        if is_told_elsewhere(written, local) {
            continue;
        }
        let before = changed.as_ref().unwrap_or(written);
        let Some((mut split, mut body)) = fields(before, local) else {
            continue;
        };
        if split.assigned > 0 {
            Assigned(&split).visit_block_mut(&mut body);
        }
        let lets = split.lets();
        if before.params.contains(&local) {
            body.stmts.splice(0..0, lets);
        } else {
            let mut lets = lets;
            behind_patterns(&mut body, &mut |pat| declared_behind(&mut lets, local, pat));
            if !lets.is_empty() {
                continue;
            }
        }
        split.locals[local].split = true;
        let mut resolved = changed.unwrap_or_else(|| written.clone());
        (resolved.locals, resolved.body) = (split.locals, body);
        changed = Some(resolved);
    }
    changed
}

// The fields that stand for a local, and the body that mentions these instead. Where it mentions one only, as in `self.list.head` and
// `self.list.length`, they are those of that one.
fn fields(before: &Resolved, local: LocalId) -> Option<(Split, Block)> {
    let mut stem = Part::new();
    loop {
        let mut split = Split {
            local,
            stem: stem.clone(),
            locals: before.locals.clone(),
            fields: Vec::new(),
            assigned: 0,
        };
        let mut body = before.body.clone();
        split.visit_block_mut(&mut body);
        let mut left = Vec::new();
        names::mentioned(body.to_token_stream(), &mut left);
        // The pattern that binds it, if it is no argument, and where it is given another value.
        let known = usize::from(!before.params.contains(&local)) + split.assigned;
        if left.iter().filter(|&&left| left == local).count() != known {
            return None;
        }
        // What has a `mut` and is assigned nothing is a value: of a reference rustc would say that it needs none.
        if before.locals[local].mutable && split.assigned == 0 {
            return None;
        }
        match &split.fields[..] {
            [] => return None,
            [only] => stem.push(only.member.to_token_stream().to_string()),
            [..] => return Some((split, body)),
        }
    }
}

/// Is it said of a closure that this takes the local, or does a macro mention it on its own account?
pub fn is_told_elsewhere(resolved: &Resolved, local: LocalId) -> bool {
    let mut rows = resolved.locals.ids().map(|id| &resolved.locals[id]);
    let is_captured = rows.any(|row| {
        row.captures.as_ref().is_some_and(|captures| {
            let taken = captures.taken.iter().flatten().map(|(local, _)| *local);
            let moved = captures.moved.iter().map(|(local, _)| *local);
            taken.chain(moved).any(|captured| captured == local)
        })
    });
    let mut macros = resolved.known.macros.values();
    is_captured || macros.any(|mentioned| mentioned.contains(&local))
}

/// Replaces the fields.
struct Split {
    local: LocalId,
    /// Of what in the local they are the fields.
    stem: Part,
    locals: Table<LocalId, Local>,
    fields: Vec<Field>,
    /// So often it is given another value.
    assigned: usize,
}

/// A field that is mentioned.
struct Field {
    variable: Ident,
    owner: Expr,
    member: Member,
    /// Is it only borrowed by `&`, so that its variable may be `Copy`?
    is_shared: bool,
}

impl Field {
    fn borrow(&self) -> Expr {
        let (owner, member) = (&self.owner, &self.member);
        let span = self.variable.span();
        let mutable = (!self.is_shared).then(|| Token![mut](span));
        parse_quote_spanned!(span=> &#mutable #owner.#member)
    }
}

impl Split {
    fn is_field(&self, field: &ExprField) -> bool {
        part(&field.base).is_some_and(|(local, part)| {
            let steps = part.iter().filter(|step| *step != "*");
            local == self.local && steps.eq(&self.stem)
        })
    }

    fn variable(&mut self, field: &ExprField, is_shared: bool) -> Ident {
        let mut known = self.fields.iter_mut();
        if let Some(known) = known.find(|known| known.member == field.member) {
            known.is_shared &= is_shared;
            return known.variable.clone();
        }
        let base = names::base(&self.locals[self.local].ident);
        let name = format!("{base}_{}", field.member.to_token_stream()).replace("r#", "");
        let span = ours(field.span());
        let ident = Ident::new(&names::ours(&name).to_string(), span);
        let lifetime = reference(&self.locals[self.local]).and_then(|ty| ty.lifetime.as_ref());
        let ty = parse_quote_spanned!(span=> &#lifetime mut _);
        let local = self.locals.push(Local {
            glue: Glue::None,
            ty: Some(ty),
            in_macro: self.locals[self.local].in_macro,
            ..Local::new(&ident, false)
        });
        let variable = names::numbered(&ident, local);
        self.fields.push(Field {
            variable: variable.clone(),
            owner: (*field.base).clone(),
            member: field.member.clone(),
            is_shared,
        });
        variable
    }

    fn lets(&mut self) -> Vec<Stmt> {
        let is_assigned = self.assigned > 0;
        for field in &self.fields {
            if let Some(local) = names::local(&field.variable) {
                self.locals[local].mutable = is_assigned;
                if field.is_shared {
                    self.locals[local].ty = None;
                }
            }
        }
        let lets = self.fields.iter().map(|field| {
            let (variable, borrow) = (&field.variable, field.borrow());
            let mutable = is_assigned.then(|| Token![mut](variable.span()));
            parse_quote_spanned!(variable.span()=> let #mutable #variable = #borrow;)
        });
        lets.collect()
    }

    // Is this `local = value`?
    fn is_assigned(&self, expr: &Expr) -> bool {
        let Expr::Assign(assign) = expr else {
            return false;
        };
        part(&assign.left).is_some_and(|(local, part)| local == self.local && part.is_empty())
    }
}

impl VisitMut for Split {
    fn visit_item_mut(&mut self, _: &mut Item) {}

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        in_macro(mac, self.local, &mut |expr| self.visit_expr_mut(expr));
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if self.is_assigned(expr) {
            self.assigned += 1;
        }
        if let Expr::Reference(borrow) = expr
            && borrow.mutability.is_none()
            && let Expr::Field(field) = &*borrow.expr
            && self.is_field(field)
        {
            let span = ours(field.span());
            let variable = self.variable(field, true);
            *borrow.expr = parse_quote_spanned!(span=> (*#variable));
            return;
        }
        if let Expr::Field(field) = expr
            && self.is_field(field)
        {
            let span = ours(field.span());
            let variable = self.variable(field, false);
            *expr = parse_quote_spanned!(span=> (*#variable));
            return;
        }
        visit_mut::visit_expr_mut(self, expr);
    }
}

/// Borrows the fields again where the reference is given another value.
struct Assigned<'s>(&'s Split);

impl VisitMut for Assigned<'_> {
    fn visit_item_mut(&mut self, _: &mut Item) {}

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        in_macro(mac, self.0.local, &mut |expr| self.visit_expr_mut(expr));
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        if self.0.is_assigned(expr) {
            let fields = self.0.fields.iter().map(|field| {
                let (variable, borrow) = (&field.variable, field.borrow());
                quote_spanned!(variable.span()=> #variable = #borrow;)
            });
            *expr = parse_quote_spanned!(ours(expr.span())=> { #expr; #(#fields)* });
        }
    }
}

// Rewrites the arguments that mention the local. What an unknown macro does with a field does not show.
fn in_macro(mac: &mut Macro, local: LocalId, rewrite: &mut dyn FnMut(&mut Expr)) {
    if operands::evaluates_only(mac) {
        macros::rewrite(mac, |expr| {
            let is_mentioned = names::mentions_in(Code::Expr(expr), local);
            rewrite(expr);
            is_mentioned
        });
    }
}

// The declarations `lets` of what is used instead of the local, if this binds it and a guard does not mention them.
fn declared_behind(lets: &mut Vec<Stmt>, local: LocalId, pat: &Pat) -> Vec<Stmt> {
    let mut mentioned = Vec::new();
    names::mentioned(pat.to_token_stream(), &mut mentioned);
    let fields = lets.iter().filter_map(|field| match field {
        Stmt::Local(Let {
            pat: Pat::Ident(variable),
            ..
        }) => names::local(&variable.ident),
        _ => None,
    });
    let is_used = fields.into_iter().any(|field| mentioned.contains(&field));
    if mentioned.contains(&local) && !is_used {
        std::mem::take(lets)
    } else {
        Vec::new()
    }
}
