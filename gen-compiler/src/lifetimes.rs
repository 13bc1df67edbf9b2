//! Which elided lifetimes of arguments have to be one?
//!
//! What lives across a yield is a part of the generator's type, and a type has no name for the shorter one of two lifetimes. So where a local may hold
//! what either of two arguments refers to, as the iterator of `a.iter().chain(b)`, their elided lifetimes get one name. No caller can tell: a reference is
//! coerced to the shorter lifetime, and a generator captures all of them anyway.
//!
//! A method of a trait is another matter: its signature has to be that of the trait, and nothing but the missing `pub` tells it from a method that is only private.

use std::collections::BTreeSet;

use proc_macro2::Span;
use syn::{
    FnArg, GenericArgument, GenericParam, Lifetime, LifetimeParam, PathArguments, PreciseCapture,
    ReceiverKind, Type, TypeReference, Visibility,
    visit::{self, Visit},
};

use crate::{borrows, ids::LocalId, ir::Graph, names, parse::Function};

/// Gives them that name in the signature.
pub fn lifetimes(function: &mut Function, graph: &Graph) {
    let arguments = function.sig.inputs.iter_mut().zip(&graph.params);
    let arguments = arguments.filter_map(|(argument, &local)| {
        let mut elided = false;
        in_argument(argument, &mut |_| elided = true);
        elided.then_some(local)
    });
    let arguments: BTreeSet<LocalId> = arguments.collect();
    if arguments.len() < 2 || !may_be_named(function) {
        return;
    }
    let meeting = borrows::meeting(graph, &arguments);
    if meeting.is_empty() {
        return;
    }
    let name = Lifetime::new("'arguments", Span::mixed_site());
    for (argument, local) in function.sig.inputs.iter_mut().zip(&graph.params) {
        if meeting.contains(local) {
            in_argument(argument, &mut |lifetime| *lifetime = Some(name.clone()));
        }
    }
    let name = GenericParam::Lifetime(LifetimeParam::new(name));
    function.sig.generics.params.insert(0, name);
}

// Could nobody tell? What is elided in the return type is the lifetime of `self`, or an error about the arguments as they were written.
fn may_be_named(function: &Function) -> bool {
    let is_private = matches!(function.vis, Visibility::Inherited);
    let is_method = function.sig.receiver().is_some();
    let mut output = Mentions(false);
    output.visit_return_type(&function.sig.output);
    !(is_private && is_method || output.0)
}

/// Are lifetimes elided here, or is it said what is captured?
struct Mentions(bool);

impl<'ast> Visit<'ast> for Mentions {
    fn visit_type_reference(&mut self, ty: &'ast TypeReference) {
        self.0 |= ty.lifetime.is_none();
        visit::visit_type_reference(self, ty);
    }

    fn visit_lifetime(&mut self, lifetime: &'ast Lifetime) {
        self.0 |= lifetime.ident == "_";
    }

    fn visit_precise_capture(&mut self, _: &'ast PreciseCapture) {
        self.0 = true;
    }
}

fn in_argument(argument: &mut FnArg, see: &mut dyn FnMut(&mut Option<Lifetime>)) {
    match argument {
        FnArg::Receiver(receiver) => match &mut receiver.kind {
            ReceiverKind::Reference(_, lifetime, _) => in_lifetime(lifetime, see),
            ReceiverKind::Typed(_, ty) => in_type(ty, see),
            _ => {}
        },
        FnArg::Typed(argument) => in_type(&mut argument.ty, see),
    }
}

// Those elided lifetimes that may be shorter: not what is behind `&mut`, or in a type that may not be covariant.
fn in_type(ty: &mut Type, see: &mut dyn FnMut(&mut Option<Lifetime>)) {
    match ty {
        Type::Reference(ty) => {
            in_lifetime(&mut ty.lifetime, see);
            if ty.mutability.is_none() {
                in_type(&mut ty.elem, see);
            }
        }
        Type::Array(ty) => in_type(&mut ty.elem, see),
        Type::Group(ty) => in_type(&mut ty.elem, see),
        Type::Paren(ty) => in_type(&mut ty.elem, see),
        Type::Slice(ty) => in_type(&mut ty.elem, see),
        Type::Tuple(ty) => ty.elems.iter_mut().for_each(|ty| in_type(ty, see)),
        Type::Path(ty) => {
            if let Some(last) = ty.path.segments.last_mut()
                && names::is_one_of(&last.ident, COVARIANT)
                && let PathArguments::AngleBracketed(arguments) = &mut last.arguments
            {
                for argument in &mut arguments.args {
                    if let GenericArgument::Type(ty) = argument {
                        in_type(ty, see);
                    }
                }
            }
        }
        _ => {}
    }
}

fn in_lifetime(lifetime: &mut Option<Lifetime>, see: &mut dyn FnMut(&mut Option<Lifetime>)) {
    if lifetime
        .as_ref()
        .is_none_or(|lifetime| lifetime.ident == "_")
    {
        see(lifetime);
    }
}

/// Types of the standard library that are covariant in all their parameters.
const COVARIANT: &[&str] = &[
    "Arc",
    "BTreeMap",
    "BTreeSet",
    "BinaryHeap",
    "Box",
    "HashMap",
    "HashSet",
    "LinkedList",
    "Option",
    "Rc",
    "Result",
    "Vec",
    "VecDeque",
];
