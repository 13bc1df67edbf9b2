//! Would something of a local be lost at a yield?
//!
//! After a part of it was moved away a local cannot be moved as a whole, and what is left of it has no name. If the types say that
//! this has something to drop, the generator does not compile: a trait that is not implemented says why, where the part was moved.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote_spanned;

use super::{code, machine::Arm, transition::bound};
use crate::{
    diag::{Apart, message},
    effects::{Evidence, Leaves, Left, Part, Spot},
    ids::LocalId,
    ir::Edge,
    layout::{Members, named_of},
    names,
};

impl Arm<'_> {
    /// A refusal, if something was moved out of `part` of a local that leaves the rest of it there. It costs nothing if not.
    pub(super) fn lost<'e>(
        &self,
        edge: Edge,
        local: LocalId,
        part: &Part,
        moved: impl IntoIterator<Item = &'e Evidence>,
    ) -> Option<TokenStream> {
        let mut of_one: BTreeMap<(bool, Option<&str>), Vec<TokenStream>> = BTreeMap::new();
        let mut checks = Vec::new();
        for evidence in moved {
            let Some((mut question, at)) = self.question(edge, local, part, evidence) else {
                continue;
            };
            // A pattern is one mistake, however many of its variables move something, and so are fields that are moved one by one.
            let mistake = match evidence {
                Evidence::Binding { pattern, .. } => Some((true, Some(&*pattern.text))),
                Evidence::Part { at, .. } => Some((at.in_pattern, None)),
                Evidence::Emptied { .. } | Evidence::Receiver { .. } => Some((false, None)),
                Evidence::Updated { .. }
                | Evidence::Captured { .. }
                | Evidence::Apart { .. }
                | Evidence::Called(_)
                | Evidence::Method(_) => None,
            };
            if let Some(mistake) = mistake {
                let before = of_one.entry(mistake).or_default();
                let asked = question.clone();
                if !before.is_empty() {
                    question = code! {
                        #question.without((::gen_runtime::__private::Forget #(.or(#before))*).opposite())
                    };
                }
                before.push(asked);
            }
            checks.push(self.nothing_left(local, part, evidence, &question, at));
        }
        (!checks.is_empty()).then(|| code!(#(#checks)*))
    }

    // Is something moved that leaves something to drop, and where?
    fn question(
        &self,
        edge: Edge,
        local: LocalId,
        part: &Part,
        evidence: &Evidence,
    ) -> Option<(TokenStream, Spot)> {
        let whole = self.place(local, part);
        let is_whole = without_derefs(evidence.part()) == without_derefs(part);
        let moved = || {
            let left = self.left(edge, [evidence], local);
            code!(#(#left)*.opposite())
        };
        let (question, at) = match evidence {
            Evidence::Apart { .. } | Evidence::Called(_) | Evidence::Method(_) => return None,
            Evidence::Part { .. }
            | Evidence::Captured { .. }
            | Evidence::Emptied { .. }
            | Evidence::Receiver { .. }
            | Evidence::Binding {
                leaves: Leaves::Nothing,
                ..
            } if is_whole => return None,
            Evidence::Binding {
                leaves: Leaves::Bound(cases),
                matched,
                variable,
                emptied,
                at,
                ..
            } if is_whole => {
                let there = bound(&self.printed(variable), *emptied);
                let matched = self.place_at(local, evidence.part(), matched.span);
                // What it was moved out of is not left as a whole.
                let is_in = |left: &&Left| match &left.unless_moved {
                    Some((_, variables)) => !variables.contains(variable),
                    None => true,
                };
                let cases = cases.iter().filter(is_in).map(|left| {
                    // Of a whole its parts are asked by themselves.
                    let question = if left.unless_moved.is_some() {
                        code!(drops_itself)
                    } else {
                        code!(answer)
                    };
                    let answers = left.variables.iter().map(|variable| {
                        let variable = self.printed(variable);
                        code!((&&&::gen_runtime::__private::type_of(&#variable)).#question())
                    });
                    let whole = left.unless_moved.as_ref().map(|(pattern, variables)| {
                        let pattern = self.printed(pattern);
                        let stay = variables
                            .iter()
                            .map(|variable| bound(&self.printed(variable), *emptied));
                        code! {
                            .without(match #matched {
                                #pattern => ::gen_runtime::__private::Hold #(.without(#stay))*,
                                _ => ::gen_runtime::__private::never(),
                            })
                        }
                    });
                    let pattern = self.printed(&left.pattern);
                    code! {
                        match #matched {
                            #pattern => #there.opposite()
                                .without(::gen_runtime::__private::Forget #(.or(#answers))* #whole),
                            _ => ::gen_runtime::__private::never(),
                        }
                    }
                });
                (code!(::gen_runtime::__private::Forget #(.or(#cases))*), at)
            }
            // It may be captured as a whole.
            Evidence::Captured { at, .. } => {
                let (moved, encloses) = (moved(), self.encloses(local, part));
                let question = code! {
                    #encloses.either(
                        ::gen_runtime::__private::Forget,
                        (&&&::gen_runtime::__private::type_of(&#whole)).answer().without(#moved)
                    )
                };
                (question, at)
            }
            Evidence::Part { at, .. }
            | Evidence::Emptied { at, .. }
            | Evidence::Updated { at, .. }
            | Evidence::Receiver { at, .. }
            | Evidence::Binding { at, .. } => {
                let moved = moved();
                let question = code! {
                    (&&&::gen_runtime::__private::type_of(&#whole)).answer().without(#moved)
                };
                (question, at)
            }
        };
        Some((question, *at))
    }

    fn nothing_left(
        &self,
        local: LocalId,
        part: &Part,
        evidence: &Evidence,
        question: &TokenStream,
        at: Spot,
    ) -> TokenStream {
        let ident = &self.graph.locals[local].ident;
        let is_ours = names::is_ours(ident);
        let place = |part: &[String]| {
            let name = if names::is_receiver(ident) {
                "self".to_owned()
            } else {
                names::base(ident)
            };
            part.iter().fold(name, |whole, step| match &**step {
                "*" => format!("(*{whole})"),
                step => format!("{whole}.{step}"),
            })
        };
        let whole = place(part);
        let Spot {
            span: at,
            in_pattern: is_pattern,
        } = at;
        let is_ours = is_ours && !whole.starts_with("self");
        let is_captured = matches!(evidence, Evidence::Captured { .. });
        let is_pattern = is_pattern && !is_captured;
        // What the pattern matches may be in a box.
        let matched = evidence.part().iter().skip(part.len());
        let boxes = matched.take_while(|step| *step == "*").count();
        let taken = "*".repeat(if is_pattern { boxes } else { 0 }) + &whole;
        let at_once = format!("{{ {taken} }}");
        let (message, label, note) = if is_pattern && is_ours {
            (
                message::LEFT_BY_PATTERN.to_owned(),
                message::MOVED_BY_PATTERN,
                message::BIND_ALL.to_owned(),
            )
        } else if is_pattern {
            (
                message::left_behind(&whole),
                message::MOVED_BY_PATTERN,
                message::bind_all(&at_once),
            )
        } else if matches!(evidence, Evidence::Updated { .. }) {
            let base = place(evidence.part());
            (
                message::left_behind(&whole),
                message::UPDATED,
                message::update(&format!("..{{ {base} }}")),
            )
        } else if is_captured {
            // What has a destructor further inside cannot be taken apart.
            let captured = place(&evidence.part()[..=part.len()]);
            let taken = format!("let part = {at_once}{};", &captured[whole.len()..]);
            (
                message::left_behind(&whole),
                message::CAPTURED,
                message::capture(&taken, &captured, &whole),
            )
        } else {
            let moved = place(evidence.part());
            let moved = moved.strip_prefix(&whole).unwrap_or(&moved);
            // What else the body uses it needs to be there.
            let mut named = match part.first() {
                Some(_) => Members::new(),
                None => named_of(self.graph, local),
            };
            let first = evidence.part().iter().skip(part.len());
            named.extend(first.filter(|step| *step != "*").take(1).cloned());
            let only = named.len() == 1;
            let fields: Vec<String> = named.into_iter().collect();
            let at_once = only.then(|| format!("{at_once}{moved}"));
            (
                message::left_behind(&whole),
                message::PART_MOVED,
                message::take_apart(at_once.as_deref(), &whole, &apart(&whole, &fields)),
            )
        };
        // Braces are no arguments here.
        let [message, label, note] = [message, label.to_owned(), note]
            .map(|text| text.replace('{', "{{").replace('}', "}}"));
        let at = Span::mixed_site().located_at(at);
        quote_spanned! {at=>
            ::gen_runtime::__private::nothing_left! {{
                #[diagnostic::on_unimplemented(message = #message, label = #label, note = #note)]
                trait NothingLeft {}
                impl NothingLeft for ::gen_runtime::__private::Forget {}
                let _left: &dyn NothingLeft = &(#question);
            }}
        }
    }
}

// The pattern that takes `whole` apart, as far as its fields are known.
fn apart(whole: &str, fields: &[String]) -> Apart {
    let numbers: Result<Vec<usize>, _> = fields.iter().map(|field| field.parse()).collect();
    let Ok(numbers) = numbers else {
        let ty = if whole == "self" { "Self" } else { "Type" };
        return Apart::Fields(format!("{ty} {{ {} }}", fields.join(", ")));
    };
    let last = numbers.iter().max().copied().unwrap_or_default();
    let variable = |number| {
        let unused = if numbers.contains(&number) { "" } else { "_" };
        format!("{unused}part{number}")
    };
    let variables: Vec<String> = (0..=last).map(variable).collect();
    let one = if last == 0 { "," } else { "" };
    Apart::Numbers(format!("({}{one})", variables.join(", ")))
}

fn without_derefs(part: &[String]) -> &[String] {
    match part {
        [part @ .., last] if last == "*" => without_derefs(part),
        part => part,
    }
}

/// How many tokens are these, without those that only ask for what is lost, or tell a type?
pub(super) fn size(tokens: TokenStream) -> usize {
    let mut count = 0;
    let mut word = None;
    let mut is_macro = false;
    for token in tokens {
        match token {
            // To compare a name costs more than to count ten tokens.
            TokenTree::Group(group) => {
                let asks = |name: Ident| name == "nothing_left" || name == "same_type";
                if !(is_macro && word.take().is_some_and(asks)) {
                    count += size(group.stream());
                }
                is_macro = false;
            }
            TokenTree::Ident(name) => {
                count += 1;
                word = Some(name);
                is_macro = false;
            }
            TokenTree::Punct(punct) => {
                count += 1;
                is_macro = punct.as_char() == '!' && word.is_some();
            }
            TokenTree::Literal(_) => {
                count += 1;
                word = None;
            }
        }
    }
    count
}
