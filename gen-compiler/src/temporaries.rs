//! Which temporaries live as long as the variable of a `let`?
//!
//! `let line = &read();` extends the life of what `read` returns to the end of the block. (The Rust Reference, Temporary
//! lifetime extension.) A local of ours can take its place, so that it is carried like any other; where the borrow is
//! buried in a larger expression it is refused. And which temporary is the operand of a `match` a part of?

use syn::{
    Expr, ExprMethodCall, Lit, Pat, PatIdent, Stmt, UnOp, parse_quote_spanned, spanned::Spanned,
    visit::Visit,
};

use crate::{
    check::contains_yield,
    desugar::ours,
    effects::{
        adapts, borrows_receiver, has_borrowed_items, is_place, is_place_expression, is_simple,
        iterates,
    },
    macros,
};

/// The temporary that `value` borrows, if it is just a borrow, as in `&read()` or `&mut read().line as &mut dyn Line`.
pub fn borrowed(value: &mut Expr) -> Option<&mut Expr> {
    match value {
        Expr::Paren(value) => borrowed(&mut value.expr),
        Expr::Cast(value) => borrowed(&mut value.expr),
        Expr::Reference(value) => {
            let mutable = value.mutability.is_some();
            base(&mut value.expr, mutable)
        }
        _ => None,
    }
}

/// A borrow of what looks like a constant, as `&Point(1, 2)`: it is one unless its type has something to drop.
pub fn constant(value: &Expr) -> Option<&Expr> {
    match value {
        Expr::Paren(value) => constant(&value.expr),
        Expr::Cast(value) => constant(&value.expr),
        Expr::Reference(borrow) if borrow.mutability.is_none() => {
            let is_constant = is_promoted(&borrow.expr, false) && !is_literal(&borrow.expr);
            let is_code = matches!(*borrow.expr, Expr::Closure(_) | Expr::Macro(_));
            (is_constant && !is_code).then_some(value)
        }
        _ => None,
    }
}

// The value that a place expression starts from, if it is a temporary.
fn base(place: &mut Expr, mutable: bool) -> Option<&mut Expr> {
    if is_place(place) || is_promoted(place, mutable) {
        return None;
    }
    let is_negation = matches!(place, Expr::Unary(place) if !matches!(place.op, UnOp::Deref(_)));
    match place {
        value if is_negation => Some(value),
        Expr::Paren(place) => base(&mut place.expr, mutable),
        Expr::Field(place) => base(&mut place.base, mutable),
        Expr::Index(place) => base(&mut place.expr, mutable),
        Expr::Unary(place) => base(&mut place.expr, mutable),
        value => Some(value),
    }
}

