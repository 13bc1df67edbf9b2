//! Is a program lawful: well-typed, no local used where it holds nothing, nothing that the permitted differences concern?
//!
//! One walk in the order of evaluation computes types and which locals hold a value. The generator of programs asks it what may
//! come next; the shrinker asks it which smaller programs are worth a compilation. It refuses more than rustc does (a
//! loop has to restore what it found, code after a jump is an error), never a form altogether.

mod assign;
mod control;
mod exprs;
mod lending;
mod patterns;

use self::lending::Lender;
use self::patterns::Access;
use crate::program::{
    Block, Condition, Expr, Label, Member, Name, Pattern, Program, Statement, Type,
};

/// Checks the whole program.
pub fn check(program: &Program) -> Lawful<()> {
    let mut flow = Flow::new(program)?;
    let ty = flow.block(&program.body)?;
    fits(&ty, &Type::Unit)
}

pub type Lawful<T> = Result<T, Unlawful>;

/// Why a program is not worth running.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unlawful {
    Type,
    /// There is no local of that name, or it holds nothing.
    Unassigned,
    /// A local with something to drop holds a value on some paths to a yield only.
    Unsettled,
    /// A reference to a local or a temporary lives across a yield, or an anchored value is used in spite of one to it.
    Borrowed,
    /// A pattern or a field takes a part away from a local, in a way that leaves a rest that nobody has named.
    Rest,
    /// A loop changes which locals hold a value.
    Loop,
    Unreachable,
    /// A loop that may go on for ever and never log.
    Endless,
    /// A jump to nowhere, or out of a closure.
    Jump,
}

/// Does a local hold a value?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    Yes,
    No,
    /// On some of the paths, inside of an operand or the like, so that nobody can say at a yield on which.
    Maybe,
    /// On some of the paths through statements, each of which says so by itself.
    Either,
    /// Each field of a tuple or a record says so for itself. Those that the type does not have hold a value.
    Fields([Has; 3]),
}

/// Does a field hold a value?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Has {
    Yes,
    No,
    /// On some of the paths.
    Maybe,
}

impl Held {
    /// Does this field hold a value?
    pub fn has(self, field: Member) -> bool {
        match self {
            Held::Yes => true,
            Held::No | Held::Maybe | Held::Either => false,
            Held::Fields(fields) => fields[field.index()] == Has::Yes,
        }
    }

    fn fields(self) -> Option<[Has; 3]> {
        match self {
            Held::Yes => Some([Has::Yes; 3]),
            Held::Fields(fields) => Some(fields),
            Held::No | Held::Maybe | Held::Either => None,
        }
    }

    /// The same after a field got a value, or lost it.
    fn with(self, field: Member, has: Has) -> Option<Held> {
        let mut fields = self.fields()?;
        fields[field.index()] = has;
        Some(match fields {
            [Has::Yes, Has::Yes, Has::Yes] => Held::Yes,
            fields => Held::Fields(fields),
        })
    }
}

#[derive(Clone, Debug)]
pub struct Local {
    pub name: Name,
    pub ty: Type,
    pub held: Held,
    pub is_mut: bool,
    lenders: Vec<Lender>,
    /// Does it borrow to the end of its scope?
    is_pinned: bool,
}

impl Local {
    /// Does it hold something to drop on some of the paths only?
    fn is_unsettled(&self) -> bool {
        match self.held {
            Held::Maybe => self.ty.has_drop_glue(),
            Held::Fields(fields) => {
                let parts = parts(&self.ty).unwrap_or_default();
                let mut pairs = parts.iter().zip(fields);
                pairs.any(|(part, has)| has == Has::Maybe && part.has_drop_glue())
            }
            Held::Yes | Held::No | Held::Either => false,
        }
    }
}

/// What holds at one point of a program.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four answers to four questions"
)]
pub struct Flow {
    item: Type,
    locals: Vec<Local>,
    /// From the outermost to the innermost.
    targets: Vec<Target>,
    reachable: bool,
    in_closure: bool,
    /// Is that one that is called once, which may give away what it captures?
    can_move: bool,
    /// Is this a statement in statements, all of which the compiler takes apart if it has to?
    exact: bool,
    /// How many references to locals, or temporaries with something to drop, the statement holds at this point.
    holds: usize,
}

