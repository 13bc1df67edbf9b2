//! Which statements without a yield have to be taken apart as well?
//!
//! A statement that moves a local on one of its paths only, and stays whole, leaves it unclear whether the local is still there. Native
//! code knows, by rustc's drop flags, but where control goes to another state the macro has to know. Taken apart, each path
//! goes there by itself. This is found out when the states are known, so the body is then lowered once more.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Block, Expr, ExprIf, Stmt, visit::Visit};

use crate::{
    effects::{self, Effect},
    ids::{LocalId, StateId},
    ir::{Graph, Statement},
    layout::Layout,
};

/// The statements of a body by where they are kept, numbered in source order.
pub type Numbers = BTreeMap<*const Stmt, usize>;

/// Numbers the statements of a body, which must not move afterwards.
pub fn numbers(body: &Block) -> Numbers {
    struct Number(Numbers);
    impl<'ast> Visit<'ast> for Number {
        fn visit_stmt(&mut self, stmt: &'ast Stmt) {
            let number = self.0.len();
            self.0.insert(std::ptr::from_ref(stmt), number);
            syn::visit::visit_stmt(self, stmt);
        }
    }
    let mut number = Number(Numbers::new());
    number.visit_block(body);
    number.0
}

/// The statements that leave something unclear for a state. A yield is none: there what is unclear may be dropped.
pub fn apart(graph: &Graph, layout: &Layout) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for (id, block) in graph.blocks.iter() {
        for statement in &block.statements {
            let is_cause = |&(owner, local): &(StateId, LocalId)| {
                owner == layout.owner[id] && decides(&statement.effects, local)
            };
            if can_be_taken_apart(statement) && layout.unclear.iter().any(is_cause) {
                found.extend(statement.source);
            }
        }
    }
    found
}

// Does it depend on the path whether the local is there afterwards?
fn decides(effects: &[Effect], local: LocalId) -> bool {
    let mut inside = false;
    for effect in effects {
        if let Effect::Branch(branches) = effect {
            for branch in branches {
                effects::locals(branch, &mut |effect, other| {
                    let changes = matches!(effect, Effect::Move(_) | Effect::Assign(_));
                    inside |= changes && other == local;
                });
            }
        }
    }
    inside
}

// Only where no temporary lives longer than its head.
fn can_be_taken_apart(statement: &Statement) -> bool {
    match &statement.code {
        Stmt::Expr(Expr::If(branch), _) => is_plain(branch),
        Stmt::Expr(Expr::Match(matches), _) => {
            effects::is_place(&matches.expr) || effects::is_simple(&matches.expr)
        }
        Stmt::Expr(Expr::Block(block), _) => block.label.is_none(),
        _ => false,
    }
}

fn is_plain(branch: &ExprIf) -> bool {
    let otherwise = match &branch.else_branch {
        Some((_, otherwise)) => match &**otherwise {
            Expr::If(branch) => is_plain(branch),
            _ => true,
        },
        None => true,
    };
    let mut heads = Heads(true);
    heads.visit_expr(&branch.cond);
    heads.0 && otherwise
}

/// Are the operands of all `let`s in a condition plain?
struct Heads(bool);

impl<'ast> Visit<'ast> for Heads {
    fn visit_expr_let(&mut self, head: &'ast syn::ExprLet) {
        self.0 &= effects::is_place(&head.expr) || effects::is_simple(&head.expr);
    }
}
