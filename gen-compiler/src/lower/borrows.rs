//! Which borrows of what the generator owns can be made again?
//!
//! `&rows[i]` can, if `rows` is a vector or the like and `i` never changes: nothing happens there that anybody could tell. So can the iterators of `for name in &names` and
//! `for (i, name) in names.iter().enumerate()`, from any position. The names and the written types say what may be one; of loops the types have to say the same (`by_position.rs` in gen-runtime).

use syn::{
    Expr, ExprMethodCall, ExprReference, GenericArgument, Pat, Type, UnOp, parse_quote_spanned,
    spanned::Spanned,
    visit::{self, Visit},
};

use super::Lower;
use crate::{
    desugar::ours,
    effects::bound,
    ids::LocalId,
    ir::{Borrow, Local},
    macros, names,
    references::variable,
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
        self.borrow_of(head, pat, &items, true)
    }

    fn borrow_of(
        &mut self,
        value: &Expr,
        pat: &Pat,
        items: &Items,
        is_head: bool,
    ) -> Option<Borrow> {
        let mut borrowed = Vec::new();
        borrowed_by(pat, items, &mut borrowed);
        let owners = self.roots_of(value);
        let is_shallow = is_shallow(pat, items);
        let by_mut = borrows_mutably(value);
        let is_direct = self.is_direct(value) && is_shallow;
        // What is borrowed by `&mut` is not behind a `&` reference; and what a loop iterates cannot change as long as it does.
        let is_tied = is_direct
            || is_head && self.is_direct(value)
            || is_shallow && (by_mut || matches!(value, Expr::Path(_)));
        if !is_tied && !owners.iter().all(|&owner| self.is_fixed_vector(owner)) {
            return None;
        }
        let mut changing = owners.clone();
        changing.retain(|&owner| {
            let is_unnamed = is_direct && !self.locals[owner].mutable;
            !is_unnamed && !self.is_fixed_vector(owner)
        });
        let is_mutable = by_mut || self.is_any_mutable(value);
        for &local in &borrowed {
            let itself = is_mutable.then_some(local);
            let found_in = owners.iter().copied().chain(itself).collect();
            self.owners.insert(local, found_in);
            self.borrowed.insert(local);
        }
        let mut value = value.clone();
        self.ask_for_list(&mut value, is_head);
        Some(Borrow {
            value,
            pat: pat.clone(),
            borrowed,
            is_direct,
            lists: owners
                .iter()
                .copied()
                .filter(|&owner| self.is_list_variable(owner))
                .collect(),
            owners,
            changing,
        })
    }

    // The variables that it is found in, and those that these are found in, if they are borrows. What a shared borrow refers to does not change by itself.
    fn roots_of(&self, value: &Expr) -> Vec<LocalId> {
        let mut roots = Vec::new();
        bases(value, &mut roots);
        let further = roots.iter().filter_map(|root| self.owners.get(root));
        let further: Vec<LocalId> = further.flatten().copied().collect();
        roots.retain(|&root| !self.borrowed.contains(root));
        roots.extend(further);
        roots
    }

    // Input: `package.needs.iter()`, or `&package.needs` as the head of a loop. Output: `list(&package.needs).iter()`, which only takes vectors and the like: a method of
    // the user's might do anything.
    fn ask_for_list(&self, value: &mut Expr, is_head: bool) {
        match value {
            Expr::Paren(value) => self.ask_for_list(&mut value.expr, is_head),
            Expr::MethodCall(call) => {
                for argument in &mut call.args {
                    self.ask_for_list(argument, call.method == "zip");
                }
                match &mut *call.receiver {
                    receiver @ (Expr::MethodCall(_) | Expr::Paren(_)) => {
                        self.ask_for_list(receiver, is_head);
                    }
                    // It shows what it is.
                    place if self.is_list(place) => {}
                    place => *place = self.asked(place, call.method == "iter_mut"),
                }
            }
            Expr::Reference(borrow) if is_head => {
                let mutably = borrow.mutability.is_some();
                *value = asked_of(value, mutably);
            }
            Expr::Path(_) if is_head => {
                *value = self.asked(value, self.is_any_mutable(value));
            }
            _ => {}
        }
    }

    // A borrow of a place of which the type is asked.
    fn asked(&self, place: &Expr, mutably: bool) -> Expr {
        let span = ours(place.span());
        let place: Expr = match variable(place) {
            Some(local) if self.borrowed.contains(local) => parse_quote_spanned!(span=> *#place),
            _ => place.clone(),
        };
        let borrow = if mutably {
            parse_quote_spanned!(span=> &mut #place)
        } else {
            parse_quote_spanned!(span=> &#place)
        };
        asked_of(&borrow, mutably)
    }

    /// Marks what a pattern binds of `value`, if that is a borrow that can be made again.
    pub(super) fn mark_borrow(&mut self, value: &Expr, pat: &Pat) {
        let pat = match pat {
            Pat::Guard(pat) => &pat.pat,
            pat => pat,
        };
        let is_name = matches!(pat, Pat::Ident(_) | Pat::Type(_));
        if self.is_borrow(value) && (is_name || !self.is_any_mutable(value)) {
            let borrow = self.borrow_of(value, pat, &Items::Borrows, false);
            let first = borrow.iter().find_map(|borrow| borrow.borrowed.first());
            if let Some(&first) = first {
                self.locals[first].borrow = borrow;
            }
        }
    }

    // Is this a borrow and nothing else?
    fn is_borrow(&self, value: &Expr) -> bool {
        match value {
            Expr::Paren(value) => self.is_borrow(&value.expr),
            Expr::Reference(borrow) => self.is_owned(&borrow.expr),
            // A borrow can be copied.
            Expr::Path(_) => variable(value).is_some_and(|local| self.borrowed.contains(local)),
            _ => false,
        }
    }

    // Does it surely borrow from the variable that it names? What is found behind a borrow need not: there may be a reference in what is borrowed.
    fn is_direct(&self, value: &Expr) -> bool {
        match value {
            Expr::Paren(value) => self.is_direct(&value.expr),
            Expr::Reference(borrow) => {
                let place = &borrow.expr;
                self.is_list(place) || self.is_element(place) || self.is_field(place)
            }
            Expr::MethodCall(call) => {
                let others = || {
                    let mut arguments = call.args.iter();
                    arguments.all(|other| self.is_constant(other) || self.is_direct(other))
                };
                (self.is_list(&call.receiver) || self.is_direct(&call.receiver)) && others()
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
            ("iter" | "iter_mut", []) => self.has_items(&call.receiver).then_some(Items::Borrows),
            ("chunks" | "chunks_exact" | "rchunks" | "windows", [size]) => {
                let is_known = self.has_items(&call.receiver) && self.is_constant(size);
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

    // Is this a list, an element of one, a field of an argument by value, or a part of what is borrowed so?
    fn is_owned(&self, place: &Expr) -> bool {
        match place {
            Expr::Paren(place) => self.is_owned(&place.expr),
            place => {
                self.is_list(place)
                    || self.is_element(place)
                    || self.is_field(place)
                    || self.is_part(place)
            }
        }
    }

    // Can a method of lists be called on it? Its type is asked.
    fn has_items(&self, place: &Expr) -> bool {
        let is_borrowed = |local| self.borrowed.contains(local);
        variable(place).is_some_and(is_borrowed) || self.is_owned(place)
    }

    // A variable that shows that it is a vector, or the like.
    fn is_list(&self, place: &Expr) -> bool {
        variable(place).is_some_and(|local| self.is_list_variable(local))
    }

    fn is_list_variable(&self, local: LocalId) -> bool {
        let row = &self.locals[local];
        let is_list = self.lists.contains(local) || self.arrays.contains(local);
        (is_list || row.ty.as_ref().is_some_and(is_list_type)) && is_plain(row)
    }

    // Is it a vector that cannot change? In an array, or a type of the user's, there may be `&mut` references, which can be used without `mut`.
    fn is_fixed_vector(&self, owner: LocalId) -> bool {
        let row = &self.locals[owner];
        let is_vector = self.lists.contains(owner) || row.ty.as_ref().is_some_and(is_vector);
        is_vector && !row.mutable && !self.borrowed.contains(owner)
    }

    // Is it a borrow by `&mut`? What it refers to may change.
    fn is_mutable(&self, local: LocalId) -> bool {
        let owners = self.owners.get(&local);
        owners.is_some_and(|owners| owners.contains(&local))
    }

    // Is one of these such a borrow, or a part of what it refers to?
    fn is_any_mutable(&self, value: &Expr) -> bool {
        let mut found = Vec::new();
        bases(value, &mut found);
        found.iter().any(|&local| self.is_mutable(local))
    }

    fn is_element(&self, place: &Expr) -> bool {
        match place {
            Expr::Index(place) => self.is_list(&place.expr) && self.is_constant(&place.index),
            _ => false,
        }
    }

    fn is_field(&self, place: &Expr) -> bool {
        match place {
            Expr::Field(place) => variable(&place.base).is_some_and(|local| {
                let row = &self.locals[local];
                is_plain(row) && matches!(row.ty, Some(Type::Path(_)))
            }),
            _ => false,
        }
    }

    // A part of what is borrowed by `&`, which goes for its parts as well.
    fn is_part_of_shared(&self, place: &Expr) -> bool {
        self.is_part(place) && !self.is_any_mutable(place)
    }

    // A part of what is borrowed.
    fn is_part(&self, place: &Expr) -> bool {
        // Of what may change only a field is surely its own.
        let is_shared = |&local: &LocalId| self.borrowed.contains(local) && !self.is_mutable(local);
        let of_borrowed = |base: &Expr| {
            variable(base).as_ref().is_some_and(is_shared) || self.is_part_of_shared(base)
        };
        match place {
            Expr::Paren(place) => self.is_part(&place.expr),
            Expr::Field(place) => {
                let local = variable(&place.base);
                local.is_some_and(|local| self.is_mutable(local)) || of_borrowed(&place.base)
            }
            Expr::Index(place) => self.is_constant(&place.index) && of_borrowed(&place.expr),
            Expr::Unary(place) => matches!(place.op, UnOp::Deref(_)) && of_borrowed(&place.expr),
            _ => false,
        }
    }

    // Has it the same value again, surely?
    fn is_constant(&self, value: &Expr) -> bool {
        match value {
            Expr::Lit(_) => true,
            Expr::Paren(value) => self.is_constant(&value.expr),
            Expr::Range(range) => [&range.start, &range.end]
                .into_iter()
                .flatten()
                .all(|end| self.is_constant(end)),
            Expr::Path(_) => variable(value).is_some_and(|local| {
                let row = &self.locals[local];
                let is_reference = matches!(row.ty, Some(Type::Reference(_)));
                let is_changed = row.mutable || self.deferred.contains(local);
                !is_changed && !is_reference && !self.borrowed.contains(local)
            }),
            _ => false,
        }
    }
}

fn asked_of(borrow: &Expr, mutably: bool) -> Expr {
    let span = ours(borrow.span());
    if mutably {
        parse_quote_spanned!(span=> ::gen_runtime::__private::list_mut(#borrow))
    } else {
        parse_quote_spanned!(span=> ::gen_runtime::__private::list(#borrow))
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

// Is it carried as it is?
fn is_plain(row: &Local) -> bool {
    !row.is_pointer() && !row.split && !row.shared
}

// Does it name what is borrowed, and no part of it? There may be a reference in between.
fn is_shallow(pat: &Pat, items: &Items) -> bool {
    match (pat, items) {
        (_, Items::Values) | (Pat::Reference(_) | Pat::Wild(_), _) => true,
        (Pat::Ident(pat), _) => pat.subpat.is_none(),
        (Pat::Paren(pat), _) => is_shallow(&pat.pat, items),
        // A written type may be that of something behind it.
        (Pat::Tuple(pat), Items::Pairs(first, second)) => {
            match &pat.elems.iter().collect::<Vec<_>>()[..] {
                [one, other] => is_shallow(one, first) && is_shallow(other, second),
                _ => false,
            }
        }
        _ => false,
    }
}

// Is this the type of a vector, or the like?
fn is_list_type(ty: &Type) -> bool {
    match ty {
        Type::Array(_) => true,
        Type::Paren(ty) => is_list_type(&ty.elem),
        ty => is_vector(ty) || is_named(ty, &["Option"]),
    }
}

// Is it one that gives nothing to be changed if it is not `mut`?
fn is_vector(ty: &Type) -> bool {
    is_named(ty, &["Vec", "VecDeque"])
}

fn is_named(ty: &Type, names: &[&str]) -> bool {
    match ty {
        Type::Path(ty) => {
            let last = ty.path.segments.last();
            last.is_some_and(|last| names::is_one_of(&last.ident, names))
        }
        _ => false,
    }
}

/// Does a variable with this first value show that it is an array?
pub(super) fn makes_array(value: &Expr) -> bool {
    match value {
        Expr::Paren(value) => makes_array(&value.expr),
        value => matches!(value, Expr::Array(_) | Expr::Repeat(_)),
    }
}

/// The same of a vector, or the like.
pub(super) fn makes_vector(value: &Expr) -> bool {
    const NEW: [&str; 4] = ["from", "from_iter", "new", "with_capacity"];
    match value {
        Expr::Paren(value) => makes_vector(&value.expr),
        Expr::Macro(value) => macros::is(&value.mac, "vec"),
        Expr::Call(call) => {
            let Expr::Path(path) = &*call.func else {
                return false;
            };
            let mut segments = path
                .path
                .segments
                .iter()
                .rev()
                .map(|segment| &segment.ident);
            let is_new = segments
                .next()
                .is_some_and(|name| names::is_one_of(name, &NEW));
            let of = segments.next();
            is_new && of.is_some_and(|of| names::is_one_of(of, &["Vec", "VecDeque"]))
        }
        Expr::MethodCall(call) if call.method == "collect" => {
            let turbofish = call.turbofish.iter();
            let mut arguments = turbofish.flat_map(|turbofish| &turbofish.args);
            arguments.any(|argument| matches!(argument, GenericArgument::Type(ty) if is_vector(ty)))
        }
        _ => false,
    }
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
            if only_names(pat) {
                found.extend(bound(pat));
            }
        }
        (_, Items::Pairs(..)) => {}
    }
}

// Does it say nothing but names, without `mut`, `ref` and `&`?
fn only_names(pat: &Pat) -> bool {
    match pat {
        Pat::Ident(pat) => pat.by_ref.is_none() && pat.mutability.is_none() && pat.subpat.is_none(),
        Pat::Paren(pat) => only_names(&pat.pat),
        Pat::Rest(_) | Pat::Wild(_) => true,
        Pat::Slice(pat) => pat.elems.iter().all(only_names),
        Pat::Struct(pat) => pat.fields.iter().all(|field| only_names(&field.pat)),
        Pat::Tuple(pat) => pat.elems.iter().all(only_names),
        Pat::TupleStruct(pat) => pat.elems.iter().all(only_names),
        _ => false,
    }
}
