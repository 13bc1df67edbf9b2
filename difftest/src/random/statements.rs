//! Statements, except loops and jumps.

use super::Random;
use super::values::{pair, twin};
use crate::flow::{Flow, Held, Local};
use crate::program::{
    Arm, Assignee, Block, Capture, Condition, Expr, Function, Macro, Method, Name, Pattern,
    Statement, Type,
};

impl Random {
    /// One statement, or a few that belong together. Whether it is lawful is for the caller to see.
    pub(super) fn statement(&mut self, flow: &Flow, depth: u32) -> Option<Vec<Statement>> {
        if !flow.unsettled().is_empty() && self.percent(50) {
            return self.settle(flow);
        }
        if self.options.anchors && self.percent(40) {
            return self.anchors(flow, depth);
        }
        let choice = self.rng.u32(..100);
        match choice {
            0..15 => Some(vec![self.let_new(flow)]),
            15..33 => Some(vec![Statement::Expr(self.hand_out(flow))]),
            33..38 => self.look(flow),
            38..41 => self.assign(flow),
            41..43 => self.unpack(flow),
            43..46 => self.move_away(flow),
            46..48 => self.move_field(flow),
            48..51 => self.move_and_assign(flow),
            51..53 => Some(vec![self.let_guard(flow)]),
            53..55 => self.add(flow),
            55..58 => Some(self.declare(flow)),
            58..60 => self.change(flow),
            60..62 => Some(vec![self.closure_or_call(flow)]),
            62 => self.short_closure(flow),
            63..65 if self.percent(50) => self.take_apart(flow),
            63..65 => self.swap(flow),
            65..67 => self.yield_from(flow),
            67..69 => Some(vec![self.try_or_note(flow)]),
            69..71 => Some(vec![self.borrowed_temporary(flow)]),
            71..74 => self.jump_if(flow),
            _ if depth == 0 => Some(vec![Statement::Expr(self.hand_out(flow))]),
            74..80 => Some(vec![Statement::Expr(self.if_statement(flow, depth - 1))]),
            80..86 => Some(vec![Statement::Expr(self.match_statement(flow, depth - 1))]),
            86..88 => Some(vec![self.let_else(flow)]),
            88 => self.look_into(flow, depth - 1),
            89 => {
                let block = self.block(flow.clone(), depth - 1, None);
                Some(vec![Statement::Expr(Expr::Block(None, block))])
            }
            90..92 => Some(vec![Statement::Expr(self.labelled(flow, depth - 1))]),
            _ => Some(self.loops(flow, depth - 1)),
        }
    }

    fn let_new(&mut self, flow: &Flow) -> Statement {
        let ty = self.ty(flow);
        let value = self.value(flow, &ty, 2, true);
        let pattern = self.irrefutable(&ty, 25);
        Statement::Let {
            pattern,
            ty: self.percent(20).then_some(ty),
            value,
            otherwise: None,
        }
    }

    /// A pattern that always matches; in so many of a hundred cases it takes the value apart.
    pub(super) fn irrefutable(&mut self, ty: &Type, percent: u32) -> Pattern {
        if self.percent(3) {
            return Pattern::Wild;
        }
        let part = |random: &mut Self, name: &str| {
            if random.percent(75) {
                Pattern::Bind(Name(name.to_owned()))
            } else {
                Pattern::Wild
            }
        };
        match ty {
            Type::Tuple(_) if self.percent(percent) => {
                let [a, b] = self.two_names();
                Pattern::Tuple(vec![part(self, &a.0), part(self, &b.0)])
            }
            Type::Record if self.percent(percent) => {
                let [a, b] = self.two_names();
                Pattern::Record(vec![part(self, &a.0), part(self, &b.0), Pattern::Wild])
            }
            _ => Pattern::Bind(self.name()),
        }
    }

    pub(super) fn two_names(&mut self) -> [Name; 2] {
        let a = self.name();
        let b = loop {
            let b = self.name();
            if b != a {
                break b;
            }
        };
        [a, b]
    }

    fn let_guard(&mut self, flow: &Flow) -> Statement {
        let ty = self.ty(flow);
        let value = self.value(flow, &ty, 1, true);
        Statement::Let {
            pattern: self.guard(),
            ty: None,
            value,
            otherwise: None,
        }
    }

