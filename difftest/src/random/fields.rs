//! Fields that are moved away and come back, and assignments to several places.

use super::Random;
use super::statements::is_counter;
use super::values::{pair, twin};
use crate::flow::{self, Flow, Held, Local};
use crate::program::{Assignee, Expr, Function, Member, Name, Statement, Type};

impl Random {
    /// The fields of visible locals of which `wanted` holds.
    fn fields(
        flow: &Flow,
        wanted: impl Fn(&Local, Member, &Type) -> bool,
    ) -> Vec<(Name, Member, Type)> {
        let mut found = Vec::new();
        for local in flow.visible() {
            let whole = local.ty.reached();
            let parts = flow::parts(whole).unwrap_or_default();
            for (index, part) in parts.into_iter().enumerate() {
                let field = flow::member(whole, index);
                if wanted(local, field, &part) {
                    found.push((local.name.clone(), field, part));
                }
            }
        }
        found
    }

    /// A field of this type that holds a value, of a local or of what a local refers to.
    pub(super) fn field(&mut self, flow: &Flow, ty: &Type) -> Option<Expr> {
        let found = Self::fields(flow, |local, field, part| {
            local.held.has(field) && part == ty
        });
        self.choose(&found)
            .map(|(name, field, _)| Expr::Field(Box::new(Expr::Local(name.clone())), *field))
    }

    /// Moves a field away, or gives it a value, or first one and then the other.
    pub(super) fn move_field(&mut self, flow: &Flow) -> Option<Vec<Statement>> {
        let found = Self::fields(flow, |local, _, part| {
            part.has_drop_glue() && matches!(local.held, Held::Yes | Held::Fields(_))
        });
        let (name, field, ty) = self.choose(&found)?.clone();
        let mut statements = Vec::new();
        if self.percent(65) {
            let moved = Expr::Field(Box::new(Expr::Local(name.clone())), field);
            let gone = match flow.item() {
                Type::Droppable if self.percent(50) => Expr::Yield(Box::new(moved)),
                _ => Expr::Call(Function::Drop, vec![moved]),
            };
            statements.push(Statement::Expr(gone));
        }
        if !statements.is_empty() && self.percent(40) {
            statements.push(Statement::Expr(self.hand_out(flow)));
        }
        if statements.is_empty() || self.percent(50) {
            let value = Box::new(self.value(flow, &ty, 1, true));
            let assign = Expr::Assign(Assignee::Field(name, field), value);
            statements.push(Statement::Expr(assign));
        }
        Some(statements)
    }

    /// Gives the fields of a local that may hold nothing a value, one by one.
    pub(super) fn refill(&mut self, flow: &Flow, local: &Local) -> Vec<Statement> {
        let parts = flow::parts(&local.ty).unwrap_or_default();
        let mut statements = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            let field = flow::member(&local.ty, index);
            if !local.held.has(field) {
                let value = Box::new(self.value(flow, part, 0, false));
                let place = Assignee::Field(local.name.clone(), field);
                statements.push(Statement::Expr(Expr::Assign(place, value)));
            }
        }
        statements
    }

    /// An assignment to several places, or to some and to none.
    pub(super) fn unpack(&mut self, flow: &Flow) -> Option<Vec<Statement>> {
        let (to, value) = match self.rng.u32(..10) {
            0..4 => {
                let whole = [twin(), pair(), Type::Record][self.rng.usize(..3)].clone();
                let parts = flow::parts(&whole)?;
                let to = self.assignees(flow, &parts);
                let to = match whole {
                    Type::Record => Assignee::Record(to),
                    _ => Assignee::Tuple(to),
                };
                (to, self.value(flow, &whole, 2, true))
            }
            4..6 => {
                let ty = [Type::Droppable, Type::Number][self.rng.usize(..2)].clone();
                let types = [ty.clone(), ty];
                let to = Assignee::Array(self.assignees(flow, &types));
                let values = types.iter().map(|ty| self.value(flow, ty, 1, true));
                (to, Expr::Array(values.collect()))
            }
            6 | 7 => {
                let (one, ty) = self.assigned(flow, None)?;
                let (other, _) = self.assigned(flow, Some(&ty))?;
                let values = vec![read(&other)?, read(&one)?];
                (Assignee::Tuple(vec![one, other]), Expr::Tuple(values))
            }
            _ => {
                let types = [0, 1].map(|_| match self.rng.u32(..4) {
                    0 => Type::Number,
                    1 => Type::option(Type::Droppable),
                    _ => Type::Droppable,
                });
                let to = Assignee::Tuple(self.assignees(flow, &types));
                let values = types.iter().map(|ty| self.value(flow, ty, 1, true));
                (to, Expr::Tuple(values.collect()))
            }
        };
        let is_wanted = !to.places().is_empty() || self.percent(10);
        is_wanted.then(|| vec![Statement::Expr(Expr::Assign(to, Box::new(value)))])
    }

    /// A place or `_` for each type; `..` for the last ones now and then.
    fn assignees(&mut self, flow: &Flow, types: &[Type]) -> Vec<Assignee> {
        let mut all = Vec::new();
        for ty in types {
            let place = if self.percent(75) {
                self.assigned(flow, Some(ty))
            } else {
                None
            };
            all.push(place.map_or(Assignee::Wild, |(place, _)| place));
        }
        if self.percent(15) {
            all.truncate(self.rng.usize(..types.len()));
            all.push(Assignee::Rest);
        }
        all
    }

    /// A place with a value of this type, or of any, that may be borrowed by `&mut`.
    pub(super) fn changeable(&mut self, flow: &Flow, ty: Option<&Type>) -> Option<(Expr, Type)> {
        let (place, ty) = self.assigned(flow, ty)?;
        Some((read(&place)?, ty))
    }

    /// A place of this type, or of any, that may be assigned to.
    fn assigned(&mut self, flow: &Flow, ty: Option<&Type>) -> Option<(Assignee, Type)> {
        let is_wanted = |found: &Type| ty.is_none_or(|ty| ty == found);
        let visible = flow.visible();
        let mut places: Vec<(Assignee, Type)> = Vec::new();
        for local in visible {
            if is_counter(&local.name) || local.name.0.starts_with('_') {
                continue;
            }
            match &local.ty {
                Type::LentMut(of) if is_wanted(of) => {
                    places.push((Assignee::Deref(local.name.clone()), (**of).clone()));
                }
                ty if local.is_mut && is_wanted(ty) => {
                    places.push((Assignee::Local(local.name.clone()), ty.clone()));
                }
                _ => {}
            }
        }
        let fields = Self::fields(flow, |local, _, part| {
            is_wanted(part) && matches!(local.held, Held::Yes | Held::Fields(_))
        });
        let fields = fields
            .into_iter()
            .map(|(name, field, ty)| (Assignee::Field(name, field), ty));
        places.extend(fields);
        self.choose(&places).cloned()
    }
}

/// The value of a place.
fn read(place: &Assignee) -> Option<Expr> {
    match place {
        Assignee::Local(name) => Some(Expr::Local(name.clone())),
        Assignee::Field(name, field) => {
            let whole = Box::new(Expr::Local(name.clone()));
            Some(Expr::Field(whole, *field))
        }
        Assignee::Deref(name) => Some(Expr::Deref(name.clone())),
        Assignee::Wild
        | Assignee::Rest
        | Assignee::Tuple(_)
        | Assignee::Array(_)
        | Assignee::Record(_) => None,
    }
}
