//! What does a piece of code do to the locals it mentions?
//!
//! The answer is a small tree in evaluation order, so that the two data-flow analyses can look inside statements that are
//! emitted as they are: a value moved in one branch of an opaque `if` is moved on that path only.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    BinOp, Block, Expr, Label, Lifetime, Local, Pat, RangeLimits, Stmt, UnOp,
    visit::{self, Visit},
};

use crate::{
    ids::{BlockId, LocalId},
    ir::Glue,
    macros::{self, Argument},
    names,
};

/// One thing that happens to a local, or to the flow of control.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// The local is read, borrowed or partly assigned.
    Use(LocalId),
    /// The local is used by value: it is gone afterwards, unless it is `Copy`.
    Move(LocalId),
    /// The local or a part of it is gone afterwards, if a type says so.
    MoveIf(LocalId, Evidence),
    /// A part of the local is given a value.
    AssignPart(LocalId, Part),
    /// A pattern moves all of the local away but these parts.
    TakeApart(LocalId, Vec<Part>),
    /// The local as a whole is given a value; an old value is dropped.
    Assign(LocalId),
    /// The local begins, with a value or without.
    Declare(LocalId, bool),
    /// Control leaves the statement for another block.
    Exit(BlockId),
    /// Control does not come back from here.
    Diverge,
    /// One of these happens.
    Branch(Vec<Vec<Effect>>),
    /// This happens any number of times, until a `Break` with the same number.
    Loop {
        id: usize,
        body: Vec<Effect>,
        /// Does it also end without a `Break`, as `for` and `while` do?
        ends: bool,
    },
    /// Control leaves the loop or labelled block `id`.
    Break(usize),
    /// Control goes to the start of loop `id`.
    Continue(usize),
}

/// What is used of a local, so that types can tell whether it was moved.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// A part was used by value, which moves it unless it is `Copy`.
    Part(Part),
    /// A pattern bound a variable to something in a part, which moves that unless it is `Copy`.
    Binding {
        part: Part,
        /// The pattern and the variable, as they are printed.
        pattern: String,
        variable: String,
    },
    /// A method was called on a part that takes some receivers by value.
    Receiver { part: Part, kind: Receiver },
}

/// Which receivers a method takes by value, by the conventions of the standard library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Receiver {
    /// All of them.
    Any,
    /// Iterators, `Option` and `Result`.
    Adaptor,
    /// Readers, but not what derefs to text.
    Reader,
    /// Builders, threads and the like, but nothing that derefs to something else.
    Builder,
}

/// A path to a part of a local: its fields by name, `*` for what it points to. `b.inner.0` is `["inner", "0"]`.
pub type Part = Vec<String>;

/// The locals that each local `macro_rules!` mentions.
pub type MacroUses = BTreeMap<String, Vec<LocalId>>;

/// What `stmt` does.
pub fn of_stmt(stmt: &Stmt, macros: &MacroUses) -> Vec<Effect> {
    let mut walk = Walk::new(macros);
    walk.stmt(stmt);
    walk.out
}

/// What evaluating `expr` for its value does.
pub fn of_value(expr: &Expr, macros: &MacroUses) -> Vec<Effect> {
    let mut walk = Walk::new(macros);
    walk.value(expr);
    walk.out
}

/// What evaluating the condition of an `if` does, with the bindings of its `let`s.
pub fn of_condition(expr: &Expr, macros: &MacroUses) -> Vec<Effect> {
    of_value(expr, macros)
}

/// Does a variable that starts with this value have something to drop, as far as the syntax tells?
pub fn glue_of_value(value: &Expr, macros: &MacroUses) -> Glue {
    match value {
        Expr::Closure(_) | Expr::Async(_) => {
            let captures = of_value(value, macros);
            if captures
                .iter()
                .any(|effect| matches!(effect, Effect::Move(_) | Effect::MoveIf(..)))
            {
                Glue::Some
            } else {
                Glue::None
            }
        }
        value => Glue::of_value(value),
    }
}

/// What evaluating the operand of a `match` or a `let` does before a pattern is tried.
pub fn of_scrutinee(scrutinee: &Expr, macros: &MacroUses) -> Vec<Effect> {
    let mut walk = Walk::new(macros);
    walk.scrutinee(scrutinee);
    walk.out
}

