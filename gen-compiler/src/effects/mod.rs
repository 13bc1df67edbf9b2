//! What does a piece of code do to the locals it mentions?
//!
//! The answer is a small tree in evaluation order, so that the two data-flow analyses can look inside statements that are
//! emitted as they are: a value moved in one branch of an opaque `if` is moved on that path only.
//!
//! | file | answers |
//! |---|---|
//! | `mod` | what is an effect, and what can be asked of a list of them? |
//! | `walk` | which effects does an expression have, in which order? |
//! | `patterns` | what does a pattern move, and what does it leave? |
//! | `places` | is an expression a place, and of which local is it a part? |
//! | `methods` | which receivers does a method take by value? |
//! | `closures` | may a value be or contain a closure, and what did that capture? |
//! | `open` | does a value leave the type of its variable open? |
//! | `standard` | is a value of a type of the standard library? |
//! | `text` | is a value a character of a text, a byte, or a place in it? |

mod closures;
mod methods;
mod open;
mod patterns;
mod places;
mod standard;
mod text;
mod walk;

use std::{cmp::Ordering, collections::BTreeMap, fmt, rc::Rc};

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::{Expr, ExprMethodCall, Pat, Stmt, spanned::Spanned};

use self::walk::Walk;
pub use self::walk::{bound, bound_in_guard};
pub use self::{
    closures::{Captures, captures, glue_of_value, is_some},
    methods::{
        GENERATORS, Gives, Lends, adapts, borrows_receiver, called_with, called_with_items, calls,
        changes, gives, has_borrowed_items, iterates, keeps_closure, lends, of_option, reads,
        takes_receiver,
    },
    open::{is_open, may_coerce_inside, untyped, untyped_head},
    patterns::{
        apart, binds_alike, bound_by_value, copied, entry, is_exhaustive, is_irrefutable, is_none,
        leaves_something, moves_all,
    },
    places::{is_place, is_place_expression, is_simple, part, root},
    standard::{Standard, standard, standard_type},
    text::{Texts, gives_text},
};
use crate::ids::{BlockId, LocalId, Set};

/// One thing that happens to a local, or to the flow of control.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// The local is mentioned, as what a pattern matches is, which need not look at it.
    Use(LocalId),
    /// The local or a part of it is read, borrowed or changed, so it is there.
    Read(LocalId),
    /// A method is called on the local or a part of it, of which it is not known whether it takes it by value. It is thought to borrow, but of the whole
    /// the types are asked.
    Call(LocalId, Part, Option<Method>),
    /// A method is called on the local that does not take it by value by the conventions of the standard library, or not every type. One of the user's
    /// own may, so the types are asked.
    Ask(LocalId, Method),
    /// The local is used by value: it is gone afterwards, unless it is `Copy`.
    Move(LocalId),
    /// That was so for sure, as where a plain variable is an argument: a method's receiver may be borrowed.
    Taken(LocalId),
    /// The local or a part of it is gone afterwards, if a type says so.
    MoveIf(LocalId, Evidence),
    /// A part of the local is given a value.
    AssignPart(LocalId, Part),
    /// A pattern moves some parts of the local away, unless they are `Copy`, and leaves the others.
    TakeApart {
        local: LocalId,
        moved: Vec<Evidence>,
        left: Vec<Part>,
    },
    /// The local as a whole is given a value; an old value is dropped.
    Assign(LocalId),
    /// The local begins, with a value or without.
    Declare(LocalId, bool),
    /// Control leaves the statement for another block.
    Exit(BlockId),
    /// Control does not come back from here.
    Diverge,
    /// One of these happens.
    Branch(Vec<Vec<Effect>>),
    /// This happens any number of times, until a `Break` with the same number.
    Loop {
        id: usize,
        body: Vec<Effect>,
        /// Does it also end without a `Break`, as `for` and `while` do?
        ends: bool,
    },
    /// Control leaves the loop or labelled block `id`.
    Break(usize),
    /// Control goes to the start of loop `id`.
    Continue(usize),
}

