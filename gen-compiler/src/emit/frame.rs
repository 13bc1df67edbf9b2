//! The struct of a generator some of whose locals stay in place: the state, and a slot for each of them.

use proc_macro2::{Ident, TokenStream};
use quote::format_ident;

use super::{code, naming::Naming, state::told};
use crate::{
    ids::StateId,
    ir::{AtFirst, Graph},
    layout::{Carried, Kind, Layout},
    names::{self, Fresh},
    parse::Function,
};

/// Emits the struct and its traits. Only where the machine `leaves` something in place while something else is dropped it is dropped from elsewhere, too.
pub fn frame(
    function: &Function,
    graph: &Graph,
    layout: &Layout,
    naming: &Naming,
    leaves: bool,
) -> Option<TokenStream> {
    let frame = naming.frame.as_ref()?;
    let (name, state) = (&frame.name, &naming.state);
    let of_state = naming.type_params();
    let slots: Vec<&Ident> = frame.slots.values().map(|slot| &slot.field).collect();
    let types: Vec<&Ident> = frame.slots.values().map(|slot| &slot.ty).collect();
    let storage = frame.slots.values().map(|slot| {
        let ty = &slot.ty;
        if slot.is_option() {
            code!(::core::option::Option<#ty>)
        } else {
            code!(#ty)
        }
    });
    let backwards = frame.slots.values().rev();
    let backwards = backwards.filter(|slot| slot.is_option());
    let backwards = backwards.map(|slot| &slot.field);
    let all: Vec<&Ident> = of_state.iter().chain(types.iter().copied()).collect();
    let derive = function
        .output
        .clone
        .then(|| code!(#[derive(::core::clone::Clone)]));
    let drops = layout
        .states
        .ids()
        .filter_map(|state| drops(layout, naming, state));
    let start = start(graph, layout, naming);
    // Such an argument is an array of numbers.
    let copied = frame
        .slots
        .values()
        .filter(|slot| matches!(slot.at_first, Some(AtFirst::Argument)));
    let copied: Vec<_> = copied.map(|slot| &slot.ty).collect();
    let copied = (!copied.is_empty()).then(|| code!(where #(#copied: ::core::marker::Copy),*));
    let locate = function.output.debug.then(|| {
        code! {
            #[automatically_derived]
            impl<#(#all),*> ::gen_runtime::__private::Locate for #name<#(#all),*> {
                const NAME: &'static str =
                    <#state<#(#of_state),*> as ::gen_runtime::__private::Locate>::NAME;
                fn place(&self) -> ::gen_runtime::__private::Place {
                    ::gen_runtime::__private::Locate::place(&self.state)
                }
            }
        }
    });
    let drop = code! {
        match ::gen_runtime::__private::take_out(&mut self.state) {
            #(#drops)*
            _ => {}
        }
    };
    let (drop, left) = if leaves {
        let left = code! {
            #[automatically_derived]
            impl<#(#all),*> ::gen_runtime::__private::Frame for #name<#(#all),*> {
                #[inline]
                fn clear(&mut self) {
                    ::gen_runtime::__private::Frame::drop(self);
                    #(::gen_runtime::__private::clear(&mut self.#backwards);)*
                }
                #[inline]
                fn drop(&mut self) {
                    #drop
                }
            }
        };
        (
            code!(::gen_runtime::__private::Frame::drop(self);),
            Some(left),
        )
    } else {
        (drop, None)
    };
    let drop = frame.drops().then(|| {
        code! {
            #[automatically_derived]
            impl<#(#all),*> ::core::ops::Drop for #name<#(#all),*> {
                #[inline]
                fn drop(&mut self) {
                    #drop
                }
            }
        }
    });
    Some(code! {
        #derive
        struct #name<#(#all),*> {
            state: #state<#(#of_state),*>,
            #(#slots: #storage,)*
        }
        #left
        #drop
        #[automatically_derived]
        impl<#(#all),*> ::gen_runtime::__private::Machine for #name<#(#all),*>
        #copied
        {
            #start
        }
        #locate
    })
}

// What is in the state and what stays in place, dropped as the function would: what was declared last goes first. The arguments of
// a generator that was never started drop in their own order.
fn drops(layout: &Layout, naming: &Naming, state: StateId) -> Option<TokenStream> {
    let (name, variant) = (&naming.state, &naming.variants[state]);
    let row = &layout.states[state];
    if !row
        .fields
        .iter()
        .any(|field| field.carried == Carried::InPlace)
    {
        return None;
    }
    let names = naming.fields(state);
    let fields: Vec<_> = row.fields.iter().zip(names).collect();
    let bound = fields
        .iter()
        .filter(|(field, _)| field.is_stored())
        .map(|(_, name)| name);
    let mut fresh = Fresh::empty();
    for name in names {
        fresh.pick(&name.to_string());
    }
    let mut lets: Vec<TokenStream> = fields
        .iter()
        .filter_map(|(field, name)| {
            let unused = format_ident!("_{}", name);
            let dropped = names::ident(&fresh.pick(&unused.to_string()), unused.span());
            match (field.carried, naming.slot(field.local)) {
                (Carried::InPlace, Some(slot)) if !slot.is_option() => None,
                (Carried::InPlace, Some(slot)) => {
                    let slot = &slot.field;
                    Some(code!(let #dropped = ::gen_runtime::__private::back(&mut self.#slot);))
                }
                _ => field.is_stored().then(|| code!(let #dropped = #name;)),
            }
        })
        .collect();
    if row.kind == Kind::Start {
        lets.reverse();
    }
    Some(code!(#name::#variant { #(#bound),* } => { #(#lets)* }))
}

fn start(graph: &Graph, layout: &Layout, naming: &Naming) -> TokenStream {
    let state = layout.state_at[&graph.entry];
    let (name, variant) = (&naming.state, &naming.variants[state]);
    let row = &layout.states[state];
    let names = naming.fields(state);
    let types = row
        .fields
        .iter()
        .map(|field| match naming.slot(field.local) {
            Some(slot) => &slot.ty,
            None => naming.type_of(field, row),
        });
    let bound = row
        .fields
        .iter()
        .zip(names)
        .filter(|(field, _)| field.is_stored())
        .map(|(_, name)| name);
    let args = row.fields.iter().zip(names).map(|(field, name)| {
        let Some(slot) = naming.slot(field.local) else {
            return code!(#name);
        };
        let field = &slot.field;
        if slot.is_option() {
            code!(::gen_runtime::__private::take(&mut self.#field))
        } else {
            code!(self.#field)
        }
    });
    let (told, tell) = told(naming);
    code! {
        type Args = (#(#types,)* #told);
        fn start(mut self) -> ::core::result::Result<Self::Args, Self> {
            match ::gen_runtime::__private::take_out(&mut self.state) {
                #name::#variant { #(#bound),* } => ::core::result::Result::Ok((#(#args,)* #tell)),
                suspended => {
                    ::gen_runtime::__private::put_back(&mut self.state, suspended);
                    ::core::result::Result::Err(self)
                }
            }
        }
    }
}
