//! What may every phase assume of what the phases before it made?
//!
//! The checks run in debug builds in this workspace only, whose `.cargo/config.toml` asks for them: a user's debug build has
//! better things to do. One that fails is a bug of ours, never a mistake of the user's.

mod fill;

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    effects::{self, Effect},
    ids::{BlockId, Id, LocalId, Set, StateId, Table},
    initialised::Initialised,
    ir::{Graph, InMacro, Terminator},
    layout::{Carried, Field, Layout, State},
};

/// Are the invariants checked?
fn is_on() -> bool {
    cfg!(debug_assertions) && option_env!("GENERATOR_VALIDATE") == Some("1")
}

/// Panics in a debug build if the graph is not what the phases after `simplify` expect.
pub fn graph(graph: &Graph) {
    if !is_on() {
        return;
    }
    for (id, scope) in graph.scopes.iter() {
        let outer = scope.parent.is_none_or(|parent| parent < id);
        assert!(outer, "{id} is made before the scope around it");
    }
    let entry_scope = graph.blocks[graph.entry].scope;
    assert!(
        graph.scopes[entry_scope].parent.is_none(),
        "the entry is in the outermost scope"
    );
    for &param in &graph.params {
        assert_eq!(
            graph.declared.get(&param),
            Some(&entry_scope),
            "{param} is an argument, so it is in the outermost scope"
        );
    }
    let is_block = |block: BlockId| block.index() < graph.blocks.len();
    let jumps: BTreeSet<BlockId> = graph.jumps.values().copied().collect();
    assert!(
        jumps.iter().all(|&block| is_block(block)),
        "every jump leads to a block"
    );
    for (id, block) in graph.blocks.iter() {
        for exit in block.exits() {
            assert!(jumps.contains(&exit), "{id} has an exit that is no jump");
        }
        for target in block.successors() {
            assert!(is_block(target), "{id} leads to no block");
            let to = graph.blocks[target].scope;
            let mut around = graph.enclosing(block.scope);
            let related = around.any(|scope| graph.is_within(to, scope));
            assert!(related, "{id} leads to an unrelated scope");
        }
        let mentions = |effects: &[Effect], here: BlockId| {
            // The variables of an arm that does nothing have no block, only the edge with the arm's guard.
            let mut own = BTreeSet::new();
            effects::locals(effects, &mut |effect, local| {
                if matches!(effect, Effect::Declare(..)) {
                    own.insert(local);
                }
            });
            effects::locals(effects, &mut |_, local| {
                // A local that a statement of the user's declares for itself is in no scope of ours.
                let Some(&scope) = graph.declared.get(&local) else {
                    return;
                };
                let at = graph.blocks[here].scope;
                // What happens on an edge may still concern the scope that it leaves.
                let near = graph.is_within(at, scope) || graph.is_within(block.scope, scope);
                // In a macro's tokens a variable of the macro's own looks like one around it.
                let exempt = own.contains(&local) || graph.locals[local].in_macro != InMacro::No;
                assert!(near || exempt, "{id} mentions {local} out of its scope");
            });
        };
        for effects in block.effects() {
            mentions(effects, id);
        }
        for (effects, target) in block.terminator.edges() {
            mentions(effects, target);
        }
        if let Terminator::Yield { resume, .. } = block.terminator {
            assert_eq!(
                graph.blocks[resume].scope, block.scope,
                "{id} resumes in another scope"
            );
        }
        let falls = block
            .terminator
            .effects()
            .is_none_or(effects::falls_through);
        assert!(falls, "{id} has a head that never ends, and edges after it");
    }
}

/// Panics in a debug build if the facts about the locals contradict each other.
pub fn flow(graph: &Graph, live: &Table<BlockId, Set<LocalId>>, facts: &Initialised) {
    if !is_on() {
        return;
    }
    // The names of a statement's own locals are no more than mentioned.
    let ours = |local: &LocalId| graph.declared.contains_key(local);
    for local in live[graph.entry].iter().filter(ours) {
        assert!(
            graph.params.contains(&local),
            "{local} is used on some path that does not declare it"
        );
    }
    for (id, block) in graph.blocks.iter() {
        let Some(known) = &facts.at[id] else { continue };
        for local in known.initialised.iter() {
            assert!(known.maybe.contains(local), "{local} is held and absent");
            assert!(
                known.whole_or_apart.contains(local) && known.given.contains(local),
                "{local} is held and moved"
            );
        }
        for local in known.maybe.iter() {
            assert!(
                known.declared.contains(local),
                "{local} is held in {id}, but not declared"
            );
        }
        for local in known.declared.iter() {
            assert!(
                graph.in_scope(local, block.scope),
                "{local} is known in {id}, out of its scope"
            );
        }
        for local in live[id].iter().filter(ours) {
            assert!(
                known.declared.contains(local),
                "{local} may be used in {id} and is declared on no path there"
            );
        }
    }
    for edge in facts.edges.keys() {
        let leads = graph.blocks[edge.from].edges(edge.from).contains(edge);
        let (from, to) = (edge.from, edge.to);
        assert!(leads, "facts on an edge from {from} to {to}, which is none");
    }
}