    /// A visible local with something to drop, of which `wanted` holds.
    pub(super) fn droppable_local(
        &mut self,
        flow: &Flow,
        wanted: impl Fn(&Local) -> bool,
    ) -> Option<(Name, Type)> {
        let visible = flow.visible();
        let found: Vec<&&Local> = visible
            .iter()
            .filter(|local| local.ty.has_drop_glue() && wanted(local))
            .filter(|local| !local.name.0.starts_with('_'))
            .collect();
        self.choose(&found)
            .map(|local| (local.name.clone(), local.ty.clone()))
    }

    fn assignment(&mut self, flow: &Flow, name: Name, ty: &Type, yields: bool) -> Statement {
        let value = self.value(flow, ty, 1, yields);
        Statement::Expr(Expr::Assign(Assignee::Local(name), Box::new(value)))
    }

    /// Gives every local a value of which it is not known whether it holds one.
    fn settle(&mut self, flow: &Flow) -> Option<Vec<Statement>> {
        let unsettled = flow.unsettled();
        let local = self.choose(&unsettled)?;
        if self.percent(50) {
            return Some(self.refill(flow, local)).filter(|steps| !steps.is_empty());
        }
        Some(vec![self.assignment(
            flow,
            local.name.clone(),
            &local.ty,
            false,
        )])
    }

    fn look(&mut self, flow: &Flow) -> Option<Vec<Statement>> {
        let choice = self.rng.u32(..9);
        let borrow = |place| Expr::Borrow(Box::new(place));
        let look = |reference| Expr::Call(Function::Look, vec![reference]);
        let statement = match choice {
            0..4 => look(borrow(Expr::Local(self.place(flow, &Type::Droppable)?))),
            4 => look(Expr::Local(
                self.local(flow, &Type::reference(Type::Droppable))?,
            )),
            5 => look(borrow(self.field(flow, &Type::Droppable)?)),
            6 => look(borrow(Expr::make(self.event()))),
            7 => Expr::Macro(
                Macro::NoteInline,
                vec![Expr::Local(self.place(flow, &Type::Number)?)],
            ),
            // Looks into an option by reference, without a yield.
            _ => {
                let name = self.local(flow, &Type::option(Type::Droppable))?;
                let bound = Name("it".to_owned());
                let body = look(Expr::Local(bound.clone()));
                let chain = if self.percent(50) {
                    Condition::Let(
                        Pattern::Some(Box::new(Pattern::BindRef(bound))),
                        Expr::Local(name),
                    )
                } else {
                    Condition::Let(
                        Pattern::Some(Box::new(Pattern::Fixed(bound))),
                        borrow(Expr::Local(name)),
                    )
                };
                Expr::If(vec![chain], Block::of(vec![Statement::Expr(body)]), None)
            }
        };
        Some(vec![Statement::Expr(statement)])
    }

    fn assign(&mut self, flow: &Flow) -> Option<Vec<Statement>> {
        if self.percent(25) {
            let name = self.local(flow, &Type::Number)?;
            if is_counter(&name) {
                return None;
            }
            return Some(vec![self.assignment(flow, name, &Type::Number, true)]);
        }
        let (name, ty) = self.droppable_local(flow, |_| true)?;
        Some(vec![self.assignment(flow, name, &ty, true)])
    }

    fn move_away(&mut self, flow: &Flow) -> Option<Vec<Statement>> {
        let (name, _) = self.droppable_local(flow, |local| local.held == Held::Yes)?;
        let gone = if self.percent(75) {
            Expr::drop(&name)
        } else {
            Expr::Local(name)
        };
        Some(vec![Statement::Expr(gone)])
    }

    fn move_and_assign(&mut self, flow: &Flow) -> Option<Vec<Statement>> {
        let (name, ty) = self.droppable_local(flow, |local| local.held == Held::Yes)?;
        let mut statements = vec![Statement::Expr(Expr::drop(&name))];
        if self.percent(60) {
            statements.push(Statement::Expr(self.hand_out(flow)));
        }
        statements.push(self.assignment(flow, name, &ty, true));
        Some(statements)
    }

    fn add(&mut self, flow: &Flow) -> Option<Vec<Statement>> {
        let name = self.local(flow, &Type::Number)?;
        if is_counter(&name) {
            return None;
        }
        let value = self.value(flow, &Type::Number, 1, false);
        Some(vec![Statement::Expr(Expr::Add(name, Box::new(value)))])
    }

