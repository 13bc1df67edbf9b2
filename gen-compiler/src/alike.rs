//! Which locals surely have the same type in both copies?
//!
//! A closure or an async block has a type of its own in each copy, and so has what contains one. Types are not known, but where values
//! flow to one place their types are one, so the locals are put into classes, and a class with a closure in it is not alike. What
//! is only called by a method of the standard library, as in `list.retain(|x| …)`, is in no type. A closure, or an iterator such as
//! `lines.map(|x| …)`, has a type of its own, and what it gives has not, so a value has two classes. (After Steensgaard: Points-to analysis in almost linear
//! time, POPL 1996.)

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{
    Block, Expr, ExprClosure, ExprMethodCall, Item, Label, Lifetime, Macro, Pat, ReturnType, Stmt,
    visit::Visit,
};

use crate::{
    desugar,
    effects::{self, GENERATORS, Gives},
    ids::{Id, LocalId, Set},
    macros::{self, Argument},
    names, operands,
    resolve::Resolved,
};

/// The locals with a type that is the same in both copies of the body.
pub fn alike(resolved: &Resolved) -> Set<LocalId> {
    let mut alike = Set::new();
    // An item in a block is another one in each copy.
    if has_items(&resolved.body) {
        return alike;
    }
    let mut walk = Walk {
        classes: vec![OWN],
        locals: Vec::new(),
        written: Set::new(),
        options: Set::new(),
        loops: Vec::new(),
        returns: Vec::new(),
    };
    walk.locals = resolved.locals.ids().map(|_| walk.fresh()).collect();
    // What comes from outside has types from outside.
    for &param in &resolved.params {
        walk.written.insert(param);
    }
    walk.block(&resolved.body);
    for local in resolved.locals.ids() {
        let Value { whole, given } = walk.locals[local.index()];
        if walk.find(whole) != OWN && walk.find(given) != OWN {
            alike.insert(local);
        }
    }
    alike
}

/// A class of types that are one, or parts of one.
type Class = usize;

/// The class of types in which there is something of the body's own.
const OWN: Class = 0;

/// The classes of the type of a value, and of what it gives where it is a closure, or an iterator with closures in it.
#[derive(Clone, Copy)]
struct Value {
    whole: Class,
    given: Class,
}

impl Value {
    const OWN: Self = Self {
        whole: OWN,
        given: OWN,
    };

    // What comes out of it.
    fn inside(self) -> Self {
        Self {
            whole: self.given,
            given: self.given,
        }
    }
}

struct Walk {
    /// The parent of each class.
    classes: Vec<Class>,
    locals: Vec<Value>,
    /// The locals whose type is written.
    written: Set<LocalId>,
    /// The locals that are an `Option` or a `Result`, which no iterator is.
    options: Set<LocalId>,
    /// The loops and labelled blocks around, each with its label and what their `break`s give.
    loops: Vec<(Option<Lifetime>, bool, Value)>,
    /// What the `return`s of the closures around give.
    returns: Vec<Value>,
}

/// Disjoint sets of types.
impl Walk {
    fn fresh(&mut self) -> Value {
        let next = self.classes.len();
        self.classes.extend([next, next + 1]);
        Value {
            whole: next,
            given: next + 1,
        }
    }

    fn find(&mut self, class: Class) -> Class {
        let mut root = class;
        while self.classes[root] != root {
            self.classes[root] = self.classes[self.classes[root]];
            root = self.classes[root];
        }
        root
    }

    fn union(&mut self, one: Class, other: Class) {
        let (one, other) = (self.find(one), self.find(other));
        // The class of what is the body's own stays the root.
        let (root, child) = (one.min(other), one.max(other));
        self.classes[child] = root;
    }

    // The two are of one type.
    fn unify(&mut self, one: Value, other: Value) {
        self.union(one.whole, other.whole);
        self.union(one.given, other.given);
    }

    // The type of each may be in that of any other.
    fn mix(&mut self, values: impl IntoIterator<Item = Value>) -> Value {
        let mixed = self.fresh();
        for value in values {
            self.union(mixed.whole, value.whole);
            self.union(mixed.whole, value.given);
        }
        self.union(mixed.whole, mixed.given);
        mixed
    }
}

