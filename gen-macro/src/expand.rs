//! The whole pipeline on one screen.

use proc_macro2::TokenStream;
use syn::{
    ImplItem, Item, ItemFn, TraitItem, Visibility,
    parse::{Parse, ParseStream},
};

use crate::{
    check::{self, check},
    desugar::desugar,
    diag::{Errors, Refused, message},
    dump::Dump,
    emit,
    fallback::fallback,
    initialised::initialised,
    layout::layout,
    liveness::liveness,
    lower::lower,
    parse::{self, Function},
    resolve::resolve,
    simplify::simplify,
    validate::validate,
};

/// `#[generator]`
pub fn attribute(arguments: &TokenStream, function: TokenStream) -> TokenStream {
    let mut errors = Errors::new();
    if !arguments.is_empty() {
        errors.push(arguments, message::ARGUMENTS);
    }
    match parse::parse(function.clone(), &mut errors) {
        Some(function) => expand(function, errors),
        None => match errors.barrier() {
            Err(Refused(error)) => error,
            Ok(()) => function,
        },
    }
}

/// `generators! { … }`
pub fn block(tokens: TokenStream) -> TokenStream {
    match syn::parse2::<Items>(tokens) {
        Ok(Items(items)) => items.into_iter().map(item).collect(),
        Err(error) => error.into_compile_error(),
    }
}

struct Items(Vec<Item>);

impl Parse for Items {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut items = Vec::new();
        while !input.is_empty() {
            items.push(input.parse()?);
        }
        Ok(Self(items))
    }
}

// A function in the block is a generator if it yields; so is a method of an `impl` or a `trait` there.
fn item(item: Item) -> TokenStream {
    match item {
        Item::Fn(function) if yields(&function.block) => whole(function),
        Item::Impl(mut item) => {
            for member in &mut item.items {
                if let ImplItem::Fn(method) = member
                    && yields(&method.block)
                {
                    *member = ImplItem::Verbatim(whole(ItemFn {
                        attrs: method.attrs.clone(),
                        vis: method.vis.clone(),
                        modifiers: method.modifiers.clone(),
                        sig: method.sig.clone(),
                        block: Box::new(method.block.clone()),
                    }));
                }
            }
            quote::quote!(#item)
        }
        Item::Trait(mut item) => {
            for member in &mut item.items {
                if let TraitItem::Fn(method) = member
                    && let Some(block) = method.default.as_ref().filter(|block| yields(block))
                {
                    *member = TraitItem::Verbatim(whole(ItemFn {
                        attrs: method.attrs.clone(),
                        vis: Visibility::Inherited,
                        modifiers: method.modifiers.clone(),
                        sig: method.sig.clone(),
                        block: Box::new(block.clone()),
                    }));
                }
            }
            quote::quote!(#item)
        }
        other => quote::quote!(#other),
    }
}

fn yields(block: &syn::Block) -> bool {
    block.stmts.iter().any(check::statement_contains_yield)
}

fn whole(item: ItemFn) -> TokenStream {
    let mut errors = Errors::new();
    let function = parse::function(item, &mut errors);
    expand(function, errors)
}

fn expand(function: Function, mut errors: Errors) -> TokenStream {
    check(&function, &mut errors);
    match errors.barrier() {
        Ok(()) => {
            let dump = Dump::wanted(&function.sig.ident);
            compile(function, &dump)
        }
        Err(Refused(error)) => {
            let stub = fallback(function);
            quote::quote!(#error #stub)
        }
    }
}

/// Compiles a checked function. Nothing in here can fail: what could was refused before.
pub fn compile(mut function: Function, dump: &Dump) -> TokenStream {
    desugar(&mut function);
    let mut graph = lower(resolve(&function));
    dump.graph("graph", &graph);
    simplify(&mut graph);
    validate(&graph);
    dump.graph("simplified", &graph);
    let live = liveness(&graph);
    let facts = initialised(&graph);
    dump.liveness(&graph, &live, &facts);
    let layout = layout(&mut graph, &live, &facts, function.output.debug);
    dump.layout(&graph, &layout);
    let expansion = emit::emit(&function, &graph, &layout);
    dump.expansion(&expansion);
    expansion
}
