//! Which ways have a join for themselves?
//!
//! Where the ways of two states meet, another state begins, and what is used from there on is moved into it. What has been borrowed cannot be:
//! `let v = match map.get(&k) { Some(v) => v, None => { yield_!(k); &fallback } };`. So the way that has borrowed gets a copy of the blocks up to
//! where the borrow was used for the last time, in the state that it comes from. (Tail duplication; Hwu and others: The Superblock, Journal of Supercomputing, 1993.)

use std::collections::{BTreeMap, BTreeSet};

use syn::{ExprAsync, ExprClosure, Item, Local as Let, Macro, Pat, Stmt, visit::Visit};

use crate::{
    alike::alike,
    borrows::borrows,
    effects::{self, Effect},
    ids::{BlockId, Id, LocalId, Set, Table},
    initialised::{Facts, initialised},
    ir::{Block, Glue, Graph, Statement, Terminator},
    layout::{loop_heads, owners},
    liveness::liveness,
    macros::{self, Argument},
    operands,
    resolve::Resolved,
};

/// So many blocks are copied at most.
const LIMIT: usize = 64;

/// Copies the blocks behind such joins. Output: the live locals at the start of each block, which may be others.
pub fn duplicate(
    graph: &mut Graph,
    live: Table<BlockId, Set<LocalId>>,
    resolved: &Resolved,
) -> Table<BlockId, Set<LocalId>> {
    let mut live = live;
    let mut borrowed = None;
    let mut copied = 0;
    loop {
        let owners = owners(graph);
        let joins = joins(graph, &owners);
        if joins.is_empty() {
            return live;
        }
        // The copies have the same code.
        let borrows = borrowed.get_or_insert_with(|| borrows(graph, &BTreeSet::new()));
        let ways = Ways::of(graph, resolved, &live, borrows, owners);
        let Some(tail) = joins.into_iter().find_map(|join| ways.tail(join)) else {
            return live;
        };
        copied += tail.blocks.len();
        if copied > LIMIT {
            return live;
        }
        copy(graph, &tail);
        live = liveness(graph);
    }
}

// The blocks where the ways of several states meet, but for those that the head of a loop or the end of a yield is.
fn joins(graph: &Graph, owners: &Table<BlockId, Option<BlockId>>) -> Vec<BlockId> {
    let (heads, resumes) = (loop_heads(graph), graph.resume_points());
    let is_join = |&block: &BlockId| {
        let is_apart = block == graph.entry || heads.contains(block) || resumes.contains(block);
        owners[block] == Some(block) && !is_apart
    };
    graph.blocks.ids().filter(is_join).collect()
}

/// The blocks behind a join that a state gets for itself, the join first, and those of the state that lead there.
struct Tail {
    blocks: Vec<BlockId>,
    from: Vec<BlockId>,
}

/// How control comes to each block, and what is borrowed there.
struct Ways<'g> {
    graph: &'g Graph,
    resolved: &'g Resolved,
    live: &'g Table<BlockId, Set<LocalId>>,
    borrows: &'g BTreeMap<LocalId, BTreeSet<LocalId>>,
    owners: Table<BlockId, Option<BlockId>>,
    /// The locals that each block gives a value, with those on the edges out of it.
    given: Table<BlockId, Set<LocalId>>,
    predecessors: Table<BlockId, Vec<BlockId>>,
}

impl<'g> Ways<'g> {
    fn of(
        graph: &'g Graph,
        resolved: &'g Resolved,
        live: &'g Table<BlockId, Set<LocalId>>,
        borrows: &'g BTreeMap<LocalId, BTreeSet<LocalId>>,
        owners: Table<BlockId, Option<BlockId>>,
    ) -> Self {
        let mut given = Table::like(&graph.blocks, Set::new());
        let mut predecessors = Table::like(&graph.blocks, Vec::new());
        for (id, block) in graph.blocks.iter() {
            for effects in block.all_effects() {
                effects::locals(effects, &mut |effect, local| {
                    if gives(effect) {
                        given[id].insert(local);
                    }
                });
            }
            for successor in block.successors() {
                predecessors[successor].push(id);
            }
        }
        Self {
            graph,
            resolved,
            live,
            borrows,
            owners,
            given,
            predecessors,
        }
    }

