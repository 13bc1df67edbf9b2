//! Which local does each name mean?
//!
//! Every local gets a name of its own (`line·7`, see [`names`]), so that later phases find uses by looking at
//! identifiers, wherever they stand: in expressions, closures, macros' arguments and format strings.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{
    Arm, Block, Expr, ExprClosure, FieldPat, FieldValue, Item, Lit, Local as Let, Macro, Member,
    Pat, Stmt, Token, Type, parse_quote, parse_quote_spanned,
    visit::{self, Visit},
    visit_mut::{self, VisitMut},
};

use crate::{
    check::{contains_yield, statement_contains_yield},
    composed::{self, Structs},
    desugar::anchors,
    effects::{self, Known, Texts},
    ids::{LocalId, Table},
    ir::{Glue, InMacro, Local, is_primitive},
    lints,
    macros::{self, Argument},
    names, operands,
    parse::Function,
    tree,
    values::{self, Value, key},
};

/// A body in which every local has a name of its own.
#[derive(Clone)]
pub struct Resolved {
    pub locals: Table<LocalId, Local>,
    /// The arguments, in order.
    pub params: Vec<LocalId>,
    pub known: Known,
    /// How many anchors there are.
    pub anchors: usize,
    /// Are the items of a primitive type?
    pub primitive_items: bool,
    pub body: Block,
}

/// Resolves a copy of the desugared body.
pub fn resolve(function: &Function) -> Resolved {
    let mut resolver = Resolver {
        locals: Table::new(),
        scopes: vec![BTreeMap::new()],
        known: Known::default(),
        argument_names: Vec::new(),
        bound: BTreeMap::new(),
        irrefutable: true,
        carried: false,
        mentioned: BTreeSet::new(),
        constants: BTreeSet::new(),
        anchors: 0,
        is_checked_once: function.is_checked_once,
        has_anchors: anchors::is_any(&function.body),
        suspends: suspends(&function.body),
        structs: composed::structs(&function.items, &function.body),
        lets: 0,
        matched: Matched::default(),
    };
    let params = function
        .params
        .iter()
        .map(|param| {
            let local = resolver.declare(&param.inner, param.mutable.is_some());
            if let Some(ty) = &param.ty {
                resolver.locals[local].glue = Glue::of_type(ty);
                let standard = effects::standard_type(ty);
                let standard = standard.map(|standard| (local, standard));
                resolver.known.standard.extend(standard);
                resolver.locals[local].ty = Some(ty.clone());
                // A struct in the body is not in scope here.
                resolver.locals[local].parts = composed::of_type(ty, &Structs::new());
            }
            local
        })
        .collect();
    let (items, body) = (&function.items, &function.body);
    let values = values::values(items, || quote!(#(#items)* #body));
    resolver.scopes.push(BTreeMap::new());
    resolver.items(values);
    let mut body = function.body.clone();
    lints::quiet(&mut body);
    resolver.visit_block_mut(&mut body);
    Resolved {
        locals: resolver.locals,
        params,
        known: resolver.known,
        anchors: resolver.anchors,
        primitive_items: is_primitive(&function.output.item),
        body,
    }
}

#[expect(
    clippy::struct_excessive_bools,
    reason = "they are independent of each other"
)]
struct Resolver {
    locals: Table<LocalId, Local>,
    /// By name, innermost scope last.
    scopes: Vec<BTreeMap<String, Vec<Meaning>>>,
    known: Known,
    /// The locals that the pattern at hand has bound so far: all alternatives of an or-pattern bind the same ones.
    bound: BTreeMap<(String, String), LocalId>,
    /// What the macro at hand calls its own arguments, which are no locals.
    argument_names: Vec<String>,
    /// In a pattern that cannot fail, a name is more likely a variable.
    irrefutable: bool,
    /// May a yield follow where the variables of the pattern at hand are in scope?
    carried: bool,
    /// The words where the variables of the pattern at hand are in scope, if it has names in upper case.
    mentioned: BTreeSet<String>,
    /// Names that are in some alternatives of the or-pattern at hand, but not in all.
    constants: BTreeSet<String>,
    /// How many anchors there are so far.
    anchors: usize,
    /// Must both copies be the same program to every macro?
    is_checked_once: bool,
    /// Are there anchors?
    has_anchors: bool,
    /// Does the block yield?
    suspends: bool,
    /// The structs that the body declares.
    structs: Structs,
    /// How many `let`s there were so far.
    lets: usize,
    /// What the `match` at hand matches.
    matched: Matched,
}

