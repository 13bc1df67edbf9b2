//! In which form is a kept local carried?
//!
//! What is kept of a local is passed on from state to state without being looked at, so all the fields that it passes through have one
//! type: they are a group. Where control comes into a group, each way may or may not have moved the local. If all ways
//! agree, the type of the local and what they have done to it decide what the fields are; if they do not, the type
//! alone decides, and each way says whether the value is there.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    effects::{self, Effect},
    ids::{BlockId, LocalId, Set, StateId, Table},
    initialised::Facts,
    ir::{Graph, Terminator},
    layout::{Carried, Field, State},
};

/// The state of a local on its way into a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// It has a value.
    Held,
    /// It has none.
    Absent,
    /// One or the other: what is in it is dropped where it is.
    Unclear,
}

impl Facts {
    /// Is a local there?
    pub fn way(&self, local: LocalId) -> Way {
        if self.initialised.contains(local) {
            Way::Held
        } else if self.maybe.contains(local) {
            Way::Unclear
        } else {
            Way::Absent
        }
    }
}

impl Facts {
    /// Is a local there on every path, and has nothing happened to it that may have moved it?
    pub fn is_certain(&self, local: LocalId) -> bool {
        self.initialised.contains(local) && !self.moved.contains_key(&local)
    }
}

impl State {
    /// Does it keep the local without having it as a variable?
    pub fn keeps(&self, local: LocalId) -> bool {
        let kept = |field: &Field| field.local == local && field.carried == Carried::Kept;
        self.fields.iter().any(kept)
    }

    /// Does what the state keeps of a local go on as it came? Not after the state has assigned to it.
    pub fn passes_on(&self, local: LocalId, assigned: &Set<LocalId>) -> bool {
        self.fields.iter().any(|field| {
            field.local == local
                && field.part.is_empty()
                && match field.carried {
                    Carried::Kept => true,
                    Carried::Restored => !assigned.contains(local),
                    Carried::Live | Carried::Start | Carried::Rebuilt | Carried::InPlace => false,
                }
        })
    }
}

/// The locals that were assigned since the start of the state, at the end of each block.
pub(super) fn assigned_since(
    graph: &Graph,
    owner: &Table<BlockId, StateId>,
    state_at: &BTreeMap<BlockId, StateId>,
) -> Table<BlockId, Set<LocalId>> {
    let mut since = Table::like(&graph.blocks, Set::new());
    loop {
        let mut changed = false;
        for (id, block) in graph.blocks.iter() {
            let mut here: Set<LocalId> = since[id].clone();
            for effects in block.effects() {
                effects::locals(effects, &mut |effect, local| {
                    if matches!(effect, Effect::Assign(_)) {
                        here.insert(local);
                    }
                });
            }
            changed |= since[id].union(&here);
            for next in block.successors() {
                if owner[next] == owner[id] && !state_at.contains_key(&next) {
                    changed |= since[next].union(&here);
                }
            }
        }
        if !changed {
            return since;
        }
    }
}

/// Finds the groups, and removes the fields of those that nothing comes into. Output: where native code leaves for another state
/// without a yield, not knowing whether a local that is kept there has a value.
pub(super) fn group(
    graph: &Graph,
    states: &mut Table<StateId, State>,
    state_at: &BTreeMap<BlockId, StateId>,
    owner: &Table<BlockId, StateId>,
    edges: &BTreeMap<(BlockId, BlockId), Facts>,
    assigned_since: &Table<BlockId, Set<LocalId>>,
) -> BTreeSet<(StateId, LocalId)> {
    let mut unclear = BTreeSet::new();
    let mut groups = Groups::new(states);
    let mut ways = Vec::new();
    for (&(from, to), facts) in edges {
        let Some(&target) = state_at.get(&to).filter(|_| leads(graph, from, to)) else {
            continue;
        };
        let source = owner[from];
        for field in states[target].fields.iter().filter(|field| is_kept(field)) {
            let local = field.local;
            if states[source].passes_on(local, &assigned_since[from]) {
                groups.union((source, local), (target, local));
            } else {
                ways.push(((target, local), facts));
                let suspends = matches!(graph.blocks[from].terminator, Terminator::Yield { .. });
                if facts.way(local) == Way::Unclear && !suspends {
                    unclear.insert((source, local));
                }
            }
        }
    }
    // What each way into a group has done.
    let mut into: BTreeMap<usize, Vec<(LocalId, &Facts)>> = BTreeMap::new();
    for (node, facts) in ways {
        into.entry(groups.find(node))
            .or_default()
            .push((node.1, facts));
    }
    for state in states.ids() {
        states[state].fields.retain_mut(|field| {
            if !is_kept(field) {
                return true;
            }
            field.group = groups.find((state, field.local));
            let ways = into.get(&field.group).map_or(&[][..], Vec::as_slice);
            let what = |&(local, facts): &(LocalId, &Facts)| {
                let way = facts.way(local);
                let moved = facts.moved.get(&local).cloned();
                (way, moved.filter(|_| way == Way::Held))
            };
            field.perhaps = ways.windows(2).any(|pair| what(&pair[0]) != what(&pair[1]));
            ways.iter().any(|way| what(way).0 == Way::Held)
        });
    }
    unclear
}

fn is_kept(field: &Field) -> bool {
    field.part.is_empty() && matches!(field.carried, Carried::Kept | Carried::Restored)
}

// Is a state made where control goes from `from` to `to`? An edge may be gone since the facts were found, as a yield resumes
// further on, and the end is reached without one.
fn leads(graph: &Graph, from: BlockId, to: BlockId) -> bool {
    match graph.blocks[from].terminator {
        Terminator::Yield { resume, .. } if resume == to => true,
        _ => !graph.is_end(to) && graph.blocks[from].successors().contains(&to),
    }
}

/// Disjoint sets of fields. (Galler, Fischer: An improved equivalence algorithm, CACM 1964.)
struct Groups {
    numbers: BTreeMap<(StateId, LocalId), usize>,
    parents: Vec<usize>,
}

impl Groups {
    fn new(states: &Table<StateId, State>) -> Self {
        let mut numbers = BTreeMap::new();
        for (state, row) in states.iter() {
            for field in row.fields.iter().filter(|field| is_kept(field)) {
                numbers.insert((state, field.local), numbers.len());
            }
        }
        Self {
            parents: (0..numbers.len()).collect(),
            numbers,
        }
    }

    fn find(&mut self, node: (StateId, LocalId)) -> usize {
        let mut root = self.numbers[&node];
        while self.parents[root] != root {
            self.parents[root] = self.parents[self.parents[root]];
            root = self.parents[root];
        }
        root
    }

    fn union(&mut self, one: (StateId, LocalId), other: (StateId, LocalId)) {
        let (one, other) = (self.find(one), self.find(other));
        self.parents[one] = other;
    }
}
