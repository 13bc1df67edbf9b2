//! Can every transition fill the fields of the state that it leads to?
//!
//! What an arm has by name is found once more, state by state: what the state brings, and what its blocks declare and assign on the way.
//! That has to be enough for what the state at the end of each edge carries, wherever the body itself gave the local a value.

use std::collections::{BTreeMap, BTreeSet};

use super::is_kept;
use crate::{
    effects::Evidence,
    ids::{BlockId, LocalId, StateId},
    initialised::{Facts, within},
    ir::{Edge, Graph},
    layout::{Carried, Field, Layout, State, Way, leads},
};

/// Panics if some transition cannot.
pub(super) fn transitions(graph: &Graph, layout: &Layout) {
    let brought: BTreeMap<BlockId, Facts> = layout
        .state_at
        .iter()
        .map(|(&block, &state)| (block, brought(&layout.states[state])))
        .collect();
    let here = within(graph, &brought);
    let mut check = Check {
        graph,
        layout,
        held: BTreeMap::new(),
        left: BTreeMap::new(),
    };
    for (&edge, facts) in &layout.edges {
        let (Some(&to), true) = (layout.state_at.get(&edge.to), leads(graph, edge)) else {
            continue;
        };
        // Where control comes in the body it comes in the machine.
        let Some(variables) = here.get(&edge) else {
            panic!(
                "no state comes to the edge from {} to {}",
                edge.from, edge.to
            );
        };
        for field in &layout.states[to].fields {
            check.field(edge, facts, variables, to, field);
        }
    }
}

// What a state has by name when it is resumed.
fn brought(state: &State) -> Facts {
    let mut facts = Facts::nothing();
    for field in &state.fields {
        match field.carried {
            Carried::Live
            | Carried::Lent
            | Carried::Noted
            | Carried::Start
            | Carried::Rebuilt
            | Carried::FoundAgain
            | Carried::InPlace => {
                facts.hold(field.local);
            }
            Carried::Restored if field.certain => facts.hold(field.local),
            Carried::Kept | Carried::Restored => {}
        }
    }
    facts
}

struct Check<'g> {
    graph: &'g Graph,
    layout: &'g Layout,
    /// What may have moved the local on the ways into each group of fields that do not say whether it is there.
    held: BTreeMap<usize, BTreeSet<Evidence>>,
    /// Whether the fields of a part say that it is there.
    left: BTreeMap<(LocalId, Vec<String>), bool>,
}