impl Walk {
    fn block(&mut self, block: &Block) -> Value {
        let mut tail = None;
        for stmt in &block.stmts {
            tail = None;
            match stmt {
                Stmt::Local(local) => {
                    match (&local.init, &local.pat) {
                        (Some(init), pat) => self.bind_to(pat, &init.expr),
                        (None, Pat::Type(pat)) if !macros::is_open(&pat.ty) => {
                            self.written(&pat.pat);
                        }
                        (None, _) => {}
                    }
                    let init = local.init.as_ref();
                    if let Some((_, diverge)) = init.and_then(|init| init.diverge.as_ref()) {
                        self.value(diverge);
                    }
                }
                Stmt::Expr(expr, semi) => {
                    let value = self.value(expr);
                    tail = semi.is_none().then_some(value);
                }
                Stmt::Macro(stmt) => {
                    let value = self.mac(&stmt.mac);
                    tail = stmt.semi_token.is_none().then_some(value);
                }
                Stmt::Item(_) => {}
            }
        }
        tail.unwrap_or_else(|| self.fresh())
    }

    fn values<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expr>) -> Value {
        let values: Vec<Value> = exprs.into_iter().map(|expr| self.value(expr)).collect();
        self.mix(values)
    }

    fn value(&mut self, value: &Expr) -> Value {
        match value {
            Expr::Path(_) => match effects::root(value) {
                Some(local) => self.local(local),
                None => self.fresh(),
            },
            Expr::Lit(_) | Expr::Continue(_) | Expr::Infer(_) => self.fresh(),
            Expr::Paren(expr) => self.value(&expr.expr),
            Expr::Reference(expr) => self.value(&expr.expr),
            Expr::RawAddr(expr) => self.value(&expr.expr),
            Expr::Unary(expr) => self.value(&expr.expr),
            Expr::Field(expr) => self.value(&expr.base),
            Expr::Index(expr) => self.values([&*expr.expr, &*expr.index]),
            // It is an `Option` or a `Result`.
            Expr::Try(expr) => self.value(&expr.expr).inside(),
            Expr::Cast(cast) => {
                let value = self.value(&cast.expr);
                if macros::is_open(&cast.ty) {
                    value
                } else {
                    self.fresh()
                }
            }
            Expr::Array(expr) => self.values(&expr.elems),
            Expr::Tuple(expr) => self.values(&expr.elems),
            Expr::Repeat(expr) => {
                self.value(&expr.len);
                self.values([&*expr.expr])
            }
            Expr::Struct(expr) => {
                let fields = expr.fields.iter().map(|field| &field.expr);
                self.values(fields.chain(expr.rest.as_deref()))
            }
            Expr::Range(expr) => {
                let ends = [expr.start.as_deref(), expr.end.as_deref()];
                self.values(ends.into_iter().flatten())
            }
            Expr::Binary(binary) => {
                let (left, right) = (self.value(&binary.left), self.value(&binary.right));
                if operands::is_comparison(binary.op) {
                    self.unify(left, right);
                    return self.fresh();
                }
                match binary.op {
                    syn::BinOp::And(_) | syn::BinOp::Or(_) => self.fresh(),
                    _ => self.mix([left, right]),
                }
            }
            Expr::Assign(assign) => {
                self.assign(&assign.left, &assign.right);
                self.fresh()
            }
            Expr::Block(block) => match &block.label {
                Some(label) => self.in_loop(Some(label), true, |walk| walk.block(&block.block)),
                None => self.block(&block.block),
            },
            Expr::Unsafe(expr) => self.block(&expr.block),
            Expr::Loop(expr) => self.in_loop(expr.label.as_ref(), false, |walk| {
                walk.block(&expr.body);
                walk.fresh()
            }),
            Expr::While(expr) => self.in_loop(expr.label.as_ref(), false, |walk| {
                walk.value(&expr.cond);
                walk.block(&expr.body);
                walk.fresh()
            }),
            Expr::ForLoop(expr) => {
                let items = self.value(&expr.expr).inside();
                self.bind(&expr.pat, items);
                self.in_loop(expr.label.as_ref(), false, |walk| {
                    walk.block(&expr.body);
                    walk.fresh()
                })
            }
            Expr::If(expr) => {
                self.value(&expr.cond);
                let then = self.block(&expr.then_branch);
                if let Some((_, branch)) = &expr.else_branch {
                    let otherwise = self.value(branch);
                    self.unify(then, otherwise);
                }
                then
            }
            Expr::Let(expr) => {
                self.bind_to(&expr.pat, &expr.expr);
                self.fresh()
            }
            Expr::Match(expr) => {
                let scrutinee = match desugar::question(value) {
                    Some(operand) => self.value(operand).inside(),
                    None => self.value(&expr.expr),
                };
                let result = self.fresh();
                for arm in &expr.arms {
                    self.bind(&arm.pat, scrutinee);
                    let value = self.value(&arm.body);
                    self.unify(result, value);
                }
                result
            }
            Expr::Break(jump) => {
                if let Some(value) = &jump.expr {
                    let value = self.value(value);
                    let target = self.loops.iter().rev().find(|(label, is_block, _)| {
                        jump.label
                            .as_ref()
                            .map_or(!is_block, |to| label.as_ref() == Some(to))
                    });
                    if let Some(&(_, _, result)) = target {
                        self.unify(result, value);
                    }
                }
                self.fresh()
            }
            Expr::Return(jump) => {
                if let Some(value) = &jump.expr {
                    let value = self.value(value);
                    if let Some(&result) = self.returns.last() {
                        self.unify(result, value);
                    }
                }
                self.fresh()
            }
            Expr::Yield(expr) => {
                if let Some(value) = &expr.expr {
                    self.value(value);
                }
                self.fresh()
            }
            Expr::Closure(closure) => {
                let (arguments, result) = self.closure(closure);
                let Value { given, .. } = self.mix([arguments, result]);
                Value { whole: OWN, given }
            }
            Expr::Call(call) => {
                if let Expr::Path(path) = &*call.func
                    && let Some(function) = path.path.segments.last()
                    && GENERATORS.contains(&&*function.ident.to_string())
                {
                    let nothing = self.fresh();
                    return self.adaptor(nothing, &function.ident.to_string(), &call.args);
                }
                let called = self.value(&call.func).inside();
                let arguments = self.values(&call.args);
                self.mix([called, arguments])
            }
            Expr::MethodCall(call) => self.method(call),
            Expr::Macro(expr) => self.mac(&expr.mac),
            // An async block, or something that there is no rule for.
            other => self.own(other.to_token_stream()),
        }
    }

    fn local(&mut self, local: LocalId) -> Value {
        // Such a type is known wherever the local is.
        if self.written.contains(local) {
            return self.fresh();
        }
        self.locals[local.index()]
    }

    // All locals in these tokens may have types of the body's own.
    fn own(&mut self, tokens: TokenStream) -> Value {
        let mut mentioned = Vec::new();
        names::mentioned(tokens, &mut mentioned);
        for local in mentioned {
            if let Some(&value) = self.locals.get(local.index()) {
                self.mix([value, Value::OWN]);
            }
        }
        Value::OWN
    }

    fn in_loop(
        &mut self,
        label: Option<&Label>,
        is_block: bool,
        body: impl FnOnce(&mut Self) -> Value,
    ) -> Value {
        let result = self.fresh();
        let label = label.map(|label| label.name.clone());
        self.loops.push((label, is_block, result));
        let end = body(self);
        self.loops.pop();
        self.unify(result, end);
        result
    }

    fn assign(&mut self, left: &Expr, right: &Expr) {
        match (left, right) {
            (Expr::Tuple(left), Expr::Tuple(right)) if left.elems.len() == right.elems.len() => {
                for (left, right) in left.elems.iter().zip(&right.elems) {
                    self.assign(left, right);
                }
            }
            (Expr::Path(_), _) => {
                let value = self.value(right);
                let place = self.value(left);
                self.give(effects::root(left), place, right, value);
            }
            (Expr::Infer(_), _) => _ = self.value(right),
            _ => _ = self.values([left, right]),
        }
    }

    // A variable gets a value.
    fn give(&mut self, local: Option<LocalId>, place: Value, expr: &Expr, value: Value) {
        if is_option(expr)
            && let Some(local) = local
        {
            self.options.insert(local);
        }
        let is_option = local.is_some_and(|local| self.options.contains(local));
        let value = if is_option { value.inside() } else { value };
        self.unify(place, value);
    }
}

