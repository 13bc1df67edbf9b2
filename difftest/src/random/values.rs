//! Expressions of a wanted type.

use super::Random;
use crate::flow::{self, Flow, Held};
use crate::program::{
    Arm, Block, Capture, Condition, Expr, Function, Macro, Method, Name, Operator, Pattern,
    Statement, Type,
};

impl Random {
    /// A type for a new local.
    pub(super) fn ty(&mut self, flow: &Flow) -> Type {
        let droppable = || Type::Droppable;
        match self.rng.u32(..100) {
            0..30 => Type::Droppable,
            30..46 => Type::Number,
            46..57 => Type::option(droppable()),
            57..63 => Type::tuple([droppable(), Type::Number]),
            63..69 => Type::tuple([droppable(), droppable()]),
            69..72 => Type::Record,
            72..74 => Type::tuple([Type::option(droppable()), droppable()]),
            74..81 => Type::vec(droppable()),
            81..85 => Type::result(droppable(), droppable()),
            85..88 => Type::IntoIter(Box::new(droppable())),
            88..91 => Type::tuple([Type::Number, Type::Number]),
            91..93 => Type::option(Type::Number),
            93..95 => Type::Flag,
            _ => match self.local(flow, &Type::slice()) {
                Some(_) if self.percent(60) => Type::reference(droppable()),
                Some(_) => Type::Iter(Box::new(droppable())),
                None => Type::Droppable,
            },
        }
    }

    /// A visible local of this type that holds a value.
    pub(super) fn local(&mut self, flow: &Flow, ty: &Type) -> Option<Name> {
        let visible = flow.visible();
        let wanted = |local: &&&flow::Local| local.held == Held::Yes && local.ty == *ty;
        let found: Vec<&Name> = visible
            .iter()
            .filter(wanted)
            .map(|local| &local.name)
            .collect();
        self.choose(&found).map(|name| (*name).clone())
    }

    /// A visible local of this type, or that refers to such a value in an anchor.
    pub(super) fn place(&mut self, flow: &Flow, ty: &Type) -> Option<Name> {
        let visible = flow.visible();
        let is_place = |local: &&&flow::Local| {
            let through = matches!(local.ty, Type::Lent(_) | Type::LentMut(_));
            let is = local.ty == *ty || (through && local.ty.reached() == ty);
            local.held == Held::Yes && is
        };
        let found: Vec<&&flow::Local> = visible.iter().filter(is_place).collect();
        self.choose(&found).map(|local| local.name.clone())
    }

    /// A value of this type. `yields` says whether blocks with yields may stand here; with `--operands` they may everywhere.
    pub(super) fn value(&mut self, flow: &Flow, ty: &Type, depth: u32, yields: bool) -> Expr {
        let in_block = match yields {
            true => 12,
            false if self.options.operands => 7,
            false => 0,
        };
        if depth > 0 && self.statements > 0 && self.percent(in_block) {
            return self.block_value(flow, ty, depth - 1);
        }
        if self.percent(25)
            && let Some(name) = self.local(flow, ty)
        {
            return Expr::Local(name);
        }
        self.plain_value(flow, ty, depth)
    }

