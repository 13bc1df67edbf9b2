//! What is a program? The syntax tree of a generator's body, data only.
//!
//! The language is a small part of Rust's, chosen for what it does to locals: they are declared, moved, borrowed, assigned and
//! dropped in every kind of control flow. A value of type [`Type::Droppable`] logs when it is made and dropped. Only what borrows from
//! an anchor, and references into arguments, may live across a yield.

/// A generator: what it takes, what it hands out, what it does.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    pub item: Type,
    pub arguments: Vec<Argument>,
    pub body: Block,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    pub pattern: Pattern,
    pub ty: Type,
}

/// The name of a local. There are few, so that they shadow each other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name(pub String);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label(pub u32);

#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    Unit,
    /// Of code that does not return to where it stands.
    Never,
    Number,
    Flag,
    /// `D`, which logs its drop.
    Droppable,
    /// `Record`, a struct of two droppables and a number.
    Record,
    Tuple(Vec<Type>),
    Option(Box<Type>),
    Result(Box<Type>, Box<Type>),
    Vec(Box<Type>),
    Array(Box<Type>),
    /// What owns what it iterates over: `std::vec::IntoIter`.
    IntoIter(Box<Type>),
    /// A reference into an argument, which may live across yields.
    Ref(Box<Type>),
    /// A reference to a local or to a temporary, which may not.
    Loan(Box<Type>),
    /// A reference by `&mut` to a local, which may not either.
    LoanMut(Box<Type>),
    /// `&T` to an anchored value, which may again.
    Lent(Box<Type>),
    /// `&mut T` to an anchored value: the variable of the anchor, or what was borrowed from it.
    LentMut(Box<Type>),
    /// `Guard`, which borrows a droppable from an anchor and logs its drop and whose it was.
    Guard,
    /// An iterator over what is lent: `std::slice::Iter`.
    Elements(Box<Type>),
    /// `std::slice::IterMut`
    ElementsMut(Box<Type>),
    /// `std::vec::Drain`, which drops what it has not handed out.
    Drain(Box<Type>),
    /// An iterator over what an argument refers to.
    Iter(Box<Type>),
    /// An iterator over `u32`, in the head of a `for`.
    Range,
    /// A closure from a number to a number.
    Closure,
    /// One that borrows what it captures, and does not live across a yield.
    LoanClosure,
    /// One that can be called once.
    OnceClosure,
}

impl Type {
    /// The type of a pattern or an expression that has parts of these types.
    pub fn tuple(parts: impl IntoIterator<Item = Type>) -> Self {
        Type::Tuple(parts.into_iter().collect())
    }

    pub fn option(of: Type) -> Self {
        Type::Option(Box::new(of))
    }

    pub fn result(good: Type, bad: Type) -> Self {
        Type::Result(Box::new(good), Box::new(bad))
    }

    pub fn vec(of: Type) -> Self {
        Type::Vec(Box::new(of))
    }

    pub fn reference(to: Type) -> Self {
        Type::Ref(Box::new(to))
    }

    /// A slice of droppables that outlives the generator.
    pub fn slice() -> Self {
        Type::reference(Type::Array(Box::new(Type::Droppable)))
    }

    pub fn lent(to: Type) -> Self {
        Type::Lent(Box::new(to))
    }

    pub fn lent_mut(to: Type) -> Self {
        Type::LentMut(Box::new(to))
    }

    /// What is reached through references to anchored values.
    pub fn reached(&self) -> &Type {
        match self {
            Type::Lent(to) | Type::LentMut(to) => to.reached(),
            _ => self,
        }
    }

    /// May what is reached be changed?
    pub fn reaches_mut(&self) -> bool {
        match self {
            Type::Lent(_) => false,
            Type::LentMut(to) => to.reaches_mut(),
            _ => true,
        }
    }