    /// A `let` without a value, which gets its value later, perhaps on two paths.
    fn declare(&mut self, flow: &Flow) -> Vec<Statement> {
        let ty = if self.percent(60) {
            Type::Droppable
        } else {
            self.ty(flow)
        };
        let name = self.name();
        let mut statements = vec![Statement::Declare {
            name: name.clone(),
            ty: ty.clone(),
            is_written: self.percent(50),
        }];
        if self.percent(40) {
            statements.push(Statement::Expr(self.hand_out(flow)));
        }
        let hand_out = self.percent(40).then(|| self.hand_out(flow));
        let first = self.assignment(flow, name.clone(), &ty, true);
        if self.percent(60) {
            statements.push(first);
        } else {
            let second = self.assignment(flow, name, &ty, true);
            let mut then = Block::of(vec![first]);
            if let Some(hand_out) = hand_out {
                then.statements.push(Statement::Expr(hand_out));
            }
            let chain = vec![Condition::Is(self.flip())];
            let branch = Expr::If(chain, then, Some(Block::of(vec![second])));
            statements.push(Statement::Expr(branch));
        }
        statements
    }

    /// Changes a collection in place.
    fn change(&mut self, flow: &Flow) -> Option<Vec<Statement>> {
        let list = self.place(flow, &Type::vec(Type::Droppable));
        let change = if let Some(list) = list {
            let new = self.value(flow, &Type::Droppable, 1, false);
            Expr::Method(Box::new(Expr::Local(list)), Method::Push, vec![new])
        } else {
            let name = self.place(flow, &Type::option(Type::Droppable))?;
            Expr::Method(Box::new(Expr::Local(name)), Method::Take, vec![])
        };
        Some(vec![Statement::Expr(change)])
    }

    fn closure_or_call(&mut self, flow: &Flow) -> Statement {
        match self.local(flow, &Type::Closure) {
            Some(name) if self.percent(60) => {
                let argument = self.value(flow, &Type::Number, 1, false);
                Statement::Expr(Expr::Invoke(name, Box::new(argument)))
            }
            _ => Statement::Let {
                pattern: Pattern::Bind(self.name()),
                ty: None,
                value: self.closure(flow, Capture::Move),
                otherwise: None,
            },
        }
    }

    /// A closure that is called at once, and what comes after it.
    fn short_closure(&mut self, flow: &Flow) -> Option<Vec<Statement>> {
        let capture = if self.percent(50) {
            Capture::Borrow
        } else {
            Capture::Once
        };
        let name = self.name();
        let mut statements = vec![Statement::Let {
            pattern: Pattern::Bind(name.clone()),
            ty: None,
            value: self.closure(flow, capture),
            otherwise: None,
        }];
        if capture == Capture::Once && self.percent(25) {
            statements.push(Statement::Expr(self.hand_out(flow)));
        }
        let calls = match capture {
            Capture::Borrow | Capture::Move => self.rng.usize(1..3),
            Capture::Once => self.rng.usize(..2),
        };
        for _ in 0..calls {
            let argument = Box::new(Expr::Number(self.event()));
            let call = Expr::Invoke(name.clone(), argument);
            statements.push(Statement::Expr(call));
        }
        let mut inside = flow.clone();
        for statement in &statements {
            inside.statement(statement).ok()?;
        }
        // What it borrows is free again.
        inside.expire();
        let mut block = self.block(inside, 0, None);
        block.statements.splice(0..0, statements);
        Some(vec![Statement::Expr(Expr::Block(None, block))])
    }

    /// A `let` that takes a local apart.
    fn take_apart(&mut self, flow: &Flow) -> Option<Vec<Statement>> {
        let types = [twin(), pair(), Type::Record];
        let ty = &types[self.rng.usize(..3)];
        let whole = self.local(flow, ty)?;
        Some(vec![Statement::Let {
            pattern: self.irrefutable(ty, 100),
            ty: None,
            value: Expr::Local(whole),
            otherwise: None,
        }])
    }

    fn yield_from(&mut self, flow: &Flow) -> Option<Vec<Statement>> {
        let items = match flow.item() {
            Type::Droppable => {
                let list = Type::vec(Type::Droppable);
                let list = if self.percent(30) {
                    Type::IntoIter(Box::new(Type::Droppable))
                } else {
                    list
                };
                self.value(flow, &list, 1, false)
            }
            Type::Number => Expr::Range(Box::new(Expr::Number(0)), Box::new(Expr::Number(2))),
            Type::Ref(_) => Expr::Local(self.local(flow, &Type::slice())?),
            item => {
                let item = item.clone();
                let items = (0..2).map(|_| self.value(flow, &item, 1, false)).collect();
                Expr::Array(items)
            }
        };
        Some(vec![Statement::Expr(Expr::YieldFrom(Box::new(items)))])
    }