/// What a `break` or a `continue` can lead to.
#[derive(Clone, Debug)]
pub struct Target {
    pub label: Option<Label>,
    pub is_loop: bool,
    exact: bool,
    /// Is the walk in its condition, out of which no jump leads to the loop itself?
    in_condition: bool,
    /// What every `break` brings, where they may bring something.
    value: Option<Type>,
    head: Vec<Held>,
    /// What holds after the `break`s so far.
    exits: Option<Vec<Held>>,
}

impl Target {
    /// The type of what a `break` brings, if it may bring something.
    pub fn value_type(&self) -> Option<&Type> {
        self.value.as_ref()
    }
}

impl Flow {
    /// What holds where the body begins.
    pub fn new(program: &Program) -> Lawful<Self> {
        let mut flow = Flow {
            item: program.item.clone(),
            locals: Vec::new(),
            targets: Vec::new(),
            reachable: true,
            in_closure: false,
            can_move: false,
            exact: true,
            holds: 0,
        };
        for argument in &program.arguments {
            flow.bind(&argument.pattern, &argument.ty, Access::Value)?;
        }
        Ok(flow)
    }

    /// The locals that a name reaches, innermost first.
    pub fn visible(&self) -> Vec<&Local> {
        let mut seen: Vec<&Local> = Vec::new();
        for local in self.locals.iter().rev() {
            if seen.iter().all(|inner| inner.name != local.name) {
                seen.push(local);
            }
        }
        seen
    }

    pub fn item(&self) -> &Type {
        &self.item
    }

    pub fn targets(&self) -> &[Target] {
        &self.targets
    }

    pub fn is_reachable(&self) -> bool {
        self.reachable
    }

    /// The locals that have to be assigned before a yield is lawful.
    pub fn unsettled(&self) -> Vec<Local> {
        let unsettled = self.locals.iter().filter(|local| local.is_unsettled());
        unsettled.cloned().collect()
    }

    /// Can all of them be assigned?
    pub fn can_settle(&self) -> bool {
        self.unsettled().iter().all(|local| !local.ty.is_lent())
    }

    /// The locals that have to be assigned (`true`) or emptied (`false`) to go back to the head of the loop.
    pub fn unrestored(&self, target: &Target) -> Vec<(Local, bool)> {
        let pairs = self.locals.iter().zip(&target.head);
        let unrestored = pairs.filter(|(local, head)| !restores(local, **head));
        unrestored
            .map(|(local, head)| (local.clone(), *head == Held::Yes))
            .collect()
    }

    // --- What the generator of programs does by hand, to look inside a statement that is not finished.

    pub fn open_loop(&mut self, label: Option<Label>, has_value: Option<Type>) {
        self.expire();
        self.open(label, true, has_value);
    }

    pub fn open_block(&mut self, label: Option<Label>, has_value: Option<Type>) {
        if label.is_some() {
            self.open(label, false, has_value);
        }
    }

    pub fn declare(&mut self, name: &Name, ty: Type, held: Held) {
        let name = name.clone();
        self.locals.push(Local {
            name,
            ty,
            held,
            is_mut: true,
            lenders: Vec::new(),
            is_pinned: false,
        });
    }

    /// Evaluates the conditions and declares what they bind.
    pub fn pass(&mut self, chain: &[Condition]) -> Lawful<()> {
        self.chain(chain).map(|_| ())
    }

    /// Matches the value with the pattern and declares what that binds.
    pub fn enter_arm(&mut self, head: &Expr, pattern: &Pattern) -> Lawful<()> {
        let ty = self.head(head)?;
        self.take(head, pattern, &ty, false).map(|_| ())
    }

    // --- Statements.

