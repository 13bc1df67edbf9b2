//! Does every macro see the same tokens in both copies of the body?
//!
//! Where there are anchors, or references that are lent, the borrow checker looks at the fold copy only, so the machine must be the same program. The user's
//! tokens are, but for what a macro might look at: a jump, which is other code in the machine, a variable that has
//! another name there, and an operand with a yield, which is evaluated before. Where there are anchors, macros of the standard library are called
//! by their paths (`desugar/standard.rs`), so these are what they seem to be. Where there are none, any macro might be any other, and what would
//! be reported keeps references from being lent.

use proc_macro2::Ident;
use quote::ToTokens;
use syn::{
    Item, Macro,
    visit::{self, Visit},
};

use crate::{
    diag::{Errors, message},
    emit::naming::Naming,
    ids::{Id, LocalId, Set},
    ir::{Graph, Terminator},
    macros, names,
    parse::Function,
};

/// Reports what a macro might see of the difference between the copies.
pub fn same(function: &Function, graph: &Graph, naming: &Naming, errors: &mut Errors) {
    if graph.anchors == 0 && !graph.lends {
        return;
    }
    let mut same = Same {
        graph,
        naming,
        errors,
        said: Set::new(),
    };
    if graph.anchors == 0 {
        Yields(same.errors).visit_block(&function.body);
    }
    for (_, block) in graph.blocks.iter() {
        for statement in &block.statements {
            same.visit_stmt(&statement.code);
        }
        match &block.terminator {
            Terminator::If { condition, .. } => same.visit_expr(condition),
            Terminator::Match {
                scrutinee, arms, ..
            } => {
                same.visit_expr(scrutinee);
                for arm in arms {
                    same.visit_pat(&arm.pat);
                }
            }
            Terminator::LetElse { pat, value, .. } => {
                same.visit_pat(pat);
                same.visit_expr(value);
            }
            Terminator::Yield { value, .. } => same.visit_expr(value),
            Terminator::Goto(_) | Terminator::Unreachable | Terminator::Return => {}
        }
    }
    for (_, scope) in graph.scopes.iter() {
        for item in &scope.items {
            same.visit_item(item);
        }
    }
}

/// Reports the macros with yields in their arguments.
struct Yields<'e>(&'e mut Errors);

impl<'ast> Visit<'ast> for Yields<'_> {
    fn visit_macro(&mut self, mac: &'ast Macro) {
        if macros::find_yield(mac.tokens.clone()).is_some() {
            let name = macros::name(mac);
            self.0.push(&mac.path, message::jump_in_macro(&name));
        }
    }
}

/// The walk over the machine's code.
struct Same<'a> {
    graph: &'a Graph,
    naming: &'a Naming,
    errors: &'a mut Errors,
    /// The locals that were reported.
    said: Set<LocalId>,
}

impl Same<'_> {
    // `defined` is the macro whose definition this is.
    fn mentions(&mut self, tokens: impl ToTokens, defined: Option<&Option<Ident>>) {
        let mut mentioned = Vec::new();
        names::mentioned(tokens.into_token_stream(), &mut mentioned);
        let locals = &self.graph.locals;
        mentioned.retain(|local| local.index() < locals.len());
        mentioned.sort_unstable();
        mentioned.dedup();
        for local in mentioned {
            let ident = &locals[local].ident;
            if let Some(name) = defined.filter(|_| locals[local].is_pointer()) {
                self.errors.push(name, message::ANCHOR_IN_DEFINITION);
            } else if !names::is_ours(ident)
                && !self.naming.keeps_name(self.graph, local)
                && self.said.insert(local)
            {
                self.errors.push(ident, message::SHADOWS_IN_MACRO);
            }
        }
    }
}

impl<'ast> Visit<'ast> for Same<'_> {
    fn visit_macro(&mut self, mac: &'ast Macro) {
        macros::strangers(mac, &mut |path, tokens| {
            self.mentions(tokens, None);
            if macros::any(tokens.clone(), &|token, _| names::is_jump(token)).is_some() {
                let name = macros::last(path);
                self.errors.push(path, message::jump_in_macro(&name));
            }
        });
    }

    fn visit_item(&mut self, item: &'ast Item) {
        match item {
            Item::Macro(item) => self.mentions(&item.mac.tokens, Some(&item.ident)),
            item => visit::visit_item(self, item),
        }
    }
}
