//! May a value be or contain a closure, and what did that capture?
//!
//! Whether a closure is `Copy` is not known where the types are asked what they have to drop. So what it captured is asked, of every closure
//! that the value is made of, where that can be named.

use syn::{
    Block, Expr, ExprBreak, ExprClosure, Stmt,
    visit::{self, Visit},
};

use super::{
    Effect, Evidence, Known, Part, Receiver, Spot, locals, methods, of_pat, of_value, root,
};
use crate::{
    ids::{LocalId, Table},
    ir::{Glue, Local},
};

/// What closures do to the locals around them that they take by value, if these are not `Copy`.
#[derive(Clone)]
pub struct Captures {
    /// Is the value a closure, rather than something that contains one?
    pub whole: bool,
    /// The parts that they take when they are made. `None` if that is not known.
    pub taken: Option<Vec<(LocalId, Part)>>,
    /// What a closure moves on when it is called, if types say so.
    pub moved: Vec<(LocalId, Evidence)>,
}

/// Does a variable that starts with this value have something to drop, as far as the syntax tells?
pub fn glue_of_value(value: &Expr, table: &Table<LocalId, Local>, known: &Known) -> Glue {
    let is_moving = find(value).iter().any(|found| match found.what {
        What::Closure(closure) if found.whole => moves(closure, known),
        // One that changes what it captured is not `Copy`, although it has nothing to drop.
        What::Closure(closure) => !of_value(closure, known).is_empty(),
        What::Local(local) => table[local].glue == Glue::Some,
        What::Other => false,
    });
    match value {
        _ if is_moving => Glue::Some,
        Expr::Closure(_) | Expr::Async(_) => Glue::None,
        Expr::Path(_) if root(value).is_some_and(|local| table[local].glue == Glue::None) => {
            Glue::None
        }
        Expr::Call(call) if is_some(&call.func) => call
            .args
            .first()
            .map_or(Glue::Unknown, |value| glue_of_value(value, table, known)),
        // What a closure captured in the block cannot be named outside of it.
        Expr::Block(value) if ends_in_closure(&value.block) => Glue::Some,
        value => Glue::of_value(value),
    }
}

/// What the closures have captured that `value` is or contains.
pub fn captures(value: &Expr, table: &Table<LocalId, Local>, known: &Known) -> Captures {
    let found = find(value);
    let whole = found.iter().all(|found| match found.what {
        What::Closure(_) => found.whole,
        What::Local(local) => {
            let captures = table[local].captures.as_ref();
            found.whole && captures.is_none_or(|captures| captures.whole)
        }
        What::Other => false,
    });
    let taken = found.iter().map(|found| match found.what {
        _ if found.inside => None,
        What::Closure(closure) => used_by_value(&of_value(closure, known))
            .into_iter()
            .map(|(local, part)| part.map(|part| (local, part)))
            .collect::<Option<Vec<_>>>(),
        What::Local(local) => {
            let captures = table[local].captures.as_ref();
            // What is no closure is asked for its own type.
            let itself = || Some(vec![(local, Part::new())]);
            captures.map_or_else(itself, |captures| captures.taken.clone())
        }
        What::Other => None,
    });
    let taken: Option<Vec<Vec<_>>> = taken.collect();
    let moved = match (closure(value), &found[..]) {
        (Some(closure), _) => moved(closure, known),
        (
            None,
            &[
                Found {
                    what: What::Local(local),
                    whole: true,
                    ..
                },
            ],
        ) => {
            let captures = table[local].captures.as_ref();
            captures.map_or_else(Vec::new, |captures| captures.moved.clone())
        }
        (None, _) => Vec::new(),
    };
    Captures {
        whole,
        taken: taken.map(|taken| taken.concat()),
        moved,
    }
}

/// A closure, or a local that may be or contain one, of which a value is made.
struct Found<'e> {
    what: What<'e>,
    /// Is the value no more than this?
    whole: bool,
    /// Does it stand in a block, whose locals have no name outside of it?
    inside: bool,
}

#[derive(Clone, Copy)]
enum What<'e> {
    Closure(&'e Expr),
    Local(LocalId),
    /// What stands for a closure, and the syntax does not tell what it is.
    Other,
}

fn find(value: &Expr) -> Vec<Found<'_>> {
    let mut find = Find {
        found: Vec::new(),
        whole: true,
        inside: false,
    };
    find.value(value);
    find.found
}

struct Find<'e> {
    found: Vec<Found<'e>>,
    whole: bool,
    inside: bool,
}

impl<'e> Find<'e> {
    fn value(&mut self, value: &'e Expr) {
        match value {
            Expr::Closure(_) | Expr::Async(_) => self.push(What::Closure(value)),
            Expr::Path(_) => {
                if let Some(local) = root(value) {
                    self.push(What::Local(local));
                }
            }
            Expr::Paren(value) => self.value(&value.expr),
            Expr::Block(value) => {
                self.tail(&value.block);
                if value.label.is_some() {
                    self.breaks(&value.block);
                }
            }
            Expr::Unsafe(value) => self.tail(&value.block),
            Expr::Loop(value) => self.breaks(&value.body),
            Expr::If(value) => {
                self.tail(&value.then_branch);
                if let Some((_, otherwise)) = &value.else_branch {
                    self.value(otherwise);
                }
            }
            Expr::Match(value) => {
                for arm in &value.arms {
                    self.inside(|find| find.value(&arm.body));
                }
            }
            Expr::Tuple(value) => self.parts(&value.elems),
            Expr::Array(value) => self.parts(&value.elems),
            Expr::Struct(value) => self.parts(value.fields.iter().map(|field| &field.expr)),
            Expr::Call(call) if is_constructor(&call.func) => self.parts(&call.args),
            Expr::MethodCall(call) if methods::keeps_closure(&call.method.to_string()) => {
                let method = call.method.to_string();
                // Text and slices are borrowed.
                if !methods::splits(&method) {
                    self.parts([&*call.receiver]);
                }
                self.parts(&call.args);
                let known = |argument: &Expr| match argument {
                    Expr::Closure(_) | Expr::Path(_) | Expr::Lit(_) => true,
                    argument => methods::splits(&method) && !has_closure(argument),
                };
                if methods::takes_closure(&method) && !call.args.iter().all(known) {
                    self.push(What::Other);
                }
            }
            _ => {}
        }
    }