    /// Does a use of the value leave the value there?
    pub fn is_copy(&self) -> bool {
        match self {
            Type::Unit
            | Type::Never
            | Type::Number
            | Type::Flag
            | Type::Ref(_)
            | Type::Loan(_)
            | Type::Lent(_) => true,
            Type::Tuple(parts) => parts.iter().all(Type::is_copy),
            Type::Option(of) | Type::Array(of) => of.is_copy(),
            Type::Result(good, bad) => good.is_copy() && bad.is_copy(),
            Type::Droppable
            | Type::Record
            | Type::Vec(_)
            | Type::IntoIter(_)
            | Type::Iter(_)
            | Type::Range
            | Type::Closure
            | Type::LoanClosure
            | Type::OnceClosure
            | Type::LoanMut(_)
            | Type::LentMut(_)
            | Type::Guard
            | Type::Elements(_)
            | Type::ElementsMut(_)
            | Type::Drain(_) => false,
        }
    }

    /// May something happen when the value is dropped?
    pub fn has_drop_glue(&self) -> bool {
        match self {
            Type::Option(of) => of.has_drop_glue(),
            Type::Iter(_)
            | Type::Range
            | Type::LoanMut(_)
            | Type::LoanClosure
            | Type::LentMut(_)
            | Type::Elements(_)
            | Type::ElementsMut(_) => false,
            ty => !ty.is_copy(),
        }
    }

    /// Does the value refer to something by `&mut`?
    pub fn is_exclusive(&self) -> bool {
        match self {
            Type::LentMut(_) | Type::ElementsMut(_) | Type::Drain(_) => true,
            Type::Option(of) => of.is_exclusive(),
            _ => false,
        }
    }

