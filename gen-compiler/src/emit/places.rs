//! How does an arm reach the locals that stay in place?
//!
//! A local in place is two variables: the owner of its value in the slot, which drops it at the end of the scope, and a
//! reference to the value. The user's code has the reference in place of the local, `(*x)` for `x`.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote_spanned};
use syn::{Pat, Stmt};

use super::{code, machine::Arm, naming::Naming};
use crate::{
    desugar::ours,
    effects::{self, Effect},
    ids::{BlockId, Id, LocalId, StateId, Table},
    ir::{Edge, Glue, Graph, Statement},
    layout::{Carried, Field, Layout},
    names,
};

/// What the arms have to know of the locals in place, and of those that are dropped beside them.
pub struct Places {
    /// Where each state mentions each local in place, and whether that makes another variable, which might borrow.
    borrows: BTreeMap<(StateId, LocalId), (bool, Span)>,
    /// The locals that each state declares or assigns, in the order of its blocks.
    declared: Table<StateId, Vec<(BlockId, LocalId)>>,
}

/// Looks for them, if any local stays in place.
pub fn places(graph: &Graph, layout: &Layout, naming: &Naming) -> Places {
    let mut places = Places {
        borrows: BTreeMap::new(),
        declared: Table::like(&layout.states, Vec::new()),
    };
    if naming.frame.is_none() {
        return places;
    }
    for (id, block) in graph.blocks.iter() {
        let state = layout.owner[id];
        for effects in block.all_effects() {
            effects::locals(effects, &mut |effect, local| {
                if matches!(effect, Effect::Declare(..) | Effect::Assign(_)) {
                    places.declared[state].push((id, local));
                }
            });
        }
        for statement in &block.statements {
            let mut found = BTreeMap::new();
            mentions(graph, statement.code.to_token_stream(), &mut found);
            if let Some(local) = declared(graph, statement) {
                found.remove(&local);
            }
            places.borrowed(state, found, declares(&statement.effects));
        }
        let mut found = BTreeMap::new();
        mentions(graph, block.terminator.code(), &mut found);
        let edges = block.terminator.edges();
        let binds = edges.iter().any(|(effects, _)| declares(effects));
        places.borrowed(state, found, binds);
    }
    places
}

impl Places {
    // What makes another variable is more likely to be a borrow that lasts.
    fn borrowed(&mut self, state: StateId, found: BTreeMap<LocalId, Span>, binds: bool) {
        for (local, span) in found {
            let known = self.borrows.entry((state, local)).or_insert((binds, span));
            if binds && !known.0 {
                *known = (binds, span);
            }
        }
    }
}

fn declares(effects: &[Effect]) -> bool {
    effects
        .iter()
        .any(|effect| matches!(effect, Effect::Declare(..)))
}

