//! Which variables of larger patterns can be given a `mut`?
//!
//! In `Some(node)` a `mut` might change what `node` is, where the pattern matches a reference. So the pattern gets other variables, and
//! those of the user are declared behind it, in the same order.

use proc_macro2::{Ident, TokenTree};
use quote::ToTokens;
use syn::{
    BinOp, Block, Expr, Pat, Stmt, parse_quote_spanned,
    spanned::Spanned,
    visit_mut::{self, VisitMut},
};

use crate::{
    desugar::ours,
    ids::{LocalId, Set, Table},
    ir::Local,
    names,
};

/// Declares these locals behind their patterns. Output: those for which that could be done.
pub fn rebind(
    body: &mut Block,
    table: &mut Table<LocalId, Local>,
    wanted: Set<LocalId>,
) -> Set<LocalId> {
    let mut rebind = Rebind {
        wanted,
        table,
        rebound: Set::new(),
    };
    rebind.visit_block_mut(body);
    rebind.rebound
}

struct Rebind<'t> {
    wanted: Set<LocalId>,
    table: &'t mut Table<LocalId, Local>,
    rebound: Set<LocalId>,
}

impl Rebind<'_> {
    // Input: `Some(node)`. Output: `Some(node·)`, and the statement `let mut node = node·;` that goes behind it.
    fn pattern(&mut self, pat: &mut Pat) -> Vec<Stmt> {
        let is_wanted =
            |name: &Ident| names::local(name).is_some_and(|local| self.wanted.contains(local));
        let mut variables = Variables(Vec::new());
        variables.visit_pat_mut(&mut pat.clone());
        let variables = variables.0;
        if !variables.iter().any(is_wanted) {
            return Vec::new();
        }
        let mut renamed = Vec::new();
        for variable in variables {
            let Some(local) = names::local(&variable) else {
                continue;
            };
            let span = ours(variable.span());
            let bound = Ident::new(&names::ours(&names::base(&variable)).to_string(), span);
            let bound = names::numbered(&bound, self.table.push(Local::new(&bound, true)));
            renamed.push((local, variable, bound));
        }
        // A guard sees the pattern's variables.
        let tokens = names::finish(pat.to_token_stream(), &|name| {
            let known = renamed.iter().find(|(_, variable, _)| variable == name);
            TokenTree::Ident(known.map_or(name, |(_, _, bound)| bound).clone())
        });
        let is_let = matches!(pat, Pat::Type(_));
        // What was printed parses; if it did not, the variables would stay what they are.
        let Ok(new) = parse(tokens, is_let) else {
            return Vec::new();
        };
        *pat = new;
        let mut declared = Vec::new();
        for (local, variable, bound) in renamed {
            if self.wanted.contains(local) {
                self.rebound.insert(local);
                self.table[local].mutable = true;
            }
            let span = ours(variable.span());
            let mutable = self.table[local].mutable.then(|| syn::Token![mut](span));
            declared.push(parse_quote_spanned!(span=> let #mutable #variable = #bound;));
        }
        declared
    }

    // What the last `let` of a condition binds is in scope in the block behind it only.
    fn condition(&mut self, condition: &mut Expr) -> Vec<Stmt> {
        match condition {
            Expr::Binary(chain) if matches!(chain.op, BinOp::And(_)) => {
                self.condition(&mut chain.right)
            }
            Expr::Let(head) => self.pattern(&mut head.pat),
            _ => Vec::new(),
        }
    }
}

fn parse(tokens: proc_macro2::TokenStream, is_let: bool) -> syn::Result<Pat> {
    use syn::parse::{ParseStream, Parser};
    let typed = |input: ParseStream<'_>| {
        let pat = Box::new(Pat::parse_single(input)?);
        Ok(Pat::Type(syn::PatType {
            attrs: Vec::new(),
            pat,
            colon_token: input.parse()?,
            ty: input.parse()?,
        }))
    };
    let guarded = |input: ParseStream<'_>| {
        let pat = Pat::parse_multi_with_leading_vert(input)?;
        if !input.peek(syn::Token![if]) {
            return Ok(pat);
        }
        Ok(Pat::Guard(syn::PatGuard {
            attrs: Vec::new(),
            pat: Box::new(pat),
            if_token: input.parse()?,
            guard: input.parse()?,
        }))
    };
    if is_let {
        typed.parse2(tokens)
    } else {
        guarded.parse2(tokens)
    }
}

/// The variables of a pattern, each once.
struct Variables(Vec<Ident>);

impl VisitMut for Variables {
    fn visit_pat_ident_mut(&mut self, pat: &mut syn::PatIdent) {
        if names::local(&pat.ident).is_some() && !self.0.contains(&pat.ident) {
            self.0.push(pat.ident.clone());
        }
        visit_mut::visit_pat_ident_mut(self, pat);
    }

    fn visit_expr_mut(&mut self, _: &mut Expr) {}
}

impl VisitMut for Rebind<'_> {
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}

    fn visit_block_mut(&mut self, block: &mut Block) {
        for mut stmt in std::mem::take(&mut block.stmts) {
            self.visit_stmt_mut(&mut stmt);
            let declared = match &mut stmt {
                Stmt::Local(local) if local.init.is_some() => self.pattern(&mut local.pat),
                _ => Vec::new(),
            };
            block.stmts.push(stmt);
            block.stmts.extend(declared);
        }
    }

    fn visit_arm_mut(&mut self, arm: &mut syn::Arm) {
        visit_mut::visit_arm_mut(self, arm);
        let declared = self.pattern(&mut arm.pat);
        if !declared.is_empty() {
            let body = &arm.body;
            arm.body = parse_quote_spanned!(ours(body.span())=> { #(#declared)* #body });
        }
    }

    fn visit_expr_if_mut(&mut self, branch: &mut syn::ExprIf) {
        visit_mut::visit_expr_if_mut(self, branch);
        let declared = self.condition(&mut branch.cond);
        branch.then_branch.stmts.splice(0..0, declared);
    }

    fn visit_expr_while_mut(&mut self, head: &mut syn::ExprWhile) {
        visit_mut::visit_expr_while_mut(self, head);
        let declared = self.condition(&mut head.cond);
        head.body.stmts.splice(0..0, declared);
    }

    fn visit_expr_for_loop_mut(&mut self, expr: &mut syn::ExprForLoop) {
        visit_mut::visit_expr_for_loop_mut(self, expr);
        let declared = self.pattern(&mut expr.pat);
        expr.body.stmts.splice(0..0, declared);
    }
}
