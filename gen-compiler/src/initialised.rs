//! Which locals surely hold a value?
//!
//! A forward data-flow analysis: a local is *initialised* at a point if every path to it gave the local a value and none
//! moved it away since. A moved local may be `Copy`, which only the type tells; it has nothing to drop then, which is
//! what the question is asked for.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    effects::{Effect, Evidence, Leaves, Part},
    ids::{BlockId, LocalId, ScopeId, Set, Table},
    ir::{Edge, Graph},
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
    /// Holds a value on every path where no pattern took it apart.
    pub whole_or_apart: Set<LocalId>,
    /// Was given a value on every path, wherever that is now.
    pub given: Set<LocalId>,
    /// Was used by value on every path, and not given a value since: it is there only if a value of its type is copied, or borrowed anew.
    pub gone: Set<LocalId>,
    /// Of these locals, what may have moved them or a part of them on some path.
    pub moved: BTreeMap<LocalId, BTreeSet<Evidence>>,
    /// What of that happened on every path.
    pub always: BTreeMap<LocalId, BTreeSet<Evidence>>,
    /// Of these locals a method was called on some paths only that may have taken them. They are thought to be there.
    pub unasked: Set<LocalId>,
    /// Of locals that a pattern took apart on some path, the parts that it left, and whether it did so on every path.
    pub left: BTreeMap<LocalId, Vec<(Part, bool)>>,
}

impl Facts {
    /// At the start.
    pub fn nothing() -> Self {
        Self {
            declared: Set::new(),
            initialised: Set::new(),
            maybe: Set::new(),
            whole_or_apart: Set::new(),
            given: Set::new(),
            gone: Set::new(),
            moved: BTreeMap::new(),
            always: BTreeMap::new(),
            unasked: Set::new(),
            left: BTreeMap::new(),
        }
    }

    /// The local has a value.
    pub fn hold(&mut self, local: LocalId) {
        self.declared.insert(local);
        self.initialised.insert(local);
        self.maybe.insert(local);
        self.whole_or_apart.insert(local);
        self.given.insert(local);
        self.gone.remove(local);
    }

    // It is read, or a part of it is, so what may have moved all of it on some way did not, or only copied it or borrowed it anew.
    fn confirm(&mut self, local: LocalId) {
        self.unasked.remove(local);
        let Some(moved) = self.moved.get_mut(&local) else {
            if self.maybe.contains(local) && !self.left.contains_key(&local) {
                self.hold(local);
            }
            return;
        };
        moved.retain(|moved| !moved.is_whole());
        if moved.is_empty() {
            self.moved.remove(&local);
        }
        if let Some(always) = self.always.get_mut(&local) {
            always.retain(|moved| !moved.is_whole());
        }
    }

    // This may have moved a local, or a part of it, which the types tell.
    fn ask(&mut self, local: LocalId, evidence: Evidence) {
        add(self.moved.entry(local).or_default(), evidence.clone());
        self.always.entry(local).or_default().insert(evidence);
    }

    /// Was a local called on every path, and nothing done with it since?
    pub fn was_called(&self, local: LocalId) -> bool {
        let mut always = self.always.get(&local).into_iter().flatten();
        always.any(|moved| matches!(moved, Evidence::Called(_)))
    }

    /// Did what may have moved a local, or a part of it, not happen on every path?
    pub fn is_on_some_paths(&self, local: LocalId, moved: &Evidence) -> bool {
        let always = self.always.get(&local);
        !always.is_some_and(|always| always.contains(moved))
    }

    // It may have been moved before, but what it holds now was not.
    fn forget(&mut self, local: LocalId) {
        self.gone.remove(local);
        self.unasked.remove(local);
        self.moved.remove(&local);
        self.always.remove(&local);
        self.left.remove(&local);
    }

    // A part that may have been moved has a value again. `known` are the parts of the local in order, if they are known.
    fn give_part(&mut self, local: LocalId, part: &Part, known: &[Part]) {
        let moved = self.moved.entry(local).or_default();
        let before = moved.len();
        // Each of the variables of the pattern took a part, or that is `Copy`.
        let is_bound = |moved: &Evidence| matches!(moved, Evidence::Binding { part, leaves, .. } if part.is_empty() && *leaves == Leaves::Nothing);
        let all_bound = moved.iter().any(is_bound);
        moved.retain(|moved| !moved.part().starts_with(part));
        if let Some(always) = self.always.get_mut(&local) {
            always.retain(|moved| !moved.part().starts_with(part));
        }
        let was_last = before > 0 && moved.is_empty();
        if moved.is_empty() {
            self.moved.remove(&local);
        }
        match self.left.get_mut(&local) {
            Some(_) if was_last => {
                self.hold(local);
                self.forget(local);
            }
            Some(left) => {
                left.retain(|(left, _)| !left.starts_with(part));
                left.push((part.clone(), true));
                // Those of a tuple drop in the order of their numbers.
                let number = |part: &Part| part.first()?.parse::<usize>().ok();
                let place = |part: &Part| known.iter().position(|known| known == part);
                left.sort_by_key(|(part, _)| (place(part), number(part)));
            }
            // What a pointer points to is no part that is there without it.
            None if part.iter().any(|step| step == "*") => {}
            // A pattern took all of it, part by part.
            None if all_bound || !self.maybe.contains(local) => {
                self.initialised.remove(local);
                self.maybe.remove(local);
                self.left.insert(local, vec![(part.clone(), true)]);
            }
            None => {}
        }
    }

