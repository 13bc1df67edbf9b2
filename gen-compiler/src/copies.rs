//! Which copies of variables need not be made?
//!
//! An operand that is a variable is evaluated before a yield into a local of ours, which moves it. Where the variable is
//! used again it was only copied, or reborrowed, and nothing in between changes it: there the variable stands for
//! itself. (Copy propagation: Aho, Lam, Sethi, Ullman: Compilers, section 9.1.5.)

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenTree};
use syn::{
    Macro, Stmt,
    visit_mut::{self, VisitMut},
};

use crate::{
    effects::{self, Effect},
    ids::LocalId,
    ir::{Graph, Statement},
    liveness::{live_after, liveness},
    names,
};

/// Replaces the copies of variables that are used again.
pub fn copies(graph: &mut Graph) {
    if graph.copies.is_empty() {
        return;
    }
    let live = liveness(graph);
    let sources: BTreeMap<LocalId, LocalId> = graph.copies.drain(..).collect();
    let mut replaced = BTreeMap::new();
    for (id, block) in graph.blocks.iter() {
        for (index, statement) in block.statements.iter().enumerate() {
            if let Some(copy) = declared(statement)
                && let Some(&source) = sources.get(&copy)
                && live_after(graph, &live, id, index).contains(source)
            {
                replaced.insert(copy, source);
            }
        }
    }
    for id in graph.blocks.ids() {
        let statements = &mut graph.blocks[id].statements;
        statements.retain(|statement| {
            declared(statement).is_none_or(|copy| !replaced.contains_key(&copy))
        });
        for statement in statements {
            let mut replace = Replace {
                locals: &replaced,
                names: &mut |local| graph.locals[local].ident.clone(),
            };
            replace.visit_stmt_mut(&mut statement.code);
            effects::rename(&mut statement.effects, &|local| source(&replaced, local));
        }
    }
}

// The one local that this statement declares with a value.
fn declared(statement: &Statement) -> Option<LocalId> {
    match (&statement.code, statement.effects.last()) {
        (Stmt::Local(_), Some(Effect::Declare(local, true))) => Some(*local),
        _ => None,
    }
}

fn source(replaced: &BTreeMap<LocalId, LocalId>, mut local: LocalId) -> LocalId {
    while let Some(&source) = replaced.get(&local) {
        local = source;
    }
    local
}

struct Replace<'r> {
    locals: &'r BTreeMap<LocalId, LocalId>,
    names: &'r mut dyn FnMut(LocalId) -> Ident,
}

impl VisitMut for Replace<'_> {
    fn visit_ident_mut(&mut self, ident: &mut Ident) {
        let Some(local) = names::local(ident) else {
            return;
        };
        let source = source(self.locals, local);
        if source != local {
            let mut name = (self.names)(source);
            // The name is the source's, whoever wrote that.
            name.set_span(name.span().located_at(ident.span()));
            *ident = names::numbered(&name, source);
        }
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        visit_mut::visit_macro_mut(self, mac);
        let tokens = std::mem::take(&mut mac.tokens);
        mac.tokens = names::map_tokens(tokens, &mut |token| match token {
            TokenTree::Ident(mut ident) => {
                self.visit_ident_mut(&mut ident);
                TokenTree::Ident(ident)
            }
            token => token,
        });
    }
}
