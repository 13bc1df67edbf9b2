//! What may the body still mention of the locals of which something may be gone?
//!
//! Where it mentions what may be gone, that was assigned again, or is `Copy`, or else rustc says that it was moved. Where it gives
//! the whole a value in the same state, the variable has to be of the type of that.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{
    Expr, Macro,
    visit::{self, Visit},
};

use crate::{
    effects::{Evidence, Part, part},
    ids::{BlockId, LocalId, Set, StateId, Table},
    initialised::Facts,
    ir::{Glue, Graph},
    layout::{State, names_a_field},
    macros::{self, Argument},
    names,
};

pub(super) struct Mentions {
    /// The parts of locals that are mentioned in each block, or may be mentioned after it. The whole is the part without steps.
    parts: Table<BlockId, Parts>,
    /// The locals that are given a value there, or may be after it in the same state.
    assigned: Table<BlockId, Set<LocalId>>,
}

type Parts = BTreeMap<LocalId, BTreeSet<Part>>;

impl Mentions {
    /// May something that `moved` took away be mentioned from the start of a block on, or all that it is in, or be given a value with all
    /// that it is in before the local is carried once more?
    pub(super) fn again(&self, from: BlockId, local: LocalId, moved: &Evidence) -> bool {
        let mut parts = self.parts[from].get(&local).into_iter().flatten();
        self.assigned[from].contains(local)
            || parts.any(|part| part.iter().zip(moved.part()).all(|(a, b)| a == b))
    }
}

/// Finds them, by a data-flow analysis from the end.
pub(super) fn mentions(
    graph: &Graph,
    states: &Table<StateId, State>,
    facts: &Table<BlockId, Option<Facts>>,
) -> Mentions {
    let mut torn = Set::new();
    for facts in facts.ids().filter_map(|block| facts[block].as_ref()) {
        for (&local, moved) in &facts.moved {
            if graph.locals[local].glue != Glue::None && moved.iter().any(names_a_field) {
                torn.insert(local);
            }
        }
    }
    let mut table = Table::like(&graph.blocks, Parts::new());
    let mut assigned = Table::like(&graph.blocks, Set::new());
    if torn.is_empty() {
        return Mentions {
            parts: table,
            assigned,
        };
    }
    for (block, row) in graph.blocks.iter() {
        let mut find = Find {
            torn: &torn,
            parts: Parts::new(),
            assigned: Set::new(),
        };
        row.code().for_each(|code| code.walk(&mut find));
        table[block] = find.parts;
        assigned[block] = find.assigned;
    }
    let mut entries = Set::new();
    for (_, state) in states.iter() {
        entries.insert(state.block);
    }
    let blocks: Vec<BlockId> = graph.blocks.ids().collect();
    let mut grew = true;
    while grew {
        grew = false;
        for &block in blocks.iter().rev() {
            let row = &graph.blocks[block];
            let mut parts = std::mem::take(&mut table[block]);
            for successor in row.successors().into_iter().filter(|&next| next != block) {
                for (&local, after) in &table[successor] {
                    if graph.in_scope(local, row.scope) {
                        let known = parts.entry(local).or_default();
                        let before = known.len();
                        known.extend(after.iter().cloned());
                        grew |= known.len() > before;
                    }
                }
            }
            table[block] = parts;
            // A state has variables of its own.
            let inside = |next: &BlockId| *next != block && !entries.contains(*next);
            let mut locals = std::mem::take(&mut assigned[block]);
            for successor in row.successors().into_iter().filter(inside) {
                for local in assigned[successor].iter() {
                    if graph.in_scope(local, row.scope) {
                        grew |= locals.insert(local);
                    }
                }
            }
            assigned[block] = locals;
        }
    }
    Mentions {
        parts: table,
        assigned,
    }
}

/// A look for what some code mentions.
struct Find<'t> {
    torn: &'t Set<LocalId>,
    parts: Parts,
    assigned: Set<LocalId>,
}

impl Find<'_> {
    fn mention(&mut self, local: LocalId, part: Part) {
        if self.torn.contains(local) {
            self.parts.entry(local).or_default().insert(part);
        }
    }

    fn tokens(&mut self, tokens: TokenStream) {
        let mut mentioned = Vec::new();
        names::mentioned(tokens, &mut mentioned);
        for local in mentioned {
            self.mention(local, Part::new());
        }
    }
}

impl<'ast> Visit<'ast> for Find<'_> {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        match (part(expr), expr) {
            (Some((local, part)), _) => self.mention(local, part),
            (None, Expr::Assign(assign)) => {
                match &*assign.left {
                    // The whole gets a new value.
                    Expr::Path(left) => {
                        let local = left.path.get_ident().and_then(names::local);
                        let torn = local.filter(|&local| self.torn.contains(local));
                        if let Some(local) = torn {
                            self.assigned.insert(local);
                        }
                    }
                    left => self.visit_expr(left),
                }
                self.visit_expr(&assign.right);
            }
            (None, expr) => visit::visit_expr(self, expr),
        }
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        for argument in macros::arguments(mac) {
            match argument {
                Argument::Expr(expr) if !matches!(*expr, Expr::Lit(_)) => {
                    Find::visit_expr(self, &expr);
                }
                Argument::Expr(expr) => self.tokens(expr.to_token_stream()),
                Argument::Other(token) => self.tokens(token.into()),
            }
        }
    }
}
