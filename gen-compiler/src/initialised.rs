//! Which locals surely hold a value?
//!
//! A forward data-flow analysis: a local is *initialised* at a point if every path to it gave the local a value and none
//! moved it away since. A moved local may be `Copy`, which only the type tells; it has nothing to drop then, which is
//! what the question is asked for.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    effects::{Effect, Evidence, Part},
    ids::{BlockId, LocalId, Set, Table},
    ir::Graph,
};

/// What is known of the locals at a point.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// Declared on some path.
    pub declared: Set<LocalId>,
    /// Holds a value on every path.
    pub initialised: Set<LocalId>,
    /// Holds a value on some path.
    pub maybe: Set<LocalId>,
    /// Of the initialised locals, what may have moved them or a part of them on some path.
    pub moved: BTreeMap<LocalId, BTreeSet<Evidence>>,
    /// Of locals that a pattern took apart on every path, the parts that it left.
    pub left: BTreeMap<LocalId, Vec<Part>>,
}

/// Where the facts hold.
pub struct Initialised {
    /// At the start of each block, `None` where control never comes.
    pub at: Table<BlockId, Option<Facts>>,
    /// On each edge, before it joins others.
    pub edges: BTreeMap<(BlockId, BlockId), Facts>,
}

/// Finds the facts.
pub fn initialised(graph: &Graph) -> Initialised {
    let mut start = Facts {
        declared: Set::new(),
        initialised: Set::new(),
        maybe: Set::new(),
        moved: BTreeMap::new(),
        left: BTreeMap::new(),
    };
    for &param in &graph.params {
        start.declared.insert(param);
        start.initialised.insert(param);
        start.maybe.insert(param);
    }
    let mut at: Table<BlockId, Option<Facts>> = Table::like(&graph.blocks, None);
    at[graph.entry] = Some(start);
    let mut edges = BTreeMap::new();
    loop {
        let before = at.clone();
        for (id, block) in graph.blocks.iter() {
            let mut flow = Flow {
                graph,
                from: id,
                at: &mut at,
                edges: &mut edges,
                loops: BTreeMap::new(),
            };
            let mut facts = flow.at[id].clone();
            for effects in block.effects() {
                facts = flow.after(effects, facts);
            }
            for (effects, target) in block.terminator.edges() {
                let facts = flow.after(effects, facts.clone());
                flow.reach(target, facts);
            }
        }
        if graph.blocks.ids().all(|id| before[id] == at[id]) {
            return Initialised { at, edges };
        }
    }
}

struct Flow<'g> {
    graph: &'g Graph,
    from: BlockId,
    edges: &'g mut BTreeMap<(BlockId, BlockId), Facts>,
    at: &'g mut Table<BlockId, Option<Facts>>,
    /// What reaches the end of each opaque loop by a `break`.
    loops: BTreeMap<usize, Option<Facts>>,
}

impl Flow<'_> {
    fn reach(&mut self, target: BlockId, facts: Option<Facts>) {
        let Some(mut facts) = facts else { return };
        let scope = self.graph.blocks[target].scope;
        let gone: Vec<LocalId> = facts
            .declared
            .iter()
            .filter(|&local| !self.graph.in_scope(local, scope))
            .collect();
        for local in gone {
            facts.declared.remove(local);
            facts.initialised.remove(local);
            facts.maybe.remove(local);
            facts.moved.remove(&local);
            facts.left.remove(&local);
        }
        let edge = (self.from, target);
        let way = join(self.edges.remove(&edge), Some(facts.clone()));
        self.edges.extend(way.map(|way| (edge, way)));
        let known = self.at[target].take();
        self.at[target] = join(known, Some(facts));
    }

    fn after(&mut self, effects: &[Effect], facts: Option<Facts>) -> Option<Facts> {
        let mut facts = facts?;
        for effect in effects {
            match effect {
                Effect::Use(_) | Effect::Call(_) => {}
                Effect::Move(local) => {
                    facts.initialised.remove(*local);
                    facts.maybe.remove(*local);
                }
                Effect::TakeApart(local, left) => {
                    facts.initialised.remove(*local);
                    facts.maybe.remove(*local);
                    facts.left.insert(*local, left.clone());
                }
                Effect::MoveIf(local, evidence) => {
                    if let (Some(left), Evidence::Part(part)) =
                        (facts.left.get_mut(local), evidence)
                    {
                        left.retain(|left| !left.starts_with(part));
                    }
                    let moved = facts.moved.entry(*local).or_default();
                    moved.insert(evidence.clone());
                }
                Effect::AssignPart(local, part) => {
                    if let Some(moved) = facts.moved.get_mut(local) {
                        moved.retain(
                            |moved| !matches!(moved, Evidence::Part(moved) if moved.starts_with(part)),
                        );
                    }
                }
                Effect::Assign(local) => {
                    facts.initialised.insert(*local);
                    facts.maybe.insert(*local);
                    facts.moved.remove(local);
                    facts.left.remove(local);
                }
                Effect::Declare(local, has_value) => {
                    facts.declared.insert(*local);
                    facts.moved.remove(local);
                    facts.left.remove(local);
                    facts.initialised.remove(*local);
                    facts.maybe.remove(*local);
                    if *has_value {
                        facts.initialised.insert(*local);
                        facts.maybe.insert(*local);
                    }
                }
                Effect::Exit(target) => {
                    self.reach(*target, Some(facts));
                    return None;
                }
                Effect::Diverge | Effect::Continue(_) => return None,
                Effect::Break(id) => {
                    let known = self.loops.remove(id).flatten();
                    self.loops.insert(*id, join(known, Some(facts)));
                    return None;
                }
                Effect::Branch(branches) => {
                    let mut end = None;
                    for branch in branches {
                        let after = self.after(branch, Some(facts.clone()));
                        end = join(end, after);
                    }
                    facts = end?;
                }
                Effect::Loop { id, body, ends } => {
                    facts = self.after_loop(*id, body, *ends, facts)?;
                }
            }
        }
        Some(facts)
    }

    // The body is looked at twice, so that what its first round moved is known to be gone in the second.
    fn after_loop(
        &mut self,
        id: usize,
        body: &[Effect],
        ends: bool,
        facts: Facts,
    ) -> Option<Facts> {
        self.loops.insert(id, None);
        let once = self.after(body, Some(facts.clone()));
        let head = join(Some(facts), once);
        self.after(body, head.clone());
        let broken = self.loops.remove(&id).flatten();
        if ends { join(head, broken) } else { broken }
    }
}

fn join(one: Option<Facts>, other: Option<Facts>) -> Option<Facts> {
    match (one, other) {
        (Some(mut one), Some(other)) => {
            one.declared.union(&other.declared);
            one.initialised.intersect(&other.initialised);
            one.maybe.union(&other.maybe);
            one.left
                .retain(|local, left| other.left.get(local) == Some(left));
            for (local, parts) in other.moved {
                one.moved.entry(local).or_default().extend(parts);
            }
            Some(one)
        }
        (one, None) => one,
        (None, other) => other,
    }
}