    fn try_or_note(&mut self, flow: &Flow) -> Statement {
        if matches!(flow.item(), Type::Result(..)) {
            let tried = Expr::Try(Box::new(self.odds(Function::Outcome)));
            return if self.percent(60) {
                Statement::Let {
                    pattern: Pattern::Bind(self.name()),
                    ty: None,
                    value: tried,
                    otherwise: None,
                }
            } else {
                Statement::Expr(tried)
            };
        }
        let note = if self.percent(30) {
            let flag = self.flag(flow, 1);
            let or = Expr::Binary(
                Box::new(flag),
                crate::program::Operator::Or,
                Box::new(Expr::Not(Box::new(self.flip()))),
            );
            Expr::Macro(Macro::Assert, vec![or])
        } else {
            Expr::Macro(
                Macro::Note,
                vec![
                    self.value(flow, &Type::Number, 1, false),
                    self.value(flow, &Type::Number, 1, false),
                ],
            )
        };
        Statement::Expr(note)
    }

    /// `let x = &make(n);`
    fn borrowed_temporary(&mut self, flow: &Flow) -> Statement {
        let temporary = if self.percent(70) {
            Expr::make(self.event())
        } else {
            self.value(flow, &Type::option(Type::Droppable), 0, false)
        };
        let temporary = match temporary {
            // A reference to a local would have to end before the local is used.
            Expr::Local(_) => Expr::make(self.event()),
            other => other,
        };
        Statement::Let {
            pattern: Pattern::Bind(self.name()),
            ty: None,
            value: Expr::Borrow(Box::new(temporary)),
            otherwise: None,
        }
    }

    fn if_statement(&mut self, flow: &Flow, depth: u32) -> Expr {
        let mut chain = Vec::new();
        let links = if self.percent(30) {
            self.rng.u32(2..4)
        } else {
            1
        };
        let mut inside = flow.clone();
        for _ in 0..links {
            let condition = self.condition(&inside);
            if inside.pass(std::slice::from_ref(&condition)).is_ok() {
                chain.push(condition);
            }
        }
        if chain.is_empty() {
            chain.push(Condition::Is(self.flip()));
        }
        if self.percent(50) {
            return self.if_else(flow, chain, depth, None);
        }
        let then = self.block(inside, depth, None);
        Expr::If(chain, then, None)
    }

    pub(super) fn condition(&mut self, flow: &Flow) -> Condition {
        if self.percent(50) {
            return Condition::Is(self.value(flow, &Type::Flag, 2, false));
        }
        let (pattern, head) = self.scrutinee(flow);
        Condition::Let(pattern, head)
    }

    /// A value and a pattern that may not match it.
    pub(super) fn scrutinee(&mut self, flow: &Flow) -> (Pattern, Expr) {
        let slot = Type::reference(Type::option(Type::Droppable));
        let either = Type::result(Type::Droppable, Type::Droppable);
        let bound = if self.percent(80) {
            Pattern::Bind(self.name())
        } else {
            Pattern::Wild
        };
        let bound = Box::new(bound);
        match self.rng.u32(..10) {
            0 => match self.local(flow, &slot) {
                Some(slot) => {
                    let bound = Pattern::Fixed(self.name());
                    (Pattern::Some(Box::new(bound)), Expr::Local(slot))
                }
                None => (Pattern::Some(bound), self.odds(Function::Chance)),
            },
            1 | 2 => {
                let pattern = if self.percent(50) {
                    Pattern::Ok(bound)
                } else {
                    Pattern::Err(bound)
                };
                (pattern, self.value(flow, &either, 1, false))
            }
            3 => {
                let pattern = self.numbers();
                (pattern, self.value(flow, &Type::Number, 1, false))
            }
            4 => {
                let optional = Type::option(Type::tuple([Type::Number, Type::Number]));
                let [a, b] = self.two_names().map(Pattern::Bind);
                let pattern = Pattern::Some(Box::new(Pattern::Tuple(vec![a, b])));
                (pattern, self.value(flow, &optional, 1, false))
            }
            5 => (Pattern::None, self.optional_head(flow)),
            _ => (Pattern::Some(bound), self.optional_head(flow)),
        }
    }

