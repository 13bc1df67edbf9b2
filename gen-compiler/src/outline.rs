//! What does the machine look like to someone who did not write the compiler?
//!
//! Plain data: the states with what they carry and where control goes from them, for `gen-explain` to tell and to draw.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;

use crate::{
    effects,
    emit::naming::Naming,
    ids::{BlockId, Id, Set, StateId},
    ir::{Graph, Terminator},
    layout::{Carried, Field, Kind, Layout},
    names, pretty,
};

/// A generator that was compiled.
#[derive(Debug)]
pub struct Outline {
    /// In source order, the start first. The end is not among them.
    pub states: Vec<State>,
    /// What is emitted, on lines.
    pub expansion: String,
}

/// A point where the body can stand still, or where paths meet.
#[derive(Debug)]
pub struct State {
    /// As in the expansion.
    pub name: String,
    /// What is stored in it, in order of declaration.
    pub carries: Vec<Variable>,
    /// The yields that suspend into it.
    pub yields: Vec<Span>,
    /// The code that runs first when it is resumed. Tokens of the compiler's own are among it.
    pub code: Vec<Span>,
    /// Where control goes from it, in source order.
    pub ways: Vec<Way>,
}

/// A local in a state.
#[derive(Debug)]
pub struct Variable {
    /// The user's name of it, or the compiler's.
    pub name: String,
    /// It is the compiler's own, as the iterator of a `for`.
    pub is_ours: bool,
    /// Why it is carried.
    pub why: Why,
}

/// Why a local is carried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The generator has not been started, and it is an argument.
    Argument,
    /// It may be used.
    Used,
    /// Only its scope needs it, to drop it, if its type has something to drop.
    Dropped,
    /// So it is, and it may have been moved on the way, so its presence is carried too.
    PerhapsDropped,
    /// It stays in a slot of its own beside the states.
    InPlace,
    /// It is the iterator of a loop over a range, of which only the start is stored.
    RangeStart,
}

/// A way out of a state.
#[derive(Debug)]
pub struct Way {
    /// The number of the state that it leads to; `None` is the end.
    pub to: Option<usize>,
    /// How it is taken.
    pub by: By,
}

/// How control leaves a state.
#[derive(Debug)]
pub enum By {
    /// By the yield here, which hands out an item.
    Yield(Span),
    /// By the `?` here, which hands out a failure as the last item.
    Failure(Span),
    /// By going on, after the code here. Tokens of the compiler's own are among it.
    Jump(Vec<Span>),
}

/// Tells what was made of a generator.
pub fn outline(graph: &Graph, layout: &Layout, naming: &Naming, expansion: TokenStream) -> Outline {
    let states = layout.states.iter().map(|(id, row)| State {
        name: if row.kind == Kind::Start {
            "Start".to_owned()
        } else {
            naming.variants[id].to_string()
        },
        carries: layout
            .fields(id)
            .iter()
            .zip(naming.fields(id))
            .filter(|(field, _)| !matches!(field.carried, Carried::Rebuilt | Carried::FoundAgain))
            .map(|(field, name)| Variable {
                name: name.to_string(),
                is_ours: names::is_ours(&graph.locals[field.local].ident),
                why: why(
                    field,
                    row.kind == Kind::Start && graph.params.contains(&field.local),
                ),
            })
            .collect(),
        yields: row.yields.clone(),
        code: first_code(graph, row.block),
        ways: ways(graph, layout, id),
    });
    Outline {
        states: states.collect(),
        expansion: pretty::pretty(expansion),
    }
}

fn why(field: &Field, is_argument: bool) -> Why {
    match field.carried {
        _ if is_argument => Why::Argument,
        Carried::Live | Carried::Lent | Carried::Noted | Carried::Rebuilt | Carried::FoundAgain => {
            Why::Used
        }
        Carried::InPlace => Why::InPlace,
        Carried::Start => Why::RangeStart,
        Carried::Kept | Carried::Restored if field.perhaps => Why::PerhapsDropped,
        Carried::Kept | Carried::Restored => Why::Dropped,
    }
}

// The code that is reached first from `block`, which may itself be empty.
fn first_code(graph: &Graph, mut block: BlockId) -> Vec<Span> {
    let mut seen = Set::new();
    while seen.insert(block) {
        let row = &graph.blocks[block];
        let mut code: Vec<Span> = row
            .statements
            .iter()
            .flat_map(|statement| spans(&statement.code))
            .collect();
        code.extend(evaluated(&row.terminator));
        match row.terminator {
            Terminator::Goto(next) if code.is_empty() => block = next,
            _ => return code,
        }
    }
    Vec::new()
}

