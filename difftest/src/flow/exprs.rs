//! Which type has an expression, and what does it do to the locals?

use super::control::{advances, mentions};
use super::{Flow, Has, Held, Lawful, Unlawful, element, fits, member, parameter, parts};
use crate::program::{Block, Capture, Expr, Function, Macro, Member, Method, Name, Operator, Type};

impl Flow {
    /// Evaluates an expression whose value is used up.
    pub fn value(&mut self, expr: &Expr) -> Lawful<Type> {
        let ty = self.unchecked_value(expr)?;
        if self.reachable {
            Ok(ty)
        } else {
            Ok(Type::Never)
        }
    }

    fn unchecked_value(&mut self, expr: &Expr) -> Lawful<Type> {
        match expr {
            Expr::Number(_) => Ok(Type::Number),
            Expr::Local(name) => {
                let in_closure = self.in_closure && !self.can_move;
                let local = self.held(name)?;
                if !local.ty.is_copy() {
                    if in_closure {
                        return Err(Unlawful::Borrowed);
                    }
                    local.held = Held::No;
                }
                let ty = local.ty.clone();
                if matches!(ty, Type::LentMut(_)) {
                    self.touch(name, true)?;
                }
                Ok(ty)
            }
            Expr::Call(function, arguments) => {
                let holds = self.holds;
                let types = self.values(arguments)?;
                self.holds = self.holds.min(holds + temporaries(arguments));
                call(*function, &types)
            }
            Expr::Method(receiver, method, arguments) => self.method(receiver, *method, arguments),
            Expr::Invoke(name, argument) => {
                let ty = self.held(name)?.ty.clone();
                if !matches!(ty, Type::Closure | Type::LoanClosure | Type::OnceClosure) {
                    return Err(Unlawful::Type);
                }
                self.number(argument)?;
                let in_closure = self.in_closure;
                let local = self.held(name)?;
                if ty == Type::OnceClosure {
                    if in_closure {
                        return Err(Unlawful::Borrowed);
                    }
                    local.held = Held::No;
                }
                Ok(Type::Number)
            }
            Expr::Binary(left, operator, right) => self.binary(left, *operator, right),
            Expr::Not(value) => {
                fits(&self.value(value)?, &Type::Flag)?;
                Ok(Type::Flag)
            }
            Expr::Tuple(parts) => Ok(Type::Tuple(self.values(parts)?)),
            Expr::Array(parts) => Ok(Type::Array(Box::new(self.alike(parts)?))),
            Expr::Macro(Macro::Vec, parts) => Ok(Type::vec(self.alike(parts)?)),
            Expr::Macro(Macro::Note, parts) => {
                for part in parts {
                    self.number(part)?;
                }
                Ok(Type::Unit)
            }
            Expr::Macro(Macro::NoteInline, parts) => match parts.as_slice() {
                [part @ Expr::Local(name)] => match self.lender(part) {
                    Some(lender) => {
                        self.touch(lender, false)?;
                        fits(self.held(name)?.ty.reached(), &Type::Number).map(|()| Type::Unit)
                    }
                    None => self.number(part).map(|()| Type::Unit),
                },
                _ => Err(Unlawful::Type),
            },
            Expr::Macro(Macro::Assert, parts) => match parts.as_slice() {
                [part] => {
                    fits(&self.value(part)?, &Type::Flag)?;
                    Ok(Type::Unit)
                }
                _ => Err(Unlawful::Type),
            },
            Expr::Record(parts) => match self.values(parts)?.as_slice() {
                [Type::Droppable, Type::Droppable, Type::Number] => Ok(Type::Record),
                _ => Err(Unlawful::Type),
            },
            Expr::Field(base, field) => self.field(base, *field),
            Expr::Index(list, index) => {
                fits(&self.value(list)?, &Type::slice())?;
                self.number(index)?;
                Ok(Type::reference(Type::Droppable))
            }
            Expr::Borrow(place) => {
                let ty = self.place(place)?;
                let lender = self.lender(place);
                if let Some(lender) = lender {
                    self.touch(lender, false)?;
                }
                if lender.is_some() && !matches!(**place, Expr::Local(_)) {
                    return Ok(Type::lent(ty));
                }
                self.holds += 1;
                Ok(Type::Loan(Box::new(ty)))
            }
            Expr::BorrowMut(place) => {
                let ty = self.place(place)?;
                match self.lender(place) {
                    Some(lender) if !matches!(**place, Expr::Local(_)) => {
                        self.touch(lender, true)?;
                        if !self.local(lender)?.ty.reaches_mut() {
                            return Err(Unlawful::Type);
                        }
                        Ok(Type::lent_mut(ty))
                    }
                    None if is_place(place) && !self.in_closure => {
                        self.holds += 1;
                        Ok(Type::LoanMut(Box::new(ty)))
                    }
                    _ => Err(Unlawful::Type),
                }
            }
            Expr::Deref(name) => {
                self.touch(name, false)?;
                let ty = self.place(expr)?;
                if ty.is_copy() {
                    Ok(ty)
                } else {
                    Err(Unlawful::Type)
                }
            }
            Expr::Assign(to, value) => self.assign(to, value),
            Expr::Add(name, value) => {
                self.number(value)?;
                fits(&self.held(name)?.ty.clone(), &Type::Number)?;
                Ok(Type::Unit)
            }
            Expr::Range(from, to) => {
                self.number(from)?;
                self.number(to)?;
                Ok(Type::Range)
            }
            Expr::Closure(capture, body) => self.closure(*capture, body),
            Expr::Block(label, block) => {
                self.open_block(*label, Some(Type::Never));
                let ty = self.block(block)?;
                match label {
                    Some(_) => self.close(ty),
                    None => Ok(ty),
                }
            }
            Expr::If(chain, then, otherwise) => self.branch(chain, then, otherwise.as_ref()),
            Expr::Match(head, arms) => self.arms(head, arms),
            Expr::Loop(_, body) if !advances(&[], body) => Err(Unlawful::Endless),
            Expr::While(_, chain, body) if !advances(chain, body) => Err(Unlawful::Endless),
            Expr::Loop(label, body) => {
                self.open_loop(*label, Some(Type::Never));
                fits(&self.block(body)?, &Type::Unit)?;
                self.go_back(None)?;
                self.reachable = false;
                self.close(Type::Never)
            }
            Expr::While(label, chain, body) => {
                self.open_loop(*label, None);
                let depth = self.locals.len();
                self.set_in_condition(true);
                let failed = self.chain(chain)?;
                self.set_in_condition(false);
                fits(&self.block(body)?, &Type::Unit)?;
                self.locals.truncate(depth);
                self.go_back(None)?;
                self.resume_at(failed);
                self.close(Type::Unit)
            }
            Expr::For(label, pattern, head, body) => self.for_loop(*label, pattern, head, body),
            Expr::Break(label, value) => {
                let ty = match value {
                    Some(value) => self.value(value)?,
                    None => Type::Unit,
                };
                self.break_to(*label, &ty)
            }
            Expr::Continue(label) => {
                self.go_back(*label)?;
                self.reachable = false;
                Ok(Type::Never)
            }
            Expr::Return => self.leave(),
            Expr::Try(value) => {
                let ty = self.value(value)?;
                fits(&ty, &self.item)?;
                match (ty, self.in_closure) {
                    (Type::Result(good, _), false) => Ok(*good),
                    _ => Err(Unlawful::Type),
                }
            }
            Expr::Yield(value) => {
                let ty = self.value(value)?;
                fits(&ty, &self.item)?;
                self.suspend()?;
                Ok(Type::Unit)
            }
            Expr::YieldFrom(items) => {
                let ty = self.value(items)?;
                fits(&element(&ty)?, &self.item)?;
                self.suspend()?;
                Ok(Type::Unit)
            }
        }
    }