    fn plain_value(&mut self, flow: &Flow, ty: &Type, depth: u32) -> Expr {
        let less = depth.saturating_sub(1);
        match ty {
            Type::Number => self.number(flow, depth),
            Type::Flag => self.flag(flow, depth),
            Type::Droppable => self.droppable(flow, depth),
            Type::Tuple(parts) => Expr::Tuple(
                parts
                    .iter()
                    .map(|part| self.value(flow, part, less, false))
                    .collect(),
            ),
            Type::Record => Expr::Record(
                flow::record()
                    .iter()
                    .map(|part| self.value(flow, part, less, false))
                    .collect(),
            ),
            Type::Option(of) if **of == Type::Droppable => self.optional(flow, depth),
            Type::Option(of) if self.percent(70) => {
                Expr::Call(Function::Some, vec![self.value(flow, of, less, false)])
            }
            Type::Option(of) => Expr::If(
                vec![Condition::Is(self.flip())],
                Block {
                    statements: vec![],
                    value: Some(Box::new(Expr::Call(
                        Function::Some,
                        vec![self.value(flow, of, 0, false)],
                    ))),
                },
                Some(Block {
                    statements: vec![],
                    value: Some(Box::new(Expr::Call(
                        Function::Some,
                        vec![self.value(flow, of, 0, false)],
                    ))),
                }),
            ),
            Type::Result(good, bad) => match (&**good, &**bad, self.rng.u32(..3)) {
                (Type::Droppable, Type::Droppable, _) => self.odds(Function::Either),
                (Type::Number, Type::Droppable, 0) => self.odds(Function::Outcome),
                (_, bad, 1) => Expr::Call(Function::Err, vec![self.value(flow, bad, less, false)]),
                (good, ..) => Expr::Call(Function::Ok, vec![self.value(flow, good, less, false)]),
            },
            Type::Vec(of) if self.percent(40) => Expr::Macro(
                Macro::Vec,
                (0..self.rng.u32(1..3))
                    .map(|_| self.value(flow, of, less, false))
                    .collect(),
            ),
            Type::Vec(_) => match self.changeable(flow, Some(ty)) {
                Some((place, _)) if self.percent(20) => {
                    let place = Expr::BorrowMut(Box::new(place));
                    Expr::Call(Function::TakeOut, vec![place])
                }
                _ => self.many(),
            },
            Type::IntoIter(of) => {
                let list = self.value(flow, &Type::Vec(of.clone()), less, false);
                Expr::Method(Box::new(list), Method::IntoIter, vec![])
            }
            Type::Ref(to) if **to == Type::Droppable => match self.local(flow, &Type::slice()) {
                Some(list) => {
                    let index = self.value(flow, &Type::Number, less, false);
                    Expr::Index(Box::new(Expr::Local(list)), Box::new(index))
                }
                None => self.any_local(flow, ty),
            },
            Type::Iter(_) => match self.local(flow, &Type::slice()) {
                Some(list) => Expr::Method(Box::new(Expr::Local(list)), Method::Iter, vec![]),
                None => self.any_local(flow, ty),
            },
            Type::LoanClosure
            | Type::OnceClosure
            | Type::Array(_)
            | Type::Ref(_)
            | Type::Range
            | Type::Unit
            | Type::Lent(_)
            | Type::LoanMut(_)
            | Type::LentMut(_)
            | Type::Guard
            | Type::Elements(_)
            | Type::ElementsMut(_)
            | Type::Drain(_) => self.any_local(flow, ty),
            Type::Closure => self.closure(flow, Capture::Move),
            Type::Never | Type::Loan(_) => Expr::Return,
        }
    }

    /// There is no other way to such a value; without a local the statement is not lawful and another is tried.
    fn any_local(&mut self, flow: &Flow, ty: &Type) -> Expr {
        let name = self.local(flow, ty);
        Expr::Local(name.unwrap_or_else(|| Name("none_such".to_owned())))
    }

    fn droppable(&mut self, flow: &Flow, depth: u32) -> Expr {
        let choice = self.rng.u32(..10);
        let source = match choice {
            0 | 1 => self.local(flow, &Type::option(Type::Droppable)),
            _ => None,
        };
        match (choice, source) {
            (0 | 1, Some(name)) => {
                let mut optional = Expr::Local(name);
                if choice == 0 {
                    optional = Expr::Method(Box::new(optional), Method::Take, vec![]);
                }
                let number = vec![Expr::Number(self.event())];
                Expr::Method(Box::new(optional), Method::UnwrapOrElse, number)
            }
            (2, _) => match self.field(flow, &Type::Droppable) {
                Some(field) => field,
                None => Expr::make(self.event()),
            },
            (3, _) if depth > 0 => {
                let inner = self.value(flow, &Type::Droppable, depth - 1, false);
                Expr::Call(Function::See, vec![Expr::Number(self.event()), inner])
            }
            (4, _) => match self.changeable(flow, Some(&Type::Droppable)) {
                Some((place, _)) => {
                    let new = Expr::make(self.event());
                    let place = Expr::BorrowMut(Box::new(place));
                    Expr::Call(Function::Exchange, vec![place, new])
                }
                None => Expr::make(self.event()),
            },
            _ => Expr::make(self.event()),
        }
    }

    pub(super) fn optional(&mut self, flow: &Flow, depth: u32) -> Expr {
        let choice = self.rng.u32(..10);
        if choice == 7
            && let Some((place, _)) = self.changeable(flow, Some(&Type::option(Type::Droppable)))
        {
            let place = Expr::BorrowMut(Box::new(place));
            return Expr::Call(Function::TakeOut, vec![place]);
        }
        let (source, how) = match choice {
            0 | 1 => (Type::vec(Type::Droppable), Method::Pop),
            2 | 3 => (Type::IntoIter(Box::new(Type::Droppable)), Method::Next),
            4 => (Type::option(Type::Droppable), Method::Take),
            5 => (Type::option(Type::Droppable), Method::Replace),
            6 if depth > 0 => {
                let inner = self.value(flow, &Type::Droppable, depth - 1, false);
                return Expr::Call(Function::Some, vec![inner]);
            }
            _ => return self.odds(Function::Chance),
        };
        let Some(name) = self.place(flow, &source) else {
            return self.odds(Function::Chance);
        };
        let arguments = match how {
            Method::Replace => vec![self.value(flow, &Type::Droppable, 0, false)],
            _ => vec![],
        };
        Expr::Method(Box::new(Expr::Local(name)), how, arguments)
    }

