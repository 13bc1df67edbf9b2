//! How is a local put aside, and how does it come back?

use proc_macro2::{Ident, Span, TokenStream};
use syn::{Expr, ExprMatch, Stmt, parse_quote};

use super::{append, bindings::kept_of, code, machine::Arm};
use crate::{
    effects::Effect,
    ids::{BlockId, LocalId},
    ir::Edge,
    layout::{Field, Way},
};

impl Arm<'_> {
    /// The variable in which a local is put aside. Where it never comes back it is the only one of the local.
    pub(super) fn aside(&self, local: LocalId) -> Ident {
        let name = self.naming.declared(self.graph, local);
        if self.layout.states[self.state].keeps(local) {
            name
        } else {
            kept_of(&name)
        }
    }

    /// The declaration of that variable, beside that of the local, so that both are dropped at the same place.
    pub(super) fn declare_aside(&self, local: LocalId) -> Option<TokenStream> {
        let state = &self.layout.states[self.state];
        let aside = self.aside(local);
        let is_one = state.aside.contains_key(&local) && !state.keeps(local);
        is_one.then(|| code!(let mut #aside;))
    }

    /// Is it what a pattern left of a local, and does the state assign to the local?
    pub(super) fn is_dropped(&self, field: &Field) -> bool {
        let assigned = &self.layout.states[self.state].assigned;
        !field.part.is_empty() && assigned.contains(field.local)
    }

    /// What patterns left of the locals that a statement has just assigned to goes.
    pub(super) fn drop_left(&self, effects: &[Effect]) -> TokenStream {
        let fields = &self.layout.states[self.state].fields;
        let left = fields.iter().filter(|field| {
            self.is_dropped(field) && effects.contains(&Effect::Assign(field.local))
        });
        let left = left.map(|field| self.naming.variable(self.graph, field));
        code!(#(#left = ::gen_runtime::__private::absent();)*)
    }

    /// Puts aside what has to be where an edge leads.
    pub(super) fn put_aside(&self, edge: Edge) -> TokenStream {
        let mut code = TokenStream::new();
        let state = &self.layout.states[self.state];
        for local in self.layout.aside.at[edge.to].iter() {
            let name = self.naming.declared(self.graph, local);
            let aside = self.aside(local);
            let span = state.near.unwrap_or_else(Span::mixed_site);
            let facts = self.layout.edges.get(&edge);
            let way = facts.map(|facts| self.layout.aside.way(self.graph, edge, facts, local));
            if way != Some(Way::Aside) {
                let kept = self.kept(edge, &state.aside[&local], &name, span);
                append(&mut code, code!(#aside = #kept;));
            }
        }
        code
    }

    /// Gives the locals back that statement `at` of a block, or its terminator, assigns to.
    pub(super) fn restore(&self, block: BlockId, at: usize) -> TokenStream {
        let mut code = TokenStream::new();
        for local in self.layout.aside.restored(self.graph, block, at) {
            let name = self.naming.declared(self.graph, local);
            let aside = self.aside(local);
            let certain = !self.layout.states[self.state].aside[&local].perhaps;
            let certain = certain.then(|| code!(certain));
            append(
                &mut code,
                code!(::gen_runtime::__private::restore!(#name, #aside #certain);),
            );
        }
        code
    }
}

// Input: `local = value;`, and what gives the local back that was put aside.
// Output: the same with the local given back when the value is there, which lives as long as the temporaries of the value.
pub(super) fn restored_late(assignment: &Stmt, restore: &TokenStream) -> Option<Stmt> {
    let mut assignment = assignment.clone();
    let Stmt::Expr(Expr::Assign(assign), _) = &mut assignment else {
        return None;
    };
    let value = Ident::new("value", Span::mixed_site());
    // The names in what gives it back are those of the machine already.
    let given = Expr::Verbatim(code!({ #restore #value }));
    let mut late: ExprMatch = parse_quote!(match () { #value => #given });
    std::mem::swap(&mut late.expr, &mut assign.right);
    *assign.right = Expr::Match(late);
    Some(assignment)
}