impl Effect {
    /// May a local be without its value after this, or without a part of it?
    pub fn takes(&self) -> bool {
        matches!(
            self,
            Effect::Move(_)
                | Effect::MoveIf(..)
                | Effect::TakeApart { .. }
                | Effect::Declare(_, false)
        )
    }
}

/// What is used of a local, so that types can tell whether it was moved.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// A part was used by value, which moves it unless it is `Copy`.
    Part { part: Part, at: Spot },
    /// A part was used by value, which moves it unless it is `Copy` or has an empty value, which is left in its place.
    Emptied {
        part: Part,
        /// It was the receiver of `into_iter`.
        iterated: Option<Method>,
        at: Spot,
    },
    /// Some fields of a part were moved into another value, unless all of it is `Copy`.
    Updated { part: Part, at: Spot },
    /// A closure that moves what it captures mentions a part, and captures that or what points to it.
    Captured { part: Part, at: Spot },
    /// A pattern bound a variable to something in a part, which moves that unless it is `Copy`.
    Binding {
        part: Part,
        /// Where what it matches is named.
        matched: Spot,
        pattern: Printed,
        variable: Printed,
        leaves: Leaves,
        /// Something that has an empty value leaves that.
        emptied: bool,
        at: Spot,
    },
    /// A method was called on a part that takes some receivers by value.
    Receiver {
        part: Part,
        kind: Receiver,
        at: Spot,
    },
    /// A pattern took it apart, and what that leaves is kept by itself, unless all that is bound is `Copy` or has an empty value, which is left in its place.
    Apart {
        matched: Spot,
        pattern: Printed,
        variables: Vec<Printed>,
    },
    /// It was called with so many arguments, which moves it if it can be called only once.
    Called(usize),
    /// A method of the user's was called on it, which moves it if it takes `self`.
    Method(Method),
}

/// A call of a method of which the types tell whether it takes its receiver.
#[derive(Clone)]
pub struct Method {
    call: Rc<ExprMethodCall>,
    /// Does the call stand in an `unsafe` block? Then the question has to.
    pub is_unsafe: bool,
}

impl Method {
    /// The method that is called here.
    pub fn of(call: &ExprMethodCall, is_unsafe: bool) -> Self {
        Self {
            call: Rc::new(call.clone()),
            is_unsafe,
        }
    }

    pub fn call(&self) -> &ExprMethodCall {
        &self.call
    }
}

impl fmt::Debug for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.call.method, self.call.args.len())
    }
}

// What is called on one local by the same name is the same method, whatever its arguments are.
impl PartialEq for Method {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Method {}

impl PartialOrd for Method {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Method {
    fn cmp(&self, other: &Self) -> Ordering {
        self.call.method.cmp(&other.call.method)
    }
}

impl Evidence {
    /// Is it all of the local that was moved, if anything was?
    pub fn takes_all(&self) -> bool {
        match self {
            Evidence::Apart { .. } | Evidence::Called(_) | Evidence::Method(_) => true,
            Evidence::Receiver { part, .. } => part.is_empty(),
            Evidence::Part { .. }
            | Evidence::Emptied { .. }
            | Evidence::Updated { .. }
            | Evidence::Captured { .. }
            | Evidence::Binding { .. } => false,
        }
    }

    /// Is all of the local gone, if it was moved?
    pub fn is_whole(&self) -> bool {
        self.takes_all() || matches!(self, Evidence::Part { part, .. } if part.is_empty())
    }