    /// Does the value borrow from an anchor?
    pub fn is_lent(&self) -> bool {
        match self {
            Type::Lent(_)
            | Type::LentMut(_)
            | Type::Guard
            | Type::Elements(_)
            | Type::ElementsMut(_)
            | Type::Drain(_) => true,
            Type::Tuple(parts) => parts.iter().any(Type::is_lent),
            Type::Option(of)
            | Type::Vec(of)
            | Type::Array(of)
            | Type::IntoIter(of)
            | Type::Ref(of)
            | Type::Loan(of)
            | Type::LoanMut(of)
            | Type::Iter(of) => of.is_lent(),
            Type::Result(good, bad) => good.is_lent() || bad.is_lent(),
            Type::Unit
            | Type::Never
            | Type::Number
            | Type::Flag
            | Type::Droppable
            | Type::Record
            | Type::Range
            | Type::Closure
            | Type::LoanClosure
            | Type::OnceClosure => false,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    pub statements: Vec<Statement>,
    pub value: Option<Box<Expr>>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Statement {
    /// `let name;`
    Declare {
        name: Name,
        ty: Type,
        /// Is the type written?
        is_written: bool,
    },
    Let {
        pattern: Pattern,
        /// The type, if it is written.
        ty: Option<Type>,
        value: Expr,
        /// The `else`, which does not come back.
        otherwise: Option<Block>,
    },
    /// `let name = anchor!(value);`
    Anchor {
        name: Name,
        /// The type of the value, if it is written.
        ty: Option<Type>,
        value: Expr,
    },
    Expr(Expr),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Pattern {
    Wild,
    /// `..`, as the last one.
    Rest,
    /// `mut name`
    Bind(Name),
    /// `name`
    Fixed(Name),
    /// `ref name`
    BindRef(Name),
    /// `ref mut name`
    BindMut(Name),
    /// `name @ pattern`
    At(Name, Box<Pattern>),
    Number(u32),
    /// `from..=to`
    Span(u32, u32),
    Or(Vec<Pattern>),
    Tuple(Vec<Pattern>),
    Array(Vec<Pattern>),
    Record(Vec<Pattern>),
    Some(Box<Pattern>),
    None,
    Ok(Box<Pattern>),
    Err(Box<Pattern>),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    Number(u32),
    Local(Name),
    Call(Function, Vec<Expr>),
    Method(Box<Expr>, Method, Vec<Expr>),
    /// The call of a local closure.
    Invoke(Name, Box<Expr>),
    Binary(Box<Expr>, Operator, Box<Expr>),
    Not(Box<Expr>),
    Tuple(Vec<Expr>),
    Array(Vec<Expr>),
    Record(Vec<Expr>),
    /// `value.0`
    Field(Box<Expr>, Member),
    /// `list[index as usize]`, of an argument's droppables.
    Index(Box<Expr>, Box<Expr>),
    Borrow(Box<Expr>),
    BorrowMut(Box<Expr>),
    /// `*name`
    Deref(Name),
    /// `place = value`, `(place, _) = value`
    Assign(Assignee, Box<Expr>),
    /// `name += value`
    Add(Name, Box<Expr>),
    /// `from..to`
    Range(Box<Expr>, Box<Expr>),
    Macro(Macro, Vec<Expr>),
    /// `move |n: u32| -> u32 { … }`
    Closure(Capture, Block),
    Block(Option<Label>, Block),
    If(Vec<Condition>, Block, Option<Block>),
    Match(Box<Expr>, Vec<Arm>),
    Loop(Option<Label>, Block),
    While(Option<Label>, Vec<Condition>, Block),
    For(Option<Label>, Pattern, Box<Expr>, Block),
    Break(Option<Label>, Option<Box<Expr>>),
    Continue(Option<Label>),
    Return,
    Try(Box<Expr>),
    Yield(Box<Expr>),
    YieldFrom(Box<Expr>),
}

/// What is assigned to.
#[derive(Clone, Debug, PartialEq)]
pub enum Assignee {
    /// What it stands for is left where it is.
    Wild,
    /// `..`, as the last one.
    Rest,
    Local(Name),
    /// `name.0`
    Field(Name, Member),
    /// `*name`
    Deref(Name),
    Tuple(Vec<Assignee>),
    Array(Vec<Assignee>),
    Record(Vec<Assignee>),
}

impl Assignee {
    /// Is the value assigned as it is?
    pub fn is_place(&self) -> bool {
        match self {
            Assignee::Local(_) | Assignee::Field(..) | Assignee::Deref(_) => true,
            Assignee::Wild
            | Assignee::Rest
            | Assignee::Tuple(_)
            | Assignee::Array(_)
            | Assignee::Record(_) => false,
        }
    }

    /// The places in it, in the order of the assignments.
    pub fn places(&self) -> Vec<&Assignee> {
        match self {
            Assignee::Wild | Assignee::Rest => vec![],
            Assignee::Local(_) | Assignee::Field(..) | Assignee::Deref(_) => vec![self],
            Assignee::Tuple(parts) | Assignee::Array(parts) | Assignee::Record(parts) => {
                parts.iter().flat_map(Assignee::places).collect()
            }
        }
    }

    /// The local of which a place is a part.
    pub fn local(&self) -> Option<&Name> {
        match self {
            Assignee::Local(name) | Assignee::Field(name, _) | Assignee::Deref(name) => Some(name),
            Assignee::Wild
            | Assignee::Rest
            | Assignee::Tuple(_)
            | Assignee::Array(_)
            | Assignee::Record(_) => None,
        }
    }
}

/// What a closure does with what it captures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capture {
    /// Takes it with it.
    Move,
    /// Takes it with it, and gives it away when it is called.
    Once,
    /// Borrows it.
    Borrow,
}

/// A field, by its place in the type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Member {
    /// Of a tuple.
    Position(usize),
    /// Of a record.
    Named(usize),
}

impl Member {
    pub fn index(self) -> usize {
        match self {
            Member::Position(index) | Member::Named(index) => index,
        }
    }
}

/// A link of a chain: `flag` or `let pattern = value`.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    Is(Expr),
    Let(Pattern, Expr),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Arm {
    pub pattern: Pattern,
    /// What has to hold as well, if there is something.
    pub guard: Vec<Condition>,
    pub body: Block,
}

/// What the programs call; `support.rs` defines them. The first argument is the number under which they log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// `ev(n)` logs.
    Event,
    /// `make(n)` is a droppable.
    Make,
    /// `see(n, value)` is the value.
    See,
    /// `flip(n, m)` is true every now and then.
    Flip,
    /// `chance(n, m)` is `Some` droppable every now and then.
    Chance,
    /// `many(n, count)` are droppables.
    Many,
    /// `either(n, m)` is a droppable in `Ok` or in `Err`.
    Either,
    /// `outcome(n, m)` is a number in `Ok` or a droppable in `Err`.
    Outcome,
    /// `look(&droppable)` logs which it is.
    Look,
    /// `guard(n, &droppable)` is a guard.
    Guard,
    Drop,
    /// `replace(&mut place, value)`
    Exchange,
    /// `take(&mut place)`
    TakeOut,
    /// `swap(&mut place, &mut place)`
    Swap,
    Some,
    Ok,
    Err,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// The number of a droppable.
    Id,
    Take,
    Replace,
    IsSome,
    /// `unwrap_or_else(|| make(n))`
    UnwrapOrElse,
    Pop,
    Push,
    Len,
    /// `iter().map(|each| each.id()).sum::<u32>()`
    Total,
    IntoIter,
    Iter,
    Next,
    IterMut,
    First,
    LastMut,
    AsRef,
    AsMut,
    /// `drain(..)`
    Drain,
    /// What a guard borrows.
    Guarded,
}

impl Method {
    /// Does what it gives live as long as what its receiver borrows from, if that borrows?
    pub fn passes_on(self) -> bool {
        matches!(self, Method::Next | Method::Guarded)
    }

