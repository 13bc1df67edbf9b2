//! What does a pattern bind, and what does it take from what it is matched with?

use super::exprs::place_of;
use super::{Flow, Has, Held, Lawful, Unlawful, member, parts, record};
use crate::program::{Arm, Expr, Member, Name, Pattern, Type};

/// How a pattern gets at what it binds.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Access {
    Value,
    Ref,
    Loan,
    Lent,
    LentMut,
}

/// What a pattern does to the value it is matched with.
#[derive(Clone, Copy, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four answers to four questions"
)]
pub(super) struct Effect {
    pub(super) moves: bool,
    /// A part with something to drop is not bound.
    pub(super) leaves: bool,
    /// There is an enum around what it binds.
    pub(super) in_enum: bool,
    pub(super) refutable: bool,
}

impl Flow {
    /// What a local holds where a pattern that would have moved it did not match: nothing to drop, or all.
    pub(super) fn hold_after_failure(
        &mut self,
        head: &Expr,
        pattern: &Pattern,
        ty: &Type,
    ) -> Lawful<()> {
        let Some((name, field)) = place_of(head).filter(|_| !ty.is_copy()) else {
            return Ok(());
        };
        let mut matched = self.clone();
        let moves = matched.bind(pattern, ty, Access::Value)?.moves;
        let took_all = matches!((pattern, ty), (Pattern::Some(inner), Type::Option(of))
            if !matched.bind(inner, of, Access::Value)?.refutable);
        if moves && took_all {
            self.lose(name, field)?;
        }
        Ok(())
    }

    /// All of the local, or of the field, is gone.
    fn lose(&mut self, name: &Name, field: Option<Member>) -> Lawful<()> {
        let local = self.local(name)?;
        local.held = match field {
            None => Held::No,
            Some(field) => local.held.with(field, Has::No).ok_or(Unlawful::Rest)?,
        };
        Ok(())
    }

    /// Matches the value of `head` with a pattern: declares what it binds, and moves what it takes.
    pub(super) fn take(
        &mut self,
        head: &Expr,
        pattern: &Pattern,
        ty: &Type,
        is_let: bool,
    ) -> Lawful<Effect> {
        let before = self.locals.len();
        let sources = self.sources(head);
        let effect = self.bind(pattern, ty, Access::Value)?;
        self.lend(&sources, before);
        let bound = self.locals.split_off(before);
        if let Some(name) = self.lender(head) {
            self.touch(name, bound.iter().any(|local| local.ty.is_exclusive()))?;
        }
        if let (Expr::Local(name), false) = (head, ty.is_copy()) {
            if effect.moves && self.in_closure {
                return Err(Unlawful::Borrowed);
            }
            let after = match (effect.moves, effect.leaves) {
                (true, _) if matches!(pattern, Pattern::Tuple(_) | Pattern::Record(_)) => {
                    if effect.leaves && (effect.in_enum || !is_let) {
                        return Err(Unlawful::Rest);
                    }
                    self.left(pattern, ty)?
                }
                (true, false) => Held::No,
                (true, true) => return Err(Unlawful::Rest),
                (false, _) if *pattern == Pattern::None && matches!(ty, Type::Option(_)) => {
                    Held::No
                }
                (false, _) => Held::Yes,
            };
            self.local(name)?.held = after;
        }
        if let (Some((name, field @ Some(_))), false) = (place_of(head), ty.is_copy())
            && self.lender(head).is_none()
        {
            let is_none = *pattern == Pattern::None;
            if effect.moves && (self.in_closure || effect.leaves) {
                return Err(Unlawful::Rest);
            }
            if effect.moves || is_none {
                self.lose(name, field)?;
            }
        }
        self.locals.extend(bound);
        Ok(effect)
    }

    /// Which fields of a local hold a value after a pattern took some.
    fn left(&self, pattern: &Pattern, ty: &Type) -> Lawful<Held> {
        let (Pattern::Tuple(patterns) | Pattern::Record(patterns), Some(types)) =
            (pattern, parts(ty))
        else {
            return Err(Unlawful::Rest);
        };
        let mut held = Held::Yes;
        for (index, (pattern, part)) in patterns.iter().zip(&types).enumerate() {
            let effect = self.clone().bind(pattern, part, Access::Value)?;
            if effect.moves && effect.leaves {
                return Err(Unlawful::Rest);
            }
            if effect.moves {
                held = held.with(member(ty, index), Has::No).unwrap_or(held);
            }
        }
        Ok(held)
    }

