//! In which form is a kept local carried?
//!
//! What is kept of a local is passed on from state to state without being looked at, so all the fields that it passes through have one
//! type: they are a group. Where control comes into a group, each way may or may not have moved the local. If all ways
//! agree, the type of the local and what they have done to it decide what the fields are; if they do not, the type
//! alone decides, and each way says whether the value is there.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
};

use crate::{
    effects::{self, Effect, Evidence},
    ids::{BlockId, LocalId, Set, StateId, Table},
    initialised::Facts,
    ir::{Edge, Glue, Graph, Terminator, Untyped},
    layout::{Aside, Carried, Field, State},
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
    /// What is kept of it is in a variable of its own already.
    Aside,
}

impl Facts {
    /// Is a local there? Where it is whole on some paths, and apart on the others, the types of the parts that were moved tell.
    pub fn way(&self, local: LocalId) -> Way {
        if self.whole_or_apart.contains(local) && self.maybe.contains(local) {
            Way::Held
        } else if self.maybe.contains(local) {
            Way::Unclear
        } else {
            Way::Absent
        }
    }

    /// If a local is there, what may have moved it.
    pub(super) fn held(&self, way: Way, local: LocalId) -> Option<BTreeSet<Evidence>> {
        (way == Way::Held).then(|| self.moved.get(&local).cloned().unwrap_or_default())
    }

    /// Is it there on some paths, and on others not, or not as a whole, or do only types tell that?
    pub(super) fn is_unclear(&self, local: LocalId) -> bool {
        let on_some = |moved: &Evidence| self.is_on_some_paths(local, moved);
        let mut moved = self.moved.get(&local).into_iter().flatten();
        self.maybe.contains(local) && (!self.initialised.contains(local) || moved.any(on_some))
    }

    /// Is a local there on every path, and has nothing happened to it that may have moved it?
    pub fn is_certain(&self, local: LocalId) -> bool {
        let mut moved = self.moved.get(&local).into_iter().flatten();
        self.initialised.contains(local) && moved.all(|moved| matches!(moved, Evidence::Method(_)))
    }
}

impl State {
    /// The locals that it keeps whole.
    pub fn kept(&self) -> Set<LocalId> {
        let mut kept = Set::new();
        for field in self.fields.iter().filter(|field| is_kept(field)) {
            kept.insert(field.local);
        }
        kept
    }

    /// Does it keep the local without having it as a variable?
    pub fn keeps(&self, local: LocalId) -> bool {
        let kept = |field: &Field| {
            field.local == local && field.part.is_empty() && field.carried == Carried::Kept
        };
        self.fields.iter().any(kept)
    }

    /// Is a variable still what the state kept of a local and gave back? Not after the state has assigned to it.
    pub fn passes_on(&self, local: LocalId, assigned: &Set<LocalId>) -> bool {
        let restored = |field: &Field| {
            field.local == local && field.carried == Carried::Restored && field.certain
        };
        self.fields.iter().any(restored) && !assigned.contains(local)
    }
}

/// The locals that the state may have assigned to, where control goes from one block to another.
pub struct AssignedSince {
    edges: BTreeMap<Edge, Set<LocalId>>,
    nothing: Set<LocalId>,
}

impl AssignedSince {
    /// Those on this edge.
    pub fn on(&self, edge: Edge) -> &Set<LocalId> {
        self.edges.get(&edge).unwrap_or(&self.nothing)
    }
}

pub(super) fn assigned_since(
    graph: &Graph,
    owner: &Table<BlockId, StateId>,
    state_at: &BTreeMap<BlockId, StateId>,
) -> AssignedSince {
    let mut starts: Table<BlockId, Set<LocalId>> = Table::like(&graph.blocks, Set::new());
    let mut edges: BTreeMap<Edge, Set<LocalId>> = BTreeMap::new();
    loop {
        let mut changed = false;
        for (from, block) in graph.blocks.iter() {
            let mut assigned = starts[from].clone();
            let mut leave = |at: usize, to: BlockId, assigned: &Set<LocalId>| {
                edges
                    .entry(Edge { from, at, to })
                    .or_default()
                    .union(assigned);
                if owner[to] == owner[from] && !state_at.contains_key(&to) {
                    changed |= starts[to].union(assigned);
                }
            };
            for (at, effects) in block.effects().enumerate() {
                assign(effects, &mut assigned, &mut |to, assigned| {
                    leave(at, to, assigned);
                });
            }
            for (number, (effects, to)) in block.terminator.edges().into_iter().enumerate() {
                let at = block.statements.len() + number;
                let mut assigned = assigned.clone();
                assign(effects, &mut assigned, &mut |to, assigned| {
                    leave(at, to, assigned);
                });
                leave(at, to, &assigned);
            }
        }
        if !changed {
            let nothing = Set::new();
            return AssignedSince { edges, nothing };
        }
    }
}

