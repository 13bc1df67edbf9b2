//! What may a body not contain, and what should be written instead?

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenTree};
use quote::ToTokens;
use syn::{
    Attribute, Block, Expr, ExprClosure, Item, Label, Lifetime, Local, Macro, Pat, Stmt,
    visit::{self, Visit},
};

use crate::{
    desugar::{anchors, known},
    diag::{Errors, message},
    effects::is_place_expression,
    macros::{self, Argument},
    names,
    operands::{self, Role},
    parse::Function,
    temporaries,
};

/// Reports everything in the body that a generator cannot do.
pub fn check(function: &Function, errors: &mut Errors) {
    let mut check = Check {
        errors,
        place: Place::Body,
        loops: Vec::new(),
        called: BTreeSet::new(),
        defined: known::defined(function),
        hidden_by: None,
    };
    check.statements(&function.body);
    statics(&function.body, errors);
    if let Some(name) = names::reserved(&function.body) {
        errors.push(name, message::RESERVED);
    }
    for tail in values(tails(&function.body)) {
        let wrapped = Wrapped::of(tail).map(Wrapped::at_the_end);
        errors.push(tail, wrapped.unwrap_or(message::TAIL));
    }
}

// Those that are plainly values, of the tails of one expression.
fn values(tails: Vec<&Expr>) -> Vec<&Expr> {
    // A variable at the end of a branch may be a `()`.
    let are_values = |tail: &&Expr| {
        is_value(tail)
            && (tails.len() == 1 || !matches!(tail, Expr::Path(_)) || Wrapped::of(tail).is_some())
    };
    if tails.iter().any(are_values) {
        tails.into_iter().filter(|tail| is_value(tail)).collect()
    } else {
        Vec::new()
    }
}

// The items at the top of the body are beside both lowerings, all others are in both.
fn statics(body: &Block, errors: &mut Errors) {
    let mut statics = Statics(errors);
    for stmt in &body.stmts {
        match stmt {
            Stmt::Item(_) => {}
            Stmt::Macro(stmt) if macros::is(&stmt.mac, "thread_local") => {}
            stmt => statics.visit_stmt(stmt),
        }
    }
}

/// Reports what would exist more than once.
struct Statics<'e>(&'e mut Errors);

impl<'ast> Visit<'ast> for Statics<'_> {
    fn visit_item_static(&mut self, item: &'ast syn::ItemStatic) {
        self.0.push(item.static_token, message::STATIC);
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        if macros::is(mac, "thread_local") {
            self.0.push(&mac.path, message::STATIC);
        }
    }
}

/// Where in the body the walk is, as far as a yield is concerned.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// The generator's own code.
    Body,
    Guard,
    Pattern,
    Closure,
    Async,
    Function,
    Const,
}

impl Place {
    /// Why a yield cannot stand here.
    fn refusal(self) -> Option<&'static str> {
        match self {
            Place::Body => None,
            Place::Guard => Some(message::YIELD_IN_GUARD),
            Place::Closure => Some(message::YIELD_IN_CLOSURE),
            Place::Async => Some(message::YIELD_IN_ASYNC),
            Place::Function => Some(message::YIELD_IN_FUNCTION),
            Place::Pattern | Place::Const => Some(message::YIELD_IN_CONST),
        }
    }

    /// Is this code that does not run as a part of the generator's body?
    fn is_foreign(self) -> bool {
        matches!(
            self,
            Place::Closure | Place::Async | Place::Function | Place::Const
        )
    }
}

struct Loop {
    label: Option<Lifetime>,
    /// Can a `break` out of it carry a value? A labelled block is only found by its label.
    has_value: bool,
    is_block: bool,
}

struct Check<'e> {
    errors: &'e mut Errors,
    place: Place,
    loops: Vec<Loop>,
    /// The macros that were called or defined so far.
    called: BTreeSet<String>,
    /// The macros that the body defines.
    defined: BTreeSet<String>,
    /// The macro without a yield whose arguments are looked at.
    hidden_by: Option<String>,
}