/// What a pattern that matches `scrutinee` moves and declares, and what its guard does.
pub fn of_match(scrutinee: &Expr, pat: &Pat, macros: &MacroUses) -> Vec<Effect> {
    let mut walk = Walk::new(macros);
    walk.moves(scrutinee, pat);
    walk.pat(pat, true);
    walk.out
}

/// What a pattern declares, and what its guard does.
pub fn of_pat(pat: &Pat, macros: &MacroUses) -> Vec<Effect> {
    let mut walk = Walk::new(macros);
    walk.pat(pat, true);
    walk.out
}

/// The blocks that `effects` can leave for.
pub fn exits(effects: &[Effect], out: &mut Vec<BlockId>) {
    for effect in effects {
        match effect {
            Effect::Exit(target) => out.push(*target),
            Effect::Branch(branches) => branches.iter().for_each(|branch| exits(branch, out)),
            Effect::Loop { body, .. } => exits(body, out),
            Effect::Use(_)
            | Effect::Move(_)
            | Effect::MoveIf(..)
            | Effect::AssignPart(..)
            | Effect::TakeApart(..)
            | Effect::Assign(_)
            | Effect::Declare(..)
            | Effect::Diverge
            | Effect::Break(_)
            | Effect::Continue(_) => {}
        }
    }
}

/// Replaces the blocks that `effects` can leave for.
pub fn renumber(effects: &mut [Effect], new: &impl Fn(BlockId) -> BlockId) {
    for effect in effects {
        match effect {
            Effect::Exit(target) => *target = new(*target),
            Effect::Branch(branches) => {
                for branch in branches {
                    renumber(branch, new);
                }
            }
            Effect::Loop { body, .. } => renumber(body, new),
            Effect::Use(_)
            | Effect::Move(_)
            | Effect::MoveIf(..)
            | Effect::AssignPart(..)
            | Effect::TakeApart(..)
            | Effect::Assign(_)
            | Effect::Declare(..)
            | Effect::Diverge
            | Effect::Break(_)
            | Effect::Continue(_) => {}
        }
    }
}

/// Calls `see` with every local that `effects` mention or declare.
pub fn locals(effects: &[Effect], see: &mut impl FnMut(&Effect, LocalId)) {
    for effect in effects {
        match effect {
            Effect::Use(local)
            | Effect::Move(local)
            | Effect::MoveIf(local, _)
            | Effect::AssignPart(local, _)
            | Effect::TakeApart(local, _)
            | Effect::Assign(local)
            | Effect::Declare(local, _) => see(effect, *local),
            Effect::Branch(branches) => branches.iter().for_each(|branch| locals(branch, see)),
            Effect::Loop { body, .. } => locals(body, see),
            Effect::Exit(_) | Effect::Diverge | Effect::Break(_) | Effect::Continue(_) => {}
        }
    }
}

/// Does control come out at the end of `effects`?
pub fn falls_through(effects: &[Effect]) -> bool {
    !effects.iter().any(|effect| match effect {
        Effect::Diverge | Effect::Exit(_) | Effect::Break(_) | Effect::Continue(_) => true,
        Effect::Branch(branches) => !branches.iter().any(|branch| falls_through(branch)),
        Effect::Loop { id, body, ends } => !ends && !breaks(body, *id),
        Effect::Use(_)
        | Effect::Move(_)
        | Effect::MoveIf(..)
        | Effect::AssignPart(..)
        | Effect::TakeApart(..)
        | Effect::Assign(_)
        | Effect::Declare(..) => false,
    })
}

fn breaks(effects: &[Effect], id: usize) -> bool {
    effects.iter().any(|effect| match effect {
        Effect::Break(target) => *target == id,
        Effect::Branch(branches) => branches.iter().any(|branch| breaks(branch, id)),
        Effect::Loop { body, .. } => breaks(body, id),
        Effect::Use(_)
        | Effect::Move(_)
        | Effect::MoveIf(..)
        | Effect::AssignPart(..)
        | Effect::TakeApart(..)
        | Effect::Assign(_)
        | Effect::Declare(..)
        | Effect::Exit(_)
        | Effect::Diverge
        | Effect::Continue(_) => false,
    })
}

