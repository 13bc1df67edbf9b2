//! Which variables may an expression give another value?
//!
//! What was borrowed before may have been borrowed through a reference, which may be given another value meanwhile: in
//! `add(&cursor.value, { yield_!(0); cursor = next; 1 })` it is the first `cursor` that counts.

use syn::{
    Expr, ExprMethodCall, Local as Let, Macro, Pat, PatIdent, UnOp,
    visit::{self, Visit},
};

use crate::{
    effects::{reads, takes_receiver},
    ids::{LocalId, Set},
    macros::{self, Argument, Code},
    names, operands,
    references::variable,
};

/// Finds them. Methods that are not known are thought to change what they are called on.
pub fn changed(expr: &Expr) -> Set<LocalId> {
    let mut changed = Changed {
        found: Set::new(),
        lists: None,
    };
    changed.visit_expr(expr);
    changed.found
}

/// The same of any code, and of what the variables refer to. Here only the methods of these variables are known.
pub fn changed_by(code: &Code<'_>, lists: &[LocalId]) -> Set<LocalId> {
    let mut changed = Changed {
        found: Set::new(),
        lists: Some(lists),
    };
    match code {
        Code::Stmt(stmt) => changed.visit_stmt(stmt),
        Code::Expr(expr) => changed.visit_expr(expr),
        Code::Pat(pat) => changed.visit_pat(pat),
    }
    changed.found
}

struct Changed<'l> {
    found: Set<LocalId>,
    /// The variables of which the methods are known, if it is not all.
    lists: Option<&'l [LocalId]>,
}

impl Changed<'_> {
    // Does a call only read, or take, what it is called on?
    fn only_reads(&self, call: &ExprMethodCall) -> bool {
        let Some(lists) = self.lists else {
            return reads(&call.method) || takes_receiver(&call.method);
        };
        let local = variable(&call.receiver);
        local.is_some_and(|local| lists.contains(&local)) && reads(&call.method)
    }

    fn place(&mut self, place: &Expr) {
        match place {
            Expr::Path(_) => {
                if let Some(local) = variable(place) {
                    self.found.insert(local);
                }
            }
            Expr::Field(place) => self.place(&place.base),
            Expr::Index(place) => self.place(&place.expr),
            Expr::Unary(place) if matches!(place.op, UnOp::Deref(_)) => self.place(&place.expr),
            Expr::Paren(place) => self.place(&place.expr),
            Expr::Tuple(places) => places.elems.iter().for_each(|place| self.place(place)),
            Expr::Array(places) => places.elems.iter().for_each(|place| self.place(place)),
            Expr::Call(places) => places.args.iter().for_each(|place| self.place(place)),
            Expr::Struct(places) => {
                let fields = places.fields.iter();
                fields.for_each(|field| self.place(&field.expr));
            }
            _ => {}
        }
    }

    fn matched<'p>(&mut self, value: &Expr, pats: impl IntoIterator<Item = &'p Pat>) {
        if may_borrow(pats) {
            self.place(value);
        }
    }
}

/// May one of these patterns borrow what it matches to change it?
pub fn may_borrow<'p>(pats: impl IntoIterator<Item = &'p Pat>) -> bool {
    let mut borrows = Borrows(false);
    pats.into_iter().for_each(|pat| borrows.visit_pat(pat));
    borrows.0
}

/// Is there a `ref mut`?
struct Borrows(bool);

impl<'ast> Visit<'ast> for Borrows {
    fn visit_pat_ident(&mut self, pat: &'ast PatIdent) {
        self.0 |= pat.by_ref.is_some() && pat.mutability.is_some();
        visit::visit_pat_ident(self, pat);
    }

    fn visit_macro(&mut self, _: &'ast Macro) {
        self.0 = true;
    }
}

impl<'ast> Visit<'ast> for Changed<'_> {
    fn visit_item(&mut self, _: &'ast syn::Item) {}

    fn visit_local(&mut self, local: &'ast Let) {
        if let Some(init) = &local.init {
            self.matched(&init.expr, [&local.pat]);
        }
        visit::visit_local(self, local);
    }

    fn visit_expr(&mut self, expr: &'ast Expr) {
        match expr {
            Expr::Reference(borrow) if borrow.mutability.is_some() => self.place(&borrow.expr),
            Expr::RawAddr(borrow) => self.place(&borrow.expr),
            Expr::Assign(assign) => self.place(&assign.left),
            Expr::Binary(both) if operands::is_compound(both.op) => self.place(&both.left),
            Expr::MethodCall(call) if !self.only_reads(call) => {
                self.place(&call.receiver);
            }
            Expr::Let(condition) => self.matched(&condition.expr, [&*condition.pat]),
            Expr::Match(matched) => {
                self.matched(&matched.expr, matched.arms.iter().map(|arm| &arm.pat));
            }
            _ => {}
        }
        visit::visit_expr(self, expr);
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        // What they write to changes.
        let writes = ["write", "writeln"]
            .iter()
            .any(|name| macros::is(mac, name));
        let is_known = operands::evaluates_only(mac) && !writes;
        for argument in macros::arguments(mac) {
            let tokens = match argument {
                Argument::Expr(expr) if is_known => {
                    Changed::visit_expr(self, &expr);
                    continue;
                }
                Argument::Expr(expr) => quote::ToTokens::into_token_stream(expr),
                Argument::Other(token) => token.into(),
            };
            let mut mentioned = Vec::new();
            names::mentioned(tokens, &mut mentioned);
            for local in mentioned {
                self.found.insert(local);
            }
        }
    }
}
