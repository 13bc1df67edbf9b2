//! The state machine: what `next` runs.
//!
//! One arm per state. An arm binds what the state carries, runs to the next yield, puts what it has to carry into the
//! next state and returns the item.

use std::collections::BTreeSet;

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote_spanned};
use syn::{Lifetime, Type};

use super::{
    code, lints,
    naming::Naming,
    structure::{Structure, structure},
};
use crate::{
    desugar::ours,
    effects::{Effect, Evidence, Part, Receiver},
    ids::{BlockId, Id, LocalId, ScopeId, StateId},
    ir::{Glue, Graph, Terminator},
    layout::{Carried, Field, Layout},
    names,
};

/// Emits the closure that runs a state to its next yield.
pub fn machine(graph: &Graph, layout: &Layout, naming: &Naming, item: &Type) -> TokenStream {
    let allow = lints::machine();
    let name = &naming.state;
    let arms = layout.states.ids().map(|state| {
        let mut arm = Arm {
            graph,
            layout,
            naming,
            item,
            state,
            structure: structure(graph, layout, state),
            following: Vec::new(),
            loops: Vec::new(),
            used: BTreeSet::new(),
        };
        arm.arm()
    });
    let arms = code!(#(#arms)*);
    let body = code! {
        |state| {
            #allow
            return {
                let mut now = ::gen_runtime::__private::resume(state);
                'machine: loop {
                    match { now } {
                        #arms
                        #name::Done => return ::core::option::Option::None,
                    }
                }
            };
        }
    };
    names::finish(body, &|ident| naming.finished(graph, ident))
}

struct Arm<'a> {
    graph: &'a Graph,
    layout: &'a Layout,
    naming: &'a Naming,
    item: &'a Type,
    state: StateId,
    structure: Structure,
    /// The blocks that follow the code being emitted: a jump there leaves a labelled block.
    following: Vec<BlockId>,
    /// The heads of the loops around the code being emitted: a jump there continues the loop.
    loops: Vec<BlockId>,
    /// The blocks whose label some jump used.
    used: BTreeSet<BlockId>,
}