    pub(super) fn values(&mut self, list: &[Expr]) -> Lawful<Vec<Type>> {
        list.iter().map(|value| self.value(value)).collect()
    }

    pub(super) fn alike(&mut self, list: &[Expr]) -> Lawful<Type> {
        let types = self.values(list)?;
        let first = types.first().ok_or(Unlawful::Type)?.clone();
        types.iter().try_for_each(|ty| fits(ty, &first))?;
        Ok(first)
    }

    pub(super) fn number(&mut self, value: &Expr) -> Lawful<()> {
        fits(&self.value(value)?, &Type::Number)
    }

    /// Evaluates an expression that is looked at but not used up.
    pub(super) fn place(&mut self, expr: &Expr) -> Lawful<Type> {
        match expr {
            Expr::Local(name) => Ok(self.held(name)?.ty.clone()),
            Expr::Deref(name) => match &self.held(name)?.ty {
                Type::Lent(of) | Type::LentMut(of) | Type::LoanMut(of) | Type::Loan(of) => {
                    Ok((**of).clone())
                }
                _ => Err(Unlawful::Type),
            },
            Expr::Field(base, field) => match &**base {
                Expr::Local(name) => self.field_of(name, *field),
                base => part(&self.place(base)?, *field),
            },
            _ => {
                let ty = self.value(expr)?;
                self.holds += usize::from(ty.has_drop_glue());
                Ok(ty)
            }
        }
    }

