//! Which locals may hold a borrow of another?
//!
//! Types are not known, so a variable may borrow whatever was borrowed in the expression that gave it its value, and hold what the variables
//! there held, but for what operators and methods of the standard library are known to return. Neither paths nor the order
//! of statements matter. (After Andersen: Program Analysis and Specialization for the C Programming Language, 1994, chapter 4.)

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream};
use syn::{
    BinOp, Block, Expr, ExprField, ExprMethodCall, Local, Macro, Member, Pat, PatIdent, Stmt, UnOp,
    visit::{self, Visit},
};

use crate::{
    emptied,
    ids::{BlockId, LocalId},
    ir::{Graph, Terminator},
    macros::{self, Argument, Code},
    names, operands,
    references::variable,
};

/// What each local may borrow. A pattern that matches one of the `references` borrows from it, and so may what is given it by value.
pub fn borrows(
    graph: &Graph,
    references: &BTreeSet<LocalId>,
) -> BTreeMap<LocalId, BTreeSet<LocalId>> {
    let walk = Walk::of(graph, references);
    let locals = walk.held.keys().copied();
    let borrowed = |local| walk.borrowed(vec![Held::Value(local)]);
    locals.map(|local| (local, borrowed(local))).collect()
}

/// Which of the `references` the item of each yield may have borrowed from.
pub fn items(
    graph: &Graph,
    references: &BTreeSet<LocalId>,
) -> BTreeMap<BlockId, BTreeSet<LocalId>> {
    let mut items = BTreeMap::new();
    if references.is_empty() {
        return items;
    }
    let walk = Walk::of(graph, references);
    for (id, block) in graph.blocks.iter() {
        if let Terminator::Yield { value, .. } = &block.terminator {
            let mut borrowed = walk.borrowed(held(value));
            borrowed.retain(|local| references.contains(local));
            items.insert(id, borrowed);
        }
    }
    items
}

/// Those of the `arguments` that some local may hold a part of beside a part of another.
pub fn meeting(graph: &Graph, arguments: &BTreeSet<LocalId>) -> BTreeSet<LocalId> {
    let walk = Walk::of(graph, arguments);
    let mut meeting = BTreeSet::new();
    for &holder in walk.held.keys() {
        let held: BTreeSet<LocalId> = walk.reached(vec![Held::Value(holder)]);
        let held: BTreeSet<LocalId> = held.intersection(arguments).copied().collect();
        if held.len() > 1 {
            meeting.extend(held);
        }
    }
    meeting
}

// The heads that are tuples, to which nothing else is assigned.
fn elements(graph: &Graph) -> BTreeMap<LocalId, Vec<Expr>> {
    let statements = graph.blocks.iter().flat_map(|(_, block)| &block.statements);
    let heads = statements.filter_map(|statement| match &statement.code {
        Stmt::Local(Local {
            pat: Pat::Ident(pat),
            init: Some(init),
            ..
        }) => match &*init.expr {
            Expr::Tuple(tuple) => {
                let head = names::local(&pat.ident)?;
                let elements = tuple.elems.iter().cloned().collect();
                graph.locals[head]
                    .ends
                    .is_some()
                    .then_some((head, elements))
            }
            _ => None,
        },
        _ => None,
    });
    heads.collect()
}

// The patterns of the elements of a tuple, if each has one.
fn elements_of(pat: &Pat) -> Option<Vec<&Pat>> {
    match pat {
        Pat::Guard(pat) => elements_of(&pat.pat),
        Pat::Paren(pat) => elements_of(&pat.pat),
        Pat::Tuple(pat) => {
            let has_rest = pat.elems.iter().any(|pat| matches!(pat, Pat::Rest(_)));
            (!has_rest).then(|| pat.elems.iter().collect())
        }
        _ => None,
    }
}

/// What a value may hold.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Held {
    /// A borrow of the local.
    Borrow(LocalId),
    /// What the local holds.
    Value(LocalId),
    /// The local itself, moved or copied, or reborrowed if it is a reference.
    Whole(LocalId),
}