// The variables that `pat` binds by value, as far as the syntax tells.
fn bound_by_value(pat: &Pat) -> Vec<Ident> {
    struct Find(Vec<Ident>);
    impl<'ast> Visit<'ast> for Find {
        fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
            let known = self.0.contains(&pat.ident);
            if pat.by_ref.is_none() && names::local(&pat.ident).is_some() && !known {
                self.0.push(pat.ident.clone());
            }
            visit::visit_pat_ident(self, pat);
        }
        fn visit_expr(&mut self, _: &'ast Expr) {}
    }
    let mut find = Find(Vec::new());
    find.visit_pat(pat);
    find.0
}

// Does `pat` bind all of what it matches by value? What it leaves has nothing to drop: tuples, `Option` and `Result` do not
// implement `Drop`.
fn moves_all(pat: &Pat) -> bool {
    match pat {
        Pat::Ident(pat) => {
            pat.by_ref.is_none() && pat.subpat.is_none() && names::local(&pat.ident).is_some()
        }
        Pat::Type(pat) => moves_all(&pat.pat),
        Pat::Paren(pat) => moves_all(&pat.pat),
        Pat::Tuple(pat) => !pat.elems.is_empty() && pat.elems.iter().all(moves_all),
        Pat::TupleStruct(pat) => {
            let standard = pat.path.segments.last().is_some_and(|last| {
                let names = ["Some", "Ok", "Err"];
                names.iter().any(|name| last.ident == name)
            });
            standard && pat.elems.iter().all(moves_all)
        }
        _ => false,
    }
}

// Does `pat` only match where there is nothing to drop?
fn is_none(pat: &Pat) -> bool {
    match pat {
        Pat::Ident(pat) => pat.ident == "None",
        Pat::Path(pat) => {
            let last = pat.path.segments.last();
            last.is_some_and(|last| last.ident == "None")
        }
        _ => false,
    }
}

/// Is `expr` a place, so that matching it or borrowing it does not make a temporary?
pub fn is_place(expr: &Expr) -> bool {
    match expr {
        Expr::Path(_) => true,
        Expr::Field(expr) => is_place(&expr.base),
        Expr::Index(expr) => is_place(&expr.expr) && is_simple(&expr.index),
        Expr::Unary(expr) => matches!(expr.op, UnOp::Deref(_)) && is_place(&expr.expr),
        Expr::Paren(expr) => is_place(&expr.expr),
        Expr::Group(expr) => is_place(&expr.expr),
        _ => false,
    }
}

/// Can `expr` be evaluated without making a temporary that is dropped at the end of the statement?
pub fn is_simple(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(_) | Expr::Closure(_) => true,
        Expr::Binary(expr) => is_simple(&expr.left) && is_simple(&expr.right),
        Expr::Unary(expr) => is_simple(&expr.expr),
        Expr::Cast(expr) => is_simple(&expr.expr),
        Expr::Paren(expr) => is_simple(&expr.expr),
        Expr::Group(expr) => is_simple(&expr.expr),
        Expr::Reference(expr) => is_place(&expr.expr),
        Expr::Range(expr) => [&expr.start, &expr.end]
            .iter()
            .all(|end| end.as_deref().is_none_or(is_simple)),
        Expr::Tuple(expr) => expr.elems.iter().all(is_simple),
        Expr::Array(expr) => expr.elems.iter().all(is_simple),
        Expr::Call(expr) => matches!(*expr.func, Expr::Path(_)) && expr.args.iter().all(is_simple),
        Expr::MethodCall(expr) => is_place(&expr.receiver) && expr.args.iter().all(is_simple),
        _ => is_place(expr),
    }
}

struct Walk<'m> {
    out: Vec<Effect>,
    loops: Vec<(Option<Lifetime>, usize, bool)>,
    next_loop: usize,
    macros: &'m MacroUses,
}

impl<'m> Walk<'m> {
    fn new(macros: &'m MacroUses) -> Self {
        Self {
            out: Vec::new(),
            loops: Vec::new(),
            next_loop: 0,
            macros,
        }
    }

    fn nested(&mut self, walk: impl FnOnce(&mut Self)) -> Vec<Effect> {
        let before = std::mem::take(&mut self.out);
        walk(self);
        std::mem::replace(&mut self.out, before)
    }