    fn optional_head(&mut self, flow: &Flow) -> Expr {
        let optional = Type::option(Type::Droppable);
        if self.percent(10)
            && let Some(field) = self.field(flow, &optional)
        {
            return field;
        }
        match self.local(flow, &optional) {
            Some(name) if self.percent(25) => Expr::Local(name),
            _ => self.value(flow, &optional, 1, false),
        }
    }

    /// A pattern of numbers that may not match.
    fn numbers(&mut self) -> Pattern {
        let from = self.rng.u32(..6);
        let or = Pattern::Or(vec![Pattern::Number(from), Pattern::Number(from + 2)]);
        let span = Pattern::Span(from, from + 3);
        match self.rng.u32(..5) {
            0 => Pattern::Number(from),
            1 => span,
            2 => or,
            3 => Pattern::At(self.name(), Box::new(or)),
            _ => Pattern::At(self.name(), Box::new(span)),
        }
    }

    fn match_statement(&mut self, flow: &Flow, depth: u32) -> Expr {
        let (mut patterns, head): (Vec<Pattern>, Expr) = match self.rng.u32(..8) {
            0..4 => {
                let some = Pattern::Some(Box::new(Pattern::Bind(self.name())));
                (vec![some, Pattern::None], self.optional_head(flow))
            }
            4 | 5 => {
                let either = Type::result(Type::Droppable, Type::Droppable);
                let good = Pattern::Ok(Box::new(Pattern::Bind(self.name())));
                let name = self.name();
                let patterns = match self.rng.u32(..3) {
                    0 => vec![good, Pattern::Err(Box::new(Pattern::Bind(name)))],
                    1 => vec![good, Pattern::Err(Box::new(Pattern::Wild))],
                    _ => {
                        let bound = || Box::new(Pattern::Bind(name.clone()));
                        vec![Pattern::Or(vec![
                            Pattern::Ok(bound()),
                            Pattern::Err(bound()),
                        ])]
                    }
                };
                (patterns, self.value(flow, &either, 1, false))
            }
            6 => {
                let patterns = vec![self.numbers(), Pattern::Bind(self.name())];
                (patterns, self.value(flow, &Type::Number, 1, false))
            }
            7 if self.percent(50) => {
                let some = Pattern::Some(Box::new(Pattern::Wild));
                let some = Pattern::At(self.name(), Box::new(some));
                (vec![some, Pattern::None], self.optional_head(flow))
            }
            _ => {
                let patterns = vec![self.irrefutable(&twin(), 100)];
                (patterns, self.value(flow, &twin(), 1, false))
            }
        };
        if self.percent(30) {
            let wild = match &patterns[0] {
                Pattern::Some(_) => Pattern::Some(Box::new(Pattern::Wild)),
                Pattern::Ok(_) => Pattern::Ok(Box::new(Pattern::Wild)),
                _ => Pattern::Wild,
            };
            patterns.insert(1, wild);
        } else if self.percent(20) {
            patterns.insert(0, patterns[0].clone());
        }
        let guarded = patterns.len() > 2 || (patterns.len() == 2 && patterns[1] == Pattern::Wild);
        let mut arms: Vec<Arm> = Vec::new();
        for pattern in patterns {
            arms.push(self.arm(flow, &head, pattern, depth, None));
        }
        if guarded {
            arms[0].guard = vec![Condition::Is(self.flip())];
        }
        if self.percent(30) {
            let pattern = arms[0].pattern.clone();
            arms[0] = self.guarded_arm(flow, &head, pattern, depth);
            let otherwise = self.arm(flow, &head, Pattern::Wild, 0, None);
            arms.push(otherwise);
        }
        Expr::Match(Box::new(head), arms)
    }

    /// An arm whose guard may look at what the pattern binds, and bind something itself.
    fn guarded_arm(&mut self, flow: &Flow, head: &Expr, pattern: Pattern, depth: u32) -> Arm {
        let mut inside = flow.clone();
        // What does not match is found when the whole statement is checked.
        let _ = inside.enter_arm(head, &pattern);
        let mut guard = Vec::new();
        if self.percent(60) {
            let bound = inside.visible().len() > flow.visible().len();
            let number = match self.local(&inside, &Type::Droppable) {
                Some(name) if bound || self.percent(50) => {
                    Expr::Method(Box::new(Expr::Local(name)), Method::Id, vec![])
                }
                _ => self.value(&inside, &Type::Number, 1, false),
            };
            let less = Box::new(Expr::Number(self.rng.u32(10..30)));
            let is = Expr::Binary(Box::new(number), crate::program::Operator::Less, less);
            guard.push(Condition::Is(is));
        }
        if guard.is_empty() || self.percent(40) {
            let bound = Pattern::Some(Box::new(Pattern::Bind(self.name())));
            let head = self.odds(Function::Chance);
            guard.push(Condition::Let(bound, head));
        }
        let _ = inside.pass(&guard);
        Arm {
            pattern,
            guard,
            body: self.block(inside, depth, None),
        }
    }

