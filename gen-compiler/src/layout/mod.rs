//! Which states are there, and which locals does each carry?
//!
//! A block becomes a state if control can come to it from two states, or from a suspended generator. Every other block is
//! emitted inside the one state it belongs to. A state carries the locals that may be used after it, and those that its
//! scope has still to drop.

mod aside;
mod kept;
mod late;
mod loans;
mod mentions;
mod parts;
mod rounds;

pub use aside::{Aside, left_before};
pub use kept::{AssignedSince, Way, leads};
pub use parts::{Lost, Members, named_of, names_a_field};

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Span, TokenStream};
use syn::{Expr, Stmt};

use self::mentions::mentions;
use crate::{
    effects::{self, Effect, Evidence, Part},
    ids::{BlockId, LocalId, Set, StateId, Table},
    initialised::{Facts, Initialised, Skipped, initialised},
    ir::{Block, Edge, Glue, Graph, Terminator},
    macros, names,
    prelude::{Prelude, prelude},
};

/// The states of the machine, in source order.
pub struct Layout {
    pub states: Table<StateId, State>,
    /// The state that starts at each block, if one does.
    pub state_at: BTreeMap<BlockId, StateId>,
    /// The state that each block is emitted in.
    pub owner: Table<BlockId, StateId>,
    /// The fields that the body names of the locals that may be carried in parts.
    pub members: BTreeMap<LocalId, Members>,
    /// What may have moved the locals whose known parts are kept one by one, or a part of them, anywhere.
    pub torn: BTreeMap<LocalId, BTreeSet<Evidence>>,
    /// Where the types say whether they were, and so whether their known parts are kept one by one from there on.
    pub torn_on: BTreeSet<(Edge, LocalId)>,
    /// The locals of unknown parts of which a field may be moved away, and the rest is carried.
    pub lost: Lost,
    /// The states that leave for another, or put a local aside, without knowing whether it has a value that is kept there.
    pub unclear: BTreeSet<(StateId, LocalId)>,
    /// Where each local stands in the order of declaration.
    pub order: BTreeMap<LocalId, (usize, usize)>,
    /// What is known of the locals where control goes from one block to another.
    pub edges: BTreeMap<Edge, Facts>,
    /// The locals that were assigned since the start of the state.
    pub assigned_since: AssignedSince,
    /// Where in the states locals are put aside.
    pub aside: Aside,
    /// The locals of which, or of a part of which, a method is called that may take them by value.
    pub called: Set<LocalId>,
    /// What is evaluated where the generator is made, if the body begins with it.
    pub prelude: Option<Prelude>,
    /// The locals with which states that keep them do nothing but pass them on and drop them.
    pub dropped: Set<LocalId>,
    /// The first state, if its code stands before the loop over the others.
    pub before: Option<StateId>,
    /// The locals of the user's that some state declares again without their value, and whose types are not written.
    pub again: BTreeSet<LocalId>,
    /// The states that control comes back to, by the states that it does so with.
    rounds: BTreeMap<StateId, usize>,
}

impl Layout {
    /// What a state carries. After a prelude, the first state is the one that the prelude comes to.
    pub fn fields(&self, state: StateId) -> &[Field] {
        let prelude = self.prelude.as_ref();
        let prelude = prelude.filter(|prelude| prelude.start == state);
        &self.states[prelude.map_or(state, |prelude| prelude.to)].fields
    }

    /// Does control leave a loop of states for good when it goes from one state to another?
    pub fn leaves_for_good(&self, from: StateId, to: StateId) -> bool {
        let round = self.rounds.get(&from);
        round.is_some() && self.rounds.get(&to) != round
    }

    /// The prelude, if it comes to this state.
    pub fn prelude_to(&self, state: StateId) -> Option<&Prelude> {
        let prelude = self.prelude.as_ref();
        prelude.filter(|prelude| prelude.to == state)
    }

    /// Is this the first state, after a prelude? Then it has no code of its own.
    pub fn is_after_prelude(&self, state: StateId) -> bool {
        let prelude = self.prelude.as_ref();
        prelude.is_some_and(|prelude| prelude.start == state)
    }
}

