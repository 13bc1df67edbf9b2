//! Which values surely are characters of a text, bytes, or places in it, since they come from a `&str`?
//!
//! These are numbers and the like: they have nothing to drop, and no method takes them away. A tokenizer has little else, and to ask the types for each of them costs rustc
//! more than all that the user wrote.

use syn::{Expr, ExprMethodCall, Lit, Type};

use super::{Known, open::any_way, root};
use crate::{
    ids::{LocalId, Table},
    ir::Local,
};

/// What is known of the locals.
pub struct Texts<'k> {
    pub table: &'k Table<LocalId, Local>,
    pub known: &'k Known,
}

impl Texts<'_> {
    /// Is it an iterator over such values, which any number of them may come from?
    pub fn iterates(&self, value: &Expr) -> bool {
        match value {
            Expr::Paren(value) => self.iterates(&value.expr),
            Expr::Reference(value) => self.iterates(&value.expr),
            Expr::Path(_) => root(value).is_some_and(|local| self.known.characters.contains(local)),
            Expr::MethodCall(call) if call.turbofish.is_none() => {
                let method = call.method.to_string();
                match (&*method, call.args.len()) {
                    ("bytes" | "char_indices" | "chars", 0) => self.is_text(&call.receiver),
                    ("by_ref" | "clone" | "enumerate" | "fuse" | "peekable" | "rev", 0)
                    | ("filter" | "skip" | "skip_while" | "step_by" | "take" | "take_while", 1) => {
                        self.iterates(&call.receiver)
                    }
                    _ => false,
                }
            }
            _ => false,
        }
    }

    /// Does it hold nothing but such values, or references to them?
    pub fn holds(&self, value: &Expr) -> bool {
        match value {
            Expr::Paren(value) => self.holds(&value.expr),
            Expr::Try(value) => self.holds(&value.expr),
            Expr::MethodCall(call) if call.turbofish.is_none() => self.is_held(call),
            _ => false,
        }
    }

    fn is_held(&self, call: &ExprMethodCall) -> bool {
        let method = call.method.to_string();
        match (&*method, call.args.len()) {
            ("last" | "next" | "next_back" | "peek", 0)
            | ("find" | "next_if" | "next_if_eq" | "nth", 1) => self.iterates(&call.receiver),
            ("cloned" | "copied" | "unwrap" | "unwrap_or_default", 0)
            | ("expect" | "unwrap_or", 1) => self.holds(&call.receiver),
            ("to_digit", 1) => {
                root(&call.receiver).is_some_and(|local| self.known.held.contains(local))
            }
            _ => false,
        }
    }

    // Is it a `&str`, or the `str` that one points to?
    fn is_text(&self, value: &Expr) -> bool {
        match value {
            Expr::Lit(value) => matches!(value.lit, Lit::Str(_)),
            Expr::Paren(value) => self.is_text(&value.expr),
            Expr::Reference(value) => self.is_text(&value.expr),
            Expr::Index(value) => {
                matches!(*value.index, Expr::Range(_)) && self.is_text(&value.expr)
            }
            Expr::MethodCall(call) => {
                let trims = ["trim", "trim_start", "trim_end"]
                    .iter()
                    .any(|name| call.method == name);
                trims && call.args.is_empty() && self.is_text(&call.receiver)
            }
            Expr::Path(_) => {
                root(value).is_some_and(|local| self.table[local].ty.as_ref().is_some_and(is_str))
            }
            _ => false,
        }
    }
}

// `&str`
fn is_str(ty: &Type) -> bool {
    match ty {
        Type::Reference(ty) => matches!(&*ty.elem, Type::Path(ty) if ty.path.is_ident("str")),
        _ => false,
    }
}

/// Is this a text, or what one of its branches gives? Then the others give texts, too, or what is coerced to one.
pub fn gives_text(value: &Expr) -> bool {
    any_way(
        value,
        &|value| matches!(value, Expr::Lit(lit) if matches!(lit.lit, Lit::Str(_))),
    )
}
