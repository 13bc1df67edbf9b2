//! What of the body may run before the first `next`, since nobody can tell?
//!
//! Nothing of a body runs before its first item is asked for. But literals, copies of arguments and iterators over ranges and slices can be
//! made where the generator is: that has no effect, cannot panic and drops nothing. Where a body comes to the head of a loop by such a
//! *prelude* only, its first state is that head, and no `next` has to ask whether the generator was started. The fold copy stays the body as it
//! was written, so the arguments have to be found again in what the head carries.

use syn::{Expr, ExprCall, ExprPath, Local, Pat, RangeLimits, Stmt, Type, UnOp};

use crate::{
    ids::{BlockId, LocalId, Set, StateId, Table},
    ir::{Glue, Graph, Statement, Terminator},
    layout::{Carried, Field, State},
    names,
};

/// The beginning of a body that is evaluated where the generator is made.
pub struct Prelude {
    /// The first state.
    pub start: StateId,
    /// The head of the loop that control comes to.
    pub to: StateId,
    /// Where each argument is found.
    pub arguments: Vec<Source>,
    /// Wherever a generator waits at that head, running the body from its beginning with what is found is to go on.
    pub begins_again: bool,
}

/// Where an argument is found again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// It is carried itself.
    Carried(LocalId),
    /// It is the end of a range that has not begun.
    End(LocalId),
    /// It is how often a loop has still to run that does not look at its numbers.
    Times(LocalId),
    /// It is what is left of the slice of an iterator.
    Slice(LocalId),
}

impl Source {
    /// The local that it is found in.
    pub fn local(self) -> LocalId {
        match self {
            Source::Carried(local)
            | Source::End(local)
            | Source::Times(local)
            | Source::Slice(local) => local,
        }
    }
}

/// Finds the prelude of a body, if its first state leads to the head of a loop.
pub fn prelude(
    graph: &Graph,
    states: &Table<StateId, State>,
    state_at: impl Fn(BlockId) -> Option<StateId>,
) -> Option<Prelude> {
    let is_beside = |local: LocalId| graph.locals[local].in_place;
    if graph.anchors > 0 || graph.locals.ids().any(is_beside) {
        return None;
    }
    let start = state_at(graph.entry)?;
    let mut known = Plain::of_arguments(graph)?;
    let mut block = graph.entry;
    let to = loop {
        let scope = &graph.scopes[graph.blocks[block].scope];
        if scope.is_unsafe || !scope.items.is_empty() {
            return None;
        }
        for statement in &graph.blocks[block].statements {
            known.learn(graph, statement)?;
        }
        let Terminator::Goto(next) = graph.blocks[block].terminator else {
            return None;
        };
        match state_at(next) {
            Some(to) if to == start => return None,
            Some(to) => break to,
            None => block = next,
        }
    };
    let carried = |field: &Field| {
        field.part.is_empty()
            && matches!(field.carried, Carried::Live | Carried::Start)
            && known.locals.contains(field.local)
    };
    if !states[to].fields.iter().all(carried) || !states[to].parts.is_empty() {
        return None;
    }
    let is_live = |local: LocalId| {
        let live = |field: &Field| field.local == local && field.carried == Carried::Live;
        states[to].fields.iter().any(live)
    };
    let found = |argument: &LocalId| {
        if is_live(*argument) {
            return Some(Source::Carried(*argument));
        }
        let given = known.given.iter();
        let mut sources =
            given.filter(|(local, source)| local == argument && is_live(source.local()));
        sources.next().map(|&(_, source)| source)
    };
    let arguments: Vec<Source> = graph.params.iter().map(found).collect::<Option<_>>()?;
    // What is not an argument begins with the body.
    let goes_on = |source: &Source, local| match source {
        Source::Carried(carried) => *carried == local,
        Source::Times(iterator) | Source::Slice(iterator) => *iterator == local,
        Source::End(_) => false,
    };
    let begins_again = states[to].fields.iter().all(|field| {
        field.carried == Carried::Live
            && arguments.iter().any(|source| goes_on(source, field.local))
    });
    Some(Prelude {
        start,
        to,
        arguments,
        begins_again,
    })
}

/// What is known of the locals of a prelude.
struct Plain {
    /// They have nothing to drop, and taking them has no effect.
    locals: Set<LocalId>,
    /// The arguments that a local was made of.
    given: Vec<(LocalId, Source)>,
}