pub struct State {
    /// Where it resumes.
    pub block: BlockId,
    pub kind: Kind,
    /// What it carries, in order of declaration.
    pub fields: Vec<Field>,
    /// Locals without a value that this state assigns: they are declared again. In order of declaration.
    pub redeclared: Vec<LocalId>,
    /// The locals that are put aside in it.
    pub aside: BTreeMap<LocalId, Field>,
    /// The locals that its blocks assign to.
    pub assigned: Set<LocalId>,
    /// What it carries in parts, if the types say that one of these moved a field of it away.
    pub parts: BTreeMap<LocalId, BTreeSet<Evidence>>,
    /// The yields that suspend here.
    pub yields: Vec<Span>,
    /// One of them, or else a yield that the state's code comes to: where a move into the state is reported.
    pub near: Option<Span>,
}

impl State {
    /// Does a generator wait in it for the next call after an item?
    pub fn is_suspended(&self) -> bool {
        !self.yields.is_empty()
    }
}

impl Field {
    fn new(local: LocalId, carried: Carried) -> Self {
        Self {
            local,
            part: Part::new(),
            carried,
            group: 0,
            perhaps: false,
            certain: true,
        }
    }

    /// Is it in the state, rather than made again from what is, or beside it?
    pub fn is_stored(&self) -> bool {
        !matches!(
            self.carried,
            Carried::Rebuilt | Carried::FoundAgain | Carried::InPlace
        )
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Start,
    /// The point after a yield.
    Yield,
    /// The head of a loop.
    Loop,
    /// A point where paths of two states meet.
    Join,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub local: LocalId,
    /// The part of the local, if a pattern moved the rest away.
    pub part: Part,
    pub carried: Carried,
    /// What is kept of a local goes from state to state; fields that it may go between are one group and have one type.
    pub group: usize,
    /// It may have been moved on the way to its group, so the field says whether it is there.
    pub perhaps: bool,
    /// It was not moved on any way to this state.
    pub certain: bool,
}

/// Why a local is carried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Carried {
    /// It may be used.
    Live,
    /// It may be used, and is a reference from which something else may have borrowed.
    Lent,
    /// It may be used, and what is carried notes which of its parts are gone.
    Noted,
    /// Only its scope needs it, to drop it; its type decides whether it is there at all.
    Kept,
    /// It is the iterator of a loop over a range, of which only the start is stored: the end is in a variable.
    Start,
    /// It is such an iterator, and not stored at all: it goes on after the loop's variable.
    Rebuilt,
    /// It is a borrow that is not stored at all, but made again.
    FoundAgain,
    /// As `Kept`, but the state assigns to it, so it must be a variable again.
    Restored,
    /// It is not moved at all: it stays in its slot.
    InPlace,
}