    /// Evaluates what a pattern will be matched with: a local is not moved before the pattern says so.
    pub(super) fn head(&mut self, expr: &Expr) -> Lawful<Type> {
        match place_of(expr) {
            Some(_) if matches!(expr, Expr::Local(_)) || self.lender(expr).is_none() => {
                self.place(expr)
            }
            Some(_) | None => self.value(expr),
        }
    }

    /// The type of a field of a local that holds a value there.
    fn field_of(&mut self, name: &Name, field: Member) -> Lawful<Type> {
        let local = self.local(name)?;
        if !local.held.has(field) {
            return Err(Unlawful::Unassigned);
        }
        part(&local.ty, field)
    }

    pub(super) fn field(&mut self, base: &Expr, field: Member) -> Lawful<Type> {
        let ty = match base {
            Expr::Local(name) => self.field_of(name, field)?,
            base => part(&self.place(base)?, field)?,
        };
        let lender = self.lender(base).cloned();
        match (base, lender) {
            (_, Some(lender)) if ty.is_copy() => self.touch(&lender, false)?,
            (_, None) if ty.is_copy() => {}
            (Expr::Local(name), None) if !self.in_closure || self.can_move => {
                let local = self.local(name)?;
                local.held = local.held.with(field, Has::No).ok_or(Unlawful::Rest)?;
            }
            _ => return Err(Unlawful::Rest),
        }
        Ok(ty)
    }

    pub(super) fn method(
        &mut self,
        receiver: &Expr,
        method: Method,
        arguments: &[Expr],
    ) -> Lawful<Type> {
        let holds = self.holds;
        let lender = self.lender(receiver);
        let by_value = lender.is_none()
            && matches!(
                method,
                Method::IntoIter | Method::UnwrapOrElse | Method::Iter
            );
        let base = if by_value {
            self.value(receiver)?
        } else {
            self.place(receiver)?
        };
        if let (Expr::Local(name), false) = (receiver, by_value)
            && arguments.iter().any(|argument| mentions(argument, name))
        {
            return Err(Unlawful::Borrowed);
        }
        if let Some(lender) = lender {
            self.touch(lender, method.is_exclusive())?;
            if method.is_exclusive() && !self.local(lender)?.ty.reaches_mut() {
                return Err(Unlawful::Type);
            }
        }
        let base = base.reached().clone();
        let is_reference = lender.is_some() || matches!(base, Type::Ref(_) | Type::Loan(_));
        self.holds += usize::from(!by_value && !is_reference);
        let types = self.values(arguments)?;
        let temporary = !by_value && !is_place(receiver) && base.has_drop_glue();
        self.holds = holds + usize::from(temporary);
        let ty = match (method, base, types.as_slice()) {
            (Method::Id, Type::Droppable, []) | (Method::Len, Type::Vec(_), []) => Type::Number,
            (Method::Id, Type::Ref(of) | Type::Loan(of) | Type::LoanMut(of), [])
                if *of == Type::Droppable =>
            {
                Type::Number
            }
            (Method::Take, of @ Type::Option(_), []) => of,
            (Method::Replace, of @ Type::Option(_), [new]) => {
                fits(&Type::option(new.clone()), &of)?;
                of
            }
            (Method::IsSome, Type::Option(_), []) => Type::Flag,
            (Method::UnwrapOrElse, Type::Option(of), [Type::Number])
                if *of == Type::Droppable && matches!(arguments, [Expr::Number(_)]) =>
            {
                Type::Droppable
            }
            (Method::Pop, Type::Vec(of), []) | (Method::Next, Type::IntoIter(of), []) => {
                Type::Option(of)
            }
            (Method::Push, Type::Vec(of), [new]) => {
                fits(new, &of)?;
                Type::Unit
            }
            (Method::Total, Type::Vec(of), []) if *of == Type::Droppable => Type::Number,
            (Method::IntoIter, Type::Vec(of), []) => Type::IntoIter(of),
            (Method::Iter, Type::Ref(of), []) if Type::slice() == Type::Ref(of.clone()) => {
                Type::Iter(Box::new(Type::Droppable))
            }
            (Method::Next, Type::Iter(of), []) => Type::option(Type::Ref(of)),
            (Method::Next, Type::Elements(of), []) => Type::option(Type::Lent(of)),
            (Method::Next, Type::ElementsMut(of), []) => Type::option(Type::LentMut(of)),
            (Method::Next, Type::Drain(of), []) => Type::Option(of),
            (Method::Guarded, Type::Guard, []) => Type::lent(Type::Droppable),
            (_, base, []) if lender.is_some() => lent_by(method, base)?,
            _ => return Err(Unlawful::Type),
        };
        Ok(ty)
    }

