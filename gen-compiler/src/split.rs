//! Which `&mut` references are split into their fields?
//!
//! `yield_!(&mut node.value); next = node.next.as_mut();` hands out a part of what `node` refers to, so `node` cannot be moved into the state.
//! Its other fields can be reached without it: where `node` is bound, the machine borrows each field that is mentioned,
//! `let node_next = &mut node.next;`, and mentions that. The fold copy stays as it is written.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Ident;
use quote::ToTokens;
use syn::{
    Expr, ExprField, ExprReference, Item, Lifetime, Local as Let, Macro, Member, Pat, Stmt, Token,
    Type, TypeReference, parse_quote_spanned,
    spanned::Spanned,
    visit::{self, Visit},
    visit_mut::{self, VisitMut},
};

use crate::{
    behind::behind_patterns,
    desugar::ours,
    effects::part,
    ids::{LocalId, Table},
    ir::{Glue, Graph, Local, Terminator},
    layout::{Carried, Layout},
    macros, names, operands,
    resolve::Resolved,
};

/// The locals that are carried at a yield that hands out a borrow of a part of them, which rustc would refuse.
pub fn handed_out(graph: &Graph, layout: &Layout, item: &Type) -> BTreeSet<LocalId> {
    let mut found = BTreeSet::new();
    if !may_borrow(item) {
        return found;
    }
    let mut parts = Parts {
        graph,
        variables: BTreeMap::new(),
        owners: BTreeSet::new(),
    };
    for (_, block) in graph.blocks.iter() {
        for statement in &block.statements {
            if let Stmt::Local(Let {
                pat: Pat::Ident(variable),
                init: Some(init),
                ..
            }) = &statement.code
                && let Expr::Reference(borrow) = &*init.expr
                && let Some(variable) = names::local(&variable.ident)
            {
                parts
                    .variables
                    .extend(parts.owner(borrow).map(|owner| (variable, owner)));
            }
        }
    }
    for (_, block) in graph.blocks.iter() {
        let Terminator::Yield { value, resume, .. } = &block.terminator else {
            continue;
        };
        parts.owners.clear();
        parts.visit_expr(value);
        let states = layout.states.iter().map(|(_, state)| state);
        for state in states.filter(|state| state.block == *resume) {
            let live = state.fields.iter();
            let live = live.filter(|field| field.carried == Carried::Live);
            let live = live.map(|field| field.local);
            // An anchor's variable is a pointer already.
            let live = live.filter(|&local| !graph.locals[local].is_pointer());
            found.extend(live.filter(|local| parts.owners.contains(local)));
        }
    }
    found
}

// Does the type say that its values borrow something?
fn may_borrow(item: &Type) -> bool {
    struct Borrows(bool);
    impl<'ast> Visit<'ast> for Borrows {
        fn visit_type_reference(&mut self, _: &'ast TypeReference) {
            self.0 = true;
        }
        fn visit_lifetime(&mut self, _: &'ast Lifetime) {
            self.0 = true;
        }
    }
    let mut borrows = Borrows(false);
    borrows.visit_type(item);
    borrows.0
}

// Is this all that a reference refers to, `node` or `*node`?
fn is_whole(part: &[String]) -> bool {
    part.iter().all(|step| step == "*")
}

/// What an item is made of.
struct Parts<'g> {
    graph: &'g Graph,
    /// The variables that borrow a part, each with the local that it is a part of.
    variables: BTreeMap<LocalId, LocalId>,
    owners: BTreeSet<LocalId>,
}

impl Parts<'_> {
    // The local of which this borrows a part: to change it, or out of what is a `&mut` reference.
    fn owner(&self, borrow: &ExprReference) -> Option<LocalId> {
        let (local, part) = part(&borrow.expr)?;
        let is_argument = || {
            let ty = &self.graph.locals[local].ty;
            let is_mutable =
                |ty: &Type| matches!(ty, Type::Reference(ty) if ty.mutability.is_some());
            self.graph.params.contains(&local) && ty.as_ref().is_some_and(is_mutable)
        };
        (!is_whole(&part) && (borrow.mutability.is_some() || is_argument())).then_some(local)
    }
}

