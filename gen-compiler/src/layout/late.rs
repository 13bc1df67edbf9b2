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
    let mut coerced = Coerced(Set::new());
    for code in graph.blocks.iter().flat_map(|(_, block)| block.code()) {
        code.walk(&mut coerced);
    }
    for local in states.iter().flat_map(|(_, state)| &state.redeclared) {
        if open.contains(*local) && coerced.0.contains(*local) {
            late.insert(*local);
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
) -> Set<LocalId> {
    let place = |block: BlockId| (owner[block], block);
    let mut last: BTreeMap<LocalId, Place> = BTreeMap::new();
    for (id, block) in graph.blocks.iter() {
        for effects in block.all_effects() {
            effects::locals(effects, &mut |_, local| {
                let before = last.entry(local).or_insert(place(id));
                *before = place(id).max(*before);
            });
        }
    }
    let mut early = Set::new();
    for edge in edges.keys() {
        let kept = state_at.get(&edge.to).map(|&state| states[state].kept());
        for local in kept
            .iter()
            .flat_map(Set::iter)
            .chain(aside.at[edge.to].iter())
        {
            let row = &graph.locals[local];
            let is_told = !row.open || row.late.is_some();
            if !is_told
                && last
                    .get(&local)
                    .is_some_and(|last| place(edge.from) < *last)
            {
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