impl Check<'_> {
    fn field(&mut self, edge: Edge, facts: &Facts, variables: &Facts, to: StateId, field: &Field) {
        let (from, local) = (edge.from, field.local);
        let scope = self.graph.blocks[from].scope;
        assert!(
            self.graph.in_scope(local, scope),
            "{to} carries {local}, which is out of scope in {from}"
        );
        // What the body never gave a value is the user's mistake, which rustc reports in the fold copy.
        let has_value = variables.given.contains(local) || !facts.given.contains(local);
        match field.carried {
            Carried::Live
            | Carried::Lent
            | Carried::Noted
            | Carried::Start
            | Carried::FoundAgain
            | Carried::InPlace => {
                assert!(
                    has_value,
                    "{to} carries {local}, which has no value on the way from {from}"
                );
            }
            Carried::Rebuilt => {
                let item = self.graph.locals[local]
                    .range
                    .as_ref()
                    .and_then(|range| range.item);
                let live =
                    |field: &Field| Some(field.local) == item && field.carried == Carried::Live;
                assert!(
                    self.layout.states[to].fields.iter().any(live),
                    "{to} does not carry what {local} is made of again"
                );
            }
            Carried::Kept | Carried::Restored if field.part.is_empty() => {
                self.kept(edge, facts, has_value, to, field);
            }
            Carried::Kept | Carried::Restored => {
                self.part(edge, facts, has_value, to, field);
            }
        }
    }

    // A kept local is passed on in the form that it is in already, or it is a variable with a value, or the field can say that it is not there.
    fn kept(&mut self, edge: Edge, facts: &Facts, has_value: bool, to: StateId, field: &Field) {
        let (from, local) = (edge.from, field.local);
        let source = &self.layout.states[self.layout.owner[from]];
        let same = |other: &Field| {
            assert!(
                (other.group, other.perhaps) == (field.group, field.perhaps),
                "{to} keeps {local} in another form than {from} has it in"
            );
        };
        let aside = &self.layout.aside;
        let way = aside.way(self.graph, edge, facts, local);
        let passes_on = source.passes_on(local, self.layout.assigned_since.on(edge));
        match way {
            Way::Aside => {
                let Some(other) = source.aside.get(&local) else {
                    panic!("{local} is put aside nowhere on the way from {from} to {to}");
                };
                same(other);
            }
            Way::Held | Way::Absent if passes_on => {
                let kept = |other: &&Field| other.local == local && is_kept(other);
                source.fields.iter().filter(kept).for_each(same);
            }
            Way::Held => {
                assert!(
                    has_value,
                    "{to} keeps {local}, which has no value on the way from {from}"
                );
                let moved = facts.moved.get(&local).cloned().unwrap_or_default();
                let known = self
                    .held
                    .entry(field.group)
                    .or_insert_with(|| moved.clone());
                assert!(
                    field.perhaps || *known == moved,
                    "{to} does not say whether {local} is there, which differs on the way from {from}"
                );
            }
            Way::Absent | Way::Unclear => assert!(
                field.perhaps,
                "{to} does not say whether {local} is there, which is not on the way from {from}"
            ),
        }
    }

    fn part(&mut self, edge: Edge, facts: &Facts, has_value: bool, to: StateId, field: &Field) {
        let (from, local) = (edge.from, field.local);
        let known = self.left.entry((local, field.part.clone()));
        let known = *known.or_insert(field.perhaps);
        assert_eq!(known, field.perhaps, "a part of {local} has two types");
        let source = &self.layout.states[self.layout.owner[from]];
        let passed_on = source
            .fields
            .iter()
            .any(|other| other.local == local && other.part == field.part);
        let left = facts.left.get(&local).into_iter().flatten();
        let is_left = left
            .into_iter()
            .any(|(part, always)| *part == field.part && *always);
        assert!(
            passed_on || field.perhaps || is_left,
            "{to} carries a part of {local} that is not left on the way from {from}"
        );
        assert!(
            passed_on || !is_left || has_value,
            "{to} carries a part of {local}, which has no value on the way from {from}"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::transitions;
    use crate::{
        dump::Dump,
        expand::analyse,
        ids::StateId,
        ir::Graph,
        layout::{Carried, Field, Layout},
        parse,
    };

    const MOVES_ON_ONE_WAY: &str = "fn items(start: u8, take: bool) -> impl Iterator<Item = u8> {
        let text = name(start);
        if take {
            yield_!(1);
            drop(text);
        }
        for n in start..9 {
            yield_!(n);
        }
    }";

    const LIVE: &str = "fn items(start: u8) -> impl Iterator<Item = u8> {
        let text = name(start);
        yield_!(1);
        yield_!(2);
        drop(text);
    }";

    // Breaks the layout of a generator in the first field that fits, of a state but the first, and checks it.
    fn check_broken(
        source: &str,
        fits: impl Fn(&Field) -> bool,
        change: impl Fn(&mut Layout, StateId, usize),
    ) {
        let (graph, mut layout) = states_of(source);
        transitions(&graph, &layout);
        let mut broken = false;
        for state in layout.states.ids().skip(1) {
            if let Some(index) = layout.states[state].fields.iter().position(&fits) {
                change(&mut layout, state, index);
                broken = true;
                break;
            }
        }
        assert!(broken, "nothing was broken");
        transitions(&graph, &layout);
    }

    fn states_of(source: &str) -> (Graph, Layout) {
        let tokens = source.parse().expect("these are tokens");
        let mut errors = crate::diag::Errors::new();
        let mut function = parse::parse(tokens, &mut errors).expect("this is a function");
        assert!(errors.take().is_none(), "a generator");
        let (graph, layout, _) = analyse(
            &mut function,
            &std::collections::BTreeSet::new(),
            &Dump::Nowhere,
        );
        (graph, layout)
    }

    #[test]
    #[should_panic(expected = "which has no value on the way from")]
    fn a_state_that_does_not_bring_what_the_next_one_carries() {
        let is_live = |field: &Field| field.carried == Carried::Live;
        check_broken(LIVE, is_live, |layout, state, index| {
            layout.states[state].fields.remove(index);
        });
    }

    #[test]
    #[should_panic(expected = "does not say whether")]
    fn a_field_that_does_not_say_that_nothing_is_there() {
        let says = |field: &Field| field.perhaps;
        check_broken(MOVES_ON_ONE_WAY, says, |layout, _, _| {
            for state in layout.states.ids() {
                for field in &mut layout.states[state].fields {
                    field.perhaps = false;
                }
            }
        });
    }

    #[test]
    #[should_panic(expected = "in another form than")]
    fn a_kept_local_that_is_passed_on_to_a_field_of_another_group() {
        let is_kept = |field: &Field| matches!(field.carried, Carried::Kept);
        check_broken(MOVES_ON_ONE_WAY, is_kept, |layout, _, _| {
            for state in layout.states.ids() {
                for field in &mut layout.states[state].fields {
                    field.group += 1_000;
                }
            }
        });
    }

    #[test]
    #[should_panic(expected = "is put aside nowhere on the way")]
    fn a_kept_local_that_nothing_was_kept_of() {
        let is_kept = |field: &Field| matches!(field.carried, Carried::Kept);
        check_broken(MOVES_ON_ONE_WAY, is_kept, |layout, state, index| {
            let local = layout.states[state].fields[index].local;
            for state in layout.states.ids() {
                layout.states[state].aside.remove(&local);
            }
        });
    }
}
