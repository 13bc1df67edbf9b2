//! Which `&mut` references are split into their fields?
//!
//! `yield_!(&mut node.value); next = node.next.as_mut();` hands out a part of what `node` refers to, so `node` cannot be moved into the state.
//! Its other fields can be reached without it: where `node` is bound, the machine borrows each field that is mentioned,
//! `let node_next = &mut node.next;`, and mentions that. The fold copy stays as it is written.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Ident;
use quote::{ToTokens, quote_spanned};
use syn::{
    Block, Expr, ExprField, Item, Lifetime, Local as Let, Macro, Member, Pat, PatIdent,
    PatReference, Stmt, Token, Type, TypeReference, parse_quote_spanned,
    spanned::Spanned,
    visit::{self, Visit},
    visit_mut::{self, VisitMut},
};

use crate::{
    behind::behind_patterns,
    borrows::items,
    desugar::{self, ours},
    effects::{Part, part},
    ids::{LocalId, Table},
    ir::{Glue, Graph, Local, Terminator},
    layout::{Carried, Layout},
    macros, names, operands,
    resolve::Resolved,
};

/// The locals that are carried at a yield that hands out a borrow of a part of them, which rustc would refuse.
pub fn handed_out(graph: &Graph, layout: &Layout, item: &Type) -> BTreeSet<LocalId> {
    let mut found = BTreeSet::new();
    if !Lifetimes::of(item).may_borrow() {
        return found;
    }
    let parts = Parts::of(graph);
    let arguments = items(graph, &lent_to_items(graph, item));
    for (id, block) in graph.blocks.iter() {
        let Terminator::Yield { value, resume, .. } = &block.terminator else {
            continue;
        };
        let mut owners = arguments.get(&id).cloned().unwrap_or_default();
        held(value, &mut |item| parts.owners(item, &mut owners));
        let states = layout.states.iter().map(|(_, state)| state);
        for state in states.filter(|state| state.block == *resume) {
            let live = state.fields.iter();
            let live = live.filter(|field| field.carried == Carried::Live);
            let live = live.map(|field| field.local);
            // An anchor's variable is a pointer already.
            let live = live.filter(|&local| !graph.locals[local].is_pointer());
            found.extend(live.filter(|local| owners.contains(local)));
        }
    }
    found
}

// The locals that are surely `&mut` references and of which, by their lifetimes, an item may be a part.
fn lent_to_items(graph: &Graph, item: &Type) -> BTreeSet<LocalId> {
    let item = Lifetimes::of(item);
    let lent = graph.locals.ids().filter(|local| {
        let is_argument = graph.params.contains(local);
        reference(&graph.locals[*local]).is_some_and(|ty| item.mentions(ty, is_argument))
    });
    lent.collect()
}

/// The type of a local that is surely a `&mut` reference.
pub fn reference(local: &Local) -> Option<&TypeReference> {
    match &local.ty {
        Some(Type::Reference(ty)) => ty.mutability.is_some().then_some(ty),
        _ => None,
    }
}

/// For how long do the values of a type borrow what they borrow?
#[derive(Default)]
struct Lifetimes {
    named: BTreeSet<Ident>,
    /// A lifetime that is not named is that of the argument it is borrowed from, and of a type that is not known anything may be.
    is_elided: bool,
}

impl Lifetimes {
    fn of(ty: &Type) -> Self {
        let mut lifetimes = Self::default();
        lifetimes.visit_type(ty);
        lifetimes
    }

    fn may_borrow(&self) -> bool {
        self.is_elided || !self.named.is_empty()
    }

    // May it be that of the reference? One that is not named is another in each argument, and in a body it is inferred.
    fn mentions(&self, reference: &TypeReference, is_argument: bool) -> bool {
        let lifetime = reference.lifetime.as_ref();
        match lifetime.filter(|lifetime| lifetime.ident != "_") {
            Some(lifetime) => self.named.contains(&lifetime.ident),
            None => self.is_elided || !is_argument,
        }
    }
}