/// Panics in a debug build if the states are not what `emit` expects.
pub fn layout(graph: &Graph, layout: &Layout) {
    if !is_on() {
        return;
    }
    for (&block, &state) in &layout.state_at {
        assert_eq!(
            layout.states[state].block, block,
            "{state} starts at {block}"
        );
        assert_eq!(layout.owner[block], state, "{state} owns its first block");
    }
    assert_eq!(
        layout.states.len(),
        layout.state_at.len(),
        "every state starts at a block of its own"
    );
    for (block, &owner) in layout.owner.iter() {
        for local in layout.aside.at[block].iter() {
            assert!(
                graph.in_scope(local, graph.blocks[block].scope),
                "{local} is put aside in {block}, out of its scope"
            );
            assert!(
                layout.states[owner].aside.contains_key(&local),
                "{local} is put aside in {block}, and {owner} has no variable for it"
            );
        }
    }
    let mut perhaps = BTreeMap::new();
    for (id, state) in layout.states.iter() {
        fields(graph, layout, id, state);
        for field in state.fields.iter().filter(|field| is_kept(field)) {
            let known = *perhaps.entry(field.group).or_insert(field.perhaps);
            assert_eq!(known, field.perhaps, "a group of two types in {id}");
        }
    }
    let entry = &layout.states[layout.state_at[&graph.entry]];
    let carried: Vec<LocalId> = entry.fields.iter().map(|field| field.local).collect();
    assert_eq!(
        carried, graph.params,
        "the first state carries the arguments"
    );
    ownership(graph, layout);
    fill::transitions(graph, layout);
}

fn is_kept(field: &Field) -> bool {
    field.part.is_empty() && matches!(field.carried, Carried::Kept | Carried::Restored)
}

fn fields(graph: &Graph, layout: &Layout, id: StateId, state: &State) {
    let scope = graph.blocks[state.block].scope;
    let mut seen = BTreeSet::new();
    for field in &state.fields {
        let local = field.local;
        assert!(
            seen.insert((local, &field.part)),
            "{id} carries {local} twice"
        );
        assert!(
            graph.in_scope(local, scope),
            "{id} carries {local} out of its scope"
        );
        let counter = graph.locals[local].range.as_ref();
        match field.carried {
            Carried::Live | Carried::Kept => {}
            Carried::Lent => assert!(graph.locals[local].lent, "{id} carries {local} as lent"),
            Carried::Noted => assert!(
                graph.locals[local].is_partial(),
                "{id} notes which parts of {local} are gone"
            ),
            Carried::Restored => assert!(
                state.assigned.contains(local),
                "{id} restores {local} and does not assign to it"
            ),
            Carried::InPlace => assert!(
                graph.locals[local].in_place,
                "{id} leaves {local} where it is not"
            ),
            Carried::FoundAgain => {
                let found = graph.locals[local].found_again.as_ref();
                let is_there = |&needed: &LocalId| {
                    let mut fields = state.fields.iter();
                    fields.any(|field| field.local == needed && !is_kept(field))
                };
                assert!(
                    found.is_some_and(|found| found.needed.iter().all(is_there)),
                    "{id} does not carry where {local} is found again"
                );
            }
            Carried::Start => assert!(counter.is_some(), "{local} is no range"),
            Carried::Rebuilt => assert!(
                counter.is_some_and(|counter| counter.item.is_some()),
                "{local} cannot be made again"
            ),
        }
    }
    for &local in &state.redeclared {
        let is_whole = |field: &Field| field.local == local && field.part.is_empty();
        let carried = state.fields.iter().any(is_whole);
        assert!(!carried, "{id} carries {local} and declares it again");
        assert!(
            graph.in_scope(local, scope),
            "{id} declares {local} again out of its scope"
        );
    }
    let place = |field: &Field| layout.order.get(&field.local).copied();
    assert!(
        state.fields.is_sorted_by_key(place),
        "the fields of {id} are in order of declaration"
    );
}

// Every block that is emitted is reached from the root of the state that owns it, and from no other.
fn ownership(graph: &Graph, layout: &Layout) {
    for (id, state) in layout.states.iter() {
        let mut seen = BTreeSet::new();
        let mut work = vec![state.block];
        while let Some(block) = work.pop() {
            if !seen.insert(block) {
                continue;
            }
            assert_eq!(layout.owner[block], id, "{block} is reached from {id}");
            let inside =
                |block: &BlockId| !layout.state_at.contains_key(block) && !graph.is_end(*block);
            work.extend(graph.blocks[block].successors().into_iter().filter(inside));
        }
    }
}