impl Plain {
    fn of_arguments(graph: &Graph) -> Option<Self> {
        let mut locals = Set::new();
        for &param in &graph.params {
            if graph.locals[param].glue != Glue::None {
                return None;
            }
            locals.insert(param);
        }
        Some(Self {
            locals,
            given: Vec::new(),
        })
    }

    // Learns of the locals that a statement declares; `None` if it does anything else.
    fn learn(&mut self, graph: &Graph, statement: &Statement) -> Option<()> {
        let Stmt::Local(Local {
            attrs,
            pat,
            init: Some(init),
            ..
        }) = &statement.code
        else {
            return None;
        };
        if !attrs.is_empty() || init.diverge.is_some() {
            return None;
        }
        let mut declared = Vec::new();
        variables(pat, &mut declared)?;
        if let [local] = declared[..]
            && let Some((items, only_counts)) = iterated(&init.expr)
        {
            self.learn_iterator(graph, local, items, only_counts)?;
        } else if !self.is_plain(&init.expr) {
            return None;
        }
        for local in declared {
            self.locals.insert(local);
        }
        Some(())
    }

    // Learns what an iterator over `items` is made of; `None` if it is not known what happens there.
    fn learn_iterator(
        &mut self,
        graph: &Graph,
        iterator: LocalId,
        items: &Expr,
        only_counts: bool,
    ) -> Option<()> {
        match items {
            Expr::Range(range) if matches!(range.limits, RangeLimits::HalfOpen(_)) => {
                if let Some(end) = range.end.as_deref().and_then(variable) {
                    let source = if only_counts {
                        Source::Times(iterator)
                    } else {
                        Source::End(iterator)
                    };
                    self.given.push((end, source));
                }
                self.is_plain(items).then_some(())
            }
            Expr::Path(_) => {
                let slice = variable(items)?;
                let is_slice = graph.params.contains(&slice)
                    && matches!(&graph.locals[slice].ty, Some(Type::Reference(ty))
                        if ty.mutability.is_none() && matches!(*ty.elem, Type::Slice(_)));
                self.given.push((slice, Source::Slice(iterator)));
                is_slice.then_some(())
            }
            _ => None,
        }
    }

    // Does evaluating this neither have an effect nor panic, and has its value nothing to drop?
    fn is_plain(&self, value: &Expr) -> bool {
        match value {
            Expr::Lit(_) => Glue::of_value(value) == Glue::None,
            Expr::Unary(value) => {
                matches!(value.op, UnOp::Neg(_)) && matches!(*value.expr, Expr::Lit(_))
            }
            Expr::Path(_) => variable(value).is_some_and(|local| self.locals.contains(local)),
            Expr::Paren(value) => self.is_plain(&value.expr),
            Expr::Tuple(value) => value.elems.iter().all(|value| self.is_plain(value)),
            Expr::Range(range) => [&range.start, &range.end]
                .into_iter()
                .flatten()
                .all(|end| self.is_plain(end)),
            _ => false,
        }
    }
}

// The variables that a pattern of names and tuples declares.
fn variables(pat: &Pat, found: &mut Vec<LocalId>) -> Option<()> {
    match pat {
        Pat::Ident(pat) if pat.by_ref.is_none() && pat.subpat.is_none() => {
            found.push(names::local(&pat.ident)?);
            Some(())
        }
        Pat::Type(pat) => variables(&pat.pat, found),
        Pat::Tuple(pat) => pat.elems.iter().try_for_each(|pat| variables(pat, found)),
        _ => None,
    }
}

fn variable(value: &Expr) -> Option<LocalId> {
    match value {
        Expr::Path(path) => path.path.get_ident().and_then(names::local),
        _ => None,
    }
}

// What a `for` iterates over, as `lower` spells it, and whether it only counts.
fn iterated(value: &Expr) -> Option<(&Expr, bool)> {
    let Expr::Call(ExprCall { func, args, .. }) = value else {
        return None;
    };
    let Expr::Path(ExprPath { path, .. }) = &**func else {
        return None;
    };
    let is = |expected: &[&str]| {
        let names = path.segments.iter().map(|part| &part.ident);
        path.leading_colon.is_some() && names.eq(expected)
    };
    let only_counts = is(&["gen_runtime", "__private", "times"]);
    let is_ours = only_counts || is(&["core", "iter", "IntoIterator", "into_iter"]);
    let items = args.first().filter(|_| is_ours && args.len() == 1)?;
    Some((items, only_counts))
}