    pub(super) fn binary(&mut self, left: &Expr, operator: Operator, right: &Expr) -> Lawful<Type> {
        let (operands, result) = match operator {
            Operator::Plus | Operator::Times | Operator::Remainder => (Type::Number, Type::Number),
            Operator::Equal | Operator::Less => (Type::Number, Type::Flag),
            Operator::And | Operator::Or => (Type::Flag, Type::Flag),
        };
        fits(&self.value(left)?, &operands)?;
        let skipped = matches!(operator, Operator::And | Operator::Or).then(|| self.clone());
        fits(&self.value(right)?, &operands)?;
        if let Some(skipped) = skipped {
            self.join(skipped);
        }
        Ok(result)
    }

    pub(super) fn closure(&mut self, capture: Capture, body: &Block) -> Lawful<Type> {
        let mut inside = self.clone();
        inside.in_closure = true;
        inside.can_move = capture == Capture::Once;
        inside.targets.clear();
        inside.declare(&parameter(), Type::Number, Held::Yes);
        fits(&inside.block(body)?, &Type::Number)?;
        for (name, field) in captured(body) {
            let local = self.local(&name)?;
            if matches!(
                local.ty,
                Type::Loan(_) | Type::LoanMut(_) | Type::LoanClosure | Type::OnceClosure
            ) || local.ty.is_lent()
            {
                return Err(Unlawful::Borrowed);
            }
            match field {
                _ if capture == Capture::Borrow => {}
                Some(field) if part(&local.ty, field).is_ok_and(|ty| !ty.is_copy()) => {
                    local.held = local
                        .held
                        .with(field, Has::No)
                        .ok_or(Unlawful::Unassigned)?;
                }
                None if !local.ty.is_copy() => local.held = Held::No,
                Some(_) | None => {}
            }
        }
        Ok(match capture {
            Capture::Move => Type::Closure,
            Capture::Once => Type::OnceClosure,
            Capture::Borrow => Type::LoanClosure,
        })
    }
}

/// What a closure captures: fields of a local that it names no other way, or all of it.
fn captured(body: &Block) -> Vec<(Name, Option<Member>)> {
    let mut wholes = Vec::new();
    let mut fields = Vec::new();
    body.clone().each_expr(&mut |expr| match expr {
        Expr::Field(base, field) => {
            if let Expr::Local(name) = &**base {
                fields.push((name.clone(), *field));
            }
        }
        Expr::Local(name) | Expr::Deref(name) | Expr::Add(name, _) | Expr::Invoke(name, _) => {
            wholes.push(name.clone());
        }
        Expr::Assign(to, _) => {
            let places = to.places();
            wholes.extend(places.iter().filter_map(|place| place.local()).cloned());
        }
        _ => {}
    });
    let mut captured: Vec<(Name, Option<Member>)> = Vec::new();
    for name in wholes.iter().filter(|name| **name != parameter()) {
        let of_it = |(of, _): &&(Name, Member)| of == name;
        let in_fields = fields.iter().filter(of_it).count();
        if in_fields == wholes.iter().filter(|whole| *whole == name).count() {
            let parts = fields.iter().filter(of_it);
            captured.extend(parts.map(|(of, field)| (of.clone(), Some(*field))));
        } else {
            captured.push((name.clone(), None));
        }
    }
    captured
}