    /// Does it take its receiver by `&mut`?
    pub fn is_exclusive(self) -> bool {
        match self {
            Method::Take
            | Method::Replace
            | Method::Pop
            | Method::Push
            | Method::Next
            | Method::IterMut
            | Method::LastMut
            | Method::AsMut
            | Method::Drain => true,
            Method::Id
            | Method::IsSome
            | Method::UnwrapOrElse
            | Method::Len
            | Method::Total
            | Method::IntoIter
            | Method::Iter
            | Method::First
            | Method::AsRef
            | Method::Guarded => false,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Plus,
    Times,
    Remainder,
    Equal,
    Less,
    And,
    Or,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Macro {
    /// `vec![…]`
    Vec,
    /// `note(&format!("{} {}", …))`
    Note,
    /// `note(&format!("{name}"))`
    NoteInline,
    /// `assert!(…)`
    Assert,
}

/// A part of an expression, to walk over all of them.
pub enum Part<'a> {
    Expr(&'a mut Expr),
    Block(&'a mut Block),
}

impl Expr {
    pub fn event(number: u32) -> Self {
        Expr::Call(Function::Event, vec![Expr::Number(number)])
    }

    pub fn make(number: u32) -> Self {
        Expr::Call(Function::Make, vec![Expr::Number(number)])
    }

    pub fn drop(name: &Name) -> Self {
        Expr::Call(Function::Drop, vec![Expr::Local(name.clone())])
    }

    /// The direct parts, in the order of evaluation.
    pub fn parts(&mut self) -> Vec<Part<'_>> {
        fn exprs(list: &mut [Expr]) -> Vec<Part<'_>> {
            list.iter_mut().map(Part::Expr).collect()
        }
        fn conditions(list: &mut [Condition]) -> impl Iterator<Item = Part<'_>> {
            list.iter_mut().map(|condition| match condition {
                Condition::Is(value) | Condition::Let(_, value) => Part::Expr(value),
            })
        }
        match self {
            Expr::Number(_)
            | Expr::Local(_)
            | Expr::Deref(_)
            | Expr::Break(_, None)
            | Expr::Continue(_)
            | Expr::Return => vec![],
            Expr::Call(_, list)
            | Expr::Tuple(list)
            | Expr::Array(list)
            | Expr::Record(list)
            | Expr::Macro(_, list) => exprs(list),
            Expr::Method(receiver, _, list) => {
                let mut parts = vec![Part::Expr(receiver)];
                parts.extend(exprs(list));
                parts
            }
            Expr::Invoke(_, value)
            | Expr::Not(value)
            | Expr::Field(value, _)
            | Expr::Borrow(value)
            | Expr::BorrowMut(value)
            | Expr::Assign(_, value)
            | Expr::Add(_, value)
            | Expr::Break(_, Some(value))
            | Expr::Try(value)
            | Expr::Yield(value)
            | Expr::YieldFrom(value) => vec![Part::Expr(value)],
            Expr::Binary(left, _, right) | Expr::Index(left, right) | Expr::Range(left, right) => {
                vec![Part::Expr(left), Part::Expr(right)]
            }
            Expr::Closure(_, block) | Expr::Block(_, block) | Expr::Loop(_, block) => {
                vec![Part::Block(block)]
            }
            Expr::If(chain, then, otherwise) => {
                let mut parts: Vec<_> = conditions(chain).collect();
                parts.push(Part::Block(then));
                parts.extend(otherwise.as_mut().map(Part::Block));
                parts
            }
            Expr::Match(head, arms) => {
                let mut parts = vec![Part::Expr(head)];
                for arm in arms {
                    parts.extend(conditions(&mut arm.guard));
                    parts.push(Part::Block(&mut arm.body));
                }
                parts
            }
            Expr::While(_, chain, body) => {
                let mut parts: Vec<_> = conditions(chain).collect();
                parts.push(Part::Block(body));
                parts
            }
            Expr::For(_, _, head, body) => vec![Part::Expr(head), Part::Block(body)],
        }
    }

    /// Is it written without a `;` where it is a statement?
    pub fn is_block_like(&self) -> bool {
        matches!(
            self,
            Expr::Block(..)
                | Expr::If(..)
                | Expr::Match(..)
                | Expr::Loop(..)
                | Expr::While(..)
                | Expr::For(..)
        )
    }
}

impl Block {
    pub fn of(statements: Vec<Statement>) -> Self {
        Self {
            statements,
            value: None,
        }
    }