struct Walk<'r> {
    references: &'r BTreeSet<LocalId>,
    /// The elements of heads that are tuples.
    elements: BTreeMap<LocalId, Vec<Expr>>,
    held: BTreeMap<LocalId, BTreeSet<Held>>,
    /// Locals that are used as only numbers can be.
    numbers: BTreeSet<LocalId>,
}

impl<'r> Walk<'r> {
    fn of(graph: &Graph, references: &'r BTreeSet<LocalId>) -> Self {
        let mut walk = Self {
            references,
            elements: elements(graph),
            held: BTreeMap::new(),
            numbers: BTreeSet::new(),
        };
        for (_, block) in graph.blocks.iter() {
            for statement in &block.statements {
                walk.visit_stmt(&statement.code);
            }
            walk.terminator(&block.terminator);
        }
        walk
    }

    // What may be borrowed by what holds this.
    fn borrowed(&self, mut work: Vec<Held>) -> BTreeSet<LocalId> {
        let mut borrowed = BTreeSet::new();
        let mut seen = BTreeSet::new();
        while let Some(held) = work.pop() {
            match held {
                Held::Borrow(other) => {
                    borrowed.insert(other);
                }
                Held::Value(other) | Held::Whole(other) => {
                    if matches!(held, Held::Whole(_)) && self.references.contains(&other) {
                        borrowed.insert(other);
                    }
                    if seen.insert(other) && !self.numbers.contains(&other) {
                        work.extend(self.held.get(&other).into_iter().flatten());
                    }
                }
            }
        }
        borrowed
    }

    // All of which this may hold something.
    fn reached(&self, mut work: Vec<Held>) -> BTreeSet<LocalId> {
        let mut reached = BTreeSet::new();
        while let Some(Held::Borrow(local) | Held::Value(local) | Held::Whole(local)) = work.pop() {
            if reached.insert(local) && !self.numbers.contains(&local) {
                work.extend(self.held.get(&local).into_iter().flatten());
            }
        }
        reached
    }

    fn give(&mut self, local: LocalId, held: &[Held]) {
        self.held.entry(local).or_default().extend(held);
    }

    // What a pattern binds may hold what the value that it matches holds, and borrow a place that it matches.
    fn bind(&mut self, pat: &Pat, value: &Expr) {
        let elements = variable(value).and_then(|head| self.elements.get(&head));
        if let (Some(elements), Some(pats)) = (elements, elements_of(pat))
            && pats.len() == elements.len()
        {
            for (pat, element) in pats.iter().zip(elements.clone()) {
                self.bind_part(pat, value, &element);
            }
        } else {
            self.bind_part(pat, value, value);
        }
    }

    // The same of a part of the value.
    fn bind_part(&mut self, pat: &Pat, value: &Expr, inner: &Expr) {
        let mut held = held(inner);
        let mut refs = Refs(false);
        if let Some(root) = root(value) {
            refs.visit_pat(pat);
            let matches = !matches!(pat, Pat::Ident(_) | Pat::Type(_) | Pat::Wild(_));
            let is_lent = matches && self.references.contains(&root);
            held.extend((refs.0 || is_lent).then_some(Held::Borrow(root)));
        }
        for local in mentioned(Code::Pat(pat)) {
            self.give(local, &held);
        }
    }

    // Input: an element of a head, `head.1`. Output: the value that it was made of.
    fn element(&self, value: &Expr) -> Option<&Expr> {
        let Expr::Field(ExprField {
            base,
            member: Member::Unnamed(number),
            ..
        }) = value
        else {
            return None;
        };
        let number = usize::try_from(number.index).ok()?;
        match variable(base) {
            Some(head) => self.elements.get(&head)?.get(number),
            None => match self.element(base)? {
                Expr::Tuple(tuple) => tuple.elems.get(number),
                _ => None,
            },
        }
    }