/// The temporary that the head of a `match` or of a `let` in a condition is a place in, where that makes a difference: the head may have no size, as
/// `*slice.chunks(2).next().unwrap()`, or not be `Copy`, and where a pattern has a `ref mut`, what it changes must not be a copy.
///
/// Where nothing is changed, what can be copied is: the temporary is replaced by what `head!` makes of it, so that a lock that is taken in the head
/// ends with it. So it does not if the head surely borrows from the temporary, as `line.to_lowercase().as_str()` does.
pub fn in_head<'e, 'p>(
    head: &'e mut Expr,
    pats: impl IntoIterator<Item = &'p Pat>,
) -> Option<&'e mut Expr> {
    if contains_yield(head) {
        return None;
    }
    let mut patterns = Changing(false);
    for pat in pats {
        patterns.visit_pat(pat);
    }
    if patterns.0 {
        return is_place_in(head).then(|| base(head, true)).flatten();
    }
    if lends(head) {
        return lent(head);
    }
    let value = referred(head)?;
    let span = ours(value.span());
    *value = parse_quote_spanned!(span=> ::gen_runtime::__private::head!(#value));
    Some(value)
}

/// The elements of a head that is a tuple, if one of them surely borrows from a temporary: then each is evaluated by itself.
pub fn elements(head: &mut Expr) -> Vec<&mut Expr> {
    match head {
        Expr::Paren(head) => elements(&mut head.expr),
        Expr::Tuple(head) if !head.elems.iter().any(contains_yield) => {
            let borrows = head.elems.iter().any(lends);
            let all = borrows.then_some(&mut head.elems);
            all.into_iter().flatten().collect()
        }
        _ => Vec::new(),
    }
}

/// Does this surely borrow from a temporary?
pub fn lends(head: &Expr) -> bool {
    lent(&mut head.clone()).is_some()
}

/// The temporary that it surely borrows from; if that one borrows from another in its turn, it is the other.
pub fn lent(head: &mut Expr) -> Option<&mut Expr> {
    match head {
        Expr::Paren(head) => lent(&mut head.expr),
        Expr::Reference(borrow) => innermost(&mut borrow.expr, borrow.mutability.is_some()),
        // A part of a slice has no size.
        Expr::Index(part) if matches!(*part.index, Expr::Range(_)) => {
            innermost(&mut part.expr, false)
        }
        Expr::MethodCall(call) if borrows_receiver(call) => receiver(call),
        _ => None,
    }
}

// The temporary that what a call returns borrows from, if it borrows from its receiver.
fn receiver(call: &mut ExprMethodCall) -> Option<&mut Expr> {
    if lends(&call.receiver) {
        lent(&mut call.receiver)
    } else {
        innermost(&mut call.receiver, false)
    }
}

// The same of a place.
fn innermost(place: &mut Expr, mutable: bool) -> Option<&mut Expr> {
    let value = base(place, mutable)?;
    if held(&mut value.clone()).is_some() {
        held(value)
    } else {
        Some(value)
    }
}

// The temporary that an iterator, or a collection of its items, surely borrows from: that of `text.to_lowercase().split(' ').collect::<Vec<_>>()`.
fn held(value: &mut Expr) -> Option<&mut Expr> {
    let Expr::MethodCall(call) = value else {
        return None;
    };
    if !call.args.iter().all(is_simple) {
        return None;
    }
    if iterates(&call.method) {
        receiver(call)
    } else if adapts(&call.method) || call.method == "collect" && has_borrowed_items(&call.receiver)
    {
        held(&mut call.receiver)
    } else {
        None
    }
}

// Is this a place, but for what it starts from?
fn is_place_in(head: &Expr) -> bool {
    let mut head = head.clone();
    is_place_expression(&head)
        && base(&mut head, true).is_some_and(|value| {
            *value = parse_quote_spanned!(value.span()=> head);
            true
        })
        && is_place(&head)
}

// Input: `*value`. Output: the value, if it is a temporary and not a part of one.
fn referred(head: &mut Expr) -> Option<&mut Expr> {
    match head {
        Expr::Paren(head) => referred(&mut head.expr),
        Expr::Unary(head)
            if matches!(head.op, UnOp::Deref(_)) && !is_place_expression(&head.expr) =>
        {
            base(&mut head.expr, false)
        }
        _ => None,
    }
}

// Does a pattern say `ref mut`?
struct Changing(bool);

impl<'ast> Visit<'ast> for Changing {
    fn visit_pat_ident(&mut self, pat: &'ast PatIdent) {
        self.0 |= pat.by_ref.is_some() && pat.mutability.is_some();
        if let Some((_, pat)) = &pat.subpat {
            self.visit_pat(pat);
        }
    }

    fn visit_expr(&mut self, _: &'ast Expr) {}
}

/// A temporary whose life is extended from inside a larger expression.
pub fn buried(value: &Expr) -> Option<&Expr> {
    match value {
        Expr::Paren(value) => buried(&value.expr),
        Expr::Cast(value) => buried(&value.expr),
        Expr::Reference(value) => inside(&value.expr),
        value => inside(value),
    }
}

fn inside(value: &Expr) -> Option<&Expr> {
    match value {
        Expr::Tuple(value) => value.elems.iter().find_map(extended),
        Expr::Array(value) => value.elems.iter().find_map(extended),
        Expr::Struct(value) => value.fields.iter().find_map(|field| extended(&field.expr)),
        Expr::Block(value) => tail(&value.block.stmts),
        Expr::Unsafe(value) => tail(&value.block.stmts),
        Expr::If(value) => tail(&value.then_branch.stmts).or_else(|| {
            let (_, branch) = value.else_branch.as_ref()?;
            extended(branch)
        }),
        Expr::Match(value) => value.arms.iter().find_map(|arm| extended(&arm.body)),
        Expr::Macro(pin) if macros::is(&pin.mac, "pin") => Some(value),
        _ => None,
    }
}

fn tail(stmts: &[Stmt]) -> Option<&Expr> {
    match stmts.last() {
        Some(Stmt::Expr(tail, None)) => extended(tail),
        _ => None,
    }
}

fn extended(value: &Expr) -> Option<&Expr> {
    match value {
        Expr::Reference(borrow) => {
            let mutable = borrow.mutability.is_some();
            let mut operand = (*borrow.expr).clone();
            match base(&mut operand, mutable) {
                Some(_) => Some(value),
                None => inside(&borrow.expr),
            }
        }
        Expr::Paren(value) => extended(&value.expr),
        Expr::Cast(value) => extended(&value.expr),
        value => inside(value),
    }
}

/// Does `pat` borrow from what it matches?
pub fn binds_by_reference(pat: &Pat) -> bool {
    struct Find(bool);
    impl<'ast> Visit<'ast> for Find {
        fn visit_pat_ident(&mut self, pat: &'ast PatIdent) {
            self.0 |= pat.by_ref.is_some();
            syn::visit::visit_pat_ident(self, pat);
        }
    }
    let mut find = Find(false);
    find.visit_pat(pat);
    find.0
}

// Is a borrow of this a constant, which lives for ever? As far as the syntax tells.
fn is_promoted(value: &Expr, mutable: bool) -> bool {
    match value {
        Expr::Array(value) if mutable => value.elems.is_empty(),
        _ if mutable => false,
        Expr::Lit(value) => !matches!(value.lit, Lit::Verbatim(_)),
        Expr::Array(value) => value.elems.iter().all(is_constant),
        Expr::Tuple(value) => value.elems.iter().all(is_constant),
        Expr::Repeat(value) => is_constant(&value.expr),
        Expr::Paren(value) => is_promoted(&value.expr, mutable),
        Expr::Unary(value) => !matches!(value.op, UnOp::Deref(_)) && is_constant(&value.expr),
        Expr::Binary(value) => is_constant(&value.left) && is_constant(&value.right),
        Expr::Reference(value) => is_promoted(&value.expr, value.mutability.is_some()),
        Expr::Range(value) => [&value.start, &value.end]
            .into_iter()
            .flatten()
            .all(|end| is_constant(end)),
        Expr::Struct(value) => {
            value.rest.is_none() && value.fields.iter().all(|field| is_constant(&field.expr))
        }
        Expr::Call(value) => is_constructor(&value.func) && value.args.iter().all(is_constant),
        Expr::Closure(_) => true,
        Expr::Macro(value) => ["concat", "stringify", "include_str", "env", "line", "file"]
            .iter()
            .any(|name| macros::is(&value.mac, name)),
        _ => false,
    }
}

/// Is this made of literals only, so that a borrow of it surely lives for ever?
pub fn is_literal(value: &Expr) -> bool {
    match value {
        Expr::Lit(value) => !matches!(value.lit, Lit::Verbatim(_)),
        Expr::Array(value) => value.elems.iter().all(is_literal),
        Expr::Tuple(value) => value.elems.iter().all(is_literal),
        Expr::Paren(value) => is_literal(&value.expr),
        Expr::Unary(value) => is_literal(&value.expr),
        _ => false,
    }
}

fn is_constant(value: &Expr) -> bool {
    match value {
        Expr::Path(path) => path.path.segments.last().is_some_and(|last| {
            let name = last.ident.to_string();
            name.starts_with(char::is_uppercase)
        }),
        value => is_promoted(value, false),
    }
}

fn is_constructor(function: &Expr) -> bool {
    matches!(function, Expr::Path(_)) && is_constant(function)
}
