//! What do the generator's own words mean in plain Rust?
//!
//! After this phase the body, which both lowerings share, has one kind of yield (`Expr::Yield`), `return` gives `None`,
//! `e?` is a `match` that hands out the failure as the last item, and `self` and the arguments are ordinary locals.

pub mod anchors;
pub mod assignment;
pub mod known;
mod standard;

pub use standard::{is_standard, with_text};

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Group, Ident, Literal, Spacing, Span, TokenStream, TokenTree};
use syn::{
    AttrStyle, Attribute, Block, Expr, ExprMacro, ExprReturn, ExprYield, FnArg, Item, ItemMacro,
    Macro, Member, Meta, Pat, Path, Stmt, StmtMacro, Token, parse_quote, parse_quote_spanned,
    punctuated::Punctuated,
    spanned::Spanned,
    visit::{self, Visit},
    visit_mut::{self, VisitMut},
};

use crate::{
    check::{attributes_mut, is_cfg},
    macros, names,
    parse::{Function, Param},
    tree,
    values::{self, Value},
};

/// Rewrites the body of a checked function.
pub fn desugar(function: &mut Function) {
    let anchors = anchors::is_any(&function.body);
    let defined = known::defined(function);
    known::ask(&mut function.body, anchors, &defined);
    let mut params = function.params.iter().map(|param| &param.inner);
    let this = params.find(|inner| names::is_receiver(inner)).cloned();
    let mut desugar = Desugar {
        foreign: false,
        changed: false,
        anchors,
        defined,
        this,
    };
    desugar.visit_block_mut(&mut function.body);
    hoist_items(function);
    hide_arguments(function);
    bind_arguments(function);
}

// What a macro of ours became remembers how the macro was spelled, as an attribute.
fn spelled(mac: &Macro) -> Attribute {
    Attribute {
        pound_token: Token![#](Span::mixed_site()),
        style: AttrStyle::Outer,
        bracket_token: syn::token::Bracket::default(),
        meta: Meta::Path(mac.path.clone()),
    }
}

/// The path of the macro that became this yield (`yield_`) or this loop (`yield_from`), if there was one. A mention of
/// it in the expansion makes the user's import a used one and lets an editor find its documentation.
pub fn spelling<'a>(attrs: &'a [Attribute], name: &str) -> Option<&'a Path> {
    attrs
        .iter()
        .map(Attribute::path)
        .find(|path| path.segments.last().is_some_and(|last| last.ident == name))
}

/// The span of generated code that belongs to the user's code at `span`.
pub fn ours(span: Span) -> Span {
    span.resolved_at(Span::mixed_site())
}

struct Desugar {
    /// Inside a closure or an async block, where `return` and `?` are not the generator's.
    foreign: bool,
    changed: bool,
    /// Are there anchors in the body?
    anchors: bool,
    /// The macros that the body defines.
    defined: BTreeSet<String>,
    /// What `self` is called.
    this: Option<Ident>,
}

