//! The control-flow graph: data only.
//!
//! A block is a list of statements and a terminator. A statement is the user's own code, token for token, except that a
//! jump out of it (`break` to a loop that was taken apart) is an *exit*: an edge to another block from the middle of
//! the statement. A block stays within one scope, and every scope is entered through a block of its own.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span};
use syn::{Attribute, BinOp, Expr, Item, Lit, Pat, RangeLimits, Stmt, Type};

use crate::{
    effects::{Captures, Effect, Part, Printed},
    emptied,
    ids::{BlockId, Id, LocalId, ScopeId, Set, Table},
    macros::{self, Code},
    names,
};

/// A body, taken apart where it yields.
pub struct Graph {
    pub locals: Table<LocalId, Local>,
    pub params: Vec<LocalId>,
    pub scopes: Table<ScopeId, Scope>,
    pub blocks: Table<BlockId, Block>,
    pub entry: BlockId,
    /// The scope in which each local is declared. Locals inside an opaque statement have none of ours.
    pub declared: BTreeMap<LocalId, ScopeId>,
    /// The locals that are declared before their initialiser, so that their name would hide another in it.
    pub deferred: Set<LocalId>,
    /// Locals of ours that took the value of a variable before a yield, each with the variable.
    pub copies: Vec<(LocalId, LocalId)>,
    /// How many anchors there are.
    pub anchors: usize,
    /// Are there references that are lent?
    pub lends: bool,
    /// The block that each jump in a statement's code goes to, by the number that is spelled there.
    pub jumps: BTreeMap<BlockId, BlockId>,
}

#[derive(Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are independent of each other"
)]
pub struct Local {
    /// The name as the user wrote it, or one of ours.
    pub ident: Ident,
    pub mutable: bool,
    pub glue: Glue,
    /// The type that the user wrote beside it.
    pub ty: Option<Type>,
    /// Is it mentioned in a macro's tokens?
    pub in_macro: InMacro,
    /// It stays in a slot of its own beside the state while the generator is suspended.
    pub in_place: bool,
    /// What is in that slot from the beginning, if it is never empty.
    pub at_first: Option<AtFirst>,
    /// It points to an anchor's slot.
    pub anchored: bool,
    /// It is a `&mut` reference that is carried as a pointer, since something that is carried with it may borrow from it.
    pub lent: bool,
    /// It is a reference that is not used any more but for the variables that stand for its fields.
    pub split: bool,
    /// It is a reference that is reborrowed where it is only read.
    pub shared: bool,
    /// Its parts in the order in which they are dropped, if they are known.
    pub parts: Vec<Part>,
    /// What is moved out of it where it is, if nothing else is known of it: it is carried with a note of what is gone.
    pub taken: Vec<Gone>,
    /// Whether a method takes it that only some paths call is asked of each path.
    pub asked_on_paths: bool,
    /// It is or contains closures that capture something.
    pub captures: Option<Captures>,
    /// It is a closure without `move`.
    pub borrows: bool,
    /// Its first value does not tell its type, as `None`, and where it is kept nothing else does yet.
    pub untyped: Option<Untyped>,
    /// Its first value may leave its type open, in part at least.
    pub open: bool,
    /// The fold copy tells its type, since the machine may come too late to what does: the number of the `let` that declares it.
    pub late: Option<usize>,
    /// It is the iterator of `for item in start..end`, which can be made again from less than all of it.
    pub range: Option<Counter>,
    /// It is the iterator of a loop over what can be iterated again from any position, or a borrow that can be made again.
    pub borrow: Option<Borrow>,
    /// It is such a borrow, or one of an item of such a loop, and live across a yield.
    pub found_again: Option<FoundAgain>,
    /// Where the user's code begins and ends that it is the value of: a head, or a loop of which it is the iterator. What rustc says of its type it says of
    /// all of that.
    pub ends: Option<(Span, Span)>,
}

/// What may be gone of a local.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gone {
    pub part: Part,
    /// What a pattern binds of the part, if it is not all of it.
    pub bound: Option<Bound>,
}