    pub(super) fn bind(&mut self, pattern: &Pattern, ty: &Type, access: Access) -> Lawful<Effect> {
        let (ty, access) = match (ty, pattern) {
            (
                ty,
                Pattern::Wild
                | Pattern::Rest
                | Pattern::Bind(_)
                | Pattern::Fixed(_)
                | Pattern::BindRef(_)
                | Pattern::BindMut(_)
                | Pattern::At(..),
            ) => (ty, access),
            (Type::Ref(of), _) => (&**of, Access::Ref),
            (Type::Loan(of), _) => (&**of, Access::Loan),
            (Type::Lent(of), _) => (&**of, Access::Lent),
            (Type::LentMut(of), _) => match access {
                Access::Lent => (&**of, Access::Lent),
                Access::Value | Access::Ref | Access::Loan | Access::LentMut => {
                    (&**of, Access::LentMut)
                }
            },
            (ty, _) => (ty, access),
        };
        let mut effect = Effect::default();
        match (pattern, ty) {
            (Pattern::Wild | Pattern::Rest, _) => effect.leaves = ty.has_drop_glue(),
            (Pattern::Bind(name) | Pattern::Fixed(name), _) => {
                if access != Access::Value && matches!(pattern, Pattern::Bind(_)) {
                    return Err(Unlawful::Type);
                }
                let bound = match access {
                    Access::Value => ty.clone(),
                    Access::Ref => Type::reference(ty.clone()),
                    Access::Loan => Type::Loan(Box::new(ty.clone())),
                    Access::Lent => Type::lent(ty.clone()),
                    Access::LentMut => Type::lent_mut(ty.clone()),
                };
                effect.moves = !bound.is_copy();
                self.declare(name, bound, Held::Yes);
                if let (Pattern::Fixed(_), Some(local)) = (pattern, self.locals.last_mut()) {
                    local.is_mut = false;
                }
            }
            (Pattern::BindRef(_) | Pattern::BindMut(_) | Pattern::At(..), _)
                if matches!(access, Access::Lent | Access::LentMut) =>
            {
                return Err(Unlawful::Type);
            }
            (Pattern::BindRef(name), _) => {
                effect.leaves = ty.has_drop_glue();
                self.declare(name, Type::Loan(Box::new(ty.clone())), Held::Yes);
            }
            (Pattern::BindMut(name), _) => {
                if access != Access::Value {
                    return Err(Unlawful::Type);
                }
                effect.leaves = ty.has_drop_glue();
                self.declare(name, Type::LoanMut(Box::new(ty.clone())), Held::Yes);
            }
            (Pattern::At(name, inner), _) => {
                let before = self.locals.len();
                effect = self.bind(inner, ty, access)?;
                if self.locals.len() > before || (access != Access::Value && !ty.is_copy()) {
                    return Err(Unlawful::Type);
                }
                effect.moves = !ty.is_copy();
                effect.leaves = false;
                self.declare(name, ty.clone(), Held::Yes);
            }
            (Pattern::Number(_) | Pattern::Span(..), Type::Number)
            | (Pattern::None, Type::Option(_)) => effect.refutable = true,
            (Pattern::Tuple(patterns), Type::Tuple(types)) => {
                effect = self.bind_all(patterns, types, access)?;
            }
            (Pattern::Array(patterns), Type::Array(of)) => {
                let types = vec![(**of).clone(); patterns.len()];
                effect = self.bind_all(patterns, &types, access)?;
            }
            (Pattern::Record(patterns), Type::Record) => {
                effect = self.bind_all(patterns, &record(), access)?;
            }
            (Pattern::Some(inner), Type::Option(of))
            | (Pattern::Ok(inner), Type::Result(of, _))
            | (Pattern::Err(inner), Type::Result(_, of)) => {
                effect = self.bind(inner, of, access)?;
                effect.refutable = true;
                effect.in_enum = true;
            }
            (Pattern::Or(patterns), _) => effect = self.bind_either(patterns, ty, access)?,
            _ => return Err(Unlawful::Type),
        }
        if access != Access::Value {
            effect.moves = false;
            effect.leaves = false;
        }
        Ok(effect)
    }

