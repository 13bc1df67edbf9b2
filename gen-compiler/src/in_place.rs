//! Which locals stay where they are while the generator is suspended?
//!
//! A local is carried by moving it: out of the state when the generator is resumed, and into the next one at the yield. What is
//! large, or has a destructor that a panic must run, is cheaper to leave in a slot beside the state, and to reach
//! through a reference. That is not to be noticed if nobody takes the local by value: it is only borrowed, indexed, assigned, or
//! the receiver of methods that borrow. What fits into a register or two is moved all the same.

use std::collections::BTreeSet;

use proc_macro2::TokenTree;
use syn::{Expr, Macro, Pat, Stmt, Type, visit::Visit};

use crate::{
    borrows::borrows,
    effects,
    ids::{BlockId, LocalId, ScopeId, Set, Table},
    ir::{AtFirst, Glue, Graph, InMacro, Statement, Terminator, is_primitive},
    liveness::{Uses, uses},
    macros::{self, Code},
    names::{self, Word, Words},
};

/// Marks the locals that stay in place.
pub fn in_place(graph: &mut Graph, live: &Table<BlockId, Set<LocalId>>) {
    // The frame of a generator with anchors is the anchors' own.
    if graph.anchors > 0 {
        return;
    }
    let mut stay = Set::new();
    for local in candidates(graph) {
        let row = &graph.locals[local];
        let is_special = row.in_macro >= InMacro::Text
            || row.captures.is_some()
            || row.range.is_some()
            || row.found_again.is_some();
        if !is_special && !row.lent && !row.is_partial() && !names::is_ours(&row.ident) {
            stay.insert(local);
        }
    }
    let across = across_yields(graph, live);
    stay.intersect(&across);
    let Uses {
        called_last,
        asked_last,
        mut copied,
        ..
    } = uses(graph, live);
    copied.intersect(&arrays(graph));
    for local in taken(graph)
        .into_iter()
        .filter(|&local| !copied.contains(local))
    {
        stay.remove(local);
    }
    for local in called_last.iter().chain(asked_last.iter()) {
        stay.remove(local);
    }
    for local in lent(graph, &across) {
        stay.remove(local);
    }
    // An argument that stays in place is not declared again behind one of which parts are taken, so that it is dropped before.
    let is_partial = |&&local: &&LocalId| graph.locals[local].is_partial();
    let mut params = graph.params.iter();
    if params.find(is_partial).is_some() {
        for &local in params.filter(|&&local| graph.locals[local].glue != Glue::None) {
            stay.remove(local);
        }
    }
    if graph.lends {
        for local in shown(graph) {
            stay.remove(local);
        }
    }
    let has_items = graph
        .scopes
        .iter()
        .any(|(_, scope)| !scope.items.is_empty());
    for local in stay.iter() {
        let at_first = at_first(graph, local, has_items);
        let row = &mut graph.locals[local];
        row.in_place = true;
        if at_first.is_some() {
            row.glue = Glue::None;
        }
        row.at_first = at_first;
    }
}

// A slot is never empty if it can have a value from the beginning and that has nothing to drop: an argument that is an array of
// numbers, or an array of literals. Then nobody has to ask whether it is.
fn at_first(graph: &Graph, local: LocalId, has_items: bool) -> Option<AtFirst> {
    if graph.params.contains(&local) {
        let ty = graph.locals[local].ty.as_ref();
        return ty.is_some_and(is_numbers).then_some(AtFirst::Argument);
    }
    let statements = graph.blocks.iter().flat_map(|(_, block)| &block.statements);
    let mut values = statements.filter_map(|statement| match &statement.code {
        Stmt::Local(code) if declared(statement) == Some(local) => {
            code.init.as_ref().map(|init| (&code.pat, &*init.expr))
        }
        _ => None,
    });
    let (pat, value) = values.next()?;
    let is_only = values.next().is_none() && matches!(pat, Pat::Ident(_));
    (is_only && is_literal(value, has_items)).then(|| AtFirst::Value(Box::new(value.clone())))
}

