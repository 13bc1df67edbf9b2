//! How does structured code become a graph?
//!
//! Only statements that contain a yield are taken apart; every other statement is opaque and stays as it is. Its jumps to
//! loops that were taken apart become exits.
//!
//! | file | takes apart |
//! |---|---|
//! | `mod` | blocks, statements, values |
//! | `branch` | `if`, `match`, `let … else` |
//! | `loops` | `loop`, `while`, `for`, labelled blocks |
//! | `assign` | assignments whose value is control flow |
//! | `operands` | everything else: calls, operators, literals |
//! | `jumps` | `break` and `continue` inside opaque statements |
//! | `borrows` | nothing: it says which borrows can be made again |

mod assign;
mod borrows;
mod branch;
mod jumps;
mod loops;
mod operands;

use std::collections::{BTreeMap, BTreeSet};

use self::branch::Elements;
use proc_macro2::{Ident, Span};
use syn::{
    Attribute, Block, Expr, ExprBlock, Item, Lifetime, Local as Let, LocalInit, Meta, Pat, Stmt,
    Token, Type, parse_quote, parse_quote_spanned,
};

use crate::{
    apart::Numbers,
    check::{attributes, contains_yield, is_conditional, statement_contains_yield},
    desugar::{self, ours},
    effects::{self, Effect, Known},
    ids::{BlockId, LocalId, ScopeId, Set, Table},
    ir::{self, Graph, Local, Scope, Statement, Terminator},
    names,
    resolve::Resolved,
    temporaries, tree,
};

/// Lowers a resolved body.
///
/// Statements of the numbers in `apart` are taken apart though they do not yield.
pub fn lower(resolved: &Resolved, numbers: &Numbers, apart: &BTreeSet<usize>) -> Graph {
    let mut scopes = Table::new();
    let scope = scopes.push(Scope {
        parent: None,
        is_unsafe: false,
        items: Vec::new(),
    });
    let mut blocks = Table::new();
    let entry = blocks.push(ir::Block::empty(scope));
    let mut lower = Lower {
        locals: resolved.locals.clone(),
        scopes,
        blocks,
        declared: BTreeMap::new(),
        deferred: Set::new(),
        order: vec![entry],
        known: resolved.known.clone(),
        primitive_items: resolved.primitive_items,
        numbers,
        apart,
        source: None,
        current: entry,
        targets: Vec::new(),
        copies: Vec::new(),
        evaluated: operands::Evaluated::default(),
        borrowed: Set::new(),
        owners: BTreeMap::new(),
        lists: Set::new(),
        arrays: Set::new(),
    };
    for &param in &resolved.params {
        lower.declared.insert(param, scope);
    }
    lower.contents(&resolved.body, &Dest::Discard);
    lower.finish(Terminator::Return);
    let mut graph = lower.in_source_order(entry, resolved.params.clone());
    graph.anchors = resolved.anchors;
    graph.lends = graph.locals.iter().any(|(_, local)| local.lent);
    graph.copy_pointers();
    graph
}

struct Lower<'r> {
    /// The statements by number, those to take apart, and the number of the one at hand.
    numbers: &'r Numbers,
    apart: &'r BTreeSet<usize>,
    source: Option<usize>,
    locals: Table<LocalId, Local>,
    scopes: Table<ScopeId, Scope>,
    blocks: Table<BlockId, ir::Block>,
    declared: BTreeMap<LocalId, ScopeId>,
    deferred: Set<LocalId>,
    /// The blocks in the order in which they were started, which is that of the source.
    order: Vec<BlockId>,
    known: Known,
    primitive_items: bool,
    /// The block that statements are added to. After code that never ends it is one that nothing leads to.
    current: BlockId,
    /// The loops and labelled blocks around, innermost last.
    targets: Vec<Target>,
    /// Locals of ours that took the value of a variable, and the variable.
    copies: Vec<(LocalId, LocalId)>,
    /// What was evaluated of the operation at hand.
    evaluated: operands::Evaluated,
    /// The borrows of what is owned that can be made again, and those of items.
    borrowed: Set<LocalId>,
    /// The variables that these are found in, themselves among them if what they refer to may change.
    owners: BTreeMap<LocalId, Vec<LocalId>>,
    /// The variables whose first value shows that they are vectors, or the like, and those that are arrays.
    lists: Set<LocalId>,
    arrays: Set<LocalId>,
}

