//! Which locals may have borrowed another one?
//!
//! A local that is put aside moves, and rustc must not find it borrowed there by something that is used afterwards. The types are not known, so
//! whatever was mentioned in one statement with a local, or with what may have borrowed it, may have borrowed it, too. But where another path
//! moved the local, what is used after both and was not touched on either has not borrowed it: rustc would not have accepted that move. Nor has what
//! the local was moved into there, since that is of its type, nor anything where it was declared, or where a method took it that returns no borrow if it does not.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Expr, Lit, Pat, Stmt};

use crate::{
    effects::{self, Effect, Evidence, Receiver},
    ids::{BlockId, LocalId, Set, StateId, Table},
    ir::{Edge, Graph},
};

/// What may be borrowed at the start of each block, and by what.
pub(super) struct Loans {
    at: Table<BlockId, Option<At>>,
    /// The locals that are numbers and the like, which borrow nothing.
    scalars: Set<LocalId>,
}

#[derive(Clone, Default, PartialEq)]
struct At {
    borrowers: BTreeMap<LocalId, BTreeSet<LocalId>>,
    /// The statements that may have been the last to mention each local.
    touched: BTreeMap<LocalId, BTreeSet<(BlockId, usize)>>,
    /// The locals that were moved as they are, each with the one that it was moved into.
    moved: BTreeSet<(LocalId, LocalId)>,
}

/// Finds the loans within each state; none goes from one to another.
pub(super) fn loans(graph: &Graph, state_at: &BTreeMap<BlockId, StateId>) -> Loans {
    let mut loans = Loans {
        at: Table::like(&graph.blocks, None),
        scalars: scalars(graph),
    };
    for &block in state_at.keys() {
        loans.at[block] = Some(At::default());
    }
    loop {
        let mut changed = false;
        for (id, block) in graph.blocks.iter() {
            for edge in block.edges(id) {
                let Some(after) = loans.on(graph, edge) else {
                    continue;
                };
                if state_at.contains_key(&edge.to) {
                    continue;
                }
                let before = loans.at[edge.to].clone();
                let mut joined = before.clone().unwrap_or_default();
                joined.join(after);
                if before.as_ref() != Some(&joined) {
                    loans.at[edge.to] = Some(joined);
                    changed = true;
                }
            }
        }
        if !changed {
            return loans;
        }
    }
}

impl Loans {
    /// May `local`, which is there on an edge and gone on these others, be borrowed by something of which use is made where they meet?
    pub(super) fn lent(
        &self,
        graph: &Graph,
        here: Edge,
        gone: &[Edge],
        local: LocalId,
        uses: impl Fn(LocalId) -> bool,
    ) -> bool {
        let Some(here) = self.on(graph, here) else {
            return false;
        };
        let gone = gone.iter().filter_map(|&edge| self.on(graph, edge));
        let gone: Vec<At> = gone.collect();
        let mut borrowers = here.borrowers.get(&local).into_iter().flatten();
        borrowers.any(|borrower| {
            let touched = here.touched.get(borrower);
            let untouched = gone
                .iter()
                .all(|gone| gone.touched.get(borrower) == touched);
            let is_alike = || {
                gone.iter()
                    .any(|gone| gone.moved.contains(&(local, *borrower)))
            };
            uses(*borrower) && (gone.is_empty() || !untouched) && !is_alike()
        })
    }

    fn on(&self, graph: &Graph, edge: Edge) -> Option<At> {
        let mut at = self.at[edge.from].clone()?;
        let block = &graph.blocks[edge.from];
        let last = block.statements.len();
        for (number, effects) in block.effects().enumerate().take(edge.at.min(last) + 1) {
            at.after(effects, (edge.from, number), &self.scalars);
        }
        if let Some((effects, _)) = edge
            .at
            .checked_sub(last)
            .and_then(|edge| block.terminator.edges().get(edge).copied())
        {
            at.after(effects, (edge.from, edge.at), &self.scalars);
        }
        Some(at)
    }
}

