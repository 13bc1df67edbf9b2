//! Which borrows are made again behind a yield?
//!
//! The iterator of `for name in &names { yield_!(name.len()); }` borrows from `names`, so rustc would not let both be carried, and neither `row` where `let row = &rows[i];` is used behind
//! a yield. But the same borrow can be made again. What comes next can be found by its number, and so can what came last: by hand one would write `names[i]`. So where such
//! an iterator is live across a yield the machine counts, and borrows `names` anew for each item; and a borrow that is live at the start of a state is made again there. (Rematerialisation, as that
//! of ranges in `layout`.) The fold copy stays as it is written, so rustc says of it what there is to say about the borrow.

use proc_macro2::Ident;
use syn::{
    Expr, Pat, Stmt, parse_quote, parse_quote_spanned, spanned::Spanned, visit_mut,
    visit_mut::VisitMut,
};

use crate::{
    changed::changed_by,
    desugar::ours,
    effects::{self, Effect, Known},
    ids::{BlockId, LocalId, Set, Table},
    ir::{Borrow, FoundAgain, Glue, Graph, Statement, Terminator},
    liveness::{live_after, liveness},
    macros::Code,
    names,
};

/// Lets the loops count whose iterators, or items, would be live across a yield, and marks what can be borrowed again.
pub fn found_again(graph: &mut Graph, known: &Known) {
    let mut all: Vec<LocalId> = graph.locals.ids().collect();
    all.retain(|&local| graph.locals[local].borrow.is_some());
    if all.is_empty() {
        return;
    }
    // The last first: they may borrow from others.
    let order = graph.declaration_order();
    all.sort_by_key(|local| std::cmp::Reverse(order.get(local).copied()));
    let mut live = liveness(graph);
    for local in all {
        let Some(borrow) = graph.locals[local].borrow.take() else {
            continue;
        };
        let is_live = |local: LocalId| {
            let resumes = graph.resume_points();
            resumes.iter().any(|resume| live[resume].contains(local))
        };
        // The iterator is a variable of ours.
        let is_loop = !borrow.borrowed.contains(&local);
        let is_carried = is_live(local) || borrow.borrowed.iter().any(|&local| is_live(local));
        if !is_carried || may_change(graph, &live, local, &borrow) {
            continue;
        }
        let mut value = borrow.value.clone();
        let mut needed = Vec::new();
        names::mentioned_in(Code::Expr(&value), &mut needed);
        if is_loop {
            let Some(position) = count(graph, local, &borrow, known) else {
                continue;
            };
            let span = ours(value.span());
            value =
                parse_quote_spanned!(span=> ::gen_runtime::__private::last_item(#value, #position));
            needed.push(local);
        }
        for &found in &borrow.borrowed {
            read_with(graph, found, &needed);
            let row = &mut graph.locals[found];
            row.glue = Glue::None;
            row.found_again = Some(FoundAgain {
                value: value.clone(),
                pat: borrow.pat.clone(),
                needed: needed.clone(),
                first: borrow.borrowed[0],
            });
        }
        live = liveness(graph);
    }
}

// May what it is found in change, or move away, while it is used?
fn may_change(
    graph: &Graph,
    live: &Table<BlockId, Set<LocalId>>,
    local: LocalId,
    borrow: &Borrow,
) -> bool {
    // An iterator of what cannot change while rustc sees it used is not found again before it is.
    let is_used = |used: &Set<LocalId>| {
        !borrow.is_direct && used.contains(local)
            || borrow.borrowed.iter().any(|&local| used.contains(local))
    };
    // A borrow by `&mut` does not change it itself.
    let is_itself = |statement: &Statement| {
        let mut effects = statement.effects.iter();
        effects.any(|effect| {
            matches!(effect, Effect::Declare(declared, _) if *declared == local || borrow.borrowed.contains(declared))
        })
    };
    let changes = |code: &Code<'_>, effects: &[Effect]| {
        let changed = changed_by(code, &borrow.lists);
        let mut taken = Set::new();
        effects::locals(effects, &mut |effect, local| {
            if effect.takes() || matches!(effect, Effect::Assign(_) | Effect::AssignPart(..)) {
                taken.insert(local);
            }
        });
        borrow.owners.iter().any(|&owner| taken.contains(owner))
            || borrow.changing.iter().any(|&owner| changed.contains(owner))
    };
    !borrow.owners.is_empty()
        && graph.blocks.iter().any(|(id, block)| {
            let statements = block.statements.iter().enumerate();
            let mut statements = statements.map(|(at, statement)| {
                let code = Code::Stmt(&statement.code);
                !is_itself(statement)
                    && changes(&code, &statement.effects)
                    && is_used(&live_after(graph, live, id, at))
            });
            let successors = block.successors();
            let is_used_behind = || successors.iter().any(|&next| is_used(&live[next]));
            let effects = block.terminator.effects().unwrap_or_default();
            let mut evaluated = block.terminator.evaluated().into_iter();
            statements.any(|changes| changes)
                || evaluated.any(|code| changes(&code, effects)) && is_used_behind()
        })
}

// Replaces the iterator by a position. Output: its name, if the loop is ever reached.
fn count(graph: &mut Graph, iter: LocalId, borrow: &Borrow, known: &Known) -> Option<Ident> {
    let is_declared = |statement: &Statement| {
        let mut effects = statement.effects.iter();
        effects.any(|effect| matches!(effect, &Effect::Declare(local, _) if local == iter))
    };
    let (start, at) = graph.blocks.iter().find_map(|(id, block)| {
        let at = block.statements.iter().position(is_declared)?;
        Some((id, at))
    })?;
    let head = graph.blocks.ids().find(|&id| {
        matches!(&graph.blocks[id].terminator, Terminator::Match { scrutinee, .. }
            if names::mentions_in(Code::Expr(scrutinee), iter))
    })?;
    let items = &borrow.value;
    let span = ours(items.span());
    let row = &mut graph.locals[iter];
    row.ident = Ident::new(&names::ours("position").to_string(), span);
    row.glue = Glue::None;
    row.ends = None;
    let position = names::numbered(&row.ident, iter);
    let code: Stmt = parse_quote_spanned!(span=> let mut #position = 0_usize;);
    graph.blocks[start].statements[at].effects = effects::of_stmt(&code, known);
    graph.blocks[start].statements[at].code = code;
    let next: Expr =
        parse_quote_spanned!(span=> ::gen_runtime::__private::next_item(#items, &mut #position));
    if let Terminator::Match {
        scrutinee,
        effects,
        arms,
    } = &mut graph.blocks[head].terminator
    {
        *effects = effects::of_value(&next, known);
        *scrutinee = next;
        // Items are borrows or copies.
        let bound = arms.iter().flat_map(|arm| effects::bound(&arm.pat));
        for local in bound.chain(effects::bound(&borrow.pat)) {
            graph.locals[local].glue = Glue::None;
        }
    }
    Some(position)
}

// Who mentions it needs what it is made of.
fn read_with(graph: &mut Graph, local: LocalId, needed: &[LocalId]) {
    for block in graph.blocks.ids() {
        for effects in graph.blocks[block].effects_mut() {
            let mut mentioned = false;
            effects::locals(effects, &mut |effect, other| {
                mentioned |= other == local && !matches!(effect, Effect::Declare(..));
            });
            if mentioned {
                let reads = needed.iter().map(|&needed| Effect::Read(needed));
                effects.splice(0..0, reads);
            }
        }
    }
}

/// Of `(i, name)` the `name`, if that is what is wanted: `(_, name)`.
pub fn only(pat: &Pat, wanted: &[LocalId]) -> Pat {
    struct Only<'w>(&'w [LocalId]);

    impl VisitMut for Only<'_> {
        fn visit_pat_mut(&mut self, pat: &mut Pat) {
            match pat {
                Pat::Ident(name) => {
                    if names::local(&name.ident).is_some_and(|local| !self.0.contains(&local)) {
                        *pat = parse_quote!(_);
                    }
                }
                pat => visit_mut::visit_pat_mut(self, pat),
            }
        }

        // Input: `Point { x, y }`. Output: `Point { x: x, y: _ }`.
        fn visit_field_pat_mut(&mut self, field: &mut syn::FieldPat) {
            if let syn::Member::Named(name) = &field.member {
                field.colon_token.get_or_insert(syn::Token![:](name.span()));
            }
            self.visit_pat_mut(&mut field.pat);
        }
    }

    let mut pat = pat.clone();
    Only(wanted).visit_pat_mut(&mut pat);
    pat
}