/// Where the value of an expression goes.
#[derive(Clone)]
enum Dest {
    Discard,
    Local(Ident),
}

/// A loop or labelled block that was taken apart.
struct Target {
    label: Option<Lifetime>,
    /// A labelled block: only a `break` with its label leads out of it.
    is_block: bool,
    after: BlockId,
    head: Option<BlockId>,
    dest: Dest,
}

impl Lower<'_> {
    // Output: the graph with its blocks numbered as they come in the source. Types are inferred in that order, and every
    // edge but those back to a loop's head goes forward in it.
    fn in_source_order(self, entry: BlockId, params: Vec<LocalId>) -> Graph {
        let mut numbers = BTreeMap::new();
        let mut old: BTreeMap<BlockId, ir::Block> = self.blocks.into_iter().collect();
        let mut blocks = Table::new();
        for block in self.order {
            if let Some(contents) = old.remove(&block) {
                numbers.insert(block, blocks.push(contents));
            }
        }
        let mut graph = Graph {
            locals: self.locals,
            params,
            scopes: self.scopes,
            blocks,
            entry,
            declared: self.declared,
            deferred: self.deferred,
            copies: self.copies,
            anchors: 0,
            lends: false,
            jumps: numbers.keys().map(|&block| (block, block)).collect(),
        };
        graph.renumber(|block| numbers[&block]);
        graph
    }

    fn scope(&self) -> ScopeId {
        self.blocks[self.current].scope
    }

    /// A block in the current scope.
    fn block_here(&mut self) -> BlockId {
        let scope = self.scope();
        self.blocks.push(ir::Block::empty(scope))
    }

    /// A block in a new scope inside the current one.
    fn block_inside(&mut self) -> BlockId {
        self.block_in_scope(false)
    }

    fn block_in_scope(&mut self, is_unsafe: bool) -> BlockId {
        let parent = Some(self.scope());
        let scope = self.scopes.push(Scope {
            parent,
            is_unsafe,
            items: Vec::new(),
        });
        self.blocks.push(ir::Block::empty(scope))
    }

    /// Ends the current block. What follows belongs to no block until [`Self::start`].
    fn finish(&mut self, mut terminator: Terminator) {
        if let Some(head) = diverging_head(&mut terminator) {
            self.blocks[self.current].statements.push(head);
            terminator = Terminator::Unreachable;
        }
        self.blocks[self.current].terminator = terminator;
    }

    fn start(&mut self, block: BlockId) {
        self.current = block;
        self.order.push(block);
    }

    fn goto(&mut self, target: BlockId) {
        self.finish(Terminator::Goto(target));
    }

    /// Ends the current block where control never goes on; what follows is dead.
    fn dead(&mut self, terminator: Terminator) {
        let dead = self.block_here();
        self.finish(terminator);
        self.start(dead);
    }

    /// A local of ours, not declared yet.
    fn temporary(&mut self, base: &str, span: Span) -> Ident {
        let ident = Ident::new(&names::ours(base).to_string(), ours(span));
        self.local_of_ours(&ident, None)
    }

    /// The same for the value of a head.
    fn temporary_head(&mut self, head: &Expr) -> Ident {
        let ends = tree::ends(head);
        let ident = names::shown("head", ends.0);
        let numbered = self.local_of_ours(&ident, Some(ends));
        if let Some(local) = names::local(&numbered) {
            self.locals[local].untyped = effects::untyped_head(head);
        }
        numbered
    }

    fn local_of_ours(&mut self, ident: &Ident, ends: Option<(Span, Span)>) -> Ident {
        let local = self.locals.push(Local {
            open: true,
            ends,
            ..Local::new(ident, true)
        });
        names::numbered(ident, local)
    }

    /// Declares what `pat` binds in the scope of `block`.
    fn declare(&mut self, pat: &Pat, block: BlockId) -> Vec<Effect> {
        let effects = effects::of_pat(pat, &self.known);
        self.declare_all(pat, block);
        effects
    }

    /// Declares what `pat` binds in the scope of `block` where it matches `scrutinee`, or its `elements`.
    fn declare_match(
        &mut self,
        scrutinee: &Expr,
        elements: Option<&Elements>,
        pat: &Pat,
        block: BlockId,
    ) -> Vec<Effect> {
        let effects = match elements.and_then(|elements| elements.matched_by(pat)) {
            Some(matched) => {
                let mut effects = vec![matched];
                effects.extend(effects::of_pat(pat, &self.known));
                effects
            }
            None => effects::of_match(scrutinee, pat, &self.known),
        };
        self.declare_all(pat, block);
        effects
    }

    fn declare_all(&mut self, pat: &Pat, block: BlockId) {
        let scope = self.blocks[block].scope;
        let in_guard = match pat {
            Pat::Guard(pat) => effects::bound_in_guard(&pat.guard),
            _ => Vec::new(),
        };
        for local in effects::bound(pat).into_iter().chain(in_guard) {
            self.declared.insert(local, scope);
        }
    }

    // Input: a `let`, perhaps one that borrows a temporary for as long as its variable lives.
    // Output: the `let` with a local of ours in the place of the temporary, which is declared before; true if it was changed.
    fn name_temporary(&mut self, local: &mut Let) -> bool {
        let by_reference = temporaries::binds_by_reference(&local.pat);
        let Some(init) = local.init.as_mut().filter(|init| init.diverge.is_none()) else {
            return false;
        };
        if let Some(constant) = temporaries::constant(&init.expr) {
            // It lives for ever, or else rustc says that it does not.
            let span = ours(syn::spanned::Spanned::span(constant));
            let check = parse_quote_spanned!(span=> if false { let _: &'static _ = #constant; });
            self.opaque(check);
            return false;
        }
        let temporary = if by_reference && !effects::is_place(&init.expr) {
            Some(&mut *init.expr)
        } else {
            temporaries::borrowed(&mut init.expr)
        };
        let found = temporary.is_some();
        if let Some(value) = temporary {
            let span = syn::spanned::Spanned::span(value);
            let name = self.temporary("temporary", span);
            let value = std::mem::replace(value, parse_quote!(#name));
            if contains_yield(&value) {
                self.declare_uninitialised(&parse_quote!(#name), None);
                self.expr(&value, &Dest::Local(name));
            } else {
                self.opaque(parse_quote!(let mut #name = #value;));
            }
        }
        found
    }

    /// Adds an opaque statement.
    fn opaque(&mut self, code: Stmt) {
        self.opaque_if(code, &[]);
    }

    // The same with attributes that say whether it is there: control comes to it only if it is.
    fn opaque_if(&mut self, mut code: Stmt, conditions: &[Attribute]) {
        if let Stmt::Local(local) = &mut code {
            self.name_temporary(local);
        }
        jumps::replace(&mut code, &self.targets);
        if let Stmt::Local(local) = &code {
            if let Some(init) = &local.init
                && local.attrs.is_empty()
                && conditions.is_empty()
            {
                self.mark_borrow(&init.expr, &local.pat);
                if let Pat::Ident(name) = &local.pat
                    && name.by_ref.is_none()
                    && let Some(local) = names::local(&name.ident)
                {
                    if borrows::makes_vector(&init.expr) {
                        self.lists.insert(local);
                    } else if borrows::makes_array(&init.expr) {
                        self.arrays.insert(local);
                    }
                }
            }
            for effect in self.declare(&local.pat, self.current) {
                if let (Effect::Declare(declared, _), Pat::Type(pat)) = (effect, &local.pat)
                    && matches!(*pat.pat, Pat::Ident(_))
                {
                    self.locals[declared].ty = Some((*pat.ty).clone());
                }
            }
        }
        let effects = effects::of_stmt(&code, &self.known);
        let ends = effects::falls_through(&effects);
        if let Stmt::Expr(Expr::Block(block), _) = &mut code {
            block.attrs.extend_from_slice(conditions);
        }
        self.blocks[self.current].statements.push(Statement {
            code,
            effects,
            source: self.source.take(),
        });
        if !ends {
            self.dead(Terminator::Unreachable);
        }
    }

    /// `dest = value`, or just the value.
    fn assign(&mut self, dest: &Dest, value: &Expr) {
        self.opaque(match dest {
            // Not by its tokens: the braces that it starts with would end the statement.
            Dest::Discard => match value {
                Expr::Macro(_) => parse_quote!(#value;),
                value => Stmt::Expr(value.clone(), Some(Token![;](Span::mixed_site()))),
            },
            Dest::Local(dest) => parse_quote!(#dest = #value;),
        });
    }

    /// The statements of `block` in the current scope, its value to `dest`.
    fn contents(&mut self, block: &Block, dest: &Dest) {
        let Some((last, stmts)) = block.stmts.split_last() else {
            return self.unit(dest);
        };
        for stmt in stmts {
            self.statement(stmt);
        }
        match (last, dest) {
            (Stmt::Expr(tail, None), Dest::Discard) if is_conditional(attributes(tail)) => {
                self.statement(last);
            }
            (Stmt::Expr(tail, None), _) => {
                let number = self.numbers.of(last);
                self.numbered(number, tail, dest);
            }
            // In a block of its own the statement may diverge, which rustc knows better than we do.
            (last, Dest::Local(dest))
                if !matches!(last, Stmt::Item(_)) && !statement_contains_yield(last) =>
            {
                self.opaque(parse_quote!(#dest = { #last };));
            }
            (last, _) => {
                self.statement(last);
                self.unit(dest);
            }
        }
    }

    fn unit(&mut self, dest: &Dest) {
        if let Dest::Local(dest) = dest {
            self.opaque(parse_quote!(#dest = ();));
        }
    }

    fn statement(&mut self, stmt: &Stmt) {
        match stmt {
            // A macro that mentions a local must stand where the local is in scope.
            Stmt::Item(Item::Macro(item)) if names::mentions_local(&item.mac.tokens) => {
                self.opaque(stmt.clone());
            }
            Stmt::Item(item) => {
                let scope = self.scope();
                self.scopes[scope].items.push(item.clone());
            }
            // Only rustc knows whether it is there.
            Stmt::Expr(expr, _) if is_conditional(attributes(expr)) => {
                let number = self.numbers.of(stmt);
                if self.is_apart(number) {
                    self.take_apart(expr, &Dest::Discard);
                } else {
                    self.source = number;
                    self.opaque(stmt.clone());
                }
            }
            Stmt::Expr(expr @ (Expr::Break(_) | Expr::Continue(_) | Expr::Return(_)), _) => {
                self.expr(expr, &Dest::Discard);
            }
            Stmt::Expr(expr, _) if self.is_apart(self.numbers.of(stmt)) => {
                self.take_apart(expr, &Dest::Discard);
            }
            Stmt::Local(local) if self.is_apart(self.numbers.of(stmt)) => self.bind(local, true),
            _ if !statement_contains_yield(stmt) => {
                self.source = self.numbers.of(stmt);
                self.opaque(stmt.clone());
            }
            Stmt::Local(local) => self.bind(local, false),
            Stmt::Expr(expr, _) => self.expr(expr, &Dest::Discard),
            // Our own macros are no macros any more, so no other can contain a yield.
            Stmt::Macro(_) => self.opaque(stmt.clone()),
        }
    }

    fn is_apart(&self, number: Option<usize>) -> bool {
        number.is_some_and(|number| self.apart.contains(&number))
    }

    // An expression that has the number of a statement.
    fn numbered(&mut self, number: Option<usize>, expr: &Expr, dest: &Dest) {
        if self.is_apart(number) {
            self.take_apart(expr, dest);
        } else {
            self.source = number.filter(|_| !contains_yield(expr));
            self.expr(expr, dest);
            self.source = None;
        }
    }

    // What could stay whole.
    fn take_apart(&mut self, expr: &Expr, dest: &Dest) {
        match expr {
            Expr::Assign(assign) => {
                let value = self.assigned(assign, true, |lower, dest| {
                    lower.take_apart(&assign.right, dest);
                });
                let left = &assign.left;
                self.opaque(parse_quote!(#left = #value;));
                self.unit(dest);
            }
            Expr::Block(block) if is_conditional(&block.attrs) => self.block_if_there(block),
            expr => self.open(expr, dest),
        }
    }

    // Input: `#[cfg(unix)] { … }`, out of which control comes.
    // Output: the graph of `if cfg!(unix) { #[cfg(unix)] { … } }`.
    fn block_if_there(&mut self, block: &ExprBlock) {
        let after = self.block_here();
        let conditions = block.attrs.iter().filter_map(|attr| match &attr.meta {
            Meta::List(list) => Some(&list.tokens),
            Meta::Path(_) | Meta::NameValue(_) => None,
        });
        let condition = parse_quote!(::core::cfg!(all(#(#conditions),*)));
        self.condition(&condition, after);
        let code = Expr::Block(ExprBlock {
            attrs: Vec::new(),
            ..block.clone()
        });
        self.opaque_if(Stmt::Expr(code, None), &block.attrs);
        self.goto(after);
        self.start(after);
    }

    // Input: `let pat: ty = value;` with a yield in the value or in its `else`, or that is taken apart without one.
    fn bind(&mut self, local: &Let, is_apart: bool) {
        let mut changed = local.clone();
        // What has a number has it where it was.
        let local = if self.name_temporary(&mut changed) {
            &changed
        } else {
            local
        };
        let yields = || statement_contains_yield(&Stmt::Local(local.clone()));
        let init = match &local.init {
            Some(init) if is_apart || yields() => init,
            Some(_) | None => return self.opaque(Stmt::Local(local.clone())),
        };
        if let Some((_, diverge)) = &init.diverge {
            return self.let_else(&local.pat, &init.expr, diverge);
        }
        // The value of a yield that is used as something else is said to be wrong here as in the fold copy.
        if let Expr::Yield(yields) = &*init.expr {
            let span = ours(yields.yield_token.span);
            self.expr(&init.expr, &Dest::Discard);
            let mut local = local.clone();
            if let Some(init) = &mut local.init {
                *init.expr = parse_quote_spanned!(span=> ());
            }
            return self.opaque(Stmt::Local(local));
        }
        let (pat, ty) = match &local.pat {
            Pat::Type(pat) => (&*pat.pat, Some(&*pat.ty)),
            pat => (pat, None),
        };
        // What is carried with a note has a value from the beginning.
        let is_noted =
            |name: &Ident| names::local(name).is_some_and(|local| self.locals[local].is_partial());
        let value = match pat {
            // The variable itself takes the value.
            Pat::Ident(name)
                if name.by_ref.is_none() && name.subpat.is_none() && !is_noted(&name.ident) =>
            {
                let ident = name.ident.clone();
                self.declare_uninitialised(pat, ty);
                let dest = Dest::Local(ident);
                if is_apart {
                    self.take_apart(&init.expr, &dest);
                } else {
                    self.expr(&init.expr, &dest);
                }
                return;
            }
            // In braces it is moved out of the local of ours, so that what the pattern leaves is dropped with the statement.
            _ => {
                let value = if is_apart {
                    let dest = self.uninitialised(&init.expr, ty);
                    self.take_apart(&init.expr, &Dest::Local(dest.clone()));
                    parse_quote!(#dest)
                } else {
                    self.spill(&init.expr, ty)
                };
                parse_quote!({ #value })
            }
        };
        let init = Some(LocalInit {
            eq_token: init.eq_token,
            expr: Box::new(value),
            diverge: None,
        });
        self.opaque(Stmt::Local(Let {
            init,
            ..local.clone()
        }));
    }

    fn declare_uninitialised(&mut self, pat: &Pat, ty: Option<&Type>) {
        let colon = ty.map(|_| Token![:](Span::mixed_site()));
        for effect in self.declare(pat, self.current) {
            if let Effect::Declare(local, _) = effect {
                self.deferred.insert(local);
            }
        }
        self.opaque(parse_quote!(let #pat #colon #ty;));
    }

    /// Evaluates `value` into a temporary, and gives the temporary.
    fn spill(&mut self, value: &Expr, ty: Option<&Type>) -> Expr {
        if !contains_yield(value) {
            return value.clone();
        }
        let temporary = self.uninitialised(value, ty);
        self.expr(value, &Dest::Local(temporary.clone()));
        parse_quote!(#temporary)
    }

    // Declares a temporary for `value`.
    fn uninitialised(&mut self, value: &Expr, ty: Option<&Type>) -> Ident {
        let temporary = self.temporary("value", syn::spanned::Spanned::span(value));
        self.declare_uninitialised(&parse_quote!(#temporary), ty);
        temporary
    }

    fn expr(&mut self, expr: &Expr, dest: &Dest) {
        match expr {
            Expr::Break(jump) => match jumps::break_target(&self.targets, jump.label.as_ref()) {
                Some(target) => {
                    let (after, dest) = (target.after, target.dest.clone());
                    match &jump.expr {
                        Some(value) => self.expr(value, &dest),
                        None => self.unit(&dest),
                    }
                    self.dead(Terminator::Goto(after));
                }
                None => self.assign(dest, expr),
            },
            Expr::Continue(jump) => {
                match jumps::continue_target(&self.targets, jump.label.as_ref()) {
                    Some(head) => self.dead(Terminator::Goto(head)),
                    None => self.assign(dest, expr),
                }
            }
            Expr::Return(exit) if desugar::hands_out(exit) => {
                self.opaque(Stmt::Expr(
                    expr.clone(),
                    Some(Token![;](exit.return_token.span)),
                ));
            }
            Expr::Return(_) => self.dead(Terminator::Return),
            _ if !contains_yield(expr) => self.assign(dest, expr),
            expr => self.open(expr, dest),
        }
    }

    // An expression in parts.
    fn open(&mut self, expr: &Expr, dest: &Dest) {
        match expr {
            Expr::Paren(expr) => self.expr(&expr.expr, dest),
            Expr::Yield(expr) => {
                let span = expr.yield_token.span;
                if let Some(value) = &expr.expr {
                    self.yields(value, span);
                }
                if let Dest::Local(dest) = dest {
                    self.opaque(parse_quote_spanned!(ours(span)=> #dest = ();));
                }
            }
            Expr::Assign(_) => {
                self.operation(expr, &Dest::Discard);
                self.unit(dest);
            }
            Expr::Binary(lazy) if operands::is_lazy(lazy.op) && contains_yield(&lazy.right) => {
                self.lazy(lazy, dest);
            }
            Expr::Block(block) => match &block.label {
                Some(label) => self.labelled(label, &block.block, dest),
                None => self.scoped(&block.block, false, dest),
            },
            Expr::Unsafe(block) => self.scoped(&block.block, true, dest),
            Expr::If(expr) => self.branch(expr, dest),
            Expr::Match(expr) => self.matches(expr, dest),
            Expr::Loop(expr) => self.endless(expr, dest),
            Expr::While(expr) => {
                self.conditional(expr);
                self.unit(dest);
            }
            Expr::ForLoop(expr) => {
                self.iterate(expr);
                self.unit(dest);
            }
            _ => self.operation(expr, dest),
        }
    }

    fn scoped(&mut self, block: &Block, is_unsafe: bool, dest: &Dest) {
        let after = self.block_here();
        let inside = self.block_in_scope(is_unsafe);
        self.goto(inside);
        self.start(inside);
        let before = self.known.in_unsafe;
        self.known.in_unsafe |= is_unsafe;
        self.contents(block, dest);
        self.known.in_unsafe = before;
        self.goto(after);
        self.start(after);
    }

    fn yields(&mut self, value: &Expr, span: Span) {
        let mut value = self.spill(value, None);
        jumps::replace_in(&mut value, &self.targets);
        // A part of a primitive type is copied.
        let effects = if self.primitive_items && matches!(value, Expr::Field(_)) {
            effects::of_scrutinee(&value, &self.known)
        } else {
            effects::of_value(&value, &self.known)
        };
        let resume = self.block_here();
        self.finish(Terminator::Yield {
            value: Box::new(value),
            effects,
            span,
            resume,
        });
        self.start(resume);
    }
}

// Input: a terminator. Output: its head as a statement, if control never comes to choose an edge.
fn diverging_head(terminator: &mut Terminator) -> Option<Statement> {
    if terminator.effects().is_none_or(effects::falls_through) {
        return None;
    }
    let (code, effects) = match terminator {
        // The condition may be a `let`.
        Terminator::If {
            condition, effects, ..
        } => {
            let mut empty: syn::ExprIf = parse_quote!(if true {});
            empty.cond = Box::new(condition.clone());
            (Expr::If(empty), effects)
        }
        Terminator::Match {
            scrutinee, effects, ..
        } => (scrutinee.clone(), effects),
        Terminator::LetElse { value, effects, .. } | Terminator::Yield { value, effects, .. } => {
            (Expr::clone(value), effects)
        }
        Terminator::Goto(_) | Terminator::Unreachable | Terminator::Return => return None,
    };
    Some(Statement {
        code: Stmt::Expr(code, Some(Token![;](Span::mixed_site()))),
        effects: std::mem::take(effects),
        source: None,
    })
}

impl ir::Block {
    /// A block that is still to be filled.
    fn empty(scope: ScopeId) -> Self {
        Self {
            scope,
            statements: Vec::new(),
            terminator: Terminator::Unreachable,
        }
    }
}
