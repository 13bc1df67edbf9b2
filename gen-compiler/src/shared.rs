//! From where on are `&mut` references only read?
//!
//! `rows.sort(); for i in 0..rows.len() { yield_!(&rows[i]); }` hands out by `&` what `rows` refers to, so `rows` cannot be moved into the
//! state. A `&` reference can: in front of what only reads it the machine reborrows, `let rows = &*rows;`, and reads that. The fold copy stays as it is
//! written.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenTree};
use syn::{
    Block, Expr, ExprMethodCall, Item, Local as Let, Macro, Pat, PatIdent, Stmt,
    parse_quote_spanned,
    visit::{self, Visit},
    visit_mut::{self, VisitMut},
};

use crate::{
    changed,
    desugar::ours,
    effects,
    handed_out::reference,
    ids::LocalId,
    ir::{Glue, Local},
    macros::{self, Argument, Code},
    names, operands,
    resolve::Resolved,
    split::is_told_elsewhere,
};

/// Reborrows those of these `&mut` references that are only read where they are handed out. Output: the body with that, if there are any.
pub fn shared(written: &Resolved, wanted: &BTreeSet<LocalId>) -> Option<Resolved> {
    let mut changed: Option<Resolved> = None;
    for &local in wanted {
        let row = &written.locals[local];
        if row.shared || reference(row).is_none() || is_told_elsewhere(written, local) {
            continue;
        }
        let mut resolved = changed.clone().unwrap_or_else(|| written.clone());
        let shared = resolved.locals.push(Local {
            glue: Glue::None,
            in_macro: row.in_macro,
            ..Local::new(&row.ident, false)
        });
        let mut share = Share {
            local,
            shared,
            done: false,
        };
        if resolved.params.contains(&local) {
            share.within(&mut resolved.body, 0);
        } else {
            share.visit_block_mut(&mut resolved.body);
        }
        if share.done {
            resolved.locals[local].shared = true;
            changed = Some(resolved);
        }
    }
    changed
}

/// Finds where a reference is declared, and reborrows it behind that.
struct Share {
    local: LocalId,
    shared: LocalId,
    done: bool,
}

impl Share {
    // Reborrows it where only reading follows in this block. If it is not mentioned there, but in a block in front of that, there.
    fn within(&mut self, block: &mut Block, from: usize) {
        let stmts = &block.stmts;
        let last = (from..stmts.len()).rfind(|&at| changes(&stmts[at], self.local));
        let start = last.map_or(from, |last| last + 1);
        let read =
            (start..stmts.len()).find(|&at| names::mentions_in(Code::Stmt(&stmts[at]), self.local));
        match (read, last) {
            (Some(read), _) => {
                let mut rename = Rename {
                    local: self.local,
                    shared: self.shared,
                    first: None,
                };
                for stmt in &mut block.stmts[read..] {
                    rename.visit_stmt_mut(stmt);
                }
                if let Some(first) = rename.first.take() {
                    let span = ours(first.span());
                    let shared = rename.as_shared(&first);
                    let reborrow = parse_quote_spanned!(span=> let #shared = &*#first;);
                    block.stmts.insert(read, reborrow);
                    self.done = true;
                }
            }
            (None, Some(last)) => {
                if let Stmt::Expr(expr, _) = &mut block.stmts[last] {
                    self.inside(expr);
                }
            }
            (None, None) => {}
        }
    }

    // In the blocks of what is no loop, since a loop comes back to what changes it.
    fn inside(&mut self, expr: &mut Expr) {
        match expr {
            Expr::If(branch) => {
                self.within(&mut branch.then_branch, 0);
                if let Some((_, other)) = &mut branch.else_branch {
                    self.inside(other);
                }
            }
            Expr::Match(expr) => expr
                .arms
                .iter_mut()
                .for_each(|arm| self.inside(&mut arm.body)),
            Expr::Block(expr) => self.within(&mut expr.block, 0),
            Expr::Unsafe(expr) => self.within(&mut expr.block, 0),
            _ => {}
        }
    }
}

impl VisitMut for Share {
    fn visit_item_mut(&mut self, _: &mut Item) {}

    fn visit_block_mut(&mut self, block: &mut Block) {
        let declared = block.stmts.iter().position(|stmt| {
            matches!(stmt, Stmt::Local(Let { pat: Pat::Ident(PatIdent { ident, .. }), .. })
                if names::local(ident) == Some(self.local))
        });
        match declared {
            Some(at) => self.within(block, at + 1),
            None => visit_mut::visit_block_mut(self, block),
        }
    }
}

/// Calls a local by another name.
struct Rename {
    local: LocalId,
    shared: LocalId,
    first: Option<Ident>,
}

impl Rename {
    fn as_shared(&self, ident: &Ident) -> Ident {
        let base = names::ident_like(ident, &names::base(ident), ident.span());
        names::numbered(&base, self.shared)
    }