/// What a method gives that borrows from an anchored value.
fn lent_by(method: Method, base: Type) -> Lawful<Type> {
    match (method, base) {
        (Method::Iter, Type::Vec(of)) => Ok(Type::Elements(of)),
        (Method::IterMut, Type::Vec(of)) => Ok(Type::ElementsMut(of)),
        (Method::Drain, Type::Vec(of)) => Ok(Type::Drain(of)),
        (Method::First, Type::Vec(of)) | (Method::AsRef, Type::Option(of)) => {
            Ok(Type::option(Type::Lent(of)))
        }
        (Method::LastMut, Type::Vec(of)) | (Method::AsMut, Type::Option(of)) => {
            Ok(Type::option(Type::LentMut(of)))
        }
        _ => Err(Unlawful::Type),
    }
}

pub(super) fn part(ty: &Type, field: Member) -> Lawful<Type> {
    let ty = ty.reached();
    let parts = parts(ty).filter(|_| member(ty, field.index()) == field);
    let part = parts.and_then(|parts| parts.get(field.index()).cloned());
    part.ok_or(Unlawful::Type)
}

/// The local, or the field of a local, that is matched with a pattern.
pub(super) fn place_of(expr: &Expr) -> Option<(&Name, Option<Member>)> {
    match expr {
        Expr::Local(name) => Some((name, None)),
        Expr::Field(base, field) => match &**base {
            Expr::Local(name) => Some((name, Some(*field))),
            _ => None,
        },
        _ => None,
    }
}

fn is_place(expr: &Expr) -> bool {
    match expr {
        Expr::Local(_) | Expr::Deref(_) => true,
        Expr::Field(base, _) => is_place(base),
        _ => false,
    }
}

/// How many of the arguments are references to temporaries, which live to the end of the statement.
fn temporaries(arguments: &[Expr]) -> usize {
    let is_temporary = |argument: &&Expr| matches!(argument, Expr::Borrow(of) if !is_place(of));
    arguments.iter().filter(is_temporary).count()
}

/// The type of a call of a function with arguments of these types.
fn call(function: Function, arguments: &[Type]) -> Lawful<Type> {
    let numbers = |count: usize| {
        arguments.len() == count && arguments.iter().all(|ty| fits(ty, &Type::Number).is_ok())
    };
    match (function, arguments) {
        (Function::Event, _) if numbers(1) => Ok(Type::Unit),
        (Function::Make, _) if numbers(1) => Ok(Type::Droppable),
        (Function::See, [Type::Number, value]) => Ok(value.clone()),
        (Function::Flip, _) if numbers(2) => Ok(Type::Flag),
        (Function::Chance, _) if numbers(2) => Ok(Type::option(Type::Droppable)),
        (Function::Many, _) if numbers(2) => Ok(Type::vec(Type::Droppable)),
        (Function::Either, _) if numbers(2) => Ok(Type::result(Type::Droppable, Type::Droppable)),
        (Function::Outcome, _) if numbers(2) => Ok(Type::result(Type::Number, Type::Droppable)),
        (
            Function::Look,
            [
                Type::Ref(of)
                | Type::Loan(of)
                | Type::LoanMut(of)
                | Type::Lent(of)
                | Type::LentMut(of),
            ],
        ) if *of.reached() == Type::Droppable => Ok(Type::Unit),
        (Function::Guard, [Type::Number, Type::Lent(of)]) if *of.reached() == Type::Droppable => {
            Ok(Type::Guard)
        }
        (Function::Drop, [_]) => Ok(Type::Unit),
        (Function::Exchange, [Type::LoanMut(of) | Type::LentMut(of), new]) => {
            fits(new, of).map(|()| (**of).clone())
        }
        (Function::TakeOut, [Type::LoanMut(of) | Type::LentMut(of)])
            if matches!(**of, Type::Option(_) | Type::Vec(_) | Type::Number) =>
        {
            Ok((**of).clone())
        }
        (
            Function::Swap,
            [
                Type::LoanMut(one) | Type::LentMut(one),
                Type::LoanMut(other) | Type::LentMut(other),
            ],
        ) => fits(one, other).map(|()| Type::Unit),
        (Function::Some, [value]) => Ok(Type::option(value.clone())),
        (Function::Ok, [value]) => Ok(Type::result(value.clone(), Type::Never)),
        (Function::Err, [value]) => Ok(Type::result(Type::Never, value.clone())),
        _ => Err(Unlawful::Type),
    }
}