impl Check<'_> {
    /// Visits in another place; what is foreign stays foreign.
    fn at(&mut self, place: Place, visit: impl FnOnce(&mut Self)) {
        let before = self.place;
        if !before.is_foreign() && (before == Place::Body || place.is_foreign()) {
            self.place = place;
        }
        visit(self);
        self.place = before;
    }

    /// The statements of a block of the generator's own.
    fn statements(&mut self, block: &Block) {
        let yields = block.stmts.iter().any(statement_contains_yield);
        for stmt in &block.stmts {
            match stmt {
                Stmt::Item(Item::Macro(item)) => {
                    let name = item.ident.as_ref();
                    if let Some(name) = name.filter(|name| !self.called.insert(name.to_string())) {
                        self.errors.push(name, message::MACRO);
                    }
                }
                Stmt::Local(local) if yields && !self.place.is_foreign() => {
                    let value = local.init.as_ref().map(|init| &*init.expr);
                    if let Some(temporary) = value.and_then(temporaries::buried) {
                        self.errors.push(temporary, message::EXTENDED);
                    }
                }
                _ => {}
            }
            self.visit_stmt(stmt);
        }
    }

    fn foreign(&mut self, place: Place, visit: impl FnOnce(&mut Self)) {
        let loops = std::mem::take(&mut self.loops);
        self.at(place, visit);
        self.loops = loops;
    }

    fn in_loop(
        &mut self,
        label: Option<&Label>,
        has_value: bool,
        is_block: bool,
        visit: impl FnOnce(&mut Self),
    ) {
        self.loops.push(Loop {
            label: label.map(|label| label.name.clone()),
            has_value,
            is_block,
        });
        visit(self);
        self.loops.pop();
    }

    fn yields(&mut self, at: &dyn ToTokens) {
        if let Some(refusal) = self.place.refusal() {
            self.errors.push(at.to_token_stream(), refusal);
        }
    }

    fn arguments(&mut self, mac: &Macro, most: usize, message: &str) {
        let values = match mac
            .parse_body_with(syn::punctuated::Punctuated::<Expr, syn::Token![,]>::parse_terminated)
        {
            Ok(values) => values,
            Err(error) => return self.errors.add(error),
        };
        if values.len() > most || (most == 1 && values.is_empty() && macros::is(mac, "yield_from"))
        {
            self.errors.push(&mac.tokens, message);
        }
        for value in &values {
            self.visit_expr(value);
        }
    }

    fn mac(&mut self, mac: &Macro) {
        if macros::is(mac, "yield_") {
            self.yields(mac);
            self.arguments(mac, 1, message::YIELD_ARGUMENTS);
        } else if macros::is(mac, "yield_from") {
            self.yields(mac);
            if mac.tokens.is_empty() {
                self.errors.push(mac, message::YIELD_FROM_ARGUMENTS);
            } else {
                self.arguments(mac, 1, message::YIELD_FROM_ARGUMENTS);
            }
        } else if macros::is(mac, "anchor") {
            self.errors.push(mac, message::ANCHOR);
        } else {
            self.foreign_macro(mac);
        }
    }

    fn anchor(&mut self, local: &Local, mac: &Macro) {
        if self.place != Place::Body {
            return self.errors.push(mac, message::ANCHOR_ELSEWHERE);
        }
        if let Some(name) = &self.hidden_by {
            return self.errors.push(mac, message::anchor_in_macro(name));
        }
        let diverges = local
            .init
            .as_ref()
            .is_some_and(|init| init.diverge.is_some());
        match anchors::variable(&local.pat) {
            Some(_) if !diverges => {}
            Some(_) | None => self.errors.push(&local.pat, message::ANCHOR_PATTERN),
        }
        match mac.parse_body::<Expr>() {
            Ok(value) => self.visit_expr(&value),
            Err(_) => self.errors.push(mac, message::ANCHOR_ARGUMENT),
        }
    }

    fn foreign_macro(&mut self, mac: &Macro) {
        let name = macros::name(mac);
        self.called.insert(name.clone());
        let hidden = if self.defined.contains(&name) {
            macros::find_yield(mac.tokens.clone())
        } else {
            operands::hidden_yield(mac)
        };
        if let Some(token) = hidden {
            self.errors.push(token, message::yield_in_macro(&name));
            return;
        }
        let yields = macros::find_yield(mac.tokens.clone()).is_some();
        let hidden_by = match &self.hidden_by {
            None if !yields => Some(name.clone()),
            outer => outer.clone(),
        };
        let before = std::mem::replace(&mut self.hidden_by, hidden_by);
        for argument in macros::arguments(mac) {
            match argument {
                Argument::Expr(expr) => self.visit_expr(&expr),
                Argument::Other(token) if !self.place.is_foreign() => {
                    let question = macros::any(
                        token.into(),
                        &|token, _| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '?'),
                    );
                    if let Some(question) = question {
                        self.errors
                            .push(question, message::question_in_macro(&name));
                    }
                }
                Argument::Other(_) => {}
            }
        }
        self.hidden_by = before;
    }

    fn cfg(&mut self, attrs: &[Attribute], yields: bool, message: &str) {
        if let Some(cfg) = attrs.iter().find(|attr| is_cfg(attr))
            && yields
            && !self.place.is_foreign()
        {
            self.errors.push(cfg, message);
        }
    }
}