// Adds what `effects` may assign to. `leave` is shown what it was where they leave for a block.
fn assign(
    effects: &[Effect],
    assigned: &mut Set<LocalId>,
    leave: &mut dyn FnMut(BlockId, &Set<LocalId>),
) {
    for effect in effects {
        match effect {
            Effect::Assign(local) => _ = assigned.insert(*local),
            Effect::Exit(to) => leave(*to, assigned),
            Effect::Branch(branches) => {
                let before = assigned.clone();
                for branch in branches {
                    let mut after = before.clone();
                    assign(branch, &mut after, leave);
                    assigned.union(&after);
                }
            }
            // What one round assigned is there in the next one.
            Effect::Loop { body, .. } => {
                assign(body, assigned, &mut |_, _| {});
                assign(body, assigned, leave);
            }
            Effect::Use(_)
            | Effect::Read(_)
            | Effect::Call(..)
            | Effect::Ask(..)
            | Effect::Move(_)
            | Effect::Taken(_)
            | Effect::MoveIf(..)
            | Effect::AssignPart(..)
            | Effect::TakeApart { .. }
            | Effect::Declare(..)
            | Effect::Diverge
            | Effect::Break(_)
            | Effect::Continue(_) => {}
        }
    }
}

/// Finds the ways into a state on which the types say whether something was moved out of a local of known parts. What a state keeps of
/// a local is no variable, and was whole when it was kept, unless its parts are kept beside it.
pub(super) fn torn_on(
    graph: &Graph,
    states: &Table<StateId, State>,
    state_at: &BTreeMap<BlockId, StateId>,
    owner: &Table<BlockId, StateId>,
    edges: &BTreeMap<Edge, Facts>,
    assigned_since: &AssignedSince,
) -> BTreeSet<(Edge, LocalId)> {
    let mut torn = BTreeSet::new();
    for (&edge, facts) in edges.iter().filter(|(edge, _)| leads(graph, **edge)) {
        let Some(&target) = state_at.get(&edge.to) else {
            continue;
        };
        let parts = states[target].fields.iter();
        let parts = parts.filter(|field| !field.part.is_empty());
        let kept = states[owner[edge.from]].kept();
        for local in parts.map(|field| field.local) {
            let is_kept = kept.contains(local) && !assigned_since.on(edge).contains(local);
            if facts.moved.contains_key(&local) && facts.way(local) == Way::Held && !is_kept {
                torn.insert((edge, local));
            }
        }
    }
    torn
}

