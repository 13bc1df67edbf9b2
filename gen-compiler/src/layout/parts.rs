//! Which locals are used after a field of theirs was moved away?
//!
//! `for item in page.items { … } next = page.next;` uses a page that is not whole any more. If the types say that the field was
//! moved, the state carries the fields that the body names, in a struct of ours with the same fields, so that `page.next`
//! is still what it says.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;

use crate::{
    effects::{Evidence, Leaves, Part},
    ids::{BlockId, LocalId, Set, StateId, Table},
    initialised::Facts,
    ir::{Edge, Glue, Graph, Terminator},
    layout::{Carried, Field, State, mentions::Mentions},
    names,
    references::taken_through,
};

/// The names of fields.
pub type Members = BTreeSet<String>;

/// Finds the locals that each state may have to carry in parts. Output: all the fields of them that the body names.
pub(super) fn parts(
    graph: &Graph,
    states: &mut Table<StateId, State>,
    facts: &Table<BlockId, Option<Facts>>,
    mentions: &Mentions,
) -> BTreeMap<LocalId, Members> {
    let mut members: BTreeMap<LocalId, Members> = BTreeMap::new();
    for state in states.ids() {
        let row = &mut states[state];
        let Some(facts) = &facts[row.block] else {
            continue;
        };
        for field in &row.fields {
            let moved = facts.moved.get(&field.local).into_iter().flatten();
            // Of what a method is called on, a struct of ours is made only where its parts are known.
            let known = &graph.locals[field.local].parts;
            let is_known = |evidence: &Evidence| {
                matches!(evidence, Evidence::Receiver { .. })
                    && known.iter().any(|part| part == evidence.part())
            };
            let mut moved: BTreeSet<Evidence> = moved
                .filter(|evidence| takes_a_field(evidence) || is_known(evidence))
                .cloned()
                .collect();
            let can_move = graph.locals[field.local].glue != Glue::None;
            if field.carried != Carried::Live || !can_move || moved.is_empty() {
                continue;
            }
            // What is named again has to have its own type.
            moved.retain(|evidence| !mentions.again(row.block, field.local, evidence));
            if !moved.is_empty() {
                row.parts.insert(field.local, moved);
                let known = graph.locals[field.local].parts.iter();
                let known = known.filter_map(|part| part.first().cloned());
                members.entry(field.local).or_default().extend(known);
            }
        }
    }
    if !members.is_empty() {
        named_in(graph, &mut members);
    }
    // No value has fields of both kinds, so this is no Rust, and rustc says so.
    members.retain(|_, names| {
        let numbers = names.iter().filter(|name| name.parse::<usize>().is_ok());
        let numbers = numbers.count();
        let words = names
            .iter()
            .filter(|name| !name.starts_with(|c: char| c.is_ascii_digit()));
        names.len() == numbers || names.len() == words.count()
    });
    for state in states.ids() {
        let known = |local: &LocalId, _: &mut BTreeSet<Evidence>| members.contains_key(local);
        states[state].parts.retain(known);
    }
    members
}

/// The known parts of a local that nobody will use are kept one by one after something was moved out of it, if the types say that it
/// was.
pub(super) fn known(
    graph: &Graph,
    block: BlockId,
    live: &Set<LocalId>,
    facts: &Facts,
) -> Vec<Field> {
    let mut fields = Vec::new();
    for (&local, moved) in &facts.moved {
        let row = &graph.locals[local];
        let here = graph.in_scope(local, graph.blocks[block].scope)
            && facts.maybe.contains(local)
            && !facts.left.contains_key(&local)
            && !live.contains(local)
            && row.glue != Glue::None
            && !row.in_place;
        if !here || !moved.iter().any(names_a_field) {
            continue;
        }
        // What is in a part that was moved away went with it, or has nothing to drop.
        let went = |part: &&Part| {
            moved.iter().any(|moved| {
                let is_around = moved.part().len() < part.len() && part.starts_with(moved.part());
                matches!(moved, Evidence::Part { .. }) && is_around
            })
        };
        // What is bound last is dropped first.
        for part in row.parts.iter().rev().filter(|part| !went(part)) {
            fields.push(Field {
                part: part.clone(),
                perhaps: true,
                ..Field::new(local, Carried::Kept)
            });
        }
    }
    fields
}