impl Gone {
    /// Is it all of this part?
    pub fn is_all_of(&self, part: &Part) -> bool {
        self.bound.is_none() && self.part == *part
    }

    /// What a pattern binds of this part, if it is that.
    pub fn bound_of(&self, part: &Part) -> Option<&Bound> {
        self.bound.as_ref().filter(|_| self.part == *part)
    }
}

/// A pattern with variables of ours for those that it binds by value, and these.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bound {
    pub pattern: Printed,
    /// What of it is enough to find them in a value that it has matched.
    pub again: Printed,
    /// The parts that they are, if there is one way only to find them.
    pub parts: Option<Vec<Part>>,
    pub variables: Vec<Printed>,
}

/// What is in a slot before its local is declared.
#[derive(Clone)]
pub enum AtFirst {
    /// The argument that the local is.
    Argument,
    /// What the local will be given, which is made of literals.
    Value(Box<Expr>),
}

/// Who sees the name of a local?
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum InMacro {
    /// No macro.
    No,
    /// Macros that only evaluate it.
    Evaluated,
    /// Macros that evaluate it, and print what they are given as it is written.
    Text,
    /// A macro that might show it, or do anything else with it.
    Shown,
}

/// What the iterator of a loop over a range can be made from.
#[derive(Clone)]
pub struct Counter {
    /// The end of the range: a literal, or a variable that never changes.
    pub end: Expr,
    /// That variable.
    pub end_local: Option<LocalId>,
    /// The loop's variable, if it never changes.
    pub item: Option<LocalId>,
}

/// A borrow of what the generator owns that can be made again, since nothing else happens there.
#[derive(Clone)]
pub struct Borrow {
    /// The head of a loop, as `&names` or `names.iter().enumerate()`, or the value of a `let`, as `&names[i]`.
    pub value: Expr,
    pub pat: Pat,
    /// What the pattern binds that only borrows from what is owned, and never changes.
    pub borrowed: Vec<LocalId>,
    /// Does it surely borrow from the variable that the value names?
    pub is_direct: bool,
    /// The variables that the value is found in.
    pub owners: Vec<LocalId>,
    /// The lists among them, whose methods are known.
    pub lists: Vec<LocalId>,
    /// Those of them that might change, or hold something that might.
    pub changing: Vec<LocalId>,
}

/// How a borrow is made again.
#[derive(Clone)]
pub struct FoundAgain {
    pub value: Expr,
    pub pat: Pat,
    /// The variables that this takes.
    pub needed: Vec<LocalId>,
    /// The first variable of the pattern that can be found again.
    pub first: LocalId,
}

/// What does the first value of a local not tell?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Untyped {
    /// A part of its type, as `None`: only another value tells it.
    Part,
    /// All of its type, as `text.parse()?`: whatever happens to it may tell it.
    Whole,
}

/// Does dropping a value of this local do anything?
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Glue {
    /// Nothing, as far as the syntax tells.
    None,
    /// The type decides, at compile time.
    Unknown,
    /// Something. So it is for a closure that took what it captures, and for what contains one: whether its type is `Copy` is not
    /// known yet when the type would have to decide.
    Some,
}

pub struct Scope {
    pub parent: Option<ScopeId>,
    /// The body of an `unsafe` block.
    pub is_unsafe: bool,
    /// The items of the block, which every state that opens the scope repeats.
    pub items: Vec<Item>,
}

#[derive(Clone)]
pub struct Block {
    pub scope: ScopeId,
    pub statements: Vec<Statement>,
    pub terminator: Terminator,
}

/// Where control goes from one block to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    pub from: BlockId,
    /// The number of the statement that it leaves; after those come the edges of the terminator.
    pub at: usize,
    pub to: BlockId,
}

/// Code that is emitted as it is.
#[derive(Clone)]
pub struct Statement {
    pub code: Stmt,
    pub effects: Vec<Effect>,
    /// The number of the user's statement that this is.
    pub source: Option<usize>,
}

