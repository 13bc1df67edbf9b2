//! How does an arm reach the locals that stay in place?
//!
//! A local in place is two variables: the owner of its value in the slot, which drops it at the end of the scope, and a
//! reference to the value. The user's code has the reference in place of the local, `(*x)` for `x`.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote_spanned};
use syn::{Pat, Stmt};

use super::{code, machine::Arm, naming::Naming};
use crate::{
    desugar::ours,
    effects::{self, Effect},
    ids::{BlockId, LocalId, StateId},
    ir::{Glue, Graph, Statement},
    layout::Carried,
    names,
};

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
    naming
        .frame
        .is_some()
        .then(|| code!(running.leaves = false;))
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
        let slot = slot_of(&self.naming.slot(local)?.field);
        let name = self.naming.declared(self.graph, local);
        let owner = self.naming.owner(self.graph, local, Span::mixed_site());
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
        let slot = slot_of(&self.naming.slot(local)?.field);
        let owner = self.naming.owner(self.graph, local, Span::mixed_site());
        let value = self.value(local);
        Some(code! {
            let mut #owner = ::gen_runtime::__private::back(#slot);
            #value
        })
    }

    // The reference to the value, if the arm mentions it. rustc takes it for the borrow of a local that is still borrowed at a
    // yield, so it stands where that borrow probably is.
    fn value(&self, local: LocalId) -> Option<TokenStream> {
        let at = self.borrow(local)?;
        let span = ours(at);
        let owner = self.naming.owner(self.graph, local, span);
        let name = self.naming.declared(self.graph, local);
        let borrow = quote_spanned!(span=> &mut #owner);
        Some(code!(let #name = ::gen_runtime::__private::value(#borrow);))
    }

    // Where the arm mentions a local: in what makes another variable of it, if there is such a statement.
    fn borrow(&self, local: LocalId) -> Option<Span> {
        let mut first = None;
        for (id, block) in self.graph.blocks.iter() {
            if self.layout.owner[id] != self.state {
                continue;
            }
            for statement in &block.statements {
                let mut found = None;
                mention(statement.code.to_token_stream(), local, &mut found);
                let declares = |effect: &Effect| matches!(effect, Effect::Declare(other, _) if *other != local);
                if found.is_some() && statement.effects.iter().any(declares) {
                    return found;
                }
                if declared(self.graph, statement) != Some(local) {
                    first = first.or(found);
                }
            }
            let mut found = None;
            mention(block.terminator.code(), local, &mut found);
            let edges = block.terminator.edges();
            let declares = |effect: &Effect| matches!(effect, Effect::Declare(..));
            if found.is_some()
                && edges
                    .iter()
                    .any(|(effects, _)| effects.iter().any(declares))
            {
                return found;
            }
            first = first.or(found);
        }
        first
    }

    /// Leaves what stays in place where it is, where the generator is suspended or goes on in another state.
    pub(super) fn leave(&self, to: StateId, at: Option<Span>) -> TokenStream {
        let row = &self.layout.states[to];
        let span = at.or(row.near).unwrap_or_else(Span::mixed_site);
        row.fields
            .iter()
            .filter(|field| field.carried == Carried::InPlace)
            .map(|field| {
                let owner = self.naming.owner(self.graph, field.local, span);
                quote_spanned!(ours(span)=> ::gen_runtime::__private::leave(#owner);)
            })
            .collect()
    }

    /// Says whether something may panic after all was left in place, where control goes from `block` to another state: the
    /// destructors of the locals whose scopes are left.
    pub(super) fn dying(&self, block: BlockId, target: BlockId) -> Option<TokenStream> {
        let to = &self.layout.states[self.layout.state_at[&target]];
        let dies = |local: LocalId| {
            let carried = to.fields.iter().any(|field| field.local == local);
            self.graph.locals[local].glue != Glue::None && !carried
        };
        // What was declared since the state was resumed may be out of sight where the jump stands, so its type is not asked.
        let scope = self.graph.blocks[block].scope;
        let mut declared = false;
        for id in self.graph.blocks.ids().take_while(|&id| id <= block) {
            if self.layout.owner[id] == self.state {
                for effects in self.graph.blocks[id].all_effects() {
                    effects::locals(effects, &mut |effect, local| {
                        let is_new = matches!(effect, Effect::Declare(..) | Effect::Assign(_));
                        let here = self.graph.declared.get(&local);
                        let here = here.is_none_or(|&around| self.graph.is_within(scope, around));
                        declared |= is_new && here && dies(local);
                    });
                }
            }
        }
        if declared {
            return dying(self.naming);
        }
        let row = &self.layout.states[self.state];
        let here = |local: LocalId| self.graph.in_scope(local, scope) && dies(local);
        let carried = row.fields.iter().filter(|field| here(field.local));
        let carried: Vec<Ident> = carried
            .map(|field| match field.carried {
                Carried::InPlace => self
                    .naming
                    .owner(self.graph, field.local, Span::mixed_site()),
                _ => self.naming.variable(self.graph, field),
            })
            .collect();
        (self.naming.frame.is_some() && !carried.is_empty())
            .then(|| code!(running.leaves = ::gen_runtime::__private::dies!(#(#carried)*);))
    }
}

/// Says that something may panic after all was left in place.
pub fn dying(naming: &Naming) -> Option<TokenStream> {
    naming
        .frame
        .is_some()
        .then(|| code!(running.leaves = true;))
}

// The first place where `tokens` mention `local`.
fn mention(tokens: TokenStream, local: LocalId, found: &mut Option<Span>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) if names::local(&ident) == Some(local) => {
                found.get_or_insert(ident.span());
            }
            TokenTree::Group(group) => mention(group.stream(), local, found),
            TokenTree::Literal(literal) => {
                let mut named = Vec::new();
                let span = literal.span();
                names::mentioned(TokenTree::Literal(literal).into(), &mut named);
                if named.contains(&local) {
                    found.get_or_insert(span);
                }
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
}

// What the slot of a field is called in the machine.
fn slot_of(field: &Ident) -> Ident {
    format_ident!("{}_slot", field, span = Span::mixed_site())
}