/// Decides the states. A resume point that only goes on to another block becomes that block, unless leaving its scope
/// drops something; with `distinct`, also unless another yield resumes there already.
pub fn layout(
    graph: &mut Graph,
    live: &Table<BlockId, Set<LocalId>>,
    mut known: Initialised,
    distinct: bool,
) -> Layout {
    let kept = |graph: &Graph, facts: &Table<BlockId, Option<Facts>>| {
        let mut kept = Table::like(&graph.blocks, Set::new());
        for block in graph.blocks.ids() {
            kept[block] = kept_at(graph, block, &live[block], facts[block].as_ref());
        }
        forget_called(graph, facts, &mut kept);
        kept
    };
    let before = kept(graph, &known.at);
    // Nothing leads to a point that was skipped any more, so more may be known of the locals where its way joined others.
    let skipped = skip_resume_points(graph, &before, live, &known.at, distinct);
    if !known.skip(&skipped) {
        known = initialised(graph, &skipped);
    }
    let Initialised { at: facts, edges } = known;
    let kept = kept(graph, &facts);
    let owners = owners(graph);
    let heads = loop_heads(graph);
    let mut yields = yields(graph);
    let mut states = Table::new();
    let mut state_at = BTreeMap::new();
    for block in graph.blocks.ids() {
        if owners[block] == Some(block) {
            state_at.insert(
                block,
                states.push(State {
                    block,
                    kind: kind(graph, block, &heads, &yields[block]),
                    fields: Vec::new(),
                    redeclared: Vec::new(),
                    aside: BTreeMap::new(),
                    assigned: Set::new(),
                    parts: BTreeMap::new(),
                    near: yields[block].first().copied(),
                    yields: std::mem::take(&mut yields[block]),
                }),
            );
        }
    }
    // Blocks that nothing leads to any more have no owner; they are never emitted, so any state will do.
    let start = state_at[&graph.entry];
    let mut owner = Table::like(&graph.blocks, start);
    for block in graph.blocks.ids() {
        if let Some(root) = owners[block] {
            owner[block] = state_at[&root];
        }
    }
    for (id, block) in graph.blocks.iter() {
        if let Terminator::Yield { span, .. } = block.terminator {
            states[owner[id]].near.get_or_insert(span);
        }
    }
    let order = graph.declaration_order();
    let mut assigned = assigned(graph, &owner, &states);
    for (&block, &state) in &state_at {
        let row = &mut states[state];
        row.assigned = std::mem::take(&mut assigned[state]);
        row.fields = fields(graph, block, &live[block], &kept[block], &row.assigned);
        if let Some(facts) = &facts[block] {
            for field in &mut row.fields {
                field.certain = facts.is_certain(field.local);
            }
            row.fields
                .extend(left_at(graph, block, &live[block], facts));
            row.fields
                .extend(parts::known(graph, block, &live[block], facts));
        }
    }
    let assigned_since = kept::assigned_since(graph, &owner, &state_at);
    let torn_on = kept::torn_on(graph, &states, &state_at, &owner, &edges, &assigned_since);
    kept::perhaps_left(graph, &mut states, &state_at, &edges, &torn_on);
    let mut aside = aside::aside(graph, live, &kept, &mut states, &state_at, &owner, &edges);
    let unclear = kept::group(
        graph,
        &mut states,
        &state_at,
        &owner,
        &edges,
        &assigned_since,
        &mut aside,
    );
    let untyped = kept::untyped(graph, &states, &state_at, &owner, &edges);
    for local in graph.locals.ids() {
        let row = &mut graph.locals[local];
        row.untyped = row.untyped.filter(|_| untyped.contains(local));
    }
    drop_likes(graph, &owner, &states);
    let mut assigned = self::assigned(graph, &owner, &states);
    for state in states.ids() {
        states[state].assigned = std::mem::take(&mut assigned[state]);
    }
    for (&block, &state) in &state_at {
        let State {
            fields,
            redeclared,
            assigned,
            ..
        } = &mut states[state];
        for local in facts[block].iter().flat_map(|facts| facts.declared.iter()) {
            let is_whole = |field: &Field| field.local == local && field.part.is_empty();
            let carried = fields.iter().any(is_whole);
            if !carried && assigned.contains(local) {
                redeclared.push(local);
            }
        }
        redeclared.sort_by_key(|local| order.get(local).copied());
        fields.sort_by_key(|field| order.get(&field.local).copied());
        make_again(graph, fields);
    }
    let mentions = mentions(graph, &states, &facts);
    let members = parts::parts(graph, &mut states, &facts, &mentions);
    let torn = parts::torn(&states, &edges);
    let lost = parts::lost(graph, &states, &facts, &edges, &mentions);
    // What no state leaves in place is in dead code only.
    for local in graph.locals.ids() {
        let here = |field: &Field| field.local == local && field.carried == Carried::InPlace;
        let stays = states.iter().any(|(_, row)| row.fields.iter().any(here));
        graph.locals[local].in_place &= stays;
    }
    let again = declared_again(graph, &states);
    let mentioned = late::mentioned(graph, &owner);
    let prelude = prelude(graph, &states, |block| state_at.get(&block).copied());
    let late = late::late(
        graph, &states, &state_at, &owner, &edges, &aside, &mentioned,
    );
    for local in graph.locals.ids() {
        let row = &mut graph.locals[local];
        row.late = row.late.filter(|_| late.contains(local));
        row.untyped = row.untyped.filter(|_| row.late.is_none());
    }
    let early = late::asked_early(
        graph, &states, &state_at, &owner, &edges, &aside, &mentioned,
    );
    Layout {
        prelude,
        dropped: kept::only_dropped(graph, &states, &edges, &early),
        before: stands_before(graph, &state_at),
        rounds: rounds::rounds(graph, &state_at, &owner, states.ids()),
        states,
        state_at,
        owner,
        members,
        torn,
        torn_on,
        lost,
        unclear,
        order,
        again,
        edges,
        assigned_since,
        aside,
        called: called(graph),
    }
}

