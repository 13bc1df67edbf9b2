//! Which `&mut` references are carried beside something that may have borrowed from them?
//!
//! Such a reference cannot be moved into the state, so it is carried as a pointer, of which the variable is made anew in front of every
//! statement that mentions it (`gen-runtime/src/lent.rs`). The borrow checker sees it in the fold copy only. The variable must not
//! change without notice, so it has a value from the beginning, and only statements that are assignments and no more assign to it; and that
//! it is a `&mut` reference has to show in the syntax.

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;
use syn::{
    Expr, ExprAssign, ExprClosure, ExprMethodCall, ExprReference, Local as Let, Macro, Pat,
    PatIdent, Stmt, Type,
    visit::{self, Visit},
};

use crate::{
    borrows::borrows,
    effects::{self, Effect},
    ids::LocalId,
    ir::{Block, Glue, Graph, InMacro, Local, Statement, Terminator},
    layout::{Carried, Field, Kind, Layout, State},
    macros::{self, Argument, Code},
    names,
};

/// Finds them. Where some are lent already, that is decided.
pub fn lent(graph: &Graph, layout: &Layout) -> BTreeSet<LocalId> {
    if graph.lends {
        return BTreeSet::new();
    }
    let mut candidates = candidates(graph);
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
                && !is_scalar(&graph.locals[holder])
                && !graph.locals[holder].split
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

// The anchored values, each with its variable.
fn anchors(graph: &Graph) -> Vec<(LocalId, LocalId)> {
    let statements = graph.blocks.iter().flat_map(|(_, block)| &block.statements);
    let mut anchors = Vec::new();
    for statement in statements {
        if let (Stmt::Local(pointer), Some(&Effect::Declare(variable, true))) =
            (&statement.code, statement.effects.last())
            && graph.locals[variable].anchored
            && let Some(init) = &pointer.init
        {
            let mut owners = Vec::new();
            names::mentioned(init.expr.to_token_stream(), &mut owners);
            anchors.extend(owners.into_iter().map(|owner| (owner, variable)));
        }
    }
    anchors
}

// What an anchor's variable is: what is anchored may be a reference, too.
fn shape_of_anchor(graph: &Graph, owner: LocalId) -> Shape {
    let mut statements = graph.blocks.iter().flat_map(|(_, block)| &block.statements);
    let is_value = statements.any(|statement| {
        let Stmt::Local(Let {
            init: Some(init), ..
        }) = &statement.code
        else {
            return false;
        };
        let Expr::Call(fill) = &*init.expr else {
            return false;
        };
        statement.effects.last() == Some(&Effect::Declare(owner, true))
            && matches!(
                fill.args.first(),
                Some(
                    Expr::Struct(_)
                        | Expr::Tuple(_)
                        | Expr::Array(_)
                        | Expr::Call(_)
                        | Expr::Macro(_)
                )
            )
    });
    if is_value {
        Shape::ToValue
    } else {
        Shape::Reference
    }
}

// Does the written type say that nothing is borrowed?
fn is_scalar(local: &Local) -> bool {
    let path = |ty: &Type| matches!(ty, Type::Path(_)) && Glue::of_type(ty) == Glue::None;
    local.ty.as_ref().is_some_and(path)
}

// The variables that are `&mut` references and do not change without notice.
fn candidates(graph: &Graph) -> BTreeSet<LocalId> {
    let mut known = Known {
        shapes: BTreeMap::new(),
    };
    for (owner, variable) in anchors(graph) {
        let shape = shape_of_anchor(graph, owner);
        known.shapes.insert(variable, shape);
    }
    for &param in &graph.params {
        if let Some(ty) = &graph.locals[param].ty {
            known.shapes.insert(param, Shape::of_type(ty));
        }
    }
    for (_, block) in graph.blocks.iter() {
        for statement in &block.statements {
            known.statement(statement);
        }
        known.terminator(&block.terminator);
    }
    let references = known.shapes.into_iter();
    let references =
        references.filter(|(_, shape)| matches!(shape, Shape::Reference | Shape::ToValue));
    let mut found: BTreeSet<LocalId> = references
        .map(|(local, _)| local)
        .filter(|&local| {
            let row = &graph.locals[local];
            let assigned = row.mutable && row.in_macro == InMacro::Shown;
            graph.declared.contains_key(&local) && !row.anchored && !assigned
        })
        .collect();
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
            borrowed.visit(code);
        }
    }
    found
}

// The variable that this is.
fn variable(value: &Expr) -> Option<LocalId> {
    match value {
        Expr::Path(path) => path.path.get_ident().and_then(names::local),
        _ => None,
    }
}

/// What is known of the types of variables.
struct Known {
    shapes: BTreeMap<LocalId, Shape>,
}

/// What syntax tells of a type.
#[derive(Clone, PartialEq)]
enum Shape {
    /// It is a `&mut` reference, and perhaps to another reference.
    Reference,
    /// It is a `&mut` reference to a value.
    ToValue,
    Tuple(Vec<Shape>),
    Unknown,
}

