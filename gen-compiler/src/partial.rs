//! Which locals are carried with a note of which of their parts are gone?
//!
//! A local of which a part was moved away, and whose other parts nobody knows, cannot be moved into a state, and of one that only some ways moved it is not clear whether it is there. Such a
//! local can be carried all the same if every use of it by value shows: then the part, or all of it, is read out of its place, and what is carried notes that it is gone (`partial.rs` in
//! gen-runtime). rustc does not see in the machine which parts are there, so every way in which the body may give a part a value has to be known here.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenTree;
use syn::{
    Expr, ExprAssign, ExprLet, ExprMatch, Local as Let, Macro, Pat,
    visit::{self, Visit},
};

use crate::{
    borrows::borrows,
    desugar::known,
    effects::{self, Effect, Evidence, Part, is_place_expression},
    emptied::{self, Taking},
    handed_out::shown,
    ids::{BlockId, Id, LocalId, Set, Table},
    ir::{Glue, Gone, Graph},
    layout::{Carried, Layout, leads},
    liveness::{liveness, uses},
    macros::{self, Argument, Code},
    names,
    references::references,
    resolve::Resolved,
};

/// What is moved out of each local where it is.
pub type Taken = BTreeMap<LocalId, BTreeSet<Gone>>;

/// The locals of which parts are used by value that may be moved out where they are, and those that patterns take apart and that are not in `apart`.
pub fn candidates(
    resolved: &Resolved,
    graph: &Graph,
    layout: &Layout,
    apart: &Set<LocalId>,
) -> Set<LocalId> {
    let is_part =
        |evidence: &Evidence| matches!(evidence, Evidence::Part { at, .. } if !at.in_pattern);
    let mut matched = Matched {
        apart,
        found: Set::new(),
    };
    matched.visit_block(&resolved.body);
    let mut found = Set::new();
    for local in eligible(resolved, graph, layout).iter() {
        let moved = layout
            .edges
            .values()
            .filter_map(|facts| facts.moved.get(&local));
        if moved.flatten().any(is_part) || matched.found.contains(local) {
            found.insert(local);
        }
    }
    found
}

/// The locals of which something would be lost that may be carried with a note.
pub fn eligible(resolved: &Resolved, graph: &Graph, layout: &Layout) -> Set<LocalId> {
    // What is used by value of a reference is `Copy`.
    let mut references = references(graph).sure;
    references.extend(shown(graph));
    let mut eligible = Set::new();
    for local in layout.lost.locals.iter() {
        if may_be_carried(resolved, graph, local) && !references.contains(&local) {
            eligible.insert(local);
        }
    }
    eligible
}

/// The locals that patterns take apart, or parts of them.
struct Matched<'m> {
    /// Those of which the rest is kept by itself instead, if it is all of them that is taken apart.
    apart: &'m Set<LocalId>,
    found: Set<LocalId>,
}

impl Matched<'_> {
    fn matched(&mut self, value: &Expr, pat: &Pat) {
        if let Some((local, part)) = effects::part(value)
            && !effects::bound_by_value(pat).is_empty()
            && (!part.is_empty() || !self.apart.contains(local) && effects::leaves_something(pat))
        {
            self.found.insert(local);
        }
    }
}

impl<'ast> Visit<'ast> for Matched<'_> {
    fn visit_local(&mut self, local: &'ast Let) {
        if let Some(init) = &local.init {
            self.matched(&init.expr, &local.pat);
        }
        visit::visit_local(self, local);
    }

    fn visit_expr_let(&mut self, expr: &'ast ExprLet) {
        self.matched(&expr.expr, &expr.pat);
        visit::visit_expr_let(self, expr);
    }

    fn visit_expr_match(&mut self, expr: &'ast ExprMatch) {
        for arm in &expr.arms {
            self.matched(&expr.expr, &arm.pat);
        }
        visit::visit_expr_match(self, expr);
    }
}

/// The locals that would be dropped where the state changes, or a part of them, since it is not clear whether they are still there.
pub fn unclear(resolved: &Resolved, graph: &Graph, layout: &Layout) -> Set<LocalId> {
    let mut found = Set::new();
    let mut find = |local: LocalId| {
        if may_be_carried(resolved, graph, local) {
            found.insert(local);
        }
    };
    for &(_, local) in &layout.unclear {
        find(local);
    }
    for (edge, facts) in &layout.edges {
        let leaves = layout.state_at.contains_key(&edge.to) && leads(graph, *edge);
        for (&local, moved) in facts.moved.iter().filter(|_| leaves) {
            let on_some_paths =
                |moved: &Evidence| !moved.takes_all() || facts.is_on_some_paths(local, moved);
            if !graph.locals[local].parts.is_empty() && moved.iter().any(on_some_paths) {
                find(local);
            }
        }
    }
    found
}

