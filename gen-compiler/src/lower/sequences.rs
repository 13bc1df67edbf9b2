//! Which loops iterate what can be iterated again from any position?
//!
//! `for name in &names` and `for (i, name) in names.iter().enumerate()` do, if `names` is a vector, a slice, or the like: what comes at a position is
//! found at once, and nothing happens there that anybody could tell. The names say what may be one; the types have to say the same (`by_position.rs` in gen-runtime).

use syn::{Expr, ExprMethodCall, Member, Pat, Type, UnOp};

use super::Lower;
use crate::{
    effects::{bound, standard_type},
    ids::LocalId,
    ir::{Local, Sequence},
    names,
};

/// What are the items of an iterator made of?
#[derive(Clone)]
enum Items {
    /// They are borrows of something in what is iterated.
    Borrows,
    /// They are copies of that, or numbers.
    Values,
    Pairs(Box<Items>, Box<Items>),
}

impl Lower<'_> {
    /// What the loop over `head` iterates, if it is that.
    pub(super) fn sequence(&self, head: &Expr, pat: &Pat) -> Option<Sequence> {
        let items = self.items(head)?;
        let mut borrowed = Vec::new();
        borrowed_by(pat, &items, &mut borrowed);
        Some(Sequence {
            head: head.clone(),
            pat: pat.clone(),
            borrowed,
        })
    }

    fn items(&self, head: &Expr) -> Option<Items> {
        match head {
            Expr::Paren(head) => self.items(&head.expr),
            Expr::Reference(borrow) => self.is_owned(&borrow.expr).then_some(Items::Borrows),
            // A borrow can be copied.
            Expr::Path(_) => {
                let local = variable(head)?;
                let is_item = self.borrowed.contains(local);
                is_item.then_some(Items::Borrows)
            }
            Expr::MethodCall(call) => self.items_of_call(call),
            _ => None,
        }
    }

    fn items_of_call(&self, call: &ExprMethodCall) -> Option<Items> {
        let method = call.method.to_string();
        let arguments: Vec<&Expr> = call.args.iter().collect();
        match (&*method, &arguments[..]) {
            ("iter" | "iter_mut", []) => self.is_standard(&call.receiver).then_some(Items::Borrows),
            ("chunks" | "chunks_exact" | "rchunks" | "windows", [size]) => {
                let is_known = self.is_standard(&call.receiver) && self.is_constant(size);
                is_known.then_some(Items::Borrows)
            }
            ("rev", []) => self.items(&call.receiver),
            ("skip" | "step_by" | "take", [number]) if self.is_constant(number) => {
                self.items(&call.receiver)
            }
            ("copied", []) => self.items(&call.receiver).map(|_| Items::Values),
            ("enumerate", []) => {
                let items = self.items(&call.receiver)?;
                Some(Items::Pairs(Box::new(Items::Values), Box::new(items)))
            }
            ("zip", [other]) => {
                let (items, other) = (self.items(&call.receiver)?, self.items(other)?);
                Some(Items::Pairs(Box::new(items), Box::new(other)))
            }
            _ => None,
        }
    }

    // Is this surely no reference, or part of what is none, but for what loops like this borrow? If `&names` can be iterated, `names` is none.
    fn is_owned(&self, place: &Expr) -> bool {
        match place {
            Expr::Paren(place) => self.is_owned(&place.expr),
            Expr::Path(_) => variable(place).is_some_and(|local| self.may_be_owned(local)),
            place => self.is_part(place),
        }
    }

    fn may_be_owned(&self, local: LocalId) -> bool {
        let row = &self.locals[local];
        !is_reference(row) && !row.is_pointer() && !row.split && !row.shared
    }

    // Is it a part of what surely is no reference, or of what a loop like this borrows?
    fn is_part(&self, place: &Expr) -> bool {
        let is_whole = |place: &Expr| {
            variable(place).is_some_and(|local| {
                let is_written = matches!(self.locals[local].ty, Some(Type::Path(_)));
                is_written && self.may_be_owned(local) || self.is_standard(place)
            })
        };
        match place {
            Expr::Paren(place) => self.is_part(&place.expr),
            Expr::Field(place) if matches!(place.member, Member::Named(_) | Member::Unnamed(_)) => {
                is_whole(&place.base) || self.is_part(&place.base)
            }
            Expr::Index(place) if self.is_constant(&place.index) => {
                self.is_standard(&place.expr) || self.is_part(&place.expr)
            }
            _ => false,
        }
    }

    // Is it a variable of a type of the standard library, or what a loop like this borrows, or a part of one of these?
    fn is_standard(&self, place: &Expr) -> bool {
        match place {
            Expr::Paren(place) => self.is_standard(&place.expr),
            Expr::Path(_) => variable(place).is_some_and(|local| {
                let row = &self.locals[local];
                let is_written = row
                    .ty
                    .as_ref()
                    .is_some_and(|ty| standard_type(ty).is_some());
                let is_known = is_written || self.known.standard.contains_key(&local);
                is_known && self.may_be_owned(local) || self.borrowed.contains(local)
            }),
            Expr::Field(place) => match &*place.base {
                base @ Expr::Path(_) => {
                    variable(base).is_some_and(|local| self.borrowed.contains(local))
                }
                base => self.is_standard(base),
            },
            Expr::Index(place) => self.is_constant(&place.index) && self.is_standard(&place.expr),
            _ => false,
        }
    }

    // Has it the same value again, surely?
    fn is_constant(&self, value: &Expr) -> bool {
        match value {
            Expr::Lit(_) => true,
            Expr::Paren(value) => self.is_constant(&value.expr),
            Expr::Unary(value) if matches!(value.op, UnOp::Deref(_)) => {
                variable(&value.expr).is_some_and(|local| self.borrowed.contains(local))
            }
            Expr::Path(_) => variable(value)
                .is_some_and(|local| !self.locals[local].mutable && !self.deferred.contains(local)),
            _ => false,
        }
    }
}