    /// A call of one of the functions that do something every now and then.
    pub(super) fn odds(&mut self, function: Function) -> Expr {
        let numbers = [self.event(), self.rng.u32(2..4)];
        Expr::Call(function, numbers.map(Expr::Number).to_vec())
    }

    pub(super) fn flip(&mut self) -> Expr {
        self.odds(Function::Flip)
    }

    pub(super) fn many(&mut self) -> Expr {
        let numbers = [self.event(), self.rng.u32(1..4)];
        Expr::Call(Function::Many, numbers.map(Expr::Number).to_vec())
    }

    fn number(&mut self, flow: &Flow, depth: u32) -> Expr {
        if depth == 0 {
            return match self.local(flow, &Type::Number) {
                Some(name) if self.percent(50) => Expr::Local(name),
                _ => Expr::Number(self.rng.u32(..9)),
            };
        }
        let choice = self.rng.u32(..12);
        let source = match choice {
            0 => self.place(flow, &Type::Droppable),
            1 => self.place(flow, &Type::vec(Type::Droppable)),
            2 => self.local(flow, &Type::reference(Type::Droppable)),
            4 => self.local(flow, &Type::Closure),
            _ => None,
        };
        let method = |value, method| Expr::Method(Box::new(value), method, vec![]);
        match (choice, source) {
            (0 | 2, Some(name)) => method(Expr::Local(name), Method::Id),
            (1, Some(name)) => {
                let how = [Method::Len, Method::Total];
                method(Expr::Local(name), how[self.rng.usize(..2)])
            }
            (4, Some(name)) => {
                let argument = self.value(flow, &Type::Number, depth - 1, false);
                Expr::Invoke(name, Box::new(argument))
            }
            (3, _) => match self.field(flow, &Type::Number) {
                Some(field) => field,
                None => self.number(flow, 0),
            },
            (5, _) => match self.field(flow, &Type::Droppable) {
                Some(field) => method(field, Method::Id),
                None => self.number(flow, 0),
            },
            (6 | 7, _) => {
                let operators = [Operator::Plus, Operator::Times];
                let operator = operators[self.rng.usize(..2)];
                let left = self.value(flow, &Type::Number, depth - 1, false);
                let right = self.value(flow, &Type::Number, depth - 1, false);
                // Small numbers: an overflow would be a panic of its own.
                let small = Expr::Binary(
                    Box::new(right),
                    Operator::Remainder,
                    Box::new(Expr::Number(10)),
                );
                let left = Expr::Binary(
                    Box::new(left),
                    Operator::Remainder,
                    Box::new(Expr::Number(1000)),
                );
                Expr::Binary(Box::new(left), operator, Box::new(small))
            }
            (8 | 9, _) => {
                let inner = self.value(flow, &Type::Number, depth - 1, false);
                Expr::Call(Function::See, vec![Expr::Number(self.event()), inner])
            }
            _ => self.number(flow, 0),
        }
    }

    pub(super) fn flag(&mut self, flow: &Flow, depth: u32) -> Expr {
        if depth == 0 {
            return self.flip();
        }
        let choice = self.rng.u32(..10);
        let optional = match choice {
            2 => self.place(flow, &Type::option(Type::Droppable)),
            _ => None,
        };
        match (choice, optional) {
            (0 | 1, _) => {
                let operators = [Operator::Equal, Operator::Less];
                let operator = operators[self.rng.usize(..2)];
                let left = self.value(flow, &Type::Number, depth - 1, false);
                let right = self.value(flow, &Type::Number, 0, false);
                Expr::Binary(Box::new(left), operator, Box::new(right))
            }
            (_, Some(name)) => Expr::Method(Box::new(Expr::Local(name)), Method::IsSome, vec![]),
            (3 | 4, _) => {
                let operators = [Operator::And, Operator::Or];
                let operator = operators[self.rng.usize(..2)];
                let left = self.value(flow, &Type::Flag, depth - 1, false);
                let right = self.value(flow, &Type::Flag, depth - 1, false);
                Expr::Binary(Box::new(left), operator, Box::new(right))
            }
            (5, _) => Expr::Not(Box::new(self.value(flow, &Type::Flag, depth - 1, false))),
            _ => self.flip(),
        }
    }

