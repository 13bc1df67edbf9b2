//! Who borrows from which anchor, and what does a use of the anchor end?
//!
//! As rustc has it: a use by `&mut` ends all that was borrowed, one by `&` ends what was borrowed by `&mut`. What will be used or dropped
//! later cannot be ended, so there the program is unlawful.

use super::{Flow, Held, Lawful, Local, Unlawful};
use crate::program::{Block, Expr, Name, Statement, Type};

/// A local that another borrows from, by its place in [`Flow::locals`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lender {
    at: usize,
    is_exclusive: bool,
}

/// Whom the value of an expression may borrow from.
pub(super) struct Sources {
    /// The references that it mentions.
    direct: Vec<usize>,
    /// Those that what it mentions has borrowed from.
    inherited: Vec<Lender>,
}

impl Sources {
    /// The lenders of a local of this type.
    fn lenders(&self, ty: &Type) -> Vec<Lender> {
        let is_exclusive = ty.is_exclusive();
        let direct = self.direct.iter();
        let direct = direct.map(|at| Lender {
            at: *at,
            is_exclusive,
        });
        direct.chain(self.inherited.iter().copied()).collect()
    }
}

impl Local {
    /// Is its value used or dropped, whatever comes?
    fn lasts(&self) -> bool {
        self.is_pinned || (self.held != Held::No && self.ty.has_drop_glue())
    }
}

impl Flow {
    pub(super) fn sources(&self, expr: &Expr) -> Sources {
        let mut sources = Sources {
            direct: Vec::new(),
            inherited: Vec::new(),
        };
        // What these give is not borrowed from their receiver, but from what that borrows from.
        let passes_on = matches!(expr, Expr::Method(_, method, _) if method.passes_on());
        let mut whole = Block::of(vec![Statement::Expr(expr.clone())]);
        whole.each_expr(&mut |part| {
            let (Expr::Local(name) | Expr::Deref(name)) = part else {
                return;
            };
            let Some(at) = self.position(name) else {
                return;
            };
            let local = &self.locals[at];
            if matches!(local.ty, Type::LentMut(_)) && !passes_on {
                sources.direct.push(at);
            }
            sources.inherited.extend(&local.lenders);
        });
        sources
    }

    /// Makes the locals from this place on borrow from where their value comes from.
    pub(super) fn lend(&mut self, sources: &Sources, from: usize) {
        for local in &mut self.locals[from..] {
            if local.ty.is_lent() {
                local.lenders = sources.lenders(&local.ty);
            }
        }
    }

    /// Declares what borrows and lasts to the end of its scope: an anchor, or the iterator of a `for`.
    pub(super) fn pin(&mut self, name: &Name, ty: Type, sources: &Sources, value: &Type) {
        self.declare(name, ty, Held::Yes);
        if let Some(local) = self.locals.last_mut() {
            local.is_mut = false;
            if value.is_lent() {
                local.lenders = sources.lenders(value);
                local.is_pinned = value.has_drop_glue() || local.ty == Type::Unit;
            }
        }
    }

    /// Uses what a local refers to, by `&mut` or by `&`.
    pub(super) fn touch(&mut self, name: &Name, is_exclusive: bool) -> Lawful<()> {
        let lender = self.position(name).ok_or(Unlawful::Unassigned)?;
        for local in &mut self.locals {
            let mut lenders = local.lenders.iter();
            if lenders.any(|of| of.at == lender && (of.is_exclusive || is_exclusive)) {
                if local.lasts() {
                    return Err(Unlawful::Borrowed);
                }
                local.held = Held::No;
            }
        }
        Ok(())
    }

    /// The local through which a place is in an anchor, if it is in one.
    pub(super) fn lender<'e>(&self, place: &'e Expr) -> Option<&'e Name> {
        match place {
            Expr::Deref(name) => Some(name),
            Expr::Field(base, _) => self.lender(base),
            Expr::Local(name) => {
                let ty = &self.locals[self.position(name)?].ty;
                matches!(ty, Type::Lent(_) | Type::LentMut(_)).then_some(name)
            }
            _ => None,
        }
    }

    fn position(&self, name: &Name) -> Option<usize> {
        self.locals.iter().rposition(|local| local.name == *name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::{Function, Method, Pattern, Program};

    fn name(name: &str) -> Name {
        Name(name.to_owned())
    }

    fn variable(of: &str, value: Expr) -> Statement {
        Statement::Let {
            pattern: Pattern::Bind(name(of)),
            ty: None,
            value,
            otherwise: None,
        }
    }

    fn method(of: &str, method: Method) -> Expr {
        Expr::Method(Box::new(Expr::Local(name(of))), method, vec![])
    }

    /// `let list = anchor!(many(1, 2)); let borrowed = …; use`
    fn check(borrowed: Expr, used: Vec<Expr>) -> Lawful<()> {
        let many = vec![Expr::Number(1), Expr::Number(2)];
        let anchor = Statement::Anchor {
            name: name("list"),
            ty: None,
            value: Expr::Call(Function::Many, many),
        };
        let mut statements = vec![anchor, variable("borrowed", borrowed)];
        statements.extend(used.into_iter().map(Statement::Expr));
        super::super::check(&Program {
            item: Type::Number,
            arguments: vec![],
            body: Block::of(statements),
        })
    }

    #[test]
    fn what_is_borrowed_lives_across_yields() {
        let pause = Expr::Yield(Box::new(Expr::Number(0)));
        let next = method("borrowed", Method::Next);
        let elements = method("list", Method::IterMut);
        assert_eq!(check(elements, vec![pause, next]), Ok(()));
    }

    #[test]
    fn a_use_ends_what_it_conflicts_with() {
        let next = || method("borrowed", Method::Next);
        let after = |borrowed, used| check(method("list", borrowed), vec![used, next()]);
        let len = || method("list", Method::Len);
        let pop = || method("list", Method::Pop);
        assert_eq!(after(Method::Iter, len()), Ok(()));
        assert_eq!(after(Method::Iter, pop()), Err(Unlawful::Unassigned));
        assert_eq!(after(Method::IterMut, len()), Err(Unlawful::Unassigned));
        assert_eq!(check(method("list", Method::IterMut), vec![pop()]), Ok(()));
    }

    #[test]
    fn what_will_be_dropped_cannot_be_ended() {
        let drain = || method("list", Method::Drain);
        let len = || method("list", Method::Len);
        assert_eq!(check(drain(), vec![len()]), Err(Unlawful::Borrowed));
        let gone = Expr::drop(&name("borrowed"));
        assert_eq!(check(drain(), vec![gone, len()]), Ok(()));
    }
}