fn declared_again(graph: &Graph, states: &Table<StateId, State>) -> BTreeSet<LocalId> {
    let declared = states.iter().flat_map(|(_, state)| {
        let restored = |field: &&Field| field.carried == Carried::Restored;
        let restored = state.fields.iter().filter(restored);
        let restored = restored.map(|field| field.local);
        restored.chain(state.redeclared.iter().copied())
    });
    let is_open = |local: &LocalId| {
        let row = &graph.locals[*local];
        let is_written = row.ty.as_ref().is_some_and(|ty| !macros::is_open(ty));
        let is_open = graph.params.contains(local) || !is_written;
        is_open && !names::is_ours(&row.ident) && !row.is_reached() && !row.is_pointer()
    };
    declared.filter(is_open).collect()
}

// What the first state carries may overlap in part with what the others do, and taking out a state of all kinds at once would read across
// what the last step has just written, which stalls the processor. Where all that is carried is in the enum LLVM makes better loops of one
// `match`.
fn stands_before(graph: &Graph, state_at: &BTreeMap<BlockId, StateId>) -> Option<StateId> {
    let mut blocks = graph.blocks.iter();
    let comes_back = blocks.any(|(_, block)| block.successors().contains(&graph.entry));
    let has_slots = graph.locals.iter().any(|(_, row)| row.in_place);
    (has_slots && !comes_back).then(|| state_at[&graph.entry])
}

fn called(graph: &Graph) -> Set<LocalId> {
    let mut called = Set::new();
    for effects in graph
        .blocks
        .iter()
        .flat_map(|(_, block)| block.all_effects())
    {
        effects::locals(effects, &mut |effect, local| {
            if matches!(
                effect,
                Effect::Call(..) | Effect::MoveIf(_, Evidence::Receiver { .. })
            ) {
                called.insert(local);
            }
        });
    }
    called
}

// Rematerialisation: an iterator over a range is not stored where it can be made again from what is stored anyway, nor is a borrow that can.
// (Briggs, Cooper, Torczon: Rematerialization, PLDI 1992.)
fn make_again(graph: &Graph, fields: &mut [Field]) {
    let is_live = |fields: &[Field], local: LocalId| {
        let whole = |field: &Field| field.local == local && field.carried == Carried::Live;
        fields.iter().any(whole)
    };
    for index in 0..fields.len() {
        let row = &graph.locals[fields[index].local];
        if row.found_again.is_some() && fields[index].carried == Carried::Live {
            fields[index].carried = Carried::FoundAgain;
        }
        let Some(counter) = &graph.locals[fields[index].local].range else {
            continue;
        };
        let end = counter.end_local.is_none_or(|end| is_live(fields, end));
        if fields[index].carried != Carried::Live || !end {
            continue;
        }
        let item = counter.item.is_some_and(|item| is_live(fields, item));
        fields[index].carried = if item {
            Carried::Rebuilt
        } else {
            Carried::Start
        };
    }
}

// What patterns left of locals that they took apart: it is dropped with the rest of the local's scope.
fn left_at(graph: &Graph, block: BlockId, live: &Set<LocalId>, facts: &Facts) -> Vec<Field> {
    let mut fields = Vec::new();
    for (&local, parts) in &facts.left {
        let here = graph.in_scope(local, graph.blocks[block].scope)
            && !live.contains(local)
            && graph.locals[local].glue != Glue::None;
        // What is bound last is dropped first.
        for (part, always) in parts.iter().rev().filter(|_| here) {
            fields.push(Field {
                part: part.clone(),
                perhaps: !always,
                ..Field::new(local, Carried::Kept)
            });
        }
    }
    fields
}

// The locals that nobody will use but that have to be dropped when their scope is left.
fn kept_at(
    graph: &Graph,
    block: BlockId,
    live: &Set<LocalId>,
    facts: Option<&Facts>,
) -> Set<LocalId> {
    let mut kept = Set::new();
    let Some(facts) = facts else { return kept };
    for local in facts.maybe.iter() {
        let here = graph.in_scope(local, graph.blocks[block].scope);
        let row = &graph.locals[local];
        if here
            && !live.contains(local)
            && (row.glue != Glue::None || row.in_place && row.at_first.is_none())
        {
            kept.insert(local);
        }
    }
    kept
}

