//! How does an arm reach the locals that stay in place?
//!
//! A local in place is two variables: the owner of its value in the slot, which drops it at the end of the scope, if there may be something to drop, and a
//! reference to the value. The user's code has the reference in place of the local, `(*x)` for `x`.

use std::{cell::Cell, collections::BTreeSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote_spanned};
use syn::{Expr, ExprMethodCall, Pat, Stmt};

use super::{
    code,
    machine::Arm,
    naming::{Naming, Slot},
};
use crate::{
    desugar::ours,
    effects::{self, Effect, Part, Printed},
    ids::{BlockId, LocalId, StateId, Table},
    ir::{Bound, Edge, Glue, Gone, Graph, Statement},
    layout::{Carried, Field, Kind, Layout},
    names,
};

/// What the arms have to know of the locals in place, and of those that are dropped beside them.
pub struct Places {
    /// The locals in place that each state mentions.
    mentioned: BTreeSet<(StateId, LocalId)>,
    /// The locals that each state declares or assigns, in the order of its blocks.
    declared: Table<StateId, Vec<(BlockId, LocalId)>>,
}

/// Looks for them, if any local stays in place.
pub fn places(graph: &Graph, layout: &Layout, naming: &Naming) -> Places {
    let mut places = Places {
        mentioned: BTreeSet::new(),
        declared: Table::like(&layout.states, Vec::new()),
    };
    let is_partial = || graph.locals.iter().any(|(_, row)| row.is_partial());
    if naming.frame.is_none() && !is_partial() {
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
        let mut mentioned = Vec::new();
        for code in block.code() {
            names::mentioned_in(code, &mut mentioned);
        }
        let mentioned = mentioned.into_iter().map(|local| (state, local));
        places.mentioned.extend(mentioned);
    }
    places
}

/// What can go wrong on the way from one state to the next, where all was left in place.
#[derive(Default)]
pub struct Leaving {
    /// Something may be dropped there, and panic.
    pub leaves: Cell<bool>,
    /// The next state may have something to drop then.
    pub parks: Cell<bool>,
}