/// How a block ends.
#[derive(Clone)]
pub enum Terminator {
    Goto(BlockId),
    If {
        condition: Expr,
        effects: Vec<Effect>,
        /// What the `let` in the condition declares, if it holds.
        bindings: Vec<Effect>,
        then: BlockId,
        otherwise: BlockId,
    },
    Match {
        scrutinee: Expr,
        effects: Vec<Effect>,
        arms: Vec<Arm>,
    },
    /// `let pat = value else { otherwise }; next`
    LetElse {
        pat: Box<Pat>,
        value: Box<Expr>,
        effects: Vec<Effect>,
        bindings: Vec<Effect>,
        next: BlockId,
        otherwise: BlockId,
    },
    /// Hands out `value` and goes on at `resume` when the next item is asked for.
    Yield {
        value: Box<Expr>,
        effects: Vec<Effect>,
        span: Span,
        resume: BlockId,
    },
    /// The last statement never ends.
    Unreachable,
    /// The end of the generator.
    Return,
}

#[derive(Clone)]
pub struct Arm {
    /// The `#[cfg]`s that decide whether it is there.
    pub conditions: Vec<Attribute>,
    /// With its guard, if it has one.
    pub pat: Pat,
    /// What the pattern declares and the guard does.
    pub effects: Vec<Effect>,
    pub block: BlockId,
}

impl Graph {
    /// The scopes around `scope`, innermost first, itself included.
    pub fn enclosing(&self, scope: ScopeId) -> impl Iterator<Item = ScopeId> + '_ {
        std::iter::successors(Some(scope), |&scope| self.scopes[scope].parent)
    }

    /// Is `inner` inside of `outer`, or the same?
    pub fn is_within(&self, inner: ScopeId, outer: ScopeId) -> bool {
        self.enclosing(inner).any(|scope| scope == outer)
    }

    /// Does this block only end the generator? Then any number of states may have it: leaving all scopes at once drops
    /// what leaving them one by one would.
    pub fn is_end(&self, block: BlockId) -> bool {
        let block = &self.blocks[block];
        block.statements.is_empty() && matches!(block.terminator, Terminator::Return)
    }

    /// The blocks that yields resume at.
    pub fn resume_points(&self) -> Set<BlockId> {
        let mut resumes = Set::new();
        for (_, block) in self.blocks.iter() {
            if let Terminator::Yield { resume, .. } = block.terminator {
                resumes.insert(resume);
            }
        }
        resumes
    }

    /// Replaces every mention of a block by what `new` says.
    pub fn renumber(&mut self, new: impl Fn(BlockId) -> BlockId) {
        self.entry = new(self.entry);
        for target in self.jumps.values_mut() {
            *target = new(*target);
        }
        for id in self.blocks.ids() {
            let block = &mut self.blocks[id];
            for target in block.terminator.targets_mut() {
                *target = new(*target);
            }
            for effects in block.effects_mut() {
                crate::effects::renumber(effects, &new);
            }
        }
    }

    /// The variable of an anchor, or of a reference that is lent, is made anew for each statement: wherever it is used by value, what it is made of
    /// is still there.
    pub fn copy_pointers(&mut self) {
        let pointers: Vec<bool> = self
            .locals
            .iter()
            .map(|(_, local)| local.is_pointer())
            .collect();
        let copied = |local: LocalId| pointers[local.index()];
        for id in self.blocks.ids() {
            let block = &mut self.blocks[id];
            for effects in block.effects_mut() {
                crate::effects::only_use(effects, &copied);
            }
            if let Terminator::If { bindings, .. } | Terminator::LetElse { bindings, .. } =
                &mut block.terminator
            {
                crate::effects::only_use(bindings, &copied);
            }
        }
        for id in self.locals.ids() {
            if let Some(captures) = &mut self.locals[id].captures {
                captures.moved.retain(|(local, _)| !copied(*local));
                if let Some(taken) = &mut captures.taken {
                    taken.retain(|(local, _)| !copied(*local));
                }
            }
        }
    }

    /// Is `local` declared in `scope` or around it?
    pub fn in_scope(&self, local: LocalId, scope: ScopeId) -> bool {
        self.declared
            .get(&local)
            .is_some_and(|&declared| self.is_within(scope, declared))
    }
}