    fn local(&mut self, ident: &Ident, effect: fn(LocalId) -> Effect) {
        if let Some(target) = names::jump_target(ident) {
            self.out.push(Effect::Exit(target));
        } else if let Some(local) = names::local(ident) {
            self.out.push(effect(local));
        }
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Local(local) => self.bind(local),
            Stmt::Item(_) => {}
            Stmt::Expr(expr, _) => self.value(expr),
            Stmt::Macro(stmt) => self.mac(&stmt.mac),
        }
    }

    fn bind(&mut self, local: &Local) {
        let Some(init) = &local.init else {
            return self.pat(&local.pat, false);
        };
        match taken_apart(&local.pat, &init.expr) {
            Some(effect) if init.diverge.is_none() => self.out.push(effect),
            Some(_) | None => {
                self.scrutinee(&init.expr);
                if init.diverge.is_none() {
                    self.moves(&init.expr, &local.pat);
                }
            }
        }
        if let Some((_, diverge)) = &init.diverge {
            let diverge = self.nested(|walk| walk.value(diverge));
            let moved = self.nested(|walk| walk.moves(&init.expr, &local.pat));
            self.out.push(Effect::Branch(vec![moved, diverge]));
        }
        self.pat(&local.pat, true);
    }

    fn pat(&mut self, pat: &Pat, initialised: bool) {
        struct Find(Vec<LocalId>);
        impl<'ast> Visit<'ast> for Find {
            fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
                let local = names::local(&pat.ident);
                self.0.extend(local.filter(|local| !self.0.contains(local)));
                visit::visit_pat_ident(self, pat);
            }
        }
        if let Pat::Guard(pat) = pat {
            self.pat(&pat.pat, initialised);
            self.value(&pat.guard);
            return;
        }
        let mut find = Find(Vec::new());
        find.visit_pat(pat);
        let declare = |local| Effect::Declare(local, initialised);
        self.out.extend(find.0.into_iter().map(declare));
    }

    fn block(&mut self, block: &Block) {
        for stmt in &block.stmts {
            match stmt {
                Stmt::Expr(tail, None) => self.value(tail),
                stmt => self.stmt(stmt),
            }
        }
    }

    fn branch(&mut self, branches: Vec<Vec<Effect>>) {
        if branches.iter().any(|branch| !branch.is_empty()) {
            self.out.push(Effect::Branch(branches));
        }
    }

    fn in_loop(
        &mut self,
        label: Option<&Label>,
        is_block: bool,
        ends: bool,
        body: impl FnOnce(&mut Self),
    ) {
        let id = self.next_loop;
        self.next_loop += 1;
        let label = label.map(|label| label.name.clone());
        self.loops.push((label, id, is_block));
        let body = self.nested(body);
        self.loops.pop();
        self.out.push(Effect::Loop { id, body, ends });
    }

    fn target(&self, label: Option<&Lifetime>) -> Option<usize> {
        self.loops
            .iter()
            .rev()
            .find(|(name, _, is_block)| match label {
                Some(label) => name.as_ref() == Some(label),
                None => !is_block,
            })
            .map(|(_, id, _)| *id)
    }

    /// The operand of a `match`, an `if let` or a `let`.
    fn scrutinee(&mut self, expr: &Expr) {
        if is_place(expr) {
            self.place(expr);
        } else {
            self.value(expr);
        }
    }

    /// What `pat` moves out of the operand that it matches.
    fn moves(&mut self, operand: &Expr, pat: &Pat) {
        let Some((local, path)) = part(operand) else {
            return;
        };
        let pat = match pat {
            Pat::Guard(pat) => &pat.pat,
            pat => pat,
        };
        // A head of ours does not outlive the match, so where there is nothing in it nobody has to carry it.
        let is_ours = matches!(operand, Expr::Path(path)
            if path.path.get_ident().is_some_and(names::is_ours));
        if moves_all(pat) || is_ours && is_none(pat) {
            self.out.push(if path.is_empty() {
                Effect::Move(local)
            } else {
                Effect::MoveIf(local, Evidence::Part(path))
            });
            return;
        }
        let pattern = pat.to_token_stream().to_string();
        for variable in bound_by_value(pat) {
            let evidence = Evidence::Binding {
                part: path.clone(),
                pattern: pattern.clone(),
                variable: variable.to_string(),
            };
            self.out.push(Effect::MoveIf(local, evidence));
        }
    }

    fn move_part(&mut self, local: LocalId, part: Part) {
        self.out.push(Effect::MoveIf(local, Evidence::Part(part)));
    }

    /// An expression whose place is used and whose value stays where it is.
    fn place(&mut self, expr: &Expr) {
        match expr {
            Expr::Path(path) => {
                if let Some(ident) = path.path.get_ident() {
                    self.local(ident, Effect::Use);
                }
            }
            Expr::Field(expr) => self.place(&expr.base),
            Expr::Index(expr) => {
                self.place(&expr.expr);
                self.value(&expr.index);
            }
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => self.place(&unary.expr),
            Expr::Paren(expr) => self.place(&expr.expr),
            Expr::Group(expr) => self.place(&expr.expr),
            _ => self.value(expr),
        }
    }

    fn values<'a>(&mut self, exprs: impl IntoIterator<Item = &'a Expr>) {
        for expr in exprs {
            self.value(expr);
        }
    }

    /// An expression whose value is used.
    fn value(&mut self, expr: &Expr) {
        match expr {
            Expr::Path(path) => {
                if let Some(ident) = path.path.get_ident() {
                    self.local(ident, Effect::Move);
                }
            }
            Expr::Field(_) => match part(expr) {
                Some((local, part)) => self.move_part(local, part),
                None => self.place(expr),
            },
            Expr::Index(_) => self.place(expr),
            Expr::Unary(unary) => match unary.op {
                UnOp::Deref(_) => match part(expr) {
                    Some((local, part)) => self.move_part(local, part),
                    None => self.place(&unary.expr),
                },
                _ => self.value(&unary.expr),
            },
            Expr::Paren(expr) => self.value(&expr.expr),
            Expr::Group(expr) => self.value(&expr.expr),
            Expr::Reference(expr) => self.place(&expr.expr),
            Expr::RawAddr(expr) => self.place(&expr.expr),
            Expr::Array(expr) => self.values(&expr.elems),
            Expr::Tuple(expr) => self.values(&expr.elems),
            Expr::Repeat(expr) => self.values([&*expr.expr, &*expr.len]),
            Expr::Cast(expr) => self.value(&expr.expr),
            Expr::Try(expr) => self.value(&expr.expr),
            Expr::Await(expr) => self.value(&expr.base),
            Expr::Call(expr) => {
                self.place(&expr.func);
                self.values(&expr.args);
            }
            Expr::MethodCall(expr) => {
                self.receiver(&expr.receiver, &expr.method);
                self.values(&expr.args);
            }
            Expr::Struct(expr) => {
                self.values(expr.fields.iter().map(|field| &field.expr));
                if let Some(rest) = &expr.rest {
                    self.value(rest);
                }
            }
            Expr::Range(expr) => match expr.limits {
                RangeLimits::HalfOpen(_) | RangeLimits::Closed(_) => {
                    self.values(
                        [&expr.start, &expr.end]
                            .into_iter()
                            .flatten()
                            .map(|end| &**end),
                    );
                }
            },
            Expr::Binary(expr) => self.binary(expr),
            Expr::Assign(expr) => self.assign(&expr.left, &expr.right),
            Expr::Block(expr) => match &expr.label {
                Some(label) => {
                    self.in_loop(Some(label), true, true, |walk| walk.block(&expr.block));
                }
                None => self.block(&expr.block),
            },
            Expr::Unsafe(expr) => self.block(&expr.block),
            Expr::If(expr) => {
                self.value(&expr.cond);
                let then = self.nested(|walk| walk.block(&expr.then_branch));
                let otherwise = self.nested(|walk| {
                    if let Some((_, branch)) = &expr.else_branch {
                        walk.value(branch);
                    }
                });
                self.branch(vec![then, otherwise]);
            }
            Expr::Match(expr) => {
                self.scrutinee(&expr.expr);
                let arms = expr.arms.iter().map(|arm| {
                    self.nested(|walk| {
                        walk.moves(&expr.expr, &arm.pat);
                        walk.pat(&arm.pat, true);
                        walk.value(&arm.body);
                    })
                });
                let arms = arms.collect();
                self.branch(arms);
            }
            Expr::Let(expr) => {
                self.scrutinee(&expr.expr);
                self.moves(&expr.expr, &expr.pat);
                self.pat(&expr.pat, true);
            }
            Expr::Loop(expr) => self.in_loop(expr.label.as_ref(), false, false, |walk| {
                walk.block(&expr.body);
            }),
            Expr::While(expr) => {
                self.in_loop(expr.label.as_ref(), false, true, |walk| {
                    walk.value(&expr.cond);
                    walk.block(&expr.body);
                });
            }
            Expr::ForLoop(expr) => {
                self.value(&expr.expr);
                self.in_loop(expr.label.as_ref(), false, true, |walk| {
                    walk.pat(&expr.pat, true);
                    walk.block(&expr.body);
                });
            }
            Expr::Break(expr) => {
                self.values(expr.expr.as_deref());
                let target = self.target(expr.label.as_ref());
                self.out.push(target.map_or(Effect::Diverge, Effect::Break));
            }
            Expr::Continue(expr) => {
                let target = self.target(expr.label.as_ref());
                self.out
                    .push(target.map_or(Effect::Diverge, Effect::Continue));
            }
            Expr::Return(expr) => {
                self.values(expr.expr.as_deref());
                self.out.push(Effect::Diverge);
            }
            Expr::Closure(closure) => {
                self.captures(&closure.inputs, &closure.body, closure.capture.is_some());
            }
            Expr::Async(block) => {
                let body = Expr::Block(syn::ExprBlock {
                    attrs: Vec::new(),
                    label: None,
                    block: block.block.clone(),
                });
                self.captures([], &body, block.capture.is_some());
            }
            Expr::Macro(expr) => self.mac(&expr.mac),
            // Anything else is looked at for names only; what is used there is not thought to be moved.
            _ => self.tokens(expr.to_token_stream(), Effect::Use),
        }
    }

    fn binary(&mut self, expr: &syn::ExprBinary) {
        match expr.op {
            BinOp::Eq(_)
            | BinOp::Ne(_)
            | BinOp::Lt(_)
            | BinOp::Le(_)
            | BinOp::Gt(_)
            | BinOp::Ge(_) => {
                self.place(&expr.left);
                self.place(&expr.right);
            }
            BinOp::And(_) | BinOp::Or(_) => {
                self.value(&expr.left);
                let right = self.nested(|walk| walk.value(&expr.right));
                // What a let chain binds is bound where the chain holds, so it is not a branch for the bindings.
                if right
                    .iter()
                    .any(|effect| matches!(effect, Effect::Declare(..)))
                {
                    self.out.extend(right);
                } else {
                    self.branch(vec![right, Vec::new()]);
                }
            }
            BinOp::Add(_)
            | BinOp::Sub(_)
            | BinOp::Mul(_)
            | BinOp::Div(_)
            | BinOp::Rem(_)
            | BinOp::BitXor(_)
            | BinOp::BitAnd(_)
            | BinOp::BitOr(_)
            | BinOp::Shl(_)
            | BinOp::Shr(_) => self.values([&*expr.left, &*expr.right]),
            // The compound assignments.
            _ => {
                self.value(&expr.right);
                self.place(&expr.left);
            }
        }
    }

    fn assign(&mut self, left: &Expr, right: &Expr) {
        self.value(right);
        match strip(left) {
            Expr::Path(path) => {
                if let Some(ident) = path.path.get_ident() {
                    self.local(ident, Effect::Assign);
                }
            }
            // A destructuring assignment assigns to every place in it.
            Expr::Tuple(tuple) => tuple.elems.iter().for_each(|left| self.assign_part(left)),
            Expr::Array(array) => array.elems.iter().for_each(|left| self.assign_part(left)),
            Expr::Call(call) => call.args.iter().for_each(|left| self.assign_part(left)),
            Expr::Struct(expr) => {
                let fields = expr.fields.iter();
                fields.for_each(|field| self.assign_part(&field.expr));
            }
            left => match part(left) {
                Some((local, part)) => self.out.push(Effect::AssignPart(local, part)),
                None => self.place(left),
            },
        }
    }

    fn assign_part(&mut self, left: &Expr) {
        let nothing = Expr::Tuple(syn::ExprTuple {
            attrs: Vec::new(),
            paren_token: syn::token::Paren::default(),
            elems: syn::punctuated::Punctuated::new(),
        });
        self.assign(left, &nothing);
    }

    fn receiver(&mut self, receiver: &Expr, method: &Ident) {
        let Some(kind) = consumes(&method.to_string()) else {
            return self.place(receiver);
        };
        self.place(receiver);
        if let Some((local, part)) = part(receiver) {
            self.out.push(match kind {
                Receiver::Any if part.is_empty() => Effect::Move(local),
                Receiver::Any => Effect::MoveIf(local, Evidence::Part(part)),
                Receiver::Adaptor | Receiver::Reader | Receiver::Builder => {
                    Effect::MoveIf(local, Evidence::Receiver { part, kind })
                }
            });
        }
    }

    // A closure's body runs later or never: what it moves is moved when it is made, what else it mentions is used.
    fn captures<'a>(
        &mut self,
        inputs: impl IntoIterator<Item = &'a Pat>,
        body: &Expr,
        by_move: bool,
    ) {
        let body = self.nested(|walk| {
            for input in inputs {
                walk.pat(input, true);
            }
            walk.value(body);
        });
        let mut inner = Vec::new();
        locals(&body, &mut |effect, local| {
            if matches!(effect, Effect::Declare(..)) {
                inner.push(local);
            }
        });
        let mut captured = Vec::new();
        locals(&body, &mut |effect, local| {
            if !inner.contains(&local) {
                captured.push(match effect {
                    // A part that is mentioned is captured by itself.
                    Effect::MoveIf(_, evidence) => Effect::MoveIf(local, evidence.clone()),
                    Effect::Move(_) => Effect::Move(local),
                    _ if by_move => Effect::Move(local),
                    _ => Effect::Use(local),
                });
            }
        });
        self.out.append(&mut captured);
    }

    fn mac(&mut self, mac: &syn::Macro) {
        let name = macros::name(mac);
        if let Some(mentioned) = self.macros.get(&name) {
            self.out
                .extend(mentioned.iter().map(|&local| Effect::Use(local)));
        }
        let by_value = BY_VALUE.contains(&&*name);
        for argument in macros::arguments(mac) {
            match argument {
                Argument::Expr(expr) if by_value => self.value(&expr),
                Argument::Expr(expr) => self.place(&expr),
                Argument::Other(token) => self.tokens(token.into(), Effect::Use),
            }
        }
        // Inline format arguments stand in literals.
        self.captured(mac.tokens.clone());
        if macros::diverges(mac) {
            self.out.push(Effect::Diverge);
        }
    }

    fn captured(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Literal(literal) => self.literal(&literal),
                TokenTree::Group(group) => self.captured(group.stream()),
                TokenTree::Ident(_) | TokenTree::Punct(_) => {}
            }
        }
    }

    fn literal(&mut self, literal: &proc_macro2::Literal) {
        names::rename_captures(literal, |captured| {
            if let Ok(ident) = syn::parse_str::<Ident>(captured) {
                self.local(&ident, Effect::Use);
            }
            None
        });
    }

    fn tokens(&mut self, tokens: TokenStream, effect: fn(LocalId) -> Effect) {
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => self.local(&ident, effect),
                TokenTree::Group(group) => self.tokens(group.stream(), effect),
                TokenTree::Literal(literal) => self.literal(&literal),
                TokenTree::Punct(_) => {}
            }
        }
    }
}

