//! Which `&mut` references are carried beside something that may have borrowed from them?
//!
//! Such a reference cannot be moved into the state, so it is carried as a pointer, of which the variable is made anew in front of every
//! statement that mentions it (`gen-runtime/src/lent.rs`). The borrow checker sees it in the fold copy only. The variable must not
//! change without notice, so it has a value from the beginning, and only statements that are assignments and no more assign to it; and that
//! it is a `&mut` reference has to show in the syntax.

use std::collections::BTreeSet;

use syn::{
    Expr, ExprAssign, ExprClosure, ExprMethodCall, ExprReference, Macro,
    visit::{self, Visit},
};

use crate::{
    borrows::borrows,
    effects::{self, Effect},
    ids::LocalId,
    ir::{Block, Graph, InMacro},
    layout::{Carried, Field, Kind, Layout, State},
    macros::{self, Argument},
    references::{References, anchors, references, variable},
};

/// Finds them. Where some are lent already, that is decided.
pub fn lent(graph: &Graph, layout: &Layout) -> BTreeSet<LocalId> {
    if graph.lends {
        return BTreeSet::new();
    }
    let References { sure, likely } = references(graph);
    let found = sure
        .union(&likely.keys().copied().collect())
        .copied()
        .collect();
    let mut candidates = candidates(graph, found);
    if candidates.is_empty() {
        return candidates;
    }
    let held = borrows(graph, &candidates);
    // What an anchored value borrows it borrows for as long as the generator lives, since that is how long there is a slot for it.
    let owners: BTreeSet<LocalId> = anchors(graph).into_iter().map(|(owner, _)| owner).collect();
    candidates.retain(|&reference| {
        let borrowers = held.iter().filter(|&(&holder, borrowed)| {
            holder != reference
                && borrowed.contains(&reference)
                && !graph.locals[holder].is_scalar()
                && !graph.locals[holder].split
                && (sure.contains(&reference) || likely[&reference].contains(&holder))
        });
        let borrowers: BTreeSet<LocalId> = borrowers.map(|(&holder, _)| holder).collect();
        let is_beside = |state: &State| {
            let is_used =
                |field: &Field| field.local == reference && field.carried == Carried::Live;
            let borrows = |field: &Field| borrowers.contains(&field.local);
            state.fields.iter().any(is_used) && state.fields.iter().any(borrows)
        };
        // In the first nothing has happened yet.
        let states = layout.states.iter();
        let mut states = states.filter(|(_, state)| state.kind != Kind::Start);
        !borrowers.is_disjoint(&owners) || states.any(|(_, state)| is_beside(state))
    });
    candidates
}

// Forgets what is assigned by more than a statement that does only that, `cursor = &mut node.next;`.
fn assigned(block: &Block, found: &mut BTreeSet<LocalId>) {
    let mut forget = |effects: &[Effect], assigned: Option<LocalId>| {
        let mut times = 0;
        effects::locals(effects, &mut |effect, local| {
            if matches!(effect, Effect::Assign(_)) {
                times += 1;
                if Some(local) != assigned || times > 1 {
                    found.remove(&local);
                }
            }
        });
    };
    for statement in &block.statements {
        let assigned = statement.assigned().map(|(local, _)| local);
        forget(&statement.effects, assigned);
    }
    let edges = block.terminator.edges().into_iter();
    let edges = edges.map(|(effects, _)| effects);
    for effects in block.terminator.effects().into_iter().chain(edges) {
        forget(effects, None);
    }
}

// Those of the references that do not change without notice.
fn candidates(graph: &Graph, mut found: BTreeSet<LocalId>) -> BTreeSet<LocalId> {
    found.retain(|&local| {
        let row = &graph.locals[local];
        let assigned = row.mutable && row.in_macro == InMacro::Shown;
        graph.declared.contains_key(&local) && !row.anchored && !assigned
    });
    if found.is_empty() {
        return found;
    }
    for (_, block) in graph.blocks.iter() {
        for effects in block.all_effects() {
            effects::locals(effects, &mut |effect, local| {
                if matches!(effect, Effect::Declare(_, false)) {
                    found.remove(&local);
                }
            });
        }
        assigned(block, &mut found);
        let mut borrowed = Borrowed {
            graph,
            found: &mut found,
            in_closure: false,
        };
        for statement in &block.statements {
            borrowed.visit_stmt(&statement.code);
        }
        for code in block.terminator.evaluated() {
            code.walk(&mut borrowed);
        }
    }
    found
}

/// Forgets the variables that are borrowed themselves: to be changed, or by something that may outlive the block of the statement, where they are
/// made anew.
struct Borrowed<'r> {
    graph: &'r Graph,
    found: &'r mut BTreeSet<LocalId>,
    /// Inside a closure, which borrows what it assigns to.
    in_closure: bool,
}

/// What methods start with that move a `mut` slice on: they take `&mut self` of the reference itself.
const MOVE_ON: [&str; 4] = ["advance", "put_", "split_off_", "write"];

impl Borrowed<'_> {
    fn forget(&mut self, place: &Expr) {
        if let Some(local) = variable(place) {
            self.found.remove(&local);
        }
    }

    fn forget_mutable(&mut self, place: &Expr) {
        let mutable = |local: &LocalId| self.graph.locals[*local].mutable;
        if let Some(local) = variable(place).filter(mutable) {
            self.found.remove(&local);
        }
    }
}

impl<'ast> Visit<'ast> for Borrowed<'_> {
    fn visit_item(&mut self, _: &'ast syn::Item) {}

    fn visit_expr_reference(&mut self, borrow: &'ast ExprReference) {
        if borrow.mutability.is_some() {
            self.forget(&borrow.expr);
        }
        visit::visit_expr_reference(self, borrow);
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        let method = call.method.to_string();
        if MOVE_ON.iter().any(|start| method.starts_with(start)) {
            self.forget_mutable(&call.receiver);
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_closure(&mut self, closure: &'ast ExprClosure) {
        let before = std::mem::replace(&mut self.in_closure, true);
        visit::visit_expr_closure(self, closure);
        self.in_closure = before;
    }

    fn visit_expr_assign(&mut self, assign: &'ast ExprAssign) {
        if let Expr::Reference(borrow) = &*assign.right {
            self.forget(&borrow.expr);
        }
        if self.in_closure {
            self.forget(&assign.left);
        }
        visit::visit_expr_assign(self, assign);
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        for argument in macros::arguments(mac) {
            if let Argument::Expr(expr) = argument {
                Borrowed::visit_expr(self, &expr);
            }
        }
    }
}