impl At {
    fn after(&mut self, effects: &[Effect], site: (BlockId, usize), scalars: &Set<LocalId>) {
        // Those that nothing has borrowed at the end: what was given a name is mentioned by it later only.
        let (mut mentioned, mut free) = (BTreeSet::new(), BTreeSet::new());
        effects::locals(effects, &mut |effect, local| {
            let is_first = mentioned.insert(local);
            if is_first && matches!(effect, Effect::Declare(..)) || is_taken(effect) {
                free.insert(local);
            } else {
                free.remove(&local);
            }
        });
        if let [
            Effect::Move(from),
            ..,
            Effect::Assign(to) | Effect::Declare(to, true),
        ] = effects
            && mentioned.len() == 2
        {
            self.moved.insert((*from, *to));
        }
        mentioned.retain(|local| !scalars.contains(*local));
        for &local in &mentioned {
            self.borrowers.entry(local).or_default();
            self.touched.insert(local, BTreeSet::from([site]));
        }
        for (local, borrowers) in &mut self.borrowers {
            if free.contains(local) {
                borrowers.clear();
            } else if mentioned.contains(local) || !borrowers.is_disjoint(&mentioned) {
                borrowers.extend(mentioned.iter().filter(|other| *other != local));
            }
        }
    }

    fn join(&mut self, other: Self) {
        self.moved.extend(other.moved);
        for (local, borrowers) in other.borrowers {
            self.borrowers.entry(local).or_default().extend(borrowers);
        }
        for (local, sites) in other.touched {
            self.touched.entry(local).or_default().extend(sites);
        }
    }
}

// Is something of it moved or copied, or does a method take it, as of an `Option`, that returns no borrow of it if it does not?
fn is_taken(effect: &Effect) -> bool {
    match effect {
        Effect::MoveIf(_, Evidence::Receiver { part, kind, .. }) => {
            let takes = matches!(
                kind,
                Receiver::Adaptor
                    | Receiver::Combinator
                    | Receiver::Mapped
                    | Receiver::Source
                    | Receiver::Named(_)
            );
            part.is_empty() && takes
        }
        Effect::TakeApart { .. }
        | Effect::MoveIf(
            _,
            Evidence::Part { .. }
            | Evidence::Emptied { .. }
            | Evidence::Updated { .. }
            | Evidence::Captured { .. }
            | Evidence::Binding { .. }
            | Evidence::Apart { .. }
            | Evidence::Called(_),
        ) => true,
        Effect::MoveIf(_, Evidence::Method(_))
        | Effect::Use(_)
        | Effect::Read(_)
        | Effect::Call(..)
        | Effect::Ask(..)
        | Effect::Move(_)
        | Effect::Taken(_)
        | Effect::Assign(_)
        | Effect::AssignPart(..)
        | Effect::Declare(..)
        | Effect::Branch(_)
        | Effect::Loop { .. }
        | Effect::Exit(_)
        | Effect::Diverge
        | Effect::Break(_)
        | Effect::Continue(_) => false,
    }
}

fn scalars(graph: &Graph) -> Set<LocalId> {
    let mut scalars = Set::new();
    for (id, local) in graph.locals.iter() {
        if local.is_scalar() {
            scalars.insert(id);
        }
    }
    for (_, block) in graph.blocks.iter() {
        for statement in &block.statements {
            let Stmt::Local(binding) = &statement.code else {
                continue;
            };
            let literal = binding.init.as_ref().is_some_and(|init| {
                matches!(&*init.expr, Expr::Lit(value) if matches!(value.lit, Lit::Int(_) | Lit::Float(_) | Lit::Bool(_) | Lit::Char(_)))
            });
            if let (true, Pat::Ident(_), [Effect::Declare(local, true)]) =
                (literal, &binding.pat, &statement.effects[..])
            {
                scalars.insert(*local);
            }
        }
    }
    scalars
}