    pub(super) fn bind_all(
        &mut self,
        patterns: &[Pattern],
        types: &[Type],
        access: Access,
    ) -> Lawful<Effect> {
        // What `..` stands for is left, like what `_` does.
        let is_open = patterns.last() == Some(&Pattern::Rest);
        if patterns.len() > types.len() || (patterns.len() < types.len() && !is_open) {
            return Err(Unlawful::Type);
        }
        let mut all = Effect {
            leaves: types[patterns.len()..].iter().any(Type::has_drop_glue),
            ..Effect::default()
        };
        for (pattern, ty) in patterns.iter().zip(types) {
            let effect = self.bind(pattern, ty, access)?;
            all.moves |= effect.moves;
            all.leaves |= effect.leaves;
            all.in_enum |= effect.in_enum;
            all.refutable |= effect.refutable;
        }
        Ok(all)
    }

    pub(super) fn bind_either(
        &mut self,
        patterns: &[Pattern],
        ty: &Type,
        access: Access,
    ) -> Lawful<Effect> {
        let before = self.clone();
        let mut all = Effect {
            refutable: true,
            ..Effect::default()
        };
        for (index, pattern) in patterns.iter().enumerate() {
            let mut alternative = before.clone();
            let effect = alternative.bind(pattern, ty, access)?;
            all.moves |= effect.moves;
            all.leaves |= effect.leaves;
            all.in_enum |= effect.in_enum;
            let bound = |flow: &Flow| {
                let new = flow.locals[before.locals.len()..].iter();
                new.map(|local| (local.name.clone(), local.ty.clone()))
                    .collect::<Vec<_>>()
            };
            if index == 0 {
                *self = alternative;
            } else if bound(self) != bound(&alternative) {
                return Err(Unlawful::Type);
            }
        }
        let sides = |pattern: &Pattern| match pattern {
            Pattern::Ok(_) => Some(true),
            Pattern::Err(_) => Some(false),
            _ => None,
        };
        if let [left, right] = patterns
            && let (Some(left), Some(right)) = (sides(left), sides(right))
        {
            all.refutable = left == right;
        }
        Ok(all)
    }
}

pub(super) fn is_exhaustive(arms: &[Arm]) -> bool {
    let covers = |wanted: fn(&Pattern) -> Option<&Pattern>| {
        arms.iter().any(|arm| {
            let inner = wanted(&arm.pattern);
            arm.guard.is_empty() && inner.is_some_and(is_irrefutable)
        })
    };
    let some = |pattern: &Pattern| matches!(named(pattern), Pattern::None);
    let none = arms
        .iter()
        .any(|arm| arm.guard.is_empty() && some(&arm.pattern));
    let is_some = covers(|pattern| match named(pattern) {
        Pattern::Some(inner) => Some(inner),
        _ => None,
    });
    let is_ok = covers(|pattern| match pattern {
        Pattern::Ok(inner) => Some(inner),
        _ => None,
    });
    let is_err = covers(|pattern| match pattern {
        Pattern::Err(inner) => Some(inner),
        _ => None,
    });
    (none && is_some) || (is_ok && is_err)
}

/// The pattern behind `name @`.
fn named(pattern: &Pattern) -> &Pattern {
    match pattern {
        Pattern::At(_, inner) => inner,
        pattern => pattern,
    }
}

pub(super) fn is_irrefutable(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::Wild
        | Pattern::Rest
        | Pattern::Bind(_)
        | Pattern::Fixed(_)
        | Pattern::BindRef(_)
        | Pattern::BindMut(_) => true,
        Pattern::At(_, inner) => is_irrefutable(inner),
        Pattern::Tuple(parts) | Pattern::Array(parts) | Pattern::Record(parts) => {
            parts.iter().all(is_irrefutable)
        }
        Pattern::Number(_)
        | Pattern::Span(..)
        | Pattern::Or(_)
        | Pattern::Some(_)
        | Pattern::None
        | Pattern::Ok(_)
        | Pattern::Err(_) => false,
    }
}