    // A method is thought to borrow where only some of the paths call it, but for the locals of which each path is asked.
    fn forget_some_methods(&mut self, graph: &Graph) {
        let Self {
            always,
            moved,
            unasked,
            ..
        } = self;
        moved.retain(|&local, moved| {
            if graph.locals[local].asked_on_paths {
                return true;
            }
            let before = moved.len();
            let always = always.get(&local);
            let on_all = |moved: &Evidence| always.is_some_and(|always| always.contains(moved));
            moved.retain(|moved| !matches!(moved, Evidence::Method(_)) || on_all(moved));
            if moved.len() < before {
                unasked.insert(local);
            }
            !moved.is_empty()
        });
    }

    fn leave(&mut self, local: LocalId) {
        self.initialised.remove(local);
        self.maybe.remove(local);
        self.whole_or_apart.remove(local);
    }
}

/// Where the facts hold.
pub struct Initialised {
    /// At the start of each block, `None` where control never comes.
    pub at: Table<BlockId, Option<Facts>>,
    /// On each edge, before it joins others.
    pub edges: BTreeMap<Edge, Facts>,
}

impl Initialised {
    /// Control does not pass these blocks any more. Output: whether that is all, since nothing else came to them. If not, more may be known behind them.
    pub fn skip(&mut self, skipped: &Skipped) -> bool {
        let mut ways: Table<BlockId, Vec<Edge>> = Table::like(&self.at, Vec::new());
        for edge in self.edges.keys() {
            ways[edge.to].push(*edge);
        }
        if !skipped
            .values()
            .flatten()
            .all(|&block| ways[block].len() == 1)
        {
            return false;
        }
        let leaves: BTreeMap<BlockId, Edge> =
            self.edges.keys().map(|edge| (edge.from, *edge)).collect();
        for (&from, passed) in skipped {
            let (Some(first), Some(last)) = (passed.first(), passed.last()) else {
                continue;
            };
            let at = ways[*first][0].at;
            // What is skipped does nothing but go on.
            let Some(out) = leaves.get(last) else {
                continue;
            };
            for &block in passed {
                self.at[block] = None;
                self.edges.remove(&ways[block][0]);
            }
            if let Some(facts) = self.edges.remove(out) {
                let to = out.to;
                self.edges.insert(Edge { from, at, to }, facts);
            }
        }
        true
    }
}

/// The blocks that control passes on its way from a block that yields to where it resumes now.
pub type Skipped = BTreeMap<BlockId, Vec<BlockId>>;

/// Finds the facts.
pub fn initialised(graph: &Graph, skipped: &Skipped) -> Initialised {
    let mut start = Facts::nothing();
    for &param in &graph.params {
        start.hold(param);
    }
    let mut at: Table<BlockId, Option<Facts>> = Table::like(&graph.blocks, None);
    at[graph.entry] = Some(start);
    flow(graph, skipped, at, &BTreeMap::new())
}

/// Finds them on the edges where they start anew at each of these blocks.
pub fn within(graph: &Graph, starts: &BTreeMap<BlockId, Facts>) -> BTreeMap<Edge, Facts> {
    let mut at: Table<BlockId, Option<Facts>> = Table::like(&graph.blocks, None);
    for (&block, facts) in starts {
        at[block] = Some(facts.clone());
    }
    flow(graph, &Skipped::new(), at, starts).edges
}