fn may_be_carried(resolved: &Resolved, graph: &Graph, local: LocalId) -> bool {
    // What has no name in the body is a value that a pattern matches.
    let is_named = local.index() < resolved.locals.len();
    let row = &graph.locals[local];
    is_named && row.is_plain() && row.glue != Glue::None && graph.anchors == 0
}

/// What else the body does with locals of which parts are moved out where they are.
pub struct Checked {
    /// The locals that it does too much with.
    pub refused: Set<LocalId>,
    /// The macros that are given locals, and have to be the standard library's.
    pub called: BTreeSet<String>,
}

/// Looks at what else is done with these locals. `defined` are the macros that the body defines.
pub fn checked(
    resolved: &Resolved,
    graph: &Graph,
    layout: &Layout,
    taken: &Taken,
    defined: &BTreeSet<String>,
) -> Checked {
    let mut refused = Set::new();
    for (&local, gone) in taken {
        if gone.is_empty() || gone.len() > 32 || gone.iter().any(|one| is_ambiguous(one, gone)) {
            refused.insert(local);
        }
    }
    let mut written = Written {
        taken,
        defined,
        in_macro: false,
        refused: &mut refused,
        assigned: Vec::new(),
        opened: opened(taken),
        called: BTreeSet::new(),
    };
    written.visit_block(&resolved.body);
    written.refuse_opened();
    let called = written.called;
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
    let live = liveness(graph);
    let borrows = borrows(graph, &BTreeSet::new()).into_iter();
    let borrows = borrows.filter(|(holder, _)| is_carried(*holder));
    let borrowed = borrows.flat_map(|(holder, borrowed)| {
        let others = borrowed.into_iter();
        others
            .filter(move |&local| local != holder)
            .map(move |local| (holder, local))
    });
    let borrowed =
        borrowed.filter(|&(holder, local)| !is_used_outside(graph, &live, holder, local));
    let borrowed = borrowed.map(|(_, local)| local);
    // What a method is called on last it may take by value. Of a part it is thought to borrow.
    let called_last = uses(graph, &live).called_last_as_a_whole;
    let others = called_last.iter().chain(layout.lost.locals.iter());
    for local in borrowed.chain(others) {
        if taken.contains_key(&local) {
            refused.insert(local);
        }
    }
    Checked { refused, called }
}

// May `holder` be used where the scope of `local` was left? Then it cannot hold a borrow of that.
fn is_used_outside(
    graph: &Graph,
    live: &Table<BlockId, Set<LocalId>>,
    holder: LocalId,
    local: LocalId,
) -> bool {
    let is_in_scope = |block: BlockId| graph.in_scope(local, graph.blocks[block].scope);
    let mut edges = graph.blocks.iter().flat_map(|(id, block)| block.edges(id));
    edges.any(|edge| {
        is_in_scope(edge.from) && !is_in_scope(edge.to) && live[edge.to].contains(holder)
    })
}

// Is it in a box by another name, or not certain what a pattern took of a part that others take something of?
fn is_ambiguous(one: &Gone, gone: &BTreeSet<Gone>) -> bool {
    let part = without_derefs(&one.part);
    let is_plain = part.len() == one.part.len();
    let Some(bound) = &one.bound else {
        return !is_plain;
    };
    let others = gone.iter().filter(|other| other.part != one.part);
    others
        .map(|other| (other, without_derefs(&other.part)))
        .any(|(other, inner)| {
            // What is `Copy` and was bound may go with what it is in.
            let goes_with = |inside: &[String]| match &bound.parts {
                Some(parts) => parts.iter().any(|bound| bound.starts_with(inside)),
                None => true,
            };
            match inner.strip_prefix(&part[..]) {
                Some(inside) => !is_plain || other.bound.is_some() || goes_with(inside),
                None => !is_plain && part.starts_with(&inner),
            }
        })
}

fn without_derefs(part: &Part) -> Part {
    part.iter().filter(|step| *step != "*").cloned().collect()
}

// The parts of which patterns took something.
fn opened(taken: &Taken) -> Vec<(LocalId, Part)> {
    let gone = taken.iter();
    let gone = gone.flat_map(|(&local, gone)| gone.iter().map(move |one| (local, one)));
    let bound = gone.filter(|(_, one)| one.bound.is_some());
    bound
        .map(|(local, one)| (local, one.part.clone()))
        .collect()
}