/// What a name means in a scope.
#[derive(Clone)]
enum Meaning {
    /// A local, with the macro that called it so.
    Local(String, LocalId),
    Item(Value),
}

/// What an identifier in a pattern is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    Variable,
    Constant,
    /// It is taken for a constant, but only rustc knows.
    Guessed,
}

#[derive(Clone, Copy, Default)]
struct Matched {
    /// May its type be open?
    open: bool,
    /// Does it hold characters of a text?
    is_text: bool,
}

impl Resolver {
    fn declare(&mut self, ident: &Ident, mutable: bool) -> LocalId {
        let local = self.locals.push(Local::new(ident, mutable));
        if let Some(scope) = self.scopes.last_mut() {
            let named = scope.entry(key(ident)).or_default();
            named.push(Meaning::Local(names::context(ident), local));
        }
        local
    }

    // What the items of a block name they name in all of the block.
    fn items(&mut self, values: BTreeMap<String, Value>) {
        if let Some(scope) = self.scopes.last_mut() {
            for (name, value) in values {
                scope.entry(name).or_default().push(Meaning::Item(value));
            }
        }
    }

    // What a name means, innermost first.
    fn meanings(&self, name: &str) -> impl Iterator<Item = &Meaning> {
        let scopes = self.scopes.iter().rev();
        let named = scopes.filter_map(move |scope| scope.get(name));
        named.flat_map(|named| named.iter().rev())
    }

    // The local that a name means where it stands: the one that the same macro, or the user, called so; else any of this
    // name. None if an item hides it.
    fn find(&self, name: &str, context: &str) -> Option<LocalId> {
        if self.argument_names.iter().any(|argument| argument == name) {
            return None;
        }
        let mut any = None;
        for meaning in self.meanings(name) {
            match meaning {
                Meaning::Local(other, local) if other == context => return Some(*local),
                Meaning::Local(_, local) => any = any.or(Some(*local)),
                Meaning::Item(_) => break,
            }
        }
        any
    }

    fn renamed(&self, ident: &Ident) -> Option<Ident> {
        self.find(&key(ident), &names::context(ident))
            .map(|local| names::numbered(ident, local))
    }

    fn in_scope(&mut self, visit: impl FnOnce(&mut Self)) {
        self.scopes.push(BTreeMap::new());
        visit(self);
        self.scopes.pop();
    }

