//! Which parts of locals are emptied instead of being moved away?
//!
//! A local of which a field was moved away cannot be moved into a state, and its other fields have no names that are known here. Where
//! the field is used by value and its type has an empty value, which is nothing to drop, that is left in its place: so the local
//! stays whole. So it is with what a pattern binds of a local, or of a value that has no name: that gets one then. The type decides
//! (`gen-runtime/src/__private/keep/empty.rs`). Nobody sees the difference, since the copy of the body that is checked moves the field.

mod patterns;
mod rebind;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span};
use syn::{
    BinOp, Block, Expr, ExprMatch, ExprMethodCall, Local, Macro, Pat, Stmt, Token, UnOp,
    parse_quote_spanned,
    spanned::Spanned,
    visit::{self, Visit},
    visit_mut::{self, VisitMut},
};

pub use self::patterns::opened;
use self::{
    patterns::{Kept, Opened, Rest, may_meet, open, takes_option},
    rebind::rebind,
};
use crate::{
    behind::behind_patterns,
    check::contains_yield,
    desugar::{assignment, known, ours},
    effects::{
        Part, bound_by_value, is_none, is_place, is_simple, leaves_something, moves_all, of_option,
        part,
    },
    ids::{Id, LocalId, Set, Table},
    ir::{self, Bound, Gone},
    layout::Lost,
    macros::{self, Argument, Code},
    names,
    operands::{is_comparison, is_compound},
    resolve::Resolved,
    rests::Rests,
    temporaries::in_head,
};

/// What is done with the locals.
pub struct Replaced {
    /// What is moved out where it is.
    pub partial: BTreeMap<LocalId, BTreeSet<Gone>>,
    /// The locals of which two patterns may take something of the same part.
    pub taken_twice: Set<LocalId>,
    /// What patterns leave of locals that they take apart, where it is kept by itself.
    pub rests: Rests,
    /// The macros in whose arguments something was replaced.
    pub called: BTreeSet<String>,
}

/// Replaces the fields of these locals that are used by value, where `mut` can be given to the locals. A local that the body does not
/// have is one of ours, which stands for a value without a name.
///
/// Those of the locals in `partial` are moved out where they are. `defined` are the macros that the body defines. What patterns leave of those in `apart`, and if there are such of values without a name, is kept by itself.
pub fn emptied(
    resolved: &mut Resolved,
    lost: &Lost,
    partial: &Set<LocalId>,
    apart: Option<&Set<LocalId>>,
    defined: &BTreeSet<String>,
) -> Replaced {
    let locals = &lost.locals;
    let mut plain = Plain {
        found: resolved.params.clone(),
    };
    plain.visit_block(&resolved.body);
    let mut chosen = Set::new();
    let is_chosen = |local: &LocalId| plain.found.contains(local) && !partial.contains(*local);
    for local in locals.iter().filter(is_chosen) {
        chosen.insert(local);
        resolved.locals[local].mutable = true;
    }
    let named = resolved.locals.len();
    let mut others = Set::new();
    for local in locals.iter() {
        if local.index() < named && !chosen.contains(local) && !partial.contains(local) {
            others.insert(local);
        }
    }
    let rebound = rebind(&mut resolved.body, &mut resolved.locals, others);
    chosen.union(&rebound);
    let mut replace = Replace {
        locals: chosen,
        table: &mut resolved.locals,
        names_values: locals.iter().any(|local| local.index() >= named),
        again: &lost.again,
        partial: partial
            .iter()
            .map(|local| (local, BTreeSet::new()))
            .collect(),
        keeps_rests: apart.is_some(),
        apart: apart.cloned().unwrap_or_default(),
        rests: BTreeMap::new(),
        matches: 0,
        matched: Vec::new(),
        defined,
        called: BTreeSet::new(),
    };
    replace.visit_block_mut(&mut resolved.body);
    let taken_twice = replace.taken_twice();
    let Replace {
        partial,
        rests,
        called,
        ..
    } = replace;
    let local_rests = |rests: &Vec<Ident>| rests.iter().filter_map(names::local).collect();
    let kept = rests.iter();
    let kept = kept.map(|(&local, rests)| (local, local_rests(rests)));
    let kept = kept.collect();
    declare(resolved, rests);
    Replaced {
        partial,
        taken_twice,
        rests: kept,
        called,
    }
}