// Input: the pattern and the value of a `let`.
// Output: what is left of the value, if it is a local, and the pattern moves something out of it and names every part.
fn taken_apart(pat: &Pat, value: &Expr) -> Option<Effect> {
    let Expr::Path(path) = strip(value) else {
        return None;
    };
    let local = names::local(path.path.get_ident()?)?;
    let mut left = Vec::new();
    let moves = leaves(pat, &Part::new(), &mut left)?;
    (moves && !left.is_empty()).then_some(Effect::TakeApart(local, left))
}

// Adds the parts that `pat` leaves where they are, in the order in which they are dropped. The answer is whether it moves any
// other, or `None` if the pattern does not name every part, or may be of an enum, whose parts have no path.
fn leaves(pat: &Pat, path: &Part, left: &mut Vec<Part>) -> Option<bool> {
    let mut parts: Vec<(String, &Pat)> = Vec::new();
    match pat {
        Pat::Ident(pat) if pat.subpat.is_none() => {
            if pat.by_ref.is_some() {
                left.push(path.clone());
            }
            return Some(pat.by_ref.is_none());
        }
        Pat::Wild(_) => {
            left.push(path.clone());
            return Some(false);
        }
        Pat::Paren(pat) => return leaves(&pat.pat, path, left),
        Pat::Type(pat) => return leaves(&pat.pat, path, left),
        Pat::Tuple(pat) => {
            let numbered = pat.elems.iter().enumerate();
            parts.extend(numbered.map(|(number, pat)| (number.to_string(), pat)));
        }
        Pat::Struct(pat) if pat.rest.is_none() => parts.extend(
            pat.fields
                .iter()
                .map(|field| (field.member.to_token_stream().to_string(), &*field.pat)),
        ),
        _ => return None,
    }
    let mut moves = false;
    let mut leaving = 0;
    for (name, pat) in parts {
        let mut path = path.clone();
        path.push(name);
        let before = left.len();
        moves |= leaves(pat, &path, left)?;
        leaving += usize::from(left.len() > before);
    }
    // The fields of a struct drop in the order of its declaration, which a pattern does not tell.
    let in_order = leaving < 2 || matches!(pat, Pat::Tuple(_));
    in_order.then_some(moves)
}