    // A scope that begins with patterns. `carried`: may a yield follow in it?
    fn in_branch(&mut self, carried: bool, visit: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.carried, carried);
        let mentioned = std::mem::take(&mut self.mentioned);
        self.in_scope(visit);
        self.mentioned = mentioned;
        self.carried = before;
    }

    // `open`: may the type of what it matches be open?
    fn pattern(&mut self, pat: &mut Pat, irrefutable: bool, open: bool) {
        let before = std::mem::replace(&mut self.irrefutable, irrefutable);
        let bound = std::mem::take(&mut self.bound);
        let first = self.locals.len();
        self.visit_pat_mut(pat);
        self.bound = bound;
        self.irrefutable = before;
        let is_written = matches!(pat, Pat::Type(pat) if !macros::is_open(&pat.ty));
        for local in self.locals.ids().skip(first) {
            self.locals[local].open = open && !is_written;
        }
        for local in effects::copied(pat) {
            self.locals[local].glue = Glue::None;
        }
    }

    fn is_open(&self, value: &Expr) -> bool {
        effects::is_open(value, &|local| self.locals[local].open)
    }

    fn texts(&self) -> Texts<'_> {
        Texts {
            table: &self.locals,
            known: &self.known,
        }
    }

    // What a pattern binds of characters of a text has nothing to drop.
    fn characters(&mut self, pat: &Pat) {
        for local in effects::bound_by_value(pat).iter().filter_map(names::local) {
            self.locals[local].glue = Glue::None;
            self.known.held.insert(local);
        }
    }

    // What stands behind two dots is known by its number if the parts of the value are.
    fn number(&self, pat: &mut Pat, value: &Expr) {
        if let Expr::Path(path) = value
            && let Some(local) = path.path.get_ident().and_then(names::local)
        {
            composed::number(pat, &self.locals[local].parts);
        }
    }

    // Only rustc knows of all constants, so how a name is spelled decides where nothing else does.
    fn reading(&self, pat: &syn::PatIdent) -> Reading {
        let name = key(&pat.ident);
        // rustc says it of `self`.
        if name == "self" {
            return Reading::Constant;
        }
        if pat.by_ref.is_some() || pat.subpat.is_some() || pat.mutability.is_some() {
            return Reading::Variable;
        }
        let imported = match self.meanings(&name).next() {
            // A constant would not have let a variable have its name.
            Some(Meaning::Local(..) | Meaning::Item(Value::Function)) => return Reading::Variable,
            Some(Meaning::Item(Value::Constant)) => return Reading::Constant,
            Some(Meaning::Item(Value::Imported)) => true,
            None => false,
        };
        let upper = name.starts_with(char::is_uppercase);
        // In lower case it is more likely forgotten in an alternative.
        if upper && self.constants.contains(&name) || name == "None" {
            return Reading::Constant;
        }
        let is_constant = if self.irrefutable {
            // As `Less`, and not as a matrix `A`.
            upper && name.contains(char::is_lowercase) && !self.mentioned.contains(&name)
        } else {
            upper || imported
        };
        match is_constant {
            true if self.carried => Reading::Guessed,
            true => Reading::Constant,
            false => Reading::Variable,
        }
    }

    // Input: a macro's tokens. Output: the same with every name of a local renamed.
    fn tokens(&self, tokens: TokenStream) -> TokenStream {
        let mut out = TokenStream::new();
        let mut before = [None, None];
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            let this = match &token {
                TokenTree::Punct(punct) => Some(punct.as_char()),
                TokenTree::Ident(_) | TokenTree::Group(_) | TokenTree::Literal(_) => None,
            };
            let is_path = matches!(tokens.peek(), Some(TokenTree::Punct(next)) if next.as_char() == '!')
                && before != [Some('='), Some('=')];
            out.extend([self.token(token, before, is_path)]);
            before = [before[1], this];
        }
        out
    }

    fn token(&self, token: TokenTree, before: [Option<char>; 2], is_path: bool) -> TokenTree {
        match token {
            TokenTree::Ident(ident) => {
                let is_field = before[1] == Some('.') && before[0] != Some('.');
                let is_tail = before == [Some(':'), Some(':')] || before[1] == Some('\'');
                match self.renamed(&ident) {
                    Some(renamed) if !is_field && !is_tail && !is_path => TokenTree::Ident(renamed),
                    _ => TokenTree::Ident(ident),
                }
            }
            TokenTree::Group(group) => {
                let mut new = Group::new(group.delimiter(), self.tokens(group.stream()));
                new.set_span(group.span());
                TokenTree::Group(new)
            }
            TokenTree::Literal(literal) => {
                let renamed = names::rename_captures(&literal, |name| {
                    let local = self.find(name, &names::context_of(literal.span()))?;
                    let ident = names::ident(name, literal.span());
                    Some(names::numbered(&ident, local).to_string())
                });
                TokenTree::Literal(renamed.unwrap_or(literal))
            }
            TokenTree::Punct(_) => token,
        }
    }
}

