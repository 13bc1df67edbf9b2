//! Of which parts is a local made, as far as the syntax tells?
//!
//! A tuple tells by its type or by the value that it starts with, a struct by a literal or by a declaration in the body. The answer
//! is in the order in which the parts are dropped; where that cannot be told there is none.

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;
use syn::{
    Block, Expr, Fields, Item, Pat, Type, parse_quote_spanned, spanned::Spanned, visit::Visit,
};

use crate::{check::is_cfg, desugar::ours, effects::Part, ir::Glue};

/// The fields of the structs that a body declares, in order. A struct that is declared twice, or of which a field depends on a `#[cfg]`, has none.
pub type Structs = BTreeMap<String, Vec<String>>;

/// Looks for the structs in a body, and among the items that stood at its top.
pub fn structs(items: &[Item], body: &Block) -> Structs {
    struct Find(Structs);
    impl<'ast> Visit<'ast> for Find {
        fn visit_item(&mut self, item: &'ast Item) {
            if let Item::Struct(item) = item {
                let fields: Vec<String> = match &item.fields {
                    Fields::Named(fields) => {
                        let names = fields.named.iter().filter_map(|field| field.ident.as_ref());
                        names.map(ToString::to_string).collect()
                    }
                    Fields::Unnamed(fields) => numbers(fields.unnamed.len()),
                    Fields::Unit => Vec::new(),
                };
                let is_conditional = |field: &syn::Field| {
                    let mut attrs = field.attrs.iter();
                    attrs.any(|attr| is_cfg(attr) || attr.path().is_ident("cfg_attr"))
                };
                let fields = if item.fields.iter().any(is_conditional) {
                    Vec::new()
                } else {
                    fields
                };
                let known = self.0.entry(item.ident.to_string());
                known.and_modify(Vec::clear).or_insert(fields);
            }
        }
    }
    let mut find = Find(Structs::new());
    for item in items {
        find.visit_item(item);
    }
    find.visit_block(body);
    find.0
}

/// What a `let` tells of its one variable.
pub fn of_let(pat: &Pat, value: Option<&Expr>, structs: &Structs) -> Vec<Part> {
    match (pat, value) {
        (Pat::Ident(pat), Some(value)) if pat.by_ref.is_none() => of_value(value, structs),
        (Pat::Type(pat), value) if matches!(*pat.pat, Pat::Ident(_)) => {
            let parts = of_type(&pat.ty, structs);
            match value {
                Some(value) if parts.is_empty() => of_value(value, structs),
                _ => parts,
            }
        }
        _ => Vec::new(),
    }
}

/// Input: a pattern such as `(first, .., last)`, and the known parts of what it matches.
/// Output: `(first, _, _, last)`, so that what stands behind the dots has a number.
pub fn number(pat: &mut Pat, parts: &[Part]) {
    match pat {
        Pat::Guard(pat) => number(&mut pat.pat, parts),
        Pat::Paren(pat) => number(&mut pat.pat, parts),
        Pat::Type(pat) => number(&mut pat.pat, parts),
        Pat::Tuple(tuple) => {
            let numbers = parts.iter().map(|part| part.first()?.parse().ok());
            let numbers: Option<BTreeSet<usize>> = numbers.collect();
            let count = numbers.map_or(0, |numbers| numbers.len());
            let is_rest = |pat: &Pat| matches!(pat, Pat::Rest(_));
            let elems = std::mem::take(&mut tuple.elems);
            let left = (count + 1).saturating_sub(elems.len());
            for elem in elems {
                if count > 0 && is_rest(&elem) {
                    let wild = |_| -> Pat { parse_quote_spanned!(ours(elem.span())=> _) };
                    tuple.elems.extend((0..left).map(wild));
                } else {
                    tuple.elems.push(elem);
                }
            }
            for (position, elem) in tuple.elems.iter_mut().enumerate() {
                let position = position.to_string();
                let inside = parts.iter().filter(|part| part.first() == Some(&position));
                let inside: Vec<Part> = inside.map(|part| part[1..].to_vec()).collect();
                if !inside.contains(&Part::new()) {
                    number(elem, &inside);
                }
            }
        }
        _ => {}
    }
}

/// What a written type tells.
pub fn of_type(ty: &Type, structs: &Structs) -> Vec<Part> {
    match ty {
        Type::Paren(ty) => of_type(&ty.elem, structs),
        Type::Tuple(ty) => {
            let nested = |ty: &Type| match ty {
                Type::Tuple(_) => of_type(ty, structs),
                _ => Vec::new(),
            };
            tuple(ty.elems.iter().map(nested))
        }
        Type::Path(ty) if ty.qself.is_none() && ty.path.segments.len() == 1 => {
            let fields = structs.get(&ty.path.segments[0].ident.to_string());
            fields.map_or_else(Vec::new, |fields| paths(fields))
        }
        _ => Vec::new(),
    }
}

/// The elements of a tuple, each with its value, and of what is a tuple among them those of that.
pub fn elements(value: &Expr) -> Option<Vec<(Part, &Expr)>> {
    let value = match value {
        Expr::Paren(value) => return elements(&value.expr),
        Expr::Tuple(value) => value,
        _ => return None,
    };
    let elems = value.elems.iter().enumerate().flat_map(|(number, value)| {
        let nested = elements(value).filter(|nested| !nested.is_empty());
        let nested = nested.unwrap_or_else(|| vec![(Part::new(), value)]);
        nested.into_iter().map(move |(mut part, value)| {
            part.insert(0, number.to_string());
            (part, value)
        })
    });
    Some(elems.collect())
}

fn of_value(value: &Expr, structs: &Structs) -> Vec<Part> {
    match value {
        Expr::Paren(value) => of_value(&value.expr, structs),
        Expr::Tuple(_) => {
            let elements = elements(value).into_iter().flatten();
            elements.map(|(part, _)| part).collect()
        }
        // What a field's attribute makes of it is not known.
        Expr::Struct(value)
            if value.rest.is_none() && value.fields.iter().all(|field| field.attrs.is_empty()) =>
        {
            let declared = value.path.get_ident();
            if let Some(fields) = declared.and_then(|name| structs.get(&name.to_string())) {
                return paths(fields);
            }
            let fields = value.fields.iter();
            let to_drop = fields
                .clone()
                .filter(|field| Glue::of_value(&field.expr) != Glue::None);
            // The declaration need not have the order of the literal. After one was moved, of two there is no order.
            if to_drop.count() > 2 {
                return Vec::new();
            }
            let names = fields.map(|field| field.member.to_token_stream().to_string());
            paths(&names.collect::<Vec<_>>())
        }
        Expr::Call(value) => match &*value.func {
            Expr::Path(path) => {
                let declared = path.path.get_ident();
                let fields = declared.and_then(|name| structs.get(&name.to_string()));
                fields.map_or_else(Vec::new, |fields| paths(fields))
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn numbers(count: usize) -> Vec<String> {
    (0..count).map(|number| number.to_string()).collect()
}

fn paths(fields: &[String]) -> Vec<Part> {
    fields.iter().map(|field| vec![field.clone()]).collect()
}

// A tuple has no destructor of its own, so it may as well be its parts' parts.
fn tuple(nested: impl Iterator<Item = Vec<Part>>) -> Vec<Part> {
    let parts = nested.enumerate().flat_map(|(number, nested)| {
        let number = number.to_string();
        if nested.is_empty() {
            return vec![vec![number]];
        }
        let inside = |mut part: Part| {
            part.insert(0, number.clone());
            part
        };
        nested.into_iter().map(inside).collect()
    });
    parts.collect()
}