    /// A closure that may take droppables with it.
    pub(super) fn closure(&mut self, flow: &Flow, capture: Capture) -> Expr {
        let mut statements = vec![Statement::Expr(Expr::event(self.event()))];
        let droppable = if self.percent(40) {
            self.field(flow, &Type::Droppable)
        } else {
            self.local(flow, &Type::Droppable).map(Expr::Local)
        };
        if let Some(place) = droppable
            && self.percent(70)
        {
            let seen = match capture {
                Capture::Once if self.percent(70) => Expr::Call(Function::Drop, vec![place]),
                Capture::Move | Capture::Once | Capture::Borrow => {
                    let borrowed = Expr::Borrow(Box::new(place));
                    Expr::Call(Function::Look, vec![borrowed])
                }
            };
            statements.push(Statement::Expr(seen));
        }
        let mut value = Expr::Local(flow::parameter());
        if self.percent(50)
            && let Some(name) = self.local(flow, &Type::Number)
        {
            if self.percent(50) {
                let add = Expr::Add(name.clone(), Box::new(Expr::Number(1)));
                statements.push(Statement::Expr(add));
            }
            let captured = Expr::Local(name);
            value = Expr::Binary(Box::new(value), Operator::Plus, Box::new(captured));
        }
        let value = Some(Box::new(value));
        Expr::Closure(capture, Block { statements, value })
    }

    /// A value out of control flow that may yield.
    fn block_value(&mut self, flow: &Flow, ty: &Type, depth: u32) -> Expr {
        let value = Some(ty);
        match self.rng.u32(..7) {
            0..2 => Expr::Block(None, self.block(flow.clone(), depth, value)),
            2 => {
                let mut chain = vec![Condition::Is(self.flag(flow, 1))];
                if self.percent(30) {
                    let scrutinee = self.odds(Function::Chance);
                    chain.push(Condition::Let(
                        Pattern::Some(Box::new(Pattern::Bind(self.name()))),
                        scrutinee,
                    ));
                }
                self.if_else(flow, chain, depth, value)
            }
            3 => {
                let head = self.odds(Function::Chance);
                let bound = Pattern::Some(Box::new(Pattern::Bind(self.name())));
                let arms = [bound, Pattern::None];
                let arms = arms.map(|pattern| self.arm(flow, &head, pattern, depth, value));
                Expr::Match(Box::new(head), arms.to_vec())
            }
            4 => {
                let label = Some(self.label());
                let mut inside = flow.clone();
                inside.open_block(label, Some(ty.clone()));
                let mut block = self.block(inside.clone(), depth, None);
                let early = self.value(&inside, ty, 0, false);
                let leave = Expr::Break(label, Some(Box::new(early)));
                let leave = Block::of(vec![Statement::Expr(leave)]);
                let condition = Condition::Is(self.flip());
                block
                    .statements
                    .insert(0, Statement::Expr(Expr::If(vec![condition], leave, None)));
                block.value = Some(Box::new(self.value(flow, ty, 0, false)));
                Expr::Block(label, block)
            }
            5 => {
                let label = Some(self.label());
                let mut inside = flow.clone();
                inside.open_loop(label, Some(ty.clone()));
                let mut block = self.block(inside, depth, None);
                let value = self.value(flow, ty, 0, false);
                let label = label.filter(|_| self.percent(50));
                let leave = Expr::Break(label, Some(Box::new(value)));
                block.statements.push(Statement::Expr(leave));
                Expr::Loop(label, block)
            }
            _ => {
                let pause = self.hand_out(flow);
                let value = self.value(flow, ty, 1, true);
                Expr::Block(
                    None,
                    Block {
                        statements: vec![Statement::Expr(pause)],
                        value: Some(Box::new(value)),
                    },
                )
            }
        }
    }

    /// `yield item`
    pub(super) fn hand_out(&mut self, flow: &Flow) -> Expr {
        let item = flow.item().clone();
        let in_operand = self.percent(20);
        Expr::Yield(Box::new(self.value(flow, &item, 1, in_operand)))
    }

    pub(super) fn arm(
        &mut self,
        flow: &Flow,
        head: &Expr,
        pattern: Pattern,
        depth: u32,
        ty: Option<&Type>,
    ) -> Arm {
        let mut inside = flow.clone();
        // What does not match is found when the whole statement is checked.
        let _ = inside.enter_arm(head, &pattern);
        let body = self.block(inside, depth, ty);
        Arm {
            pattern,
            guard: vec![],
            body,
        }
    }

    pub(super) fn if_else(
        &mut self,
        flow: &Flow,
        chain: Vec<Condition>,
        depth: u32,
        ty: Option<&Type>,
    ) -> Expr {
        let mut then = flow.clone();
        let _ = then.pass(&chain);
        let then = self.block(then, depth, ty);
        let otherwise = self.block(flow.clone(), depth, ty);
        Expr::If(chain, then, Some(otherwise))
    }
}

pub(super) fn pair() -> Type {
    Type::tuple([Type::Droppable, Type::Number])
}

pub(super) fn twin() -> Type {
    Type::tuple([Type::Droppable, Type::Droppable])
}