impl Check<'_> {
    // What stays in its place until a yield after it is done must be the same then as before.
    fn operands(&mut self, expr: &Expr) {
        if self.place != Place::Body || !contains_yield(expr) {
            return;
        }
        let mut expr = expr.clone();
        if let Expr::Binary(compound) = &expr
            && operands::is_compound(compound.op)
            && contains_yield(&compound.left)
        {
            self.errors.push(&compound.left, message::YIELD_IN_ASSIGNEE);
        }
        operands::visit(&mut expr, &mut |operands| {
            let last = operands
                .iter()
                .rposition(|operand| contains_yield(operand.expr));
            for index in 0..last.unwrap_or(0) {
                let place = &operands[index];
                let is_place = match place.role {
                    Role::Receiver { by_value } => !by_value,
                    Role::Place => true,
                    Role::Value | Role::Compared | Role::Borrowed | Role::Called => false,
                };
                if !is_place || !is_place_expression(place.expr) {
                    continue;
                }
                if indexes(place.expr) {
                    self.errors.push(&*place.expr, message::INDEX_BEFORE_YIELD);
                } else if let (Role::Receiver { .. }, Some(base)) = (place.role, base(place.expr))
                    && operands[index + 1..]
                        .iter()
                        .any(|operand| names::mentions(operand.expr.to_token_stream(), base))
                {
                    self.errors.push(&*place.expr, message::RECEIVER_IN_OPERAND);
                }
            }
        });
    }
}

// Does it take an index to get to this place?
fn indexes(place: &Expr) -> bool {
    match place {
        Expr::Index(_) => true,
        Expr::Field(place) => indexes(&place.base),
        Expr::Unary(place) => indexes(&place.expr),
        Expr::Paren(place) => indexes(&place.expr),
        _ => false,
    }
}

// The variable that this place is a part of.
fn base(place: &Expr) -> Option<&Ident> {
    match place {
        Expr::Path(path) => path.path.get_ident(),
        Expr::Field(place) => base(&place.base),
        Expr::Unary(place) => base(&place.expr),
        Expr::Paren(place) => base(&place.expr),
        _ => None,
    }
}