    fn renamed(&mut self, ident: Ident) -> Ident {
        if names::local(&ident) != Some(self.local) {
            return ident;
        }
        let shared = self.as_shared(&ident);
        self.first.get_or_insert(ident);
        shared
    }
}

impl VisitMut for Rename {
    fn visit_item_mut(&mut self, _: &mut Item) {}

    fn visit_ident_mut(&mut self, ident: &mut Ident) {
        *ident = self.renamed(ident.clone());
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        mac.tokens = names::map_tokens(mac.tokens.clone(), &mut |token| match token {
            TokenTree::Ident(ident) => TokenTree::Ident(self.renamed(ident)),
            token => token,
        });
    }
}

// May a statement change what the local refers to, or hand it on?
fn changes(stmt: &Stmt, local: LocalId) -> bool {
    let mut changes = Changes {
        local,
        found: false,
    };
    changes.visit_stmt(stmt);
    changes.found
}

struct Changes {
    local: LocalId,
    found: bool,
}

impl Changes {
    fn is_local(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Path(path) => {
                let local = path.path.get_ident().and_then(names::local);
                local == Some(self.local)
            }
            Expr::Paren(expr) => self.is_local(&expr.expr),
            _ => false,
        }
    }

    // Is it something in what the local refers to, or all of that? Looks at the indices.
    fn is_in(&mut self, place: &Expr) -> bool {
        match place {
            Expr::Field(place) => self.is_local(&place.base) || self.is_in(&place.base),
            Expr::Index(place) => {
                self.visit_expr(&place.index);
                self.is_local(&place.expr) || self.is_in(&place.expr)
            }
            Expr::Unary(place) if matches!(place.op, syn::UnOp::Deref(_)) => {
                self.is_local(&place.expr) || self.is_in(&place.expr)
            }
            Expr::Paren(place) => self.is_in(&place.expr),
            _ => false,
        }
    }

    // A place that is changed, or may be.
    fn changed(&mut self, place: &Expr) {
        if self.is_local(place) || self.is_in(place) {
            self.found = true;
        } else {
            self.visit_expr(place);
        }
    }

    fn called(&mut self, call: &ExprMethodCall) {
        let is_read = effects::reads(&call.method)
            && (self.is_local(&call.receiver) || self.is_in(&call.receiver));
        if !is_read {
            self.changed(&call.receiver);
        }
        call.args
            .iter()
            .for_each(|argument| self.visit_expr(argument));
    }

    // A pattern may borrow a place to change it.
    fn matched<'p>(&mut self, value: &Expr, pats: impl IntoIterator<Item = &'p Pat>) {
        if changed::may_borrow(pats) {
            self.changed(value);
        } else {
            self.visit_expr(value);
        }
    }
}

impl<'ast> Visit<'ast> for Changes {
    fn visit_item(&mut self, _: &'ast Item) {}

    fn visit_local(&mut self, local: &'ast Let) {
        if let Some(init) = &local.init {
            self.matched(&init.expr, [&local.pat]);
            if let Some((_, diverge)) = &init.diverge {
                self.visit_expr(diverge);
            }
        }
    }

    fn visit_expr(&mut self, expr: &'ast Expr) {
        match expr {
            Expr::Path(_) => self.found |= self.is_local(expr),
            Expr::Reference(borrow) if borrow.mutability.is_some() => self.changed(&borrow.expr),
            Expr::RawAddr(borrow) => self.changed(&borrow.expr),
            Expr::MethodCall(call) => self.called(call),
            Expr::Assign(assign) => {
                self.changed(&assign.left);
                self.visit_expr(&assign.right);
            }
            Expr::Binary(both) if operands::is_compound(both.op) => {
                self.changed(&both.left);
                self.visit_expr(&both.right);
            }
            Expr::Call(call) => {
                self.changed(&call.func);
                call.args
                    .iter()
                    .for_each(|argument| self.visit_expr(argument));
            }
            Expr::Let(condition) => self.matched(&condition.expr, [&*condition.pat]),
            Expr::Match(matched) => {
                self.matched(&matched.expr, matched.arms.iter().map(|arm| &arm.pat));
                matched.arms.iter().for_each(|arm| self.visit_arm(arm));
            }
            // What is in it is copied, since it cannot be moved out of a reference.
            place if self.is_in(place) => {}
            _ => visit::visit_expr(self, expr),
        }
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        let is_known = operands::evaluates_only(mac);
        for argument in macros::arguments(mac) {
            match argument {
                Argument::Expr(expr) if is_known => Changes::visit_expr(self, &expr),
                Argument::Expr(expr) => {
                    self.found |= names::mentions_in(Code::Expr(&expr), self.local);
                }
                Argument::Other(token) => {
                    let mut mentioned = Vec::new();
                    names::mentioned(token.into(), &mut mentioned);
                    self.found |= mentioned.contains(&self.local);
                }
            }
        }
    }
}
