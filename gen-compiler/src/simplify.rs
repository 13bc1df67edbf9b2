//! Which blocks are not needed?
//!
//! Blocks that nothing leads to go; a jump to an empty block goes where that block goes; a block with one predecessor in
//! its scope becomes a part of it. What is left means the same. Only the resume point of a yield keeps a block of its
//! own: whether it may be skipped depends on what its scope must drop, which `layout` knows.

use std::collections::BTreeMap;

use crate::{
    ids::{BlockId, Set, Table},
    ir::{Block, Graph, Terminator},
};

/// Simplifies the graph in place.
pub fn simplify(graph: &mut Graph) {
    thread_jumps(graph);
    merge_straight_lines(graph);
    remove_unreachable(graph);
}

fn thread_jumps(graph: &mut Graph) {
    let resumes = graph.resume_points();
    let mut ends: Table<BlockId, Option<BlockId>> = Table::like(&graph.blocks, None);
    for block in graph.blocks.ids() {
        let mut seen = Set::new();
        let mut end = block;
        while let (Terminator::Goto(next), true, true) = (
            &graph.blocks[end].terminator,
            graph.blocks[end].statements.is_empty(),
            seen.insert(end),
        ) {
            // An inner scope is entered through its own block: what leaves it again needs a place to go to.
            if !graph.is_within(graph.blocks[end].scope, graph.blocks[*next].scope) {
                break;
            }
            end = *next;
        }
        ends[block] = Some(end);
    }
    let entry = graph.entry;
    graph.renumber(|block| {
        let keep = block == entry || resumes.contains(block);
        ends[block].filter(|_| !keep).unwrap_or(block)
    });
}

fn merge_straight_lines(graph: &mut Graph) {
    let reached = reached(graph);
    let mut predecessors = Table::like(&graph.blocks, 0);
    predecessors[graph.entry] += 1;
    for block in reached.iter() {
        for successor in graph.blocks[block].successors() {
            predecessors[successor] += 1;
        }
    }
    // Backwards, so that a block has already taken in what follows it.
    for id in graph.blocks.ids().rev() {
        let Terminator::Goto(next) = graph.blocks[id].terminator else {
            continue;
        };
        let same_scope = graph.blocks[next].scope == graph.blocks[id].scope;
        if reached.contains(id) && next != id && predecessors[next] == 1 && same_scope {
            let scope = graph.blocks[next].scope;
            let dead = Block {
                scope,
                statements: Vec::new(),
                terminator: Terminator::Unreachable,
            };
            let mut next = std::mem::replace(&mut graph.blocks[next], dead);
            let block = &mut graph.blocks[id];
            block.statements.append(&mut next.statements);
            block.terminator = next.terminator;
        }
    }
}

fn reached(graph: &Graph) -> Set<BlockId> {
    let mut reached = Set::new();
    let mut work = vec![graph.entry];
    while let Some(block) = work.pop() {
        if reached.insert(block) {
            work.extend(graph.blocks[block].successors());
        }
    }
    reached
}

fn remove_unreachable(graph: &mut Graph) {
    let reached = reached(graph);
    let old = std::mem::replace(&mut graph.blocks, Table::new());
    let mut numbers = BTreeMap::new();
    for (id, block) in old.into_iter() {
        if reached.contains(id) {
            numbers.insert(id, graph.blocks.push(block));
        }
    }
    graph.jumps.retain(|_, target| numbers.contains_key(target));
    graph.renumber(|block| numbers[&block]);
}
