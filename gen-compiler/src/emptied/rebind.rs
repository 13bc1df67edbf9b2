//! Which variables of larger patterns can be given a `mut`?
//!
//! In `Some(node)` a `mut` might change what `node` is, where the pattern matches a reference. So the pattern gets other variables, and
//! those of the user are declared behind it, in the same order.

use proc_macro2::{Ident, TokenTree};
use quote::ToTokens;
use syn::{
    Block, Expr, Pat, Stmt, parse_quote_spanned,
    visit_mut::{self, VisitMut},
};

use crate::{
    behind::behind_patterns,
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
    behind_patterns(body, &mut |pat| rebind.pattern(pat));
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
