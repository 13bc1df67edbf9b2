//! What is printed?
//!
//! The signature as it was written, the enum of states, and the two lowerings of the body: first the fold copy, which is
//! where rustc checks and lints the user's code, then the machine. Nothing here can fail.

mod aside;
mod bindings;
mod fold;
mod frame;
mod lost;
pub mod machine;
mod methods;
pub mod naming;
mod places;
mod pointers;
mod spelling;
mod state;
mod structure;
mod suspend;
mod transition;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use syn::{AttrStyle, GenericParam, spanned::Spanned};

use crate::{
    desugar::{anchors, ours},
    fallback,
    ir::{AtFirst, Graph},
    layout::Layout,
    lints, macros, names,
    parse::Function,
};

/// `quote!` for code of ours: its locals and labels are invisible to the user's code, and the other way round.
macro_rules! code {
    ($($tokens:tt)*) => {
        quote::quote_spanned!(proc_macro2::Span::mixed_site()=> $($tokens)*)
    };
}
use code;

/// One part after the other. To quote them would copy each, and most of them are empty.
fn in_order<const N: usize>(parts: [TokenStream; N]) -> TokenStream {
    let mut all = TokenStream::new();
    for part in parts {
        append(&mut all, part);
    }
    all
}

/// The same for one part. To extend by its tokens would ask rustc for them.
fn append(all: &mut TokenStream, part: impl Into<Option<TokenStream>>) {
    match part.into() {
        Some(part) if all.is_empty() => *all = part,
        Some(part) if !part.is_empty() => all.extend([part]),
        Some(_) | None => {}
    }
}

/// A machine of at most so many tokens is inlined into the loop that drives it, where its state is in registers, although every
/// other loop gets a copy of its own. The compiler alone does so with still smaller ones only.
const SMALL: usize = 1_000;