    fn number(&mut self, expr: &Expr) {
        if let Expr::Path(path) = expr
            && let Some(local) = path.path.get_ident().and_then(names::local)
        {
            self.numbers.insert(local);
        }
    }

    fn terminator(&mut self, terminator: &Terminator) {
        match terminator {
            Terminator::If { condition, .. } => self.visit_expr(condition),
            Terminator::Match {
                scrutinee, arms, ..
            } => {
                self.visit_expr(scrutinee);
                for arm in arms {
                    self.bind(&arm.pat, scrutinee);
                    self.visit_pat(&arm.pat);
                }
            }
            Terminator::LetElse { pat, value, .. } => {
                self.visit_expr(value);
                self.bind(pat, value);
            }
            Terminator::Yield { value, .. } => self.visit_expr(value),
            Terminator::Goto(_) | Terminator::Unreachable | Terminator::Return => {}
        }
    }
}

impl<'ast> Visit<'ast> for Walk<'_> {
    fn visit_item(&mut self, _: &'ast syn::Item) {}

    fn visit_local(&mut self, local: &'ast Local) {
        if let Some(init) = &local.init {
            self.bind(&local.pat, &init.expr);
        }
        visit::visit_local(self, local);
    }

    fn visit_expr(&mut self, expr: &'ast Expr) {
        match expr {
            Expr::Let(expr) => self.bind(&expr.pat, &expr.expr),
            Expr::Match(expr) => {
                for arm in &expr.arms {
                    self.bind(&arm.pat, &expr.expr);
                }
            }
            Expr::ForLoop(expr) => self.bind(&expr.pat, &expr.expr),
            Expr::Assign(expr) => {
                let right = held(self.element(&expr.right).unwrap_or(&expr.right));
                for local in mentioned(Code::Expr(&expr.left)) {
                    self.give(local, &right);
                }
            }
            // The receiver may keep the arguments, and so may what is lent to a function.
            Expr::MethodCall(call) => {
                if calculates(&call.method) {
                    self.number(&call.receiver);
                    call.args.iter().for_each(|argument| self.number(argument));
                }
                let keeps = call.method == "push" || !counts(call);
                if let Some(receiver) = root(&call.receiver).filter(|_| keeps) {
                    let arguments: Vec<Held> = call.args.iter().flat_map(held).collect();
                    self.give(receiver, &arguments);
                }
            }
            Expr::Call(call) => {
                let arguments: Vec<Held> = call.args.iter().flat_map(held).collect();
                for argument in &call.args {
                    if let Expr::Reference(lent) = argument
                        && lent.mutability.is_some()
                        && let Some(local) = root(&lent.expr)
                    {
                        let mut others = arguments.clone();
                        others.retain(|held| *held != Held::Borrow(local));
                        self.give(local, &others);
                    }
                }
            }
            Expr::Index(expr) => self.number(&expr.index),
            Expr::Cast(expr) => self.number(&expr.expr),
            Expr::Range(range) => {
                for end in [&range.start, &range.end].into_iter().flatten() {
                    self.number(end);
                }
            }
            Expr::Binary(expr) if is_arithmetic(&expr.op) => {
                self.number(&expr.left);
                self.number(&expr.right);
            }
            _ => {}
        }
        visit::visit_expr(self, expr);
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        for argument in macros::arguments(mac) {
            if let Argument::Expr(expr) = argument {
                Walk::visit_expr(self, &expr);
            }
        }
    }
}

fn is_arithmetic(op: &BinOp) -> bool {
    !matches!(
        op,
        BinOp::And(_)
            | BinOp::Or(_)
            | BinOp::Eq(_)
            | BinOp::Ne(_)
            | BinOp::Lt(_)
            | BinOp::Le(_)
            | BinOp::Gt(_)
            | BinOp::Ge(_)
            // Text can be added to text.
            | BinOp::Add(_)
            | BinOp::AddAssign(_)
    )
}

