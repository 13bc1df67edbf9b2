//! Where in a state is a local put aside?
//!
//! A local that nobody will use before it is assigned again, or its scope ends, may have been moved on some of the paths to a point. What is then
//! to be dropped only rustc knows, by its drop flags, but where control goes to another state the macro has to know. So where
//! such paths meet, each path puts the local aside: it moves into a variable of ours what is kept of it, in the form in which a state
//! carries it, or that nothing is. What a state carries without knowing whether it is there is put aside from its start. The local has its
//! value back in front of the statement that assigns to it.

use std::{cell::OnceCell, collections::BTreeMap};

use crate::{
    effects::{self, Effect},
    ids::{BlockId, LocalId, Set, StateId, Table},
    initialised::{Facts, settles},
    ir::{Block, Edge, Graph, Statement, Terminator},
    layout::{Carried, Field, State, Way, kept, loans},
};

/// The locals that are put aside in each state.
pub struct Aside {
    /// Those that are at the start of each block.
    pub at: Table<BlockId, Set<LocalId>>,
    /// Those that may be, on some path to the block.
    unclear: Table<BlockId, Set<LocalId>>,
}

/// Where the value of a local is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Variable,
    Aside,
    /// One or the other.
    Unclear,
}

/// Finds them, and gives each state its variables for them.
pub(super) fn aside(
    graph: &Graph,
    live: &Table<BlockId, Set<LocalId>>,
    kept: &Table<BlockId, Set<LocalId>>,
    states: &mut Table<StateId, State>,
    state_at: &BTreeMap<BlockId, StateId>,
    owner: &Table<BlockId, StateId>,
    edges: &BTreeMap<Edge, Facts>,
) -> Aside {
    let mut aside = Aside {
        at: Table::like(&graph.blocks, Set::new()),
        unclear: Table::like(&graph.blocks, Set::new()),
    };
    for (&block, &state) in state_at {
        for field in states[state].fields.iter().filter(|field| is_aside(field)) {
            aside.at[block].insert(field.local);
        }
    }
    let needed = needed(graph, states, state_at);
    let mut into: BTreeMap<BlockId, Vec<(Edge, &Facts)>> = BTreeMap::new();
    for (&edge, facts) in edges {
        if !state_at.contains_key(&edge.to) && kept::leads(graph, edge) {
            into.entry(edge.to).or_default().push((edge, facts));
        }
    }
    let known_loans = OnceCell::new();
    let lent = |here, gone: &[Edge], local, block: BlockId| {
        let loans = known_loans.get_or_init(|| loans::loans(graph, state_at));
        let uses = |borrower| {
            // What is borrowed at a yield is an error in either way.
            let is_carried =
                || is_carried_along(graph, live, states, state_at, block, borrower, local);
            live[block].contains(borrower) && !is_carried()
        };
        loans.lent(graph, here, gone, local, uses)
    };
    // Without the edges back to the heads of loops first, since it is not known yet what they do.
    let mut first = true;
    loop {
        let mut changed = false;
        for (&block, edges) in &into {
            let known = |edge: &Edge| !first || edge.from < block;
            let edges: Vec<(Edge, &Facts)> = edges
                .iter()
                .filter(|(edge, _)| known(edge))
                .copied()
                .collect();
            // What stays in place is there on every path.
            let moved = |local: &LocalId| !graph.locals[*local].in_place;
            for local in kept[block].iter().filter(moved) {
                let is_needed = needed[block].contains(local);
                let lent = |here, gone: &[Edge]| lent(here, gone, local, block);
                match aside.meet(graph, &edges, local, is_needed, lent) {
                    Form::Variable => {}
                    Form::Aside if aside.unclear[block].contains(local) => {}
                    Form::Aside => changed |= aside.at[block].insert(local),
                    Form::Unclear => {
                        aside.at[block].remove(local);
                        changed |= aside.unclear[block].insert(local);
                    }
                }
            }
        }
        if !changed && !first {
            break;
        }
        first = false;
    }
    for block in graph.blocks.ids() {
        for local in aside.at[block].iter() {
            let field = Field::new(local, Carried::Kept);
            states[owner[block]].aside.entry(local).or_insert(field);
        }
    }
    aside
}

// Does a state that keeps `local`, or the item of one, have `borrower` as it is at the start of `block`?
fn is_carried_along(
    graph: &Graph,
    live: &Table<BlockId, Set<LocalId>>,
    states: &Table<StateId, State>,
    state_at: &BTreeMap<BlockId, StateId>,
    block: BlockId,
    borrower: LocalId,
    local: LocalId,
) -> bool {
    let mut seen = Set::new();
    let mut open = vec![block];
    while let Some(id) = open.pop() {
        let block = &graph.blocks[id];
        let mut is_in_item = false;
        if let Terminator::Yield { effects, .. } = &block.terminator {
            effects::locals(effects, &mut |_, other| is_in_item |= other == borrower);
        }
        for edge in block.edges(id) {
            let is_live = live[edge.to].contains(borrower);
            match state_at.get(&edge.to) {
                Some(&state) if (is_live || is_in_item) && states[state].kept().contains(local) => {
                    return true;
                }
                None if is_live && seen.insert(edge.to) => open.push(edge.to),
                _ => {}
            }
        }
    }
    false
}

// Is what the state carries of a local put aside from its start?
fn is_aside(field: &Field) -> bool {
    field.part.is_empty()
        && match field.carried {
            Carried::Kept => true,
            Carried::Restored => !field.certain,
            Carried::Live
            | Carried::Lent
            | Carried::Noted
            | Carried::Start
            | Carried::Rebuilt
            | Carried::FoundAgain
            | Carried::InPlace => false,
        }
}

