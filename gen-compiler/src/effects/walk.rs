//! Which effects does an expression have, in which order?

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    Attribute, BinOp, Block, Expr, ExprMethodCall, Label, Lifetime, Local, Pat, RangeLimits, Stmt,
    UnOp,
    visit::{self, Visit},
};

use super::{
    Effect, Evidence, Known, Leaves, Method, Part, Printed, Receiver, Spot, falls_through, locals,
    methods::{BY_VALUE, borrows_with, called_with, may_be_asked, of_entry, surely_consumes},
    patterns::{
        binds_alike, bound_by_value, fields_bound, fields_captured, is_none, left_by,
        may_be_of_enum, moves_all, taken_apart,
    },
    places::{is_place, part, root, strip},
};
use crate::{
    check::{attributes, is_conditional},
    emptied::{Taking, taking},
    ids::LocalId,
    ir::Glue,
    macros::{self, Argument},
    names,
};

/// A walk over code that writes down what it does.
pub(super) struct Walk<'m> {
    pub(super) out: Vec<Effect>,
    loops: Vec<(Option<Lifetime>, usize, bool)>,
    next_loop: usize,
    known: &'m Known,
    in_unsafe: bool,
}

/// What a closure mentions of each local: some fields, or all of it.
type Mentioned = BTreeMap<LocalId, Option<Vec<(Part, Spot)>>>;

fn mentioned(body: &Expr) -> Mentioned {
    struct Find(Mentioned);
    impl Find {
        fn place(&mut self, local: LocalId, mut part: Part, at: Spot) {
            part.truncate(part.iter().take_while(|step| *step != "*").count());
            let known = self.0.entry(local).or_insert_with(|| Some(Vec::new()));
            if part.is_empty() {
                *known = None;
            } else if let Some(parts) = known {
                parts.push((part, at));
            }
        }

        // A pattern that cannot fail mentions no more of a place than what it binds.
        fn matched(&mut self, value: &Expr, pat: &Pat) {
            let mut bound = Vec::new();
            match part(value) {
                Some((local, path))
                    if !may_be_of_enum(pat) && fields_captured(pat, &path, &mut bound) =>
                {
                    self.0.entry(local).or_insert_with(|| Some(Vec::new()));
                    for (part, variable) in bound {
                        self.place(local, part, Spot::in_pattern(&variable));
                    }
                }
                Some(_) | None => self.visit_expr(value),
            }
        }
    }
    impl<'ast> Visit<'ast> for Find {
        fn visit_expr(&mut self, expr: &'ast Expr) {
            match (part(expr), expr) {
                (Some((local, part)), _) => self.place(local, part, Spot::of(expr)),
                (None, Expr::Match(expr)) => match &expr.arms[..] {
                    [arm] => {
                        self.matched(&expr.expr, &arm.pat);
                        self.visit_expr(&arm.body);
                    }
                    _ => visit::visit_expr_match(self, expr),
                },
                (None, expr) => visit::visit_expr(self, expr),
            }
        }
        fn visit_local(&mut self, local: &'ast Local) {
            match &local.init {
                Some(init) if init.diverge.is_none() => self.matched(&init.expr, &local.pat),
                Some(_) | None => visit::visit_local(self, local),
            }
        }
        fn visit_macro(&mut self, mac: &'ast syn::Macro) {
            // What a format string mentions it mentions as a whole.
            let mut names = Vec::new();
            for argument in macros::arguments(mac) {
                match argument {
                    Argument::Expr(expr) if !matches!(*expr, Expr::Lit(_)) => {
                        Find::visit_expr(self, &expr);
                    }
                    Argument::Expr(expr) => names::mentioned(expr.to_token_stream(), &mut names),
                    Argument::Other(token) => names::mentioned(token.into(), &mut names),
                }
            }
            self.0.extend(names.into_iter().map(|local| (local, None)));
        }
    }
    let mut find = Find(BTreeMap::new());
    find.visit_expr(body);
    find.0
}

// Is there a `let` among the operands of this condition?
fn has_let(condition: &Expr) -> bool {
    match condition {
        Expr::Let(_) => true,
        Expr::Binary(chain) => has_let(&chain.left) || has_let(&chain.right),
        _ => false,
    }
}

