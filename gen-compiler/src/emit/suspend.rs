//! How does an arm hand out an item?
//!
//! The next state is put back, and the item returned. What was carried has moved into the state, so nothing is left to drop then, but for locals of which it
//! is not clear whether they are still there: these end where the arm returns. Should the destructor of one panic, the generator has to be at its end, so
//! such an arm takes the item and the state along as far as to the end of the loop over the states, and only there the state is put back.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

use super::{
    code,
    machine::Arm,
    places::{self, Leaving},
};
use crate::{
    desugar::ours,
    effects::{self, Effect},
    ids::{BlockId, LocalId},
    initialised::Facts,
    ir::{Edge, Glue},
    layout::{Carried, Field, Way},
};

impl Arm<'_> {
    pub(super) fn suspend(&mut self, edge: Edge, value: &TokenStream, span: Span) -> TokenStream {
        let span = ours(span);
        let item = self.item;
        let to = self.layout.state_at[&edge.to];
        let leave = self.leave(to, Some(span));
        let next = self.transition(edge, Some(span));
        let Some(ends) = self.ends(edge) else {
            return quote_spanned! {span=>
                let item: #item = #value;
                #leave
                ::gen_runtime::__private::suspend(vacant, state, #next);
                return ::core::option::Option::Some(item);
            };
        };
        self.lingers = true;
        let dying = self.leaves(&code!(true));
        let park = dying.as_ref().and_then(|_| self.park(to));
        quote_spanned! {span=>
            let item: #item = #value;
            let next = #next;
            if #ends {
                #dying
                #leave
                now = next;
                #park
                handed_out = item;
                break 'machine;
            }
            #leave
            ::gen_runtime::__private::suspend(vacant, state, next);
            return ::core::option::Option::Some(item);
        }
    }

    // Are there locals that may be there at a yield and are not carried? Then whether these have something to drop.
    fn ends(&self, edge: Edge) -> Option<TokenStream> {
        let facts = self.layout.edges.get(&edge)?;
        let ends = facts
            .maybe
            .iter()
            .filter(|&local| self.may_end(edge, facts, local));
        let ends: Vec<Ident> = ends
            .map(|local| self.naming.declared(self.graph, local))
            .collect();
        (!ends.is_empty()).then(|| code!(::gen_runtime::__private::dies!(#(#ends)*)))
    }

    // May the arm have a local, or a part of it, to drop where a yield returns?
    fn may_end(&self, edge: Edge, facts: &Facts, local: LocalId) -> bool {
        let row = &self.layout.states[self.layout.state_at[&edge.to]];
        let is_used = |field: &Field| {
            field.local == local
                && field.part.is_empty()
                && !matches!(field.carried, Carried::Kept | Carried::Restored)
        };
        let scope = self.graph.blocks[edge.to].scope;
        if self.graph.locals[local].glue == Glue::None
            || !self.graph.in_scope(local, scope)
            || row.fields.iter().any(is_used)
            || !self.is_variable(edge, local)
        {
            return false;
        }
        let assigned = self.layout.assigned_since.on(edge);
        match self.layout.aside.way(self.graph, edge, facts, local) {
            Way::Aside | Way::Absent => false,
            Way::Unclear => true,
            Way::Held if self.layout.states[self.state].passes_on(local, assigned) => false,
            Way::Held => {
                let mut moved = facts.moved.get(&local).into_iter().flatten();
                !facts.initialised.contains(local)
                    || moved.any(|moved| facts.is_on_some_paths(local, moved))
            }
        }
    }

    // Is a local a variable where an edge begins? A state that does not carry it, and does not declare it before, has nothing of it.
    pub(super) fn is_variable(&self, edge: Edge, local: LocalId) -> bool {
        let row = &self.layout.states[self.state];
        let is_whole = |field: &Field| field.local == local && field.part.is_empty();
        if row.redeclared.contains(&local) || row.fields.iter().any(is_whole) {
            return true;
        }
        // Where the state comes around a loop, the blocks before its first one are those that come last.
        let is_before = |block: BlockId| {
            self.layout.owner[block] == self.state
                && block <= edge.from
                && (block >= row.block || edge.from < row.block)
        };
        let mut blocks = self.graph.blocks.iter().filter(|(id, _)| is_before(*id));
        blocks.any(|(_, block)| {
            let mut declared = false;
            for effects in block.all_effects() {
                effects::locals(effects, &mut |effect, other| {
                    declared |= other == local && matches!(effect, Effect::Declare(..));
                });
            }
            declared
        })
    }
}

/// What follows the arms if one of them left them with an item.
pub(super) fn hand_out(leaving: &Leaving) -> TokenStream {
    let enter = places::enter(leaving);
    code! {
        #enter
        ::gen_runtime::__private::suspend(vacant, state, now);
        return ::core::option::Option::Some(handed_out);
    }
}