// Declares what keeps the rests of locals right behind these, so that they are dropped in their place.
fn declare(resolved: &mut Resolved, mut rests: BTreeMap<LocalId, Vec<Ident>>) {
    let mut declared = |local: LocalId| {
        let rests = rests.remove(&local).unwrap_or_default().into_iter();
        rests.map(|rest| parse_quote_spanned!(rest.span()=> let mut #rest;))
    };
    behind_patterns(&mut resolved.body, &mut |pat| {
        bound_by_value(pat)
            .iter()
            .filter_map(names::local)
            .flat_map(&mut declared)
            .collect()
    });
    let arguments: Vec<Stmt> = resolved
        .params
        .iter()
        .flat_map(|&param| declared(param))
        .collect();
    resolved.body.stmts.splice(0..0, arguments);
}

/// The macros that take a part.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Taking {
    /// A part that is used by value.
    Value,
    /// What `into_iter` is called on, which may borrow it.
    Iterated,
    /// What a method of `Option` is called on.
    Receiver,
    /// What a pattern binds.
    Pattern,
    /// What a pattern binds, of what is then kept without it.
    Apart,
    /// A part that is moved out of its place, or what a pattern binds of one.
    Part,
    /// What `into_iter` or a method of `Option` is called on, if that takes it.
    Called,
}

/// How this macro takes a part, if it does.
pub fn taking(mac: &Macro) -> Option<Taking> {
    let taking = match &*macros::name(mac) {
        "emptied" => Taking::Value,
        "iterated" => Taking::Iterated,
        "combined" => Taking::Receiver,
        "unbound" => Taking::Pattern,
        "rest" => Taking::Apart,
        "taken" => Taking::Part,
        "called" => Taking::Called,
        _ => return None,
    };
    macros::is_from_root(&mac.path).then_some(taking)
}

/// The call of a method on a part that it takes, with the part as its receiver, if this macro is one.
pub fn called(mac: &Macro) -> Option<ExprMethodCall> {
    if taking(mac) != Some(Taking::Called) {
        return None;
    }
    let mut taken: ExprMatch = mac.parse_body().ok()?;
    match *taken.arms.pop()?.body {
        Expr::MethodCall(mut call) => {
            call.receiver = taken.expr;
            Some(call)
        }
        _ => None,
    }
}

/// The arguments of this macro, if it surely uses them by value and does not show them, and parts are taken in them.
pub fn arguments_taken(mac: &Macro) -> Option<Vec<Argument>> {
    struct Find(bool);
    impl<'ast> Visit<'ast> for Find {
        fn visit_macro(&mut self, mac: &'ast Macro) {
            self.0 |= taking(mac).is_some() || arguments_taken(mac).is_some();
        }
    }
    if !uses_by_value(mac) {
        return None;
    }
    let arguments = macros::arguments(mac);
    let mut find = Find(false);
    for argument in &arguments {
        if let Argument::Expr(expr) = argument {
            find.visit_expr(expr);
        }
    }
    find.0.then_some(arguments)
}

// `dbg!` does so, too, but prints what it is given.
fn uses_by_value(mac: &Macro) -> bool {
    macros::is_standard(&mac.path) && macros::name(mac) == "vec"
}

/// The variables that are no part of a larger pattern: a `mut` there changes nothing else.
struct Plain {
    found: Vec<LocalId>,
}

impl Plain {
    fn pat(&mut self, pat: &Pat) {
        match pat {
            Pat::Ident(pat) if pat.by_ref.is_none() => self.found.extend(names::local(&pat.ident)),
            Pat::Type(pat) => self.pat(&pat.pat),
            _ => {}
        }
    }
}

impl<'ast> Visit<'ast> for Plain {
    fn visit_item(&mut self, _: &'ast syn::Item) {}

    fn visit_local(&mut self, local: &'ast Local) {
        self.pat(&local.pat);
        visit::visit_local(self, local);
    }

    fn visit_expr_for_loop(&mut self, expr: &'ast syn::ExprForLoop) {
        self.pat(&expr.pat);
        visit::visit_expr_for_loop(self, expr);
    }

    fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
        if pat.mutability.is_some() {
            self.found.extend(names::local(&pat.ident));
        }
        visit::visit_pat_ident(self, pat);
    }
}

/// Every expression that this visits is used by value; places are only looked into.
struct Replace<'l> {
    locals: Set<LocalId>,
    table: &'l mut Table<LocalId, ir::Local>,
    /// Do values that patterns match get names?
    names_values: bool,
    /// The locals whose parts are known, and are not kept one by one all the same.
    again: &'l Set<LocalId>,
    /// The locals of which something is moved out where it is, and what.
    partial: BTreeMap<LocalId, BTreeSet<Gone>>,
    /// Is what patterns leave of values without a name kept by itself?
    keeps_rests: bool,
    /// The locals of which it is.
    apart: Set<LocalId>,
    /// The variables that keep it.
    rests: BTreeMap<LocalId, Vec<Ident>>,
    /// How many times something is matched.
    matches: usize,
    matched: Vec<Matched>,
    defined: &'l BTreeSet<String>,
    called: BTreeSet<String>,
}

