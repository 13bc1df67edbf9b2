//! Is a local still there after a method was called on it that may be the user's?
//!
//! It is not if it has a method of its own of this name that takes it by value. Method resolution comes to that before it comes to one of ours
//! for all types, and to that before it comes to any that borrows (`method_that_takes!`). Where the name says that it is taken, it is still there if what a
//! reference to it has of this name is the method that the call comes to (`method_that_lends!`). To call them in code that never runs takes arguments: what has
//! a type that does not depend on what it is for is copied, and anything may stand for the others.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};
use syn::{
    Expr, GenericArgument, Type, parse_quote_spanned,
    spanned::Spanned,
    visit_mut::{self, VisitMut},
};

use super::{code, machine::Arm};
use crate::{
    effects::{self, Evidence, Method, Part, Spot},
    ids::LocalId,
    ir::Edge,
    macros, names,
};

/// What stands for an argument, and the type of the parameter of ours that it is given to.
struct Argument {
    value: TokenStream,
    ty: TokenStream,
}

impl Arm<'_> {
    /// For each method that was called on a local that is kept, whether it is still there: types that are asked in code that never runs.
    pub(super) fn methods(
        &self,
        edge: Edge,
        local: LocalId,
        moved: &BTreeSet<Evidence>,
    ) -> Vec<TokenStream> {
        let method = |moved: &Evidence| match moved {
            Evidence::Method(method) => Some(self.takes(edge, local, method)),
            _ => None,
        };
        moved.iter().filter_map(method).collect()
    }

    fn takes(&self, edge: Edge, local: LocalId, method: &Method) -> TokenStream {
        let place = self.naming.declared(self.graph, local);
        let (name, arguments) = (&method.call().method, method.call().args.len());
        let call = self.method(edge, method);
        let told = told(method).map(|told| self.finish(told));
        let told = told.map(|told| code!(told (#told)));
        let ask = |left: Option<&TokenStream>| {
            let left = left.into_iter();
            let asked = code!(
                ::gen_runtime::__private::method_that_takes!(#place #(if #left)*; #call #told)
            );
            as_called(method, asked)
        };
        // What a trait's method takes is not asked, since that is as near as ours.
        if name == "split" && arguments == 1 {
            let left = code!(::gen_runtime::__private::reader!(#place, fill_buf));
            let asked = ask(Some(&left));
            return code!(#left.only_if(#asked));
        }
        let kind = effects::called_with(&name.to_string(), arguments);
        let left = kind.and_then(|kind| {
            let part = Part::new();
            let (span, in_pattern) = (name.span(), false);
            let at = Spot { span, in_pattern };
            self.left_after(edge, &Evidence::Receiver { part, kind, at }, local)
        });
        ask(left.as_ref())
    }

    /// The same for a part on which one was called whose name says that it takes it.
    pub(super) fn lends(&self, edge: Edge, part: &TokenStream, method: &Method) -> TokenStream {
        // The references of what can be iterated have methods of their own.
        let name = &method.call().method;
        let question = if name == "into_iter" || name == "into_par_iter" {
            code!(result)
        } else {
            code!(name)
        };
        let call = self.method(edge, method);
        let asked = code!(::gen_runtime::__private::method_that_lends!((#part) #call #question));
        as_called(method, asked)
    }

    // The name, the generic parameters of ours and the arguments for them, the arguments and their types.
    fn method(&self, edge: Edge, method: &Method) -> TokenStream {
        let call = method.call();
        let name = &call.method;
        let arguments: Vec<Argument> = call
            .args
            .iter()
            .map(|argument| self.argument(edge, argument, name))
            .collect();
        let values = arguments.iter().map(|argument| &argument.value);
        let types = arguments.iter().map(|argument| &argument.ty);
        let is_type = |argument: &GenericArgument| matches!(argument, GenericArgument::Type(_));
        let turbofish = call.turbofish.as_ref();
        let turbofish = turbofish.filter(|turbofish| turbofish.args.iter().all(is_type));
        let count = turbofish.map_or(0, |turbofish| turbofish.args.len());
        let generics =
            (0..count).map(|number| format_ident!("T{number}", span = Span::mixed_site()));
        let turbofish = turbofish.map(|turbofish| self.finish(turbofish.to_token_stream()));
        code!(#name [#(#generics),*] [#turbofish] (#(#values),*) (#(#types),*))
    }

    fn argument(&self, edge: Edge, argument: &Expr, method: &Ident) -> Argument {
        let count = match argument {
            Expr::Closure(closure) => Some(closure.inputs.len()),
            // What a function by its path is generic over, ours would not tell.
            Expr::Path(path) if path.path.get_ident().and_then(names::local).is_none() => {
                effects::called_with_items(&method.to_string())
            }
            _ => None,
        };
        if let Some(count) = count {
            let parameters = (0..count).map(|_| code!(_));
            let types = (0..count).map(|_| code!(()));
            return Argument {
                value: code!(|#(#parameters),*| loop {}),
                ty: code!(impl ::core::ops::FnOnce(#(#types),*)),
            };
        }
        match self.copy(edge, argument, method) {
            Some(value) => Argument {
                value,
                ty: code!(impl ::core::marker::Sized),
            },
            // A type parameter that only it would tell is said to be unknown at the user's argument.
            None => Argument {
                value: quote_spanned! {argument.span()=>
                    ::gen_runtime::__private::never()
                },
                ty: code!(()),
            },
        }
    }

    // The argument once more, if its type is known by itself and all that it names is there.
    fn copy(&self, edge: Edge, argument: &Expr, method: &Ident) -> Option<TokenStream> {
        if let Expr::Macro(text) = argument
            && macros::is(&text.mac, "format")
        {
            let path = &text.mac.path;
            return Some(code!(#path!("")));
        }
        let tokens = argument.to_token_stream();
        let is_there = |local: LocalId| {
            let row = &self.graph.locals[local];
            let scope = self.graph.blocks[edge.from].scope;
            self.graph.in_scope(local, scope)
                && !row.is_pointer()
                && !row.is_partial()
                && self.is_variable(edge, local)
        };
        let mut locals = Vec::new();
        names::mentioned(tokens.clone(), &mut locals);
        let is_copied = is_closed(argument)
            && !names::mentions(tokens.clone(), method)
            && locals.into_iter().all(is_there);
        is_copied.then(|| self.finish(tokens))
    }
}

// Input: the turbofish of `words.collect::<Vec<_>>()`. Output: `Vec<()>,`, if it leaves something open.
fn told(method: &Method) -> Option<TokenStream> {
    let turbofish = method.call().turbofish.as_ref()?;
    let mut filled = Filled(false);
    let types = turbofish.args.iter().map(|argument| match argument {
        GenericArgument::Type(ty) => {
            let mut ty = ty.clone();
            filled.visit_type_mut(&mut ty);
            Some(ty)
        }
        _ => None,
    });
    let types = types.collect::<Option<Vec<_>>>()?;
    filled.0.then(|| code!(#(#types,)*))
}

/// Writes `()` for `_`.
struct Filled(bool);

impl VisitMut for Filled {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if let Type::Infer(open) = ty {
            self.0 = true;
            *ty = parse_quote_spanned!(open.underscore_token.span=> ());
        }
        visit_mut::visit_type_mut(self, ty);
    }
}

// What asks for a method by calling it may do so where the user may.
fn as_called(method: &Method, asked: TokenStream) -> TokenStream {
    if method.is_unsafe {
        code!(unsafe { #asked })
    } else {
        asked
    }
}

// Is its type known whatever it is for, and does it consist of operators and calls only?
fn is_closed(value: &Expr) -> bool {
    let is_known = || !effects::is_open(value, &|_| false);
    match value {
        Expr::Lit(_) => true,
        Expr::Path(_) => is_known(),
        Expr::Paren(value) => is_closed(&value.expr),
        Expr::Reference(value) => is_closed(&value.expr),
        Expr::Unary(value) => is_closed(&value.expr),
        Expr::Field(value) => is_closed(&value.base),
        Expr::Index(value) => is_closed(&value.expr) && is_closed(&value.index),
        Expr::Binary(value) => is_closed(&value.left) && is_closed(&value.right),
        Expr::Tuple(value) => value.elems.iter().all(is_closed),
        Expr::Array(value) => !value.elems.is_empty() && value.elems.iter().all(is_closed),
        Expr::Range(value) => {
            let mut ends = [&value.start, &value.end].into_iter().flatten();
            ends.all(|end| is_closed(end))
        }
        Expr::Call(call) => {
            (is_known() || effects::is_some(&call.func)) && call.args.iter().all(is_closed)
        }
        Expr::MethodCall(call) => {
            let mut operands = call.args.iter().chain([&*call.receiver]);
            is_known() && operands.all(is_closed)
        }
        _ => false,
    }
}