    /// Shows every expression in the block to `visit`, those outside before those inside.
    pub fn each_expr(&mut self, visit: &mut dyn FnMut(&mut Expr)) {
        self.each(&mut |part| {
            if let Part::Expr(expr) = part {
                visit(expr);
            }
        });
    }

    /// Shows the block and every block in it to `visit`, those outside before those inside.
    pub fn each_block(&mut self, visit: &mut dyn FnMut(&mut Block)) {
        visit(self);
        self.each(&mut |part| {
            if let Part::Block(block) = part {
                visit(block);
            }
        });
    }

    fn each(&mut self, visit: &mut dyn FnMut(Part<'_>)) {
        for statement in &mut self.statements {
            match statement {
                Statement::Let {
                    value, otherwise, ..
                } => {
                    each_in_expr(value, visit);
                    if let Some(otherwise) = otherwise {
                        visit(Part::Block(otherwise));
                        otherwise.each(visit);
                    }
                }
                Statement::Expr(expr) | Statement::Anchor { value: expr, .. } => {
                    each_in_expr(expr, visit);
                }
                Statement::Declare { .. } => {}
            }
        }
        if let Some(value) = &mut self.value {
            each_in_expr(value, visit);
        }
    }
}

fn each_in_expr(expr: &mut Expr, visit: &mut dyn FnMut(Part<'_>)) {
    visit(Part::Expr(expr));
    for part in expr.parts() {
        match part {
            Part::Expr(expr) => each_in_expr(expr, visit),
            Part::Block(block) => {
                visit(Part::Block(block));
                block.each(visit);
            }
        }
    }
}

impl Program {
    /// Are there anchors in it?
    pub fn has_anchors(&self) -> bool {
        let mut found = false;
        self.body.clone().each_block(&mut |block| {
            let mut statements = block.statements.iter();
            found |= statements.any(|statement| matches!(statement, Statement::Anchor { .. }));
        });
        found
    }

    /// Does it use `?`, so that it may end with a failure?
    pub fn tries(&self) -> bool {
        self.contains(|expr| matches!(expr, Expr::Try(_)))
    }

    /// Is there such an expression? A copy is walked, since walks may change what they see.
    pub fn contains(&self, wanted: impl Fn(&Expr) -> bool) -> bool {
        let mut found = false;
        let mut body = self.body.clone();
        body.each_expr(&mut |expr| found |= wanted(expr));
        found
    }

    /// How much there is of it: the expressions and statements. An anchor is more than a variable.
    pub fn size(&self) -> usize {
        let mut size = self.arguments.len();
        let mut body = self.body.clone();
        body.each_expr(&mut |_| size += 1);
        body.each_block(&mut |block| {
            let is_anchor = |statement: &&Statement| matches!(statement, Statement::Anchor { .. });
            let anchors = block.statements.iter().filter(is_anchor).count();
            size += 1 + block.statements.len() + anchors;
        });
        size
    }
}