impl Desugar {
    fn in_foreign(&mut self, visit: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.foreign, true);
        visit(self);
        self.foreign = before;
    }

    // Input: `yield_!(x)`. Output: `yield x`; `None` if it is another macro.
    fn yields(mac: &Macro) -> Option<Expr> {
        let span = mac.path.span();
        if macros::is(mac, "yield_") {
            let values = mac
                .parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated)
                .unwrap_or_default();
            let value = values.into_iter().next().unwrap_or_else(|| {
                let span = ours(span);
                parse_quote_spanned!(span=> ())
            });
            Some(Expr::Yield(ExprYield {
                attrs: vec![spelled(mac)],
                yield_token: Token![yield](span),
                expr: Some(Box::new(value)),
            }))
        } else if macros::is(mac, "yield_from") {
            let items = &mac.tokens;
            // An item of another type is the fault of the items.
            let at = ours(items.span());
            let item = Ident::new(&names::ours("element").to_string(), at);
            let yields = Expr::Yield(ExprYield {
                attrs: Vec::new(),
                yield_token: Token![yield](span),
                expr: Some(Box::new(parse_quote!(#item))),
            });
            let mut all: syn::ExprForLoop = parse_quote_spanned!(ours(span)=>
                for #item in (#items) {}
            );
            all.attrs.push(spelled(mac));
            if let Expr::Paren(items) = *all.expr {
                all.expr = items.expr;
            }
            all.body
                .stmts
                .push(Stmt::Expr(yields, Some(Token![;](ours(span)))));
            Some(Expr::ForLoop(all))
        } else {
            None
        }
    }
}

impl VisitMut for Desugar {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Expr::Macro(ExprMacro { mac, .. }) = expr
            && let Some(plain) = Self::yields(mac).or_else(|| standard::without_macro(mac))
        {
            *expr = plain;
            self.changed = true;
        }
        if let Expr::Assign(assign) = expr
            && let Some(one_by_one) = assignment::one_by_one(assign)
        {
            *expr = one_by_one;
            self.changed = true;
        }
        match expr {
            Expr::Closure(_) | Expr::Async(_) | Expr::Const(_) => {
                self.in_foreign(|desugar| visit_mut::visit_expr_mut(desugar, expr));
            }
            _ => visit_mut::visit_expr_mut(self, expr),
        }
        match expr {
            Expr::Yield(expr) if expr.expr.is_none() => {
                expr.expr = Some(Box::new(parse_quote!(())));
                self.changed = true;
            }
            Expr::Try(question) if !self.foreign => {
                *expr = or_fail(&question.expr, question.question_token.span());
                self.changed = true;
            }
            Expr::Return(ends) if !self.foreign => {
                let span = ours(ends.return_token.span());
                // A plain `None` would be taken for a function that could use `?`.
                let finished = parse_quote_spanned!(span=> ::gen_runtime::__private::finished());
                let value = ends.expr.replace(Box::new(finished));
                let is_nothing =
                    |value: &Expr| matches!(value, Expr::Tuple(value) if value.elems.is_empty());
                if let Some(value) = value.filter(|value| !is_nothing(value)) {
                    let value = match *value {
                        Expr::Yield(_) => Stmt::Expr(*value, Some(Token![;](span))),
                        value => tree::unit(ours(value.span()), value),
                    };
                    *expr = parse_quote!({ #value #expr });
                }
                self.changed = true;
            }
            _ => {}
        }
    }

    fn visit_stmt_mut(&mut self, stmt: &mut Stmt) {
        if let Stmt::Macro(mac) = stmt
            && let Some(mut yields) =
                Self::yields(&mac.mac).or_else(|| standard::without_macro(&mac.mac))
        {
            if let Expr::Yield(yields) = &mut yields {
                yields.attrs.append(&mut mac.attrs);
            }
            let semi = mac
                .semi_token
                .unwrap_or_else(|| Token![;](ours(mac.mac.span())));
            *stmt = Stmt::Expr(yields, Some(semi));
            self.changed = true;
        }
        if let Stmt::Macro(mac) = stmt
            && macros::find_yield(mac.mac.tokens.clone()).is_some()
        {
            let expr = Expr::Macro(ExprMacro {
                attrs: std::mem::take(&mut mac.attrs),
                mac: mac.mac.clone(),
            });
            *stmt = Stmt::Expr(expr, mac.semi_token);
        }
        visit_mut::visit_stmt_mut(self, stmt);
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        if self.anchors && !self.defined.contains(&macros::name(mac)) {
            standard::from_root(mac);
        }
        let is_defined = self.defined.contains(&macros::name(mac));
        if standard::is_text(mac) && !is_defined {
            return;
        }
        if let Some(this) = &self.this
            && !is_defined
            && standard::tells_condition(mac)
        {
            let mut found = false;
            rename_self(mac.tokens.clone(), this, &mut found);
            if found {
                standard::keep_text(mac);
            }
        }
        let before = self.changed;
        let changed = macros::rewrite(mac, |expr| {
            self.changed = false;
            self.visit_expr_mut(expr);
            self.changed
        });
        // The macro may itself be in another's arguments.
        self.changed = before || changed;
        if let Some(this) = &self.this {
            let mut found = false;
            let tokens = rename_self(mac.tokens.clone(), this, &mut found);
            if found {
                mac.tokens = tokens;
            }
        }
    }

    fn visit_block_mut(&mut self, block: &mut Block) {
        anchors::split(&mut block.stmts);
        assignment::declare_one_by_one(&mut block.stmts);
        block.stmts.iter_mut().for_each(in_block);
        visit_mut::visit_block_mut(self, block);
    }

    fn visit_item_mut(&mut self, _: &mut Item) {}

    fn visit_path_mut(&mut self, path: &mut Path) {
        // In front of other segments it is the module.
        if path.segments.len() > 1 {
            for segment in &mut path.segments {
                self.visit_path_arguments_mut(&mut segment.arguments);
            }
        } else {
            visit_mut::visit_path_mut(self, path);
        }
    }

    fn visit_ident_mut(&mut self, ident: &mut Ident) {
        if let Some(this) = &self.this
            && ident == "self"
        {
            *ident = Ident::new(&this.to_string(), ident.span());
            self.changed = true;
        }
    }
}

// Input: `#[cfg(unix)] return;`. Output: `#[cfg(unix)] { return; }`, so that the attribute stays where it is, whatever becomes of the statement.
fn in_block(stmt: &mut Stmt) {
    let attrs = match stmt {
        Stmt::Expr(expr, _) => attributes_mut(expr),
        Stmt::Macro(mac) => Some(&mut mac.attrs),
        Stmt::Local(_) | Stmt::Item(_) => None,
    };
    let conditions: Vec<Attribute> = attrs
        .map(|attrs| attrs.extract_if(.., |attr| is_cfg(attr)).collect())
        .unwrap_or_default();
    if !conditions.is_empty() {
        let span = ours(stmt.span());
        let block: Block = parse_quote_spanned!(span=> { #stmt });
        let whole = syn::ExprBlock {
            attrs: conditions,
            label: None,
            block,
        };
        *stmt = Stmt::Expr(Expr::Block(whole), None);
    }
}

// Input: a macro's tokens. Output: the same with `self`, also in format strings, under its name as a local.
fn rename_self(tokens: TokenStream, this: &Ident, found: &mut bool) -> TokenStream {
    let mut out = TokenStream::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        // In front of two colons it is the module.
        let is_path = matches!(tokens.peek(), Some(TokenTree::Punct(next))
            if next.as_char() == ':' && next.spacing() == Spacing::Joint);
        out.extend([match token {
            TokenTree::Ident(ident) if ident == "self" && !is_path => {
                *found = true;
                TokenTree::Ident(Ident::new(&this.to_string(), ident.span()))
            }
            TokenTree::Literal(literal) => {
                TokenTree::Literal(rename_captured_self(literal, this, found))
            }
            TokenTree::Group(group) => {
                let inner = rename_self(group.stream(), this, found);
                let mut new = Group::new(group.delimiter(), inner);
                new.set_span(group.span());
                TokenTree::Group(new)
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) => token,
        }]);
    }
    out
}

fn rename_captured_self(literal: Literal, this: &Ident, found: &mut bool) -> Literal {
    let renamed =
        names::rename_captures(&literal, |name| (name == "self").then(|| this.to_string()));
    *found |= renamed.is_some();
    renamed.unwrap_or(literal)
}

// Input: the operand of a `?`.
// Output: its value, or the end of the generator with the failure as the last item:
// `match Branch::branch(operand) { Continue(value) => value, Break(failure) => { return Some(Fail::fail(failure)) } }`. The trait bounds are checked at the
// `?`, so that is where rustc says that the item type cannot hold the failure.
fn or_fail(operand: &Expr, question: Span) -> Expr {
    // Parentheses that the `?` needs would be too many around an argument.
    let operand = match operand {
        Expr::Paren(inner) => return or_fail(&inner.expr, question),
        operand => operand,
    };
    let span = ours(question);
    let value = Ident::new(&names::ours("value").to_string(), span);
    let failure = Ident::new(&names::ours("failure").to_string(), span);
    let path = |names: &[&str]| tree::path(span, names);
    let variant = |name: &str, variable: &Ident| {
        let pat = tree::variable(variable.clone(), None);
        tree::variant(span, path(&["core", "ops", "ControlFlow", name]), pat)
    };
    let branch = path(&["gen_runtime", "__private", "Branch", "branch"]);
    let branch = tree::call(span, branch, [operand.clone()]);
    let (goes_on, fails) = (variant("Continue", &value), variant("Break", &failure));
    let fail = path(&["gen_runtime", "__private", "Fail", "fail"]);
    let item = tree::call(span, fail, [tree::value(failure)]);
    let item = tree::call(span, path(&["core", "option", "Option", "Some"]), [item]);
    let ends = tree::block(span, vec![Stmt::Expr(tree::return_of(span, item), None)]);
    tree::match_of(span, branch, [(goes_on, tree::value(value)), (fails, ends)])
}

/// Does it hand out the failure of a `?`? A `return;` calls a function without arguments.
pub fn hands_out(exit: &ExprReturn) -> bool {
    matches!(exit.expr.as_deref(), Some(Expr::Call(some)) if !some.args.is_empty())
}

/// The operand of the `?` that this expression was written as.
pub fn question(expr: &Expr) -> Option<&Expr> {
    let Expr::Match(branches) = expr else {
        return None;
    };
    let Expr::Call(branch) = &*branches.expr else {
        return None;
    };
    let Expr::Path(called) = &*branch.func else {
        return None;
    };
    let names = called.path.segments.iter().map(|segment| &segment.ident);
    let is_ours = names.eq(["gen_runtime", "__private", "Branch", "branch"]);
    branch.args.first().filter(|_| is_ours)
}

// Input: a body with items among its statements.
// Output: the items beside the body, so that they, and the state of a `static`, exist once. A macro that mentions locals
// of the body must stay where they are in scope.
fn hoist_items(function: &mut Function) {
    let mut bound = Bound(Vec::new());
    for param in &function.params {
        bound.0.push(param.inner.to_string());
    }
    bound.visit_block(&function.body);
    let is_item = |stmt: &Stmt| {
        match stmt {
        Stmt::Item(Item::Macro(item)) => macros::any(item.mac.tokens.clone(), &|token, _| {
            matches!(token, TokenTree::Ident(ident) if bound.0.contains(&ident.to_string()))
        })
        .is_none(),
        Stmt::Item(_) => true,
        Stmt::Macro(stmt) => macros::is(&stmt.mac, "thread_local"),
        Stmt::Local(_) | Stmt::Expr(..) => false,
    }
    };
    let (items, stmts) = std::mem::take(&mut function.body.stmts)
        .into_iter()
        .partition(is_item);
    function.body.stmts = stmts;
    let items: Vec<Stmt> = items;
    function.items = items
        .into_iter()
        .filter_map(|stmt| match stmt {
            Stmt::Item(item) => Some(item),
            Stmt::Macro(StmtMacro {
                attrs,
                mac,
                semi_token,
            }) => Some(Item::Macro(ItemMacro {
                attrs,
                ident: None,
                mac,
                semi_token,
            })),
            Stmt::Local(_) | Stmt::Expr(..) => None,
        })
        .collect();
}

// Input: a function with arguments that have names of items of the body.
// Output: these arguments have names of ours: in all of the body the names mean the items, which stand around both copies now.
fn hide_arguments(function: &mut Function) {
    let (items, body) = (&function.items, &function.body);
    let mut hide = Hide(values::values(items, || quote::quote!(#(#items)* #body)));
    if hide.0.is_empty() {
        return;
    }
    let mut fresh = names::Fresh::scan(|see| function.words(see));
    for (param, input) in function.params.iter_mut().zip(&mut function.sig.inputs) {
        if let FnArg::Typed(input) = input
            && hide.0.contains_key(&values::key(&param.outer))
        {
            param.outer = Ident::new(&fresh.pick("arg"), ours(param.outer.span()));
            *input.pat = tree::variable(param.outer.clone(), None);
        }
        hide.visit_ident_mut(&mut param.inner);
        if let Some(pat) = &mut param.pat {
            hide.visit_pat_mut(pat);
        }
    }
}

/// Gives variables that items hide names of ours.
struct Hide(BTreeMap<String, Value>);

impl VisitMut for Hide {
    fn visit_ident_mut(&mut self, name: &mut Ident) {
        if self.0.contains_key(&values::key(name)) {
            let hidden = names::ours(&format!("{}_hidden", names::base(name)));
            *name = Ident::new(&hidden.to_string(), name.span());
        }
    }

    fn visit_field_pat_mut(&mut self, field: &mut syn::FieldPat) {
        self.visit_pat_mut(&mut field.pat);
        if let Member::Named(name) = &field.member {
            field.colon_token.get_or_insert(Token![:](name.span()));
        }
    }

    fn visit_path_mut(&mut self, _: &mut Path) {}

    fn visit_macro_mut(&mut self, _: &mut Macro) {}
}

/// The names that a body binds.
struct Bound(Vec<String>);

impl<'ast> Visit<'ast> for Bound {
    fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
        self.0.push(pat.ident.to_string());
        visit::visit_pat_ident(self, pat);
    }
}

// Input: a function with patterns in its arguments.
// Output: a body that binds them in order, so that they and what the patterns leave over drop as in a function: each
// argument is followed by the bindings of its pattern.
fn bind_arguments(function: &mut Function) {
    let plain = |param: &Param| param.pat.is_none() && param.attrs.is_empty();
    if function.params.iter().all(plain) {
        return;
    }
    let mut binds = Vec::new();
    for param in &mut function.params {
        let Param {
            inner,
            mutable,
            attrs,
            ..
        } = param;
        let stored = names::ours(&format!("{}_stored", names::base(inner)));
        // An argument may be called `_x`, which a variable with a value should not be.
        let allow: Option<Attribute> = inner
            .to_string()
            .starts_with('_')
            .then(|| parse_quote!(#[allow(clippy::no_effect_underscore_binding)]));
        binds.push(parse_quote!(#allow #(#attrs)* let #mutable #inner = #stored;));
        if let Some(pat) = param.pat.take() {
            binds.push(bind(&pat, inner));
        }
        param.inner = stored;
        param.mutable = None;
    }
    let body: &mut Block = &mut function.body;
    binds.append(&mut body.stmts);
    body.stmts = binds;
}

fn bind(pat: &Pat, value: &Ident) -> Stmt {
    // `_: ()` is good style for an argument.
    let allow: Option<Attribute> =
        matches!(pat, Pat::Wild(_)).then(|| parse_quote!(#[allow(clippy::ignored_unit_patterns)]));
    parse_quote!(#allow let #pat = #value;)
}
