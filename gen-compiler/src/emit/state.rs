//! The enum of states, and what the runtime has to know of it.

use proc_macro2::{Ident, Span, TokenStream};

use super::{code, done, naming::Naming};
use crate::{
    ids::StateId,
    layout::{Kind, Layout, Members, State},
    names::{self, base},
    parse::Function,
};

/// Emits the enum and its traits.
pub fn state(function: &Function, layout: &Layout, naming: &Naming) -> TokenStream {
    let name = &naming.state;
    let params = naming.type_params();
    let done = done();
    let variants = naming
        .states(layout)
        .map(|(state, _)| variant(layout, naming, state));
    let derive = function
        .output
        .clone
        .then(|| code!(#[derive(::core::clone::Clone)]));
    let start = naming.frame.is_none().then(|| {
        let start = start(layout, naming);
        code! {
            #[automatically_derived]
            impl<#(#params),*> ::gen_runtime::__private::Machine for #name<#(#params),*> {
                #start
            }
        }
    });
    let at_rest = at_rest(layout, naming);
    let place = function
        .output
        .debug
        .then(|| place(function, layout, naming));
    let parts = layout.members.iter().map(|(local, members)| {
        let name = &naming.parts[local];
        parts(name, members, derive.as_ref())
    });
    code! {
        #(#parts)*
        #derive
        enum #name<#(#params),*> {
            #(#variants,)*
            #done,
        }
        #[automatically_derived]
        impl<#(#params),*> ::gen_runtime::__private::State for #name<#(#params),*> {
            #[inline(always)]
            fn done() -> Self {
                Self::#done
            }
            #at_rest
        }
        #start
        #place
    }
}

// A struct with these fields, of any types. A local that is a tuple is carried as one.
fn parts(name: &Ident, members: &Members, derive: Option<&TokenStream>) -> Option<TokenStream> {
    if is_tuple(members) {
        return None;
    }
    let params: Vec<Ident> = (0..members.len())
        .map(|number| quote::format_ident!("T{number}", span = Span::mixed_site()))
        .collect();
    let fields = members.iter().zip(&params).map(|(member, ty)| {
        let member = names::ident(member.trim_start_matches("r#"), Span::mixed_site());
        code!(#member: #ty)
    });
    Some(code! {
        #derive
        #[allow(dead_code)]
        struct #name<#(#params),*> { #(#fields),* }
    })
}

/// Are these the fields of a tuple?
pub fn is_tuple(members: &Members) -> bool {
    members
        .iter()
        .all(|member| member.starts_with(|c: char| c.is_ascii_digit()))
}

// Dropping a variant must drop as the function would: what was declared last goes first. The arguments of a generator
// that was never started drop in their own order.
fn variant(layout: &Layout, naming: &Naming, id: StateId) -> TokenStream {
    let name = &naming.variants[id];
    let state = &layout.states[id];
    let in_order = state.kind == Kind::Start && !layout.is_after_prelude(id);
    let fields = layout.fields(id).iter().zip(naming.fields(id));
    let fields = fields.filter(|(field, _)| field.is_stored());
    let fields = fields.map(|(field, name)| (name, naming.type_of(field, state)));
    let (mut names, mut types): (Vec<&Ident>, Vec<&Ident>) = fields.unzip();
    if !in_order {
        names.reverse();
        types.reverse();
    }
    code!(#name { #(#names: #types),* })
}

// The states that only other states lead to are not among those in which a generator waits for its next call. LLVM does not see
// that, and would test for all of them. Where the first one stands before the others, that is asked before they are taken out.
fn at_rest(layout: &Layout, naming: &Naming) -> Option<TokenStream> {
    let rests =
        |&(state, row): &(StateId, &State)| naming.is_first(state, row) || row.is_suspended();
    if layout.before.is_some() || naming.states(layout).all(|state| rests(&state)) {
        return None;
    }
    let done = done();
    let arms = naming.states(layout).filter(rests);
    let arms = arms.map(|(state, row)| {
        let variant = &naming.variants[state];
        let same = if row.is_suspended() {
            code!(self)
        } else {
            code!(::gen_runtime::__private::once(self))
        };
        code!(Self::#variant { .. } => #same)
    });
    Some(code! {
        #[inline(always)]
        fn at_rest(self) -> Self {
            match self {
                #(#arms,)*
                _ => ::gen_runtime::__private::once(Self::#done),
            }
        }
    })
}

fn start(layout: &Layout, naming: &Naming) -> TokenStream {
    let Some((state, row)) = layout
        .states
        .iter()
        .find(|(_, row)| row.kind == Kind::Start)
    else {
        return TokenStream::new();
    };
    let variant = &naming.variants[state];
    let fields = layout.fields(state);
    let types = fields.iter().map(|field| naming.type_of(field, row));
    let names = naming.fields(state);
    let (told, tell) = told(naming);
    code! {
        type Args = (#(#types,)* #told);
        fn start(self) -> ::core::result::Result<Self::Args, Self> {
            match self {
                Self::#variant { #(#names),* } => ::core::result::Result::Ok((#(#names,)* #tell)),
                suspended => ::core::result::Result::Err(suspended),
            }
        }
    }
}

/// Beside the arguments: the types of the locals whose types the fold copy tells, and what stands for these.
pub fn told(naming: &Naming) -> (TokenStream, TokenStream) {
    let types = naming.told.values().map(|told| &told.ty);
    let tell = naming
        .told
        .values()
        .map(|_| code!(::gen_runtime::__private::some_type(),));
    (
        code!(#(::gen_runtime::__private::TypeOf<#types>,)*),
        code!(#(#tell)*),
    )
}

// Where `Debug` says that the generator is.
fn place(function: &Function, layout: &Layout, naming: &Naming) -> TokenStream {
    let name = &naming.state;
    let params = naming.type_params();
    let done = done();
    let text = base(&function.sig.ident);
    let places = naming.states(layout).map(|(state, row)| {
        let variant = &naming.variants[state];
        let place = match row.yields.first() {
            _ if naming.is_first(state, row) => code!(NotStarted),
            Some(&span) => {
                // At the user's own span, which is what these macros tell.
                let position = quote::quote_spanned!(span=> ::core::file!(), ::core::line!(), ::core::column!());
                code!(Suspended(#position))
            }
            None => code!(Finished),
        };
        code!(Self::#variant { .. } => ::gen_runtime::__private::Place::#place)
    });
    code! {
        #[automatically_derived]
        impl<#(#params),*> ::gen_runtime::__private::Locate for #name<#(#params),*> {
            const NAME: &'static str = #text;
            fn place(&self) -> ::gen_runtime::__private::Place {
                match self {
                    #(#places,)*
                    Self::#done => ::gen_runtime::__private::Place::Finished,
                }
            }
        }
    }
}