fn flow(
    graph: &Graph,
    skipped: &Skipped,
    mut at: Table<BlockId, Option<Facts>>,
    starts: &BTreeMap<BlockId, Facts>,
) -> Initialised {
    let mut edges = BTreeMap::new();
    let visible = visible(graph);
    // The blocks of which more was found out than they were looked at with.
    let mut news = Set::new();
    for block in graph.blocks.ids().filter(|&block| at[block].is_some()) {
        news.insert(block);
    }
    while !news.is_empty() {
        for (id, block) in graph.blocks.iter() {
            if !news.contains(id) {
                continue;
            }
            news.remove(id);
            let mut flow = Flow {
                graph,
                visible: &visible,
                from: id,
                leaves: 0,
                starts,
                at: &mut at,
                edges: &mut edges,
                news: &mut news,
                loops: BTreeMap::new(),
            };
            let mut facts = flow.at[id].clone();
            for (number, effects) in block.effects().enumerate() {
                flow.leaves = number;
                facts = flow.after(effects, facts);
            }
            let mut edges = block.terminator.edges().into_iter().enumerate().peekable();
            while let Some((number, (effects, target))) = edges.next() {
                flow.leaves = block.statements.len() + number;
                let before = if edges.peek().is_some() {
                    facts.clone()
                } else {
                    facts.take()
                };
                let mut facts = flow.after(effects, before);
                for &passed in skipped.get(&id).into_iter().flatten() {
                    facts = facts.map(|facts| flow.enter(passed, facts));
                }
                flow.reach(target, facts);
            }
        }
    }
    Initialised { at, edges }
}

// The locals that are declared in each scope or around it.
fn visible(graph: &Graph) -> Table<ScopeId, Set<LocalId>> {
    let mut visible = Table::like(&graph.scopes, Set::new());
    for (&local, &scope) in &graph.declared {
        visible[scope].insert(local);
    }
    let declared = visible.clone();
    for scope in graph.scopes.ids() {
        for around in graph.enclosing(scope).skip(1) {
            visible[scope].union(&declared[around]);
        }
    }
    visible
}

/// Is it the same after `effects` whether a local had a value before or not?
pub fn settles(graph: &Graph, effects: &[Effect], local: LocalId) -> bool {
    let after = |held: bool| {
        let mut flow = Flow {
            graph,
            visible: &Table::like(&graph.scopes, Set::new()),
            from: graph.entry,
            leaves: 0,
            starts: &BTreeMap::new(),
            at: &mut Table::like(&graph.blocks, None),
            edges: &mut BTreeMap::new(),
            news: &mut Set::new(),
            loops: BTreeMap::new(),
        };
        let mut before = Facts::nothing();
        if held {
            before.hold(local);
        }
        let after = flow.after(effects, Some(before));
        after.map(|facts| {
            (
                facts.initialised.contains(local),
                facts.maybe.contains(local),
            )
        })
    };
    after(true) == after(false)
}

struct Flow<'g> {
    graph: &'g Graph,
    visible: &'g Table<ScopeId, Set<LocalId>>,
    from: BlockId,
    /// The number of what an edge would leave.
    leaves: usize,
    /// Blocks at which the facts do not depend on the way there.
    starts: &'g BTreeMap<BlockId, Facts>,
    edges: &'g mut BTreeMap<Edge, Facts>,
    at: &'g mut Table<BlockId, Option<Facts>>,
    news: &'g mut Set<BlockId>,
    /// What reaches the end of each opaque loop by a `break`.
    loops: BTreeMap<usize, Option<Facts>>,
}

