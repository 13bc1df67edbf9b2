//! Which statements without a yield have to be taken apart as well?
//!
//! A statement that moves a local on one of its paths only, and stays whole, leaves it unclear whether the local is still there. Native
//! code knows, by rustc's drop flags, but where control goes to another state the macro has to know. Taken apart, each path
//! goes there by itself. This is found out when the states are known, so the body is then lowered once more.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Block, Expr, ExprIf, Pat, Stmt, visit::Visit};

use crate::{
    check::{attributes, is_conditional},
    effects::{self, Effect},
    ids::{LocalId, StateId},
    ir::{Graph, Statement},
    layout::{Field, Layout},
    names, temporaries,
};

/// The statements of a body by where they are kept, numbered in source order, and with them what stands for one where a match arm or an
/// `else` has no block.
#[derive(Default)]
pub struct Numbers {
    statements: BTreeMap<*const Stmt, usize>,
    branches: BTreeMap<*const Expr, usize>,
}

impl Numbers {
    pub fn of(&self, stmt: &Stmt) -> Option<usize> {
        self.statements.get(&std::ptr::from_ref(stmt)).copied()
    }

    pub fn of_branch(&self, expr: &Expr) -> Option<usize> {
        self.branches.get(&std::ptr::from_ref(expr)).copied()
    }

    fn next(&self) -> usize {
        self.statements.len() + self.branches.len()
    }
}

impl<'ast> Visit<'ast> for Numbers {
    fn visit_stmt(&mut self, stmt: &'ast Stmt) {
        let number = self.next();
        self.statements.insert(std::ptr::from_ref(stmt), number);
        syn::visit::visit_stmt(self, stmt);
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        let number = self.next();
        self.branches.insert(std::ptr::from_ref(&*arm.body), number);
        syn::visit::visit_arm(self, arm);
    }

    fn visit_expr_if(&mut self, branch: &'ast ExprIf) {
        if let Some((_, otherwise)) = &branch.else_branch {
            let number = self.next();
            self.branches
                .insert(std::ptr::from_ref(&**otherwise), number);
        }
        syn::visit::visit_expr_if(self, branch);
    }
}

/// Numbers the statements of a body, which must not move afterwards.
pub fn numbers(body: &Block) -> Numbers {
    let mut numbers = Numbers::default();
    numbers.visit_block(body);
    numbers
}

/// The statements that leave something unclear for a state, or where paths meet.
pub fn apart(graph: &Graph, layout: &Layout) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for (id, block) in graph.blocks.iter() {
        for statement in &block.statements {
            let state = layout.owner[id];
            let is_cause = |&(owner, local): &(StateId, LocalId)| {
                owner == state && decides(graph, &statement.effects, local)
            };
            // What a pattern left of a local that is assigned somewhere in the statement is dropped there.
            let has_left = |field: &Field| {
                !field.part.is_empty() && decides(graph, &statement.effects, field.local)
            };
            let mut fields = layout.states[state].fields.iter();
            let causes = layout.unclear.iter().any(is_cause) || fields.any(has_left);
            if causes && can_be_taken_apart(statement) {
                found.extend(statement.source);
            }
        }
    }
    found
}

// Does it depend on the path whether the local is there afterwards?
fn decides(graph: &Graph, effects: &[Effect], local: LocalId) -> bool {
    let mut inside = false;
    let is_asked = graph.locals[local].asked_on_paths;
    let mut see = |effects: &[Effect]| {
        effects::locals(effects, &mut |effect, other| {
            let changes = match effect {
                Effect::Move(_)
                | Effect::MoveIf(..)
                | Effect::TakeApart { .. }
                | Effect::Assign(_) => true,
                Effect::Call(_, _, Some(_)) | Effect::Ask(..) => is_asked,
                _ => false,
            };
            inside |= changes && other == local;
        });
    };
    for effect in effects {
        match effect {
            Effect::Branch(branches) => branches.iter().for_each(|branch| see(branch)),
            Effect::Loop { body, .. } => see(body),
            _ => {}
        }
    }
    inside
}

