//! Which types come late?
//!
//! The arms of the machine stand in the order of the source, but what follows a yield stands in an arm of its own, and so after what may
//! follow the loop around it. So a mention of a local may come before the one that tells its type, which rustc does not accept; nor does it
//! know then whether a local that is kept is `Copy`. And a local that is declared once more, since it has no value at a yield, would have the type of what it is assigned there, though
//! that may be coerced to its own: `cursor = Some(&node.next)` may be an `Option<&Node>` of a `&Box<Node>`. The types of such locals are told by the fold copy.

use std::collections::{BTreeMap, BTreeSet};

use syn::{
    ExprAssign, Item,
    visit::{self, Visit},
};

use super::{Aside, Carried, Field, State};
use crate::{
    effects,
    ids::{BlockId, LocalId, Set, StateId, Table},
    initialised::Facts,
    ir::{Edge, Glue, Graph},
    references::variable,
};

/// Where the machine mentions a local.
pub(super) struct Mentioned {
    first: Place,
    last: Place,
    /// The blocks come in the order of the source, and in that of the machine a later one comes before an earlier one.
    goes_back: bool,
}

/// Finds that out of every local.
pub(super) fn mentioned(
    graph: &Graph,
    owner: &Table<BlockId, StateId>,
) -> BTreeMap<LocalId, Mentioned> {
    let mut all: BTreeMap<LocalId, Mentioned> = BTreeMap::new();
    for (id, block) in graph.blocks.iter() {
        let here = (owner[id], id);
        for effects in block.all_effects() {
            effects::locals(effects, &mut |_, local| {
                let mentioned = all.entry(local).or_insert(Mentioned {
                    first: here,
                    last: here,
                    goes_back: false,
                });
                mentioned.goes_back |= here < mentioned.last;
                mentioned.first = here.min(mentioned.first);
                mentioned.last = here.max(mentioned.last);
            });
        }
    }
    all
}

/// The locals whose types the fold copy has to tell, and can: it tells them to the fields that have them.
pub(super) fn late(
    graph: &Graph,
    states: &Table<StateId, State>,
    state_at: &BTreeMap<BlockId, StateId>,
    owner: &Table<BlockId, StateId>,
    edges: &BTreeMap<Edge, Facts>,
    aside: &Aside,
    mentioned: &BTreeMap<LocalId, Mentioned>,
) -> Set<LocalId> {
    let mut open = Set::new();
    for (_, state) in states.iter() {
        // What is carried in parts may be of another type.
        let whole = |field: &&Field| {
            let carried = matches!(
                field.carried,
                Carried::Live | Carried::InPlace | Carried::Noted
            );
            carried && field.part.is_empty() && !state.parts.contains_key(&field.local)
        };
        for field in state.fields.iter().filter(whole) {
            if graph.locals[field.local].late.is_some() {
                open.insert(field.local);
            }
        }
    }
    let mut late = Set::new();
    let asks = asks(graph, states, state_at, edges, aside);
    let asks: BTreeSet<Place> = asks
        .into_iter()
        .map(|block| (owner[block], block))
        .collect();
    for (&local, place) in mentioned.iter().filter(|(local, _)| open.contains(**local)) {
        // Numbers are `Copy`, whichever they are.
        let is_number = graph.locals[local].glue == Glue::None;
        let is_asked = || asks.range(place.first..place.last).next().is_some();
        if place.goes_back || !is_number && is_asked() {
            late.insert(local);
        }
    }
    let again = states.iter().flat_map(|(_, state)| &state.redeclared);
    let again: Vec<LocalId> = again
        .copied()
        .filter(|&local| open.contains(local))
        .collect();
    if !again.is_empty() {
        let mut coerced = Coerced(Set::new());
        for code in graph.blocks.iter().flat_map(|(_, block)| block.code()) {
            code.walk(&mut coerced);
        }
        for local in again.into_iter().filter(|&local| coerced.0.contains(local)) {
            late.insert(local);
        }
    }
    late
}

/// The locals of which a type that may be open is asked before the last mention that may tell it, and that nothing else tells.
pub(super) fn asked_early(
    graph: &Graph,
    states: &Table<StateId, State>,
    state_at: &BTreeMap<BlockId, StateId>,
    owner: &Table<BlockId, StateId>,
    edges: &BTreeMap<Edge, Facts>,
    aside: &Aside,
    mentioned: &BTreeMap<LocalId, Mentioned>,
) -> Set<LocalId> {
    let mut early = Set::new();
    for edge in edges.keys() {
        let here = (owner[edge.from], edge.from);
        let kept = state_at.get(&edge.to).map(|&state| states[state].kept());
        let kept = kept.iter().flat_map(Set::iter);
        for local in kept.chain(aside.at[edge.to].iter()) {
            let row = &graph.locals[local];
            let is_told = !row.open || row.late.is_some();
            let goes_on = || mentioned.get(&local).is_some_and(|place| here < place.last);
            if !is_told && goes_on() {
                early.insert(local);
            }
        }
    }
    early
}

/// The locals that are assigned something in which a value may be coerced, if the type of the whole is known.
struct Coerced(Set<LocalId>);

impl<'ast> Visit<'ast> for Coerced {
    fn visit_expr_assign(&mut self, assign: &'ast ExprAssign) {
        if let Some(local) = variable(&assign.left)
            && effects::may_coerce_inside(&assign.right)
        {
            self.0.insert(local);
        }
        visit::visit_expr_assign(self, assign);
    }

    fn visit_item(&mut self, _: &'ast Item) {}
}

/// Where something stands in the machine.
type Place = (StateId, BlockId);

// The blocks at the end of which a type is asked that may be open.
fn asks(
    graph: &Graph,
    states: &Table<StateId, State>,
    state_at: &BTreeMap<BlockId, StateId>,
    edges: &BTreeMap<Edge, Facts>,
    aside: &Aside,
) -> BTreeSet<BlockId> {
    let mut asks = BTreeSet::new();
    for edge in edges.keys() {
        let is_open = |local: LocalId| graph.locals[local].open;
        let kept = |field: &Field| {
            let kept = matches!(field.carried, Carried::Kept | Carried::Restored);
            kept && is_open(field.local)
        };
        let into = state_at.get(&edge.to).is_some_and(|&state| {
            let mut parts = states[state].parts.keys();
            states[state].fields.iter().any(kept) || parts.any(|&local| is_open(local))
        });
        if into || aside.at[edge.to].iter().any(is_open) {
            asks.insert(edge.from);
        }
    }
    asks
}
