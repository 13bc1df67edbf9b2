//! How is the user's code spelled in the machine?
//!
//! Its locals get the names that they have there, and its exits are replaced by jumps.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    Expr, ExprIf, Local, Macro, Pat, PatIdent, Stmt, Type, parse_quote,
    visit_mut::{self, VisitMut},
};

use super::{code, machine::Arm};
use crate::{
    desugar, effects,
    emptied::{Taking, arguments_taken, called, taking},
    ids::{BlockId, LocalId, Set},
    ir::Edge,
    macros::{self, Code},
    names, operands, tree,
};

impl Arm<'_> {
    /// Statement or edge `at` of a block, or a part of it.
    pub(super) fn code(&mut self, block: BlockId, at: usize, code: Code<'_>) -> TokenStream {
        let mut spell = Spell {
            arm: self,
            from: (block, at),
            bound: Set::new(),
        };
        match code {
            Code::Stmt(stmt) => {
                let mut stmt = stmt.clone();
                spell.visit_stmt_mut(&mut stmt);
                stmt.into_token_stream()
            }
            Code::Expr(expr) => spell.expr(expr).into_token_stream(),
            Code::Pat(pat) => {
                let mut pat = pat.clone();
                spell.visit_pat_mut(&mut pat);
                pat.into_token_stream()
            }
        }
    }

    /// The head of the `if` or `match` at the end of a block.
    pub(super) fn head(&mut self, block: BlockId, head: &Expr) -> TokenStream {
        let mut spell = Spell {
            from: (block, self.graph.blocks[block].statements.len()),
            arm: self,
            bound: Set::new(),
        };
        before_braces(spell.expr(head))
    }

    /// Tokens that were printed from code without exits.
    pub(super) fn finish(&self, code: TokenStream) -> TokenStream {
        names::finish(code, &|ident| self.finished(ident))
    }

    fn finished(&self, ident: &Ident) -> TokenTree {
        let name = self.naming.finished(self.graph, ident);
        if let TokenTree::Group(_) = name {
            self.added(1);
        }
        name
    }

    // The machine is longer by some tokens that mean nothing to LLVM.
    fn added(&self, tokens: usize) {
        self.referenced.set(self.referenced.get() + tokens);
    }
}

struct Spell<'s, 'a> {
    arm: &'s mut Arm<'a>,
    from: (BlockId, usize),
    /// The locals that are noted and that a pattern of this code binds: a guard, or what follows in a condition, sees the values themselves.
    bound: Set<LocalId>,
}

impl Spell<'_, '_> {
    fn expr(&mut self, expr: &Expr) -> Expr {
        let mut expr = expr.clone();
        self.visit_expr_mut(&mut expr);
        expr
    }

    // The jump that an identifier stands for.
    fn exit(&mut self, ident: &Ident) -> Option<TokenStream> {
        let exit = names::jump_target(ident)?;
        let to = self.arm.graph.jumps[&exit];
        let (from, at) = self.from;
        Some(self.arm.exit(Edge { from, at, to }))
    }

    // The loop that a variable is the iterator of.
    fn loop_of(&self, variable: &Expr) -> Option<(Span, Span)> {
        match variable {
            Expr::Path(path) => self.ends(path.path.get_ident()?),
            _ => None,
        }
    }

    fn ends(&self, ident: &Ident) -> Option<(Span, Span)> {
        let row = &self.arm.graph.locals[names::local(ident)?];
        row.ends.filter(|_| !names::is_shown(&row.ident))
    }

    // Input: code of ours. Output: the same, of which rustc says that it is all of the user's loop: it does not say twice of the same place that a trait is
    // not implemented.
    fn cover(&mut self, expr: &mut Expr, ends: (Span, Span)) {
        let value = std::mem::replace(expr, Expr::Verbatim(TokenStream::new()));
        *expr = tree::block_over(ends, "loop", vec![Stmt::Expr(value, None)]);
        self.arm.added(4);
    }