fn held_by<'e>(exprs: impl IntoIterator<Item = &'e Expr>) -> Vec<Held> {
    exprs.into_iter().flat_map(held).collect()
}

// What the value of `expr` may hold.
fn held(expr: &Expr) -> Vec<Held> {
    match expr {
        Expr::Path(_) => root(expr).map(Held::Whole).into_iter().collect(),
        Expr::Field(_) | Expr::Index(_) => match root(expr) {
            Some(local) => vec![Held::Value(local)],
            None => match expr {
                Expr::Field(expr) => held(&expr.base),
                Expr::Index(expr) => held(&expr.expr),
                _ => Vec::new(),
            },
        },
        Expr::Reference(expr) => lent(&expr.expr),
        Expr::Unary(expr) if matches!(expr.op, UnOp::Deref(_)) => match root(&expr.expr) {
            Some(local) => vec![Held::Value(local)],
            None => held(&expr.expr),
        },
        // Numbers, and what has nothing to do with its operands.
        Expr::Lit(_)
        | Expr::Unary(_)
        | Expr::Binary(_)
        | Expr::Cast(_)
        | Expr::Break(_)
        | Expr::Continue(_)
        | Expr::Return(_)
        | Expr::Assign(_)
        | Expr::Let(_)
        | Expr::While(_)
        | Expr::ForLoop(_) => Vec::new(),
        Expr::Paren(expr) => held(&expr.expr),
        Expr::Try(expr) => held(&expr.expr),
        Expr::Tuple(expr) => held_by(&expr.elems),
        Expr::Array(expr) => held_by(&expr.elems),
        Expr::Repeat(expr) => held(&expr.expr),
        Expr::Struct(expr) => {
            let rest = expr.rest.as_deref();
            held_by(expr.fields.iter().map(|field| &field.expr).chain(rest))
        }
        Expr::Range(range) => held_by(
            [&range.start, &range.end]
                .into_iter()
                .flatten()
                .map(|end| &**end),
        ),
        Expr::Block(expr) => tail(&expr.block),
        Expr::Unsafe(expr) => tail(&expr.block),
        Expr::If(expr) => {
            let mut all = tail(&expr.then_branch);
            if let Some((_, branch)) = &expr.else_branch {
                all.extend(held(branch));
            }
            all
        }
        Expr::Match(expr) => held_by(expr.arms.iter().map(|arm| &*arm.body)),
        Expr::Call(call) if replaces(&call.func) || advances(&call.func) => held_by(&call.args)
            .into_iter()
            .filter(|held| !matches!(held, Held::Borrow(_)))
            .collect(),
        Expr::Call(call) => {
            let function = root(&call.func).map(Held::Value);
            held_by(&call.args).into_iter().chain(function).collect()
        }
        Expr::MethodCall(call) => {
            let is_truth = call.method.to_string().starts_with("is_");
            if is_truth || counts(call) || calculates(&call.method) {
                Vec::new()
            } else if names::is_one_of(&call.method, TAKES_OUT) {
                held(&call.receiver)
            } else {
                let mut all = lent(&call.receiver);
                all.extend(held_by(&call.args));
                all
            }
        }
        // What `format_args!` makes borrows from its arguments.
        Expr::Macro(expr)
            if operands::evaluates_only(&expr.mac) && !macros::is(&expr.mac, "format_args") =>
        {
            let is_list = macros::is(&expr.mac, "vec");
            let arguments = macros::arguments(&expr.mac).into_iter();
            let arguments = arguments.filter_map(|argument| match argument {
                Argument::Expr(expr) if is_list => Some(held(&expr)),
                Argument::Expr(_) | Argument::Other(_) => None,
            });
            arguments.flatten().collect()
        }
        Expr::Macro(expr) if emptied::taking(&expr.mac).is_some() => {
            let mut locals = Vec::new();
            names::mentioned(expr.mac.tokens.clone(), &mut locals);
            locals.into_iter().map(Held::Value).collect()
        }
        _ => mentioned(Code::Expr(expr))
            .into_iter()
            .flat_map(|local| [Held::Borrow(local), Held::Value(local)])
            .collect(),
    }
}

