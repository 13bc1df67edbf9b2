//! Between which states does control go round?
//!
//! The strongly connected components of the graph of states. (Sharir: A strong-connectivity algorithm and its applications in data flow
//! analysis, 1981: first in the order in which a walk is done with them, then against the edges.)

use std::collections::BTreeMap;

use crate::{
    ids::{BlockId, StateId, Table},
    ir::Graph,
};

/// For each state that control may come back to, the states that it does so with, by the number of their component.
pub fn rounds(
    graph: &Graph,
    state_at: &BTreeMap<BlockId, StateId>,
    owner: &Table<BlockId, StateId>,
    states: impl Iterator<Item = StateId>,
) -> BTreeMap<StateId, usize> {
    let mut next: BTreeMap<StateId, Vec<StateId>> = BTreeMap::new();
    let mut before: BTreeMap<StateId, Vec<StateId>> = BTreeMap::new();
    for (id, block) in graph.blocks.iter() {
        for to in block.successors() {
            if let Some(&to) = state_at.get(&to) {
                next.entry(owner[id]).or_default().push(to);
                before.entry(to).or_default().push(owner[id]);
            }
        }
    }
    let mut done = Vec::new();
    let mut seen = BTreeMap::new();
    for state in states {
        walk(state, &next, 0, &mut seen, &mut done);
    }
    let mut component = BTreeMap::new();
    for (number, &state) in done.iter().rev().enumerate() {
        walk(state, &before, number, &mut component, &mut Vec::new());
    }
    let comes_back = |state: &StateId, number: &usize| {
        let next = next.get(state).into_iter().flatten();
        let mut same = next.filter(|next| component[next] == *number);
        same.next().is_some()
    };
    let mut rounds = component.clone();
    rounds.retain(|state, number| comes_back(state, number));
    rounds
}

// Depth first, without recursion: bodies may be long.
fn walk(
    root: StateId,
    edges: &BTreeMap<StateId, Vec<StateId>>,
    number: usize,
    seen: &mut BTreeMap<StateId, usize>,
    done: &mut Vec<StateId>,
) {
    if seen.contains_key(&root) {
        return;
    }
    seen.insert(root, number);
    let mut path = vec![(root, 0)];
    while let Some((state, at)) = path.last_mut() {
        let to = edges.get(state).and_then(|edges| edges.get(*at));
        *at += 1;
        match to {
            Some(&to) if !seen.contains_key(&to) => {
                seen.insert(to, number);
                path.push((to, 0));
            }
            Some(_) => {}
            None => {
                done.push(*state);
                path.pop();
            }
        }
    }
}
