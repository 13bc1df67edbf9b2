//! Which locals are carried with a note of which of their parts are gone?
//!
//! A local of which a part was moved away, and whose other parts nobody knows, cannot be moved into a state. It can be carried all the same if it is
//! never moved as a whole: then the part is read out of its place, and what is carried notes that it is gone (`partial.rs` in gen-runtime). rustc does not see
//! in the machine which parts are there, so every way in which the body may give a part a value has to be known here.

use std::collections::{BTreeMap, BTreeSet};

use syn::{
    Expr, ExprAssign, Macro,
    visit::{self, Visit},
};

use crate::{
    borrows::borrows,
    effects::{self, Effect, Evidence, Part, is_place_expression},
    emptied,
    ids::{Id, LocalId, Set},
    ir::{Glue, Graph, InMacro},
    layout::{Carried, Layout},
    liveness::{liveness, uses},
    macros::Code,
    names,
    resolve::Resolved,
};

/// The parts of each local that are moved out where they are.
pub type Taken = BTreeMap<LocalId, BTreeSet<Part>>;

/// The locals of which parts are used by value that may be moved out where they are.
pub fn candidates(resolved: &Resolved, graph: &Graph, layout: &Layout) -> Set<LocalId> {
    let mut found = Set::new();
    if graph.anchors > 0 {
        return found;
    }
    let is_part =
        |evidence: &Evidence| matches!(evidence, Evidence::Part { at, .. } if !at.in_pattern);
    // What has no name in the body is a value that a pattern matches.
    let named = |local: &LocalId| local.index() < resolved.locals.len();
    for local in layout.lost.locals.iter().filter(named) {
        let row = &graph.locals[local];
        let is_special = row.in_macro == InMacro::Shown
            || row.captures.is_some()
            || row.untyped.is_some()
            || row.is_pointer()
            || row.in_place;
        let moved = layout
            .edges
            .values()
            .filter_map(|facts| facts.moved.get(&local));
        if !is_special && moved.flatten().any(is_part) {
            found.insert(local);
        }
    }
    found
}

/// Those of these locals of which the body does something else after all.
pub fn refused(resolved: &Resolved, graph: &Graph, layout: &Layout, taken: &Taken) -> Set<LocalId> {
    let mut refused = Set::new();
    for (&local, parts) in taken {
        let is_plain = |part: &Part| part.iter().all(|step| step != "*");
        if parts.is_empty() || parts.len() > 32 || !parts.iter().all(is_plain) {
            refused.insert(local);
        }
    }
    // An argument that stays in place is not declared again behind it.
    for (at, param) in graph.params.iter().enumerate() {
        let mut after = graph.params[at + 1..].iter();
        if taken.contains_key(param)
            && after.any(|&param| {
                graph.locals[param].in_place && graph.locals[param].glue != Glue::None
            })
        {
            refused.insert(*param);
        }
    }
    let mut written = Written {
        taken,
        refused: &mut refused,
    };
    written.visit_block(&resolved.body);
    for (_, block) in graph.blocks.iter() {
        for effects in block.all_effects() {
            effects::locals(effects, &mut |effect, local| {
                let changes = effect.takes() || matches!(effect, Effect::Assign(_));
                if changes && taken.contains_key(&local) {
                    refused.insert(local);
                }
            });
        }
    }
    // Of a borrow across a yield rustc says more if it sees the local itself.
    let is_carried = |local: LocalId| {
        let mut fields = layout.states.iter().flat_map(|(_, row)| &row.fields);
        fields.any(|field| field.local == local && field.carried != Carried::Kept)
    };
    let borrows = borrows(graph, &BTreeSet::new()).into_iter();
    let borrows = borrows.filter(|(holder, _)| is_carried(*holder));
    let borrowed = borrows.flat_map(|(holder, borrowed)| {
        let others = borrowed.into_iter();
        others.filter(move |&local| local != holder)
    });
    // What a method is called on last it may take by value.
    let called_last = uses(graph, &liveness(graph)).called_last;
    let others = called_last.iter().chain(layout.lost.locals.iter());
    for local in borrowed.chain(others) {
        if taken.contains_key(&local) {
            refused.insert(local);
        }
    }
    refused
}

/// Looks for what may give a part a value, and is not an assignment to it.
struct Written<'t> {
    taken: &'t Taken,
    refused: &'t mut Set<LocalId>,
}

impl Written<'_> {
    fn refuse(&mut self, mentioned: Vec<LocalId>) {
        for local in mentioned {
            if self.taken.contains_key(&local) {
                self.refused.insert(local);
            }
        }
    }
}

impl<'ast> Visit<'ast> for Written<'_> {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        // `(*x).part` may be `x.part`, by another name.
        if let Expr::Unary(_) = expr
            && let Some((local, _)) = effects::part(expr)
        {
            self.refuse(vec![local]);
        }
        visit::visit_expr(self, expr);
    }

    fn visit_expr_assign(&mut self, assign: &'ast ExprAssign) {
        match effects::part(&assign.left) {
            // All of it is given a value; what is in it may be gone.
            Some((local, part)) if part.is_empty() => self.refuse(vec![local]),
            // What is assigned is noted, or in a part that is there.
            Some(_) => {}
            // Something in a value that is there.
            None if is_place_expression(&assign.left) => {}
            None => {
                let mut mentioned = Vec::new();
                names::mentioned_in(Code::Expr(&assign.left), &mut mentioned);
                self.refuse(mentioned);
            }
        }
        visit::visit_expr_assign(self, assign);
    }

    // A macro may assign to any part of a local that it is given, whatever its name: that of one of the standard library may be another's.
    fn visit_macro(&mut self, mac: &'ast Macro) {
        if emptied::taking(mac).is_none() {
            let mut mentioned = Vec::new();
            names::mentioned(mac.tokens.clone(), &mut mentioned);
            self.refuse(mentioned);
        }
    }
}