impl<'ast> Visit<'ast> for Parts<'_> {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        match expr {
            Expr::Reference(borrow) => self.owners.extend(self.owner(borrow)),
            Expr::Path(path) => {
                let local = path.path.get_ident().and_then(names::local);
                let owner = local.and_then(|local| self.variables.get(&local));
                self.owners.extend(owner);
            }
            // What these make of it need not borrow it.
            Expr::Closure(_) | Expr::MethodCall(_) | Expr::Block(_) => {}
            _ => visit::visit_expr(self, expr),
        }
    }
}

/// Splits those of the locals of which the body mentions nothing but fields. Output: the body with these, if there are any.
pub fn split(written: &Resolved, wanted: &BTreeSet<LocalId>) -> Option<Resolved> {
    let mut changed = None;
    for &local in wanted {
        if is_told_elsewhere(written, local) {
            continue;
        }
        let before = changed.as_ref().unwrap_or(written);
        let mut split = Split {
            local,
            locals: before.locals.clone(),
            fields: Vec::new(),
        };
        let is_argument = before.params.contains(&local);
        let mut body = before.body.clone();
        split.visit_block_mut(&mut body);
        let mut left = Vec::new();
        names::mentioned(body.to_token_stream(), &mut left);
        // The pattern that binds it, if it is no argument.
        let bindings = usize::from(!is_argument);
        if left.iter().filter(|&&left| left == local).count() != bindings || split.fields.len() < 2
        {
            continue;
        }
        let lets = split.lets();
        if is_argument {
            body.stmts.splice(0..0, lets);
        } else {
            let mut lets = lets;
            behind_patterns(&mut body, &mut |pat| declared_behind(&mut lets, local, pat));
            if !lets.is_empty() {
                continue;
            }
        }
        let mut resolved = changed.unwrap_or_else(|| written.clone());
        (resolved.locals, resolved.body) = (split.locals, body);
        changed = Some(resolved);
    }
    changed
}

// Is it said of a closure that this takes the local, or does a macro mention it on its own account?
fn is_told_elsewhere(resolved: &Resolved, local: LocalId) -> bool {
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
    locals: Table<LocalId, Local>,
    fields: Vec<Field>,
}

/// A field that is mentioned.
struct Field {
    variable: Ident,
    owner: Expr,
    member: Member,
    /// Is it only borrowed by `&`, so that its variable may be `Copy`?
    is_shared: bool,
}

impl Split {
    fn is_field(&self, field: &ExprField) -> bool {
        part(&field.base).is_some_and(|(local, part)| local == self.local && is_whole(&part))
    }

    fn variable(&mut self, field: &ExprField, is_shared: bool) -> Ident {
        let mut known = self.fields.iter_mut();
        if let Some(known) = known.find(|known| known.member == field.member) {
            known.is_shared &= is_shared;
            return known.variable.clone();
        }
        let base = names::base(&self.locals[self.local].ident);
        let name = format!("{base}_{}", field.member.to_token_stream()).replace("r#", "");
        let ident = Ident::new(&names::ours(&name).to_string(), ours(field.span()));
        let local = self.locals.push(Local {
            glue: Glue::None,
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

    fn lets(&self) -> Vec<Stmt> {
        let lets = self.fields.iter().map(|field| {
            let Field {
                variable,
                owner,
                member,
                is_shared,
            } = field;
            let span = variable.span();
            let mutable = (!is_shared).then(|| Token![mut](span));
            parse_quote_spanned!(span=> let #variable = &#mutable #owner.#member;)
        });
        lets.collect()
    }
}

impl VisitMut for Split {
    fn visit_item_mut(&mut self, _: &mut Item) {}

    // What an unknown macro does with a field does not show.
    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        if operands::evaluates_only(mac) {
            macros::rewrite(mac, |expr| {
                let mut mentioned = Vec::new();
                names::mentioned(expr.to_token_stream(), &mut mentioned);
                self.visit_expr_mut(expr);
                mentioned.contains(&self.local)
            });
        }
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
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