impl Local {
    /// Is it a pointer in the states, of which a variable is made in front of each statement that mentions it?
    pub fn is_pointer(&self) -> bool {
        self.anchored || self.lent
    }

    /// Is the variable in the machine a reference to the value, which something else owns?
    pub fn is_reached(&self) -> bool {
        self.in_place || self.is_partial()
    }

    /// Is it carried with a note of which parts are gone?
    pub fn is_partial(&self) -> bool {
        !self.taken.is_empty()
    }

    /// Does the written type say that it is a number or the like, which borrows nothing?
    pub fn is_scalar(&self) -> bool {
        let path = |ty: &Type| matches!(ty, Type::Path(_)) && Glue::of_type(ty) == Glue::None;
        self.ty.as_ref().is_some_and(path)
    }

    /// Does it say that it is a reference that can be copied?
    pub fn is_shared_reference(&self) -> bool {
        matches!(&self.ty, Some(Type::Reference(ty)) if ty.mutability.is_none())
    }

    /// Is it carried as most locals are, and is all that happens to it seen?
    pub fn is_plain(&self) -> bool {
        self.in_macro != InMacro::Shown
            && self.captures.is_none()
            && self.untyped.is_none()
            && !self.is_pointer()
            && !self.is_reached()
    }

    /// Is this one of its parts as far as they are known, or in one of them?
    pub fn is_in(&self, part: &[String]) -> bool {
        self.parts.is_empty() || self.parts.iter().any(|known| part.starts_with(known))
    }

    /// Is this in one of its parts, where nothing is known any more?
    pub fn is_inside(&self, part: &[String]) -> bool {
        let is_around = |known: &Part| part.len() > known.len() && part.starts_with(known);
        self.parts.is_empty() || self.parts.iter().any(is_around)
    }
}

impl Statement {
    /// The local that this assigns to, and the value, if that is all that it does.
    pub fn assigned(&self) -> Option<(LocalId, &Expr)> {
        match &self.code {
            Stmt::Expr(Expr::Assign(assign), _) if assign.attrs.is_empty() => {
                let Expr::Path(left) = &*assign.left else {
                    return None;
                };
                let local = left.path.get_ident().and_then(names::local)?;
                Some((local, &assign.right))
            }
            _ => None,
        }
    }

    /// The locals whose types, or those of parts, this gives a variable without ever running.
    pub fn like_of(&self) -> Vec<LocalId> {
        let mut named = Vec::new();
        if let Stmt::Macro(like) = &self.code
            && macros::is(&like.mac, "like")
        {
            names::mentioned(like.mac.tokens.clone(), &mut named);
        }
        named.into_iter().skip(1).collect()
    }
}