impl Resolver {
    // Input: a half of an anchor, resolved.
    // Output: what it is in the machine. The first fills a slot of the frame, the second points to it. In a block that is
    // never suspended they are what they say.
    fn anchor(&mut self, local: &mut Let, bound: LocalId) {
        local.attrs.remove(0);
        let Some(init) = local.init.as_mut().filter(|_| self.suspends) else {
            return;
        };
        let value = &init.expr;
        if names::is_ours(&self.locals[bound].ident) {
            let slots = Ident::new("slots", Span::mixed_site());
            let rest = std::iter::repeat_n(quote!(.1), self.anchors);
            self.anchors += 1;
            // The owner of a number has something to drop.
            self.locals[bound].glue = Glue::Unknown;
            let ty = match &mut local.pat {
                Pat::Type(pat) => {
                    let ty = pat.ty.clone();
                    local.pat = (*pat.pat).clone();
                    Some(quote!(::<#ty>))
                }
                _ => None,
            };
            *init.expr = parse_quote! {
                ::gen_runtime::__private::fill #ty (#value, &#slots #(#rest)* .0)
            };
        } else {
            let Expr::Reference(anchored) = &**value else {
                return;
            };
            let anchored = &anchored.expr;
            *init.expr = parse_quote!(::gen_runtime::__private::pointer(&#anchored));
            if let Pat::Type(pat) = &local.pat {
                local.pat = (*pat.pat).clone();
            }
            self.locals[bound].anchored = true;
            self.locals[bound].glue = Glue::None;
        }
    }
}

impl VisitMut for Resolver {
    fn visit_block_mut(&mut self, block: &mut Block) {
        let before = std::mem::replace(&mut self.suspends, suspends(block));
        let mentioned = std::mem::take(&mut self.mentioned);
        let values = values::values(values::among(&block.stmts), || block.to_token_stream());
        self.in_scope(|resolver| {
            resolver.items(values);
            for at in 0..block.stmts.len() {
                let (before, rest) = block.stmts.split_at_mut(at + 1);
                let stmt = &mut before[at];
                resolver.mentioned = match stmt {
                    Stmt::Local(local) => mentioned_if_upper(&local.pat, rest),
                    Stmt::Item(_) | Stmt::Expr(..) | Stmt::Macro(_) => BTreeSet::new(),
                };
                resolver.visit_stmt_mut(stmt);
            }
        });
        self.suspends = before;
        self.mentioned = mentioned;
    }

    fn visit_local_mut(&mut self, local: &mut Let) {
        let number = self.lets;
        self.lets += 1;
        if let Some(init) = &mut local.init {
            self.visit_expr_mut(&mut init.expr);
            if let Some((_, diverge)) = &mut init.diverge {
                self.visit_expr_mut(diverge);
            }
        }
        if let Some(init) = &local.init {
            self.number(&mut local.pat, &init.expr);
        }
        let refutable = local
            .init
            .as_ref()
            .is_some_and(|init| init.diverge.is_some());
        let bound = self.locals.len();
        let unit = match (&local.pat, &local.init) {
            (Pat::Ident(pat), Some(init)) => names::is_unit(&pat.ident, &init.expr),
            _ => false,
        };
        let open = local
            .init
            .as_ref()
            .is_none_or(|init| self.is_open(&init.expr));
        let before = std::mem::replace(&mut self.carried, self.suspends);
        self.pattern(&mut local.pat, !refutable && !unit, open);
        self.carried = before;
        // The machine of a generator with anchors has types that nobody outside of it may know.
        for local in self.locals.ids().skip(bound) {
            let row = &mut self.locals[local];
            row.late = (row.open && !self.has_anchors).then_some(number);
        }
        // A plain `let x: T = …` says more about its one variable than a pattern does.
        if self.locals.len() == bound + 1 {
            let glue = match (&local.pat, &local.init) {
                (Pat::Type(pat), _) if matches!(*pat.pat, Pat::Ident(_)) => Glue::of_type(&pat.ty),
                (Pat::Ident(pat), Some(init)) if pat.by_ref.is_none() => {
                    effects::glue_of_value(&init.expr, &self.locals, &self.known)
                }
                _ => Glue::Unknown,
            };
            let captures = local
                .init
                .as_ref()
                .map(|init| effects::captures(&init.expr, &self.locals, &self.known));
            let value = local.init.as_ref().map(|init| &*init.expr);
            let parts = composed::of_let(&local.pat, value, &self.structs);
            let is_written = matches!(&local.pat, Pat::Type(pat) if !macros::is_open(&pat.ty));
            let standard = match &local.pat {
                Pat::Type(pat) if is_written => effects::standard_type(&pat.ty),
                _ => value.and_then(effects::standard),
            };
            let untyped = value.filter(|_| !is_written).and_then(effects::untyped);
            let borrows = matches!((&local.pat, value), (Pat::Ident(_), Some(Expr::Closure(closure))) if closure.capture.is_none());
            let is_text = match (&local.pat, value) {
                (Pat::Ident(pat), Some(value)) => {
                    pat.by_ref.is_none() && effects::gives_text(value)
                }
                _ => false,
            };
            if let Some(local) = self.locals.ids().next_back() {
                if is_text {
                    let text = parse_quote_spanned!(Span::mixed_site()=> &::core::primitive::str);
                    self.locals[local].ty = Some(text);
                    self.locals[local].late = None;
                }
                self.locals[local].glue = glue;
                self.locals[local].untyped = untyped;
                self.locals[local].parts = parts;
                self.locals[local].captures = captures.filter(|_| glue == Glue::Some);
                self.locals[local].borrows = borrows;
                let standard = standard.map(|standard| (local, standard));
                self.known.standard.extend(standard);
            }
        }
        if let Some(init) = &local.init {
            if self.texts().holds(&init.expr) {
                self.characters(&local.pat);
            }
            if let Pat::Ident(name) = &local.pat
                && let Some(bound) = names::local(&name.ident)
                && self.texts().iterates(&init.expr)
            {
                self.known.characters.insert(bound);
            }
        }
        if anchors::is_half(&local.attrs)
            && let Some(bound) = self.locals.ids().next_back()
        {
            self.anchor(local, bound);
        }
    }

    fn visit_item_mut(&mut self, item: &mut Item) {
        // An item sees no locals; a macro defined here sees those in scope here.
        if let Item::Macro(item) = item
            && let Some(name) = &item.ident
        {
            let mut mentioned = Vec::new();
            let tokens = self.tokens(item.mac.tokens.clone());
            names::mentioned(tokens.clone(), &mut mentioned);
            // What it calls names locals for it.
            for (called, named) in &self.known.macros {
                let is_called =
                    |token: &TokenTree| matches!(token, TokenTree::Ident(name) if name == called);
                if macros::any(tokens.clone(), &|token, _| is_called(token)).is_some() {
                    mentioned.extend(named);
                }
            }
            for &local in &mentioned {
                self.locals[local].in_macro = InMacro::Shown;
            }
            self.known.macros.insert(name.to_string(), mentioned);
            item.mac.tokens = tokens;
        }
    }

    fn visit_expr_closure_mut(&mut self, closure: &mut ExprClosure) {
        self.in_branch(false, |resolver| {
            for input in &mut closure.inputs {
                resolver.pattern(input, true, true);
            }
            resolver.visit_expr_mut(&mut closure.body);
        });
    }

    fn visit_arm_mut(&mut self, arm: &mut Arm) {
        self.in_branch(contains_yield(&arm.body), |resolver| {
            let Matched { open, is_text } = resolver.matched;
            resolver.pattern(&mut arm.pat, false, open);
            if is_text {
                resolver.characters(&arm.pat);
            }
            resolver.visit_expr_mut(&mut arm.body);
        });
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Path(path) if path.qself.is_none() => {
                if let Some(ident) = path.path.get_ident()
                    && let Some(renamed) = self.renamed(ident)
                {
                    *expr = tree::value(renamed);
                }
            }
            Expr::If(expr) => {
                self.in_branch(suspends(&expr.then_branch), |resolver| {
                    resolver.visit_expr_mut(&mut expr.cond);
                    resolver.visit_block_mut(&mut expr.then_branch);
                });
                if let Some((_, branch)) = &mut expr.else_branch {
                    self.visit_expr_mut(branch);
                }
            }
            Expr::While(expr) => self.in_branch(suspends(&expr.body), |resolver| {
                resolver.visit_expr_mut(&mut expr.cond);
                resolver.visit_block_mut(&mut expr.body);
            }),
            Expr::Match(expr) => {
                self.visit_expr_mut(&mut expr.expr);
                for arm in &mut expr.arms {
                    self.matched = Matched {
                        open: self.is_open(&expr.expr),
                        is_text: self.texts().holds(&expr.expr),
                    };
                    self.number(&mut arm.pat, &expr.expr);
                    self.visit_arm_mut(arm);
                }
            }
            Expr::ForLoop(expr) => {
                self.visit_expr_mut(&mut expr.expr);
                let open = self.is_open(&expr.expr);
                let is_text = self.texts().iterates(&expr.expr);
                self.in_branch(suspends(&expr.body), |resolver| {
                    let bound = resolver.locals.len();
                    resolver.mentioned = mentioned_if_upper(&expr.pat, &expr.body.stmts);
                    resolver.pattern(&mut expr.pat, true, open);
                    if is_text {
                        resolver.characters(&expr.pat);
                    }
                    if resolver.locals.len() == bound + 1
                        && Glue::is_range(&expr.expr)
                        && let Some(local) = resolver.locals.ids().next_back()
                    {
                        resolver.locals[local].glue = Glue::None;
                    }
                    resolver.visit_block_mut(&mut expr.body);
                });
            }
            Expr::Let(expr) => {
                self.visit_expr_mut(&mut expr.expr);
                let open = self.is_open(&expr.expr);
                self.number(&mut expr.pat, &expr.expr);
                self.pattern(&mut expr.pat, false, open);
                if self.texts().holds(&expr.expr) {
                    self.characters(&expr.pat);
                }
            }
            Expr::Verbatim(tokens) => *tokens = self.tokens(std::mem::take(tokens)),
            _ => visit_mut::visit_expr_mut(self, expr),
        }
    }

    fn visit_field_value_mut(&mut self, field: &mut FieldValue) {
        self.visit_expr_mut(&mut field.expr);
        if field.colon_token.is_none()
            && let Member::Named(name) = &field.member
        {
            field.colon_token = Some(Token![:](name.span()));
        }
    }

    fn visit_field_pat_mut(&mut self, field: &mut FieldPat) {
        self.visit_pat_mut(&mut field.pat);
        if field.colon_token.is_none()
            && let Member::Named(name) = &field.member
        {
            field.colon_token = Some(Token![:](name.span()));
        }
    }

    fn visit_pat_mut(&mut self, pat: &mut Pat) {
        match pat {
            Pat::Ident(name) => {
                match self.reading(name) {
                    Reading::Variable => {}
                    Reading::Constant => return,
                    Reading::Guessed => {
                        *pat = tree::constant(name.ident.clone());
                        return;
                    }
                }
                let key = (key(&name.ident), names::context(&name.ident));
                let known = self.bound.get(&key).copied();
                let local =
                    known.unwrap_or_else(|| self.declare(&name.ident, name.mutability.is_some()));
                self.bound.insert(key, local);
                name.ident = names::numbered(&name.ident, local);
                if let Some((_, pat)) = &mut name.subpat {
                    self.visit_pat_mut(pat);
                }
            }
            Pat::TupleStruct(whole) => {
                visit_mut::visit_pat_tuple_struct_mut(self, whole);
                if let Some(entry) = effects::entry(whole) {
                    self.known.entries.insert(entry);
                }
            }
            Pat::Or(or) => {
                let constants = not_in_all(&or.cases);
                let before = self.constants.clone();
                self.constants.extend(constants);
                visit_mut::visit_pat_or_mut(self, or);
                self.constants = before;
            }
            _ => visit_mut::visit_pat_mut(self, pat),
        }
    }

    fn visit_type_mut(&mut self, _: &mut Type) {}

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        let (lets, bound) = (self.lets, self.locals.len());
        let arguments = macros::arguments(mac);
        let names = macros::argument_names(mac, &arguments).into_iter();
        let names = names.map(key).collect();
        let outer = std::mem::replace(&mut self.argument_names, names);
        // Arguments that are expressions have scopes of their own, as a closure's.
        let mut format = !macros::takes_text(mac);
        let mut tokens = TokenStream::new();
        let mut between = TokenStream::new();
        let mut yields = false;
        for argument in arguments {
            let mut expr = match argument {
                Argument::Expr(expr) => expr,
                Argument::Other(token) => {
                    between.extend([token]);
                    continue;
                }
            };
            tokens.extend(self.tokens(std::mem::take(&mut between)));
            match &*expr {
                Expr::Lit(lit) if format && matches!(lit.lit, Lit::Str(_)) => {
                    tokens.extend(self.tokens(expr.to_token_stream()));
                    format = false;
                }
                _ => {
                    yields |= contains_yield(&expr);
                    let names = std::mem::take(&mut self.argument_names);
                    self.visit_expr_mut(&mut expr);
                    self.argument_names = names;
                    expr.to_tokens(&mut tokens);
                }
            }
        }
        tokens.extend(self.tokens(between));
        // An expression is not always printed as it was written: `Point { x }` is `Point { x: x }`. One that yields is taken out of the macro.
        if self.is_checked_once
            && !yields
            && self.argument_names.is_empty()
            && !macros::is_from_root(&mac.path)
            && names::as_written(tokens.clone()).to_string() != mac.tokens.to_string()
        {
            tokens = self.tokens(mac.tokens.clone());
        }
        self.argument_names = outer;
        let mut mentioned = Vec::new();
        names::mentioned(tokens.clone(), &mut mentioned);
        // The text of what is in another macro's arguments is printed where nobody can see to it.
        let is_known = !self.known.macros.contains_key(&macros::name(mac))
            && !operands::hides_text(tokens.clone());
        let seen = if is_known && operands::evaluates_only(mac) {
            InMacro::Evaluated
        } else if is_known && operands::prints_text(mac) {
            InMacro::Text
        } else {
            InMacro::Shown
        };
        for local in mentioned {
            let row = &mut self.locals[local];
            row.in_macro = row.in_macro.max(seen);
        }
        mac.tokens = tokens;
        // A `let` in a macro's argument is no statement to who looks for it.
        self.lets = lets;
        for local in self.locals.ids().skip(bound) {
            self.locals[local].late = None;
        }
    }
}

// The words of the statements where the variables of `pat` are in scope, if it has names in upper case.
fn mentioned_if_upper(pat: &Pat, stmts: &[Stmt]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut names = names_in(pat).into_iter();
    if names.any(|name| name.starts_with(char::is_uppercase)) {
        let mut words = names::Words(|word: names::Word<'_>| {
            if let names::Word::Ident(ident) = word {
                found.insert(key(ident));
            }
        });
        for stmt in stmts {
            words.visit_stmt(stmt);
        }
    }
    found
}

// The names that stand alone in a pattern.
fn names_in(pat: &Pat) -> BTreeSet<String> {
    struct Names(BTreeSet<String>);
    impl<'ast> Visit<'ast> for Names {
        fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
            self.0.insert(key(&pat.ident));
            visit::visit_pat_ident(self, pat);
        }
    }
    let mut names = Names(BTreeSet::new());
    names.visit_pat(pat);
    names.0
}

// The names that are in some of these alternatives, but not in all: a variable would have to be.
fn not_in_all<'a>(cases: impl IntoIterator<Item = &'a Pat>) -> BTreeSet<String> {
    let (mut some, mut all) = (BTreeSet::new(), None::<BTreeSet<String>>);
    for names in cases.into_iter().map(names_in) {
        all = Some(all.map_or_else(|| names.clone(), |all| &all & &names));
        some.extend(names);
    }
    &some - &all.unwrap_or_default()
}

fn suspends(block: &Block) -> bool {
    block.stmts.iter().any(statement_contains_yield)
}