    pub fn statement(&mut self, statement: &Statement) -> Lawful<()> {
        if !self.reachable {
            return Err(Unlawful::Unreachable);
        }
        let (holds, exact) = (self.holds, self.exact);
        self.exact &= matches!(statement, Statement::Expr(expr) if control::is_taken_apart(expr));
        match statement {
            Statement::Declare { name, ty, .. } => self.declare(name, ty.clone(), Held::No),
            Statement::Let {
                pattern,
                ty,
                value,
                otherwise,
            } => {
                let found = match value {
                    // A temporary that lives as long as the variable.
                    Expr::Borrow(inner)
                        if !matches!(**inner, Expr::Local(_)) && self.lender(inner).is_none() =>
                    {
                        Type::Loan(Box::new(self.value(inner)?))
                    }
                    _ => self.head(value)?,
                };
                if let Some(ty) = ty {
                    fits(&found, ty)?;
                }
                self.let_pattern(pattern, &found, value, otherwise.as_ref())?;
            }
            Statement::Anchor { name, ty, value } => {
                let sources = self.sources(value);
                let found = self.value(value)?;
                if let Some(ty) = ty {
                    fits(&found, ty)?;
                }
                if matches!(
                    found,
                    Type::Never | Type::Loan(_) | Type::LoanMut(_) | Type::LoanClosure
                ) {
                    return Err(Unlawful::Type);
                }
                self.pin(name, Type::lent_mut(found.clone()), &sources, &found);
            }
            Statement::Expr(expr) => {
                let ty = self.value(expr)?;
                if expr.is_block_like() {
                    fits(&ty, &Type::Unit)?;
                }
            }
        }
        self.holds = holds;
        self.exact = exact;
        Ok(())
    }

    /// What is done here is a part of a statement.
    fn inside<T>(&mut self, part: impl FnOnce(&mut Self) -> T) -> T {
        let exact = std::mem::replace(&mut self.exact, false);
        let result = part(self);
        self.exact = exact;
        result
    }

    fn let_pattern(
        &mut self,
        pattern: &Pattern,
        ty: &Type,
        value: &Expr,
        otherwise: Option<&Block>,
    ) -> Lawful<()> {
        if let Some(otherwise) = otherwise {
            let mut failed = self.clone();
            failed.hold_after_failure(value, pattern, ty)?;
            if failed.block(otherwise)? != Type::Never {
                return Err(Unlawful::Type);
            }
            self.adopt_exits(failed);
        }
        let effect = self.take(value, pattern, ty, true)?;
        if effect.refutable == otherwise.is_some() {
            Ok(())
        } else {
            Err(Unlawful::Type)
        }
    }

    pub fn block(&mut self, block: &Block) -> Lawful<Type> {
        let depth = self.locals.len();
        for statement in &block.statements {
            self.statement(statement)?;
        }
        let ty = match &block.value {
            Some(_) if !self.reachable => return Err(Unlawful::Unreachable),
            Some(value) => self.inside(|flow| flow.value(value))?,
            None => Type::Unit,
        };
        self.locals.truncate(depth);
        match self.reachable {
            true if matches!(ty, Type::Loan(_) | Type::LoanMut(_) | Type::LoanClosure)
                || ty.is_lent() =>
            {
                Err(Unlawful::Borrowed)
            }
            true => Ok(ty),
            false => Ok(Type::Never),
        }
    }

    // --- Locals, and where ways meet.

    fn local(&mut self, name: &Name) -> Lawful<&mut Local> {
        let mut inside_out = self.locals.iter_mut().rev();
        inside_out
            .find(|local| local.name == *name)
            .ok_or(Unlawful::Unassigned)
    }

    fn held(&mut self, name: &Name) -> Lawful<&mut Local> {
        let local = self.local(name)?;
        match local.held {
            Held::Yes => Ok(local),
            Held::No | Held::Maybe | Held::Either | Held::Fields(_) => Err(Unlawful::Unassigned),
        }
    }

    fn join(&mut self, other: Flow) {
        self.take_exits_of(&other);
        match (self.reachable, other.reachable) {
            (_, false) => {}
            (false, true) => {
                self.locals = other.locals;
                self.reachable = true;
            }
            (true, true) => {
                for (local, other) in self.locals.iter_mut().zip(other.locals) {
                    local.held = join(self.exact, local.held, other.held);
                }
            }
        }
    }

    fn adopt_exits(&mut self, other: Flow) {
        self.targets = other.targets;
    }

    /// The `break`s that another way of the same code has found.
    fn take_exits_of(&mut self, other: &Flow) {
        for (target, other) in self.targets.iter_mut().zip(&other.targets) {
            target.exits = match (target.exits.take(), &other.exits) {
                (Some(exits), Some(others)) => Some(join_all(target.exact, &exits, others)),
                (exits, others) => exits.or_else(|| others.clone()),
            };
            if let (Some(value), Some(other)) = (&target.value, &other.value)
                && *value == Type::Never
            {
                target.value = Some(other.clone());
            }
        }
    }
}

