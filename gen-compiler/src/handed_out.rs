//! Which locals are carried at a yield that hands out a part of what they refer to?
//!
//! `yield_!(&mut node.value); next = node.next.as_mut();` borrows from `*node` for as long as the consumer likes, so `node` cannot be moved into the
//! state. `split.rs` and `shared.rs` say what is carried in its place.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Ident;
use syn::{
    Expr, Lifetime, Pat, PatIdent, PatReference, Type, TypeReference,
    visit::{self, Visit},
};

use crate::{
    borrows::items,
    desugar,
    effects::{self, Lends, part},
    ids::LocalId,
    ir::{Graph, Local, Terminator},
    layout::{Carried, Layout},
    names,
};

/// The locals that are carried at a yield that hands out a borrow of a part of them, which rustc would refuse.
pub fn handed_out(graph: &Graph, layout: &Layout, item: &Type) -> BTreeSet<LocalId> {
    let mut found = BTreeSet::new();
    let lifetimes = Lifetimes::of(item);
    if !lifetimes.may_borrow() {
        return found;
    }
    let parts = Parts::of(graph);
    let arguments = items(graph, &lent_to_items(graph, &lifetimes));
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
fn lent_to_items(graph: &Graph, item: &Lifetimes) -> BTreeSet<LocalId> {
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
        graph.bindings(&mut |pat, value| parts.bind(pat, value));
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
            Expr::MethodCall(call) if hands_on(&call.method) => {
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

// Does a method of this name give what it is called on, or something that came out of it, as it is?
fn hands_on(method: &Ident) -> bool {
    let comes_out = matches!(
        effects::lends(method),
        Lends::Same | Lends::Next | Lends::Content | Lends::Numbered
    );
    comes_out || names::is_one_of(method, &["flatten", "into_iter", "zip"])
}

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