impl<'ast> Visit<'ast> for Lifetimes {
    fn visit_type(&mut self, ty: &'ast Type) {
        self.is_elided |= matches!(ty, Type::Infer(_));
        visit::visit_type(self, ty);
    }

    fn visit_type_reference(&mut self, reference: &'ast TypeReference) {
        self.is_elided |= reference.lifetime.is_none();
        visit::visit_type_reference(self, reference);
    }

    fn visit_lifetime(&mut self, lifetime: &'ast Lifetime) {
        if lifetime.ident == "_" {
            self.is_elided = true;
        } else {
            self.named.insert(lifetime.ident.clone());
        }
    }
}

// Is this all that a reference refers to, `node` or `*node`?
fn is_whole(part: &[String]) -> bool {
    part.iter().all(|step| step == "*")
}

/// The variables that borrow a part of a local, to change it, each with that local.
struct Parts(BTreeMap<LocalId, Owner>);

/// A local of which a part is borrowed.
#[derive(Clone, Copy)]
struct Owner {
    local: LocalId,
    /// Is it a field of the local itself, rather than a field of a field, which may be behind another reference?
    is_field: bool,
}

impl Parts {
    fn of(graph: &Graph) -> Self {
        let mut parts = Self(BTreeMap::new());
        for (_, block) in graph.blocks.iter() {
            for statement in &block.statements {
                if let Stmt::Local(local) = &statement.code
                    && let Some(init) = &local.init
                {
                    parts.bind(&local.pat, &init.expr);
                }
            }
            parts.terminator(&block.terminator);
        }
        parts
    }

    // The local of which this is a mutable borrow of a part, and those of which that may be a part itself.
    fn owners(&self, value: &Expr, owners: &mut BTreeSet<LocalId>) {
        let mut next = self.owner(value);
        while let Some(owner) = next {
            let is_new = owners.insert(owner.local);
            next = self.0.get(&owner.local).copied().filter(|_| is_new);
        }
    }

    // The local of which this is a mutable borrow of a part.
    fn owner(&self, value: &Expr) -> Option<Owner> {
        let place = match value {
            Expr::Reference(borrow) if borrow.mutability.is_some() => &borrow.expr,
            // As `first_mut`.
            Expr::MethodCall(call) if is_mutable(&call.method) => &call.receiver,
            Expr::MethodCall(call) if names::is_one_of(&call.method, HAND_ON) => {
                return self.owner(&call.receiver);
            }
            // What a `for` asks for its items.
            Expr::Call(call) if is_iteration(&call.func) => {
                let iterated = call.args.first()?;
                return self.known(iterated).or_else(|| self.owner(iterated));
            }
            Expr::Path(_) => return self.known(value),
            // A `?`.
            Expr::Match(_) => return self.owner(desugar::question(value)?),
            Expr::Paren(value) => return self.owner(&value.expr),
            _ => return None,
        };
        let (local, part) = part(place)?;
        let is_field = part.iter().filter(|step| *step != "*").count() == 1;
        (!is_whole(&part)).then_some(Owner { local, is_field })
    }

    // The same of a variable, or of a borrow of one.
    fn known(&self, value: &Expr) -> Option<Owner> {
        let place = match value {
            Expr::Reference(borrow) => &borrow.expr,
            value => value,
        };
        let (variable, part) = part(place)?;
        self.0.get(&variable).copied().filter(|_| part.is_empty())
    }

    fn bind(&mut self, pat: &Pat, value: &Expr) {
        if let Some(owner) = self.owner(value) {
            let mut bound = Bound(Vec::new());
            bound.visit_pat(pat);
            let variables = bound.0.into_iter().map(|variable| (variable, owner));
            self.0.extend(variables);
        }
    }