fn variable(place: &Expr) -> Option<LocalId> {
    match place {
        Expr::Path(path) => names::local(path.path.get_ident()?),
        _ => None,
    }
}

fn is_reference(row: &Local) -> bool {
    matches!(row.ty, Some(Type::Reference(_) | Type::Ptr(_)))
}

// The variables that a pattern binds to borrows, without `mut`.
fn borrowed_by(pat: &Pat, items: &Items, found: &mut Vec<LocalId>) {
    match (pat, items) {
        (Pat::Paren(pat), items) => borrowed_by(&pat.pat, items, found),
        (Pat::Type(pat), items) => borrowed_by(&pat.pat, items, found),
        (_, Items::Values) | (Pat::Reference(_), Items::Borrows) => {}
        (Pat::Ident(name), _) => {
            if name.by_ref.is_none() && name.mutability.is_none() && name.subpat.is_none() {
                found.extend(names::local(&name.ident));
            }
        }
        (Pat::Tuple(pat), Items::Pairs(first, second)) => {
            if let [one, other] = &pat.elems.iter().collect::<Vec<_>>()[..] {
                borrowed_by(one, first, found);
                borrowed_by(other, second, found);
            }
        }
        // A pattern of what is borrowed binds by reference, unless it says otherwise.
        (pat, Items::Borrows) => {
            if is_plain(pat) {
                found.extend(bound(pat));
            }
        }
        (_, Items::Pairs(..)) => {}
    }
}

// Does it say nothing but names, without `mut`, `ref` and `&`?
fn is_plain(pat: &Pat) -> bool {
    match pat {
        Pat::Ident(pat) => pat.by_ref.is_none() && pat.mutability.is_none() && pat.subpat.is_none(),
        Pat::Paren(pat) => is_plain(&pat.pat),
        Pat::Rest(_) | Pat::Wild(_) => true,
        Pat::Slice(pat) => pat.elems.iter().all(is_plain),
        Pat::Struct(pat) => pat.fields.iter().all(|field| is_plain(&field.pat)),
        Pat::Tuple(pat) => pat.elems.iter().all(is_plain),
        Pat::TupleStruct(pat) => pat.elems.iter().all(is_plain),
        _ => false,
    }
}
