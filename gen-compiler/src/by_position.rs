//! Which loops carry a position in what they iterate?
//!
//! The iterator of `for name in &names { yield_!(name.len()); }` borrows from `names`, so rustc would not let both be carried. What comes next can be found by
//! its number, though, and so can what came last: by hand one would write `names[i]`. So where such an iterator is live across a yield the machine counts, and borrows `names`
//! anew for each item; and where what the pattern borrows is live at the start of a state, it is found again there. (Rematerialisation, as that of ranges in `layout`.)
//! The fold copy stays as it is written, so rustc says of it what there is to say about the borrow.

use proc_macro2::Ident;
use syn::{
    Expr, Pat, Stmt, parse_quote, parse_quote_spanned, spanned::Spanned, visit_mut,
    visit_mut::VisitMut,
};

use crate::{
    desugar::ours,
    effects::{self, Effect, Known},
    ids::LocalId,
    ir::{FoundAgain, Glue, Graph, Sequence, Statement, Terminator},
    liveness::liveness,
    macros::Code,
    names,
};

/// Lets the loops count whose iterators, or what these borrow, would be live across a yield.
pub fn by_position(graph: &mut Graph, known: &Known) {
    // Inner loops first, which may iterate what an outer one borrows.
    for iter in graph.locals.ids().rev().collect::<Vec<_>>() {
        let Some(sequence) = graph.locals[iter].sequence.take() else {
            continue;
        };
        let live = liveness(graph);
        let is_live = |local: LocalId| {
            let resumes = graph.resume_points();
            resumes.iter().any(|resume| live[resume].contains(local))
        };
        let is_carried = is_live(iter) || sequence.borrowed.iter().any(|&local| is_live(local));
        if is_carried && count(graph, iter, &sequence, known).is_some() {
            for &local in &sequence.borrowed {
                find_again(graph, local, iter, &sequence);
            }
        }
    }
}

// Replaces the iterator by a position. Output: nothing if the loop is never reached.
fn count(graph: &mut Graph, iter: LocalId, sequence: &Sequence, known: &Known) -> Option<()> {
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
    let items = &sequence.head;
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
        for local in bound.chain(effects::bound(&sequence.pat)) {
            graph.locals[local].glue = Glue::None;
        }
    }
    Some(())
}

// Who mentions it needs what it is found by.
fn find_again(graph: &mut Graph, local: LocalId, position: LocalId, sequence: &Sequence) {
    let mut needed = vec![position];
    names::mentioned_in(Code::Expr(&sequence.head), &mut needed);
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
    graph.locals[local].found_again = Some(FoundAgain {
        head: sequence.head.clone(),
        pat: sequence.pat.clone(),
        position,
    });
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