// What a terminator evaluates.
fn evaluated(terminator: &Terminator) -> Vec<Span> {
    match terminator {
        Terminator::If { condition, .. } => spans(condition),
        Terminator::Match { scrutinee, .. } => spans(scrutinee),
        Terminator::LetElse { pat, .. } => spans(pat),
        Terminator::Yield { span, .. } => vec![*span],
        Terminator::Goto(_) | Terminator::Unreachable | Terminator::Return => Vec::new(),
    }
}

// The ways out of the state's blocks: those that can be reached from its first without coming to another state.
fn ways(graph: &Graph, layout: &Layout, state: StateId) -> Vec<Way> {
    let mut blocks = Set::new();
    let mut waiting = vec![layout.states[state].block];
    while let Some(block) = waiting.pop() {
        if blocks.insert(block) {
            let inside =
                |next: &BlockId| !graph.is_end(*next) && !layout.state_at.contains_key(next);
            waiting.extend(graph.blocks[block].successors().into_iter().filter(inside));
        }
    }
    let mut ways = Vec::new();
    for block in blocks.iter() {
        let row = &graph.blocks[block];
        let mut code = Vec::new();
        for statement in &row.statements {
            code = spans(&statement.code);
            returns(statement.code.to_token_stream(), &mut ways);
            let mut exits = Vec::new();
            effects::exits(&statement.effects, &mut exits);
            for target in exits {
                ways.extend(jump(graph, layout, target, &code));
            }
        }
        code.extend(evaluated(&row.terminator));
        match &row.terminator {
            Terminator::Goto(target) => ways.extend(jump(graph, layout, *target, &code)),
            Terminator::If {
                condition,
                then,
                otherwise,
                ..
            } => {
                returns(condition.to_token_stream(), &mut ways);
                ways.extend(jump(graph, layout, *then, &code));
                ways.extend(jump(graph, layout, *otherwise, &code));
            }
            Terminator::Match {
                scrutinee, arms, ..
            } => {
                returns(scrutinee.to_token_stream(), &mut ways);
                for arm in arms {
                    let code = [&code[..], &spans(&arm.pat)].concat();
                    ways.extend(jump(graph, layout, arm.block, &code));
                }
            }
            Terminator::LetElse {
                value,
                next,
                otherwise,
                ..
            } => {
                returns(value.to_token_stream(), &mut ways);
                ways.extend(jump(graph, layout, *otherwise, &code));
                ways.extend(jump(graph, layout, *next, &code));
            }
            Terminator::Yield {
                value,
                span,
                resume,
                ..
            } => {
                returns(value.to_token_stream(), &mut ways);
                ways.push(Way {
                    to: layout.state_at.get(resume).map(|state| state.index()),
                    by: By::Yield(*span),
                });
            }
            Terminator::Return => ways.push(Way {
                to: None,
                by: By::Jump(code),
            }),
            Terminator::Unreachable => {}
        }
    }
    ways
}

// An edge, if it leaves the state.
fn jump(graph: &Graph, layout: &Layout, target: BlockId, code: &[Span]) -> Option<Way> {
    let to = match layout.state_at.get(&target) {
        _ if graph.is_end(target) => None,
        Some(state) => Some(state.index()),
        None => return None,
    };
    let by = By::Jump(code.to_vec());
    Some(Way { to, by })
}

// What `desugar` made of `?` and `return` in code that is emitted as it is. A `return` of a closure has another operand.
fn returns(code: TokenStream, ways: &mut Vec<Way>) {
    let mut tokens = code.into_iter();
    while let Some(token) = tokens.next() {
        match &token {
            TokenTree::Group(group) => returns(group.stream(), ways),
            TokenTree::Ident(ident) if ident == "return" => {
                let operand: TokenStream = tokens.clone().take(OPERAND).collect();
                let mut operand = operand.to_string();
                operand.retain(|char| !char.is_whitespace());
                let at = token.span();
                if operand.starts_with("::core::option::Option::Some(::gen_runtime::__private::") {
                    let by = By::Failure(at);
                    ways.push(Way { to: None, by });
                } else if operand.starts_with("::gen_runtime::__private::finished()") {
                    let by = By::Jump(vec![at]);
                    ways.push(Way { to: None, by });
                }
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

// As many tokens tell those operands from others.
const OPERAND: usize = 13;

// Every token of `code`, in order.
fn spans(code: &impl ToTokens) -> Vec<Span> {
    fn collect(tokens: TokenStream, out: &mut Vec<Span>) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => {
                    out.push(group.span_open());
                    collect(group.stream(), out);
                }
                TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {
                    out.push(token.span());
                }
            }
        }
    }
    let mut out = Vec::new();
    collect(code.to_token_stream(), &mut out);
    out
}