    // What to copy for a state that comes to `join`, if that is needed and can be done.
    fn tail(&self, join: BlockId) -> Option<Tail> {
        let mut states: BTreeMap<BlockId, Vec<BlockId>> = BTreeMap::new();
        for &from in &self.predecessors[join] {
            states.entry(self.owners[from]?).or_default().push(from);
        }
        states.into_iter().find_map(|(state, from)| {
            let given = self.given_in(state, &from, &self.live[join])?;
            if !self.borrowed(join, &given) {
                return None;
            }
            let tail = Tail {
                blocks: self.behind(join, given),
                from,
            };
            self.can_be_copied(&tail).then_some(tail)
        })
    }

    // What is given a value between the start of a state and these blocks, if the types of these `live` locals are known there.
    fn given_in(
        &self,
        state: BlockId,
        to: &[BlockId],
        live: &Set<LocalId>,
    ) -> Option<Set<LocalId>> {
        let mut given = Set::new();
        let mut seen = Set::new();
        let mut work = to.to_vec();
        while let Some(block) = work.pop() {
            if self.owners[block] != Some(state) || !seen.insert(block) {
                continue;
            }
            let mut statements = self.graph.blocks[block].statements.iter();
            if statements.any(|statement| self.is_untyped(statement, live)) {
                return None;
            }
            given.union(&self.given[block]);
            if block != state {
                work.extend(&self.predecessors[block]);
            }
        }
        Some(given)
    }

    // Does this give one of these locals a value that does not tell its type, as `Ok(line)`, since another way does?
    fn is_untyped(&self, statement: &Statement, live: &Set<LocalId>) -> bool {
        let value = match &statement.code {
            Stmt::Local(Let {
                pat,
                init: Some(init),
                ..
            }) if !matches!(pat, Pat::Type(_)) => Some(&*init.expr),
            _ => statement.assigned().map(|(_, value)| value),
        };
        let mut is_live = false;
        effects::locals(&statement.effects, &mut |effect, local| {
            let is_open = self.graph.locals[local].ty.is_none();
            is_live |= is_open && gives(effect) && live.contains(local);
        });
        is_live && value.is_some_and(|value| effects::untyped(value).is_some())
    }

    // Has one of these borrowed something that would be moved where `block` starts?
    fn borrowed(&self, block: BlockId, given: &Set<LocalId>) -> bool {
        let scope = self.graph.blocks[block].scope;
        let live = &self.live[block];
        let is_moved = |local: LocalId| {
            let row = &self.graph.locals[local];
            let is_there = live.contains(local) || row.glue != Glue::None;
            is_there && self.graph.in_scope(local, scope) && !row.is_shared_reference()
        };
        let mut borrowers = given
            .iter()
            .filter(|&local| live.contains(local) && !self.graph.locals[local].is_scalar());
        borrowers.any(|borrower| {
            let mut borrowed = self.borrows.get(&borrower).into_iter().flatten();
            borrowed.any(|&local| local != borrower && is_moved(local))
        })
    }

    // The blocks from `join` on in which something is borrowed of what would be moved. What may be used behind a yield, or in another round,
    // cannot have borrowed it.
    fn behind(&self, join: BlockId, mut given: Set<LocalId>) -> Vec<BlockId> {
        let mut tail = BTreeSet::new();
        let mut more = vec![join];
        while let Some(block) = more.pop() {
            if !tail.insert(block) {
                continue;
            }
            given.union(&self.given[block]);
            let row = &self.graph.blocks[block];
            if matches!(row.terminator, Terminator::Yield { .. }) {
                continue;
            }
            let successors = row.successors().into_iter();
            more.extend(successors.filter(|&to| to > block && self.borrowed(to, &given)));
            // What a pattern binds is in scope in its own arm only.
            let edges = row.terminator.edges().into_iter();
            let binding = edges.filter(|(effects, _)| effects.iter().any(gives));
            more.extend(binding.map(|(_, to)| to));
        }
        tail.into_iter().collect()
    }

