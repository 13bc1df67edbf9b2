//! Where in the file is everything that the compiler made a state of?

use std::collections::BTreeSet;

use gen_compiler::{Outline, Variable, Why};
use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::ItemFn;

use crate::{find::Found, report::Source};

/// What the expansion calls the end.
pub const DONE: &str = "Done";

/// A generator, with lines and columns instead of spans.
pub struct Machine {
    /// The modules and types that it is in, and its name.
    pub path: String,
    /// The file, and the line of its signature.
    pub file: String,
    /// The signature on one line.
    pub signature: String,
    /// Its source, from the line of the signature to that of the last brace.
    pub lines: Vec<Line>,
    /// In source order.
    pub states: Vec<State>,
    /// What is emitted, on lines.
    pub expansion: String,
}

pub struct Line {
    pub number: usize,
    pub text: String,
}

pub struct State {
    pub name: String,
    /// The line of what runs first when it is resumed.
    pub line: usize,
    pub carries: Vec<Carried>,
    /// The yields that suspend into it.
    pub yields: Vec<Position>,
    pub ways: Vec<Way>,
}

pub struct Carried {
    pub name: String,
    pub why: String,
}

pub struct Way {
    /// The state that it leads to; `None` is the end.
    pub to: Option<usize>,
    pub by: By,
}

#[derive(Clone, PartialEq, Eq)]
pub enum By {
    /// A yield.
    Yield(Option<Position>),
    /// A `?`, with the failure as the last item.
    Failure(Option<Position>),
    /// Control just goes on, after these lines. Where there is no code of the user's there is no line.
    Jump(BTreeSet<usize>),
}

/// A line and a column, both counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

impl std::fmt::Display for Position {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

impl Machine {
    /// The name of the state that a way leads to.
    pub fn target(&self, way: &Way) -> &str {
        way.to.map_or(DONE, |to| &self.states[to].name)
    }

    /// A way, and what takes it.
    pub fn told(&self, way: &Way) -> String {
        let to = self.target(way);
        match &way.by {
            By::Yield(at) => format!("{to} by the yield{}", told(*at)),
            By::Failure(at) => format!("{to} by the `?`{}, with the failure", told(*at)),
            By::Jump(lines) => match &lines.iter().map(usize::to_string).collect::<Vec<_>>()[..] {
                [] => to.to_owned(),
                [line] => format!("{to} from line {line}"),
                lines => format!("{to} from lines {}", lines.join(", ")),
            },
        }
    }

    /// Where a line of the generator stands among its lines.
    pub fn index(&self, number: usize) -> usize {
        number - self.lines[0].number
    }

    /// The text of a line of the generator.
    pub fn line(&self, number: usize) -> &str {
        self.lines[self.index(number)].text.trim()
    }
}

fn told(at: Option<Position>) -> String {
    at.map_or_else(String::new, |at| format!(" at {at}"))
}

/// Finds in the source what `outline` tells of.
pub fn machine(source: Source<'_>, found: &Found, outline: Outline) -> Machine {
    let place = place(&found.function);
    let here = |span: Span| position(span, place);
    let (begin, end) = (place.begin.start().line, place.close.start().line);
    let states = outline.states.into_iter().map(|state| {
        let yields: Vec<Position> = state.yields.iter().copied().filter_map(here).collect();
        let code = state.code.into_iter().find_map(here);
        State {
            name: state.name,
            // Where no code follows, the body is at its end.
            line: code.map_or(end, |code| code.line),
            carries: state
                .carries
                .into_iter()
                .map(|variable| Carried {
                    why: why(&variable),
                    name: variable.name,
                })
                .collect(),
            yields,
            ways: ways(state.ways, here),
        }
    });
    Machine {
        path: found.path.join("::"),
        file: format!("{}:{begin}", source.name),
        signature: signature(source, place),
        states: states.collect(),
        lines: lines(source, begin, end),
        expansion: outline.expansion,
    }
}

/// Where a function begins, where its body opens and where it ends.
#[derive(Clone, Copy)]
struct Place {
    begin: Span,
    open: Span,
    close: Span,
}

fn place(function: &TokenStream) -> Place {
    let function: ItemFn =
        syn::parse2(function.clone()).expect("`outline` has read it as a function with a body");
    let ItemFn {
        vis, sig, block, ..
    } = function;
    let first = quote!(#vis #sig).into_iter().next();
    let braces = block.brace_token.span;
    Place {
        begin: first.map_or_else(|| sig.ident.span(), |token| token.span()),
        open: braces.open(),
        close: braces.close(),
    }
}

// What goes on to one state is one way, from several lines.
fn ways(ways: Vec<gen_compiler::Way>, here: impl Fn(Span) -> Option<Position>) -> Vec<Way> {
    let mut out: Vec<Way> = Vec::new();
    for way in ways {
        let by = match way.by {
            gen_compiler::By::Yield(span) => By::Yield(here(span)),
            gen_compiler::By::Failure(span) => By::Failure(here(span)),
            gen_compiler::By::Jump(code) => {
                let last = code.into_iter().filter_map(&here).max();
                By::Jump(last.map(|last| last.line).into_iter().collect())
            }
        };
        let same = |other: &&mut Way| other.to == way.to && matches!(other.by, By::Jump(_));
        match (by, out.iter_mut().find(same)) {
            (
                By::Jump(mut more),
                Some(Way {
                    by: By::Jump(lines),
                    ..
                }),
            ) => lines.append(&mut more),
            (by, _) => out.push(Way { to: way.to, by }),
        }
    }
    out
}

fn why(variable: &Variable) -> String {
    let why = match variable.why {
        Why::Argument => "argument",
        Why::Used => "used later",
        Why::Dropped => "kept for its drop, if it has one",
        Why::PerhapsDropped => "kept for its drop, if it was not moved",
        Why::InPlace => "stays in place",
        Why::RangeStart => "start of its range",
    };
    match &*variable.name {
        "this" if variable.is_ours => format!("{why}; this is `self`"),
        _ if variable.is_ours => format!("{why}; made by the macro"),
        _ => why.to_owned(),
    }
}

// Tokens of the compiler's own are in no file, or in one that it made.
fn position(span: Span, place: Place) -> Option<Position> {
    let start = span.start();
    let is_inside = span.file() == place.begin.file()
        && start >= place.begin.start()
        && start <= place.close.start();
    is_inside.then_some(Position {
        line: start.line,
        column: start.column + 1,
    })
}

fn signature(source: Source<'_>, place: Place) -> String {
    let text = &source.text[source.offset(place.begin.start())..source.offset(place.open.start())];
    let text = text.split_whitespace().collect::<Vec<&str>>().join(" ");
    // rustfmt's trailing comma belongs to arguments on lines of their own.
    text.replace("( ", "(").replace(", )", ")")
}

// The lines `begin..=end` without the indentation that they share.
fn lines(source: Source<'_>, begin: usize, end: usize) -> Vec<Line> {
    let all: Vec<(usize, String)> = (1..)
        .zip(source.text.lines())
        .skip(begin - 1)
        .take(end + 1 - begin)
        .map(|(number, text)| (number, text.trim_end().replace('\t', "    ")))
        .collect();
    let indent = |text: &str| text.len() - text.trim_start().len();
    let shared = all
        .iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(_, text)| indent(text))
        .min()
        .unwrap_or_default();
    all.into_iter()
        .map(|(number, text)| Line {
            number,
            text: text.get(shared..).unwrap_or(text.trim_start()).to_owned(),
        })
        .collect()
}
