//! How is the next state made of what an arm has?

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

use super::{code, machine::Arm};
use crate::{
    effects::{Evidence, Part, Receiver},
    ids::{BlockId, LocalId},
    ir::Glue,
    layout::{Carried, Field},
};

impl Arm<'_> {
    // The state at `target`, with what it carries moved into it. A move is reported where the yield is, if there is one.
    pub(super) fn transition(&self, target: BlockId, at: Option<Span>) -> TokenStream {
        let to = self.layout.state_at[&target];
        let at = at.or(self.layout.states[to].near);
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