// A closure without `move` that was called and is still there could be called again, so it holds references only: it is not kept.
fn forget_called(
    graph: &Graph,
    facts: &Table<BlockId, Option<Facts>>,
    kept: &mut Table<BlockId, Set<LocalId>>,
) {
    let closures = graph.locals.ids();
    for local in closures.filter(|&local| graph.locals[local].borrows) {
        let blocks = graph.blocks.ids();
        let at: Vec<BlockId> = blocks.filter(|&at| kept[at].contains(local)).collect();
        let was_called = |at: &BlockId| facts[*at].as_ref().is_some_and(|at| at.was_called(local));
        if at.iter().all(was_called) {
            for block in at {
                kept[block].remove(local);
            }
        }
    }
}

// Output: what was skipped on the way from each yield.
fn skip_resume_points(
    graph: &mut Graph,
    kept: &Table<BlockId, Set<LocalId>>,
    live: &Table<BlockId, Set<LocalId>>,
    facts: &Table<BlockId, Option<Facts>>,
    distinct: bool,
) -> Skipped {
    let mut skipped = Skipped::new();
    let native = native_heads(graph);
    let left = |graph: &Graph, block: BlockId| {
        let facts = facts[block].as_ref();
        facts.map_or_else(Vec::new, |facts| left_at(graph, block, &live[block], facts))
    };
    let mut taken = Set::new();
    for id in graph.blocks.ids() {
        let Terminator::Yield { resume, .. } = graph.blocks[id].terminator else {
            continue;
        };
        let mut end = resume;
        let mut seen = Set::new();
        let mut passed = Vec::new();
        while let (true, Terminator::Goto(next)) = (
            graph.blocks[end].statements.is_empty() && seen.insert(end),
            &graph.blocks[end].terminator,
        ) {
            let drops = kept[end].iter().any(|local| !kept[*next].contains(local));
            if drops || native.contains(end) || left(graph, end) != left(graph, *next) {
                break;
            }
            passed.push(end);
            end = *next;
        }
        if distinct && !taken.insert(end) {
            end = resume;
        }
        if let Terminator::Yield { resume, .. } = &mut graph.blocks[id].terminator
            && *resume != end
        {
            *resume = end;
            skipped.insert(id, passed);
        }
    }
    skipped
}

// The heads of loops that control comes back to without a yield: such a round stays in one state, of which the head is the start.
fn native_heads(graph: &Graph) -> Set<BlockId> {
    let resumed = graph.resume_points();
    heads(graph, |id, block| {
        !resumed.contains(id) && !matches!(block.terminator, Terminator::Yield { .. })
    })
}

// Output: for each block the block that starts its state; `None` for blocks that nothing leads to. A block that two states
// lead to starts one of its own. Edges go forward, so one round finds all of these but heads of loops that another state
// comes back to; each of them makes another round.
pub fn owners(graph: &Graph) -> Table<BlockId, Option<BlockId>> {
    let mut roots = Set::new();
    roots.insert(graph.entry);
    for (_, block) in graph.blocks.iter() {
        if let Terminator::Yield { resume, .. } = block.terminator {
            roots.insert(resume);
        }
    }
    loop {
        let mut owners: Table<BlockId, Option<BlockId>> = Table::like(&graph.blocks, None);
        owners[graph.entry] = Some(graph.entry);
        let mut complete = true;
        // A head of a loop that a resume point skipped is reached from its end only, and what follows it then, too.
        let mut again = true;
        let mut first = true;
        while again && complete {
            again = false;
            for id in graph.blocks.ids() {
                let Some(owner) = owners[id] else { continue };
                for successor in graph.blocks[id].successors() {
                    if !roots.contains(successor) && graph.is_end(successor) {
                        continue;
                    }
                    let known = owners[successor];
                    let is_root =
                        roots.contains(successor) || known.is_some_and(|known| known != owner);
                    if is_root && roots.insert(successor) && (successor <= id || !first) {
                        complete = false;
                    }
                    again |= known.is_none() && successor <= id;
                    owners[successor] = Some(if is_root { successor } else { owner });
                }
            }
            first = false;
        }
        if complete {
            return owners;
        }
    }
}

