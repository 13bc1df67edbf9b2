//! How is the next state made of what an arm has?

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};

use super::{
    bindings::form_of,
    code,
    machine::{Arm, Stands},
    state::is_tuple,
};
use crate::{
    effects::{Evidence, Part, Printed, Receiver},
    ids::{Id, LocalId},
    initialised::Facts,
    ir::{Edge, Glue, InMacro},
    layout::{Carried, Field, Way, leads, names_a_field},
    names,
};

impl Arm<'_> {
    // The state that an edge leads to, with what it carries moved into it. A move is reported where the yield is, if there
    // is one.
    pub(super) fn transition(&self, edge: Edge, at: Option<Span>) -> TokenStream {
        let to = self.layout.state_at[&edge.to];
        let at = at.or(self.layout.states[to].near);
        let made = match self.stands {
            Stands::Outside => self.state,
            Stands::Among | Stands::Before => to,
        };
        let (name, variant) = (&self.naming.state, &self.naming.variants[made]);
        let fields = &self.layout.states[to].fields;
        let names = self.naming.fields(to);
        let stored = fields.iter().zip(names);
        let mut values: Vec<TokenStream> = stored
            .filter(|(field, _)| field.is_stored())
            .map(|(field, name)| {
                let mut local = self.naming.variable(self.graph, field);
                if let Some(at) = at {
                    local.set_span(local.span().located_at(at));
                }
                let span = at.unwrap_or_else(Span::mixed_site);
                let passed_on = self.layout.states[self.state].fields.iter().any(|kept| {
                    (kept.local, &kept.part, kept.carried)
                        == (field.local, &field.part, Carried::Kept)
                });
                // What was left before an assignment is gone.
                let assigned = self.layout.assigned_since.on(edge).contains(field.local);
                let left_again = !field.part.is_empty()
                    && assigned
                    && (self.is_left(edge, field) || self.is_torn(edge, field));
                let passed_on = passed_on && !left_again;
                match field.carried {
                    Carried::Kept if !passed_on && !field.part.is_empty() => {
                        let kept = self.kept_part(edge, field, span);
                        quote_spanned!(span=> #name: #kept)
                    }
                    Carried::Kept | Carried::Restored if !passed_on => {
                        let kept = self.kept(edge, field, &local, span);
                        quote_spanned!(span=> #name: #kept)
                    }
                    Carried::Live if self.layout.states[to].parts.contains_key(&field.local) => {
                        let moved = &self.layout.states[to].parts[&field.local];
                        let left = self.left(edge, moved, field.local);
                        let parts = self.parts(edge, moved, field.local);
                        let live = quote_spanned! {span=>
                            ::gen_runtime::__private::live!(#local #(without #left)*; #parts)
                        };
                        let live = after(self.lost_of_members(edge, field.local, moved), live);
                        code!(#name: #live)
                    }
                    Carried::Noted => {
                        let noted = after(self.answered(field.local), code!(#local));
                        code!(#name: #noted)
                    }
                    Carried::Start => code!(#name: #local.start),
                    Carried::Live if self.has_no_value(edge, field) => quote_spanned! {span=>
                        #name: ::gen_runtime::__private::no_value()
                    },
                    Carried::Live if self.is_gone(edge, field) => quote_spanned! {span=>
                        #name: ::gen_runtime::__private::there_if_copied!(#local)
                    },
                    _ => {
                        if *name == local {
                            code!(#local)
                        } else {
                            code!(#name: #local)
                        }
                    }
                }
            })
            .collect();
        // What borrows was declared later, and what is only dropped may be carried without what it borrows, which is moved then.
        if fields.iter().any(|field| {
            field.carried == Carried::Kept && self.layout.dropped.contains(field.local)
        }) {
            values.reverse();
        }
        let next = code!(#name::#variant { #(#values),* });
        if self.layout.leaves_for_good(self.state, to) {
            code!(::gen_runtime::__private::once(#next))
        } else {
            next
        }
    }

    // Is a local used later that was declared in this state and never given a value? Of the fold copy, rustc says where it is used.
    fn has_no_value(&self, edge: Edge, field: &Field) -> bool {
        let state = &self.layout.states[self.state];
        let facts = self.layout.edges.get(&edge);
        let is_unset = facts.is_some_and(|facts| {
            let local = field.local;
            facts.declared.contains(local)
                && !facts.given.contains(local)
                && !facts.maybe.contains(local)
        });
        is_unset
            && !state.assigned.contains(field.local)
            && !state.redeclared.contains(&field.local)
            && !state.fields.iter().any(|known| known.local == field.local)
    }

    // Was a local moved away that is used later, unless its type lets it be used again? Then rustc says so of the fold copy, where it is used.
    fn is_gone(&self, edge: Edge, field: &Field) -> bool {
        let row = &self.graph.locals[field.local];
        let facts = self.layout.edges.get(&edge);
        let is_gone = facts.is_some_and(|facts| facts.gone.contains(field.local));
        // A macro may not use what it is given, and what has no type yet cannot be asked.
        is_gone
            && field.part.is_empty()
            && row.glue != Glue::None
            && row.in_macro < InMacro::Text
            && !row.open
            && !names::is_ours(&row.ident)
    }

    // What is kept of a part that a pattern left of a local, where an edge begins.
    fn kept_part(&self, edge: Edge, field: &Field, span: Span) -> TokenStream {
        let part = self.place_at(field.local, &field.part, span);
        if self.is_torn(edge, field)
            && let Some(facts) = self.layout.edges.get(&edge)
            && let Some(moved) = facts.moved.get(&field.local)
        {
            return self.kept_known_part(edge, field, &part, moved, span);
        }
        let facts = self.layout.edges.get(&edge);
        let moved = facts.and_then(|facts| facts.moved.get(&field.local));
        let moved = moved.into_iter().flatten();
        let inside = moved.filter(|moved| moved.part().starts_with(&field.part));
        let mut left = vec![self.behind(
            field.local,
            &field.part,
            &code!(::gen_runtime::__private::Forget),
            code!(::gen_runtime::__private::Hold),
        )];
        left.extend(self.left(edge, inside.clone(), field.local));
        let kept = if !field.perhaps {
            quote_spanned!(span=> ::gen_runtime::__private::keep!((#part) #(without (#left))*))
        } else if self.is_left(edge, field) {
            quote_spanned! {span=>
                ::gen_runtime::__private::perhaps!(
                    (#part) of ((&&&::gen_runtime::__private::type_of(&#part)).answer())
                    #(without (#left))*
                )
            }
        } else {
            return quote_spanned!(span=> ::gen_runtime::__private::absent());
        };
        after(self.lost(edge, field.local, &field.part, inside), kept)
    }

    // What is kept of a part of a local that the types say something was moved out of.
    fn kept_known_part(
        &self,
        edge: Edge,
        field: &Field,
        part: &TokenStream,
        moved: &BTreeSet<Evidence>,
        span: Span,
    ) -> TokenStream {
        let is_torn = |moved: &BTreeSet<Evidence>| {
            let left = self.left(edge, moved, field.local);
            code!(::gen_runtime::__private::Forget #(.or(#left.opposite()))*)
        };
        // All fields of a part have one type.
        let ever = is_torn(&self.layout.torn[&field.local]);
        let now = is_torn(moved);
        let touches = |evidence: &&Evidence| {
            let (one, other) = (evidence.part(), &field.part[..]);
            one.starts_with(other) || other.starts_with(one)
        };
        let left = self.left(edge, moved.iter().filter(touches), field.local);
        let kept = quote_spanned! {span=>
            ::gen_runtime::__private::perhaps!(
                (#part) of (#ever.without((&&&::gen_runtime::__private::type_of(&#part)).answer()))
                without (#now) #(without #left)*
            )
        };
        let inside = moved
            .iter()
            .filter(|evidence| evidence.part().starts_with(&field.part));
        after(self.lost(edge, field.local, &field.part, inside), kept)
    }

    // Is it a known part of a local that the types may say something was moved out of?
    fn is_torn(&self, edge: Edge, field: &Field) -> bool {
        self.graph.locals[field.local].parts.contains(&field.part)
            && self.layout.torn_on.contains(&(edge, field.local))
    }

    fn is_left(&self, edge: Edge, field: &Field) -> bool {
        let facts = self.layout.edges.get(&edge);
        let left = facts.and_then(|facts| facts.left.get(&field.local));
        left.is_some_and(|left| left.contains(&(field.part.clone(), true)))
    }

    // What is kept of a local where an edge begins.
    pub(super) fn kept(&self, edge: Edge, field: &Field, local: &Ident, span: Span) -> TokenStream {
        // Dead code leads where nothing is known, and nothing is there.
        let Some(facts) = self.layout.edges.get(&edge) else {
            return quote_spanned!(span=> ::gen_runtime::__private::absent());
        };
        let way = self.layout.aside.way(self.graph, edge, facts, field.local);
        if way == Way::Aside {
            let aside = self.aside(field.local);
            return code!(#aside);
        }
        let assigned = self.layout.assigned_since.on(edge);
        if way != Way::Unclear && self.layout.states[self.state].passes_on(field.local, assigned) {
            let form = form_of(local);
            return quote_spanned!(span=> ::gen_runtime::__private::keep!(#local as #form));
        }
        let has_closure = self.graph.locals[field.local].glue == Glue::Some;
        match (way, field.perhaps, has_closure) {
            (Way::Absent | Way::Unclear | Way::Aside, ..) => {
                quote_spanned!(span=> ::gen_runtime::__private::absent())
            }
            (Way::Held, perhaps, true) => {
                let (answer, mut left, asked) = self.captures(edge, facts, field.local);
                // What contains a closure may be an iterator that a method took.
                let taken = facts.moved.get(&field.local).into_iter().flatten();
                let taken = taken.filter(|moved| matches!(moved, Evidence::Receiver { .. }));
                left.extend(self.left(edge, taken, field.local));
                let keep = match (perhaps, asked) {
                    (false, true) => "keep",
                    (true, true) => "perhaps",
                    (false, false) => "keep_or_write_braces_around_what_is_called_once",
                    (true, false) => "perhaps_or_write_braces_around_what_is_called_once",
                };
                let keep = Ident::new(keep, span);
                quote_spanned! {span=>
                    ::gen_runtime::__private::#keep!(#local of (#answer) #(without #left)*)
                }
            }
            (Way::Held, perhaps, false) => {
                let moved = facts.moved.get(&field.local).cloned().unwrap_or_default();
                let mut left = self.left(edge, &moved, field.local);
                let keep = match (perhaps, self.layout.called.contains(field.local)) {
                    (false, false) => "keep",
                    (true, false) => "perhaps",
                    (false, true) => "keep_or_write_braces_around_what_a_method_takes",
                    (true, true) => "perhaps_or_write_braces_around_what_a_method_takes",
                };
                let keep = Ident::new(keep, span);
                let methods = self.methods(edge, field.local, &moved);
                left.extend(methods);
                // Whether `Option<_>` is `Copy` cannot be asked.
                let of = self.graph.locals[field.local]
                    .untyped
                    .map(|_| code!(of(::gen_runtime::__private::Hold)));
                let kept = if self.layout.dropped.contains(field.local) {
                    quote_spanned! {span=>
                        ::gen_runtime::__private::#keep!(dropped #local #(without #left)*)
                    }
                } else {
                    quote_spanned! {span=>
                        ::gen_runtime::__private::#keep!(#local #of #(without #left)*)
                    }
                };
                // What is left of known parts is kept beside it.
                let no_parts = self.graph.locals[field.local].parts.is_empty();
                let unknown = moved
                    .iter()
                    .filter(|moved| no_parts || !names_a_field(moved));
                let kept = after(self.lost(edge, field.local, &Part::new(), unknown), kept);
                after(self.answered(field.local), kept)
            }
        }
    }

    // Does a closure have something to drop? What it captured tells, where that can still be named.
    // And for each part of it that a call moves on, whether it is still there, or else, that this cannot be asked.
    fn captures(
        &self,
        edge: Edge,
        facts: &Facts,
        closure: LocalId,
    ) -> (TokenStream, Vec<TokenStream>, bool) {
        let captures = self.graph.locals[closure].captures.as_ref();
        let taken = captures.and_then(|captures| captures.taken.as_deref());
        let here = self.stays(closure);
        let answer = match taken {
            Some(parts) if here => {
                let answers = parts.iter().map(|capture| {
                    let place = self.capture(capture);
                    code!((&&&::gen_runtime::__private::type_of(&#place)).answer())
                });
                let answer = code!(::gen_runtime::__private::Forget #(.or(#answers))*);
                if captures.is_some_and(|captures| captures.whole) {
                    answer
                } else {
                    let name = self.naming.declared(self.graph, closure);
                    code!((&&&::gen_runtime::__private::type_of(&#name).with(#answer)).answer())
                }
            }
            Some(_) | None => code!(::gen_runtime::__private::Hold),
        };
        let called = facts.moved.get(&closure).is_some_and(|moved| {
            moved
                .iter()
                .any(|evidence| matches!(evidence, Evidence::Called(_)))
        });
        // Where that cannot be asked it is taken for still there; if it is not, rustc says so.
        let moved_on = captures.map_or(&[][..], |captures| &captures.moved);
        let asked = called && here && taken.is_some();
        let left = moved_on
            .iter()
            .filter(|_| asked)
            .flat_map(|(local, evidence)| self.left(edge, [evidence], *local));
        let is_told = asked || !called || moved_on.is_empty();
        (answer, left.collect(), is_told)
    }

    fn capture(&self, (local, part): &(LocalId, Part)) -> TokenStream {
        self.place(*local, part)
    }

    // The fields of a local that are still there, in a struct or tuple of ours.
    fn parts(&self, edge: Edge, moved: &BTreeSet<Evidence>, local: LocalId) -> TokenStream {
        let members = &self.layout.members[&local];
        let value = |member: &String| self.member(edge, moved, local, &vec![member.clone()]);
        if !is_tuple(members) {
            let name = &self.naming.parts[&local];
            let fields = members.iter().map(|member| {
                let value = value(member);
                let member = names::ident(member.trim_start_matches("r#"), Span::mixed_site());
                code!(#member: #value)
            });
            return code!(#name { #(#fields),* });
        }
        let last = members
            .iter()
            .filter_map(|member| member.parse::<usize>().ok())
            .max();
        let fields = (0..=last.unwrap_or(0)).map(|number| {
            let member = number.to_string();
            if members.contains(&member) {
                value(&member)
            } else {
                code!(())
            }
        });
        code!((#(#fields,)*))
    }

    // A part of a local, or if something was moved out of it, what is left of it as far as it is known. Where that is so on some ways only,
    // those that have the part bring it.
    fn member(
        &self,
        edge: Edge,
        moved: &BTreeSet<Evidence>,
        local: LocalId,
        part: &Part,
    ) -> TokenStream {
        let place = self.place(local, part);
        let takes = |evidence: &Evidence| {
            matches!(
                evidence,
                Evidence::Part { .. } | Evidence::Emptied { .. } | Evidence::Receiver { .. }
            )
        };
        let evidence = moved
            .iter()
            .filter(|evidence| takes(evidence) && evidence.part().starts_with(part));
        let is_gone = evidence.clone().any(|evidence| evidence.part() == part);
        let touched = |edge: Edge| {
            let facts = self.layout.edges.get(&edge);
            let moved = facts.and_then(|facts| facts.moved.get(&local));
            moved.is_some_and(|moved| evidence.clone().any(|evidence| moved.contains(evidence)))
        };
        let left = self.left(edge, evidence.clone(), local);
        if left.is_empty() {
            return place;
        }
        let known = &self.graph.locals[local].parts;
        let inner = known.iter().filter(|known| known.starts_with(part));
        let inner: BTreeSet<usize> = inner
            .filter_map(|known| known.get(part.len())?.parse().ok())
            .collect();
        let rest = if is_gone || inner.is_empty() {
            // What one state carries may come to another, so they all agree whether it may still be there.
            let parts = |block| {
                let state = self.layout.state_at.get(&block)?;
                self.layout.states[*state].parts.get(&local)
            };
            let carries =
                |moved: &BTreeSet<Evidence>| evidence.clone().any(|one| moved.contains(one));
            let ways = self.layout.edges.keys();
            let mut ways = ways.filter(|way| parts(way.to).is_some_and(carries));
            if ways.all(|&way| touched(way) || !leads(self.graph, way)) {
                code!(::gen_runtime::__private::Forgotten)
            } else if touched(edge) {
                code!(::gen_runtime::__private::gone(
                    ::gen_runtime::__private::ask!(type of #place)
                ))
            } else {
                code!(::gen_runtime::__private::there(#place))
            }
        } else {
            let parts = inner.into_iter().map(|number| {
                let mut part = part.clone();
                part.push(number.to_string());
                self.member(edge, moved, local, &part)
            });
            code!((#(#parts,)*))
        };
        code!(::gen_runtime::__private::live!((#place) #(without #left)*; #rest))
    }

    // What of a local that is used later is in none of its known parts.
    fn lost_of_members(
        &self,
        edge: Edge,
        local: LocalId,
        moved: &BTreeSet<Evidence>,
    ) -> Option<TokenStream> {
        let parts = &self.graph.locals[local].parts;
        if parts.is_empty() {
            return self.lost(edge, local, &Part::new(), moved);
        }
        let lost = parts.iter().filter_map(|part| {
            let inside = moved.iter().filter(|moved| moved.part().starts_with(part));
            self.lost(edge, local, part, inside)
        });
        let lost: Vec<TokenStream> = lost.collect();
        (!lost.is_empty()).then(|| code!(#(#lost)*))
    }

    // Is it never carried to be used, so that whatever state it is a variable in is the one that made it?
    fn stays(&self, local: LocalId) -> bool {
        let carried = |field: &Field| field.local == local && field.carried == Carried::Live;
        let mut states = self.layout.states.iter();
        !states.any(|(_, state)| state.fields.iter().any(carried))
    }

    /// What was printed from the syntax tree.
    pub(super) fn printed(&self, code: &Printed) -> TokenStream {
        // What it names it binds, whatever that is elsewhere.
        let bound = |ident: &Ident| match names::local(ident) {
            Some(local) if local.index() < self.graph.locals.len() => {
                let name = self.naming.local(local, ident.span());
                TokenTree::Ident(name)
            }
            Some(_) | None => self.naming.finished(self.graph, ident),
        };
        names::finish(code.tokens.clone(), &bound)
    }

    // For each way in which a local may have been moved before, whether it was: types that are asked in code that never
    // runs.
    pub(super) fn left<'e>(
        &self,
        edge: Edge,
        moved: impl IntoIterator<Item = &'e Evidence>,
        local: LocalId,
    ) -> Vec<TokenStream> {
        let moved = moved.into_iter();
        moved
            .filter_map(|evidence| self.left_after(edge, evidence, local))
            .collect()
    }

    // The same for one way.
    pub(super) fn left_after(
        &self,
        edge: Edge,
        evidence: &Evidence,
        local: LocalId,
    ) -> Option<TokenStream> {
        Some(match evidence {
            Evidence::Captured { part, .. } => self.captured(local, part),
            Evidence::Part { part, at } if at.in_pattern => self.bound_part(local, part),
            Evidence::Part { part, .. } | Evidence::Updated { part, .. } => {
                let part = self.place(local, part);
                code!((&&::gen_runtime::__private::part_of(&#part)).left())
            }
            Evidence::Emptied { part, iterated, .. } => {
                let part = self.place(local, part);
                let ask = |question: TokenStream| code!((&&&::gen_runtime::__private::part_of(&#part)).#question().left());
                match iterated {
                    Some(method) => {
                        let (emptied, lends) =
                            (ask(code!(iterated)), self.lends(edge, &part, method));
                        code!(#emptied.or(#lends))
                    }
                    None => ask(code!(emptied)),
                }
            }
            Evidence::Binding {
                part,
                matched,
                pattern,
                variable,
                emptied,
                ..
            } => {
                // What is wrong with the pattern is said of what it matches, too.
                let part = self.place_at(local, part, matched.span);
                let (pattern, left) = (
                    self.printed(pattern),
                    bound(&self.printed(variable), *emptied),
                );
                code! {
                    match #part {
                        #pattern => #left,
                        _ => ::gen_runtime::__private::never(),
                    }
                }
            }
            Evidence::Apart {
                matched,
                pattern,
                variables,
            } => {
                let place = self.place_at(local, &[], matched.span);
                let pattern = self.printed(pattern);
                let left = variables
                    .iter()
                    .map(|variable| bound(&self.printed(variable), true));
                code! {
                    match #place {
                        #pattern => ::gen_runtime::__private::Hold #(.without(#left))*,
                        _ => ::gen_runtime::__private::never(),
                    }
                }
            }
            // A method of the user's is asked of what is kept only.
            Evidence::Called(5..) | Evidence::Method(_) => return None,
            Evidence::Called(arguments) => {
                let name = self.naming.declared(self.graph, local);
                let question = quote::format_ident!("called_{arguments}");
                code!((&&&::gen_runtime::__private::callee(&#name)).#question())
            }
            Evidence::Receiver { part, kind, .. } => {
                let part = self.place(local, part);
                let ask = |question: TokenStream| code!((&&&&::gen_runtime::__private::part_of(&#part)).#question());
                match kind {
                    Receiver::Named(method) => self.lends(edge, &part, method),
                    Receiver::Adaptor | Receiver::Picker => ask(code!(adapted)),
                    Receiver::Any | Receiver::Combinator => ask(code!(combined)),
                    Receiver::Mapped => {
                        let (combined, mapped) = (ask(code!(combined)), ask(code!(mapped)));
                        code!(#combined.without(#mapped))
                    }
                    Receiver::EmptiedOrMapped => {
                        let (taken, mapped) = (ask(code!(taken)), ask(code!(mapped)));
                        code!(#taken.without(#mapped))
                    }
                    Receiver::Ordered => ask(code!(ordered)),
                    Receiver::Source => {
                        let iterator = ask(code!(adapted));
                        code!(#iterator.without(::gen_runtime::__private::reader!(#part, read_vectored)))
                    }
                    Receiver::Reader(method) => {
                        let method = Ident::new(method, Span::mixed_site());
                        code!(::gen_runtime::__private::reader!(#part, #method))
                    }
                    Receiver::Builder(method) => {
                        let (derefs, borrows) = (ask(code!(derefs)), borrows(&part, method));
                        code!(#derefs.or(#borrows))
                    }
                    Receiver::Pointer => ask(code!(downcast)),
                    Receiver::Emptied => ask(code!(taken)),
                    Receiver::Own(method) => {
                        let method = Ident::new(method, Span::mixed_site());
                        code!(::gen_runtime::__private::own_method!(#part, #method))
                    }
                }
            }
        })
    }

    // Is it still there after a closure captured it? What derefs is captured as a whole; so is what has a destructor, if it is a part that is moved.
    fn captured(&self, local: LocalId, part: &Part) -> TokenStream {
        let left = |part: &Part| {
            let place = self.place(local, part);
            code!((&&::gen_runtime::__private::part_of(&#place)).left())
        };
        (0..part.len()).rev().fold(left(part), |inner, length| {
            let outer = part[..length].to_vec();
            let (place, left) = (self.place(local, &outer), left(&outer));
            code!((&&::gen_runtime::__private::part_of(&#place)).derefs().either(#left, #inner))
        })
    }

    // Is it still there after a pattern bound it? Behind a reference that is no move.
    fn bound_part(&self, local: LocalId, part: &Part) -> TokenStream {
        let place = self.place(local, part);
        let left = code!((&&::gen_runtime::__private::part_of(&#place)).left());
        self.behind(local, part, &code!(::gen_runtime::__private::Hold), left)
    }

    // One answer if what the pattern came through to a part is a reference, and else the other.
    fn behind(
        &self,
        local: LocalId,
        part: &Part,
        lent: &TokenStream,
        owned: TokenStream,
    ) -> TokenStream {
        (0..part.len()).rev().fold(owned, |inner, length| {
            let outer = self.place(local, &part[..length].to_vec());
            code!((&&::gen_runtime::__private::part_of(&#outer)).lends().either(#lent, #inner))
        })
    }

    /// The question whether a closure captures something as a whole where it moves a part of it.
    pub(super) fn encloses(&self, local: LocalId, part: &Part) -> TokenStream {
        let place = self.place(local, part);
        code!((&&&&::gen_runtime::__private::part_of(&#place)).encloses())
    }

    /// The place of a part of a local.
    pub(super) fn place(&self, local: LocalId, part: &Part) -> TokenStream {
        let name = self.naming.declared(self.graph, local);
        self.part_of(&code!(#name), local, part, 0)
    }

    /// The same, as something is said of it at `span`.
    pub(super) fn place_at(&self, local: LocalId, part: &[String], span: Span) -> TokenStream {
        let mut name = self.naming.declared(self.graph, local);
        name.set_span(name.span().located_at(span));
        let whole = if names::is_shown(&self.graph.locals[local].ident) {
            self.naming.mention(self.graph, local, name.span())
        } else {
            code!(#name)
        };
        self.part_of(&whole, local, &part.to_vec(), 0)
    }

    /// The place of a part of a local, in which `whole` is what its first steps lead to.
    pub(super) fn part_of(
        &self,
        whole: &TokenStream,
        local: LocalId,
        part: &Part,
        steps: usize,
    ) -> TokenStream {
        (steps + 1..=part.len()).fold(whole.clone(), |whole, length| {
            let step = &part[length - 1];
            if step == "*" {
                return code!((*#whole));
            }
            // A mistake in it is one that the user's own mention has as well.
            let mentioned = self.naming.mentioned(self.graph, local, &part[..length]);
            let member = match mentioned {
                Some(member) => member.to_token_stream(),
                None => parsed(step),
            };
            code!(#whole.#member)
        })
    }
}

// What is kept, after the question whether something else is lost.
fn after(lost: Option<TokenStream>, kept: TokenStream) -> TokenStream {
    match lost {
        Some(lost) => code!({ #lost #kept }),
        None => kept,
    }
}

/// The question whether what a variable in a pattern stands for is still there.
pub(super) fn bound(variable: &TokenStream, emptied: bool) -> TokenStream {
    if emptied {
        code!((&&&::gen_runtime::__private::part_of(&#variable)).emptied().left())
    } else {
        code!((&&::gen_runtime::__private::part_of(&#variable)).left())
    }
}

// The question whether what `place` is has a method of this name, without arguments, that borrows it.
fn borrows(place: &TokenStream, method: &str) -> TokenStream {
    let method = Ident::new(method, Span::mixed_site());
    code!(::gen_runtime::__private::borrowing_method!(#place, #method))
}

fn parsed(text: &str) -> TokenStream {
    text.parse().unwrap_or_default()
}
