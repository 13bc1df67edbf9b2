//! Branches, loops and jumps: where ways part and meet.

use super::exprs::place_of;
use super::patterns::{Access, is_exhaustive};
use super::{Flow, Held, Lawful, Target, Unlawful, element, fits, join_all, unify};
use crate::program::{
    Arm, Block, Condition, Expr, Function, Label, Method, Name, Pattern, Statement, Type,
};

impl Flow {
    /// Evaluates a chain of conditions; the result is what holds where it fails.
    pub(super) fn chain(&mut self, chain: &[Condition]) -> Lawful<Option<Flow>> {
        let depth = self.locals.len();
        let mut failures: Option<Flow> = None;
        for condition in chain {
            let holds = self.holds;
            let mut failed;
            match condition {
                Condition::Is(flag) => {
                    fits(&self.inside(|flow| flow.value(flag))?, &Type::Flag)?;
                    self.holds = holds;
                    failed = self.clone();
                }
                Condition::Let(pattern, value) => {
                    let ty = self.inside(|flow| flow.head(value))?;
                    failed = self.clone();
                    failed.hold_after_failure(value, pattern, &ty)?;
                    failed.holds = holds;
                    if !self.take(value, pattern, &ty, false)?.refutable {
                        return Err(Unlawful::Type);
                    }
                }
            }
            failed.locals.truncate(depth);
            match &mut failures {
                Some(failures) => failures.join(failed),
                None => failures = Some(failed),
            }
        }
        Ok(failures)
    }

    pub(super) fn branch(
        &mut self,
        chain: &[Condition],
        then: &Block,
        otherwise: Option<&Block>,
    ) -> Lawful<Type> {
        let depth = self.locals.len();
        let holds = self.holds;
        let failed = self.chain(chain)?;
        let ty = self.block(then)?;
        self.locals.truncate(depth);
        self.holds = holds;
        let Some(mut failed) = failed else {
            return Err(Unlawful::Type);
        };
        failed.take_exits_of(self);
        let other = match otherwise {
            Some(otherwise) => failed.block(otherwise)?,
            None => Type::Unit,
        };
        self.join(failed);
        unify(ty, other)
    }

    pub(super) fn arms(&mut self, head: &Expr, arms: &[Arm]) -> Lawful<Type> {
        let ty = self.inside(|flow| flow.head(head))?;
        let depth = self.locals.len();
        let mut result = Type::Never;
        let mut after: Option<Flow> = None;
        let mut exhausted = false;
        for arm in arms {
            let mut inside = self.clone();
            if let Some(after) = &after {
                inside.take_exits_of(after);
            }
            let effect = inside.take(head, &arm.pattern, &ty, false)?;
            exhausted |= !effect.refutable && arm.guard.is_empty();
            // The guard sees the variables by reference, and moves nothing.
            let (in_closure, exact, holds) = (inside.in_closure, inside.exact, inside.holds);
            inside.in_closure = true;
            inside.exact = false;
            inside.chain(&arm.guard)?;
            inside.in_closure = in_closure;
            inside.exact = exact;
            inside.holds = holds;
            let value = inside.block(&arm.body)?;
            result = unify(result, value)?;
            inside.locals.truncate(depth);
            match &mut after {
                Some(after) => after.join(inside),
                None => after = Some(inside),
            }
        }
        let covers = exhausted || is_exhaustive(arms);
        match after {
            Some(after) if covers => *self = after,
            _ => return Err(Unlawful::Type),
        }
        Ok(result)
    }

    pub(super) fn open(&mut self, label: Option<Label>, is_loop: bool, value: Option<Type>) {
        self.targets.push(Target {
            label,
            is_loop,
            exact: self.exact,
            in_condition: false,
            value,
            head: self.locals.iter().map(|local| local.held).collect(),
            exits: None,
        });
    }

    pub(super) fn set_in_condition(&mut self, is: bool) {
        if let Some(target) = self.targets.last_mut() {
            target.in_condition = is;
        }
    }