impl Arm<'_> {
    fn arm(&mut self) -> TokenStream {
        let state = &self.layout.states[self.state];
        let (name, variant) = (&self.naming.state, &self.naming.variants[self.state]);
        let scopes = self.structure.scopes.clone();
        let (bound, lets) = self.bindings(&scopes);
        let fields = self.naming.fields(self.graph, &state.fields);
        let made_again = self.made_again();
        let stored = state.fields.iter().zip(fields);
        let patterns = stored
            .filter(|(field, _)| field.is_stored())
            .map(|(field, name)| {
                let local = self.naming.variable(self.graph, field);
                let mutable = self.mutability(field.local);
                match field.carried {
                    Carried::Restored => {
                        let kept = format_ident!("{}_kept", name, span = Span::mixed_site());
                        code!(#name: #kept)
                    }
                    Carried::Start => {
                        let start = start_of(&local);
                        code!(#name: #start)
                    }
                    Carried::Live if bound.contains(&field.local) => {
                        if name == local {
                            code!(#mutable #local)
                        } else {
                            code!(#name: #mutable #local)
                        }
                    }
                    Carried::Live | Carried::Kept | Carried::Rebuilt if name == local => {
                        code!(#local)
                    }
                    Carried::Live | Carried::Kept | Carried::Rebuilt => code!(#name: #local),
                }
            });
        let patterns = code!(#(#patterns),*);
        let mut lets = lets.into_iter();
        let outermost = lets.next().unwrap_or_default();
        let inner: Vec<TokenStream> = lets.collect();
        let body = self.open(&scopes, &inner, state.block, None);
        let is_unsafe = self
            .graph
            .enclosing(scopes[0])
            .any(|scope| self.graph.scopes[scope].is_unsafe);
        let body = self.with_items(scopes[0], code!(#made_again #outermost #body));
        let body = if is_unsafe {
            code!(unsafe { #body })
        } else {
            body
        };
        code!(#name::#variant { #patterns } => { #body })
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
    fn mutability(&self, local: LocalId) -> Option<TokenStream> {
        let row = &self.graph.locals[local];
        let span = row.ident.span();
        (row.mutable || !names::is_ours(&row.ident)).then(|| quote_spanned!(span=> mut))
    }

    // Output: the locals that the pattern binds for good, and for each opened scope the `let`s that bind the rest.
    // Leaving a scope must drop what was declared in it and nothing else, in order, so a local gets a `let` if its scope
    // is an inner one or if a local before it needs one.
    fn bindings(&self, scopes: &[ScopeId]) -> (BTreeSet<LocalId>, Vec<TokenStream>) {
        let state = &self.layout.states[self.state];
        let order = &self.layout.order;
        let mut locals: Vec<(LocalId, Option<&Field>)> = state
            .fields
            .iter()
            .map(|field| (field.local, Some(field)))
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
            let name = field.map_or_else(
                || self.naming.declared(self.graph, local),
                |field| self.naming.variable(self.graph, field),
            );
            let mutable = self.mutability(local);
            match field.map(|field| field.carried) {
                Some(Carried::Live | Carried::Kept | Carried::Start | Carried::Rebuilt)
                    if level == 0 && lets[0].is_empty() =>
                {
                    bound.insert(local);
                }
                Some(Carried::Live | Carried::Start | Carried::Rebuilt) => {
                    lets[level].extend(code!(let #mutable #name = #name;));
                }
                Some(Carried::Kept) => lets[level].extend(code!(let #name = #name;)),
                Some(Carried::Restored) => {
                    let kept = self.kept_name(local);
                    let ty = self.written_type(local);
                    lets[level].extend(code! {
                        let mut #name #ty;
                        ::gen_runtime::__private::restore!(#name, #kept);
                    });
                }
                None => {
                    let ty = self.written_type(local);
                    lets[level].extend(code!(let mut #name #ty;));
                }
            }
        }
        (bound, lets)
    }

    // The iterators of loops over ranges that the state does not store as they are.
    fn made_again(&self) -> TokenStream {
        let mut code = TokenStream::new();
        for field in &self.layout.states[self.state].fields {
            let Some(counter) = &self.graph.locals[field.local].range else {
                continue;
            };
            let (name, end) = (self.naming.declared(self.graph, field.local), &counter.end);
            match (field.carried, counter.item) {
                (Carried::Start, _) => {
                    let start = start_of(&name);
                    code.extend(code!(let mut #name = #start..#end;));
                }
                (Carried::Rebuilt, Some(item)) => {
                    let item = self.naming.declared(self.graph, item);
                    code.extend(code! {
                        let mut #name = #item..#end;
                        ::core::iter::Iterator::next(&mut #name);
                    });
                }
                // Without a variable of the loop there is nothing that it could be rebuilt from.
                (Carried::Rebuilt, None)
                | (Carried::Live | Carried::Kept | Carried::Restored, _) => {}
            }
        }
        code
    }

    fn written_type(&self, local: LocalId) -> Option<TokenStream> {
        let ty = self.graph.locals[local].ty.as_ref();
        ty.map(|ty| code!(: #ty))
    }

    // The name that the pattern gives to what was kept of a restored local.
    fn kept_name(&self, local: LocalId) -> Ident {
        let state = &self.layout.states[self.state];
        let fields = self.naming.fields(self.graph, &state.fields);
        let at = state.fields.iter().position(|field| field.local == local);
        let name = at.map_or_else(|| format_ident!("kept"), |at| fields[at].clone());
        format_ident!("{}_kept", name, span = Span::mixed_site())
    }

    // Opens the scopes inside the first of `scopes`, runs the state's first block in the last, and places what follows.
    fn open(
        &mut self,
        scopes: &[ScopeId],
        lets: &[TokenStream],
        root: BlockId,
        fall: Option<BlockId>,
    ) -> TokenStream {
        let following = scopes
            .first()
            .and_then(|scope| self.structure.after_scope.get(scope).cloned())
            .unwrap_or_default();
        let scope = scopes.first().copied();
        self.follow(&following, scope, fall, |arm, fall| match scopes {
            [_, inner @ ..] if !inner.is_empty() => {
                let declared = &lets[0];
                let body = arm.open(inner, &lets[1..], root, fall);
                arm.braces(inner[0], &code!(#declared #body))
            }
            _ => arm.block(root, fall),
        })
    }

    fn braces(&self, scope: ScopeId, body: &TokenStream) -> TokenStream {
        let items = &self.graph.scopes[scope].items;
        let body = code!(#(#items)* #body);
        if self.graph.scopes[scope].is_unsafe {
            code!(unsafe { #body })
        } else {
            code!({ #body })
        }
    }

    // Input: the blocks that follow, and what they follow, which is told where falling through leads.
    // Output: `'b2: { 'b1: { code } b1 } b2`, with only the labels that some jump uses.
    fn follow(
        &mut self,
        following: &[BlockId],
        scope: Option<ScopeId>,
        fall: Option<BlockId>,
        code: impl FnOnce(&mut Self, Option<BlockId>) -> TokenStream,
    ) -> TokenStream {
        self.following.extend(following.iter().rev());
        let mut out = code(self, following.first().copied().or(fall));
        for (index, &block) in following.iter().enumerate() {
            self.following.pop();
            if self.used.contains(&block) {
                let label = after(block);
                out = code!(#label: { #out });
            }
            let fall = following.get(index + 1).copied().or(fall);
            let next = self.enter(block, scope, false, fall);
            out.extend(next);
        }
        out
    }

    // The code of `block`, in braces for each scope that it is in and the code around it is not. Some braces are there
    // already if the jump stands in the braces of an `if` or a match arm.
    fn enter(
        &mut self,
        block: BlockId,
        from: Option<ScopeId>,
        in_braces: bool,
        fall: Option<BlockId>,
    ) -> TokenStream {
        let scope = self.graph.blocks[block].scope;
        let opened: Vec<ScopeId> = self
            .graph
            .enclosing(scope)
            .take_while(|&scope| Some(scope) != from)
            .collect();
        let code = self.block(block, fall);
        if opened.is_empty() {
            return code;
        }
        let items = opened.iter().rev();
        let items = items.flat_map(|&scope| &self.graph.scopes[scope].items);
        let code = code!(#(#items)* #code);
        let is_unsafe = opened
            .iter()
            .any(|&scope| self.graph.scopes[scope].is_unsafe);
        match (is_unsafe, in_braces) {
            (true, _) => code!(unsafe { #code }),
            (false, true) => code,
            (false, false) => code!({ #code }),
        }
    }

    // The code of `block` and of all that is nested in it. `fall` is where control is after it.
    fn block(&mut self, block: BlockId, fall: Option<BlockId>) -> TokenStream {
        let following = self
            .structure
            .after_block
            .get(&block)
            .cloned()
            .unwrap_or_default();
        let scope = Some(self.graph.blocks[block].scope);
        if !self.structure.is_loop(block) {
            let statements = self.statements(block);
            let rest = self.follow(&following, scope, fall, |arm, fall| {
                arm.terminator(block, fall)
            });
            return code!(#statements #rest);
        }
        let (inside, outside): (Vec<BlockId>, Vec<BlockId>) = following
            .into_iter()
            .partition(|&next| self.structure.is_inside(next, block));
        self.follow(&outside, scope, fall, |arm, _| {
            arm.loops.push(block);
            let statements = arm.statements(block);
            let rest = arm.follow(&inside, scope, Some(block), |arm, fall| {
                arm.terminator(block, fall)
            });
            arm.loops.pop();
            if arm.used.contains(&block) {
                let label = head(block);
                code!(#label: loop { #statements #rest })
            } else {
                code!(loop { #statements #rest })
            }
        })
    }

    fn statements(&mut self, block: BlockId) -> TokenStream {
        let graph = self.graph;
        let mut code = TokenStream::new();
        for statement in &graph.blocks[block].statements {
            if self.is_needed(&statement.effects) {
                code.extend(self.code(block, &statement.code));
            }
        }
        code
    }

    // A `let` without a value stands in the states that give it one: nowhere else could its type be inferred.
    fn is_needed(&self, effects: &[Effect]) -> bool {
        let assigned = &self.layout.states[self.state].assigned;
        let idle = |effect: &Effect| matches!(effect, Effect::Declare(local, false) if !assigned.contains(*local));
        effects.is_empty() || !effects.iter().all(idle)
    }

    // The user's code with its exits replaced by jumps.
    fn code(&mut self, block: BlockId, code: &impl ToTokens) -> TokenStream {
        let scope = self.graph.blocks[block].scope;
        self.replace_exits(code.to_token_stream(), scope)
    }

    fn replace_exits(&mut self, tokens: TokenStream, scope: ScopeId) -> TokenStream {
        let mut out = TokenStream::new();
        let mut tokens = tokens.into_iter().peekable();
        let mut first = true;
        while let Some(token) = tokens.next() {
            let token = match token {
                TokenTree::Group(group) => {
                    let inner = self.replace_exits(group.stream(), scope);
                    let mut new = Group::new(group.delimiter(), inner);
                    new.set_span(group.span());
                    TokenTree::Group(new)
                }
                TokenTree::Ident(ident) => match names::jump_target(&ident) {
                    Some(exit) => {
                        let target = self.graph.jumps[&exit];
                        let jump = self.jump(target, Some(scope), true, None);
                        let alone = matches!(tokens.peek(), Some(TokenTree::Punct(next)) if next.as_char() == ';');
                        if first && alone {
                            tokens.next();
                            out.extend(jump);
                        } else {
                            out.extend(code!({ #jump }));
                        }
                        first = false;
                        continue;
                    }
                    None => TokenTree::Ident(ident),
                },
                TokenTree::Punct(_) | TokenTree::Literal(_) => token,
            };
            first = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ';');
            out.extend([token]);
        }
        out
    }

    fn terminator(&mut self, block: BlockId, fall: Option<BlockId>) -> TokenStream {
        let graph = self.graph;
        let scope = Some(graph.blocks[block].scope);
        match &graph.blocks[block].terminator {
            Terminator::Goto(target) => self.jump(*target, scope, false, fall),
            Terminator::If {
                condition,
                then,
                otherwise,
                ..
            } => {
                let condition = self.code(block, condition);
                let then = self.jump(*then, scope, true, fall);
                let otherwise = self.jump(*otherwise, scope, true, fall);
                if otherwise.is_empty() {
                    code!(if #condition { #then })
                } else {
                    code!(if #condition { #then } else { #otherwise })
                }
            }
            Terminator::Match {
                scrutinee, arms, ..
            } => {
                let scrutinee = self.code(block, scrutinee);
                let arms: Vec<TokenStream> = arms
                    .iter()
                    .map(|arm| {
                        let pat = self.code(block, &arm.pat);
                        let code = self.jump(arm.block, scope, true, fall);
                        code!(#pat => { #code })
                    })
                    .collect();
                code!(match #scrutinee { #(#arms)* })
            }
            Terminator::LetElse {
                pat,
                value,
                next,
                otherwise,
                ..
            } => {
                let value = self.code(block, value);
                let otherwise = self.jump(*otherwise, scope, true, None);
                let next = self.jump(*next, scope, false, fall);
                code!(let #pat = #value else { #otherwise }; #next)
            }
            Terminator::Yield {
                value,
                span,
                resume,
                ..
            } => {
                let value = self.code(block, value);
                self.suspend(&value, *span, *resume)
            }
            Terminator::Unreachable => TokenStream::new(),
            Terminator::Return => code!(return ::core::option::Option::None;),
        }
    }

    fn suspend(&self, value: &TokenStream, span: Span, resume: BlockId) -> TokenStream {
        let span = ours(span);
        let item = self.item;
        let next = self.transition(resume, Some(span));
        quote_spanned! {span=>
            let item: #item = #value;
            ::gen_runtime::__private::suspend(state, #next);
            return ::core::option::Option::Some(item);
        }
    }

    // Where control goes from code in `scope`: nowhere if it falls there anyway.
    fn jump(
        &mut self,
        target: BlockId,
        scope: Option<ScopeId>,
        in_braces: bool,
        fall: Option<BlockId>,
    ) -> TokenStream {
        if fall == Some(target) {
            TokenStream::new()
        } else if self.graph.is_end(target) {
            code!(return ::core::option::Option::None;)
        } else if self.loops.contains(&target) {
            self.used.insert(target);
            let label = head(target);
            code!(continue #label;)
        } else if self.following.contains(&target) {
            self.used.insert(target);
            let label = after(target);
            code!(break #label;)
        } else if self.layout.state_at.contains_key(&target) {
            let next = self.transition(target, None);
            code!(now = #next; continue 'machine;)
        } else {
            self.enter(target, scope, in_braces, fall)
        }
    }

    // The state at `target`, with what it carries moved into it. A move is reported where the yield is, if there is one.
    fn transition(&self, target: BlockId, at: Option<Span>) -> TokenStream {
        let to = self.layout.state_at[&target];
        let at = at.or_else(|| self.yield_of(to));
        let (name, variant) = (&self.naming.state, &self.naming.variants[to]);
        let fields = &self.layout.states[to].fields;
        let names = self.naming.fields(self.graph, fields);
        let stored = fields.iter().zip(names);
        let values = stored.filter(|(field, _)| field.is_stored()).map(|(field, name)| {
            let mut local = self.naming.variable(self.graph, field);
            if let Some(at) = at {
                local.set_span(local.span().located_at(at));
            }
            let span = at.unwrap_or_else(Span::mixed_site);
            let passed_on = self.layout.states[self.state].fields.contains(&Field {
                carried: Carried::Kept,
                ..field.clone()
            });
            match field.carried {
                Carried::Kept if !passed_on && !field.part.is_empty() => {
                    let whole = self.naming.declared(self.graph, field.local);
                    let part = part_of(&whole, &field.part);
                    quote_spanned!(span=> #name: ::gen_runtime::__private::keep!((#part)))
                }
                Carried::Kept | Carried::Restored if !passed_on => {
                    match self.graph.locals[field.local].glue {
                        Glue::Some => {
                            quote_spanned!(span=> #name: ::gen_runtime::__private::Hold.hold(#local))
                        }
                        Glue::None | Glue::Unknown => {
                            let left = self.left(target, field.local);
                            quote_spanned! {span=>
                                #name: ::gen_runtime::__private::keep!(#local #(without #left)*)
                            }
                        }
                    }
                }
                Carried::Start => code!(#name: #local.start),
                Carried::Live | Carried::Kept | Carried::Restored | Carried::Rebuilt => {
                    if name == local {
                        code!(#local)
                    } else {
                        code!(#name: #local)
                    }
                }
            }
        });
        code!(#name::#variant { #(#values),* })
    }

    // A yield that suspends in a state, or that its code comes to.
    fn yield_of(&self, state: StateId) -> Option<Span> {
        let before = self.layout.states[state].yields.first().copied();
        before.or_else(|| {
            self.graph
                .blocks
                .iter()
                .filter(|(block, _)| self.layout.owner[*block] == state)
                .find_map(|(_, block)| match block.terminator {
                    Terminator::Yield { span, .. } => Some(span),
                    _ => None,
                })
        })
    }

    // For each way in which a local may have been moved before control came to `target`, whether it was: types that are
    // asked in code that never runs.
    fn left(&self, target: BlockId, local: LocalId) -> Vec<TokenStream> {
        let state = &self.layout.states[self.layout.state_at[&target]];
        let name = self.naming.declared(self.graph, local);
        let moved = state.moved.get(&local).into_iter().flatten();
        moved
            .map(|evidence| match evidence {
                Evidence::Part(part) => {
                    let part = part_of(&name, part);
                    code!((&&::gen_runtime::__private::part_of(&#part)).left())
                }
                Evidence::Binding {
                    part,
                    pattern,
                    variable,
                } => {
                    let part = part_of(&name, part);
                    // Both were printed from the syntax tree.
                    let pattern: TokenStream = pattern.parse().unwrap_or_default();
                    let variable: TokenStream = variable.parse().unwrap_or_default();
                    code! {
                        match #part {
                            #pattern => (&&::gen_runtime::__private::part_of(&#variable)).left(),
                            _ => ::gen_runtime::__private::never(),
                        }
                    }
                }
                Evidence::Receiver { part, kind } => {
                    let part = part_of(&name, part);
                    let method = match kind {
                        Receiver::Any | Receiver::Adaptor => code!(adapted),
                        Receiver::Reader => code!(read),
                        Receiver::Builder => code!(built),
                    };
                    code!((&&&::gen_runtime::__private::part_of(&#part)).#method())
                }
            })
            .collect()
    }
}

// What the start of an iterator over a range is called until the iterator is made again.
fn start_of(iterator: &Ident) -> Ident {
    format_ident!("{}_start", iterator, span = Span::mixed_site())
}

// The place of a part of a local.
fn part_of(local: &Ident, part: &Part) -> TokenStream {
    part.iter().fold(code!(#local), |whole, step| {
        if step == "*" {
            return code!((*#whole));
        }
        // A field's name or number, as it was printed.
        let member: TokenStream = step.parse().unwrap_or_default();
        code!(#whole.#member)
    })
}

fn head(block: BlockId) -> Lifetime {
    Lifetime::new(&format!("'head{}", block.index()), Span::mixed_site())
}

fn after(block: BlockId) -> Lifetime {
    Lifetime::new(&format!("'block{}", block.index()), Span::mixed_site())
}
