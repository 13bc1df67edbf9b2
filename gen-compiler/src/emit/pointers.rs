//! How does an arm get the variables that are pointers in the states?
//!
//! The variable of an anchor, and a reference that is lent, is carried as a pointer. In front of every statement that mentions it the
//! variable is made of the pointer.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Group, Span, TokenStream};
use quote::ToTokens;
use syn::{Expr, Local, Stmt};

use super::{append, code, machine::Arm};
use crate::{
    effects::{self, Effect},
    ids::{Id, LocalId},
    ir::{Glue, Statement},
    layout::Kind,
    names,
};

impl Arm<'_> {
    /// The `let` of an anchor's variable declares a pointer.
    pub(super) fn pointer(&self, statement: &Statement) -> Option<TokenStream> {
        let Some(&Effect::Declare(local, true)) = statement.effects.last() else {
            return None;
        };
        let Stmt::Local(Local {
            init: Some(init), ..
        }) = &statement.code
        else {
            return None;
        };
        let name = self.naming.declared(self.graph, local);
        self.graph.locals[local].anchored.then(|| {
            let pointer = self.finish(init.expr.to_token_stream());
            code!(let #name = #pointer;)
        })
    }

    /// The assignment to a reference that is lent.
    pub(super) fn lent_again<'s>(&self, statement: &'s Statement) -> Option<(LocalId, &'s Expr)> {
        let assigned = statement.assigned();
        assigned.filter(|(local, _)| self.graph.locals[*local].lent)
    }

    /// The same of its pointer.
    pub(super) fn lend_value(&self, local: LocalId, value: &TokenStream) -> TokenStream {
        let pointer = self.naming.declared(self.graph, local);
        code!(#pointer = ::gen_runtime::__private::lend(#value);)
    }

    /// What follows a pattern or a `let` that binds: the other variables of a local that is lent, is carried with a note, or may be put aside. What is declared after such a local is
    /// declared again, so that it is dropped before.
    pub(super) fn bound(&self, effects: &[Effect]) -> TokenStream {
        let mut code = TokenStream::new();
        let mut is_behind = false;
        for effect in effects {
            let &Effect::Declare(local, has_value) = effect else {
                continue;
            };
            if !self.graph.declared.contains_key(&local) {
                continue;
            }
            let row = &self.graph.locals[local];
            if row.is_partial() {
                let variable = self.naming.local(local, row.ident.span());
                append(&mut code, self.in_parts(local, &variable));
                is_behind = true;
            } else if row.lent {
                append(&mut code, self.lend(local));
            } else if has_value && is_behind && row.glue != Glue::None {
                append(&mut code, self.again(local));
            }
            let aside = self.declare_aside(local);
            is_behind |= aside.is_some();
            append(&mut code, aside);
        }
        code
    }

    // A local declared again, behind what is to be dropped after it.
    fn again(&self, local: LocalId) -> TokenStream {
        let name = self.naming.declared(self.graph, local);
        let mutable = self.mutability(local);
        code!(let #mutable #name = #name;)
    }

    // The pointer of a reference that a pattern binds and that is lent from there on.
    fn lend(&self, local: LocalId) -> TokenStream {
        let span = self.graph.locals[local].ident.span();
        let reference = self.naming.local(local, span);
        let pointer = self.naming.declared(self.graph, local);
        let mutable = self.mutability(local);
        // In braces of ours, at the user's variable: rustc advises to borrow what the user wrote.
        let mut reference = Group::new(Delimiter::Brace, reference.to_token_stream());
        reference.set_span(Span::mixed_site().located_at(span));
        code!(let #mutable #pointer = ::gen_runtime::__private::lend_bound(#reference);)
    }

    // The references that are lent among what is declared here.
    fn lent(&self, effects: &[Effect]) -> Vec<LocalId> {
        let mut lent = Vec::new();
        effects::locals(effects, &mut |effect, local| {
            if matches!(effect, Effect::Declare(..)) && self.graph.locals[local].lent {
                lent.push(local);
            }
        });
        lent
    }

    /// The variables of the anchors, and the references that are lent, that `code` mentions and does not declare, made of their
    /// pointers. They have the user's names, so that the code stays as it is, token for token.
    pub(super) fn made_anew<'e>(
        &self,
        code: impl ToTokens,
        declared: impl IntoIterator<Item = &'e [Effect]>,
    ) -> TokenStream {
        if self.graph.anchors == 0 && !self.graph.lends {
            return TokenStream::new();
        }
        let declared = declared.into_iter();
        let declared: BTreeSet<LocalId> = declared.flat_map(|effects| self.lent(effects)).collect();
        let mut mentioned = Vec::new();
        names::mentioned(code.into_token_stream(), &mut mentioned);
        let mentioned: BTreeSet<LocalId> = mentioned.into_iter().collect();
        let locals = &self.graph.locals;
        mentioned
            .into_iter()
            .filter(|&local| local.index() < locals.len() && locals[local].is_pointer())
            .filter(|local| !declared.contains(local))
            .map(|local| {
                let name = self.naming.local(local, locals[local].ident.span());
                let pointer = self.naming.declared(self.graph, local);
                if locals[local].lent {
                    code!(let #name = ::gen_runtime::__private::reborrow(&#pointer);)
                } else {
                    code!(let #name = ::gen_runtime::__private::reference(#pointer);)
                }
            })
            .collect()
    }

    /// The arguments that are lent from here on.
    pub(super) fn lend_arguments(&self) -> TokenStream {
        let row = &self.layout.states[self.state];
        let lent = |local: &LocalId| self.graph.locals[*local].lent;
        let arguments = row.fields.iter().map(|field| field.local).filter(lent);
        arguments
            .filter(|_| row.kind == Kind::Start)
            .map(|local| {
                let name = self.naming.declared(self.graph, local);
                let mutable = self.mutability(local);
                code!(let #mutable #name = ::gen_runtime::__private::lend(#name);)
            })
            .chain(self.partial_arguments())
            .collect()
    }

    // The arguments of which parts are taken, and those that follow them, which have to be dropped before.
    fn partial_arguments(&self) -> impl Iterator<Item = TokenStream> {
        let row = &self.layout.states[self.state];
        let locals = &self.graph.locals;
        let stored = row.fields.iter().filter(|field| field.is_stored());
        stored
            .map(|field| field.local)
            .skip_while(|&local| row.kind != Kind::Start || !locals[local].is_partial())
            .filter(|&local| locals[local].glue != Glue::None)
            .map(|local| {
                if locals[local].is_partial() {
                    let name = self.naming.declared(self.graph, local);
                    self.in_parts(local, &name)
                } else {
                    self.again(local)
                }
            })
    }
}