/// Patterns.
impl Walk {
    // Input: a pattern and what it matches.
    fn bind_to(&mut self, pat: &Pat, expr: &Expr) {
        match (pat, expr) {
            (Pat::Tuple(pat), Expr::Tuple(expr))
                if pat.elems.len() == expr.elems.len()
                    && !pat.elems.iter().any(|pat| matches!(pat, Pat::Rest(_))) =>
            {
                for (pat, expr) in pat.elems.iter().zip(&expr.elems) {
                    self.bind_to(pat, expr);
                }
            }
            (Pat::Ident(pat), _) if pat.subpat.is_none() => {
                let value = self.value(expr);
                if let Some(local) = names::local(&pat.ident) {
                    self.give(Some(local), self.locals[local.index()], expr, value);
                }
            }
            _ => {
                let value = self.value(expr);
                self.bind(pat, value);
            }
        }
    }

    fn bind(&mut self, pat: &Pat, value: Value) {
        match pat {
            Pat::Ident(pat) => {
                if let Some(local) = names::local(&pat.ident) {
                    self.unify(self.locals[local.index()], value);
                }
                if let Some((_, inner)) = &pat.subpat {
                    self.bind(inner, value);
                }
            }
            Pat::Type(pat) if !macros::is_open(&pat.ty) => self.written(&pat.pat),
            Pat::Type(pat) => self.bind(&pat.pat, value),
            Pat::Reference(pat) => self.bind(&pat.pat, value),
            Pat::Paren(pat) => self.bind(&pat.pat, value),
            Pat::Tuple(pat) => pat.elems.iter().for_each(|pat| self.bind(pat, value)),
            Pat::Slice(pat) => pat.elems.iter().for_each(|pat| self.bind(pat, value)),
            Pat::TupleStruct(pat) => {
                let last = pat.path.segments.last();
                let value = if last.is_some_and(|last| is_option_variant(&last.ident)) {
                    value.inside()
                } else {
                    value
                };
                pat.elems.iter().for_each(|pat| self.bind(pat, value));
            }
            Pat::Struct(pat) => {
                let fields = pat.fields.iter();
                fields.for_each(|field| self.bind(&field.pat, value));
            }
            Pat::Or(pat) => pat.cases.iter().for_each(|pat| self.bind(pat, value)),
            Pat::Guard(guard) => {
                self.bind(&guard.pat, value);
                self.value(&guard.guard);
            }
            other => {
                self.own(other.to_token_stream());
            }
        }
    }

