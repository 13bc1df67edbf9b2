//! Of which locals is what a pattern leaves kept by itself?
//!
//! After `let Page { image, .. } = page;` the rest of `page` has to be dropped at the end of its scope, but has no name. If the local is not used again it can be moved, as a whole, into a
//! variable of ours that drops no more than the rest (`rest.rs` in gen-runtime), which stands right behind the local, so that it is dropped in its place. Where it would not be clear for a state which of the two is
//! there, since a pattern matches on some of the ways through an operand only, the local is carried with a note instead (`partial.rs`).

use std::collections::BTreeMap;

use crate::{
    effects::{self, Effect},
    ids::{LocalId, Set},
    ir::{Glue, Graph},
    layout::Layout,
    liveness::{liveness, uses},
    resolve::Resolved,
};

/// The locals of which it may be.
pub fn candidates(resolved: &Resolved, graph: &Graph, layout: &Layout) -> Set<LocalId> {
    // What is left is dropped before a new value comes.
    let mut assigned = Set::new();
    for (_, block) in graph.blocks.iter() {
        for effects in block.all_effects() {
            effects::locals(effects, &mut |effect, local| {
                if matches!(effect, Effect::Assign(_)) {
                    assigned.insert(local);
                }
            });
        }
    }
    let mut found = Set::new();
    for local in layout.lost.locals.iter() {
        let is_plain = graph.locals[local].is_plain();
        // The rest of an argument would be dropped before the arguments that follow it.
        let mut arguments = resolved.params.iter();
        let is_argument = arguments.any(|&param| param == local);
        let mut is_last = || arguments.all(|&param| graph.locals[param].glue == Glue::None);
        if is_plain && !assigned.contains(local) && (!is_argument || is_last()) {
            found.insert(local);
        }
    }
    found
}

/// The variables that keep what patterns leave of each local.
pub type Rests = BTreeMap<LocalId, Vec<LocalId>>;

/// The locals that are used again after all.
pub fn used_again(graph: &Graph, rests: &Rests) -> Vec<LocalId> {
    let used = uses(graph, &liveness(graph)).used_apart;
    let locals = rests.keys().copied();
    locals.filter(|&local| used.contains(local)).collect()
}

/// Those of which it is not clear for a state whether they, or what is left of them, are still there.
pub fn unclear(layout: &Layout, rests: &Rests) -> Set<LocalId> {
    let is_unclear = |local: LocalId| layout.unclear.iter().any(|&(_, other)| other == local);
    let mut found = Set::new();
    for (&local, rests) in rests {
        if is_unclear(local) || rests.iter().any(|&rest| is_unclear(rest)) {
            found.insert(local);
        }
    }
    found
}