/// A pattern that takes something of a part that is noted.
struct Matched {
    /// By which of all that match something.
    number: usize,
    place: (LocalId, Part),
    pat: Pat,
    bound: Bound,
}

impl Replace<'_> {
    // Is that something that stands for itself nowhere else?
    fn is_unknown(&self, local: LocalId, known: impl Fn(&ir::Local) -> bool) -> bool {
        self.locals.contains(local) && (self.again.contains(local) || known(&self.table[local]))
    }

    // The part of a local that is a field, or a field's field.
    fn is_part(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Field(_) => part(expr)
                .is_some_and(|(local, part)| self.is_unknown(local, |row| row.is_inside(&part))),
            Expr::Paren(expr) => self.is_part(&expr.expr),
            _ => false,
        }
    }

    // Are these several places, and is one of them such a part, or something in one?
    fn is_several(&self, places: &Expr) -> bool {
        let mut mentioned = Vec::new();
        names::mentioned_in(Code::Expr(places), &mut mentioned);
        let is_noted = |local: &LocalId| self.partial.contains_key(local);
        !is_place(places) && mentioned.iter().any(is_noted)
    }

    // The part of one that is moved out where it is, which may be all of it.
    fn moved_out(&self, expr: &Expr) -> Option<(LocalId, Part)> {
        let named = matches!(expr, Expr::Field(_) | Expr::Path(_)).then_some(expr);
        let found = named.and_then(part);
        found.filter(|(local, _)| self.partial.contains_key(local))
    }

    // An expression whose place is used and whose value stays where it is.
    fn place(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Path(_) => {}
            Expr::Field(expr) => self.place(&mut expr.base),
            Expr::Index(expr) => {
                self.place(&mut expr.expr);
                self.visit_expr_mut(&mut expr.index);
            }
            Expr::Unary(expr) if matches!(expr.op, UnOp::Deref(_)) => self.place(&mut expr.expr),
            Expr::Paren(expr) => self.place(&mut expr.expr),
            _ => self.visit_expr_mut(expr),
        }
    }

    fn scrutinee(&mut self, expr: &mut Expr) {
        if is_place(expr) {
            self.place(expr);
        } else {
            self.visit_expr_mut(expr);
        }
    }

    // A `match` of a part, where it takes all of that, or something of it.
    fn matched(&mut self, scrutinee: &mut Expr, pats: &[&Pat]) {
        let guarded = |pat: &&Pat| match pat {
            Pat::Guard(pat) => takes_option(&pat.pat),
            pat => takes_option(pat),
        };
        let some = pats.iter().position(|pat| takes_option(pat));
        // What comes to an arm before that has nothing in it, or is taken by a guard's arm.
        let before = |pat: &&Pat| is_none(pat) || guarded(pat);
        let rest = |pat: &&Pat| before(pat) || matches!(pat, Pat::Wild(_));
        if let Some(some) = some
            && (self.is_part(scrutinee) || self.moved_out(scrutinee).is_some())
            && pats[..some].iter().all(before)
            && pats.iter().all(rest)
        {
            self.visit_expr_mut(scrutinee);
        } else {
            self.scrutinee(scrutinee);
        }
    }

    // What the last `let` of a condition binds is declared in the block behind it.
    fn bound(&mut self, condition: &mut Expr, body: &mut Block) {
        match condition {
            Expr::Binary(chain) if matches!(chain.op, BinOp::And(_)) => {
                self.bound(&mut chain.right, body);
            }
            Expr::Let(head) => {
                let number = self.next_match();
                let opened = self.open(number, &head.expr, &head.pat);
                if let Some(Opened { pat, bindings, .. }) = opened {
                    *head.pat = pat;
                    body.stmts.splice(0..0, bindings);
                }
            }
            _ => {}
        }
    }

    // Is `place` one of the locals, or a part of one, so that a pattern may empty it?
    fn may_open(&self, place: &Expr) -> bool {
        is_place(place)
            && part(place)
                .is_some_and(|(local, part)| self.is_unknown(local, |row| row.is_in(&part)))
    }

    fn next_match(&mut self) -> usize {
        self.matches += 1;
        self.matches
    }

    // Input: the number of what is done with what a pattern matches, that, where it was not replaced, and the pattern.
    // Output: the pattern without variables, and the declaration of these.
    fn open(&mut self, number: usize, place: &Expr, pat: &Pat) -> Option<Opened> {
        if let Some((local, part)) = part(place).filter(|_| is_place(place))
            && self.partial.contains_key(&local)
        {
            let opened = open(place, pat, || Kept::Noted)?;
            let bound = opened.bound.clone()?;
            self.matched.push(Matched {
                number,
                place: (local, part.clone()),
                pat: pat.clone(),
                bound: bound.clone(),
            });
            let bound = Some(bound);
            self.partial
                .entry(local)
                .or_default()
                .insert(Gone { part, bound });
            return Some(opened);
        }
        let opens = self.may_open(place) && (leaves_something(pat) || self.is_part(place));
        opens
            .then(|| {
                open(place, pat, || match self.rest(place, pat) {
                    Some(rest) => Kept::Apart(rest),
                    None => Kept::Emptied,
                })
            })
            .flatten()
    }

    // One `match` takes one thing. Of what others take of the same part nobody knows whether it is something else.
    fn taken_twice(&self) -> Set<LocalId> {
        let mut twice = Set::new();
        for (at, one) in self.matched.iter().enumerate() {
            let mut others = self.matched[..at].iter();
            if others.any(|other| {
                other.place == one.place
                    && other.number != one.number
                    && other.bound != one.bound
                    && may_meet(&other.pat, &one.pat)
            }) {
                twice.insert(one.place.0);
            }
        }
        twice
    }

    // The variables of what a pattern leaves of a local, if that is kept by itself.
    fn rest(&mut self, place: &Expr, pattern: &Pat) -> Option<Rest> {
        let (local, _) = part(place).filter(|(_, part)| part.is_empty())?;
        if !self.apart.contains(local) {
            return None;
        }
        let [kept, found] = ["rest", "found"].map(|name| self.named_anew(name, pattern.span()));
        self.rests.entry(local).or_default().push(kept.clone());
        Some(Rest { kept, found })
    }

    // A local of ours.
    fn named_anew(&mut self, name: &str, span: Span) -> Ident {
        let ident = Ident::new(&names::ours(name).to_string(), ours(span));
        names::numbered(&ident, self.table.push(ir::Local::new(&ident, true)))
    }

    // Does a value without a name get one, so that what this pattern leaves of it is kept?
    fn is_named(&self, value: &Expr, pat: &Pat) -> bool {
        let pat = match pat {
            Pat::Guard(pat) => &pat.pat,
            pat => pat,
        };
        self.names_values
            && !is_place(value)
            && leaves_something(pat)
            && !bound_by_value(pat).is_empty()
    }

    // A name for a value.
    fn head(&mut self, span: Span) -> Ident {
        let head = self.named_anew("value", span);
        if let Some(local) = names::local(&head) {
            self.locals.insert(local);
            if self.keeps_rests {
                self.apart.insert(local);
            }
        }
        head
    }

    // Input: `match next() { Token { text, .. } => … }`. Output: `match next() { mut value => match value { … } }`.
    // Of `*next()` it is `next()` that gets the name.
    fn named(&mut self, expr: &mut ExprMatch) {
        let span = ours(expr.expr.span());
        let head = self.head(span);
        let name: Expr = parse_quote_spanned!(span=> #head);
        let mut inner = expr.clone();
        let pats = expr.arms.iter().map(|arm| &arm.pat);
        *expr.expr = match in_head(&mut inner.expr, pats) {
            Some(value) => std::mem::replace(value, name),
            None => std::mem::replace(&mut inner.expr, name),
        };
        expr.arms = vec![parse_quote_spanned!(span=> mut #head => #inner)];
    }

    // Input: `while let Some(Token { text, .. }) = next() { … }`.
    // Output: `loop { match next() { Some(Token { text, .. }) => { … } _ => break } }`.
    fn named_loop(&self, expr: &mut Expr) {
        if let Expr::While(whole) = expr
            && let Expr::Let(head) = &*whole.cond
            && self.is_named(&head.expr, &head.pat)
            && is_simple(&head.expr)
        {
            let (label, attrs, body) = (&whole.label, &whole.attrs, &whole.body);
            let (pat, value) = (&head.pat, &head.expr);
            let span = ours(head.expr.span());
            *expr = parse_quote_spanned! {span=>
                #(#attrs)* #label loop { match #value { #pat => #body _ => break, } }
            };
        }
    }

    // The same for an `if let`.
    fn named_branch(&self, expr: &mut Expr) {
        if let Expr::If(whole) = expr
            && let Expr::Let(head) = &*whole.cond
            && self.is_named(&head.expr, &head.pat)
            && (is_simple(&head.expr) || contains_yield(expr))
        {
            let Expr::If(whole) = expr else { return };
            let Expr::Let(head) = &*whole.cond else {
                return;
            };
            let (pat, value, body) = (&head.pat, &head.expr, &whole.then_branch);
            let span = ours(head.expr.span());
            let otherwise = match &whole.else_branch {
                Some((_, otherwise)) => (**otherwise).clone(),
                None => parse_quote_spanned!(span=> {}),
            };
            *expr = parse_quote_spanned!(span=> match #value { #pat => #body _ => #otherwise });
        }
    }

    fn assigned(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Tuple(expr) => expr.elems.iter_mut().for_each(|expr| self.assigned(expr)),
            Expr::Array(expr) => expr.elems.iter_mut().for_each(|expr| self.assigned(expr)),
            Expr::Call(expr) => expr.args.iter_mut().for_each(|expr| self.assigned(expr)),
            Expr::Struct(expr) => {
                let fields = expr.fields.iter_mut();
                fields.for_each(|field| self.assigned(&mut field.expr));
            }
            expr => self.place(expr),
        }
    }
}

// A call of a method that takes a part, in this macro.
// Input: `self.label.unwrap()`. Output: `combined!(match (self.label) { part => part.unwrap() })`, which takes an `Option`.
fn taken_by(call: &mut ExprMethodCall, mac: &str) -> Expr {
    let span = ours(call.receiver.span());
    let [part, mac] = [&*names::ours("part").to_string(), mac].map(|name| Ident::new(name, span));
    let receiver = std::mem::replace(&mut *call.receiver, parse_quote_spanned!(span=> #part));
    parse_quote_spanned! {span=>
        ::gen_runtime::__private::#mac!(match (#receiver) { #part => #call })
    }
}

fn taken(expr: &Expr, span: Span) -> Expr {
    let span = ours(span);
    parse_quote_spanned!(span=> ::gen_runtime::__private::emptied!(#expr))
}

impl VisitMut for Replace<'_> {
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}

    // What a macro takes is not replaced, but for what it surely uses by value, and does not show.
    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        let mut mentioned = Vec::new();
        names::mentioned(mac.tokens.clone(), &mut mentioned);
        let is_wanted =
            |&local: &LocalId| self.locals.contains(local) || self.partial.contains_key(&local);
        if uses_by_value(mac)
            && known::is_asked(&mac.path, self.defined)
            && mentioned.iter().any(is_wanted)
        {
            self.called.insert(macros::name(mac));
            macros::rewrite(mac, |argument| {
                self.visit_expr_mut(argument);
                true
            });
        }
    }

    fn visit_block_mut(&mut self, block: &mut Block) {
        for mut stmt in std::mem::take(&mut block.stmts) {
            self.visit_stmt_mut(&mut stmt);
            let Stmt::Local(local) = &mut stmt else {
                block.stmts.push(stmt);
                continue;
            };
            let Some(init) = &local.init else {
                block.stmts.push(stmt);
                continue;
            };
            let number = self.next_match();
            if let Some(opened) = self.open(number, &init.expr, &local.pat) {
                local.pat = opened.pat;
                block.stmts.push(stmt);
                block.stmts.extend(opened.bindings);
            } else {
                block.stmts.push(stmt);
            }
        }
    }

    fn visit_local_mut(&mut self, local: &mut Local) {
        self.visit_pat_mut(&mut local.pat);
        let Some(init) = &mut local.init else { return };
        if init.diverge.is_none() && moves_all(&local.pat) {
            self.visit_expr_mut(&mut init.expr);
        } else {
            self.matched(&mut init.expr, &[&local.pat]);
        }
        if let Some((_, diverge)) = &mut init.diverge {
            self.visit_expr_mut(diverge);
        }
    }

    fn visit_pat_ident_mut(&mut self, pat: &mut syn::PatIdent) {
        let chosen = names::local(&pat.ident).is_some_and(|local| self.locals.contains(local));
        if chosen && pat.by_ref.is_none() && pat.mutability.is_none() {
            pat.mutability = Some(Token![mut](ours(pat.ident.span())));
        }
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Some((local, part)) = self.moved_out(expr) {
            let gone = self.partial.entry(local).or_default();
            gone.insert(Gone { part, bound: None });
            let span = ours(expr.span());
            *expr = parse_quote_spanned!(span=> ::gen_runtime::__private::taken!(#expr));
            return;
        }
        if self.is_part(expr) {
            *expr = taken(expr, expr.span());
            return;
        }
        self.named_loop(expr);
        self.named_branch(expr);
        match expr {
            Expr::Field(_) | Expr::Index(_) => self.place(expr),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => self.place(&mut unary.expr),
            Expr::Reference(expr) => self.place(&mut expr.expr),
            Expr::RawAddr(expr) => self.place(&mut expr.expr),
            Expr::MethodCall(call) => {
                let is_plain = call.args.iter().all(|argument| !contains_yield(argument));
                let is_iterated = call.method == "into_iter" && call.args.is_empty();
                if let Some((local, part)) = self.moved_out(&call.receiver)
                    && !part.is_empty()
                    && (is_iterated || of_option(&call.method) && is_plain)
                {
                    for argument in &mut call.args {
                        self.visit_expr_mut(argument);
                    }
                    let gone = self.partial.entry(local).or_default();
                    gone.insert(Gone { part, bound: None });
                    *expr = taken_by(call, "called");
                    return;
                }
                if of_option(&call.method) && is_plain && self.is_part(&call.receiver) {
                    for argument in &mut call.args {
                        self.visit_expr_mut(argument);
                    }
                    *expr = taken_by(call, "combined");
                    return;
                }
                if is_iterated && self.is_part(&call.receiver) {
                    *expr = taken_by(call, "iterated");
                    return;
                }
                self.place(&mut call.receiver);
                for argument in &mut call.args {
                    self.visit_expr_mut(argument);
                }
            }
            Expr::Call(call) => {
                self.place(&mut call.func);
                for argument in &mut call.args {
                    self.visit_expr_mut(argument);
                }
            }
            Expr::Assign(assign) => {
                // What is given a value is noted of one place at a time.
                if self.is_several(&assign.left)
                    && let Some(apart) =
                        assignment::apart(assign, &mut |name, span| self.named_anew(name, span))
                {
                    *expr = apart;
                    return self.visit_expr_mut(expr);
                }
                let expr = assign;
                self.visit_expr_mut(&mut expr.right);
                let whole = part(&expr.left).filter(|(_, part)| part.is_empty());
                if whole.is_some_and(|(local, _)| self.partial.contains_key(&local)) {
                    // The variable has a value, though parts of it may be gone.
                    let (whole, span) = (&expr.left, ours(expr.left.span()));
                    *expr.left = parse_quote_spanned!(span=> *&mut #whole);
                } else {
                    self.assigned(&mut expr.left);
                }
            }
            Expr::Binary(expr) => {
                let compares = is_comparison(expr.op);
                if compares || is_compound(expr.op) {
                    self.place(&mut expr.left);
                } else {
                    self.visit_expr_mut(&mut expr.left);
                }
                if compares {
                    self.place(&mut expr.right);
                } else {
                    self.visit_expr_mut(&mut expr.right);
                }
            }
            Expr::Let(expr) => {
                self.visit_pat_mut(&mut expr.pat);
                self.matched(&mut expr.expr, &[&expr.pat]);
            }
            Expr::Match(expr) => {
                let is_named = |arm: &syn::Arm| self.is_named(&expr.expr, &arm.pat);
                if expr.arms.iter().any(is_named) {
                    self.named(expr);
                }
                let pats: Vec<&Pat> = expr.arms.iter().map(|arm| &arm.pat).collect();
                self.matched(&mut expr.expr, &pats);
                let number = self.next_match();
                for arm in &mut expr.arms {
                    self.visit_arm_mut(arm);
                    let opened = self.open(number, &expr.expr, &arm.pat);
                    if let Some(Opened { pat, bindings, .. }) = opened {
                        arm.pat = pat;
                        let body = &arm.body;
                        arm.body =
                            parse_quote_spanned!(ours(body.span())=> { #(#bindings)* #body });
                    }
                }
            }
            Expr::If(branch) => {
                self.visit_expr_mut(&mut branch.cond);
                self.visit_block_mut(&mut branch.then_branch);
                self.bound(&mut branch.cond, &mut branch.then_branch);
                if let Some((_, otherwise)) = &mut branch.else_branch {
                    self.visit_expr_mut(otherwise);
                    if !matches!(**otherwise, Expr::If(_) | Expr::Block(_)) {
                        **otherwise = parse_quote_spanned!(ours(otherwise.span())=> { #otherwise });
                    }
                }
            }
            Expr::While(head) => {
                self.visit_expr_mut(&mut head.cond);
                self.visit_block_mut(&mut head.body);
                self.bound(&mut head.cond, &mut head.body);
            }
            Expr::ForLoop(expr) => {
                self.visit_expr_mut(&mut expr.expr);
                if self.names_values
                    && !matches!(*expr.pat, Pat::Or(_))
                    && leaves_something(&expr.pat)
                    && !bound_by_value(&expr.pat).is_empty()
                {
                    let span = ours(expr.pat.span());
                    let head = self.head(span);
                    let pat =
                        std::mem::replace(&mut *expr.pat, parse_quote_spanned!(span=> mut #head));
                    let apart = parse_quote_spanned!(span=> let #pat = #head;);
                    expr.body.stmts.insert(0, apart);
                } else {
                    self.visit_pat_mut(&mut expr.pat);
                }
                self.visit_block_mut(&mut expr.body);
            }
            Expr::Struct(expr) => {
                for field in &mut expr.fields {
                    self.visit_expr_mut(&mut field.expr);
                    if matches!(field.expr, Expr::Macro(_)) {
                        let span = ours(field.member.span());
                        field.colon_token.get_or_insert(Token![:](span));
                    }
                }
                // It moves fields out of a place.
                if let Some(rest) = &mut expr.rest {
                    self.place(rest);
                }
            }
            // A closure captures the part itself.
            Expr::Closure(_) | Expr::Async(_) | Expr::Const(_) => {}
            _ => visit_mut::visit_expr_mut(self, expr),
        }
    }
}