    fn written(&mut self, pat: &Pat) {
        let mut declared = Vec::new();
        names::mentioned(pat.to_token_stream(), &mut declared);
        for local in declared {
            self.written.insert(local);
        }
    }
}

/// Closures, and what is called with them.
impl Walk {
    // Output: what it takes, and what it gives back.
    fn closure(&mut self, closure: &ExprClosure) -> (Value, Value) {
        let arguments = self.fresh();
        for input in &closure.inputs {
            self.bind(input, arguments);
        }
        let result = self.fresh();
        self.returns.push(result);
        let loops = std::mem::take(&mut self.loops);
        let value = self.value(&closure.body);
        self.loops = loops;
        self.returns.pop();
        self.unify(result, value);
        if closure.asyncness.is_some() {
            return (arguments, Value::OWN);
        }
        match &closure.output {
            ReturnType::Type(_, ty) if !macros::is_open(ty) => (arguments, self.fresh()),
            ReturnType::Type(..) | ReturnType::Default => (arguments, result),
        }
    }

    fn method(&mut self, call: &ExprMethodCall) -> Value {
        let receiver = self.value(&call.receiver);
        let method = call.method.to_string();
        match effects::gives(&method) {
            Gives::Nothing => {
                self.inside(receiver, &method, &call.args);
                self.fresh()
            }
            Gives::Content => self.inside(receiver, &method, &call.args),
            Gives::Itself => {
                for argument in &call.args {
                    self.value(argument);
                }
                receiver
            }
            Gives::Adaptor => self.adaptor(receiver, &method, &call.args),
            Gives::Extended => {
                let items = call
                    .args
                    .iter()
                    .map(|argument| self.value(argument).inside());
                let items: Vec<Value> = items.collect();
                self.mix(items.into_iter().chain([receiver]));
                self.fresh()
            }
            Gives::Unknown => {
                let arguments = self.values(&call.args);
                self.mix([receiver, arguments])
            }
        }
    }

