//! Of which locals is each path asked whether a method took them?
//!
//! A method of the user's may take its receiver by value, which the type tells (`emit/methods.rs`). Where only some of the paths that meet in native
//! code call it, it is thought to borrow. If a state keeps the local from there on, that may be wrong, so the body is lowered once more with the
//! statement taken apart and each path asked. A local that is not clear even then, since the statement cannot be taken apart, is as before.

use std::collections::BTreeSet;

use crate::{
    ids::{Id, LocalId, Set},
    ir::Graph,
    layout::{Layout, leads},
    resolve::Resolved,
};

/// Asks each path for itself whether a method takes these locals, as far as that will be clear once the statements are taken apart.
#[derive(Default)]
pub struct Paths {
    /// The body as it was, and the statements that were taken apart.
    before: Option<(Resolved, BTreeSet<usize>)>,
    asked: Set<LocalId>,
    refused: Set<LocalId>,
}

impl Paths {
    /// Output: whether there is something else to ask.
    pub fn change(
        &mut self,
        resolved: &mut Resolved,
        taken: &mut BTreeSet<usize>,
        graph: &Graph,
        layout: &Layout,
    ) -> bool {
        let mut asked = self.asked.clone();
        for &(_, local) in &layout.unclear {
            if asked.contains(local) {
                asked.remove(local);
                self.refused.insert(local);
            }
        }
        // What the body has no variable for no statement decides.
        let is_written = |local: &LocalId| local.index() < resolved.locals.len();
        let can_be_asked = |local: &LocalId| !self.refused.contains(*local);
        let new = unasked(graph, layout);
        for local in new.iter().filter(is_written).filter(can_be_asked) {
            asked.insert(local);
        }
        if asked == self.asked {
            return false;
        }
        let (body, apart) = self
            .before
            .get_or_insert_with(|| (resolved.clone(), taken.clone()));
        (*resolved, *taken) = (body.clone(), apart.clone());
        for local in asked.iter() {
            resolved.locals[local].asked_on_paths = true;
        }
        self.asked = asked;
        true
    }
}

// The locals that states keep though a method may have taken them that only some of the paths there call.
fn unasked(graph: &Graph, layout: &Layout) -> Set<LocalId> {
    let mut unasked = Set::new();
    for (&edge, facts) in &layout.edges {
        if let Some(&state) = layout.state_at.get(&edge.to)
            && leads(graph, edge)
        {
            let mut kept = layout.states[state].kept();
            kept.intersect(&facts.unasked);
            kept.intersect(&facts.maybe);
            unasked.union(&kept);
        }
    }
    unasked
}