fn kind(graph: &Graph, block: BlockId, comes_back: &Set<BlockId>, yields: &[Span]) -> Kind {
    if block == graph.entry {
        Kind::Start
    } else if comes_back.contains(block) {
        Kind::Loop
    } else if yields.is_empty() {
        Kind::Join
    } else {
        Kind::Yield
    }
}

/// The blocks that some edge leads back to.
pub fn loop_heads(graph: &Graph) -> Set<BlockId> {
    heads(graph, |_, _| true)
}

// Those that one of these blocks leads back to.
fn heads(graph: &Graph, leads: impl Fn(BlockId, &Block) -> bool) -> Set<BlockId> {
    let mut heads = Set::new();
    for (from, block) in graph.blocks.iter().filter(|(id, block)| leads(*id, block)) {
        let back = block.successors().into_iter().filter(|to| from >= *to);
        back.for_each(|to| _ = heads.insert(to));
    }
    heads
}

// The yields that suspend at each block.
fn yields(graph: &Graph) -> Table<BlockId, Vec<Span>> {
    let mut yields = Table::like(&graph.blocks, Vec::new());
    for (_, block) in graph.blocks.iter() {
        if let Terminator::Yield { resume, span, .. } = block.terminator {
            yields[resume].push(span);
        }
    }
    yields
}

// What gives a variable the type of places goes where the local of one of them cannot be named: where its state neither carries
// nor declares it.
fn drop_likes(graph: &mut Graph, owner: &Table<BlockId, StateId>, states: &Table<StateId, State>) {
    let mut named = Table::like(states, Set::new());
    for (state, row) in states.iter() {
        for field in &row.fields {
            named[state].insert(field.local);
        }
    }
    for (id, block) in graph.blocks.iter() {
        for effects in block.all_effects() {
            effects::locals(effects, &mut |effect, local| {
                if matches!(effect, Effect::Declare(_, true)) {
                    named[owner[id]].insert(local);
                }
            });
        }
    }
    for id in graph.blocks.ids() {
        for statement in &mut graph.blocks[id].statements {
            let places = statement.like_of();
            if places
                .iter()
                .any(|&place| !named[owner[id]].contains(place))
            {
                statement.code = Stmt::Expr(Expr::Verbatim(TokenStream::new()), None);
                statement.effects.clear();
            }
        }
    }
}

// The locals that the blocks of each state assign to.
fn assigned(
    graph: &Graph,
    owner: &Table<BlockId, StateId>,
    states: &Table<StateId, State>,
) -> Table<StateId, Set<LocalId>> {
    let mut assigned = Table::like(states, Set::new());
    for (id, block) in graph.blocks.iter() {
        for effects in block.all_effects() {
            effects::locals(effects, &mut |effect, local| {
                if matches!(effect, Effect::Assign(_)) {
                    assigned[owner[id]].insert(local);
                }
            });
        }
    }
    assigned
}

fn fields(
    graph: &Graph,
    block: BlockId,
    live: &Set<LocalId>,
    kept: &Set<LocalId>,
    assigned: &Set<LocalId>,
) -> Vec<Field> {
    let field = |local: LocalId, carried: Carried| {
        let is_in_place = graph.locals[local].in_place;
        Field::new(
            local,
            if is_in_place {
                Carried::InPlace
            } else {
                carried
            },
        )
    };
    let live_as = |local: LocalId| {
        if graph.locals[local].lent {
            Carried::Lent
        } else if graph.locals[local].is_partial() {
            Carried::Noted
        } else {
            Carried::Live
        }
    };
    // Nothing can have borrowed from an argument yet.
    if block == graph.entry {
        let params = graph.params.iter();
        return params.map(|&local| field(local, Carried::Live)).collect();
    }
    let scope = graph.blocks[block].scope;
    let live = live
        .iter()
        .filter(|&local| graph.in_scope(local, scope))
        .map(|local| field(local, live_as(local)));
    let kept = kept.iter().map(|local| {
        let carried = if assigned.contains(local) {
            Carried::Restored
        } else {
            Carried::Kept
        };
        field(local, carried)
    });
    live.chain(kept).collect()
}