impl Shape {
    fn of_type(ty: &Type) -> Self {
        match ty {
            Type::Reference(ty) if ty.mutability.is_some() => match *ty.elem {
                Type::Path(_) | Type::Tuple(_) => Shape::ToValue,
                _ => Shape::Reference,
            },
            Type::Paren(ty) => Self::of_type(&ty.elem),
            Type::Tuple(ty) => Shape::Tuple(ty.elems.iter().map(Self::of_type).collect()),
            _ => Shape::Unknown,
        }
    }
}

impl Known {
    fn statement(&mut self, statement: &Statement) {
        if let Stmt::Local(local) = &statement.code
            && let Some(init) = local.init.as_ref().filter(|init| init.diverge.is_none())
        {
            let shape = self.of_value(&init.expr);
            self.bind(&local.pat, shape);
        }
    }

    fn terminator(&mut self, terminator: &Terminator) {
        match terminator {
            Terminator::If { condition, .. } => self.condition(condition),
            Terminator::Match {
                scrutinee, arms, ..
            } => {
                let shape = self.of_value(scrutinee);
                for arm in arms {
                    self.bind(&arm.pat, shape.clone());
                }
            }
            Terminator::LetElse { pat, value, .. } => {
                let shape = self.of_value(value);
                self.bind(pat, shape);
            }
            Terminator::Yield { .. }
            | Terminator::Goto(_)
            | Terminator::Unreachable
            | Terminator::Return => {}
        }
    }

    // The `let`s of a condition.
    fn condition(&mut self, condition: &Expr) {
        match condition {
            Expr::Let(matched) => {
                let shape = self.of_value(&matched.expr);
                self.bind(&matched.pat, shape);
            }
            Expr::Binary(both) => {
                self.condition(&both.left);
                self.condition(&both.right);
            }
            Expr::Paren(condition) => self.condition(&condition.expr),
            _ => {}
        }
    }

    fn of_value(&self, value: &Expr) -> Shape {
        match value {
            Expr::Reference(value) if value.mutability.is_some() => Shape::ToValue,
            Expr::Paren(value) => self.of_value(&value.expr),
            Expr::Tuple(value) => {
                let elems = value.elems.iter();
                Shape::Tuple(elems.map(|value| self.of_value(value)).collect())
            }
            Expr::Path(_) => variable(value)
                .and_then(|local| self.shapes.get(&local).cloned())
                .unwrap_or(Shape::Unknown),
            _ => Shape::Unknown,
        }
    }

    fn bind(&mut self, pat: &Pat, shape: Shape) {
        match (pat, shape) {
            (Pat::Type(pat), _) => {
                let shape = Shape::of_type(&pat.ty);
                self.bind(&pat.pat, shape);
            }
            (Pat::Paren(pat), shape) => self.bind(&pat.pat, shape),
            (Pat::Ident(pat), shape) if pat.by_ref.is_none() && pat.subpat.is_none() => {
                // An anchor's variable, and an argument, is what it was said to be.
                if let Some(local) = names::local(&pat.ident) {
                    self.shapes.entry(local).or_insert(shape);
                }
            }
            // What a `&mut` reference is matched with binds `&mut` references to parts, unless it says something else.
            (Pat::TupleStruct(pat), Shape::ToValue) => self.bind_parts(&pat.elems),
            (Pat::Struct(pat), Shape::ToValue) => {
                self.bind_parts(pat.fields.iter().map(|field| &*field.pat));
            }
            (Pat::Tuple(pat), Shape::ToValue) => self.bind_parts(&pat.elems),
            (Pat::Tuple(pat), Shape::Tuple(shapes)) if pat.elems.len() == shapes.len() => {
                let rest = |pat: &Pat| matches!(pat, Pat::Rest(_));
                if pat.elems.iter().any(rest) {
                    return pat.elems.iter().for_each(|pat| self.visit_pat(pat));
                }
                for (pat, shape) in pat.elems.iter().zip(shapes) {
                    self.bind(pat, shape);
                }
            }
            // `ref mut`, which says it, wherever it stands.
            (pat, _) => self.visit_pat(pat),
        }
    }

    // Deeper in the pattern another reference may be passed that is not `&mut`.
    fn bind_parts<'p>(&mut self, pats: impl IntoIterator<Item = &'p Pat>) {
        for pat in pats {
            match pat {
                Pat::Ident(ident) if ident.mutability.is_none() => {
                    self.bind(pat, Shape::Reference);
                }
                pat => self.visit_pat(pat),
            }
        }
    }
}

impl<'ast> Visit<'ast> for Known {
    fn visit_pat_ident(&mut self, pat: &'ast PatIdent) {
        if pat.by_ref.is_some()
            && pat.mutability.is_some()
            && let Some(local) = names::local(&pat.ident)
        {
            self.shapes.insert(local, Shape::Reference);
        }
    }
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
    fn visit(&mut self, code: Code) {
        match code {
            Code::Stmt(stmt) => self.visit_stmt(stmt),
            Code::Expr(expr) => self.visit_expr(expr),
            Code::Pat(pat) => self.visit_pat(pat),
        }
    }

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
