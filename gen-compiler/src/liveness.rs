//! Which locals may still be used?
//!
//! A backward data-flow analysis over names: a local is *live* at a point if some path from there reads it before it is
//! assigned as a whole. (Aho, Lam, Sethi, Ullman: Compilers, section 9.2.5.)

use crate::{
    effects::Effect,
    ids::{BlockId, LocalId, Set, Table},
    ir::{Graph, Terminator},
};

/// The live locals at the start of each block.
pub fn liveness(graph: &Graph) -> Table<BlockId, Set<LocalId>> {
    let mut live = Table::like(&graph.blocks, Set::new());
    loop {
        let mut changed = false;
        for id in graph.blocks.ids().rev() {
            let block = &graph.blocks[id];
            let mut set = after_terminator(&block.terminator, &live);
            let effects: Vec<_> = block.effects().collect();
            for effects in effects.into_iter().rev() {
                set = before(effects, set, &live, &mut Vec::new());
            }
            changed |= live[id].union(&set);
        }
        if !changed {
            return live;
        }
    }
}

/// The live locals after a statement of a block.
pub fn live_after(
    graph: &Graph,
    live: &Table<BlockId, Set<LocalId>>,
    block: BlockId,
    statement: usize,
) -> Set<LocalId> {
    let block = &graph.blocks[block];
    let mut set = after_terminator(&block.terminator, live);
    let effects: Vec<_> = block.effects().skip(statement + 1).collect();
    for effects in effects.into_iter().rev() {
        set = before(effects, set, live, &mut Vec::new());
    }
    set
}

// What is live where the terminator chooses an edge.
fn after_terminator(terminator: &Terminator, live: &Table<BlockId, Set<LocalId>>) -> Set<LocalId> {
    let mut set = Set::new();
    for (effects, target) in terminator.edges() {
        set.union(&before(
            effects,
            live[target].clone(),
            live,
            &mut Vec::new(),
        ));
    }
    set
}

/// An opaque loop: what is live at its start and after it.
struct Around {
    id: usize,
    head: Set<LocalId>,
    after: Set<LocalId>,
}

// What is live before `effects`, given what is live after them.
fn before(
    effects: &[Effect],
    mut live: Set<LocalId>,
    blocks: &Table<BlockId, Set<LocalId>>,
    around: &mut Vec<Around>,
) -> Set<LocalId> {
    for effect in effects.iter().rev() {
        match effect {
            Effect::Use(local)
            | Effect::Move(local)
            | Effect::MoveIf(local, _)
            | Effect::AssignPart(local, _)
            | Effect::TakeApart(local, _) => {
                live.insert(*local);
            }
            Effect::Assign(local) | Effect::Declare(local, _) => live.remove(*local),
            Effect::Exit(target) => live = blocks[*target].clone(),
            Effect::Diverge => live = Set::new(),
            Effect::Branch(branches) => {
                let after = live;
                live = Set::new();
                for branch in branches {
                    live.union(&before(branch, after.clone(), blocks, around));
                }
            }
            Effect::Loop { id, body, ends } => {
                live = before_loop(*id, body, *ends, &live, blocks, around);
            }
            Effect::Break(id) => live = target(around, *id, |loops| &loops.after),
            Effect::Continue(id) => live = target(around, *id, |loops| &loops.head),
        }
    }
    live
}

fn target(around: &[Around], id: usize, set: impl Fn(&Around) -> &Set<LocalId>) -> Set<LocalId> {
    around
        .iter()
        .find(|loops| loops.id == id)
        .map_or_else(Set::new, |loops| set(loops).clone())
}

fn before_loop(
    id: usize,
    body: &[Effect],
    ends: bool,
    after: &Set<LocalId>,
    blocks: &Table<BlockId, Set<LocalId>>,
    around: &mut Vec<Around>,
) -> Set<LocalId> {
    let mut head = if ends { after.clone() } else { Set::new() };
    loop {
        around.push(Around {
            id,
            head: head.clone(),
            after: after.clone(),
        });
        let start = before(body, head.clone(), blocks, around);
        around.pop();
        if !head.union(&start) {
            return head;
        }
    }
}