fn can_be_taken_apart(statement: &Statement) -> bool {
    match &statement.code {
        Stmt::Expr(Expr::Assign(assign), _) => {
            matches!(*assign.left, Expr::Path(_)) && opens(&assign.right)
        }
        // What it initialises only rustc knows.
        Stmt::Expr(expr, _) if is_conditional(attributes(expr)) => {
            let mut assigns = false;
            effects::locals(&statement.effects, &mut |effect, _| {
                assigns |= matches!(effect, Effect::Assign(_));
            });
            !assigns && matches!(expr, Expr::Block(_)) && always_ends(&statement.effects)
        }
        Stmt::Expr(expr, _) => opens(expr),
        Stmt::Local(local) => match &local.init {
            Some(init) => {
                let fits = matches!(local.pat, Pat::Type(_)) || !may_coerce(&init.expr);
                let extends = temporaries::binds_by_reference(&local.pat)
                    || temporaries::buried(&init.expr).is_some();
                fits && !extends && init.diverge.is_none() && opens(&init.expr)
            }
            None => false,
        },
        Stmt::Item(_) | Stmt::Macro(_) => false,
    }
}

// Does control come out of what a `#[cfg]` may take away, where it does not?
fn always_ends(effects: &[Effect]) -> bool {
    effects.iter().all(|effect| match effect {
        Effect::Branch(branches) => branches.iter().all(|branch| effects::falls_through(branch)),
        _ => true,
    })
}

// Does control branch in it, and no temporary of its head live longer than the head?
fn opens(expr: &Expr) -> bool {
    let is_plain = |head: &Expr| effects::is_place(head) || effects::is_simple(head);
    match expr {
        Expr::If(expr) => expr.attrs.is_empty() && has_plain_heads(&expr.cond),
        Expr::While(expr) => expr.attrs.is_empty() && has_plain_heads(&expr.cond),
        Expr::Match(expr) => expr.attrs.is_empty() && is_plain(&expr.expr),
        Expr::ForLoop(expr) => expr.attrs.is_empty() && is_plain(&expr.expr),
        Expr::Block(expr) => expr.attrs.is_empty(),
        Expr::Loop(expr) => expr.attrs.is_empty(),
        _ => false,
    }
}

// May the values of a variable without a written type have different types, such as `&[]` and `&items[..]`, which rustc brings to one?
fn may_coerce(value: &Expr) -> bool {
    struct Breaks(bool);
    impl<'ast> Visit<'ast> for Breaks {
        fn visit_expr_break(&mut self, jump: &'ast syn::ExprBreak) {
            self.0 |= jump.expr.as_deref().is_some_and(may_coerce);
            syn::visit::visit_expr_break(self, jump);
        }
    }
    let tail = |block: &Block| match block.stmts.last() {
        Some(Stmt::Expr(tail, None)) => may_coerce(tail),
        _ => false,
    };
    let breaks = |block: &Block| {
        let mut breaks = Breaks(false);
        breaks.visit_block(block);
        breaks.0
    };
    match value {
        Expr::Paren(value) => may_coerce(&value.expr),
        Expr::Unsafe(value) => tail(&value.block),
        Expr::Block(value) => tail(&value.block) || breaks(&value.block),
        Expr::Loop(value) => breaks(&value.body),
        Expr::Match(value) => value.arms.iter().any(|arm| may_coerce(&arm.body)),
        Expr::If(value) => {
            let mut branches = value.else_branch.iter();
            tail(&value.then_branch) || branches.any(|(_, branch)| may_coerce(branch))
        }
        Expr::Reference(_) | Expr::Closure(_) => true,
        // A jump out of the statement has no value.
        Expr::Path(path) if path.path.get_ident().and_then(names::jump_target).is_some() => false,
        // A function; what is written as `None` or `State::Idle` is a value.
        Expr::Path(path) => {
            let last = path.path.segments.last();
            let is_value =
                last.is_some_and(|last| last.ident.to_string().starts_with(char::is_uppercase));
            !is_value && effects::root(value).is_none()
        }
        _ => false,
    }
}

fn has_plain_heads(condition: &Expr) -> bool {
    let mut heads = Heads(true);
    heads.visit_expr(condition);
    heads.0
}

/// Are the operands of all `let`s in a condition plain?
struct Heads(bool);

impl<'ast> Visit<'ast> for Heads {
    fn visit_expr_let(&mut self, head: &'ast syn::ExprLet) {
        self.0 &= effects::is_place(&head.expr) || effects::is_simple(&head.expr);
    }
}