/// The parameter of every closure. No local has its name.
pub fn parameter() -> Name {
    Name("n".to_owned())
}

/// The fields of `Record`.
pub fn record() -> [Type; 3] {
    [Type::Droppable, Type::Droppable, Type::Number]
}

/// The types of the fields of a tuple or a record.
pub fn parts(ty: &Type) -> Option<Vec<Type>> {
    match ty {
        Type::Tuple(parts) => Some(parts.clone()),
        Type::Record => Some(record().to_vec()),
        _ => None,
    }
}

/// A field of a value of this type.
pub fn member(ty: &Type, index: usize) -> Member {
    match ty {
        Type::Record => Member::Named(index),
        _ => Member::Position(index),
    }
}

/// What iterating over a value of this type gives.
pub fn element(ty: &Type) -> Lawful<Type> {
    match ty {
        Type::Vec(of) | Type::Array(of) | Type::IntoIter(of) | Type::Option(of) => {
            Ok((**of).clone())
        }
        Type::Iter(of) => Ok(Type::Ref(of.clone())),
        Type::Elements(of) => Ok(Type::Lent(of.clone())),
        Type::ElementsMut(of) => Ok(Type::LentMut(of.clone())),
        Type::Drain(of) => Ok((**of).clone()),
        Type::Lent(to) => match &**to {
            Type::Vec(of) | Type::Option(of) => Ok(Type::Lent(of.clone())),
            _ => Err(Unlawful::Type),
        },
        Type::LentMut(to) => match &**to {
            Type::Vec(of) | Type::Option(of) => Ok(Type::LentMut(of.clone())),
            Type::IntoIter(_)
            | Type::Iter(_)
            | Type::Elements(_)
            | Type::ElementsMut(_)
            | Type::Drain(_) => element(to),
            _ => Err(Unlawful::Type),
        },
        Type::Ref(to) => match &**to {
            Type::Array(of) | Type::Option(of) | Type::Vec(of) => Ok(Type::Ref(of.clone())),
            _ => Err(Unlawful::Type),
        },
        Type::Range => Ok(Type::Number),
        _ => Err(Unlawful::Type),
    }
}

fn restores(local: &Local, before: Held) -> bool {
    match (before, local.held) {
        (Held::No, _) if !local.ty.has_drop_glue() => true,
        (Held::Yes, _)
            if matches!(
                local.ty,
                Type::Loan(_) | Type::LoanMut(_) | Type::LoanClosure
            ) =>
        {
            true
        }
        (before, now) => before == now,
    }
}

fn join(exact: bool, one: Held, other: Held) -> Held {
    let is_clear = |held| matches!(held, Held::Yes | Held::No | Held::Either);
    if one == other {
        one
    } else if let (Some(one), Some(other)) = (one.fields(), other.fields()) {
        let pairs = [0, 1, 2].map(|index| (one[index], other[index]));
        Held::Fields(pairs.map(|(one, other)| if one == other { one } else { Has::Maybe }))
    } else if exact && is_clear(one) && is_clear(other) {
        Held::Either
    } else {
        Held::Maybe
    }
}

fn join_all(exact: bool, one: &[Held], other: &[Held]) -> Vec<Held> {
    one.iter()
        .zip(other)
        .map(|(one, other)| join(exact, *one, *other))
        .collect()
}

fn fits(found: &Type, expected: &Type) -> Lawful<()> {
    unify(found.clone(), expected.clone()).map(|_| ())
}

fn unify(one: Type, other: Type) -> Lawful<Type> {
    match (one, other) {
        (Type::Never, ty) | (ty, Type::Never) => Ok(ty),
        (Type::Option(one), Type::Option(other)) => Ok(Type::option(unify(*one, *other)?)),
        (Type::Result(good, bad), Type::Result(other_good, other_bad)) => Ok(Type::result(
            unify(*good, *other_good)?,
            unify(*bad, *other_bad)?,
        )),
        (one, other) if one == other => Ok(one),
        _ => Err(Unlawful::Type),
    }
}
