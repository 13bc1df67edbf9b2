//! How is the next state made of what an arm has?

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

use super::{code, machine::Arm};
use crate::{
    effects::{Effect, Evidence, Part, Receiver},
    ids::{BlockId, LocalId},
    initialised::Facts,
    ir::Glue,
    layout::{Carried, Field, Way},
};

impl Arm<'_> {
    // The state at `target`, where control goes from `block`, with what it carries moved into it. A move is reported where
    // the yield is, if there is one.
    pub(super) fn transition(
        &self,
        block: BlockId,
        target: BlockId,
        at: Option<Span>,
    ) -> TokenStream {
        let to = self.layout.state_at[&target];
        let at = at.or(self.layout.states[to].near);
        let (name, variant) = (&self.naming.state, &self.naming.variants[to]);
        let fields = &self.layout.states[to].fields;
        let names = self.naming.fields(self.graph, fields);
        let stored = fields.iter().zip(names);
        let values = stored
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
                match field.carried {
                    Carried::Kept if !passed_on && !field.part.is_empty() => {
                        let whole = self.naming.declared(self.graph, field.local);
                        let part = part_of(&whole, &field.part);
                        quote_spanned!(span=> #name: ::gen_runtime::__private::keep!((#part)))
                    }
                    Carried::Kept | Carried::Restored if !passed_on => {
                        let kept = self.kept(block, target, field, &local, span);
                        quote_spanned!(span=> #name: #kept)
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

    // What is kept of a local that is a variable here.
    fn kept(
        &self,
        block: BlockId,
        target: BlockId,
        field: &Field,
        local: &Ident,
        span: Span,
    ) -> TokenStream {
        let facts = &self.layout.edges[&(block, target)];
        let is_closure = self.graph.locals[field.local].glue == Glue::Some;
        match (facts.way(field.local), field.perhaps, is_closure) {
            (Way::Absent | Way::Unclear, ..) => {
                quote_spanned!(span=> ::gen_runtime::__private::absent())
            }
            (Way::Held, perhaps, true) => {
                let captures = self.captures(field.local);
                if perhaps {
                    quote_spanned!(span=> ::gen_runtime::__private::perhaps!(#local of #captures))
                } else {
                    quote_spanned!(span=> ::gen_runtime::__private::keep!(#local of #captures))
                }
            }
            (Way::Held, false, false) => {
                let left = self.left(facts, field.local);
                quote_spanned!(span=> ::gen_runtime::__private::keep!(#local #(without #left)*))
            }
            (Way::Held, true, false) => {
                let left = self.left(facts, field.local);
                quote_spanned!(span=> ::gen_runtime::__private::perhaps!(#local #(without #left)*))
            }
        }
    }

    // Does a closure have something to drop? What it captured tells, where that can still be named.
    fn captures(&self, closure: LocalId) -> TokenStream {
        let here = self.graph.blocks.ids().any(|block| {
            self.layout.owner[block] == self.state
                && self.graph.blocks[block].statements.iter().any(|statement| {
                    statement.effects.last() == Some(&Effect::Declare(closure, true))
                })
        });
        match &self.graph.locals[closure].captures {
            Some(parts) if here => {
                let captured = parts.iter().map(|(local, part)| {
                    let place = part_of(&self.naming.declared(self.graph, *local), part);
                    code!((&&&::gen_runtime::__private::type_of(&#place)).answer())
                });
                code!(::gen_runtime::__private::Forget #(.or(#captured))*)
            }
            Some(_) | None => code!(::gen_runtime::__private::Hold),
        }
    }

    // For each way in which a local may have been moved before, whether it was: types that are asked in code that never
    // runs.
    fn left(&self, facts: &Facts, local: LocalId) -> Vec<TokenStream> {
        let name = self.naming.declared(self.graph, local);
        let moved = facts.moved.get(&local).into_iter().flatten();
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
                        Receiver::Adaptor => code!(adapted),
                        Receiver::Any | Receiver::Combinator => code!(combined),
                        Receiver::Reader => code!(read),
                        Receiver::Builder => code!(built),
                    };
                    code!((&&&::gen_runtime::__private::part_of(&#part)).#method())
                }
            })
            .collect()
    }
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
