//! Which borrows of what the generator owns can be made again?
//!
//! `&rows[i]` can, if `rows` is a vector or the like and `i` never changes: nothing happens there that anybody could tell. So can the iterators of `for name in &names` and
//! `for (i, name) in names.iter().enumerate()`, from any position. The names and the written types say what may be one; of loops the types have to say the same (`by_position.rs` in gen-runtime).

use syn::{
    Expr, ExprMethodCall, ExprReference, Member, Pat, Type, UnOp, parse_quote_spanned,
    spanned::Spanned,
    visit::{self, Visit},
};

use super::Lower;
use crate::{
    desugar::ours,
    effects::{bound, standard_type},
    ids::LocalId,
    ir::{Borrow, Local},
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
    /// What the loop over `head` iterates, if it can be iterated again from any position.
    pub(super) fn iterated(&mut self, head: &Expr, pat: &Pat) -> Option<Borrow> {
        let items = self.items(head)?;
        Some(self.borrow_of(head, pat, &items, true))
    }

    fn borrow_of(&mut self, value: &Expr, pat: &Pat, items: &Items, is_head: bool) -> Borrow {
        let mut borrowed = Vec::new();
        borrowed_by(pat, items, &mut borrowed);
        let mut owners = Vec::new();
        bases(value, &mut owners);
        let further = owners.iter().filter_map(|owner| self.owners.get(owner));
        let further: Vec<LocalId> = further.flatten().copied().collect();
        // What a shared borrow refers to does not change by itself.
        owners.retain(|owner| !self.borrowed.contains(*owner));
        owners.extend(further);
        let is_mutable = borrows_mutably(value);
        for &local in &borrowed {
            let itself = is_mutable.then_some(local);
            let owners = owners.iter().copied().chain(itself).collect();
            self.owners.insert(local, owners);
            self.borrowed.insert(local);
        }
        if self.is_direct(value) {
            owners.clear();
        }
        let mut changing = owners.clone();
        changing.retain(|&owner| self.locals[owner].mutable || self.borrowed.contains(owner));
        let mut value = value.clone();
        self.ask_for_standard(&mut value, is_head);
        Borrow {
            value,
            pat: pat.clone(),
            borrowed,
            owners,
            changing,
        }
    }

    // Input: `package.needs.iter()`, or `&package.needs` as the head of a loop. Output: `standard_ref(&package.needs).iter()`, which only takes types of the standard
    // library: a method of the user's might do anything.
    fn ask_for_standard(&self, value: &mut Expr, is_head: bool) {
        match value {
            Expr::Paren(value) => self.ask_for_standard(&mut value.expr, is_head),
            Expr::MethodCall(call) => {
                for argument in &mut call.args {
                    self.ask_for_standard(argument, call.method == "zip");
                }
                match &mut *call.receiver {
                    receiver @ (Expr::MethodCall(_) | Expr::Paren(_)) => {
                        self.ask_for_standard(receiver, is_head);
                    }
                    place => {
                        let asked = self.asked(place, call.method == "iter_mut");
                        *place = asked.unwrap_or_else(|| place.clone());
                    }
                }
            }
            Expr::Reference(borrow) if is_head => {
                let asked = self.asked(&borrow.expr, borrow.mutability.is_some());
                *value = asked.unwrap_or_else(|| value.clone());
            }
            Expr::Path(_) if is_head => {
                let asked = self.asked(value, false);
                *value = asked.unwrap_or_else(|| value.clone());
            }
            _ => {}
        }
    }

    // A borrow of a place, if its type does not show.
    fn asked(&self, place: &Expr, mutably: bool) -> Option<Expr> {
        let span = ours(place.span());
        let place: Expr = match variable(place) {
            Some(local) if self.borrowed.contains(local) => parse_quote_spanned!(span=> *#place),
            Some(_) if self.is_standard(place) => return None,
            _ => place.clone(),
        };
        Some(if mutably {
            parse_quote_spanned!(span=> ::gen_runtime::__private::standard_mut(&mut #place))
        } else {
            parse_quote_spanned!(span=> ::gen_runtime::__private::standard_ref(&#place))
        })
    }

    /// Marks what a pattern binds of `value`, if that is a borrow that can be made again.
    pub(super) fn mark_borrow(&mut self, value: &Expr, pat: &Pat) {
        let pat = match pat {
            Pat::Guard(pat) => &pat.pat,
            pat => pat,
        };
        if self.is_borrow(value) {
            let borrow = self.borrow_of(value, pat, &Items::Borrows, false);
            if let Some(&first) = borrow.borrowed.first() {
                self.locals[first].borrow = Some(borrow);
            }
        }
    }

    // Is this a borrow and nothing else, or perhaps one?
    fn is_borrow(&self, value: &Expr) -> bool {
        match value {
            Expr::Paren(value) => self.is_borrow(&value.expr),
            Expr::Reference(borrow) => self.is_owned(&borrow.expr),
            // A borrow can be copied.
            Expr::Path(_) => variable(value).is_some_and(|local| self.borrowed.contains(local)),
            Expr::MethodCall(call) => {
                let method = call.method.to_string();
                let arguments: Vec<&Expr> = call.args.iter().collect();
                let is_known = match (&*method, &arguments[..]) {
                    (
                        "as_bytes" | "as_deref" | "as_ref" | "as_slice" | "as_str" | "back"
                        | "first" | "front" | "last" | "trim" | "trim_end" | "trim_start",
                        [],
                    ) => true,
                    ("get", [at]) => self.is_constant(at),
                    ("unwrap", []) | ("expect", [Expr::Lit(_)]) => {
                        return self.is_borrow(&call.receiver);
                    }
                    _ => false,
                };
                is_known && (self.is_standard(&call.receiver) || self.is_borrow(&call.receiver))
            }
            _ => false,
        }
    }

    // Does it surely borrow from the variable that it names? What is found behind a reference, as perhaps by `&rows[i].name` or `name.trim()`, need not.
    fn is_direct(&self, value: &Expr) -> bool {
        match value {
            Expr::Paren(value) => self.is_direct(&value.expr),
            Expr::Reference(borrow) => {
                let local = variable(&borrow.expr);
                local.is_some_and(|local| !self.borrowed.contains(local))
            }
            _ => false,
        }
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
            Expr::Unary(place) if matches!(place.op, UnOp::Deref(_)) => {
                is_whole(&place.expr) || self.is_part(&place.expr)
            }
            _ => false,
        }
    }

    // Is it a variable of a type of the standard library, or a borrow like these, or such a part? Of what is no variable of the former the type is asked.
    fn is_standard(&self, place: &Expr) -> bool {
        match place {
            Expr::Paren(place) => self.is_standard(&place.expr),
            Expr::Path(_) => variable(place).is_some_and(|local| {
                let ty = self.locals[local].ty.as_ref();
                let is_written = ty.is_some_and(|ty| standard_type(ty).is_some());
                let is_known = is_written || self.known.standard.contains_key(&local);
                is_known && self.may_be_owned(local) || self.borrowed.contains(local)
            }),
            place => self.is_part(place),
        }
    }

    // Has it the same value again, surely?
    fn is_constant(&self, value: &Expr) -> bool {
        match value {
            Expr::Lit(_) => true,
            Expr::Paren(value) => self.is_constant(&value.expr),
            Expr::Reference(value) if value.mutability.is_none() => self.is_constant(&value.expr),
            Expr::Range(range) => [&range.start, &range.end]
                .into_iter()
                .flatten()
                .all(|end| self.is_constant(end)),
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

// The variables that the places in it are parts of.
fn bases(value: &Expr, found: &mut Vec<LocalId>) {
    match value {
        Expr::Paren(value) => bases(&value.expr, found),
        Expr::Reference(borrow) => bases(&borrow.expr, found),
        Expr::Index(place) => bases(&place.expr, found),
        Expr::Field(place) => bases(&place.base, found),
        Expr::Unary(place) => bases(&place.expr, found),
        Expr::MethodCall(call) => {
            bases(&call.receiver, found);
            if call.method == "zip" {
                call.args.iter().for_each(|other| bases(other, found));
            }
        }
        value => found.extend(variable(value)),
    }
}

// `&mut rows`, `rows.iter_mut()`
fn borrows_mutably(value: &Expr) -> bool {
    struct Find(bool);
    impl<'ast> Visit<'ast> for Find {
        fn visit_expr_reference(&mut self, borrow: &'ast ExprReference) {
            self.0 |= borrow.mutability.is_some();
            visit::visit_expr_reference(self, borrow);
        }

        fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
            self.0 |= call.method == "iter_mut";
            visit::visit_expr_method_call(self, call);
        }
    }
    let mut find = Find(false);
    find.visit_expr(value);
    find.0
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