    /// Leaves the innermost target; `ty` is the value where its end was reached.
    pub(super) fn close(&mut self, ty: Type) -> Lawful<Type> {
        let Some(target) = self.targets.pop() else {
            return Err(Unlawful::Jump);
        };
        self.locals.truncate(target.head.len());
        match target.exits {
            Some(exits) => {
                let mut left = self.clone();
                left.reachable = true;
                for (local, held) in left.locals.iter_mut().zip(exits) {
                    local.held = held;
                }
                self.join(left);
                unify(ty, target.value.unwrap_or(Type::Unit))
            }
            None => Ok(ty),
        }
    }

    pub(super) fn for_loop(
        &mut self,
        label: Option<Label>,
        pattern: &Pattern,
        head: &Expr,
        body: &Block,
    ) -> Lawful<Type> {
        let depth = self.locals.len();
        self.enter_for(label, pattern, head)?;
        let mut before = self.clone();
        before.locals.truncate(depth);
        fits(&self.block(body)?, &Type::Unit)?;
        self.locals.truncate(depth);
        self.go_back(None)?;
        self.resume_at(Some(before));
        self.close(Type::Unit)
    }

    /// Evaluates the head of a `for`, and declares what its pattern binds.
    pub fn enter_for(
        &mut self,
        label: Option<Label>,
        pattern: &Pattern,
        head: &Expr,
    ) -> Lawful<()> {
        let sources = self.sources(head);
        let iterator = self.inside(|flow| flow.value(head))?;
        let ty = element(&iterator)?;
        self.open_loop(label, None);
        let depth = self.locals.len();
        // No local of the program has the name of the iterator.
        self.pin(&Name("for".to_owned()), Type::Unit, &sources, &iterator);
        let effect = self.bind(pattern, &ty, Access::Value)?;
        self.lend(&sources, depth);
        if effect.refutable {
            Err(Unlawful::Type)
        } else {
            Ok(())
        }
    }

    pub(super) fn find(&mut self, label: Option<Label>) -> Lawful<&mut Target> {
        // Out of a labelled block, a jump without a label is an error.
        let mut inside_out = self.targets.iter_mut().rev();
        let found = match label {
            Some(_) => inside_out.find(|target| target.label == label),
            None => inside_out.next().filter(|target| target.is_loop),
        };
        found
            .filter(|target| !target.in_condition)
            .ok_or(Unlawful::Jump)
    }

    pub(super) fn break_to(&mut self, label: Option<Label>, ty: &Type) -> Lawful<Type> {
        let held: Vec<Held> = self.locals.iter().map(|local| local.held).collect();
        let target = self.find(label)?;
        target.value = match target.value.take() {
            Some(value) if !ty.is_lent() => Some(unify(value, ty.clone())?),
            None if *ty == Type::Unit => None,
            Some(_) | None => return Err(Unlawful::Type),
        };
        let held = held[..target.head.len()].to_vec();
        target.exits = Some(match target.exits.take() {
            Some(exits) => join_all(target.exact, &exits, &held),
            None => held,
        });
        self.reachable = false;
        Ok(Type::Never)
    }

    /// Goes to the head of a loop: of the innermost, at its end, or of that of a `continue`.
    pub(super) fn go_back(&mut self, label: Option<Label>) -> Lawful<()> {
        if !self.reachable {
            return Ok(());
        }
        let target = self.find(label)?.clone();
        if !target.is_loop {
            return Err(Unlawful::Jump);
        }
        if self.unrestored(&target).is_empty() {
            Ok(())
        } else {
            Err(Unlawful::Loop)
        }
    }

    pub(super) fn leave(&mut self) -> Lawful<Type> {
        if self.in_closure {
            return Err(Unlawful::Jump);
        }
        self.reachable = false;
        Ok(Type::Never)
    }

    /// Goes on where a loop's condition failed; the `break`s found meanwhile stay known.
    pub(super) fn resume_at(&mut self, failed: Option<Flow>) {
        if let Some(mut failed) = failed {
            failed.take_exits_of(self);
            *self = failed;
        }
    }

