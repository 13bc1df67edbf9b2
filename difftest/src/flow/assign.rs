//! What may be assigned to, and what does it hold then?

use super::exprs::part;
use super::{Flow, Has, Held, Lawful, Unlawful, fits};
use crate::program::{Assignee, Expr, Name, Pattern, Type};

impl Flow {
    pub(super) fn assign(&mut self, to: &Assignee, value: &Expr) -> Lawful<Type> {
        if to.is_place() {
            let ty = self.value(value)?;
            self.put(to, &ty)?;
            return Ok(Type::Unit);
        }
        // It is a `let` with a pattern of new variables, and then they are assigned one by one.
        let ty = self.head(value)?;
        let depth = self.locals.len();
        self.take(value, &taken(to), &ty, true)?;
        let taken = self.locals.split_off(depth);
        for (place, local) in to.places().into_iter().zip(taken) {
            self.put(place, &local.ty)?;
        }
        Ok(Type::Unit)
    }

    /// Assigns a value of this type to a place.
    fn put(&mut self, place: &Assignee, ty: &Type) -> Lawful<()> {
        match place {
            Assignee::Local(name) => {
                let local = self.local(name)?;
                let is_fixed = matches!(
                    local.ty,
                    Type::Loan(_)
                        | Type::LoanMut(_)
                        | Type::Closure
                        | Type::LoanClosure
                        | Type::OnceClosure
                );
                if !local.is_mut || is_fixed || local.ty.is_lent() {
                    return Err(Unlawful::Type);
                }
                fits(ty, &local.ty)?;
                local.held = Held::Yes;
                Ok(())
            }
            Assignee::Field(name, field) if self.reaches(name) => {
                self.touch(name, true)?;
                fits(ty, &part(&self.held(name)?.ty, *field)?)
            }
            Assignee::Field(name, field) => {
                let in_closure = self.in_closure;
                let local = self.local(name)?;
                fits(ty, &part(&local.ty, *field)?)?;
                if !local.is_mut || in_closure {
                    return Err(Unlawful::Type);
                }
                local.held = local
                    .held
                    .with(*field, Has::Yes)
                    .ok_or(Unlawful::Unassigned)?;
                Ok(())
            }
            Assignee::Deref(name) => {
                self.touch(name, true)?;
                match &self.held(name)?.ty {
                    Type::LentMut(of) | Type::LoanMut(of)
                        if !of.is_lent() && **of != Type::Closure =>
                    {
                        fits(ty, of)
                    }
                    _ => Err(Unlawful::Type),
                }
            }
            Assignee::Wild
            | Assignee::Rest
            | Assignee::Tuple(_)
            | Assignee::Array(_)
            | Assignee::Record(_) => Err(Unlawful::Type),
        }
    }

    /// Is the local a reference through which an anchored value can be changed?
    fn reaches(&mut self, name: &Name) -> bool {
        let ty = self.local(name).map(|local| &local.ty);
        matches!(ty, Ok(ty @ Type::LentMut(_)) if ty.reaches_mut())
    }
}

/// The pattern of what is assigned.
fn taken(to: &Assignee) -> Pattern {
    let all = |parts: &[Assignee]| parts.iter().map(taken).collect();
    match to {
        Assignee::Wild => Pattern::Wild,
        Assignee::Rest => Pattern::Rest,
        // No local of the program has this name.
        Assignee::Local(_) | Assignee::Field(..) | Assignee::Deref(_) => {
            Pattern::Fixed(Name("left".to_owned()))
        }
        Assignee::Tuple(parts) => Pattern::Tuple(all(parts)),
        Assignee::Array(parts) => Pattern::Array(all(parts)),
        Assignee::Record(parts) => Pattern::Record(all(parts)),
    }
}
