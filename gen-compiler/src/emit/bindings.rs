//! How does an arm bind what its state carries?
//!
//! The pattern binds it, and a `let` in the braces of its scope binds it again where leaving the scope must drop it.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident};
use syn::{Stmt, Token};

use super::{
    append, code, in_order,
    machine::{Arm, Stands},
    naming::Naming,
};
use crate::{
    effects::{Effect, is_irrefutable},
    found_again::only,
    ids::{LocalId, ScopeId},
    layout::{Carried, Field, Kind},
    names,
};

impl Arm<'_> {
    /// The arm of the state.
    pub(super) fn arm(&mut self) -> TokenStream {
        let state = &self.layout.states[self.state];
        let (name, variant) = (&self.naming.state, &self.naming.variants[self.state]);
        let scopes = self.structure.scopes.clone();
        let (bound, lets) = self.bindings(&scopes);
        let fields = self.naming.fields(self.state);
        let made_again = self.made_again();
        let stored = state.fields.iter().zip(fields);
        let patterns = stored
            .filter(|(field, _)| field.is_stored())
            .map(|(field, name)| {
                let local = self.naming.variable(self.graph, field);
                let mutable = self.mutability(field.local);
                match field.carried {
                    Carried::Restored => {
                        let kept = kept_of(name);
                        code!(#name: #kept)
                    }
                    Carried::Start => {
                        let start = start_of(&local);
                        code!(#name: #start)
                    }
                    Carried::Live | Carried::Lent | Carried::Noted
                        if bound.contains(&field.local) =>
                    {
                        if *name == local {
                            code!(#mutable #local)
                        } else {
                            code!(#name: #mutable #local)
                        }
                    }
                    Carried::Kept if self.is_dropped(field) => code!(#name: mut #local),
                    _ if *name == local => code!(#local),
                    _ => code!(#name: #local),
                }
            });
        let patterns = code!(#(#patterns),*);
        let mut lets = lets.into_iter();
        let outermost = lets.next().unwrap_or_default();
        let inner: Vec<TokenStream> = lets.collect();
        let body = self.open(&scopes, &inner, state.block, None);
        let once = (state.kind == Kind::Start).then(|| code!(::gen_runtime::__private::seldom();));
        let is_unsafe = self
            .graph
            .enclosing(scopes[0])
            .any(|scope| self.graph.scopes[scope].is_unsafe);
        let lent = self.lend_arguments();
        let once = once.unwrap_or_default();
        let told = match state.kind {
            Kind::Start => self.told_arguments(),
            Kind::Yield | Kind::Loop | Kind::Join => TokenStream::new(),
        };
        let body = in_order([once, lent, made_again, outermost, told, body]);
        let body = self.with_items(scopes[0], body);
        let body = if is_unsafe {
            code!(unsafe { #body })
        } else {
            body
        };
        // It is the first state as well.
        let first = self.layout.prelude_to(self.state);
        let first = first.filter(|_| self.naming.head.is_none());
        let first = first.map(|prelude| {
            let variant = &self.naming.variants[prelude.start];
            code!(#name::#variant { #patterns } |)
        });
        code!(#first #name::#variant { #patterns } => { #body })
    }

    // The items of the scopes around the state, each in braces since inner ones may hide outer ones.
    fn with_items(&self, scope: ScopeId, body: TokenStream) -> TokenStream {
        self.graph.enclosing(scope).fold(body, |body, scope| {
            let items = &self.graph.scopes[scope].items;
            if items.is_empty() {
                body
            } else {
                code!({ #(#items)* #body })
            }
        })
    }

    // A variable that lacks its `mut` is reported in the fold copy.
    pub(super) fn mutability(&self, local: LocalId) -> Option<Token![mut]> {
        let row = &self.graph.locals[local];
        let span = row.ident.span();
        let is_mutable =
            row.mutable || row.is_partial() || !names::is_ours(&row.ident) && !row.lent;
        is_mutable.then(|| Token![mut](span))
    }

    // Output: the locals that the pattern binds for good, and for each opened scope the `let`s that bind the rest.
    // Leaving a scope must drop what was declared in it and nothing else, in order, so a local gets a `let` if its scope
    // is an inner one or if a local before it needs one.
    fn bindings(&self, scopes: &[ScopeId]) -> (BTreeSet<LocalId>, Vec<TokenStream>) {
        let state = &self.layout.states[self.state];
        let order = &self.layout.order;
        let fields = state.fields.iter().zip(self.naming.fields(self.state));
        let mut locals: Vec<(LocalId, Option<(&Field, &Ident)>)> = fields
            .map(|(field, name)| (field.local, Some((field, name))))
            .chain(state.redeclared.iter().map(|&local| (local, None)))
            .collect();
        locals.sort_by_key(|(local, _)| order.get(local).copied());
        let mut bound = BTreeSet::new();
        let mut lets = vec![TokenStream::new(); scopes.len()];
        for (local, field) in locals {
            let declared = self.graph.declared[&local];
            let level = scopes
                .iter()
                .position(|&scope| scope == declared)
                .unwrap_or(0);
            let Some((field, field_name)) = field else {
                let name = self.naming.declared(self.graph, local);
                let ty = self.written_type(local);
                let told = self.told(local);
                append(&mut lets[level], code!(let mut #name #ty; #told));
                append(&mut lets[level], self.declare_aside(local));
                continue;
            };
            let name = self.naming.variable(self.graph, field);
            match field.carried {
                Carried::Live
                | Carried::Lent
                | Carried::Noted
                | Carried::Kept
                | Carried::Start
                | Carried::Rebuilt
                    if level == 0 && lets[0].is_empty() =>
                {
                    bound.insert(local);
                    append(&mut lets[level], self.resumed(local));
                    append(&mut lets[level], self.declare_aside(local));
                }
                Carried::Live
                | Carried::Lent
                | Carried::Noted
                | Carried::Start
                | Carried::Rebuilt => {
                    let mutable = self.mutability(local);
                    append(&mut lets[level], code!(let #mutable #name = #name;));
                    append(&mut lets[level], self.resumed(local));
                    append(&mut lets[level], self.declare_aside(local));
                }
                Carried::FoundAgain => {
                    append(&mut lets[level], self.found_again(local));
                    append(&mut lets[level], self.declare_aside(local));
                }
                Carried::InPlace => append(&mut lets[level], self.back(local)),
                Carried::Kept => {
                    let mutable = self.is_dropped(field).then(|| code!(mut));
                    append(&mut lets[level], code!(let #mutable #name = #name;));
                }
                Carried::Restored if field.certain => {
                    let kept = kept_of(field_name);
                    let ty = self.written_type(local);
                    let form = form_of(&name);
                    let told = self.told(local);
                    append(
                        &mut lets[level],
                        code! {
                            let #form = ::gen_runtime::__private::form_of(&#kept);
                            let mut #name #ty;
                            #told
                            ::gen_runtime::__private::restore!(#name, #kept certain);
                        },
                    );
                    append(&mut lets[level], self.declare_aside(local));
                }
                Carried::Restored => {
                    let kept = kept_of(field_name);
                    let ty = self.written_type(local);
                    let aside = self.aside(local);
                    let told = self.told(local);
                    append(
                        &mut lets[level],
                        code! {
                            let mut #name #ty;
                            #told
                            let mut #aside = #kept;
                        },
                    );
                }
            }
        }
        for (level, &scope) in scopes.iter().enumerate() {
            append(&mut lets[level], self.definitions(scope, level == 0));
        }
        (bound, lets)
    }

    // The reference to a local of which parts are taken, once it has been.
    fn resumed(&self, local: LocalId) -> Option<TokenStream> {
        let is_first = self.layout.states[self.state].kind == Kind::Start;
        let is_partial = self.graph.locals[local].is_partial() && !is_first;
        is_partial.then(|| self.reached(local)).flatten()
    }

    // The macros that the state has from blocks it is in, and that name locals, behind these.
    fn definitions(&self, scope: ScopeId, outermost: bool) -> TokenStream {
        let graph = self.graph;
        let around = graph.enclosing(scope).skip(1).filter(|_| outermost);
        let mut scopes: Vec<ScopeId> = around.collect();
        scopes.reverse();
        scopes.push(scope);
        let mut code = TokenStream::new();
        for scope in scopes {
            let elsewhere = graph
                .blocks
                .iter()
                .filter(|(id, block)| block.scope == scope && self.layout.owner[*id] != self.state);
            for statement in elsewhere.flat_map(|(_, block)| &block.statements) {
                if let Stmt::Item(item) = &statement.code {
                    append(&mut code, self.finish(item.to_token_stream()));
                }
            }
        }
        code
    }

    // The type of a variable that the pattern does not bind, if the fold copy told it or another state declares it, too.
    fn told(&self, local: LocalId) -> Option<TokenStream> {
        // There it goes into the field.
        if self.stands == Stands::Outside {
            return None;
        }
        let name = self.naming.declared(self.graph, local);
        if let Some(ty) = self.naming.again.get(&local) {
            return Some(code!(::gen_runtime::__private::same_type!(#name, #ty);));
        }
        let position = syn::Index::from(self.naming.told.get(&local)?.position);
        let generator = generator(self.naming);
        Some(code! {
            ::gen_runtime::__private::same_type!(#name, argument #position of #generator);
        })
    }

    /// The same for what a `let` or a pattern declares. What stays in place is told by its slot.
    pub(super) fn told_all(&self, effects: &[Effect]) -> TokenStream {
        let told = effects.iter().filter_map(|effect| match effect {
            &Effect::Declare(local, _) if !self.graph.locals[local].in_place => self.told(local),
            _ => None,
        });
        told.collect()
    }

    // The same for the arguments.
    pub(super) fn told_arguments(&self) -> TokenStream {
        let again = |local: &&LocalId| self.naming.again.contains_key(local);
        let params = self.graph.params.iter().filter(again);
        params.filter_map(|&local| self.told(local)).collect()
    }

    // The iterators of loops over ranges that the state does not store as they are.
    fn made_again(&self) -> TokenStream {
        let mut code = TokenStream::new();
        for field in &self.layout.states[self.state].fields {
            let Some(counter) = &self.graph.locals[field.local].range else {
                continue;
            };
            let name = self.naming.declared(self.graph, field.local);
            let end = self.finish(counter.end.to_token_stream());
            match (field.carried, counter.item) {
                (Carried::Start, _) => {
                    let start = start_of(&name);
                    append(&mut code, code!(let mut #name = #start..#end;));
                }
                (Carried::Rebuilt, Some(item)) => {
                    let item = self.naming.declared(self.graph, item);
                    append(
                        &mut code,
                        code! {
                            let mut #name = #item..#end;
                            ::core::iter::Iterator::next(&mut #name);
                        },
                    );
                }
                // Without a variable of the loop there is nothing that it could be rebuilt from.
                (Carried::Rebuilt, None)
                | (
                    Carried::Live
                    | Carried::Lent
                    | Carried::Noted
                    | Carried::Kept
                    | Carried::FoundAgain
                    | Carried::Restored
                    | Carried::InPlace,
                    _,
                ) => {}
            }
        }
        code
    }

    // A borrow that is made again, if this is the first variable of its pattern that the state needs.
    fn found_again(&self, local: LocalId) -> TokenStream {
        let of = |local: LocalId| self.graph.locals[local].found_again.as_ref();
        let Some(found) = of(local) else {
            return TokenStream::new();
        };
        let fields = self.layout.states[self.state].fields.iter();
        let fields = fields.filter(|field| field.carried == Carried::FoundAgain);
        let same = fields
            .map(|field| field.local)
            .filter(|&other| of(other).is_some_and(|other| other.first == found.first));
        let wanted: Vec<LocalId> = same.collect();
        if wanted.first() != Some(&local) {
            return TokenStream::new();
        }
        let pat = self.finish(only(&found.pat, &wanted).to_token_stream());
        let value = self.finish(found.value.to_token_stream());
        let otherwise =
            (!is_irrefutable(&found.pat)).then(|| code!(else { ::core::unreachable!() }));
        code!(let #pat = #value #otherwise;)
    }

    // In a closure the elided lifetimes of an argument's type would be others.
    fn written_type(&self, local: LocalId) -> Option<TokenStream> {
        let ty = self.graph.locals[local].ty.as_ref();
        let row = &self.graph.locals[local];
        let is_other = row.is_pointer() || row.is_partial();
        let ty = ty.filter(|_| !self.graph.params.contains(&local) && !is_other);
        ty.map(|ty| code!(: #ty))
    }
}

/// What the machine is given.
pub(super) fn generator(naming: &Naming) -> TokenStream {
    if naming.frame.is_some() {
        code!(frame)
    } else {
        code!(state)
    }
}

// What the pattern calls what was kept of a local, until the local has it back.
pub(super) fn kept_of(field: &Ident) -> Ident {
    format_ident!("{}_kept", field, span = Span::mixed_site())
}

/// What the form is called in which a local was kept.
pub(super) fn form_of(local: &Ident) -> Ident {
    format_ident!("{}_form", local, span = Span::mixed_site())
}

// What the start of an iterator over a range is called until the iterator is made again.
fn start_of(iterator: &Ident) -> Ident {
    format_ident!("{}_start", iterator, span = Span::mixed_site())
}
