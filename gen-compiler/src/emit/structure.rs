//! Where in a state does the code of each block stand?
//!
//! A state owns a part of the graph that is entered at one block. Its code is nested along the dominator tree: a block
//! with one way in stands at that way in; a block where ways meet, or that lies outside the scope of the way in, follows
//! a labelled block that the ways leave; the head of a loop starts a `loop`. (Norman Ramsey: Beyond Relooper, ICFP 2022.)

use std::collections::BTreeMap;

use crate::{
    ids::{BlockId, ScopeId, StateId},
    ir::{Graph, Terminator},
    layout::Layout,
};

/// How the blocks of one state are nested.
pub struct Structure {
    /// The scopes that the state opens, outermost first; its first block is in the last.
    pub scopes: Vec<ScopeId>,
    /// The blocks that follow the terminator of a block.
    pub after_block: BTreeMap<BlockId, Vec<BlockId>>,
    /// The blocks that follow when one of `scopes` is opened.
    pub after_scope: BTreeMap<ScopeId, Vec<BlockId>>,
    /// The heads of loops, with the blocks from which the head is reached again.
    loops: BTreeMap<BlockId, Vec<BlockId>>,
}

impl Structure {
    pub fn is_loop(&self, block: BlockId) -> bool {
        self.loops.contains_key(&block)
    }

    /// Does `block` belong to the loop at `head`?
    pub fn is_inside(&self, block: BlockId, head: BlockId) -> bool {
        self.loops
            .get(&head)
            .is_some_and(|body| body.contains(&block))
    }
}

/// Nests the blocks that `state` owns.
pub fn structure(graph: &Graph, layout: &Layout, state: StateId) -> Structure {
    let root = layout.states[state].block;
    let mut part = Part::new(graph, layout, state);
    part.dominate();
    let loops = part.loops();
    let scopes = part.scopes();
    let mut structure = Structure {
        scopes,
        after_block: BTreeMap::new(),
        after_scope: BTreeMap::new(),
        loops,
    };
    for &block in part.blocks.iter().filter(|&&block| block != root) {
        if part.stands_at_its_jump(block) {
            continue;
        }
        let scope = graph.blocks[block].scope;
        let before = std::iter::successors(Some(part.dominator[&block]), |dominator| {
            part.dominator.get(dominator).copied()
        })
        .find(|&dominator| graph.is_within(scope, graph.blocks[dominator].scope));
        if let Some(dominator) = before {
            structure
                .after_block
                .entry(dominator)
                .or_default()
                .push(block);
        } else {
            let around = structure
                .scopes
                .iter()
                .rev()
                .copied()
                .find(|&around| graph.is_within(scope, around));
            // The outermost of `scopes` is around every block of the state.
            let around = around.unwrap_or(structure.scopes[0]);
            structure.after_scope.entry(around).or_default().push(block);
        }
    }
    structure
}

/// The part of the graph that one state owns, without the edges out of it.
struct Part<'g> {
    graph: &'g Graph,
    root: BlockId,
    /// In source order, in which every edge but those back to a loop's head goes forward.
    blocks: Vec<BlockId>,
    /// One entry for every place in the code that jumps there.
    predecessors: BTreeMap<BlockId, Vec<BlockId>>,
    /// The immediate dominator of each block but the root.
    dominator: BTreeMap<BlockId, BlockId>,
}

impl<'g> Part<'g> {
    fn new(graph: &'g Graph, layout: &Layout, state: StateId) -> Self {
        let root = layout.states[state].block;
        let mut blocks = Vec::new();
        let mut predecessors: BTreeMap<BlockId, Vec<BlockId>> = BTreeMap::new();
        let mut work = vec![root];
        while let Some(block) = work.pop() {
            if blocks.contains(&block) {
                continue;
            }
            blocks.push(block);
            // The way through a yield leads to another state; the exits of the statements before it do not.
            let successors = match graph.blocks[block].terminator {
                Terminator::Yield { .. } => graph.blocks[block].exits(),
                _ => graph.blocks[block].successors(),
            };
            for successor in successors {
                let is_elsewhere =
                    layout.state_at.contains_key(&successor) || graph.is_end(successor);
                if successor == root || !is_elsewhere {
                    predecessors.entry(successor).or_default().push(block);
                    work.push(successor);
                }
            }
        }
        blocks.sort_unstable();
        Self {
            graph,
            root,
            blocks,
            predecessors,
            dominator: BTreeMap::new(),
        }
    }

    // Cooper, Harvey, Kennedy: A Simple, Fast Dominance Algorithm. One round is enough: without the edges back to loop
    // heads, which dominate their bodies, source order is topological.
    fn dominate(&mut self) {
        for &block in &self.blocks {
            if block == self.root {
                continue;
            }
            let mut dominator = None;
            for &predecessor in self.predecessors.get(&block).into_iter().flatten() {
                if predecessor < block || predecessor == self.root {
                    dominator = Some(match dominator {
                        None => predecessor,
                        Some(other) => self.common(predecessor, other),
                    });
                }
            }
            self.dominator.insert(block, dominator.unwrap_or(self.root));
        }
    }

    fn common(&self, mut one: BlockId, mut other: BlockId) -> BlockId {
        while one != other {
            if (one > other && one != self.root) || other == self.root {
                one = self.dominator.get(&one).copied().unwrap_or(self.root);
            } else {
                other = self.dominator.get(&other).copied().unwrap_or(self.root);
            }
        }
        one
    }

    fn back_edges(&self, head: BlockId) -> impl Iterator<Item = BlockId> + '_ {
        self.predecessors
            .get(&head)
            .into_iter()
            .flatten()
            .copied()
            .filter(move |&from| self.is_back(from, head))
    }

    fn is_back(&self, from: BlockId, to: BlockId) -> bool {
        to == self.root || from >= to
    }

    fn loops(&self) -> BTreeMap<BlockId, Vec<BlockId>> {
        let mut loops = BTreeMap::new();
        for &head in &self.blocks {
            let mut body = vec![head];
            let mut work: Vec<BlockId> = self.back_edges(head).collect();
            if work.is_empty() {
                continue;
            }
            while let Some(block) = work.pop() {
                if !body.contains(&block) {
                    body.push(block);
                    work.extend(self.predecessors.get(&block).into_iter().flatten());
                }
            }
            loops.insert(head, body);
        }
        loops
    }

    fn scopes(&self) -> Vec<ScopeId> {
        let graph = self.graph;
        let root = graph.blocks[self.root].scope;
        let surrounds_all = |scope: &ScopeId| {
            let mut blocks = self.blocks.iter();
            blocks.all(|&block| graph.is_within(graph.blocks[block].scope, *scope))
        };
        let inner = graph
            .enclosing(root)
            .take_while(|scope| !surrounds_all(scope));
        let outermost = graph.enclosing(root).find(surrounds_all);
        let mut scopes: Vec<ScopeId> = inner.chain(outermost).collect();
        scopes.reverse();
        scopes
    }

    fn stands_at_its_jump(&self, block: BlockId) -> bool {
        let forward: Vec<BlockId> = self
            .predecessors
            .get(&block)
            .into_iter()
            .flatten()
            .copied()
            .filter(|&from| !self.is_back(from, block))
            .collect();
        match forward[..] {
            [from] => self.graph.is_within(
                self.graph.blocks[block].scope,
                self.graph.blocks[from].scope,
            ),
            _ => false,
        }
    }
}
