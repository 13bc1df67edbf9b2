//! Anchors, what borrows from them, and what is done with both while they are borrowed.

use super::Random;
use super::values::{pair, twin};
use crate::flow::{Flow, Held, Local};
use crate::program::{
    Arm, Assignee, Block, Condition, Expr, Function, Macro, Member, Method, Operator, Pattern,
    Statement, Type,
};

impl Random {
    /// A statement about anchors.
    pub(super) fn anchors(&mut self, flow: &Flow, depth: u32) -> Option<Vec<Statement>> {
        let Some(local) = self.lent_local(flow) else {
            return Some(vec![self.anchor(flow)]);
        };
        let name = || Expr::Local(local.name.clone());
        match self.rng.u32(..100) {
            0..17 => Some(vec![self.anchor(flow)]),
            17..42 => self.borrow(&local),
            42..57 => self.observe(&local),
            57..64 => self.store(flow, &local),
            64..67 => Some(vec![Statement::Expr(Expr::drop(&local.name))]),
            67..70 => Some(vec![self.variable(name())]),
            _ if depth == 0 => Some(vec![Statement::Expr(self.hand_out(flow))]),
            70..77 => self.for_each(flow, &local, depth - 1),
            77..83 => self.while_next(flow, &local, depth - 1),
            _ => self.perhaps(flow, &local, depth - 1),
        }
    }

    /// A visible local that borrows from an anchor, or is the variable of one.
    fn lent_local(&mut self, flow: &Flow) -> Option<Local> {
        let visible = flow.visible();
        let is_lent = |local: &&&Local| local.held == Held::Yes && local.ty.is_lent();
        let found: Vec<&&Local> = visible.iter().filter(is_lent).collect();
        self.choose(&found).map(|local| (**local).clone())
    }

    /// `let name = anchor!(value);`
    fn anchor(&mut self, flow: &Flow) -> Statement {
        let owned = self.droppable_local(flow, |local| local.held == Held::Yes);
        if let Some((name, ty)) = owned
            && self.percent(35)
        {
            return self.anchor_of(Expr::Local(name), Some(ty).filter(|ty| !ty.is_lent()));
        }
        let droppable = || Type::Droppable;
        let ty = match self.rng.u32(..10) {
            0 | 1 => droppable(),
            2 | 3 => Type::option(droppable()),
            4..7 => Type::vec(droppable()),
            7 => [twin(), pair(), Type::Record][self.rng.usize(..3)].clone(),
            8 => Type::IntoIter(Box::new(droppable())),
            _ => Type::Number,
        };
        let value = self.value(flow, &ty, 1, true);
        self.anchor_of(value, Some(ty))
    }

    fn anchor_of(&mut self, value: Expr, ty: Option<Type>) -> Statement {
        let name = match &value {
            Expr::Local(name) if self.percent(60) => name.clone(),
            _ => self.name(),
        };
        let ty = ty.filter(|ty| *ty != Type::Closure && self.percent(20));
        Statement::Anchor { name, ty, value }
    }

    fn variable(&mut self, value: Expr) -> Statement {
        Statement::Let {
            pattern: Pattern::Bind(self.name()),
            ty: None,
            value,
            otherwise: None,
        }
    }

    /// A variable or another anchor that borrows.
    fn borrow(&mut self, local: &Local) -> Option<Vec<Statement>> {
        if matches!(local.ty.reached(), Type::Tuple(_) | Type::Record) && self.percent(50) {
            return Some(vec![self.take_lent_apart(local)]);
        }
        let value = self.lent_value(local)?;
        if self.percent(25) {
            Some(vec![self.anchor_of(value, None)])
        } else {
            Some(vec![self.variable(value)])
        }
    }

    /// `let (a, b) = reference;`
    fn take_lent_apart(&mut self, local: &Local) -> Statement {
        let parts = self.two_names().map(Pattern::Fixed).to_vec();
        let pattern = match local.ty.reached() {
            Type::Record => Pattern::Record([parts, vec![Pattern::Wild]].concat()),
            _ => Pattern::Tuple(parts),
        };
        Statement::Let {
            pattern,
            ty: None,
            value: Expr::Local(local.name.clone()),
            otherwise: None,
        }
    }

    /// Something that borrows from what a local refers to, or from what it borrows from.
    fn lent_value(&mut self, local: &Local) -> Option<Expr> {
        let place = || Expr::Deref(local.name.clone());
        let methods: &[Method] = match local.ty.reached() {
            Type::Droppable => return Some(self.reference(place())),
            Type::Tuple(_) => {
                let first = Member::Position(0);
                let field = Expr::Field(Box::new(Expr::Local(local.name.clone())), first);
                return Some(self.reference(field));
            }
            Type::Vec(_) if self.percent(15) => return Some(self.reborrow(place())),
            Type::Vec(_) => &[
                Method::Iter,
                Method::IterMut,
                Method::First,
                Method::LastMut,
                Method::Drain,
            ],
            Type::Option(_) => &[Method::AsRef, Method::AsMut],
            Type::Guard => &[Method::Guarded],
            Type::Elements(_) | Type::ElementsMut(_) | Type::Drain(_) => &[Method::Next],
            _ => return None,
        };
        let method = *self.choose(methods)?;
        let receiver = Box::new(Expr::Local(local.name.clone()));
        Some(Expr::Method(receiver, method, vec![]))
    }

    /// A reference to a droppable, or its guard.
    fn reference(&mut self, place: Expr) -> Expr {
        if self.percent(40) {
            let number = Expr::Number(self.event());
            let reference = Expr::Borrow(Box::new(place));
            Expr::Call(Function::Guard, vec![number, reference])
        } else {
            self.reborrow(place)
        }
    }