impl Aside {
    /// What has happened to a local on an edge, and where it is.
    pub fn way(&self, graph: &Graph, edge: Edge, facts: &Facts, local: LocalId) -> Way {
        match self.form(graph, edge, local) {
            Form::Variable => facts.way(local),
            Form::Aside => Way::Aside,
            Form::Unclear => Way::Unclear,
        }
    }

    /// The locals that statement `at` of a block, or its terminator, assigns to, and that were put aside before.
    pub fn restored(&self, graph: &Graph, block: BlockId, at: usize) -> Vec<LocalId> {
        let lists = lists(&graph.blocks[block]);
        let last = graph.blocks[block].statements.len();
        let (before, here) = lists.split_at(at);
        let here = if at < last { &here[..1] } else { here };
        let any = |lists: &[&[Effect]], local| lists.iter().any(|list| assigns(list, local));
        let locals = self.at[block].iter();
        locals
            .filter(|&local| any(here, local) && !any(before, local))
            .collect()
    }

    fn form(&self, graph: &Graph, edge: Edge, local: LocalId) -> Form {
        let block = &graph.blocks[edge.from];
        let mut form = if self.unclear[edge.from].contains(local) {
            Form::Unclear
        } else if self.at[edge.from].contains(local) {
            Form::Aside
        } else {
            return Form::Variable;
        };
        let last = block.statements.len();
        let upto = if edge.at < last {
            edge.at + 1
        } else {
            usize::MAX
        };
        for (at, effects) in lists(block).into_iter().enumerate().take(upto) {
            let ends = at < edge.at || edge.at >= last;
            let is_left =
                || at < last && !ends && left_before(&block.statements[at]) == Some(local);
            if form == Form::Variable || !assigns(effects, local) || is_left() {
                continue;
            }
            form = if ends && settles(graph, effects, local) {
                Form::Variable
            } else {
                Form::Unclear
            };
        }
        form
    }

    // Where is a local at the start of a block that these edges lead to?
    fn meet(
        &self,
        graph: &Graph,
        edges: &[(Edge, &Facts)],
        local: LocalId,
        needed: bool,
        lent: impl Fn(Edge, &[Edge]) -> bool,
    ) -> Form {
        let forms = edges.iter().map(|&(edge, _)| self.form(graph, edge, local));
        let forms: Vec<Form> = forms.collect();
        let held = |(edge, facts): &(Edge, &Facts)| {
            let way = self.way(graph, *edge, facts, local);
            facts.held(way, local)
        };
        let differ = || {
            let mut pairs = edges.windows(2);
            pairs.any(|pair| held(&pair[0]) != held(&pair[1]))
        };
        let moves_loan = || {
            let (here, gone): (Vec<_>, Vec<_>) = edges.iter().partition(|way| held(way).is_some());
            let gone: Vec<Edge> = gone.into_iter().map(|(edge, _)| edge).collect();
            here.iter().any(|(here, _)| lent(*here, &gone))
        };
        let all_aside = forms.iter().all(|form| *form == Form::Aside);
        let meet = forms.contains(&Form::Aside) || needed && differ();
        if all_aside || meet && !moves_loan() {
            Form::Aside
        } else if forms.contains(&Form::Aside) || forms.contains(&Form::Unclear) {
            Form::Unclear
        } else {
            Form::Variable
        }
    }
}

/// The local that a statement assigns to when all else in it is done, if control may leave the statement before: the local is then as it was.
pub fn left_before(statement: &Statement) -> Option<LocalId> {
    let (local, _) = statement.assigned()?;
    let (last, before) = statement.effects.split_last()?;
    let mut exits = Vec::new();
    effects::exits(before, &mut exits);
    let is_last = *last == Effect::Assign(local) && !assigns(before, local);
    (is_last && !exits.is_empty()).then_some(local)
}

// The effects of a block's statements, its terminator's, and what happens on the terminator's edges.
fn lists(block: &Block) -> Vec<&[Effect]> {
    let edges = block.terminator.edges();
    let edges = edges.into_iter().map(|(effects, _)| effects);
    block.effects().chain(edges).collect()
}

// Do they give the local a value, on some path?
pub(super) fn assigns(effects: &[Effect], local: LocalId) -> bool {
    let mut found = false;
    effects::locals(effects, &mut |effect, other| {
        found |= other == local && matches!(effect, Effect::Assign(_));
    });
    found
}

// The locals that control may take from each block to another state that keeps them, without an assignment to them.
fn needed(
    graph: &Graph,
    states: &Table<StateId, State>,
    state_at: &BTreeMap<BlockId, StateId>,
) -> Table<BlockId, Set<LocalId>> {
    let mut needed: Table<BlockId, Set<LocalId>> = Table::like(&graph.blocks, Set::new());
    loop {
        let mut changed = false;
        for (id, block) in graph.blocks.iter() {
            let edges = block.edges(id).into_iter();
            for edge in edges.filter(|&edge| kept::leads(graph, edge)) {
                let mut there = match state_at.get(&edge.to) {
                    Some(&state) => states[state].kept(),
                    None => needed[edge.to].clone(),
                };
                let before = block.statements.iter().take(edge.at);
                for effect in before.flat_map(|statement| &statement.effects) {
                    if let Effect::Assign(local) = effect {
                        there.remove(*local);
                    }
                }
                changed |= needed[id].union(&there);
            }
        }
        if !changed {
            return needed;
        }
    }
}