impl<'ast> Visit<'ast> for Check<'_> {
    // A block inside the body, whose items are in both lowerings.
    fn visit_block(&mut self, block: &'ast Block) {
        let yields = block.stmts.iter().any(statement_contains_yield);
        for stmt in &block.stmts {
            if let Stmt::Item(item) = stmt
                && yields
                && !matches!(item, Item::Static(_))
                && !is_repeatable(item)
            {
                self.errors.push(item, message::ITEM);
            }
        }
        self.statements(block);
    }

    fn visit_stmt(&mut self, stmt: &'ast Stmt) {
        match stmt {
            Stmt::Local(local) => self.visit_local(local),
            Stmt::Item(item) => self.visit_item(item),
            Stmt::Expr(expr, _) => {
                self.cfg(attributes(expr), contains_yield(expr), message::CFG_YIELD);
                self.visit_expr(expr);
            }
            Stmt::Macro(stmt) => {
                let yields = macros::find_yield(stmt.mac.to_token_stream()).is_some();
                self.cfg(&stmt.attrs, yields, message::CFG_YIELD);
                self.mac(&stmt.mac);
            }
        }
    }

    fn visit_local(&mut self, local: &'ast Local) {
        self.cfg(&local.attrs, true, message::CFG_LET);
        self.visit_pat(&local.pat);
        if let Some(mac) = anchors::anchor(local) {
            return self.anchor(local, mac);
        }
        if let Some(init) = &local.init {
            self.visit_expr(&init.expr);
            if let Some((_, diverge)) = &init.diverge {
                self.visit_expr(diverge);
            }
        }
    }

    fn visit_item(&mut self, item: &'ast Item) {
        let attrs: &[Attribute] = match item {
            Item::Fn(item) => &item.attrs,
            // A macro's definition yields where it is used, and there it is refused.
            Item::Macro(_) => return,
            _ => &[],
        };
        if !attrs.iter().any(is_generator) {
            self.foreign(Place::Function, |check| visit::visit_item(check, item));
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        if !item.attrs.iter().any(is_generator) {
            visit::visit_impl_item_fn(self, item);
        }
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if !item.attrs.iter().any(is_generator) {
            visit::visit_trait_item_fn(self, item);
        }
    }

    fn visit_pat(&mut self, pat: &'ast Pat) {
        self.at(Place::Pattern, |check| visit::visit_pat(check, pat));
    }

    // The length of an array.
    fn visit_type(&mut self, ty: &'ast syn::Type) {
        self.foreign(Place::Const, |check| visit::visit_type(check, ty));
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        self.cfg(&arm.attrs, contains_yield(&arm.body), message::CFG_ARM);
        match &arm.pat {
            Pat::Guard(pat) => {
                self.visit_pat(&pat.pat);
                self.at(Place::Guard, |check| check.visit_expr(&pat.guard));
            }
            pat => self.visit_pat(pat),
        }
        self.visit_expr(&arm.body);
    }

    fn visit_expr_closure(&mut self, closure: &'ast ExprClosure) {
        self.foreign(Place::Closure, |check| {
            visit::visit_expr_closure(check, closure);
        });
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        self.mac(mac);
    }

    fn visit_expr(&mut self, expr: &'ast Expr) {
        match expr {
            Expr::Macro(expr) => self.mac(&expr.mac),
            Expr::Yield(expr) => {
                self.yields(&expr.yield_token);
                if let Some(value) = &expr.expr {
                    self.visit_expr(value);
                }
            }
            Expr::Paren(expr) => self.visit_expr(&expr.expr),
            Expr::Unsafe(expr) => self.visit_block(&expr.block),
            Expr::Block(expr) => match &expr.label {
                Some(label) => self.in_loop(Some(label), true, true, |check| {
                    check.visit_block(&expr.block);
                }),
                None => self.visit_block(&expr.block),
            },
            Expr::If(expr) => {
                self.visit_expr(&expr.cond);
                self.visit_block(&expr.then_branch);
                if let Some((_, branch)) = &expr.else_branch {
                    self.visit_expr(branch);
                }
            }
            Expr::Match(expr) => {
                self.visit_expr(&expr.expr);
                for arm in &expr.arms {
                    self.visit_arm(arm);
                }
            }
            Expr::Loop(expr) => self.in_loop(expr.label.as_ref(), true, false, |check| {
                check.visit_block(&expr.body);
            }),
            Expr::While(expr) => self.in_loop(expr.label.as_ref(), false, false, |check| {
                check.visit_expr(&expr.cond);
                check.visit_block(&expr.body);
            }),
            Expr::ForLoop(expr) => {
                self.visit_expr(&expr.expr);
                self.visit_pat(&expr.pat);
                self.in_loop(expr.label.as_ref(), false, false, |check| {
                    check.visit_block(&expr.body);
                });
            }
            Expr::Break(expr) => {
                let target = self.loops.iter().rev().find(|target| match &expr.label {
                    Some(label) => target.label.as_ref() == Some(label),
                    None => !target.is_block,
                });
                if target.is_none() && expr.label.is_none() && !self.place.is_foreign() {
                    self.errors.push(expr.break_token, message::BREAK_OUTSIDE);
                }
                if let (Some(value), Some(false)) =
                    (&expr.expr, target.map(|target| target.has_value))
                {
                    self.errors.push(value, message::BREAK_VALUE);
                }
                if let Some(value) = &expr.expr {
                    self.visit_expr(value);
                }
            }
            Expr::Continue(expr) => {
                let is_loop = self.loops.iter().any(|target| !target.is_block);
                if !is_loop && expr.label.is_none() && !self.place.is_foreign() {
                    self.errors
                        .push(expr.continue_token, message::CONTINUE_OUTSIDE);
                }
            }
            Expr::Await(expr) => {
                if !self.place.is_foreign() {
                    self.errors.push(expr.await_token, message::AWAIT);
                }
                self.visit_expr(&expr.base);
            }
            Expr::Return(expr) => {
                if let Some(value) = &expr.expr {
                    if !self.place.is_foreign() {
                        for value in values(tails_of(value)) {
                            let wrapped = Wrapped::of(value).map(Wrapped::returned);
                            let message = wrapped.unwrap_or(message::RETURN_VALUE);
                            self.errors.push(value, message);
                        }
                    }
                    self.visit_expr(value);
                }
            }
            Expr::Closure(expr) => self.visit_expr_closure(expr),
            Expr::Async(expr) => {
                self.foreign(Place::Async, |check| check.visit_block(&expr.block));
            }
            Expr::Const(expr) => {
                self.foreign(Place::Const, |check| check.visit_block(&expr.block));
            }
            Expr::Repeat(expr) => {
                self.visit_expr(&expr.expr);
                self.foreign(Place::Const, |check| check.visit_expr(&expr.len));
            }
            Expr::Verbatim(tokens) => {
                if let Some(token) = macros::find_yield(tokens.clone()) {
                    self.errors.push(token, message::UNSUPPORTED);
                }
            }
            _ => {
                self.operands(expr);
                visit::visit_expr(self, expr);
            }
        }
    }
}