/// Does it say that the local has a field of its own? An enum has none.
pub fn names_a_field(evidence: &Evidence) -> bool {
    match evidence {
        Evidence::Part { part, .. }
        | Evidence::Emptied { part, .. }
        | Evidence::Captured { part, .. }
        | Evidence::Receiver { part, .. } => part.first().is_some_and(|step| step != "*"),
        Evidence::Updated { .. }
        | Evidence::Binding { .. }
        | Evidence::Apart { .. }
        | Evidence::Called(_)
        | Evidence::Method(_) => false,
    }
}

fn takes_a_field(evidence: &Evidence) -> bool {
    let part_only = matches!(
        evidence,
        Evidence::Receiver { .. } | Evidence::Captured { .. }
    );
    !part_only && names_a_field(evidence)
}

fn may_lose(evidence: &Evidence) -> bool {
    match evidence {
        Evidence::Part { part, .. } | Evidence::Emptied { part, .. } => {
            // That of a box is one as well.
            part.iter().any(|step| step != "*")
        }
        Evidence::Binding { part, leaves, .. } => !part.is_empty() || *leaves != Leaves::Nothing,
        Evidence::Receiver { part, .. } => !part.is_empty(),
        Evidence::Updated { .. }
        | Evidence::Captured { .. }
        | Evidence::Apart { .. }
        | Evidence::Called(_)
        | Evidence::Method(_) => false,
    }
}

/// What would be lost, as far as the syntax tells.
#[derive(Default)]
pub struct Lost {
    /// The locals of which something would be.
    pub locals: Set<LocalId>,
    /// Those whose parts are known, and are named again after they were moved.
    pub again: Set<LocalId>,
}

/// Finds what would be lost.
pub(super) fn lost(
    graph: &Graph,
    states: &Table<StateId, State>,
    facts: &Table<BlockId, Option<Facts>>,
    edges: &BTreeMap<Edge, Facts>,
    mentions: &Mentions,
) -> Lost {
    let nested = nested(edges);
    let mut lost = Lost::default();
    // What patterns take something of.
    let mut bound = Set::new();
    for (_, row) in states.iter() {
        let Some(facts) = &facts[row.block] else {
            continue;
        };
        for field in &row.fields {
            let local = &graph.locals[field.local];
            let moved = facts.moved.get(&field.local);
            let moved = moved.into_iter().flatten();
            let is_left = facts.left.contains_key(&field.local);
            let is_unknown = |moved: &Evidence| {
                let leaves_some =
                    matches!(moved, Evidence::Binding { leaves, .. } if *leaves != Leaves::Nothing);
                local.is_inside(moved.part()) || leaves_some && local.is_in(moved.part())
            };
            let is_known = is_left || !local.parts.is_empty();
            let is_again = |moved: &Evidence| {
                // Then nothing else stands for it.
                is_known
                    && field.carried == Carried::Live
                    && mentions.again(row.block, field.local, moved)
            };
            let is_nested = is_known && nested.contains(field.local);
            let is_again = |moved: &Evidence| is_nested || is_again(moved);
            if local.glue == Glue::None {
                continue;
            }
            for moved in moved.filter(|moved| may_lose(moved)) {
                let is_again = is_again(moved);
                if is_again {
                    lost.again.insert(field.local);
                }
                // What a pattern took of a part that it left.
                let is_inside = is_left
                    && local.parts.is_empty()
                    && matches!(moved, Evidence::Binding { leaves, .. } if *leaves != Leaves::Nothing);
                if is_again || is_inside || !is_left && is_unknown(moved) {
                    let is_bound = matches!(moved, Evidence::Binding { .. });
                    let lost = if is_bound {
                        &mut bound
                    } else {
                        &mut lost.locals
                    };
                    lost.insert(field.local);
                }
            }
        }
    }
    if !bound.is_empty() {
        for local in taken_through(graph) {
            bound.remove(local);
        }
    }
    lost.locals.union(&bound);
    lost
}

