//! What may every phase after `simplify` assume?
//!
//! The checks run in debug builds only; one that fails is a bug of ours, never a mistake of the user's.

use crate::{
    effects::{self, Effect},
    ir::{Graph, Terminator},
};

/// Panics in a debug build if the graph is not what the later phases expect.
pub fn validate(graph: &Graph) {
    if !cfg!(debug_assertions) {
        return;
    }
    let entry_scope = graph.blocks[graph.entry].scope;
    assert!(
        graph.scopes[entry_scope].parent.is_none(),
        "the entry is in the outermost scope"
    );
    for (id, block) in graph.blocks.iter() {
        for target in block.successors() {
            assert!(target.index_in(&graph.blocks), "{id} leads to no block");
            let from = &graph.blocks[id];
            let to = &graph.blocks[target];
            let related = graph.is_within(to.scope, from.scope)
                || graph
                    .enclosing(from.scope)
                    .any(|scope| graph.is_within(to.scope, scope));
            assert!(related, "{id} leads to an unrelated scope");
        }
        for effects in block.effects() {
            effects::locals(effects, &mut |effect, local| {
                let known = graph.declared.contains_key(&local);
                let inner = matches!(effect, Effect::Declare(..)) || !known;
                assert!(
                    inner || graph.in_scope(local, block.scope),
                    "{id} mentions {local} out of its scope"
                );
            });
        }
        if let Terminator::Yield { resume, .. } = block.terminator {
            assert_eq!(
                graph.blocks[resume].scope, block.scope,
                "{id} resumes in another scope"
            );
        }
    }
}

trait IndexIn<T> {
    fn index_in(&self, table: &T) -> bool;
}

impl<T> IndexIn<crate::ids::Table<crate::ids::BlockId, T>> for crate::ids::BlockId {
    fn index_in(&self, table: &crate::ids::Table<crate::ids::BlockId, T>) -> bool {
        crate::ids::Id::index(*self) < table.len()
    }
}
