//! Which argument does nothing but give a variable its value?
//!
//! `let mut items = things;` copies the argument, if that is not mentioned again: one of two copies is idle from then on. Where the argument has nothing
//! to drop nobody can tell if it is that variable. (Copy coalescing: Briggs, Cooper, Torczon: Improvements to graph coloring register
//! allocation, 1994, section 3.)

use std::collections::BTreeMap;

use syn::{Expr, Local, Pat, Stmt};

use crate::{
    ids::LocalId,
    ir::{Glue, Graph, Statement},
    names,
};

/// Takes these variables for the arguments.
pub fn arguments(graph: &mut Graph) {
    let statements = &graph.blocks[graph.entry].statements;
    let mut copied = statements.iter().filter_map(copy);
    // To count what all code mentions takes long.
    if graph.anchors > 0 || !copied.any(|(_, from)| graph.params.contains(&from)) {
        return;
    }
    let mut mentioned = Vec::new();
    for (_, block) in graph.blocks.iter() {
        for code in block.code() {
            names::mentioned_in(code, &mut mentioned);
        }
    }
    let mut counts: BTreeMap<LocalId, usize> = BTreeMap::new();
    for local in mentioned {
        *counts.entry(local).or_default() += 1;
    }
    let mut params = std::mem::take(&mut graph.params);
    for param in &mut params {
        if graph.locals[*param].glue != Glue::None || counts.get(param) != Some(&1) {
            continue;
        }
        let statements = &graph.blocks[graph.entry].statements;
        let copied = |statement: &Statement| copy(statement).filter(|(_, from)| from == param);
        let found = statements.iter().enumerate();
        let mut found = found.filter_map(|(at, statement)| Some((at, copied(statement)?.0)));
        if let Some((at, variable)) = found.next() {
            graph.blocks[graph.entry].statements.remove(at);
            let ty = graph.locals[*param].ty.take();
            graph.locals[variable].ty = ty;
            graph.locals[variable].glue = Glue::None;
            if let Some(&scope) = graph.declared.get(param) {
                graph.declared.insert(variable, scope);
            }
            *param = variable;
        }
    }
    graph.params = params;
}

// Input: `let variable = argument;`. Output: both.
fn copy(statement: &Statement) -> Option<(LocalId, LocalId)> {
    let Stmt::Local(Local {
        attrs,
        pat: Pat::Ident(pat),
        init: Some(init),
        ..
    }) = &statement.code
    else {
        return None;
    };
    let Expr::Path(value) = &*init.expr else {
        return None;
    };
    let is_plain =
        attrs.is_empty() && pat.by_ref.is_none() && pat.subpat.is_none() && init.diverge.is_none();
    let variable = names::local(&pat.ident).filter(|_| is_plain)?;
    let argument = value.path.get_ident().and_then(names::local)?;
    Some((variable, argument))
}