    /// The part that is gone, or something in it.
    pub fn part(&self) -> &[String] {
        match self {
            Evidence::Part { part, .. }
            | Evidence::Emptied { part, .. }
            | Evidence::Updated { part, .. }
            | Evidence::Captured { part, .. }
            | Evidence::Binding { part, .. }
            | Evidence::Receiver { part, .. } => part,
            Evidence::Apart { .. } | Evidence::Called(_) | Evidence::Method(_) => &[],
        }
    }
}

/// What is left of a part where a pattern bound all its variables.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Leaves {
    /// All of it was bound.
    Nothing,
    /// What the variables of ours in these patterns stand for.
    Bound(Vec<Left>),
    /// Nobody knows.
    Unknown,
}

/// What a pattern leaves, if it is the one that matches.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Left {
    /// The pattern, with variables of ours for what is left.
    pub pattern: Printed,
    pub variables: Vec<Printed>,
    /// What has a destructor is left as a whole where all that is bound in it is `Copy`: the pattern as it was, and its variables in there.
    pub unless_moved: Option<(Printed, Vec<Printed>)>,
}

/// Code that is compared as it is printed. It keeps its spans, so that what is wrong with it is said where it stands, and once.
#[derive(Clone, Debug)]
pub struct Printed {
    pub text: String,
    pub tokens: TokenStream,
}

impl Printed {
    pub fn new(code: impl ToTokens) -> Self {
        let tokens = code.into_token_stream();
        let text = tokens.to_string();
        Self { text, tokens }
    }
}

impl PartialEq for Printed {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Printed {}

impl PartialOrd for Printed {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Printed {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

/// Where something stands in the source, to be told to the user. It makes no difference, so all are equal.
#[derive(Clone, Copy, Debug)]
pub struct Spot {
    pub span: Span,
    /// Is it a variable in a pattern?
    pub in_pattern: bool,
}

impl Spot {
    // The name of a field, or what begins what is used.
    fn of(code: &Expr) -> Self {
        let span = match code {
            Expr::Field(field) => field.member.span(),
            Expr::Paren(inner) => return Self::of(&inner.expr),
            code => code.span(),
        };
        Self {
            span,
            in_pattern: false,
        }
    }

