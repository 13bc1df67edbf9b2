//! Loops, and the jumps out of and to the head of them.

use super::Random;
use crate::flow::{self, Flow, Held, Target};
use crate::program::{
    Assignee, Block, Condition, Expr, Function, Label, Name, Operator, Pattern, Statement, Type,
};

impl Random {
    /// A loop, with the counter that ends it before it.
    pub(super) fn loops(&mut self, flow: &Flow, depth: u32) -> Vec<Statement> {
        let label = self.percent(60).then(|| self.label());
        match self.rng.u32(..10) {
            0..4 => vec![Statement::Expr(self.for_loop(flow, label, depth))],
            4 | 5 => self.counted(flow, label, depth, true),
            6 | 7 => self.counted(flow, label, depth, false),
            8 => self.popping(flow, label, depth),
            _ => {
                let mut inside = flow.clone();
                inside.open_loop(label, None);
                let chain = vec![self.condition(&inside)];
                let body = match inside.pass(&chain) {
                    Ok(()) => self.loop_body(inside, depth, vec![]),
                    Err(_) => Block::of(vec![]),
                };
                vec![Statement::Expr(Expr::While(label, chain, body))]
            }
        }
    }

    /// `for` over something that droppables, references or numbers come out of.
    fn for_loop(&mut self, flow: &Flow, label: Option<Label>, depth: u32) -> Expr {
        let droppables = Type::vec(Type::Droppable);
        let head = match self.rng.u32(..10) {
            0 | 1 => {
                let to = self.rng.u32(1..4);
                let to = match self.local(flow, &Type::Number) {
                    // A counter, which is small.
                    Some(name) if name.0.starts_with('k') => Expr::Local(name),
                    _ => Expr::Number(to),
                };
                Expr::Range(Box::new(Expr::Number(0)), Box::new(to))
            }
            2 | 3 => match self.local(flow, &Type::slice()) {
                Some(list) => Expr::Local(list),
                None => self.many(),
            },
            4 => {
                let slot = Type::reference(Type::option(Type::Droppable));
                let head = self.local(flow, &slot);
                head.map_or_else(|| self.odds(Function::Chance), Expr::Local)
            }
            5 => {
                let pair = |random: &mut Self| {
                    Expr::Tuple(vec![Expr::make(random.event()), Expr::make(random.event())])
                };
                Expr::Array(vec![pair(self), pair(self)])
            }
            6 => self.value(flow, &Type::IntoIter(Box::new(Type::Droppable)), 1, false),
            7 => {
                let makes = [Expr::make(self.event()), Expr::make(self.event())];
                Expr::Array(makes.to_vec())
            }
            _ => self.value(flow, &droppables, 1, false),
        };
        let ty = flow.clone().value(&head);
        let ty = ty.and_then(|ty| flow::element(&ty));
        let ty = ty.unwrap_or(Type::Droppable);
        let pattern = self.irrefutable(&ty, 60);
        let mut inside = flow.clone();
        // What is not lawful is found when the whole statement is checked.
        let _ = inside.enter_for(label, &pattern, &head);
        let body = self.loop_body(inside, depth, vec![]);
        Expr::For(label, pattern, Box::new(head), body)
    }

    /// `while` or `loop` with a counter.
    fn counted(
        &mut self,
        flow: &Flow,
        label: Option<Label>,
        depth: u32,
        is_while: bool,
    ) -> Vec<Statement> {
        let name = Name(format!("k{}", self.event()));
        let limit = Expr::Number(self.rng.u32(1..4));
        let mut inside = flow.clone();
        inside.declare(&name, Type::Number, Held::Yes);
        inside.open_loop(label, None);
        let counter = || Box::new(Expr::Local(name.clone()));
        let add = Expr::Add(name.clone(), Box::new(Expr::Number(1)));
        let mut first = vec![Statement::Expr(add)];
        let with_counter = if is_while {
            let goes_on = Expr::Binary(counter(), Operator::Less, Box::new(limit));
            let mut chain = vec![Condition::Is(goes_on)];
            if self.percent(15) {
                chain.push(Condition::Is(self.flip()));
            }
            let body = self.loop_body(inside, depth, first);
            Expr::While(label, chain, body)
        } else {
            let ends = Expr::Binary(Box::new(limit), Operator::Less, counter());
            let label_used = label.filter(|_| self.percent(50));
            let leave = Statement::Expr(Expr::Break(label_used, None));
            first.push(Statement::Expr(Expr::If(
                vec![Condition::Is(ends)],
                Block::of(vec![leave]),
                None,
            )));
            let body = self.loop_body(inside, depth, first);
            Expr::Loop(label, body)
        };
        let start = Statement::Let {
            pattern: Pattern::Bind(name.clone()),
            ty: None,
            value: Expr::Number(0),
            otherwise: None,
        };
        vec![start, Statement::Expr(with_counter)]
    }