    fn reborrow(&mut self, place: Expr) -> Expr {
        if self.percent(50) {
            Expr::Borrow(Box::new(place))
        } else {
            Expr::BorrowMut(Box::new(place))
        }
    }

    /// Logs what is reached through a local.
    fn observe(&mut self, local: &Local) -> Option<Vec<Statement>> {
        let name = || Box::new(Expr::Local(local.name.clone()));
        let look = |reference| Expr::Call(Function::Look, vec![reference]);
        let borrow = |place| Expr::Borrow(Box::new(place));
        let observed = match local.ty.reached() {
            Type::Droppable => look(borrow(Expr::Deref(local.name.clone()))),
            Type::Tuple(_) => look(borrow(Expr::Field(name(), Member::Position(0)))),
            Type::Guard => look(Expr::Method(name(), Method::Guarded, vec![])),
            Type::Number => Expr::Macro(Macro::NoteInline, vec![*name()]),
            Type::Vec(_) => {
                let method = [Method::Len, Method::Total][self.rng.usize(..2)];
                Expr::Macro(Macro::Note, vec![Expr::Method(name(), method, vec![])])
            }
            _ => return None,
        };
        Some(vec![Statement::Expr(observed)])
    }

    /// Assigns to what a local refers to.
    fn store(&mut self, flow: &Flow, local: &Local) -> Option<Vec<Statement>> {
        let Type::LentMut(ty) = &local.ty else {
            return None;
        };
        let value = match **ty {
            Type::Number if self.percent(50) => {
                let old = Expr::Deref(local.name.clone());
                let one = Box::new(Expr::Number(1));
                Expr::Binary(Box::new(old), Operator::Plus, one)
            }
            _ => self.value(flow, ty, 1, true),
        };
        let store = Expr::Assign(Assignee::Deref(local.name.clone()), Box::new(value));
        Some(vec![Statement::Expr(store)])
    }

    /// `for element in …`
    fn for_each(&mut self, flow: &Flow, local: &Local, depth: u32) -> Option<Vec<Statement>> {
        let head = match local.ty.reached() {
            Type::Vec(_) => self.lent_value(local)?,
            Type::Option(_) => self.reborrow(Expr::Deref(local.name.clone())),
            _ if self.percent(50) && matches!(local.ty, Type::LentMut(_)) => {
                Expr::BorrowMut(Box::new(Expr::Deref(local.name.clone())))
            }
            _ => Expr::Local(local.name.clone()),
        };
        let label = self.percent(60).then(|| self.label());
        let pattern = Pattern::Fixed(self.name());
        let mut inside = flow.clone();
        inside.enter_for(label, &pattern, &head).ok()?;
        let body = self.loop_body(inside, depth, vec![]);
        let each = Expr::For(label, pattern, Box::new(head), body);
        Some(vec![Statement::Expr(each)])
    }

    /// `while let Some(element) = iterator.next()`, and the like.
    fn while_next(&mut self, flow: &Flow, local: &Local, depth: u32) -> Option<Vec<Statement>> {
        let method = match local.ty.reached() {
            Type::Vec(_) => Method::Pop,
            Type::IntoIter(_) | Type::Elements(_) | Type::ElementsMut(_) | Type::Drain(_) => {
                Method::Next
            }
            _ => return None,
        };
        let label = self.percent(60).then(|| self.label());
        let mut inside = flow.clone();
        inside.open_loop(label, None);
        let next = Expr::Method(Box::new(Expr::Local(local.name.clone())), method, vec![]);
        let chain = vec![Condition::Let(self.some(), next)];
        inside.pass(&chain).ok()?;
        let body = self.loop_body(inside, depth, vec![]);
        Some(vec![Statement::Expr(Expr::While(label, chain, body))])
    }

    fn some(&mut self) -> Pattern {
        Pattern::Some(Box::new(Pattern::Fixed(self.name())))
    }

    /// Looks whether there is something to borrow.
    fn perhaps(&mut self, flow: &Flow, local: &Local, depth: u32) -> Option<Vec<Statement>> {
        let name = Expr::Local(local.name.clone());
        let head = match (&local.ty, local.ty.reached()) {
            (Type::Option(_), _) => name,
            (_, Type::Option(_)) if self.percent(60) => match self.rng.u32(..2) {
                0 => name,
                _ => self.reborrow(Expr::Deref(local.name.clone())),
            },
            (
                _,
                Type::Vec(_)
                | Type::Option(_)
                | Type::Elements(_)
                | Type::ElementsMut(_)
                | Type::Drain(_),
            ) => self.lent_value(local)?,
            _ => return None,
        };
        let some = self.some();
        match self.rng.u32(..3) {
            0 => {
                let arms = [some, Pattern::None];
                let arms: Vec<Arm> = arms
                    .map(|pattern| self.arm(flow, &head, pattern, depth, None))
                    .to_vec();
                Some(vec![Statement::Expr(Expr::Match(Box::new(head), arms))])
            }
            1 => {
                let jump = Block::of(self.jump(flow));
                Some(vec![Statement::Let {
                    pattern: some,
                    ty: None,
                    value: head,
                    otherwise: Some(jump),
                }])
            }
            _ => {
                let chain = vec![Condition::Let(some, head)];
                let mut inside = flow.clone();
                inside.pass(&chain).ok()?;
                let then = self.block(inside, depth, None);
                let otherwise = self
                    .percent(30)
                    .then(|| self.block(flow.clone(), depth, None));
                Some(vec![Statement::Expr(Expr::If(chain, then, otherwise))])
            }
        }
    }
}