/// Says of the parts that patterns left of locals whether they may be gone: where a pattern did so on some ways into a state only, or
/// where the local is assigned again. All fields of such a part have one type, and where no way brings anything into them there are none.
pub(super) fn perhaps_left(
    graph: &Graph,
    states: &mut Table<StateId, State>,
    state_at: &BTreeMap<BlockId, StateId>,
    edges: &BTreeMap<Edge, Facts>,
    torn_on: &BTreeSet<(Edge, LocalId)>,
) {
    let into_states = edges
        .iter()
        .filter(|(edge, _)| state_at.contains_key(&edge.to) && leads(graph, **edge));
    let mut left = BTreeSet::new();
    for (&local, parts) in into_states.flat_map(|(_, facts)| &facts.left) {
        let surely = parts.iter().filter(|(_, always)| *always);
        left.extend(surely.map(|(part, _)| (local, part.clone())));
    }
    let torn: BTreeSet<LocalId> = torn_on.iter().map(|(_, local)| *local).collect();
    let comes = |field: &Field| {
        torn.contains(&field.local) && graph.locals[field.local].parts.contains(&field.part)
            || left.contains(&(field.local, field.part.clone()))
    };
    for state in states.ids() {
        states[state]
            .fields
            .retain(|field| field.part.is_empty() || comes(field));
    }
    // Something in a part that was left may be gone on some ways.
    let takes = |field: &Field, facts: &Facts| {
        let moved = facts.moved.get(&field.local).into_iter().flatten();
        let mut inside = moved.filter(|moved| moved.part().starts_with(&field.part));
        inside.any(|moved| matches!(moved, Evidence::Binding { .. }))
    };
    let is_torn = |field: &Field| {
        !torn.contains(&field.local) && edges.values().any(|facts| takes(field, facts))
    };
    let mut perhaps = BTreeSet::new();
    for (_, row) in states.iter() {
        for field in row.fields.iter().filter(|field| !field.part.is_empty()) {
            if field.perhaps || row.assigned.contains(field.local) || is_torn(field) {
                perhaps.insert((field.local, field.part.clone()));
            }
        }
    }
    for state in states.ids() {
        for field in &mut states[state].fields {
            field.perhaps |= perhaps.contains(&(field.local, field.part.clone()));
        }
    }
}

/// Finds the groups, and removes the fields of those that nothing comes into. Output: where native code leaves for another state
/// that keeps a local, or puts it aside, without knowing whether it has a value.
pub(super) fn group(
    graph: &Graph,
    states: &mut Table<StateId, State>,
    state_at: &BTreeMap<BlockId, StateId>,
    owner: &Table<BlockId, StateId>,
    edges: &BTreeMap<Edge, Facts>,
    assigned_since: &AssignedSince,
    aside: &mut Aside,
) -> BTreeSet<(StateId, LocalId)> {
    let mut unclear = BTreeSet::new();
    let mut groups = Groups::new(states);
    let mut ways = Vec::new();
    for (&edge, facts) in edges.iter().filter(|(edge, _)| leads(graph, **edge)) {
        let (source, target) = (owner[edge.from], owner[edge.to]);
        let locals = match state_at.get(&edge.to) {
            Some(&target) => states[target].kept(),
            None => aside.at[edge.to].clone(),
        };
        for local in locals.iter() {
            let way = aside.way(graph, edge, facts, local);
            let passes_on = states[source].passes_on(local, assigned_since.on(edge));
            if way == Way::Aside || way != Way::Unclear && passes_on {
                groups.union((source, local), (target, local));
            } else {
                ways.push(((target, local), facts.held(way, local)));
                let unclear_here = way == Way::Held && facts.is_unclear(local);
                if way == Way::Unclear || unclear_here {
                    unclear.insert((source, local));
                }
            }
        }
    }
    // What each way into a group has done.
    let mut into: BTreeMap<usize, Vec<Option<BTreeSet<Evidence>>>> = BTreeMap::new();
    for (node, held) in ways {
        into.entry(groups.find(node)).or_default().push(held);
    }
    // Groups into which all ways are alike have the same type, so they may be one: each type that rustc has to find costs it time.
    let mut alike = BTreeMap::new();
    for state in states.ids() {
        let mut is_there = |field: &mut Field| {
            let group = groups.find((state, field.local));
            let ways = into.get(&group).map_or(&[][..], Vec::as_slice);
            field.perhaps = ways.windows(2).any(|pair| pair[0] != pair[1]);
            let way = ways.first().filter(|_| !field.perhaps);
            field.group = *alike.entry((field.local, way)).or_insert(group);
            ways.iter().any(Option::is_some)
        };
        let row = &mut states[state];
        row.aside.retain(|_, field| is_there(field));
        row.fields
            .retain_mut(|field| !is_kept(field) || is_there(field));
    }
    for block in graph.blocks.ids() {
        let row = &states[owner[block]].aside;
        let gone: Vec<LocalId> = aside.at[block]
            .iter()
            .filter(|local| !row.contains_key(local))
            .collect();
        for local in gone {
            aside.at[block].remove(local);
        }
    }
    unclear
}