    pub(super) fn suspend(&mut self) -> Lawful<()> {
        if self.in_closure {
            return Err(Unlawful::Jump);
        }
        if self.holds > 0 {
            return Err(Unlawful::Borrowed);
        }
        if !self.unsettled().is_empty() {
            return Err(Unlawful::Unsettled);
        }
        self.expire();
        Ok(())
    }

    /// No reference to a local is used after this.
    pub fn expire(&mut self) {
        for local in &mut self.locals {
            if matches!(
                local.ty,
                Type::Loan(_) | Type::LoanMut(_) | Type::LoanClosure
            ) {
                local.held = Held::No;
            }
        }
    }
}

/// Does the compiler take this statement apart, if that is what tells whether a local is still there? It does where the statement branches
/// and no temporary of its head lives longer than that.
pub(super) fn is_taken_apart(statement: &Expr) -> bool {
    let is_plain = |head: &Expr| matches!(head, Expr::Number(_)) || place_of(head).is_some();
    let are_plain = |chain: &[Condition]| {
        chain.iter().all(|condition| match condition {
            Condition::Is(_) => true,
            Condition::Let(_, head) => is_plain(head),
        })
    };
    let yields = |part: &Expr| matches!(part, Expr::Yield(_) | Expr::YieldFrom(_));
    statement.is_block_like()
        && (contains(statement, yields)
            || match statement {
                Expr::If(chain, ..) | Expr::While(_, chain, _) => are_plain(chain),
                Expr::Match(head, _) => is_plain(head),
                Expr::For(_, _, head, _) => match &**head {
                    Expr::Range(from, to) => is_plain(from) && is_plain(to),
                    head => is_plain(head),
                },
                _ => true,
            })
}

/// Is it plain that a loop ends, or at least logs something each time, so that the fuel ends it?
pub(super) fn advances(chain: &[Condition], body: &Block) -> bool {
    let condition = Expr::If(chain.to_vec(), Block::of(vec![]), None);
    let is_counted = match body.statements.as_slice() {
        [Statement::Expr(Expr::Add(counter, _)), rest @ ..] => {
            mentions(&condition, counter)
                || matches!(rest, [Statement::Expr(test @ Expr::If(..)), ..] if mentions(test, counter))
        }
        _ => false,
    };
    let first = match body.statements.first() {
        Some(Statement::Let { value, .. } | Statement::Expr(value)) if !value.is_block_like() => {
            logs(value)
        }
        _ => false,
    };
    let whole = Expr::Block(None, body.clone());
    let goes_on = contains(&whole, |part| matches!(part, Expr::Continue(_)));
    let ends = matches!(
        body.statements.last(),
        Some(Statement::Expr(Expr::Break(..) | Expr::Return))
    );
    let uses_up = chain.iter().any(|condition| {
        matches!(
            condition,
            Condition::Let(
                Pattern::Some(_),
                Expr::Method(_, Method::Pop | Method::Next, _)
            )
        )
    });
    is_counted || first || (ends && !goes_on) || uses_up || logs(&condition)
}

pub(super) fn mentions(expr: &Expr, name: &Name) -> bool {
    contains(
        expr,
        |part| matches!(part, Expr::Local(found) | Expr::Deref(found) if found == name),
    )
}

/// Does it call something that logs?
pub(super) fn logs(expr: &Expr) -> bool {
    contains(expr, |part| {
        matches!(
            part,
            Expr::Yield(_)
                | Expr::Call(
                    Function::Event
                        | Function::Make
                        | Function::See
                        | Function::Flip
                        | Function::Chance
                        | Function::Many
                        | Function::Either
                        | Function::Outcome
                        | Function::Look
                        | Function::Guard,
                    _
                )
        )
    })
}

pub(super) fn contains(expr: &Expr, wanted: impl Fn(&Expr) -> bool) -> bool {
    let mut found = false;
    let mut block = Block::of(vec![Statement::Expr(expr.clone())]);
    block.each_expr(&mut |part| found |= wanted(part));
    found
}