    // What comes out of the receiver, or of closures that are called with that.
    fn inside<'e>(
        &mut self,
        receiver: Value,
        method: &str,
        arguments: impl IntoIterator<Item = &'e Expr>,
    ) -> Value {
        let mut values = vec![receiver.inside()];
        for (position, argument) in arguments.into_iter().enumerate() {
            let value = self.value(argument);
            let is_called = self.is_own(value) && effects::calls(method, position);
            values.push(if is_called { value.inside() } else { value });
        }
        self.mix(values)
    }

    // What has the receiver and the arguments in it, and gives what they give.
    fn adaptor<'e>(
        &mut self,
        receiver: Value,
        method: &str,
        arguments: impl IntoIterator<Item = &'e Expr>,
    ) -> Value {
        let result = self.fresh();
        self.unify(result, receiver);
        let mut whole = result.whole;
        for (position, argument) in arguments.into_iter().enumerate() {
            let value = self.value(argument);
            if !effects::calls(method, position) {
                self.mix([value, result.inside()]);
            } else if self.is_own(value) {
                // The receiver is in the result, but not the other way round.
                whole = OWN;
                self.union(result.given, value.given);
            } else {
                self.unify(result, value);
            }
        }
        Value { whole, ..result }
    }

    // Is it a closure, or an iterator with one in it?
    fn is_own(&mut self, value: Value) -> bool {
        self.find(value.whole) == OWN
    }

    fn mac(&mut self, mac: &Macro) -> Value {
        if let Some(matches) = macros::matches(mac) {
            return self.value(&matches);
        }
        if !is_plain(mac) {
            return self.own(mac.tokens.clone());
        }
        let mut values = Vec::new();
        for argument in macros::arguments(mac) {
            match argument {
                Argument::Expr(expr) => values.push(self.value(&expr)),
                Argument::Other(token) => {
                    // What is printed by its name in the text is no closure.
                    if !matches!(token, proc_macro2::TokenTree::Literal(_)) {
                        let mut mentioned = Vec::new();
                        names::mentioned(token.into(), &mut mentioned);
                        for local in mentioned {
                            values.push(self.local(local));
                        }
                    }
                }
            }
        }
        let is_compared = [
            "assert_eq",
            "assert_ne",
            "debug_assert_eq",
            "debug_assert_ne",
        ];
        if macros::is(mac, "vec") || macros::is(mac, "dbg") {
            self.mix(values)
        } else {
            if is_compared.iter().any(|name| macros::is(mac, name)) {
                self.mix(values);
            }
            self.fresh()
        }
    }
}

// Does a macro only evaluate its arguments? So do those of the standard library, and those that log.
fn is_plain(mac: &Macro) -> bool {
    const OTHERS: [&str; 3] = ["assert", "dbg", "debug_assert"];
    const LOGS: [&str; 7] = ["debug", "error", "event", "info", "log", "trace", "warn"];
    let is_one = |names: &[&str]| names.iter().any(|name| macros::is(mac, name));
    operands::evaluates_only(mac)
        || macros::is_standard(&mac.path) && is_one(&OTHERS)
        || is_one(&LOGS)
}

// Is this value an `Option` or a `Result`?
fn is_option(value: &Expr) -> bool {
    let path = match value {
        Expr::Path(path) => path,
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => path,
            _ => return false,
        },
        Expr::Paren(value) => return is_option(&value.expr),
        _ => return false,
    };
    let last = path.path.segments.last();
    last.is_some_and(|last| last.ident == "None" || is_option_variant(&last.ident))
}

fn is_option_variant(name: &proc_macro2::Ident) -> bool {
    ["Some", "Ok", "Err"].iter().any(|variant| name == variant)
}

// Is there an item in a block?
fn has_items(body: &Block) -> bool {
    struct Find(bool);
    impl<'ast> Visit<'ast> for Find {
        fn visit_item(&mut self, item: &'ast Item) {
            self.0 |= !matches!(item, Item::Use(_));
        }
    }
    let mut find = Find(false);
    find.visit_block(body);
    find.0
}