/// Is this the attribute that makes a generator?
pub fn is_generator(attr: &Attribute) -> bool {
    attr.path()
        .segments
        .last()
        .is_some_and(|last| last.ident == "generator")
}

/// Does `expr` contain a yield of this generator? Closures and items are none of it.
pub fn contains_yield(expr: &Expr) -> bool {
    let mut find = FindYield(false);
    find.visit_expr(expr);
    find.0
}

/// Does this statement contain a yield of this generator?
pub fn statement_contains_yield(stmt: &Stmt) -> bool {
    let mut find = FindYield(false);
    find.visit_stmt(stmt);
    find.0
}

struct FindYield(bool);

impl<'ast> Visit<'ast> for FindYield {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        match expr {
            Expr::Yield(_) => self.0 = true,
            Expr::Closure(_) | Expr::Async(_) | Expr::Const(_) => {}
            _ if self.0 => {}
            _ => visit::visit_expr(self, expr),
        }
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        self.0 |= is_yield_macro(mac) || macros::find_yield(mac.tokens.clone()).is_some();
    }

    fn visit_item(&mut self, _: &'ast Item) {}
}

/// Does it make no difference how often this item exists?
fn is_repeatable(item: &Item) -> bool {
    matches!(
        item,
        Item::Const(_) | Item::Fn(_) | Item::Macro(_) | Item::Type(_) | Item::Use(_)
    )
}

fn is_yield_macro(mac: &Macro) -> bool {
    macros::is(mac, "yield_") || macros::is(mac, "yield_from")
}

fn is_unit(expr: &Expr) -> bool {
    matches!(expr, Expr::Tuple(tuple) if tuple.elems.is_empty())
}

/// What a function ends with that returns a `Result` or an `Option`, as a generator does not.
#[derive(Clone, Copy)]
enum Wrapped {
    /// `Ok(())`, `Some(())` or `None`: there is nothing in it.
    Nothing,
    /// `Err(error)`.
    Failure,
    /// `Ok(value)` or `Some(value)`.
    Value,
}

impl Wrapped {
    fn of(expr: &Expr) -> Option<Self> {
        let name = |expr: &Expr| match expr {
            Expr::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
            _ => None,
        };
        match expr {
            Expr::Path(_) if name(expr).is_some_and(|name| name == "None") => Some(Self::Nothing),
            Expr::Call(call) if call.args.len() == 1 => match name(&call.func)?.as_str() {
                "Err" => Some(Self::Failure),
                "Ok" | "Some" if is_unit(&call.args[0]) => Some(Self::Nothing),
                "Ok" | "Some" => Some(Self::Value),
                _ => None,
            },
            _ => None,
        }
    }