/// Looks for what may give a part a value, and is not an assignment to it.
struct Written<'t> {
    taken: &'t Taken,
    /// The macros that the body defines.
    defined: &'t BTreeSet<String>,
    /// In a macro's arguments, where nothing is noted?
    in_macro: bool,
    refused: &'t mut Set<LocalId>,
    /// The parts that are given a value.
    assigned: Vec<(LocalId, Part)>,
    /// The parts that patterns take apart.
    opened: Vec<(LocalId, Part)>,
    called: BTreeSet<String>,
}

impl Written<'_> {
    fn is_taken(&self, mentioned: &[LocalId]) -> bool {
        mentioned.iter().any(|local| self.taken.contains_key(local))
    }

    // Where a pattern takes a tuple apart it is noted that all of it is gone, though a half may be given a value again.
    fn matched(&mut self, value: &Expr, pat: &Pat) {
        let pat = match pat {
            Pat::Type(pat) => &*pat.pat,
            Pat::Guard(pat) => &*pat.pat,
            pat => pat,
        };
        if let (Expr::Macro(value), Pat::Tuple(_)) = (value, pat)
            && emptied::taking(&value.mac) == Some(Taking::Part)
            && let Ok(place) = value.mac.parse_body()
        {
            self.opened.extend(effects::part(&place));
        }
    }

    fn refuse_opened(&mut self) {
        for (local, part) in std::mem::take(&mut self.assigned) {
            let part = without_derefs(&part);
            let is_in = |outer: &Part| {
                let outer = without_derefs(outer);
                part.len() > outer.len() && part.starts_with(&outer)
            };
            let mut opened = self.opened.iter();
            if opened.any(|(other, outer)| *other == local && is_in(outer)) {
                self.refuse(vec![local]);
            }
        }
    }

    // What a pattern matches is only looked at.
    fn scrutinee(&mut self, value: &Expr) {
        if !(is_place_expression(value) && effects::part(value).is_some()) {
            self.visit_expr(value);
        }
    }

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

    fn visit_local(&mut self, local: &'ast Let) {
        let Some(init) = &local.init else { return };
        self.matched(&init.expr, &local.pat);
        self.visit_pat(&local.pat);
        self.scrutinee(&init.expr);
        if let Some((_, diverge)) = &init.diverge {
            self.visit_expr(diverge);
        }
    }

    fn visit_expr_let(&mut self, expr: &'ast ExprLet) {
        self.matched(&expr.expr, &expr.pat);
        self.visit_pat(&expr.pat);
        self.scrutinee(&expr.expr);
    }

    fn visit_expr_match(&mut self, expr: &'ast ExprMatch) {
        for arm in &expr.arms {
            self.matched(&expr.expr, &arm.pat);
            self.visit_arm(arm);
        }
        self.scrutinee(&expr.expr);
    }

    fn visit_expr_assign(&mut self, assign: &'ast ExprAssign) {
        match effects::part(&assign.left) {
            // All of it is given a value; what is in it may be gone.
            Some((local, part)) if part.is_empty() || self.in_macro => self.refuse(vec![local]),
            Some((local, part)) if self.taken.contains_key(&local) => {
                // What is assigned is noted, or in a part that is there.
                self.assigned.push((local, part));
            }
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

    // A macro may assign to any part of a local that it is given, unless it is one of the standard library's.
    fn visit_macro(&mut self, mac: &'ast Macro) {
        if let Some(call) = emptied::called(mac) {
            return call
                .args
                .iter()
                .for_each(|argument| self.visit_expr(argument));
        }
        if emptied::taking(mac).is_some() {
            return;
        }
        let mut mentioned = Vec::new();
        names::mentioned(mac.tokens.clone(), &mut mentioned);
        if !self.is_taken(&mentioned) {
            return;
        }
        if !known::is_asked(&mac.path, self.defined) {
            return self.refuse(mentioned);
        }
        self.called.insert(macros::name(mac));
        let before = std::mem::replace(&mut self.in_macro, true);
        for argument in macros::arguments(mac) {
            match argument {
                Argument::Expr(expr) => Written::visit_expr(self, &expr),
                // Nobody knows what is in a pattern's guard.
                Argument::Other(TokenTree::Literal(_)) => {}
                Argument::Other(token) => {
                    let mut mentioned = Vec::new();
                    names::mentioned(token.into(), &mut mentioned);
                    self.refuse(mentioned);
                }
            }
        }
        self.in_macro = before;
    }
}