impl Block {
    /// The code in the block: its statements, and what its terminator evaluates.
    pub fn code(&self) -> impl Iterator<Item = Code<'_>> {
        let statements = self.statements.iter();
        let statements = statements.map(|statement| Code::Stmt(&statement.code));
        statements.chain(self.terminator.evaluated())
    }

    /// Every edge out of the block, exits of its statements first. A yield's edge is its resume point.
    pub fn successors(&self) -> Vec<BlockId> {
        let mut out = self.exits();
        self.terminator.targets(&mut out);
        out
    }

    /// Every edge out of the block that is numbered `from`, in order. Those out of the terminator's head are numbered as its first.
    pub fn edges(&self, from: BlockId) -> Vec<Edge> {
        let mut edges = Vec::new();
        for (at, effects) in self.effects().enumerate() {
            let mut exits = Vec::new();
            crate::effects::exits(effects, &mut exits);
            edges.extend(exits.into_iter().map(|to| Edge { from, at, to }));
        }
        let first = self.statements.len();
        for (number, (_, to)) in self.terminator.edges().into_iter().enumerate() {
            let at = first + number;
            edges.push(Edge { from, at, to });
        }
        edges
    }

    /// The edges from the middle of the block's statements.
    pub fn exits(&self) -> Vec<BlockId> {
        let mut out = Vec::new();
        for effects in self.effects() {
            crate::effects::exits(effects, &mut out);
        }
        out
    }

    /// The effects of the block in the order in which they happen, up to the edges of the terminator.
    pub fn effects(&self) -> impl Iterator<Item = &[Effect]> {
        self.statements
            .iter()
            .map(|statement| &statement.effects[..])
            .chain(self.terminator.effects())
    }

    /// The effects of the block, those on the edges of the terminator included.
    pub fn all_effects(&self) -> impl Iterator<Item = &[Effect]> {
        let edges = self.terminator.edges().into_iter();
        self.effects().chain(edges.map(|(effects, _)| effects))
    }
}

impl Block {
    /// The effects of the block, to be changed.
    pub fn effects_mut(&mut self) -> Vec<&mut Vec<Effect>> {
        let mut all: Vec<&mut Vec<Effect>> = self
            .statements
            .iter_mut()
            .map(|statement| &mut statement.effects)
            .collect();
        match &mut self.terminator {
            Terminator::If { effects, .. }
            | Terminator::LetElse { effects, .. }
            | Terminator::Yield { effects, .. } => all.push(effects),
            Terminator::Match { effects, arms, .. } => {
                all.push(effects);
                all.extend(arms.iter_mut().map(|arm| &mut arm.effects));
            }
            Terminator::Goto(_) | Terminator::Unreachable | Terminator::Return => {}
        }
        all
    }
}

impl Local {
    /// A local of which nothing but its name is known.
    pub fn new(ident: &Ident, mutable: bool) -> Self {
        Self {
            ident: ident.clone(),
            mutable,
            glue: Glue::Unknown,
            ty: None,
            in_macro: InMacro::No,
            in_place: false,
            at_first: None,
            anchored: false,
            lent: false,
            split: false,
            shared: false,
            asked_on_paths: false,
            parts: Vec::new(),
            taken: Vec::new(),
            captures: None,
            borrows: false,
            untyped: None,
            open: false,
            late: None,
            range: None,
            borrow: None,
            found_again: None,
            ends: None,
        }
    }
}

impl Terminator {
    /// What it evaluates: the operand, and the arms' patterns with their guards.
    pub fn evaluated(&self) -> Vec<Code<'_>> {
        match self {
            Terminator::If { condition, .. } => vec![Code::Expr(condition)],
            Terminator::Match {
                scrutinee, arms, ..
            } => {
                let arms = arms.iter().map(|arm| Code::Pat(&arm.pat));
                std::iter::once(Code::Expr(scrutinee)).chain(arms).collect()
            }
            Terminator::LetElse { value, .. } | Terminator::Yield { value, .. } => {
                vec![Code::Expr(value)]
            }
            Terminator::Goto(_) | Terminator::Unreachable | Terminator::Return => Vec::new(),
        }
    }

    /// What happens before the terminator chooses an edge.
    pub fn effects(&self) -> Option<&[Effect]> {
        match self {
            Terminator::If { effects, .. }
            | Terminator::Match { effects, .. }
            | Terminator::LetElse { effects, .. }
            | Terminator::Yield { effects, .. } => Some(effects),
            Terminator::Goto(_) | Terminator::Unreachable | Terminator::Return => None,
        }
    }

    /// The edges, each with what happens on it.
    pub fn edges(&self) -> Vec<(&[Effect], BlockId)> {
        match self {
            Terminator::Goto(target) | Terminator::Yield { resume: target, .. } => {
                vec![(&[], *target)]
            }
            Terminator::If {
                bindings,
                then,
                otherwise,
                ..
            } => vec![(&bindings[..], *then), (&[], *otherwise)],
            Terminator::Match { arms, .. } => arms
                .iter()
                .map(|arm| (&arm.effects[..], arm.block))
                .collect(),
            Terminator::LetElse {
                bindings,
                next,
                otherwise,
                ..
            } => vec![(&bindings[..], *next), (&[], *otherwise)],
            Terminator::Unreachable | Terminator::Return => Vec::new(),
        }
    }

    fn targets(&self, out: &mut Vec<BlockId>) {
        out.extend(self.edges().into_iter().map(|(_, target)| target));
    }

    /// Every block that the terminator names.
    pub fn targets_mut(&mut self) -> Vec<&mut BlockId> {
        match self {
            Terminator::Goto(target) | Terminator::Yield { resume: target, .. } => vec![target],
            Terminator::If {
                then, otherwise, ..
            } => vec![then, otherwise],
            Terminator::Match { arms, .. } => arms.iter_mut().map(|arm| &mut arm.block).collect(),
            Terminator::LetElse {
                next, otherwise, ..
            } => vec![next, otherwise],
            Terminator::Unreachable | Terminator::Return => Vec::new(),
        }
    }
}