    fn can_be_copied(&self, tail: &Tail) -> bool {
        // An exit of a statement is spelled in its code.
        let mut exits = tail
            .blocks
            .iter()
            .chain(&tail.from)
            .flat_map(|&block| self.graph.blocks[block].exits());
        !exits.any(|to| tail.blocks.contains(&to)) && self.is_alike(&tail.blocks)
    }

    // Is what leaves the tail of the same type in the copy? What has a type of its own, as a closure, may not be.
    fn is_alike(&self, tail: &[BlockId]) -> bool {
        let (mut own, mut given) = (Own(false), Set::new());
        for &block in tail {
            let code = self.graph.blocks[block].code();
            code.for_each(|code| code.walk(&mut own));
            given.union(&self.given[block]);
        }
        if !own.0 {
            return true;
        }
        let facts = initialised(self.graph, &BTreeMap::new());
        let alike = alike(self.resolved);
        let own: Vec<LocalId> = given
            .iter()
            .filter(|&local| !alike.contains(local))
            .collect();
        let is_there = |local: LocalId, to: BlockId| {
            let is_kept = |facts: &Facts| facts.maybe.contains(local);
            let is_dropped = self.graph.locals[local].glue != Glue::None;
            self.live[to].contains(local)
                || is_dropped && facts.at[to].as_ref().is_some_and(is_kept)
        };
        let ends = tail
            .iter()
            .flat_map(|&from| self.graph.blocks[from].successors());
        let mut ends = ends.filter(|to| !tail.contains(to));
        !ends.any(|to| own.iter().any(|&local| is_there(local, to)))
    }
}

// The blocks of the tail once more, in front of it.
fn copy(graph: &mut Graph, tail: &Tail) {
    let (first, count) = (tail.blocks[0].index(), tail.blocks.len());
    let moved = |block: BlockId| {
        let index = block.index();
        BlockId::new(if index < first { index } else { index + count })
    };
    graph.renumber(moved);
    let old = std::mem::replace(&mut graph.blocks, Table::new());
    let mut blocks: Vec<Block> = old.into_iter().map(|(_, block)| block).collect();
    let mut copies: Vec<Block> = tail
        .blocks
        .iter()
        .map(|block| blocks[block.index()].clone())
        .collect();
    let from = |(index, _): &(usize, &mut Block)| tail.from.contains(&BlockId::new(*index));
    let lead = blocks.iter_mut().enumerate().filter(from);
    let lead = lead.map(|(_, block)| block).chain(&mut copies);
    for target in lead.flat_map(|block| block.terminator.targets_mut()) {
        let mut originals = tail.blocks.iter();
        if let Some(number) = originals.position(|&block| moved(block) == *target) {
            *target = BlockId::new(first + number);
        }
    }
    blocks.splice(first..first, copies);
    for block in blocks {
        graph.blocks.push(block);
    }
}

// Has the local a value after this?
fn gives(effect: &Effect) -> bool {
    matches!(effect, Effect::Assign(_) | Effect::Declare(_, true))
}

/// May something in code have a type of its own?
struct Own(bool);

impl<'ast> Visit<'ast> for Own {
    fn visit_item(&mut self, _: &'ast Item) {
        self.0 = true;
    }

    fn visit_expr_closure(&mut self, _: &'ast ExprClosure) {
        self.0 = true;
    }

    fn visit_expr_async(&mut self, _: &'ast ExprAsync) {
        self.0 = true;
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        self.0 |= !operands::evaluates_only(mac);
        for argument in macros::arguments(mac) {
            if let Argument::Expr(expr) = argument {
                self.visit_expr(&expr);
            }
        }
    }
}