    fn in_pattern(variable: &Ident) -> Self {
        Self {
            span: variable.span(),
            in_pattern: true,
        }
    }
}

impl PartialEq for Spot {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Spot {}

impl PartialOrd for Spot {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Spot {
    fn cmp(&self, _: &Self) -> Ordering {
        Ordering::Equal
    }
}

/// Which receivers a method takes by value, by the conventions of the standard library.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Receiver {
    /// All of them.
    Any,
    /// All that do not have a method of this name that borrows them.
    Named(Method),
    /// Iterators.
    Adaptor,
    /// Iterators, while others have a method of this name that returns a reference to something in them, as slices do.
    Picker,
    /// Iterators, `Option` and `Result`.
    Combinator,
    /// These and arrays.
    Mapped,
    /// Iterators and readers.
    Source,
    /// What is ordered.
    Ordered,
    /// Readers, which have this other method.
    Reader(&'static str),
    /// Builders, threads and the like, but nothing that derefs to something else, or has a method of this name that borrows it.
    Builder(&'static str),
    /// A `Box`, an `Rc` and an `Arc` of what may be anything.
    Pointer,
    /// Iterators and `Result`, while an `Option` leaves `None`.
    Emptied,
    /// These and arrays.
    EmptiedOrMapped,
    /// What has a method of its own of this name that takes it by value, as the entries of all maps.
    Own(&'static str),
}

impl Receiver {
    /// May any other type have a method of its own of this name that takes it by value?
    pub fn leaves_some(&self) -> bool {
        match self {
            Receiver::Adaptor
            | Receiver::Picker
            | Receiver::Combinator
            | Receiver::Mapped
            | Receiver::Source
            | Receiver::Ordered
            | Receiver::Reader(_)
            | Receiver::Builder(_)
            | Receiver::Pointer
            | Receiver::Own(_) => true,
            Receiver::Any | Receiver::Named(_) | Receiver::Emptied | Receiver::EmptiedOrMapped => {
                false
            }
        }
    }
}

/// A path to a part of a local: its fields by name, `*` for what it points to. `b.inner.0` is `["inner", "0"]`.
pub type Part = Vec<String>;

/// What the effects of a statement depend on that does not show in it.
#[derive(Clone, Default)]
pub struct Known {
    /// The locals that each local `macro_rules!` mentions, since its uses do not spell them.
    pub macros: BTreeMap<String, Vec<LocalId>>,
    /// The locals that a pattern calls an entry of a map: `Vacant(entry)`, `Occupied(entry)`.
    pub entries: Set<LocalId>,
    /// The locals that are iterators over the characters of a `&str`, or over its bytes.
    pub characters: Set<LocalId>,
    /// The locals that hold such characters or bytes, or places in the text.
    pub held: Set<LocalId>,
    /// The locals that are surely of types of the standard library.
    pub standard: BTreeMap<LocalId, Standard>,
    /// Does the statement stand in an `unsafe` block?
    pub in_unsafe: bool,
}

/// What `stmt` does.
pub fn of_stmt(stmt: &Stmt, known: &Known) -> Vec<Effect> {
    let mut walk = Walk::new(known);
    walk.stmt(stmt);
    walk.out
}

/// What evaluating `expr` for its value does.
pub fn of_value(expr: &Expr, known: &Known) -> Vec<Effect> {
    let mut walk = Walk::new(known);
    walk.value(expr);
    walk.out
}

/// What evaluating the operand of a `match` or a `let` does before a pattern is tried.
pub fn of_scrutinee(scrutinee: &Expr, known: &Known) -> Vec<Effect> {
    let mut walk = Walk::new(known);
    walk.scrutinee(scrutinee);
    walk.out
}

/// What a pattern that matches `scrutinee` moves and declares, and what its guard does.
pub fn of_match(scrutinee: &Expr, pat: &Pat, known: &Known) -> Vec<Effect> {
    let mut walk = Walk::new(known);
    walk.moves(scrutinee, pat);
    walk.pat(pat, true);
    walk.out
}

/// What a pattern declares, and what its guard does.
pub fn of_pat(pat: &Pat, known: &Known) -> Vec<Effect> {
    let mut walk = Walk::new(known);
    walk.pat(pat, true);
    walk.out
}

/// Calls `see` with every effect, also with those inside of others.
fn each<'e>(effects: &'e [Effect], see: &mut impl FnMut(&'e Effect)) {
    for effect in effects {
        see(effect);
        match effect {
            Effect::Branch(branches) => branches.iter().for_each(|branch| each(branch, see)),
            Effect::Loop { body, .. } => each(body, see),
            Effect::Use(_)
            | Effect::Read(_)
            | Effect::Call(..)
            | Effect::Ask(..)
            | Effect::Move(_)
            | Effect::Taken(_)
            | Effect::MoveIf(..)
            | Effect::AssignPart(..)
            | Effect::TakeApart { .. }
            | Effect::Assign(_)
            | Effect::Declare(..)
            | Effect::Exit(_)
            | Effect::Diverge
            | Effect::Break(_)
            | Effect::Continue(_) => {}
        }
    }
}

/// The blocks that `effects` can leave for.
pub fn exits(effects: &[Effect], out: &mut Vec<BlockId>) {
    each(effects, &mut |effect| {
        if let Effect::Exit(target) = effect {
            out.push(*target);
        }
    });
}

/// Replaces the blocks that `effects` can leave for.
pub fn renumber(effects: &mut [Effect], new: &impl Fn(BlockId) -> BlockId) {
    for effect in effects {
        match effect {
            Effect::Exit(target) => *target = new(*target),
            Effect::Branch(branches) => {
                for branch in branches {
                    renumber(branch, new);
                }
            }
            Effect::Loop { body, .. } => renumber(body, new),
            Effect::Use(_)
            | Effect::Read(_)
            | Effect::Call(..)
            | Effect::Ask(..)
            | Effect::Move(_)
            | Effect::Taken(_)
            | Effect::MoveIf(..)
            | Effect::AssignPart(..)
            | Effect::TakeApart { .. }
            | Effect::Assign(_)
            | Effect::Declare(..)
            | Effect::Diverge
            | Effect::Break(_)
            | Effect::Continue(_) => {}
        }
    }
}

/// Replaces the locals that `effects` concern.
pub fn rename(effects: &mut [Effect], new: &impl Fn(LocalId) -> LocalId) {
    for effect in effects {
        match effect {
            Effect::Use(local)
            | Effect::Read(local)
            | Effect::Call(local, ..)
            | Effect::Ask(local, _)
            | Effect::Move(local)
            | Effect::Taken(local)
            | Effect::MoveIf(local, _)
            | Effect::AssignPart(local, _)
            | Effect::TakeApart { local, .. }
            | Effect::Assign(local)
            | Effect::Declare(local, _) => *local = new(*local),
            Effect::Branch(branches) => {
                for branch in branches {
                    rename(branch, new);
                }
            }
            Effect::Loop { body, .. } => rename(body, new),
            Effect::Exit(_) | Effect::Diverge | Effect::Break(_) | Effect::Continue(_) => {}
        }
    }
}

/// Makes everything that happens to the locals that `copied` says a mere use: they are `Copy`.
pub fn only_use(effects: &mut [Effect], copied: &impl Fn(LocalId) -> bool) {
    for effect in effects {
        match effect {
            Effect::Ask(local, _)
            | Effect::Move(local)
            | Effect::Taken(local)
            | Effect::MoveIf(local, _)
            | Effect::AssignPart(local, _)
            | Effect::TakeApart { local, .. } => {
                if copied(*local) {
                    *effect = Effect::Use(*local);
                }
            }
            Effect::Branch(branches) => {
                for branch in branches {
                    only_use(branch, copied);
                }
            }
            Effect::Loop { body, .. } => only_use(body, copied),
            Effect::Use(_)
            | Effect::Read(_)
            | Effect::Call(..)
            | Effect::Assign(_)
            | Effect::Declare(..)
            | Effect::Exit(_)
            | Effect::Diverge
            | Effect::Break(_)
            | Effect::Continue(_) => {}
        }
    }
}

/// Calls `see` with every local that `effects` mention or declare.
pub fn locals(effects: &[Effect], see: &mut impl FnMut(&Effect, LocalId)) {
    each(effects, &mut |effect| match effect {
        Effect::Use(local)
        | Effect::Read(local)
        | Effect::Call(local, ..)
        | Effect::Ask(local, _)
        | Effect::Move(local)
        | Effect::MoveIf(local, _)
        | Effect::AssignPart(local, _)
        | Effect::TakeApart { local, .. }
        | Effect::Assign(local)
        | Effect::Declare(local, _) => see(effect, *local),
        Effect::Taken(_)
        | Effect::Branch(_)
        | Effect::Loop { .. }
        | Effect::Exit(_)
        | Effect::Diverge
        | Effect::Break(_)
        | Effect::Continue(_) => {}
    });
}

/// Does control come out at the end of `effects`?
pub fn falls_through(effects: &[Effect]) -> bool {
    !effects.iter().any(|effect| match effect {
        Effect::Diverge | Effect::Exit(_) | Effect::Break(_) | Effect::Continue(_) => true,
        Effect::Branch(branches) => !branches.iter().any(|branch| falls_through(branch)),
        Effect::Loop { id, body, ends } => !ends && !breaks(body, *id),
        Effect::Use(_)
        | Effect::Read(_)
        | Effect::Call(..)
        | Effect::Ask(..)
        | Effect::Move(_)
        | Effect::Taken(_)
        | Effect::MoveIf(..)
        | Effect::AssignPart(..)
        | Effect::TakeApart { .. }
        | Effect::Assign(_)
        | Effect::Declare(..) => false,
    })
}

fn breaks(effects: &[Effect], id: usize) -> bool {
    let mut found = false;
    each(effects, &mut |effect| found |= *effect == Effect::Break(id));
    found
}