// The locals of which a part is moved on one way and something in it on another: no state has both.
fn nested(edges: &BTreeMap<Edge, Facts>) -> Set<LocalId> {
    let mut parts: BTreeMap<LocalId, BTreeSet<&[String]>> = BTreeMap::new();
    for (&local, moved) in edges.values().flat_map(|facts| &facts.moved) {
        let moved = moved.iter().filter(|moved| takes_a_field(moved));
        parts
            .entry(local)
            .or_default()
            .extend(moved.map(Evidence::part));
    }
    let mut nested = Set::new();
    for (local, parts) in parts {
        let mut around = parts.iter().filter(|part| !part.is_empty());
        if around.any(|part| {
            parts
                .iter()
                .any(|other| other.len() > part.len() && other.starts_with(part))
        }) {
            nested.insert(local);
        }
    }
    nested
}

/// All that may have moved something out of the locals of which parts are kept.
pub(super) fn torn(
    states: &Table<StateId, State>,
    edges: &BTreeMap<Edge, Facts>,
) -> BTreeMap<LocalId, BTreeSet<Evidence>> {
    let mut torn: BTreeMap<LocalId, BTreeSet<Evidence>> = BTreeMap::new();
    for field in states.iter().flat_map(|(_, row)| &row.fields) {
        if !field.part.is_empty() {
            torn.entry(field.local).or_default();
        }
    }
    for facts in edges.values() {
        for (local, moved) in &facts.moved {
            if let Some(all) = torn.get_mut(local) {
                all.extend(moved.iter().cloned());
            }
        }
    }
    torn
}

/// The fields of a local that the body names.
pub fn named_of(graph: &Graph, local: LocalId) -> Members {
    let mut members = BTreeMap::from([(local, Members::new())]);
    named_in(graph, &mut members);
    members.remove(&local).unwrap_or_default()
}

fn named_in(graph: &Graph, members: &mut BTreeMap<LocalId, Members>) {
    for (_, block) in graph.blocks.iter() {
        for statement in &block.statements {
            named(statement.code.to_token_stream(), members);
        }
        match &block.terminator {
            Terminator::If { condition, .. } => named(condition.to_token_stream(), members),
            Terminator::Match { scrutinee, .. } => named(scrutinee.to_token_stream(), members),
            Terminator::LetElse { value, .. } | Terminator::Yield { value, .. } => {
                named(value.to_token_stream(), members);
            }
            Terminator::Goto(_) | Terminator::Unreachable | Terminator::Return => {}
        }
    }
}

// Adds the fields that `tokens` name: `page.next` and `pair.0`, but no method.
fn named(tokens: TokenStream, members: &mut BTreeMap<LocalId, Members>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (index, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => named(group.stream(), members),
            TokenTree::Ident(ident) => {
                let found = names::local(ident).and_then(|local| members.get_mut(&local));
                let is_dot = |at: usize| matches!(tokens.get(at), Some(TokenTree::Punct(dot)) if dot.as_char() == '.');
                let (Some(found), true) = (found, is_dot(index + 1)) else {
                    continue;
                };
                match (tokens.get(index + 2), tokens.get(index + 3)) {
                    (Some(TokenTree::Ident(_)), Some(TokenTree::Group(group)))
                        if group.delimiter() == proc_macro2::Delimiter::Parenthesis => {}
                    (Some(TokenTree::Ident(_)), Some(TokenTree::Punct(colon)))
                        if colon.as_char() == ':' => {}
                    (Some(TokenTree::Ident(member)), _) => {
                        found.insert(member.to_string());
                    }
                    // `pair.0.1` has a number with a point in it.
                    (Some(TokenTree::Literal(number)), _) => {
                        let number = number.to_string();
                        found.extend(number.split('.').next().map(str::to_owned));
                    }
                    _ => {}
                }
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}