/// The statement that opens the frame: the state, and the slots by names of ours.
pub fn open(naming: &Naming, leaving: &Leaving) -> Option<TokenStream> {
    let frame = naming.frame.as_ref()?;
    let name = &frame.name;
    let slots = frame.slots.values().map(|slot| {
        let (field, variable) = (&slot.field, slot_of(&slot.field));
        code!(#field: #variable)
    });
    Some(if leaving.leaves.get() {
        code! {
            let mut running = ::gen_runtime::__private::run(frame);
            let #name { state, #(#slots),* } = &mut *running.frame;
        }
    } else {
        code!(let #name { state, #(#slots),* } = frame;)
    })
}

/// The statement at the start of every state.
pub fn enter(leaving: &Leaving) -> TokenStream {
    let leaves = leaving.leaves.get();
    let leaves = leaves.then(|| code!(running.leaves = false;));
    let unpark = leaving
        .parks
        .get()
        .then(|| code!(::gen_runtime::__private::unpark(&mut vacant, state, &mut now);));
    code!(#leaves #unpark)
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
        let field = slot_of(&slot.field);
        let put = if slot.is_option() {
            let owner = slot.owner(Span::mixed_site());
            code!(let mut #owner = ::gen_runtime::__private::put(#field, #name);)
        } else {
            code!(*#field = #name;)
        };
        Some((code, code!(#put #value)))
    }

    /// A local that stays in place, where its state is resumed.
    pub(super) fn back(&self, local: LocalId) -> Option<TokenStream> {
        let slot = self.naming.slot(local)?;
        let value = self.value(local);
        let back = slot.is_option().then(|| {
            let (owner, field) = (slot.owner(Span::mixed_site()), slot_of(&slot.field));
            code!(let mut #owner = ::gen_runtime::__private::back(#field);)
        });
        Some(code!(#back #value))
    }

    // The reference to the value, if the arm mentions it.
    fn value(&self, local: LocalId) -> Option<TokenStream> {
        if !self.places.mentioned.contains(&(self.state, local)) {
            return None;
        }
        let slot = self.naming.slot(local)?;
        let name = self.naming.declared(self.graph, local);
        // Where the borrow checker has something to say of the slot it is to be said of the local.
        let span = ours(self.graph.locals[local].ident.span());
        let value = if slot.is_option() {
            let owner = slot.owner(Span::mixed_site());
            quote_spanned!(span=> ::gen_runtime::__private::value(&mut #owner))
        } else {
            let field = slot_of(&slot.field);
            quote_spanned!(span=> &mut *#field)
        };
        Some(quote_spanned!(span=> let #name = #value;))
    }

    /// What follows the declaration of a local that is carried with a note of which parts are gone.
    pub(super) fn in_parts(&self, local: LocalId, variable: &Ident) -> TokenStream {
        let owner = self.naming.declared(self.graph, local);
        let forget = self.forget(local, &Part::new(), &code!(whole));
        let reached = self.reached(local);
        code! {
            let mut #owner = ::gen_runtime::__private::in_parts(#variable, |whole, gone| { #forget });
            #reached
        }
    }

    /// Where the state that declares such a local is left, its type is known, and is asked what it has to drop.
    pub(super) fn answered(&self, local: LocalId) -> Option<TokenStream> {
        let row = &self.layout.states[self.state];
        let comes = row.kind != Kind::Start && row.fields.iter().any(|field| field.local == local);
        let taken = &self.graph.locals[local].taken;
        if comes || taken.is_empty() {
            return None;
        }
        let owner = self.naming.declared(self.graph, local);
        let whole = code!((*whole));
        let (mut parts, mut bound) = (Vec::new(), Vec::new());
        for gone in taken {
            let place = self.part_of(&whole, local, &gone.part, 0);
            match &gone.bound {
                None => parts.push(place),
                Some(binds) => {
                    let (pattern, variables) = self.printed_bound(binds);
                    bound.push(code!((#place): #pattern => #(#variables)*));
                }
            }
        }
        Some(code!(::gen_runtime::__private::answered!(#owner: |whole| #(#parts),*; #(#bound),*);))
    }

    // A pattern that finds what was bound once more, and its variables.
    fn printed_bound(&self, bound: &Bound) -> (TokenStream, Vec<TokenStream>) {
        let variables = bound.variables.iter();
        let variables = variables.map(|variable| self.printed(variable));
        (self.printed(&bound.again), variables.collect())
    }

    /// The reference to such a local, and its note, if the arm mentions it.
    pub(super) fn reached(&self, local: LocalId) -> Option<TokenStream> {
        if !self.places.mentioned.contains(&(self.state, local)) {
            return None;
        }
        let owner = self.naming.declared(self.graph, local);
        let row = &self.graph.locals[local];
        let (name, note) = (
            self.naming.local(local, row.ident.span()),
            self.naming.note(local),
        );
        Some(code!(let (#name, #note) = ::gen_runtime::__private::parts(&mut #owner);))
    }

    /// Moves a part out of such a local.
    pub(super) fn take_part(&self, local: LocalId, part: &Part) -> Option<TokenStream> {
        let (place, note, bit) = self.taken(local, part, |gone| gone.is_all_of(part))?;
        Some(code!(::gen_runtime::__private::take_part(&raw const #place, #note, #bit)))
    }

    /// Calls a method on a part of such a local, which is moved out of it if the method takes it.
    pub(super) fn call_on_part(
        &self,
        local: LocalId,
        part: &Part,
        call: &ExprMethodCall,
    ) -> Option<TokenStream> {
        let (place, note, bit) = self.taken(local, part, |gone| gone.is_all_of(part))?;
        let ExprMethodCall {
            dot_token,
            method,
            turbofish,
            args,
            ..
        } = call;
        let call = code!(#dot_token #method #turbofish (#args));
        // What the method returns may contain a closure, which has another type wherever it is printed.
        let has_closure = args
            .iter()
            .any(|argument| matches!(argument, Expr::Closure(_)));
        if has_closure && effects::keeps_closure(&method.to_string()) {
            return Some(quote_spanned! {ours(method.span())=> {
                if false {
                    ::gen_runtime::__private::never();
                    let part = ::gen_runtime::__private::part_of(&#place);
                    ::gen_runtime::__private::taken_by_method(&::gen_runtime::__private::question!(
                        (&&&part).combined().without((&&part).mapped()).opposite().or((&&part).left())
                    ));
                }
                ::gen_runtime::__private::take_part(&raw const #place, #note, #bit)#call
            }});
        }
        Some(if method == "into_iter" {
            code!(::gen_runtime::__private::iterated_part!((#place) #note, #bit, #call))
        } else {
            code!(::gen_runtime::__private::combined_part!((#place) #note, #bit, #call))
        })
    }

    /// Moves what a pattern binds out of a part of such a local.
    pub(super) fn take_bound(
        &self,
        local: LocalId,
        part: &Part,
        arms: &[syn::Arm],
    ) -> Option<TokenStream> {
        let first = Printed::new(&arms.first()?.pat);
        let is_bound = |gone: &Gone| {
            let bound = gone.bound_of(part);
            bound.is_some_and(|bound| bound.pattern == first)
        };
        let (place, note, bit) = self.taken(local, part, is_bound)?;
        let others = self.bits(local, |gone| gone.bound_of(part).is_some()) & !bit;
        let arms = arms.iter().map(|arm| {
            let [pattern, variables] =
                [&Printed::new(&arm.pat), &Printed::new(&arm.body)].map(|code| self.printed(code));
            code!(#pattern => #variables)
        });
        Some(code! {
            ::gen_runtime::__private::take_bound!(match (#place) { #(#arms),* } #note, #bit, #others)
        })
    }

    // Where a part is, its note, and the bit of what is taken.
    fn taken(
        &self,
        local: LocalId,
        part: &Part,
        is_taken: impl Fn(&Gone) -> bool,
    ) -> Option<(TokenStream, Ident, u32)> {
        let mut taken = self.graph.locals[local].taken.iter();
        let number = taken.position(is_taken)?;
        let (place, note) = self.noted(local, part);
        Some((place, note, 1 << number))
    }

    // The bits of what may be gone.
    fn bits(&self, local: LocalId, is_meant: impl Fn(&Gone) -> bool) -> u32 {
        let taken = self.graph.locals[local].taken.iter().enumerate();
        let meant = taken.filter(|(_, gone)| is_meant(gone));
        meant.fold(0, |bits, (number, _)| bits | 1 << number)
    }

    /// Gives a part of such a local a value.
    pub(super) fn put_part(&self, local: LocalId, part: &Part, value: &TokenStream) -> TokenStream {
        let itself = self.bits(local, |gone| gone.is_all_of(part));
        let inside = self.bits(local, |gone| gone.part.starts_with(part)) & !itself;
        let (place, note) = self.noted(local, part);
        let forget = self.forget_inside(local, part, &code!(whole));
        code! {
            ::gen_runtime::__private::put_part(
                ::gen_runtime::__private::type_of_part(&raw const #place).value(#value), &raw mut #place, #note, #itself, #inside, |whole, gone| { #forget }
            )
        }
    }

    // Forgets what is gone of `place`, which is a part of a local: all of it, or what is gone in it.
    fn forget(&self, local: LocalId, part: &Part, place: &TokenStream) -> TokenStream {
        let rest = self.forget_inside(local, part, place);
        let mut taken = self.graph.locals[local].taken.iter();
        let Some(number) = taken.position(|gone| gone.is_all_of(part)) else {
            return rest;
        };
        let bit = 1_u32 << number;
        let otherwise = (!rest.is_empty()).then(|| code!(else { #rest }));
        code!(if gone & #bit != 0 { ::core::mem::forget(#place); } #otherwise)
    }

    // Forgets what is gone in a part that is there: what a pattern bound, and the parts in it. No two patterns bind something of the same value.
    fn forget_inside(&self, local: LocalId, part: &Part, place: &TokenStream) -> TokenStream {
        let taken = &self.graph.locals[local].taken;
        let is_inside = |inner: &Part| inner.len() > part.len() && inner.starts_with(part);
        let is_outermost = |inner: &Part| {
            let mut others = taken.iter().map(|gone| &gone.part);
            let is_between = |other: &Part| other != inner && inner.starts_with(other);
            is_inside(inner) && !others.any(|other| is_inside(other) && is_between(other))
        };
        let mut inner: Vec<&Part> = taken.iter().map(|gone| &gone.part).collect();
        inner.retain(|inner| is_outermost(inner));
        inner.dedup();
        // What a pattern bound is gone, and what is in it.
        let beside = |bound: Option<&Bound>| -> TokenStream {
            let bound = bound.and_then(|bound| bound.parts.as_ref());
            let is_bound = |inner: &Part| {
                let mut bound = bound.into_iter().flatten();
                bound.any(|bound| inner[part.len()..].starts_with(bound))
            };
            let inner = inner.iter().filter(|inner| !is_bound(inner));
            let inner = inner.map(|inner| {
                let place = self.part_of(place, local, inner, part.len());
                self.forget(local, inner, &place)
            });
            inner.collect()
        };
        let of_part = |(number, gone): (usize, &Gone)| {
            let bound = gone.bound_of(part)?;
            let (bit, beside) = (1_u32 << number, beside(Some(bound)));
            let (pattern, variables) = self.printed_bound(bound);
            Some(code! {
                if gone & #bit != 0 {
                    match #place {
                        #pattern => { #(::core::mem::forget(#variables);)* }
                        _ => ::gen_runtime::__private::changed(),
                    }
                    #beside
                }
            })
        };
        let bound: Vec<TokenStream> = taken.iter().enumerate().filter_map(of_part).collect();
        let inner = beside(None);
        match &bound[..] {
            [] => inner,
            bound if inner.is_empty() => code!(#(#bound)else*),
            bound => code!(#(#bound)else* else { #inner }),
        }
    }

    // The place of a part, and the note.
    fn noted(&self, local: LocalId, part: &Part) -> (TokenStream, Ident) {
        let span = self.graph.locals[local].ident.span();
        let name = self.naming.local(local, span);
        let place = self.part_of(&code!((*#name)), local, part, 0);
        (place, self.naming.note(local))
    }

    /// Leaves what stays in place where it is, where the generator is suspended or goes on in another state.
    pub(super) fn leave(&self, to: StateId, at: Option<Span>) -> TokenStream {
        let row = &self.layout.states[to];
        let span = at.or(row.near).unwrap_or_else(Span::mixed_site);
        let slots = row.fields.iter().filter_map(|field| match field.carried {
            Carried::InPlace => self.naming.slot(field.local),
            _ => None,
        });
        let slots = slots.filter(|slot| slot.is_option());
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
            return self.leaves(&code!(true));
        }
        let row = &self.layout.states[self.state];
        let here = |local: LocalId| self.graph.in_scope(local, scope) && dies(local);
        let is_dropped = |field: &&Field| self.naming.slot(field.local).is_none_or(Slot::is_option);
        let carried = row.fields.iter().filter(|field| here(field.local));
        let carried = carried.filter(is_dropped);
        let carried: Vec<Ident> = carried
            .map(|field| match self.naming.slot(field.local) {
                Some(slot) => slot.owner(Span::mixed_site()),
                None => self.naming.variable(self.graph, field),
            })
            .collect();
        if carried.is_empty() {
            return None;
        }
        self.leaves(&code!(::gen_runtime::__private::dies!(#(#carried)*)))
    }

    /// Says that something may panic after all was left in place, if `dies` is true.
    pub(super) fn leaves(&self, dies: &TokenStream) -> Option<TokenStream> {
        self.naming.frame.as_ref().filter(|frame| frame.drops())?;
        self.leaving.leaves.set(true);
        Some(code!(running.leaves = #dies;))
    }

    /// Puts the next state where its values and those in place are dropped in order, should something panic on the way there.
    pub(super) fn park(&self, to: StateId) -> Option<TokenStream> {
        let to = &self.layout.states[to];
        let dies =
            |field: &Field| field.is_stored() && self.graph.locals[field.local].glue != Glue::None;
        to.fields.iter().any(dies).then(|| {
            self.leaving.parks.set(true);
            code! {
                ::gen_runtime::__private::park(running.leaves, &mut vacant, state, &mut now);
            }
        })
    }
}

// What the slot of a field is called in the machine.
fn slot_of(field: &Ident) -> Ident {
    format_ident!("{}_slot", field, span = Span::mixed_site())
}