    /// `while let Some(name) = list.pop()`
    fn popping(&mut self, flow: &Flow, label: Option<Label>, depth: u32) -> Vec<Statement> {
        let list = Name(format!("list{}", self.event()));
        let mut inside = flow.clone();
        inside.declare(&list, Type::vec(Type::Droppable), Held::Yes);
        inside.open_loop(label, None);
        let pop = Expr::Method(
            Box::new(Expr::Local(list.clone())),
            crate::program::Method::Pop,
            vec![],
        );
        let bound = Pattern::Some(Box::new(self.irrefutable(&Type::Droppable, 0)));
        let mut chain = vec![Condition::Let(bound, pop)];
        if self.percent(20) {
            chain.push(Condition::Is(self.flip()));
        }
        let body = match inside.pass(&chain) {
            Ok(()) => self.loop_body(inside, depth, vec![]),
            Err(_) => Block::of(vec![]),
        };
        let start = Statement::Let {
            pattern: Pattern::Bind(list),
            ty: None,
            value: self.many(),
            otherwise: None,
        };
        vec![start, Statement::Expr(Expr::While(label, chain, body))]
    }

    /// The body of a loop, which begins with `first` and ends with what the head of the loop expects.
    pub(super) fn loop_body(
        &mut self,
        mut inside: Flow,
        depth: u32,
        first: Vec<Statement>,
    ) -> Block {
        let mut statements = Vec::new();
        for statement in first {
            let _ = inside.statement(&statement);
            statements.push(statement);
        }
        statements.extend(self.statements(&mut inside, depth));
        if inside.is_reachable()
            && let Some(target) = inside.targets().last().cloned()
        {
            let (restored, is_restored) = self.restore(&mut inside, &target);
            statements.extend(restored);
            if !is_restored || self.percent(7) {
                let leave = match target.label.filter(|_| self.percent(50)) {
                    Some(label) => Expr::Break(Some(label), None),
                    None => Expr::Break(None, None),
                };
                statements.push(Statement::Expr(leave));
            }
        }
        Block::of(statements)
    }

    /// Statements after which the locals hold what the head of a loop expects, if there are any.
    fn restore(&mut self, inside: &mut Flow, target: &Target) -> (Vec<Statement>, bool) {
        let mut statements = Vec::new();
        for (local, wanted) in inside.unrestored(target) {
            let name = local.name.clone();
            let mut steps = Vec::new();
            if wanted && self.percent(50) {
                steps = self.refill(inside, &local);
            } else if wanted || local.held != Held::Yes {
                let value = Box::new(self.value(inside, &local.ty, 0, false));
                let assign = Expr::Assign(Assignee::Local(name.clone()), value);
                steps.push(Statement::Expr(assign));
            }
            if !wanted {
                steps.push(Statement::Expr(Expr::drop(&name)));
            }
            for step in steps {
                let mut after = inside.clone();
                if after.statement(&step).is_ok() {
                    *inside = after;
                    statements.push(step);
                }
            }
        }
        let is_restored = inside.unrestored(target).is_empty();
        (statements, is_restored)
    }

    /// `if … { break }` and the like.
    pub(super) fn jump_if(&mut self, flow: &Flow) -> Option<Vec<Statement>> {
        if flow.targets().is_empty() && self.percent(70) {
            return None;
        }
        let condition = self.condition(flow);
        let mut inside = flow.clone();
        inside.pass(std::slice::from_ref(&condition)).ok()?;
        let mut then = Vec::new();
        if self.percent(20) {
            then.push(Statement::Expr(self.hand_out(flow)));
        }
        for statement in &then {
            inside.statement(statement).ok()?;
        }
        then.extend(self.jump(&inside));
        let jump = Expr::If(vec![condition], Block::of(then), None);
        Some(vec![Statement::Expr(jump)])
    }

    /// A jump, and before it what its target expects.
    pub(super) fn jump(&mut self, flow: &Flow) -> Vec<Statement> {
        let targets = flow.targets().to_vec();
        let Some(target) = self.choose(&targets).filter(|_| self.percent(90)) else {
            return vec![Statement::Expr(Expr::Return)];
        };
        let is_innermost = targets
            .last()
            .is_some_and(|inner| inner.label == target.label && target.is_loop);
        let label = match target.label {
            Some(label) if !is_innermost || self.percent(60) => Some(label),
            _ if is_innermost => None,
            _ => return vec![Statement::Expr(Expr::Return)],
        };
        if target.is_loop && self.percent(45) {
            let mut inside = flow.clone();
            let (mut statements, is_restored) = self.restore(&mut inside, target);
            if is_restored {
                statements.push(Statement::Expr(Expr::Continue(label)));
                return statements;
            }
        }
        let value = target.value_type().cloned();
        let value = value
            .filter(|ty| *ty != Type::Never && *ty != Type::Unit)
            .map(|ty| Box::new(self.value(flow, &ty, 0, false)));
        vec![Statement::Expr(Expr::Break(label, value))]
    }
}