    fn terminator(&mut self, terminator: &Terminator) {
        match terminator {
            Terminator::If { condition, .. } => self.condition(condition),
            Terminator::Match {
                scrutinee, arms, ..
            } => arms.iter().for_each(|arm| self.bind(&arm.pat, scrutinee)),
            Terminator::LetElse { pat, value, .. } => self.bind(pat, value),
            Terminator::Yield { .. }
            | Terminator::Goto(_)
            | Terminator::Unreachable
            | Terminator::Return => {}
        }
    }

    fn condition(&mut self, condition: &Expr) {
        match condition {
            Expr::Let(head) => self.bind(&head.pat, &head.expr),
            Expr::Binary(both) => {
                self.condition(&both.left);
                self.condition(&both.right);
            }
            Expr::Paren(condition) => self.condition(&condition.expr),
            _ => {}
        }
    }
}

// Shows `see` what an item holds as it is; what is made of a borrow in another way need not borrow.
fn held(item: &Expr, see: &mut impl FnMut(&Expr)) {
    match item {
        Expr::Tuple(item) => item.elems.iter().for_each(|item| held(item, see)),
        Expr::Array(item) => item.elems.iter().for_each(|item| held(item, see)),
        Expr::Call(call) if is_constructor(&call.func) => {
            call.args.iter().for_each(|item| held(item, see));
        }
        Expr::Struct(item) => item.fields.iter().for_each(|field| held(&field.expr, see)),
        item => see(item),
    }
}

/// The locals of which an item borrows a field: as no item borrows from the generator, these are references.
pub fn shown(graph: &Graph) -> BTreeSet<LocalId> {
    let parts = Parts::of(graph);
    let mut found = BTreeSet::new();
    for (_, block) in graph.blocks.iter() {
        if let Terminator::Yield { value, .. } = &block.terminator {
            held(value, &mut |item| {
                let owner = parts.owner(item).filter(|owner| owner.is_field);
                found.extend(owner.map(|owner| owner.local));
            });
        }
    }
    found
}

// Does the name say that it is for changes, as `last_mut` and `as_mut_slice` do?
fn is_mutable(method: &Ident) -> bool {
    method.to_string().split('_').any(|word| word == "mut")
}

/// Methods that give what they are called on, or something that came out of it, as it is.
const HAND_ON: &[&str] = &[
    "by_ref",
    "chain",
    "enumerate",
    "expect",
    "filter",
    "find",
    "flatten",
    "fuse",
    "inspect",
    "into_iter",
    "last",
    "max_by_key",
    "min_by_key",
    "next",
    "next_back",
    "next_if",
    "nth",
    "ok_or",
    "ok_or_else",
    "peekable",
    "rev",
    "skip",
    "skip_while",
    "step_by",
    "take",
    "take_while",
    "unwrap",
    "zip",
];

// Is this `IntoIterator::into_iter` or `Iterator::next`?
fn is_iteration(function: &Expr) -> bool {
    let name = match function {
        Expr::Path(path) => path.path.segments.last().map(|last| &last.ident),
        _ => None,
    };
    name.is_some_and(|name| name == "into_iter" || name == "next")
}

// Does the name say that this is a tuple struct or a variant, as `Some`?
fn is_constructor(function: &Expr) -> bool {
    let name = match function {
        Expr::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
        _ => None,
    };
    name.is_some_and(|name| name.starts_with(char::is_uppercase))
}

/// What a pattern binds, but for what is behind a `&`, and may be a copy.
struct Bound(Vec<LocalId>);

impl<'ast> Visit<'ast> for Bound {
    fn visit_pat_ident(&mut self, pat: &'ast PatIdent) {
        self.0.extend(names::local(&pat.ident));
        visit::visit_pat_ident(self, pat);
    }

    fn visit_pat_reference(&mut self, _: &'ast PatReference) {}

    fn visit_expr(&mut self, _: &'ast Expr) {}
}

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
        if operands::evaluates_only(mac) {
            macros::rewrite(mac, |expr| {
                let mut mentioned = Vec::new();
                names::mentioned(expr.to_token_stream(), &mut mentioned);
                self.visit_expr_mut(expr);
                mentioned.contains(&self.0.local)
            });
        }
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