// Is this an array of numbers, which are `Copy`?
fn is_numbers(ty: &Type) -> bool {
    match ty {
        Type::Array(ty) => is_numbers(&ty.elem),
        Type::Path(_) => is_small(ty),
        _ => false,
    }
}

// Is this a literal, or an array of literals? A name that stands for its length may be another one elsewhere if there are items in blocks.
fn is_literal(value: &Expr, has_items: bool) -> bool {
    match value {
        Expr::Lit(_) => Glue::of_value(value) == Glue::None,
        Expr::Array(array) => array.elems.iter().all(|value| is_literal(value, has_items)),
        Expr::Repeat(repeat) => {
            let is_known = match &*repeat.len {
                Expr::Lit(_) => true,
                Expr::Path(_) => !has_items,
                _ => false,
            };
            is_known && is_literal(&repeat.expr, has_items)
        }
        _ => false,
    }
}

// The locals that something may borrow that is there at a yield. rustc refuses that, and says why only if it sees the local move.
fn lent(graph: &Graph, across: &Set<LocalId>) -> BTreeSet<LocalId> {
    let yields = graph
        .blocks
        .iter()
        .filter_map(|(_, block)| match block.terminator {
            Terminator::Yield { .. } => Some(block.scope),
            _ => None,
        });
    let around: BTreeSet<ScopeId> = yields.flat_map(|scope| graph.enclosing(scope)).collect();
    let is_there = |local: LocalId| {
        let dropped = graph.locals[local].glue != Glue::None;
        let declared = graph.declared.get(&local);
        across.contains(local) || dropped && declared.is_some_and(|scope| around.contains(scope))
    };
    let holders = borrows(graph, &BTreeSet::new()).into_iter();
    let holders = holders.filter(|(holder, _)| is_there(*holder));
    holders
        .flat_map(|(holder, borrowed)| borrowed.into_iter().filter(move |&local| local != holder))
        .collect()
}

// The arguments, and the variables of `let`s with a value, that may be larger than a register or two.
fn candidates(graph: &Graph) -> Vec<LocalId> {
    let params = graph.params.iter().copied();
    let params = params.filter(|&param| {
        let ty = graph.locals[param].ty.as_ref();
        !ty.is_some_and(is_small)
    });
    let statements = graph.blocks.iter().flat_map(|(_, block)| &block.statements);
    params.chain(statements.filter_map(declared)).collect()
}

/// The variable that a `let` declares and gives a value, if that may be large.
fn declared(statement: &Statement) -> Option<LocalId> {
    let Stmt::Local(local) = &statement.code else {
        return None;
    };
    let (pat, ty) = match &local.pat {
        Pat::Type(pat) => (&*pat.pat, Some(&*pat.ty)),
        pat => (pat, None),
    };
    let init = local.init.as_ref().filter(|init| init.diverge.is_none())?;
    let is_small = match ty {
        Some(ty) if !matches!(ty, Type::Infer(_)) => is_small(ty),
        _ => is_small_value(&init.expr),
    };
    match pat {
        Pat::Ident(pat) if pat.by_ref.is_none() && pat.subpat.is_none() && !is_small => {
            names::local(&pat.ident)
        }
        _ => None,
    }
}

// Does a value of this type fit into a register or two?
fn is_small(ty: &Type) -> bool {
    match ty {
        Type::Reference(_) | Type::Ptr(_) | Type::Never(_) | Type::FnPtr(_) => true,
        Type::Paren(ty) => is_small(&ty.elem),
        Type::Tuple(ty) => ty.elems.iter().all(is_small),
        ty => is_primitive(ty),
    }
}