    fn push(&mut self, what: What<'e>) {
        self.found.push(Found {
            what,
            whole: self.whole,
            inside: self.inside,
        });
    }

    fn parts(&mut self, parts: impl IntoIterator<Item = &'e Expr>) {
        let before = std::mem::replace(&mut self.whole, false);
        for part in parts {
            self.value(part);
        }
        self.whole = before;
    }

    fn inside(&mut self, look: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.inside, true);
        look(self);
        self.inside = before;
    }

    fn tail(&mut self, block: &'e Block) {
        if let Some(Stmt::Expr(tail, None)) = block.stmts.last() {
            self.inside(|find| find.value(tail));
        }
    }

    fn breaks(&mut self, block: &'e Block) {
        self.inside(|find| Breaks(find).visit_block(block));
    }
}

/// The values of all `break`s, also of those of other loops.
struct Breaks<'f, 'e>(&'f mut Find<'e>);

impl<'e> Visit<'e> for Breaks<'_, 'e> {
    fn visit_expr_break(&mut self, jump: &'e ExprBreak) {
        if let Some(value) = &jump.expr {
            self.0.value(value);
        }
        visit::visit_expr_break(self, jump);
    }

    fn visit_expr_closure(&mut self, _: &'e ExprClosure) {}
}

// Is there a closure anywhere in it?
fn has_closure(value: &Expr) -> bool {
    struct Look(bool);
    impl<'ast> Visit<'ast> for Look {
        fn visit_expr_closure(&mut self, _: &'ast ExprClosure) {
            self.0 = true;
        }
    }
    let mut look = Look(false);
    look.visit_expr(value);
    look.0
}

/// Is this `Some`?
pub fn is_some(called: &Expr) -> bool {
    matches!(called, Expr::Path(path) if path.path.is_ident("Some"))
}

// Is this a variant or a struct, by its name?
fn is_constructor(called: &Expr) -> bool {
    let Expr::Path(path) = called else {
        return false;
    };
    let last = path.path.segments.last();
    last.is_some_and(|last| last.ident.to_string().starts_with(char::is_uppercase))
}

fn moves(closure: &Expr, known: &Known) -> bool {
    let effects = of_value(closure, known);
    let moves = |effect: &Effect| matches!(effect, Effect::Move(_) | Effect::MoveIf(..));
    effects.iter().any(moves)
}

fn ends_in_closure(block: &Block) -> bool {
    match block.stmts.last() {
        Some(Stmt::Expr(Expr::Closure(_) | Expr::Async(_), None)) => true,
        Some(Stmt::Expr(Expr::Block(inner), None)) => ends_in_closure(&inner.block),
        _ => false,
    }
}

fn closure(value: &Expr) -> Option<&ExprClosure> {
    match value {
        Expr::Closure(closure) => Some(closure),
        Expr::Block(value) => match value.block.stmts.last() {
            Some(Stmt::Expr(tail, None)) => closure(tail),
            _ => None,
        },
        _ => None,
    }
}

fn moved(closure: &ExprClosure, known: &Known) -> Vec<(LocalId, Evidence)> {
    let mut body: Vec<Effect> = closure
        .inputs
        .iter()
        .flat_map(|input| of_pat(input, known))
        .collect();
    body.extend(of_value(&closure.body, known));
    let at = Spot::of(&closure.body);
    let mut moved = Vec::new();
    locals(&body, &mut |effect, local| match effect {
        Effect::Move(_) => {
            let part = Part::new();
            moved.push((local, Evidence::Part { part, at }));
        }
        Effect::MoveIf(_, evidence) => moved.push((local, evidence.clone())),
        Effect::TakeApart { moved: parts, .. } => {
            moved.extend(parts.iter().map(|evidence| (local, evidence.clone())));
        }
        _ => {}
    });
    moved.retain(|(local, _)| !declares(&body, *local));
    moved
}

fn declares(effects: &[Effect], local: LocalId) -> bool {
    let mut found = false;
    locals(effects, &mut |effect, declared| {
        found |= declared == local && matches!(effect, Effect::Declare(..));
    });
    found
}

// The locals that are used by value, each with the part that is, if that is known.
fn used_by_value(effects: &[Effect]) -> Vec<(LocalId, Option<Part>)> {
    let mut taken = Vec::new();
    locals(effects, &mut |effect, local| match effect {
        // A closure may capture more than it mentions.
        Effect::Move(_) | Effect::MoveIf(_, Evidence::Captured { .. }) => {
            taken.push((local, Some(Part::new())));
        }
        Effect::MoveIf(
            _,
            Evidence::Part { part, .. }
            | Evidence::Receiver {
                part,
                kind: Receiver::Named(_),
                ..
            },
        ) => taken.push((local, Some(part.clone()))),
        Effect::MoveIf(..) => taken.push((local, None)),
        _ => {}
    });
    taken
}