    // A part of a local is taken, or given a value, that is noted.
    fn noted(&mut self, expr: &Expr) -> Option<TokenStream> {
        match expr {
            Expr::Macro(expr) if taking(&expr.mac) == Some(Taking::Part) => {
                let taken: Expr = expr.mac.parse_body().ok()?;
                let place = match &taken {
                    Expr::Match(bound) => &bound.expr,
                    place => place,
                };
                let (local, part) = effects::part(place)?;
                match &taken {
                    _ if self.bound.contains(local) => {
                        Some(self.expr(&natively(&taken)).into_token_stream())
                    }
                    Expr::Match(bound) => self.arm.take_bound(local, &part, &bound.arms),
                    _ => self.arm.take_part(local, &part),
                }
            }
            Expr::Macro(expr) if taking(&expr.mac) == Some(Taking::Called) => {
                let mut call = called(&expr.mac)?;
                let (local, part) = effects::part(&call.receiver)?;
                if self.bound.contains(local) {
                    return Some(self.expr(&Expr::MethodCall(call)).into_token_stream());
                }
                for argument in &mut call.args {
                    self.visit_expr_mut(argument);
                }
                self.arm.call_on_part(local, &part, &call)
            }
            Expr::Assign(assign) => {
                let (local, part) = effects::part(whole(&assign.left))?;
                let mut taken = self.arm.graph.locals[local].taken.iter();
                if !taken.any(|gone| gone.part.starts_with(&part)) {
                    return None;
                }
                let value = self.expr(&assign.right).into_token_stream();
                Some(self.arm.put_part(local, &part, &value))
            }
            _ => None,
        }
    }

    // Input: `assert!(page.is_read())`, where the machine has a reference in place of `page`. Output: what prints the text that the user wrote.
    fn with_text(&self, mac: &Macro) -> Option<Expr> {
        let mut mentioned = Vec::new();
        names::mentioned(mac.tokens.clone(), &mut mentioned);
        let locals = &self.arm.graph.locals;
        let is_other = mentioned.iter().any(|&local| locals[local].is_partial());
        if !is_other || !operands::prints_text(mac) {
            return None;
        }
        let value = Ident::new("value", Span::mixed_site());
        desugar::with_text(mac, &value)
    }