fn is_small_value(value: &Expr) -> bool {
    match value {
        Expr::Lit(_)
        | Expr::Reference(_)
        | Expr::Range(_)
        | Expr::Closure(_)
        | Expr::Binary(_)
        | Expr::Unary(_) => true,
        Expr::Cast(cast) => is_small(&cast.ty),
        Expr::Paren(value) => is_small_value(&value.expr),
        Expr::Tuple(value) => value.elems.iter().all(is_small_value),
        Expr::MethodCall(call) => names::is_one_of(&call.method, &SMALL),
        _ => false,
    }
}

/// Methods that return a number, or an iterator of a pointer or two.
const SMALL: [&str; 12] = [
    "as_bytes",
    "as_ref",
    "as_slice",
    "as_str",
    "bytes",
    "capacity",
    "char_indices",
    "chars",
    "iter",
    "iter_mut",
    "len",
    "trim",
];

// The locals that are arrays as far as the syntax tells. Where they are `Copy`, using them by value leaves them where they are; numbers
// are better moved.
fn arrays(graph: &Graph) -> Set<LocalId> {
    let mut arrays = Set::new();
    for &param in &graph.params {
        if matches!(graph.locals[param].ty, Some(Type::Array(_))) {
            arrays.insert(param);
        }
    }
    for statement in graph.blocks.iter().flat_map(|(_, block)| &block.statements) {
        let (Stmt::Local(code), Some(local)) = (&statement.code, declared(statement)) else {
            continue;
        };
        let ty = match &code.pat {
            Pat::Type(pat) => Some(&*pat.ty),
            _ => None,
        };
        let is_array = match code.init.as_ref().map(|init| &*init.expr) {
            Some(Expr::Array(_) | Expr::Repeat(_)) => true,
            Some(Expr::Path(path)) => path
                .path
                .get_ident()
                .and_then(names::local)
                .is_some_and(|other| arrays.contains(other)),
            _ => matches!(ty, Some(Type::Array(_))),
        };
        if is_array {
            arrays.insert(local);
        }
    }
    arrays
}

// The locals that are live where some yield resumes.
fn across_yields(graph: &Graph, live: &Table<BlockId, Set<LocalId>>) -> Set<LocalId> {
    let mut across = Set::new();
    for (_, block) in graph.blocks.iter() {
        if let Terminator::Yield { resume, .. } = block.terminator {
            across.union(&live[resume]);
        }
    }
    across
}

// The locals that are used by value somewhere, as far as their names tell, or whose address is printed.
fn taken(graph: &Graph) -> Vec<LocalId> {
    let mut taken = Vec::new();
    for (_, block) in graph.blocks.iter() {
        for effects in block.all_effects() {
            effects::locals(effects, &mut |effect, local| {
                if effect.takes() {
                    taken.push(local);
                }
            });
        }
        for code in block.code() {
            addresses(code, &mut taken);
        }
    }
    taken
}

// The locals that a macro sees which might be any. Its tokens are not those of the fold copy, and that has to be the same program to everybody
// where references are lent.
fn shown(graph: &Graph) -> Vec<LocalId> {
    struct Shown(Vec<LocalId>);
    impl<'ast> Visit<'ast> for Shown {
        fn visit_macro(&mut self, mac: &'ast Macro) {
            macros::strangers(mac, &mut |_, tokens| {
                names::mentioned(tokens.clone(), &mut self.0);
            });
        }
    }
    let mut shown = Shown(Vec::new());
    for (_, block) in graph.blocks.iter() {
        for statement in &block.statements {
            shown.visit_stmt(&statement.code);
        }
        for code in block.terminator.evaluated() {
            code.walk(&mut shown);
        }
    }
    shown.0
}

// The variables in format strings that print an address.
fn addresses(code: Code<'_>, found: &mut Vec<LocalId>) {
    code.walk(&mut Words(|word: Word<'_>| {
        if let Word::Literal(literal) = word
            && literal.to_string().contains("p}")
        {
            names::mentioned(TokenTree::Literal(literal.clone()).into(), found);
        }
    }));
}