/// The statement that opens the frame: the state, and the slots by names of ours.
pub fn open(naming: &Naming) -> Option<TokenStream> {
    let frame = naming.frame.as_ref()?;
    let name = &frame.name;
    let slots = frame.slots.values().map(|slot| {
        let (field, variable) = (&slot.field, slot_of(&slot.field));
        code!(#field: #variable)
    });
    Some(code! {
        let mut running = ::gen_runtime::__private::run(state);
        let #name { state, #(#slots),* } = &mut *running.frame;
    })
}

/// The statement at the start of every state.
pub fn enter(naming: &Naming) -> Option<TokenStream> {
    naming.frame.is_some().then(|| {
        code! {
            running.leaves = false;
            ::gen_runtime::__private::unpark(&mut running.parked, state, &mut now);
        }
    })
}

/// Is this the `let` of a local that stays in place?
fn declared(graph: &Graph, statement: &Statement) -> Option<LocalId> {
    match (&statement.code, statement.effects.last()) {
        (Stmt::Local(_), Some(&Effect::Declare(local, true))) => {
            graph.locals[local].in_place.then_some(local)
        }
        _ => None,
    }
}

impl Arm<'_> {
    /// Input: the `let` of a local that stays in place. Output: the same, and the value put into its slot.
    pub(super) fn put(&self, statement: &Statement) -> Option<(Stmt, TokenStream)> {
        let local = declared(self.graph, statement)?;
        let slot = self.naming.slot(local)?;
        let (owner, slot) = (slot.owner(Span::mixed_site()), slot_of(&slot.field));
        let name = self.naming.declared(self.graph, local);
        let mut code = statement.code.clone();
        if let Stmt::Local(code) = &mut code {
            let pat = match &mut code.pat {
                Pat::Type(pat) => &mut *pat.pat,
                pat => pat,
            };
            if let Pat::Ident(pat) = pat {
                pat.ident = name.clone();
            }
        }
        let value = self.value(local);
        let put = code! {
            let mut #owner = ::gen_runtime::__private::put(#slot, #name);
            #value
        };
        Some((code, put))
    }

    /// A local that stays in place, where its state is resumed.
    pub(super) fn back(&self, local: LocalId) -> Option<TokenStream> {
        let slot = self.naming.slot(local)?;
        let (owner, slot) = (slot.owner(Span::mixed_site()), slot_of(&slot.field));
        let value = self.value(local);
        Some(code! {
            let mut #owner = ::gen_runtime::__private::back(#slot);
            #value
        })
    }

    // The reference to the value, if the arm mentions it. rustc takes it for the borrow of a local that is still borrowed at a
    // yield, so it stands where that borrow probably is.
    fn value(&self, local: LocalId) -> Option<TokenStream> {
        let &(_, at) = self.places.borrows.get(&(self.state, local))?;
        let span = ours(at);
        let owner = self.naming.slot(local)?.owner(at);
        let name = self.naming.declared(self.graph, local);
        let borrow = quote_spanned!(span=> &mut #owner);
        Some(code!(let #name = ::gen_runtime::__private::value(#borrow);))
    }

    /// Leaves what stays in place where it is, where the generator is suspended or goes on in another state.
    pub(super) fn leave(&self, to: StateId, at: Option<Span>) -> TokenStream {
        let row = &self.layout.states[to];
        let span = at.or(row.near).unwrap_or_else(Span::mixed_site);
        let slots = row.fields.iter().filter_map(|field| match field.carried {
            Carried::InPlace => self.naming.slot(field.local),
            _ => None,
        });
        slots
            .map(|slot| {
                let owner = slot.owner(span);
                quote_spanned!(ours(span)=> ::gen_runtime::__private::leave(#owner);)
            })
            .collect()
    }

    /// Says whether something may panic after all was left in place, where control goes to another state: the
    /// destructors of the locals whose scopes are left.
    pub(super) fn dying(&self, edge: Edge) -> Option<TokenStream> {
        let to = &self.layout.states[self.layout.state_at[&edge.to]];
        let dies = |local: LocalId| {
            let carried = to.fields.iter().any(|field| field.local == local);
            self.graph.locals[local].glue != Glue::None && !carried
        };
        // What was declared since the state was resumed may be out of sight where the jump stands, so its type is not asked.
        let scope = self.graph.blocks[edge.from].scope;
        let declared = self.places.declared[self.state].iter();
        let declared = declared
            .take_while(|(at, _)| *at <= edge.from)
            .any(|&(_, local)| {
                let around = self.graph.declared.get(&local);
                dies(local) && around.is_none_or(|&around| self.graph.is_within(scope, around))
            });
        if declared {
            return dying(self.naming);
        }
        let row = &self.layout.states[self.state];
        let here = |local: LocalId| self.graph.in_scope(local, scope) && dies(local);
        let carried = row.fields.iter().filter(|field| here(field.local));
        let carried: Vec<Ident> = carried
            .map(|field| match self.naming.slot(field.local) {
                Some(slot) => slot.owner(Span::mixed_site()),
                None => self.naming.variable(self.graph, field),
            })
            .collect();
        (self.naming.frame.is_some() && !carried.is_empty())
            .then(|| code!(running.leaves = ::gen_runtime::__private::dies!(#(#carried)*);))
    }

    /// Puts the next state where its values and those in place are dropped in order, should something panic on the way there.
    pub(super) fn park(&self, to: StateId) -> Option<TokenStream> {
        let to = &self.layout.states[to];
        let dies =
            |field: &Field| field.is_stored() && self.graph.locals[field.local].glue != Glue::None;
        to.fields.iter().any(dies).then(|| {
            code! {
                running.parked = ::gen_runtime::__private::park(running.leaves, state, &mut now);
            }
        })
    }
}

/// Says that something may panic after all was left in place.
pub fn dying(naming: &Naming) -> Option<TokenStream> {
    naming
        .frame
        .is_some()
        .then(|| code!(running.leaves = true;))
}

// The first place where `tokens` mention each local that stays in place.
fn mentions(graph: &Graph, tokens: TokenStream, found: &mut BTreeMap<LocalId, Span>) {
    for token in tokens {
        let span = token.span();
        let mut named = Vec::new();
        match token {
            TokenTree::Group(group) => mentions(graph, group.stream(), found),
            token => names::mentioned(token.into(), &mut named),
        }
        for local in named {
            if local.index() < graph.locals.len() && graph.locals[local].in_place {
                found.entry(local).or_insert(span);
            }
        }
    }
}

// What the slot of a field is called in the machine.
fn slot_of(field: &Ident) -> Ident {
    format_ident!("{}_slot", field, span = Span::mixed_site())
}