impl Flow<'_> {
    fn reach(&mut self, target: BlockId, facts: Option<Facts>) {
        let Some(facts) = facts else { return };
        let facts = self.enter(target, facts);
        let edge = Edge {
            from: self.from,
            at: self.leaves,
            to: target,
        };
        let way = join(self.graph, self.edges.remove(&edge), Some(facts.clone()));
        self.edges.extend(way.map(|way| (edge, way)));
        if self.starts.contains_key(&target) {
            return;
        }
        let known = join(self.graph, self.at[target].clone(), Some(facts));
        if known != self.at[target] {
            self.at[target] = known;
            self.news.insert(target);
        }
    }

    // What is known at the start of a block, out of whose scope nothing is.
    fn enter(&self, target: BlockId, mut facts: Facts) -> Facts {
        let mut gone = facts.declared.clone();
        gone.subtract(&self.visible[self.graph.blocks[target].scope]);
        for local in gone.iter() {
            facts.declared.remove(local);
            facts.given.remove(local);
            facts.leave(local);
            facts.forget(local);
        }
        facts
    }

    fn after(&mut self, effects: &[Effect], facts: Option<Facts>) -> Option<Facts> {
        let mut facts = facts?;
        for effect in effects {
            match effect {
                Effect::Use(_) => {}
                Effect::Read(local) => facts.confirm(*local),
                Effect::Call(local, _, method) => {
                    facts.confirm(*local);
                    if let Some(method) = method {
                        facts.ask(*local, Evidence::Method(method.clone()));
                    }
                }
                Effect::Ask(local, method) => {
                    facts.ask(*local, Evidence::Method(method.clone()));
                }
                Effect::Move(local) => {
                    facts.leave(*local);
                    // What a pattern left went with it: what the pattern bound was `Copy`.
                    facts.left.remove(local);
                }
                Effect::Taken(local) => {
                    facts.gone.insert(*local);
                }
                Effect::TakeApart { local, moved, left } => {
                    facts.initialised.remove(*local);
                    facts.maybe.remove(*local);
                    facts.moved.entry(*local).or_default();
                    for moved in moved {
                        facts.ask(*local, moved.clone());
                    }
                    let left = left.iter().map(|part| (part.clone(), true));
                    facts.left.insert(*local, left.collect());
                }
                Effect::MoveIf(local, evidence) => {
                    if let (Some(left), Evidence::Part { part, .. }) =
                        (facts.left.get_mut(local), evidence)
                    {
                        left.retain(|(left, _)| !left.starts_with(part));
                    }
                    facts.ask(*local, evidence.clone());
                }
                Effect::AssignPart(local, part) => {
                    facts.give_part(*local, part, &self.graph.locals[*local].parts);
                }
                Effect::Assign(local) => {
                    facts.initialised.insert(*local);
                    facts.maybe.insert(*local);
                    facts.whole_or_apart.insert(*local);
                    facts.given.insert(*local);
                    facts.forget(*local);
                }
                Effect::Declare(local, has_value) => {
                    facts.declared.insert(*local);
                    facts.forget(*local);
                    facts.leave(*local);
                    facts.given.remove(*local);
                    if *has_value {
                        facts.hold(*local);
                    }
                }
                Effect::Exit(target) => {
                    self.reach(*target, Some(facts));
                    return None;
                }
                Effect::Diverge | Effect::Continue(_) => return None,
                Effect::Break(id) => {
                    let known = self.loops.remove(id).flatten();
                    self.loops.insert(*id, join(self.graph, known, Some(facts)));
                    return None;
                }
                Effect::Branch(branches) => {
                    let mut end = None;
                    for branch in branches {
                        let after = self.after(branch, Some(facts.clone()));
                        end = join(self.graph, end, after);
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
        let head = join(self.graph, Some(facts), once);
        self.after(body, head.clone());
        let broken = self.loops.remove(&id).flatten();
        if ends {
            join(self.graph, head, broken)
        } else {
            broken
        }
    }
}

fn join(graph: &Graph, one: Option<Facts>, other: Option<Facts>) -> Option<Facts> {
    match (one, other) {
        (Some(mut one), Some(other)) => {
            one.declared.union(&other.declared);
            one.initialised.intersect(&other.initialised);
            one.maybe.union(&other.maybe);
            one.whole_or_apart.intersect(&other.whole_or_apart);
            one.given.intersect(&other.given);
            one.gone.intersect(&other.gone);
            one.always.retain(|local, always| {
                let others = other.always.get(local);
                always.retain(|moved| others.is_some_and(|others| others.contains(moved)));
                !always.is_empty()
            });
            join_left(&mut one.left, other.left);
            for (local, parts) in other.moved {
                let known = one.moved.entry(local).or_default();
                for part in parts {
                    add(known, part);
                }
            }
            one.unasked.union(&other.unasked);
            one.forget_some_methods(graph);
            Some(one)
        }
        (one, None) => one,
        (None, other) => other,
    }
}

// A part of what is `Copy` is so, too, and of what was moved no part can be asked.
fn add(moved: &mut BTreeSet<Evidence>, evidence: Evidence) {
    let covers = |outer: &Evidence, inner: &Evidence| {
        let (whole, part) = (outer.part(), inner.part());
        matches!(outer, Evidence::Part { .. })
            && whole.len() < part.len()
            && part.starts_with(whole)
    };
    if moved.iter().any(|known| covers(known, &evidence)) {
        return;
    }
    moved.retain(|known| !covers(&evidence, known));
    moved.insert(evidence);
}

fn join_left(
    one: &mut BTreeMap<LocalId, Vec<(Part, bool)>>,
    mut other: BTreeMap<LocalId, Vec<(Part, bool)>>,
) {
    for (local, left) in &mut *one {
        let others = other.remove(local).unwrap_or_default();
        for (part, always) in &mut *left {
            *always &= others.contains(&(part.clone(), true));
        }
        for (part, _) in others {
            if !left.iter().any(|(known, _)| *known == part) {
                left.push((part, false));
            }
        }
    }
    for (local, left) in other {
        let left = left.into_iter().map(|(part, _)| (part, false));
        one.insert(local, left.collect());
    }
}
