//! Which types come late?
//!
//! The arms of the machine stand in the order of the source, but what follows a yield stands in an arm of its own, and so after what may
//! follow the loop around it. So a mention of a local may come before the one that tells its type, which rustc does not accept; nor does it
//! know then whether a local that is kept is `Copy`. The types of such locals are told by the fold copy.

use std::collections::{BTreeMap, BTreeSet};

use super::{Aside, Carried, Field, State};
use crate::{
    effects,
    ids::{BlockId, LocalId, Set, StateId, Table},
    initialised::Facts,
    ir::{Edge, Glue, Graph},
};

/// The locals whose types the fold copy has to tell, and can: it tells them to the fields that have them.
pub(super) fn late(
    graph: &Graph,
    states: &Table<StateId, State>,
    state_at: &BTreeMap<BlockId, StateId>,
    owner: &Table<BlockId, StateId>,
    edges: &BTreeMap<Edge, Facts>,
    aside: &Aside,
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
    // The first and the last place in the machine where each local is mentioned.
    let mut mentioned: BTreeMap<LocalId, (Place, Place)> = BTreeMap::new();
    let place = |block: BlockId| (owner[block], block);
    for (id, block) in graph.blocks.iter() {
        for effects in block.all_effects() {
            effects::locals(effects, &mut |_, local| {
                if open.contains(local) {
                    let here = place(id);
                    let (first, last) = mentioned.entry(local).or_insert((here, here));
                    // The blocks come in the order of the source, and here that of the machine is another.
                    if here < *last {
                        late.insert(local);
                    }
                    *first = here.min(*first);
                    *last = here.max(*last);
                }
            });
        }
    }
    let asks = asks(graph, states, state_at, edges, aside);
    let asks: BTreeSet<Place> = asks.into_iter().map(place).collect();
    for (local, (first, last)) in mentioned {
        // Numbers are `Copy`, whichever they are.
        let is_number = graph.locals[local].glue == Glue::None;
        if !is_number && asks.range(first..last).next().is_some() {
            late.insert(local);
        }
    }
    late
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