// What a borrow of the place `expr` may hold.
fn lent(expr: &Expr) -> Vec<Held> {
    match root(expr) {
        Some(local) => vec![Held::Borrow(local), Held::Value(local)],
        None => held(expr),
    }
}

fn tail(block: &Block) -> Vec<Held> {
    match block.stmts.last() {
        Some(Stmt::Expr(tail, None)) => held(tail),
        _ => Vec::new(),
    }
}

// The local that the place `expr` is a part of, or something that it points to.
fn root(expr: &Expr) -> Option<LocalId> {
    match expr {
        Expr::Path(path) => path.path.get_ident().and_then(names::local),
        Expr::Field(expr) => root(&expr.base),
        Expr::Index(expr) => root(&expr.expr),
        Expr::Unary(expr) if matches!(expr.op, UnOp::Deref(_)) => root(&expr.expr),
        Expr::Paren(expr) => root(&expr.expr),
        _ => None,
    }
}

/// Is there a `ref` in a pattern?
struct Refs(bool);

impl<'ast> Visit<'ast> for Refs {
    fn visit_pat_ident(&mut self, pat: &'ast PatIdent) {
        self.0 |= pat.by_ref.is_some();
        visit::visit_pat_ident(self, pat);
    }

    // A macro may make one.
    fn visit_token_stream(&mut self, tokens: &'ast TokenStream) {
        let word = Ident::new("ref", Span::call_site());
        self.0 |= names::mentions(tokens.clone(), &word);
    }
}

fn mentioned(code: Code<'_>) -> Vec<LocalId> {
    let mut found = Vec::new();
    names::mentioned_in(code, &mut found);
    found
}

// Is this a call of one of the methods that `COUNTS` names? Without a buffer, `read` and `write` are those of a lock.
fn counts(call: &ExprMethodCall) -> bool {
    let locks = call.args.is_empty() && names::is_one_of(&call.method, &["read", "write"]);
    names::is_one_of(&call.method, COUNTS) && !locks
}

// Is this a method of numbers?
fn calculates(method: &Ident) -> bool {
    let method = method.to_string();
    ["wrapping_", "checked_", "saturating_", "overflowing_"]
        .iter()
        .any(|kind| method.starts_with(kind))
}

// Is this `mem::take` or one of its like, which return what was there?
fn replaces(function: &Expr) -> bool {
    matches!(function, Expr::Path(path) if path.path.segments.last().is_some_and(|last| {
        names::is_one_of(&last.ident, &["take", "replace", "swap"])
    }))
}

// Is this the call of `next` that a loop is?
fn advances(function: &Expr) -> bool {
    matches!(function, Expr::Path(path) if path.path.leading_colon.is_some()
        && path.path.segments.last().is_some_and(|last| last.ident == "next"))
}

/// Methods that return a number, or something else that holds nothing of their receiver.
const COUNTS: &[&str] = &[
    "binary_search",
    "capacity",
    "cmp",
    "contains",
    "contains_key",
    "count",
    "ends_with",
    "eq",
    "hash",
    "len",
    "ne",
    "position",
    "push",
    "push_str",
    "read",
    "read_exact",
    "read_line",
    "read_to_end",
    "read_to_string",
    "read_until",
    "seek",
    "starts_with",
    "sum",
    "to_string",
    "write",
    "write_all",
    "write_str",
];

/// Methods that return what their receiver holds, and no borrow of it.
const TAKES_OUT: &[&str] = &[
    "clone",
    "copied",
    "cloned",
    "next",
    "next_back",
    "next_if",
    "next_if_eq",
    "nth",
    "pop",
    "pop_back",
    "pop_front",
    "remove",
    "replace",
    "swap_remove",
    "take",
    "to_owned",
    "to_vec",
];