impl Glue {
    /// What a written type tells.
    pub fn of_type(ty: &Type) -> Self {
        let none = match ty {
            Type::Reference(_) | Type::Ptr(_) | Type::Never(_) | Type::FnPtr(_) => true,
            Type::Paren(ty) => return Self::of_type(&ty.elem),
            Type::Array(ty) => return Self::of_type(&ty.elem),
            Type::Tuple(ty) => ty.elems.iter().all(|ty| Self::of_type(ty) == Glue::None),
            ty => is_primitive(ty),
        };
        if none { Glue::None } else { Glue::Unknown }
    }

    /// What an initialiser tells.
    pub fn of_value(value: &Expr) -> Self {
        let none = match value {
            Expr::Lit(lit) => !matches!(lit.lit, Lit::Verbatim(_)),
            // Nothing can be moved out of an index.
            Expr::Reference(_) | Expr::Index(_) => true,
            Expr::Cast(cast) => return Self::of_type(&cast.ty),
            Expr::Paren(value) => return Self::of_value(&value.expr),
            Expr::Unary(value) => return Self::of_value(&value.expr),
            Expr::Tuple(value) => value
                .elems
                .iter()
                .all(|value| Self::of_value(value) == Glue::None),
            Expr::Binary(value) if is_number(&value.left) && is_number(&value.right) => true,
            Expr::Binary(value) => matches!(
                value.op,
                BinOp::Eq(_)
                    | BinOp::Ne(_)
                    | BinOp::Lt(_)
                    | BinOp::Le(_)
                    | BinOp::Gt(_)
                    | BinOp::Ge(_)
                    | BinOp::And(_)
                    | BinOp::Or(_)
            ),
            Expr::Range(_) => Self::is_number_range(value),
            // All values that it may have are of one type.
            Expr::If(value) => {
                let other = value.else_branch.as_ref().map(|(_, other)| &**other);
                let other = other.is_some_and(|other| Self::of_value(other) == Glue::None);
                other || Self::of_tail(&value.then_branch) == Glue::None
            }
            Expr::Match(value) => value
                .arms
                .iter()
                .any(|arm| Self::of_value(&arm.body) == Glue::None),
            Expr::Block(value) if value.label.is_none() => return Self::of_tail(&value.block),
            _ => false,
        };
        if none { Glue::None } else { Glue::Unknown }
    }

    fn of_tail(block: &syn::Block) -> Self {
        match block.stmts.last() {
            Some(Stmt::Expr(value, None)) => Self::of_value(value),
            _ => Glue::Unknown,
        }
    }

    /// Is this a range, which can only be iterated if it is of numbers or the like?
    pub fn is_range(value: &Expr) -> bool {
        match value {
            Expr::Paren(value) => Self::is_range(&value.expr),
            Expr::Range(range) => range.start.is_some(),
            _ => false,
        }
    }