/// Finds the locals that are kept on some way into a state before anything gave them a value that tells their type: that is what makes
/// of it an error to ask it.
pub(super) fn untyped(
    graph: &Graph,
    states: &Table<StateId, State>,
    state_at: &BTreeMap<BlockId, StateId>,
    owner: &Table<BlockId, StateId>,
    edges: &BTreeMap<Edge, Facts>,
) -> Set<LocalId> {
    let mut untyped = Set::new();
    for (edge, facts) in edges {
        let Some(&state) = state_at.get(&edge.to) else {
            continue;
        };
        for local in states[state].kept().iter() {
            if let Some(kind) = graph.locals[local].untyped
                && facts.maybe.contains(local)
                && !is_told_before(graph, owner, *edge, local, kind)
            {
                untyped.insert(local);
            }
        }
    }
    untyped
}

// Does something that may tell the type of the local stand in front of the place where an edge begins, in the order of the machine?
fn is_told_before(
    graph: &Graph,
    owner: &Table<BlockId, StateId>,
    edge: Edge,
    local: LocalId,
    untyped: Untyped,
) -> bool {
    let tells = |effects: &[Effect]| {
        let mut tells = false;
        effects::locals(effects, &mut |effect, other| {
            tells |= other == local
                && match untyped {
                    Untyped::Part => matches!(effect, Effect::Assign(_)),
                    Untyped::Whole => !matches!(effect, Effect::Declare(..) | Effect::Use(_)),
                };
        });
        tells
    };
    let position = |block: BlockId| (owner[block], block);
    graph
        .blocks
        .iter()
        .any(|(id, block)| match position(id).cmp(&position(edge.from)) {
            // The patterns on its edges do not tell.
            Ordering::Less => block.effects().any(tells),
            Ordering::Equal => {
                let is_last = edge.at >= block.statements.len();
                let last = is_last.then(|| block.terminator.effects());
                let before = block.statements.iter().take(edge.at);
                let before = before.map(|statement| &statement.effects[..]);
                before.chain(last.into_iter().flatten()).any(tells)
            }
            Ordering::Greater => false,
        })
}

pub(super) fn is_kept(field: &Field) -> bool {
    field.part.is_empty() && matches!(field.carried, Carried::Kept | Carried::Restored)
}

/// Is a state made where control goes from `from` to `to`? An edge may be gone since the facts were found, as a yield resumes
/// further on, and the end is reached without one.
pub fn leads(graph: &Graph, edge: Edge) -> bool {
    let Edge { from, at, to } = edge;
    // A statement before the yield may leave for the same end.
    let by_terminator = at >= graph.blocks[from].statements.len();
    match graph.blocks[from].terminator {
        Terminator::Yield { resume, .. } if by_terminator && resume == to => true,
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
            let mut locals = row.kept();
            row.aside.keys().for_each(|&local| _ = locals.insert(local));
            for local in locals.iter() {
                numbers.insert((state, local), numbers.len());
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

/// The locals with which states that keep them do nothing but pass them on and drop them.
pub(super) fn only_dropped(
    graph: &Graph,
    states: &Table<StateId, State>,
    edges: &BTreeMap<Edge, Facts>,
    early: &Set<LocalId>,
) -> Set<LocalId> {
    let mut dropped = Set::new();
    for (local, row) in graph.locals.iter() {
        let is_known = row.untyped.is_none() && !early.contains(local);
        let is_plain = row.glue == Glue::Unknown && is_known;
        if is_plain && !row.is_partial() && !row.is_pointer() {
            dropped.insert(local);
        }
    }
    for field in states.iter().flat_map(|(_, state)| &state.fields) {
        let is_whole = matches!(field.carried, Carried::Live | Carried::Kept)
            && field.part.is_empty()
            && !field.perhaps;
        if !is_whole {
            dropped.remove(field.local);
        }
    }
    for (&local, moved) in edges.values().flat_map(|facts| &facts.moved) {
        let as_a_whole = |moved: &Evidence| match moved {
            Evidence::Method(_) => true,
            Evidence::Receiver { part, .. } => part.is_empty(),
            _ => false,
        };
        if !moved.iter().all(as_a_whole) {
            dropped.remove(local);
        }
    }
    dropped
}