/// The variables that the `let`s of a guard bind.
pub fn bound_in_guard(guard: &Expr) -> Vec<LocalId> {
    match guard {
        Expr::Binary(chain) if matches!(chain.op, BinOp::And(_)) => {
            let mut all = bound_in_guard(&chain.left);
            all.extend(bound_in_guard(&chain.right));
            all
        }
        Expr::Let(condition) => bound(&condition.pat),
        _ => Vec::new(),
    }
}

/// The variables that `pat` binds, each once. A guard's own `let`s are not among them.
pub fn bound(pat: &Pat) -> Vec<LocalId> {
    struct Find(Vec<LocalId>);
    impl<'ast> Visit<'ast> for Find {
        fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
            let local = names::local(&pat.ident);
            self.0.extend(local.filter(|local| !self.0.contains(local)));
            visit::visit_pat_ident(self, pat);
        }

        fn visit_pat_guard(&mut self, pat: &'ast syn::PatGuard) {
            self.visit_pat(&pat.pat);
        }
    }
    let mut find = Find(Vec::new());
    find.visit_pat(pat);
    find.0
}

impl<'m> Walk<'m> {
    pub(super) fn new(known: &'m Known) -> Self {
        Self {
            out: Vec::new(),
            loops: Vec::new(),
            next_loop: 0,
            known,
            in_unsafe: known.in_unsafe,
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

    pub(super) fn stmt(&mut self, stmt: &Stmt) {
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
                if init.diverge.is_none() && !self.moves_fields(&init.expr, &local.pat) {
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

    pub(super) fn pat(&mut self, pat: &Pat, initialised: bool) {
        let declare = |local| Effect::Declare(local, initialised);
        self.out.extend(bound(pat).into_iter().map(declare));
        if let Pat::Guard(pat) = pat {
            self.condition(&pat.guard, None);
        }
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
    pub(super) fn scrutinee(&mut self, expr: &Expr) {
        if is_place(expr) {
            self.place(expr);
        } else {
            self.value(expr);
        }
    }

    /// What `pat` moves out of the operand that it matches.
    pub(super) fn moves(&mut self, operand: &Expr, pat: &Pat) {
        let Some((local, path)) = part(operand) else {
            return;
        };
        let pat = match pat {
            Pat::Guard(pat) => &pat.pat,
            Pat::Type(pat) => &pat.pat,
            pat => pat,
        };
        if path.is_empty()
            && !may_be_of_enum(pat)
            && let Some(effect) = taken_apart(pat, operand)
        {
            self.out.push(effect);
            return;
        }
        // A head of ours does not outlive the match, so where there is nothing in it nobody has to carry it.
        let is_ours = matches!(operand, Expr::Path(path)
            if path.path.get_ident().is_some_and(names::is_ours));
        if moves_all(pat) || is_ours && is_none(pat) || !binds_alike(pat) {
            self.out.push(if path.is_empty() {
                Effect::Move(local)
            } else {
                let at = Spot::of(operand);
                Effect::MoveIf(local, Evidence::Part { part: path, at })
            });
            if let (Pat::Ident(_), Expr::Path(_)) = (pat, operand)
                && moves_all(pat)
            {
                self.out.push(Effect::Taken(local));
            }
            return;
        }
        let pattern = Printed::new(pat);
        let leaves = left_by(pat);
        for variable in bound_by_value(pat) {
            let evidence = Evidence::Binding {
                part: path.clone(),
                matched: Spot::of(operand),
                pattern: pattern.clone(),
                variable: Printed::new(&variable),
                leaves: leaves.clone(),
                emptied: false,
                at: Spot::in_pattern(&variable),
            };
            self.out.push(Effect::MoveIf(local, evidence));
        }
    }

    // `Page { items, ..page }` moves what it does not name.
    fn update(&mut self, expr: &syn::ExprStruct, rest: &Expr) {
        let Some((local, part)) = part(rest) else {
            return self.value(rest);
        };
        let left = expr.fields.iter();
        let left = left.filter(|field| Glue::of_value(&field.expr) != Glue::None);
        let left: Vec<Part> = left
            .map(|field| vec![field.member.to_token_stream().to_string()])
            .collect();
        // Of two there is no order here.
        let is_apart = part.is_empty() && left.len() < 2;
        let at = Spot::of(rest);
        let evidence = Evidence::Updated { part, at };
        self.out.push(if is_apart {
            let moved = vec![evidence];
            Effect::TakeApart { local, moved, left }
        } else {
            Effect::MoveIf(local, evidence)
        });
    }

    // Does `pat`, which cannot fail, move some fields of a local out of it?
    fn moves_fields(&mut self, operand: &Expr, pat: &Pat) -> bool {
        let Some((local, path)) = part(operand) else {
            return false;
        };
        // Where it names every field, types are asked of the pattern itself.
        if left_by(pat) != Leaves::Unknown {
            return false;
        }
        let mut fields = Vec::new();
        let known = fields_bound(pat, &path, &mut fields);
        let fields = if known { fields } else { Vec::new() };
        for (part, variable) in &fields {
            self.move_part(local, part.clone(), Spot::in_pattern(variable));
        }
        !fields.is_empty()
    }

    fn move_part(&mut self, local: LocalId, part: Part, at: Spot) {
        self.out
            .push(Effect::MoveIf(local, Evidence::Part { part, at }));
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
            _ => self.value(expr),
        }
    }

    // A place that is read, borrowed or changed.
    fn read(&mut self, expr: &Expr) {
        let before = self.out.len();
        self.place(expr);
        for effect in &mut self.out[before..] {
            if let Effect::Use(local) = *effect {
                *effect = Effect::Read(local);
            }
        }
    }

    fn values<'a>(&mut self, exprs: impl IntoIterator<Item = &'a Expr>) {
        for expr in exprs {
            self.value(expr);
        }
    }

    // What need not be there happens or does not.
    fn conditional(&mut self, attrs: &[Attribute], walk: impl FnOnce(&mut Self)) {
        if is_conditional(attrs) {
            let there = self.nested(walk);
            self.branch(vec![there, Vec::new()]);
        } else {
            walk(self);
        }
    }

    /// An expression whose value is used.
    pub(super) fn value(&mut self, expr: &Expr) {
        self.conditional(attributes(expr), |walk| walk.evaluated(expr));
    }

    fn evaluated(&mut self, expr: &Expr) {
        match expr {
            Expr::Path(path) => {
                if let Some(ident) = path.path.get_ident() {
                    self.local(ident, Effect::Move);
                    if names::jump_target(ident).is_none() {
                        self.local(ident, Effect::Taken);
                    }
                }
            }
            Expr::Field(_) => match part(expr) {
                Some((local, part)) => self.move_part(local, part, Spot::of(expr)),
                None => self.place(expr),
            },
            Expr::Index(_) => self.read(expr),
            Expr::Unary(unary) => match unary.op {
                UnOp::Deref(_) => match part(expr) {
                    Some((local, part)) => self.move_part(local, part, Spot::of(expr)),
                    None => self.read(&unary.expr),
                },
                _ => self.value(&unary.expr),
            },
            Expr::Paren(expr) => self.value(&expr.expr),
            Expr::Reference(expr) => self.read(&expr.expr),
            Expr::RawAddr(expr) => self.read(&expr.expr),
            Expr::Array(expr) => self.values(&expr.elems),
            Expr::Tuple(expr) => self.values(&expr.elems),
            Expr::Repeat(expr) => self.values([&*expr.expr, &*expr.len]),
            Expr::Cast(expr) => self.value(&expr.expr),
            Expr::Try(expr) => self.value(&expr.expr),
            Expr::Await(expr) => self.value(&expr.base),
            Expr::Call(expr) => {
                self.read(&expr.func);
                self.values(&expr.args);
                if let Some((local, part)) = part(&expr.func)
                    && part.is_empty()
                {
                    let evidence = Evidence::Called(expr.args.len());
                    self.out.push(Effect::MoveIf(local, evidence));
                }
            }
            Expr::MethodCall(expr) => {
                self.receiver(expr);
                self.values(&expr.args);
            }
            Expr::Struct(expr) => {
                for field in &expr.fields {
                    self.conditional(&field.attrs, |walk| walk.value(&field.expr));
                }
                if let Some(rest) = &expr.rest {
                    self.update(expr, rest);
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
                // Its end leaves it as a `break` does.
                Some(label) => self.in_loop(Some(label), true, false, |walk| {
                    walk.block(&expr.block);
                    let end = walk.target(Some(label).map(|label| &label.name));
                    walk.out.extend(end.map(Effect::Break));
                }),
                None => self.block(&expr.block),
            },
            Expr::Unsafe(expr) => {
                let before = std::mem::replace(&mut self.in_unsafe, true);
                self.block(&expr.block);
                self.in_unsafe = before;
            }
            Expr::If(expr) => self.chosen(expr),
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
                self.in_loop(expr.label.as_ref(), false, false, |walk| {
                    let end = walk.target(None);
                    walk.condition(&expr.cond, end);
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

    fn chosen(&mut self, expr: &syn::ExprIf) {
        let otherwise = |walk: &mut Self| {
            if let Some((_, branch)) = &expr.else_branch {
                walk.value(branch);
            }
        };
        match &*expr.cond {
            // Where one of several operands does not hold, what those before it moved is gone: a block in a block, which both
            // ways leave.
            Expr::Binary(_) if has_let(&expr.cond) => self.unnamed(|walk, end| {
                walk.unnamed(|walk, fails| {
                    walk.condition(&expr.cond, Some(fails));
                    walk.block(&expr.then_branch);
                    walk.out.push(Effect::Break(end));
                });
                otherwise(walk);
            }),
            cond => {
                // As in a `match`, what the pattern moves is moved only where it matches.
                let bound = match cond {
                    Expr::Let(bound) => Some(bound),
                    _ => None,
                };
                match bound {
                    Some(bound) => self.scrutinee(&bound.expr),
                    None => self.value(cond),
                }
                let then = self.nested(|walk| {
                    if let Some(bound) = bound {
                        walk.moves(&bound.expr, &bound.pat);
                        walk.pat(&bound.pat, true);
                    }
                    walk.block(&expr.then_branch);
                });
                let otherwise = self.nested(otherwise);
                self.branch(vec![then, otherwise]);
            }
        }
    }

    // A block of ours, which `Break` with its number leaves, as its end does.
    fn unnamed(&mut self, body: impl FnOnce(&mut Self, usize)) {
        let id = self.next_loop;
        self.next_loop += 1;
        let body = self.nested(|walk| {
            body(walk, id);
            walk.out.push(Effect::Break(id));
        });
        let ends = false;
        self.out.push(Effect::Loop { id, body, ends });
    }

    // A condition, which is left for `fails` where it does not hold.
    fn condition(&mut self, condition: &Expr, fails: Option<usize>) {
        let leave = || vec![Vec::new(), fails.map(Effect::Break).into_iter().collect()];
        match condition {
            Expr::Binary(chain) if matches!(chain.op, BinOp::And(_)) => {
                self.condition(&chain.left, fails);
                self.condition(&chain.right, fails);
            }
            Expr::Let(bound) => {
                self.scrutinee(&bound.expr);
                self.branch(leave());
                self.moves(&bound.expr, &bound.pat);
                self.pat(&bound.pat, true);
            }
            condition => {
                self.value(condition);
                self.branch(leave());
            }
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
                self.read(&expr.left);
                self.read(&expr.right);
            }
            BinOp::And(_) | BinOp::Or(_) => {
                self.value(&expr.left);
                let right = self.nested(|walk| walk.value(&expr.right));
                self.branch(vec![right, Vec::new()]);
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
                self.read(&expr.left);
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

    fn receiver(&mut self, call: &ExprMethodCall) {
        let receiver = &*call.receiver;
        self.read(receiver);
        let Some((local, part)) = part(receiver) else {
            return;
        };
        let (method, arguments) = (call.method.to_string(), call.args.len());
        let at = Spot::of(receiver);
        let standard = self.known.standard.get(&local).copied();
        let standard = standard.filter(|_| part.is_empty());
        let is_entry = self.known.entries.contains(local);
        let of_entry = || of_entry(&method, arguments, is_entry).filter(|_| part.is_empty());
        let is_asked = part.is_empty() && standard.is_none();
        let in_unsafe = self.in_unsafe;
        let named = || Method::of(call, in_unsafe);
        let kind = called_with(&method, arguments).or_else(of_entry);
        let by_convention = match &kind {
            None => borrows_with(&method, arguments),
            Some(kind) => kind.leaves_some(),
        };
        if is_asked && by_convention && may_be_asked(&method) {
            self.out.push(Effect::Ask(local, named()));
        }
        self.out.push(match kind {
            None if by_convention => return,
            None => Effect::Call(local, part, is_asked.then(named)),
            Some(Receiver::Any) if surely_consumes(&method, standard) => {
                if part.is_empty() {
                    Effect::Move(local)
                } else {
                    Effect::MoveIf(local, Evidence::Part { part, at })
                }
            }
            Some(kind) => {
                let kind = match kind {
                    Receiver::Any => Receiver::Named(named()),
                    kind => kind,
                };
                Effect::MoveIf(local, Evidence::Receiver { part, kind, at })
            }
        });
    }

    // A closure's body runs later or never: what it moves is moved when it is made, what else it mentions is used.
    fn captures<'a>(
        &mut self,
        inputs: impl IntoIterator<Item = &'a Pat>,
        body: &Expr,
        by_move: bool,
    ) {
        let parts = if by_move {
            mentioned(body)
        } else {
            BTreeMap::new()
        };
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
            if inner.contains(&local) {
                return;
            }
            if let Some(Some(parts)) = parts.get(&local) {
                captured.extend(parts.iter().map(|(part, at)| {
                    let (part, at) = (part.clone(), *at);
                    Effect::MoveIf(local, Evidence::Captured { part, at })
                }));
                return;
            }
            if by_move {
                captured.extend([Effect::Move(local), Effect::Taken(local)]);
                return;
            }
            captured.push(match effect {
                // A part that is mentioned is captured by itself.
                Effect::MoveIf(_, evidence) => Effect::MoveIf(local, evidence.clone()),
                Effect::Move(_) => Effect::Move(local),
                Effect::Call(_, part, _) => Effect::Call(local, part.clone(), None),
                Effect::Read(_) => Effect::Read(local),
                _ => Effect::Use(local),
            });
        });
        self.out.append(&mut captured);
    }

    fn mac(&mut self, mac: &syn::Macro) {
        if let Some(taking) = taking(mac) {
            return self.taken(mac, taking);
        }
        let name = macros::name(mac);
        if let Some(mentioned) = self.known.macros.get(&name) {
            self.out
                .extend(mentioned.iter().map(|&local| Effect::Use(local)));
        }
        // What the body defines is not the standard library's.
        let is_known = !self.known.macros.contains_key(&name);
        if let Some(matches) = macros::matches(mac).filter(|_| is_known) {
            return self.value(&matches);
        }
        let by_value = is_known && BY_VALUE.contains(&&*name);
        for argument in macros::arguments(mac) {
            let before = std::mem::take(&mut self.out);
            match argument {
                Argument::Expr(expr) if by_value => self.value(&expr),
                Argument::Expr(expr) => match &*expr {
                    // `set!(name = value)`. Nobody knows whether it moves the value, as with any other argument.
                    Expr::Assign(assign) => {
                        self.place(&assign.right);
                        self.assign_part(&assign.left);
                    }
                    place => self.place(place),
                },
                Argument::Other(token) => self.tokens(token.into(), Effect::Use),
            }
            let effects = std::mem::replace(&mut self.out, before);
            if falls_through(&effects) {
                self.out.extend(effects);
            } else {
                // `break` among the arguments: the macro need not come to it.
                self.out.push(Effect::Branch(vec![effects, Vec::new()]));
            }
        }
        // Inline format arguments stand in literals.
        self.captured(mac.tokens.clone());
        if is_known && macros::diverges(mac) {
            self.out.push(Effect::Diverge);
        }
    }

    // A part of a local that is taken by one of our macros.
    fn taken(&mut self, mac: &syn::Macro, taking: Taking) {
        for argument in macros::arguments(mac) {
            let Argument::Expr(expr) = argument else {
                continue;
            };
            match (taking, &*expr) {
                (Taking::Value, place) => {
                    if let Some((local, part)) = part(place) {
                        let evidence = Evidence::Emptied {
                            part,
                            iterated: None,
                            at: Spot::of(place),
                        };
                        self.out.push(Effect::MoveIf(local, evidence));
                    }
                }
                (Taking::Iterated, Expr::Match(expr)) => {
                    if let Some((local, part)) = part(&expr.expr)
                        && let [arm] = &expr.arms[..]
                        && let Expr::MethodCall(call) = &*arm.body
                    {
                        let evidence = Evidence::Emptied {
                            part,
                            iterated: Some(Method::of(call, self.in_unsafe)),
                            at: Spot::of(&expr.expr),
                        };
                        self.out.push(Effect::MoveIf(local, evidence));
                    }
                }
                (Taking::Receiver, Expr::Match(expr)) => {
                    if let Some((local, part)) = part(&expr.expr) {
                        let maps = |arm: &syn::Arm| matches!(&*arm.body, Expr::MethodCall(call) if call.method == "map");
                        let kind = if expr.arms.iter().any(maps) {
                            Receiver::EmptiedOrMapped
                        } else {
                            Receiver::Emptied
                        };
                        let evidence = Evidence::Receiver {
                            part,
                            kind,
                            at: Spot::of(&expr.expr),
                        };
                        self.out.push(Effect::MoveIf(local, evidence));
                    }
                    for arm in &expr.arms {
                        if let Expr::MethodCall(call) = &*arm.body {
                            self.values(&call.args);
                        }
                    }
                }
                (Taking::Pattern, Expr::Match(expr)) => {
                    if let (Some((local, part)), Some(all)) = (part(&expr.expr), expr.arms.first())
                    {
                        self.unbound(local, &part, Spot::of(&expr.expr), all);
                    }
                }
                (Taking::Apart, Expr::Match(expr)) => {
                    if let (Some(local), Some(all)) = (root(&expr.expr), expr.arms.first()) {
                        let variables = named_by(&all.body);
                        let apart = Evidence::Apart {
                            matched: Spot::of(&expr.expr),
                            pattern: Printed::new(&all.pat),
                            variables: variables.iter().map(Printed::new).collect(),
                        };
                        self.out.push(Effect::MoveIf(local, apart));
                    }
                }
                (Taking::Part, place) => {
                    let place = match place {
                        Expr::Match(bound) => &bound.expr,
                        place => place,
                    };
                    if let Some((local, _)) = part(place) {
                        self.out.push(Effect::Use(local));
                    }
                }
                (Taking::Called, Expr::Match(expr)) => {
                    if let Some(local) = root(&expr.expr) {
                        self.out.push(Effect::Use(local));
                    }
                    for arm in &expr.arms {
                        if let Expr::MethodCall(call) = &*arm.body {
                            self.values(&call.args);
                        }
                    }
                }
                (
                    Taking::Iterated
                    | Taking::Receiver
                    | Taking::Pattern
                    | Taking::Apart
                    | Taking::Called,
                    _,
                ) => {}
            }
        }
    }

    // What a pattern takes of a part. Its variables stand for those that are declared behind it.
    fn unbound(&mut self, local: LocalId, part: &Part, matched: Spot, all: &syn::Arm) {
        let leaves = left_by(&all.pat);
        for variable in named_by(&all.body) {
            let evidence = Evidence::Binding {
                part: part.clone(),
                matched,
                pattern: Printed::new(&all.pat),
                variable: Printed::new(&variable),
                leaves: leaves.clone(),
                emptied: true,
                at: Spot::in_pattern(&variable),
            };
            self.out.push(Effect::MoveIf(local, evidence));
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

// The variables of a tuple of these.
fn named_by(tuple: &Expr) -> Vec<Ident> {
    let mut variables = Vec::new();
    for token in tuple.to_token_stream() {
        match token {
            TokenTree::Group(group) => {
                let names = group.stream().into_iter();
                variables.extend(names.filter_map(|token| match token {
                    TokenTree::Ident(name) => Some(name),
                    TokenTree::Group(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => None,
                }));
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    variables
}