    /// Is this a range of numbers, whose items and whose iterator have nothing to drop?
    pub fn is_number_range(value: &Expr) -> bool {
        let number = |end: &Option<Box<Expr>>| {
            end.as_deref().is_some_and(|end| {
                matches!(end, Expr::Lit(lit) if matches!(lit.lit, Lit::Int(_) | Lit::Char(_)))
            })
        };
        match value {
            Expr::Paren(value) => Self::is_number_range(&value.expr),
            Expr::Range(range) => match range.limits {
                RangeLimits::HalfOpen(_) | RangeLimits::Closed(_) => {
                    number(&range.start) || number(&range.end)
                }
            },
            _ => false,
        }
    }
}

// Is this a number, as far as literals tell?
fn is_number(value: &Expr) -> bool {
    match value {
        Expr::Lit(lit) => matches!(lit.lit, Lit::Int(_) | Lit::Float(_)),
        Expr::Paren(value) => is_number(&value.expr),
        Expr::Unary(value) => is_number(&value.expr),
        Expr::Binary(value) => is_number(&value.left) && is_number(&value.right),
        _ => false,
    }
}

/// Is this a type of a register or two?
pub fn is_primitive(ty: &Type) -> bool {
    let Type::Path(ty) = ty else { return false };
    let name = ty.path.get_ident();
    name.is_some_and(|name| names::is_one_of(name, &PRIMITIVES))
}

/// The types of a register or two.
pub const PRIMITIVES: [&str; 17] = [
    "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32",
    "u64", "u128", "usize", "str",
];

impl Graph {
    /// Calls `see` with every pattern and the value that it matches, in the order of the blocks.
    pub fn bindings(&self, see: &mut dyn FnMut(&Pat, &Expr)) {
        // The `let`s of a condition.
        fn condition(code: &Expr, see: &mut dyn FnMut(&Pat, &Expr)) {
            match code {
                Expr::Let(head) => see(&head.pat, &head.expr),
                Expr::Binary(both) => {
                    condition(&both.left, see);
                    condition(&both.right, see);
                }
                Expr::Paren(code) => condition(&code.expr, see),
                _ => {}
            }
        }
        for (_, block) in self.blocks.iter() {
            for statement in &block.statements {
                if let Stmt::Local(local) = &statement.code
                    && let Some(init) = &local.init
                {
                    match emptied::opened(local) {
                        Some((pat, place)) => see(&pat, &place),
                        None => see(&local.pat, &init.expr),
                    }
                }
            }
            match &block.terminator {
                Terminator::If {
                    condition: code, ..
                } => condition(code, see),
                Terminator::Match {
                    scrutinee, arms, ..
                } => arms.iter().for_each(|arm| see(&arm.pat, scrutinee)),
                Terminator::LetElse { pat, value, .. } => see(pat, value),
                Terminator::Yield { .. }
                | Terminator::Goto(_)
                | Terminator::Unreachable
                | Terminator::Return => {}
            }
        }
    }

    /// Where each local stands in the order of declaration: those of outer scopes first.
    pub fn declaration_order(&self) -> BTreeMap<LocalId, (usize, usize)> {
        let mut order = BTreeMap::new();
        let mut position = 0;
        let mut see = |effects: &[Effect]| {
            crate::effects::locals(effects, &mut |effect, local| {
                if let (Effect::Declare(..), Some(&scope)) = (effect, self.declared.get(&local)) {
                    position += 1;
                    order
                        .entry(local)
                        .or_insert((self.enclosing(scope).count(), position));
                }
            });
        };
        let params: Vec<Effect> = self
            .params
            .iter()
            .map(|&param| Effect::Declare(param, true))
            .collect();
        see(&params);
        for (_, block) in self.blocks.iter() {
            block.effects().for_each(&mut see);
            for (effects, _) in block.terminator.edges() {
                see(effects);
            }
        }
        order
    }
}