    fn at_the_end(self) -> &'static str {
        match self {
            Self::Nothing => message::TAIL_NOTHING,
            Self::Failure => message::TAIL_FAILURE,
            Self::Value => message::TAIL,
        }
    }

    fn returned(self) -> &'static str {
        match self {
            Self::Nothing => message::RETURN_NOTHING,
            Self::Failure => message::RETURN_FAILURE,
            Self::Value => message::RETURN_VALUE,
        }
    }
}

// The expressions whose value would be the body's: one, or those of branches.
fn tails(body: &Block) -> Vec<&Expr> {
    match body.stmts.last() {
        Some(Stmt::Expr(tail, None)) => tails_of(tail),
        _ => Vec::new(),
    }
}

fn tails_of(tail: &Expr) -> Vec<&Expr> {
    fn block<'e>(block: &'e Block, found: &mut Vec<&'e Expr>) {
        if let Some(Stmt::Expr(tail, None)) = block.stmts.last() {
            expr(tail, found);
        }
    }
    fn expr<'e>(tail: &'e Expr, found: &mut Vec<&'e Expr>) {
        match tail {
            Expr::Block(tail) => block(&tail.block, found),
            Expr::Unsafe(tail) => block(&tail.block, found),
            Expr::If(tail) => {
                block(&tail.then_branch, found);
                if let Some((_, otherwise)) = &tail.else_branch {
                    expr(otherwise, found);
                }
            }
            Expr::Match(tail) => {
                for arm in &tail.arms {
                    expr(&arm.body, found);
                }
            }
            tail => found.push(tail),
        }
    }
    let mut found = Vec::new();
    expr(tail, &mut found);
    found
}

// Is this plainly a value?
fn is_value(expr: &Expr) -> bool {
    match expr {
        Expr::Tuple(_) => !is_unit(expr),
        Expr::Lit(_)
        | Expr::Path(_)
        | Expr::Array(_)
        | Expr::Repeat(_)
        | Expr::Reference(_)
        | Expr::Struct(_)
        | Expr::Range(_)
        | Expr::Cast(_)
        | Expr::Unary(_)
        | Expr::Closure(_)
        | Expr::Field(_)
        | Expr::Index(_) => true,
        Expr::Binary(binary) => !operands::is_compound(binary.op),
        expr => Wrapped::of(expr).is_some(),
    }
}

/// Those of an expression that has attributes of its own, and of which it does not begin with another.
macro_rules! attributes_of {
    ($expr:expr, $own:ident => $attrs:expr, else $none:expr; $($kind:ident)*) => {
        match $expr {
            $(Expr::$kind($own) => $attrs,)*
            _ => $none,
        }
    };
    ($expr:expr, $own:ident => $attrs:expr, else $none:expr) => {
        attributes_of!(
            $expr, $own => $attrs, else $none;
            Array Async Await Block Break Call Closure Const Continue Field ForLoop If Index Let Lit Loop Macro Match MethodCall Paren Path Range
            RawAddr Reference Repeat Return Struct Try Tuple Unary Unsafe While Yield
        )
    };
}

/// The attributes of an expression. Those of a statement stand on what it begins with.
pub fn attributes(expr: &Expr) -> &[Attribute] {
    match expr {
        Expr::Assign(expr) => attributes(&expr.left),
        Expr::Binary(expr) => attributes(&expr.left),
        Expr::Cast(expr) => attributes(&expr.expr),
        expr => attributes_of!(expr, own => &own.attrs, else &[]),
    }
}

/// The same, to be changed.
pub fn attributes_mut(expr: &mut Expr) -> Option<&mut Vec<Attribute>> {
    match expr {
        Expr::Assign(expr) => attributes_mut(&mut expr.left),
        Expr::Binary(expr) => attributes_mut(&mut expr.left),
        Expr::Cast(expr) => attributes_mut(&mut expr.expr),
        expr => attributes_of!(expr, own => Some(&mut own.attrs), else None),
    }
}

/// Is this a `#[cfg]`?
pub fn is_cfg(attr: &Attribute) -> bool {
    attr.path().is_ident("cfg")
}

/// Does it depend on a `#[cfg]` whether this is there?
pub fn is_conditional(attrs: &[Attribute]) -> bool {
    attrs.iter().any(is_cfg)
}