/// Prints a generator.
pub fn emit(
    function: &Function,
    graph: &Graph,
    layout: &Layout,
    naming: &naming::Naming,
) -> TokenStream {
    let state = state::state(function, layout, naming);
    let fold = fold::fold(function, graph, layout, naming);
    let machine = machine::machine(function, graph, layout, naming);
    let frame = frame::frame(function, graph, layout, naming, machine.leaves);
    let (size, machine) = (machine.size, machine.closure);
    let (fold, machine) = if size <= SMALL {
        // Where nothing but a closure follows, it may have an attribute. In braces both are, to be checked in this order.
        (code!({ #fold }), code!({ #[inline(always)] #machine }))
    } else {
        (fold, machine)
    };
    let prelude = machine::prelude(function, graph, layout, naming);
    let start = start(function, graph, layout, naming);
    let item = &function.output.item;
    // An argument that the user calls `_x` is used after all.
    let allow = function
        .params
        .iter()
        .any(|param| param.outer.to_string().starts_with('_'))
        .then(|| code!(#[allow(clippy::used_underscore_binding)]));
    let (bind, start) = match (prelude, allow) {
        (Some(prelude), _) => {
            let allow = lints::machine();
            (code!(#allow let start = #prelude;), code!(start))
        }
        (None, Some(allow)) => (code!(#allow let start = #start;), code!(start)),
        (None, None) => (TokenStream::new(), start),
    };
    // What is wrong with the value that is returned is wrong with the return type.
    let span = ours(function.sig.output.span());
    let generator = if graph.anchors == 0 {
        quote_spanned! {span=>
            ::gen_runtime::Generator::new::<#item>(#start, #fold, #machine)
        }
    } else {
        let (send, sync) = (
            function.output.send.is_some(),
            function.output.sync.is_some(),
        );
        let parameters = parameters(function);
        quote_spanned! {span=>
            ::gen_runtime::__private::Anchored::<_, #parameters, _, _, ::gen_runtime::__private::Promises<#send, #sync>>::new::<#item>(
                #start, #fold, #machine
            )
        }
    };
    let generator = match &function.output.boxed {
        Some(path) => quote_spanned!(span=> #path::new(#generator)),
        None => generator,
    };
    let body = in_order([state, frame.unwrap_or_default(), bind, generator]);
    match anchors::first(&function.body) {
        Some(at) if graph.anchors > 0 => signature(function, &with_allocator(function, &body, at)),
        Some(_) | None => signature(function, &body),
    }
}

// Anchors need a feature of `gen-runtime`. Whether that is on only a macro of its own knows, which says so where the first anchor is.
fn with_allocator(function: &Function, body: &TokenStream, at: Span) -> TokenStream {
    let stub = fallback::body(function, body.clone());
    let at = ours(at);
    quote_spanned!(at=> ::gen_runtime::__private::with_allocator! { { #body } else { #stub } })
}

// The lifetimes and types that the frame may hold data of, as a type.
fn parameters(function: &Function) -> TokenStream {
    let phantom = |ty: TokenStream| code!(::core::marker::PhantomData<#ty>);
    let generics = function.sig.generics.params.iter();
    let mut types: Vec<TokenStream> = generics
        .filter_map(|param| match param {
            GenericParam::Lifetime(param) => {
                let lifetime = &param.lifetime;
                Some(phantom(code!(&#lifetime ())))
            }
            GenericParam::Type(param) => Some(phantom(param.ident.to_token_stream())),
            GenericParam::Const(_) => None,
        })
        .collect();
    let item = &function.output.item;
    if macros::any(
        code!(#item),
        &|token, _| matches!(token, TokenTree::Ident(word) if word == "_" || word == "impl"),
    )
    .is_none()
    {
        types.push(phantom(code!(#item)));
    }
    code!((#(#types,)*))
}

/// The function as it was written, with another body.
pub fn signature(function: &Function, body: &TokenStream) -> TokenStream {
    let Function {
        attrs,
        vis,
        sig,
        items,
        ..
    } = function;
    let outer = attrs
        .iter()
        .filter(|attr| matches!(attr.style, AttrStyle::Outer));
    let inner = attrs
        .iter()
        .filter(|attr| matches!(attr.style, AttrStyle::Inner(_)));
    let mut tokens = code!(#(#outer)* #vis #sig);
    // With its own braces the function is the user's, for the lints that look at all of it.
    function.body.brace_token.surround(&mut tokens, |tokens| {
        tokens.extend([code! {
            #(#inner)*
            #(#items)*
            #body
        }]);
    });
    tokens
}

// The state before the first `next`: the arguments, as they are.
fn start(
    function: &Function,
    graph: &Graph,
    layout: &Layout,
    naming: &naming::Naming,
) -> TokenStream {
    if graph.anchors > 0 {
        let args = function.params.iter().map(|param| &param.outer);
        return code!((#(#args,)*));
    }
    let state = layout.state_at[&graph.entry];
    let (name, variant) = (&naming.state, &naming.variants[state]);
    let fields = &layout.states[state].fields;
    let names = naming.fields(state);
    let mut arguments = fields.iter().zip(names).zip(&function.params);
    let values = arguments
        .by_ref()
        .filter(|((field, _), _)| field.is_stored())
        .map(|((_, name), param)| {
            let outer = &param.outer;
            if outer == name {
                code!(#outer)
            } else {
                code!(#name: #outer)
            }
        });
    let start = code!(#name::#variant { #(#values),* });
    let Some(frame) = &naming.frame else {
        return start;
    };
    // The arguments that stay in place are there from the beginning.
    let slots = frame.slots.values().map(|slot| {
        let field = &slot.field;
        let mut arguments = fields.iter().zip(&function.params);
        let argument = arguments.find(|(field, _)| field.local == slot.local);
        let argument = argument.map(|(_, param)| &param.outer);
        let value = match (&slot.at_first, argument) {
            (Some(AtFirst::Value(value)), _) => code!(#value),
            (Some(AtFirst::Argument), Some(value)) => code!(#value),
            (_, Some(value)) => code!(::core::option::Option::Some(#value)),
            (_, None) => code!(::core::option::Option::None),
        };
        code!(#field: #value)
    });
    let name = &frame.name;
    code!(#name { state: #start, #(#slots),* })
}

/// A name of ours in code that has no graph, as the fold copy.
fn finished(ident: &Ident) -> Ident {
    names::ident(&names::base(ident), names::printed_at(ident, ident.span()))
}

/// The variant of a finished generator.
fn done() -> Ident {
    Ident::new("Done", Span::mixed_site())
}
