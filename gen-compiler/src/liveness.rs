//! Which locals may still be used?
//!
//! A backward data-flow analysis over names: a local is *live* at a point if some path from there reads it before it is
//! assigned as a whole. (Aho, Lam, Sethi, Ullman: Compilers, section 9.2.5.)

use crate::{
    effects::{Effect, Evidence},
    ids::{BlockId, LocalId, Set, Table},
    ir::{Block, Graph, Terminator},
};

/// The live locals at the start of each block.
pub fn liveness(graph: &Graph) -> Table<BlockId, Set<LocalId>> {
    let mut live = Table::like(&graph.blocks, Set::new());
    loop {
        let mut changed = false;
        for id in graph.blocks.ids().rev() {
            let set = Walk::new(&live).block(&graph.blocks[id], 0);
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
    Walk::new(live).block(&graph.blocks[block], statement + 1)
}

/// What follows of what is used again.
#[derive(Default)]
pub struct Uses {
    /// The locals of which some call of a method is the last use on all paths from there. Any other call borrows its receiver, or
    /// it is `Copy`.
    pub called_last: Set<LocalId>,
    /// Those of which it is not only a part that the method is called on.
    pub called_last_as_a_whole: Set<LocalId>,
    /// The same of a method that has a name of the standard library's, but may be the user's.
    pub asked_last: Set<LocalId>,
    /// The locals that are used by value somewhere and again afterwards: they are `Copy`, or reborrowed.
    pub copied: Set<LocalId>,
    /// The locals that are used again after what a pattern leaves of them was put aside.
    pub used_apart: Set<LocalId>,
}

/// Finds that out.
pub fn uses(graph: &Graph, live: &Table<BlockId, Set<LocalId>>) -> Uses {
    let mut walk = Walk::new(live);
    walk.uses = Some(Uses::default());
    for (_, block) in graph.blocks.iter() {
        walk.block(block, 0);
    }
    walk.uses.unwrap_or_default()
}

/// A walk against the flow of control.
struct Walk<'l> {
    /// What is live at the start of each block, as far as it is known.
    blocks: &'l Table<BlockId, Set<LocalId>>,
    /// The opaque loops around.
    around: Vec<Around>,
    /// What is found out, if somebody asks.
    uses: Option<Uses>,
}

/// An opaque loop: what is live at its start and after it.
struct Around {
    id: usize,
    head: Set<LocalId>,
    after: Set<LocalId>,
}

impl<'l> Walk<'l> {
    fn new(blocks: &'l Table<BlockId, Set<LocalId>>) -> Self {
        Self {
            blocks,
            around: Vec::new(),
            uses: None,
        }
    }

    // What is live before statement `first` of `block`.
    fn block(&mut self, block: &Block, first: usize) -> Set<LocalId> {
        let mut set = self.after_terminator(&block.terminator);
        let effects: Vec<_> = block.effects().skip(first).collect();
        for effects in effects.into_iter().rev() {
            set = self.before(effects, set);
        }
        set
    }

    // What is live where the terminator chooses an edge.
    fn after_terminator(&mut self, terminator: &Terminator) -> Set<LocalId> {
        let mut set = Set::new();
        for (effects, target) in terminator.edges() {
            set.union(&self.before(effects, self.blocks[target].clone()));
        }
        set
    }

    // What is live before `effects`, given what is live after them.
    fn before(&mut self, effects: &[Effect], mut live: Set<LocalId>) -> Set<LocalId> {
        for effect in effects.iter().rev() {
            match effect {
                Effect::Call(local, part, _) => {
                    // The last use of a part may come before the last use of the whole.
                    if let Some(uses) = &mut self.uses
                        && !(part.is_empty() && live.contains(*local))
                    {
                        uses.called_last.insert(*local);
                        if part.is_empty() {
                            uses.called_last_as_a_whole.insert(*local);
                        }
                    }
                    live.insert(*local);
                }
                Effect::Ask(local, _) => {
                    if let Some(uses) = &mut self.uses
                        && !live.contains(*local)
                    {
                        uses.asked_last.insert(*local);
                    }
                    live.insert(*local);
                }
                Effect::Move(local) => {
                    if let Some(uses) = &mut self.uses
                        && live.contains(*local)
                    {
                        uses.copied.insert(*local);
                    }
                    live.insert(*local);
                }
                Effect::MoveIf(local, Evidence::Apart { .. }) => {
                    if let Some(uses) = &mut self.uses
                        && live.contains(*local)
                    {
                        uses.used_apart.insert(*local);
                    }
                    live.insert(*local);
                }
                // It was moved in front of that.
                Effect::Taken(_) => {}
                Effect::Use(local)
                | Effect::Read(local)
                | Effect::MoveIf(local, _)
                | Effect::AssignPart(local, _)
                | Effect::TakeApart { local, .. } => {
                    live.insert(*local);
                }
                Effect::Assign(local) | Effect::Declare(local, _) => live.remove(*local),
                Effect::Exit(target) => live = self.blocks[*target].clone(),
                Effect::Diverge => live = Set::new(),
                Effect::Branch(branches) => {
                    let after = live;
                    live = Set::new();
                    for branch in branches {
                        live.union(&self.before(branch, after.clone()));
                    }
                }
                Effect::Loop { id, body, ends } => live = self.before_loop(*id, body, *ends, &live),
                Effect::Break(id) => live = self.target(*id, |loops| &loops.after),
                Effect::Continue(id) => live = self.target(*id, |loops| &loops.head),
            }
        }
        live
    }

    fn target(&self, id: usize, set: impl Fn(&Around) -> &Set<LocalId>) -> Set<LocalId> {
        self.around
            .iter()
            .find(|loops| loops.id == id)
            .map_or_else(Set::new, |loops| set(loops).clone())
    }

    fn before_loop(
        &mut self,
        id: usize,
        body: &[Effect],
        ends: bool,
        after: &Set<LocalId>,
    ) -> Set<LocalId> {
        let mut head = if ends { after.clone() } else { Set::new() };
        // Until all is known of the loop, nothing is the last use in it.
        let asked = self.uses.take();
        while head.union(&self.round(id, body, &head, after)) {}
        self.uses = asked;
        if self.uses.is_some() {
            self.round(id, body, &head, after);
        }
        head
    }

    fn round(
        &mut self,
        id: usize,
        body: &[Effect],
        head: &Set<LocalId>,
        after: &Set<LocalId>,
    ) -> Set<LocalId> {
        self.around.push(Around {
            id,
            head: head.clone(),
            after: after.clone(),
        });
        let start = self.before(body, head.clone());
        self.around.pop();
        start
    }
}