    // In a macro's arguments a jump is an expression.
    fn tokens(&mut self, tokens: TokenStream) -> TokenStream {
        let mut out = TokenStream::new();
        for token in tokens {
            let token = match token {
                TokenTree::Group(group) => {
                    let mut new = Group::new(group.delimiter(), self.tokens(group.stream()));
                    new.set_span(group.span());
                    TokenTree::Group(new)
                }
                TokenTree::Ident(ident) => match self.exit(&ident) {
                    Some(jump) => {
                        out.extend(code!({ #jump }));
                        continue;
                    }
                    None => self.finished(TokenTree::Ident(ident)),
                },
                TokenTree::Literal(_) => self.finished(token),
                TokenTree::Punct(_) => token,
            };
            out.extend([token]);
        }
        out
    }

    fn finished(&self, token: TokenTree) -> TokenTree {
        names::finish_token(token, &|ident| self.name(ident))
    }

    fn name(&self, ident: &Ident) -> TokenTree {
        match names::local(ident).filter(|local| self.bound.contains(*local)) {
            Some(local) => TokenTree::Ident(self.arm.naming.local(local, ident.span())),
            None => self.arm.finished(ident),
        }
    }
}

impl VisitMut for Spell<'_, '_> {
    fn visit_stmt_mut(&mut self, stmt: &mut Stmt) {
        if let Stmt::Macro(call) = stmt
            && let Some(told) = self.with_text(&call.mac)
        {
            *stmt = Stmt::Expr(told, call.semi_token);
            return visit_mut::visit_stmt_mut(self, stmt);
        }
        if let Stmt::Expr(Expr::Path(path), Some(_)) = stmt
            && let Some(ident) = path.path.get_ident()
            && let Some(jump) = self.exit(ident)
        {
            *stmt = Stmt::Expr(Expr::Verbatim(jump), None);
        } else {
            visit_mut::visit_stmt_mut(self, stmt);
        }
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Some(noted) = self.noted(expr) {
            *expr = Expr::Verbatim(noted);
            return;
        }
        if let Expr::Macro(call) = expr
            && let Some(told) = self.with_text(&call.mac)
        {
            *expr = told;
            return visit_mut::visit_expr_mut(self, expr);
        }
        if let Expr::Reference(borrow) = expr
            && let Some(ends) = self.loop_of(&borrow.expr)
        {
            visit_mut::visit_expr_mut(self, expr);
            self.cover(expr, ends);
            return;
        }
        let Expr::Path(path) = expr else {
            return visit_mut::visit_expr_mut(self, expr);
        };
        let Some(ident) = path.path.get_ident() else {
            return;
        };
        if let Some(jump) = self.exit(ident) {
            *expr = Expr::Verbatim(code!({ #jump }));
        } else if names::is_shown(ident)
            && let Some(local) = names::local(ident)
        {
            let (graph, naming) = (self.arm.graph, self.arm.naming);
            let mention = naming.mention(graph, local, ident.span());
            self.arm.added(4);
            *expr = Expr::Verbatim(mention);
        } else if names::is_spelled(ident) {
            match self.name(ident) {
                TokenTree::Ident(name) => path.path = name.into(),
                place => *expr = Expr::Verbatim(place.into()),
            }
        }
    }

    // What the iterator of a `for` is made of is wrong where the user's code is that in the fold copy: all of the loop.
    fn visit_local_mut(&mut self, local: &mut Local) {
        let ends = match &local.pat {
            Pat::Ident(iterator) => self.ends(&iterator.ident),
            _ => None,
        };
        visit_mut::visit_local_mut(self, local);
        if let (Some(ends), Some(init)) = (ends, &mut local.init)
            && let Expr::Call(call) = &mut *init.expr
            && let Some(items) = call.args.first_mut()
        {
            self.cover(items, ends);
        }
    }

    fn visit_pat_ident_mut(&mut self, pat: &mut PatIdent) {
        if names::is_spelled(&pat.ident) {
            let (graph, naming) = (self.arm.graph, self.arm.naming);
            pat.ident = match (names::local(&pat.ident), self.arm.finished(&pat.ident)) {
                (_, TokenTree::Ident(name)) => name,
                (Some(local), _) if graph.locals[local].is_partial() => {
                    self.bound.insert(local);
                    naming.local(local, pat.ident.span())
                }
                _ => pat.ident.clone(),
            };
        }
        visit_mut::visit_pat_ident_mut(self, pat);
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        if arguments_taken(mac).is_some() {
            macros::rewrite(mac, |argument| {
                self.visit_expr_mut(argument);
                true
            });
        } else {
            visit_mut::visit_macro_mut(self, mac);
        }
    }

    fn visit_token_stream_mut(&mut self, tokens: &mut TokenStream) {
        *tokens = self.tokens(std::mem::take(tokens));
    }

    fn visit_type_mut(&mut self, _: &mut Type) {}
}

// Input: `*&mut page`, to which `emptied` makes the code assign instead of `page`. Output: `page`.
fn whole(place: &Expr) -> &Expr {
    match place {
        Expr::Unary(deref) => match &*deref.expr {
            Expr::Reference(reference) => &reference.expr,
            _ => place,
        },
        place => place,
    }
}

// Input: the head of an `if` or a `match`. Output: its tokens, in parentheses where a struct's braces would be taken for those
// that follow.
fn before_braces(head: Expr) -> TokenStream {
    if is_plain(&head) {
        return head.into_token_stream();
    }
    // `syn` knows where that is.
    let mut branch: ExprIf = parse_quote!(if true {});
    *branch.cond = head;
    let mut tokens: Vec<TokenTree> = branch.into_token_stream().into_iter().collect();
    tokens.pop();
    tokens.into_iter().skip(1).collect()
}

// Does nothing in the head look different where braces follow?
fn is_plain(head: &Expr) -> bool {
    match head {
        Expr::Path(_) | Expr::Lit(_) | Expr::Paren(_) | Expr::Tuple(_) | Expr::Array(_) => true,
        Expr::MethodCall(head) => is_plain(&head.receiver),
        Expr::Call(head) => is_plain(&head.func),
        Expr::Field(head) => is_plain(&head.base),
        Expr::Index(head) => is_plain(&head.expr),
        Expr::Reference(head) => is_plain(&head.expr),
        Expr::Unary(head) => is_plain(&head.expr),
        Expr::Binary(head) => is_plain(&head.left) && is_plain(&head.right),
        Expr::Let(head) => !matches!(*head.expr, Expr::Binary(_)) && is_plain(&head.expr),
        // A local in place, in parentheses.
        Expr::Verbatim(place) => {
            let mut tokens = place.clone().into_iter();
            matches!(tokens.next(), Some(TokenTree::Group(place)) if place.delimiter() == Delimiter::Parenthesis)
                && tokens.next().is_none()
        }
        _ => false,
    }
}

// Input: what is taken by a macro of ours of a local that the code itself binds. Output: the same as the user wrote it.
fn natively(taken: &Expr) -> Expr {
    let mut taken = taken.clone();
    if let Expr::Match(bound) = &mut taken {
        bound.arms.truncate(1);
        bound
            .arms
            .push(parse_quote!(_ => ::gen_runtime::__private::never()));
    }
    taken
}
