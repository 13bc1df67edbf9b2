//! Which elided lifetimes of arguments have to be one?
//!
//! What lives across a yield is a part of the generator's type, and a type has no name for the shorter one of two lifetimes. So where a local may hold
//! what either of two arguments refers to, as the iterator of `a.iter().chain(b)`, their elided lifetimes get one name. No caller can tell: a reference is
//! coerced to the shorter lifetime, and a generator captures all of them anyway.
//!
//! A method of a trait is another matter: its signature has to be that of the trait, and nothing but the missing `pub` tells it from a method that is only private.
//! There the name is given where it could not compile otherwise: where the syntax shows that a local holds one of two references across a yield.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Span;
use syn::{
    Block, Expr, FnArg, GenericArgument, GenericParam, Lifetime, LifetimeParam, Pat, PathArguments,
    PreciseCapture, ReceiverKind, Stmt, Type, TypeReference, Visibility,
    visit::{self, Visit},
};

use crate::{
    borrows, effects,
    ids::LocalId,
    ir::Graph,
    layout::{Kind, Layout},
    macros::{self, Argument},
    names,
    parse::Function,
    references::{argument_of, root_of, variable},
};

/// Gives them that name in the signature.
pub fn lifetimes(function: &mut Function, graph: &Graph, layout: &Layout) {
    let arguments = function.sig.inputs.iter_mut().zip(&graph.params);
    let arguments = arguments.filter_map(|(argument, &local)| {
        let mut elided = false;
        in_argument(argument, &mut |_| elided = true);
        elided.then_some(local)
    });
    let arguments: BTreeSet<LocalId> = arguments.collect();
    let mut output = Mentions(false);
    output.visit_return_type(&function.sig.output);
    if arguments.len() < 2 || output.0 {
        return;
    }
    let is_private = matches!(function.vis, Visibility::Inherited);
    let meeting = if is_private && function.sig.receiver().is_some() {
        surely_meeting(function, graph, layout, &arguments)
    } else {
        borrows::meeting(graph, &arguments)
    };
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

// The arguments of which a local that is carried surely holds one or another.
fn surely_meeting(
    function: &Function,
    graph: &Graph,
    layout: &Layout,
    arguments: &BTreeSet<LocalId>,
) -> BTreeSet<LocalId> {
    let states = layout.states.iter().map(|(_, state)| state);
    let states = states.filter(|state| state.kind != Kind::Start);
    let fields = states.flat_map(|state| &state.fields);
    let carried: BTreeSet<LocalId> = fields.map(|field| field.local).collect();
    let written = function.sig.inputs.iter().zip(&graph.params);
    let references = written.filter(|(argument, _)| is_reference(argument));
    let references = references.map(|(_, &local)| local);
    let mut sure = Sure {
        references: references
            .filter(|local| arguments.contains(local))
            .collect(),
        held: arguments
            .iter()
            .map(|&local| (local, BTreeSet::from([local])))
            .collect(),
    };
    let mut meeting = BTreeSet::new();
    graph.bindings(&mut |pat, value| {
        let held = sure.holds(value);
        if let Pat::Ident(pat) = pat
            && let Some(local) = names::local(&pat.ident)
        {
            if held.len() > 1 && carried.contains(&local) {
                meeting.extend(&held);
            }
            sure.held.entry(local).or_insert(held);
        }
    });
    meeting
}

fn is_reference(argument: &FnArg) -> bool {
    match argument {
        FnArg::Receiver(receiver) => matches!(receiver.kind, ReceiverKind::Reference(..)),
        FnArg::Typed(argument) => matches!(*argument.ty, Type::Reference(_)),
    }
}

/// What variables surely hold: one of these arguments, or a borrow of what it refers to.
struct Sure {
    references: BTreeSet<LocalId>,
    held: BTreeMap<LocalId, BTreeSet<LocalId>>,
}

impl Sure {
    fn holds(&self, value: &Expr) -> BTreeSet<LocalId> {
        let all = |values: &mut dyn Iterator<Item = &Expr>| {
            values.flat_map(|value| self.holds(value)).collect()
        };
        match value {
            Expr::Path(_) => {
                let held = variable(value).and_then(|local| self.held.get(&local));
                held.cloned().unwrap_or_default()
            }
            Expr::Reference(borrow) => self.behind(&borrow.expr),
            Expr::Paren(value) => self.holds(&value.expr),
            Expr::Block(block) => self.tail(&block.block),
            Expr::If(branch) => {
                let mut held = self.tail(&branch.then_branch);
                if let Some((_, other)) = &branch.else_branch {
                    held.extend(self.holds(other));
                }
                held
            }
            Expr::Match(branches) => all(&mut branches.arms.iter().map(|arm| &*arm.body)),
            Expr::Array(array) => all(&mut array.elems.iter()),
            Expr::Macro(list) if macros::is(&list.mac, "vec") => {
                let arguments = macros::arguments(&list.mac).into_iter();
                let elements = arguments.filter_map(|argument| match argument {
                    Argument::Expr(expr) => Some(self.holds(&expr)),
                    Argument::Other(_) => None,
                });
                elements.flatten().collect()
            }
            Expr::Call(call) => match argument_of(call, "into_iter") {
                Some(iterated) => self.holds(iterated),
                None => BTreeSet::new(),
            },
            Expr::MethodCall(call) => match &*call.method.to_string() {
                "chain" | "or" | "unwrap_or" => {
                    all(&mut std::iter::once(&*call.receiver).chain(&call.args))
                }
                "enumerate" | "peekable" | "rev" | "skip" | "step_by" | "take" => {
                    self.holds(&call.receiver)
                }
                "bytes" => self.behind(&call.receiver),
                _ if effects::iterates(&call.method) => self.behind(&call.receiver),
                _ if effects::borrows_receiver(call) => self.behind(&call.receiver),
                _ => BTreeSet::new(),
            },
            _ => BTreeSet::new(),
        }
    }

    fn tail(&self, block: &Block) -> BTreeSet<LocalId> {
        match block.stmts.last() {
            Some(Stmt::Expr(value, None)) => self.holds(value),
            _ => BTreeSet::new(),
        }
    }

    // What a borrow of a place holds: what the variable refers to that it starts from.
    fn behind(&self, place: &Expr) -> BTreeSet<LocalId> {
        let root = root_of(place).filter(|local| self.references.contains(local));
        root.into_iter().collect()
    }
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