/// The local that `expr` is a part of, and which part.
fn part(expr: &Expr) -> Option<(LocalId, Part)> {
    match strip(expr) {
        Expr::Path(path) => Some((names::local(path.path.get_ident()?)?, Part::new())),
        Expr::Field(expr) => {
            let (local, mut path) = part(&expr.base)?;
            path.push(expr.member.to_token_stream().to_string());
            Some((local, path))
        }
        Expr::Unary(expr) if matches!(expr.op, UnOp::Deref(_)) => {
            let (local, mut path) = part(&expr.expr)?;
            path.push("*".to_owned());
            Some((local, path))
        }
        _ => None,
    }
}

fn strip(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(expr) => strip(&expr.expr),
        Expr::Group(expr) => strip(&expr.expr),
        _ => expr,
    }
}

/// The standard macros that take their arguments by value.
const BY_VALUE: [&str; 2] = ["vec", "dbg"];

/// Which receivers a method of this name takes by value, by the conventions of the standard library.
///
/// `{ x }.method()` moves in any case, and a mention of `x` after the yield keeps it in any case.
fn consumes(method: &str) -> Option<Receiver> {
    let starts = |prefix| method.starts_with(prefix);
    if starts("into_") || ["into", "leak"].contains(&method) {
        Some(Receiver::Any)
    } else if starts("unwrap") || starts("expect") || ADAPTORS.contains(&method) {
        Some(Receiver::Adaptor)
    } else if ["bytes", "lines"].contains(&method) {
        Some(Receiver::Reader)
    } else if ["bind", "build", "close", "finish", "join", "spawn"].contains(&method) {
        Some(Receiver::Builder)
    } else {
        None
    }
}

/// The methods of `Iterator`, `Option` and `Result` that take `self`.
const ADAPTORS: &[&str] = &[
    "all_equal",
    "and",
    "and_then",
    "chain",
    "cloned",
    "cmp",
    "collect",
    "copied",
    "count",
    "cycle",
    "enumerate",
    "eq",
    "err",
    "filter",
    "filter_map",
    "flat_map",
    "flatten",
    "fold",
    "for_each",
    "fuse",
    "ge",
    "gt",
    "inspect",
    "is_err_and",
    "is_none_or",
    "is_ok_and",
    "is_some_and",
    "is_sorted",
    "last",
    "le",
    "lt",
    "map",
    "map_err",
    "map_or",
    "map_or_default",
    "map_or_else",
    "map_while",
    "max",
    "max_by",
    "max_by_key",
    "min",
    "min_by",
    "min_by_key",
    "ne",
    "ok",
    "ok_or",
    "ok_or_else",
    "or",
    "or_else",
    "partial_cmp",
    "partition",
    "peekable",
    "product",
    "reduce",
    "rev",
    "scan",
    "skip",
    "skip_while",
    "step_by",
    "sum",
    "take",
    "take_while",
    "transpose",
    "unzip",
    "xor",
    "zip",
];