    /// Looks into an option, or changes what is in it, before something else happens.
    fn look_into(&mut self, flow: &Flow, depth: u32) -> Option<Vec<Statement>> {
        let whole = self.local(flow, &Type::option(Type::Droppable))?;
        let bound = Name("it".to_owned());
        let is_mut = self.percent(50);
        let (pattern, head) = match (is_mut, self.percent(50)) {
            (true, _) => (Pattern::BindMut(bound.clone()), Expr::Local(whole)),
            (false, true) => (Pattern::BindRef(bound.clone()), Expr::Local(whole)),
            (false, false) => {
                let borrowed = Expr::Borrow(Box::new(Expr::Local(whole)));
                (Pattern::Fixed(bound.clone()), borrowed)
            }
        };
        let pattern = Pattern::Some(Box::new(pattern));
        let mut first = vec![Statement::Expr(Expr::Call(
            Function::Look,
            vec![if is_mut {
                Expr::Borrow(Box::new(Expr::Deref(bound.clone())))
            } else {
                Expr::Local(bound.clone())
            }],
        ))];
        if is_mut {
            let value = Box::new(Expr::make(self.event()));
            let store = Expr::Assign(Assignee::Deref(bound), value);
            first.push(Statement::Expr(store));
        }
        let mut inside = flow.clone();
        inside.enter_arm(&head, &pattern).ok()?;
        // Afterwards the option is free again.
        inside.expire();
        let mut body = self.block(inside, depth, None);
        body.statements.splice(0..0, first);
        let statement = if self.percent(50) {
            let otherwise = self.block(flow.clone(), depth, None);
            let arm = |pattern, body| Arm {
                pattern,
                guard: vec![],
                body,
            };
            let arms = vec![arm(pattern, body), arm(Pattern::None, otherwise)];
            Expr::Match(Box::new(head), arms)
        } else {
            Expr::If(vec![Condition::Let(pattern, head)], body, None)
        };
        Some(vec![Statement::Expr(statement)])
    }

    /// Exchanges the values of two places.
    fn swap(&mut self, flow: &Flow) -> Option<Vec<Statement>> {
        let (one, ty) = self.changeable(flow, None)?;
        let (other, _) = self.changeable(flow, Some(&ty))?;
        let places = [one, other].map(|place| Expr::BorrowMut(Box::new(place)));
        if root(&places[0]) == root(&places[1]) {
            return None;
        }
        let swap = Expr::Call(Function::Swap, places.to_vec());
        Some(vec![Statement::Expr(swap)])
    }

    fn let_else(&mut self, flow: &Flow) -> Statement {
        let (pattern, value) = self.scrutinee(flow);
        let mut otherwise = Vec::new();
        if self.percent(40) {
            otherwise.push(Statement::Expr(self.hand_out(flow)));
        }
        let mut inside = flow.clone();
        for statement in &otherwise {
            let _ = inside.statement(statement);
        }
        otherwise.extend(self.jump(&inside));
        Statement::Let {
            pattern,
            ty: None,
            value,
            otherwise: Some(Block::of(otherwise)),
        }
    }

    fn labelled(&mut self, flow: &Flow, depth: u32) -> Expr {
        let label = Some(self.label());
        let mut inside = flow.clone();
        inside.open_block(label, None);
        Expr::Block(label, self.block(inside, depth, None))
    }
}

/// The local of a place that is borrowed.
fn root(place: &Expr) -> Option<&Name> {
    match place {
        Expr::BorrowMut(place) | Expr::Field(place, _) => root(place),
        Expr::Local(name) | Expr::Deref(name) => Some(name),
        _ => None,
    }
}

/// Does it count the rounds of a loop? Then nothing else may change it.
pub(super) fn is_counter(name: &Name) -> bool {
    name.0.starts_with('k')
}
