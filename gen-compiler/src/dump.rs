//! What did each phase make of a generator?
//!
//! `GENERATOR_DUMP=name` prints every intermediate of the generators called `name` while they are compiled, to standard
//! error; `GENERATOR_DUMP=name:phase` one of `graph`, `simplified`, `liveness`, `layout` and `expansion`. `*` is any name.

#[cfg(test)]
use std::cell::RefCell;
use std::fmt::{self, Write};

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;

use crate::{
    effects::{Effect, Evidence},
    ids::{BlockId, LocalId, Set, Table},
    initialised::Initialised,
    ir::{Graph, Terminator},
    layout::{Carried, Layout},
    names, pretty,
};

const PHASES: [&str; 5] = ["graph", "simplified", "liveness", "layout", "expansion"];

/// Where the intermediates of a generator go.
pub enum Dump {
    Nowhere,
    /// To standard error, all phases or one.
    Print {
        name: String,
        phase: Option<String>,
    },
    /// Into a list of phases and texts, for the snapshot tests.
    #[cfg(test)]
    Collect(RefCell<Vec<(&'static str, String)>>),
}

impl Dump {
    /// What the environment asks for.
    pub fn wanted(name: &Ident) -> Self {
        let Ok(wanted) = std::env::var("GENERATOR_DUMP") else {
            return Dump::Nowhere;
        };
        // An unknown phase would be silence otherwise.
        if let Some((_, phase)) = wanted.split_once(':')
            && !PHASES.contains(&phase)
        {
            eprintln!("GENERATOR_DUMP: the phases are {}", PHASES.join(", "));
        }
        let (wanted, phase) = match wanted.split_once(':') {
            Some((wanted, phase)) => (wanted, Some(phase.to_owned())),
            None => (&*wanted, None),
        };
        if wanted == "*" || name == wanted {
            Dump::Print {
                name: name.to_string(),
                phase,
            }
        } else {
            Dump::Nowhere
        }
    }

    fn write(&self, phase: &'static str, text: impl FnOnce() -> String) {
        match self {
            Dump::Nowhere => {}
            Dump::Print {
                name,
                phase: wanted,
            } => {
                if wanted.as_deref().is_none_or(|wanted| wanted == phase) {
                    eprintln!("// {name}: {phase}\n{}", text());
                }
            }
            #[cfg(test)]
            Dump::Collect(texts) => texts.borrow_mut().push((phase, text())),
        }
    }

    pub fn graph(&self, phase: &'static str, graph: &Graph) {
        self.write(phase, || graph.to_string());
    }

    pub fn liveness(
        &self,
        graph: &Graph,
        live: &Table<BlockId, Set<LocalId>>,
        initialised: &Initialised,
    ) {
        self.write("liveness", || {
            let mut out = String::new();
            for block in graph.blocks.ids() {
                let live = list(graph, live[block].iter());
                let held = initialised.at[block]
                    .as_ref()
                    .map(|facts| list(graph, facts.initialised.iter()))
                    .unwrap_or_default();
                // Writing to a string cannot fail.
                let _ = writeln!(out, "{block}: live [{live}] initialised [{held}]");
            }
            out
        });
    }

    pub fn layout(&self, graph: &Graph, layout: &Layout) {
        self.write("layout", || {
            let mut out = String::new();
            for (state, row) in layout.states.iter() {
                let fields: Vec<String> = row
                    .fields
                    .iter()
                    .map(|field| {
                        let name = local(graph, field.local);
                        let part: String = field.part.iter().flat_map(|part| [".", part]).collect();
                        let name = name + &part;
                        match field.carried {
                            Carried::Live => name,
                            Carried::Lent => format!("{name} (lent)"),
                            Carried::Noted => format!("{name} (in parts)"),
                            Carried::Start => format!("{name}.start"),
                            Carried::Rebuilt => format!("{name} (made again)"),
                            Carried::FoundAgain => format!("{name} (found again)"),
                            Carried::Kept => format!("{name} (kept)"),
                            Carried::Restored => format!("{name} (restored)"),
                            Carried::InPlace => format!("{name} (in place)"),
                        }
                    })
                    .collect();
                let owned: Vec<String> = graph
                    .blocks
                    .ids()
                    .filter(|&block| layout.owner[block] == state)
                    .map(|block| block.to_string())
                    .collect();
                let again = list(graph, row.redeclared.iter().copied());
                let _ = write!(out, "{state}: {:?} at {}", row.kind, row.block);
                let _ = write!(out, " carries [{}]", fields.join(", "));
                if !again.is_empty() {
                    let _ = write!(out, " declares [{again}] again");
                }
                let aside = row.aside.keys().copied();
                let aside = list(graph, aside.filter(|&local| !row.keeps(local)));
                if !aside.is_empty() {
                    let _ = write!(out, " puts aside [{aside}]");
                }
                let _ = writeln!(out, " owns [{}]", owned.join(" "));
            }
            out
        });
    }

    pub fn expansion(&self, tokens: &TokenStream) {
        self.write("expansion", || pretty::pretty(tokens.clone()));
    }
}

fn local(graph: &Graph, local: LocalId) -> String {
    format!("{}{local}", names::base(&graph.locals[local].ident))
}

fn list(graph: &Graph, locals: impl Iterator<Item = LocalId>) -> String {
    let names: Vec<String> = locals.map(|id| local(graph, id)).collect();
    names.join(", ")
}

/// One block after the other: its statements, each with what it does to the locals, and where it goes.
impl fmt::Display for Graph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (id, block) in self.blocks.iter() {
            writeln!(f, "{id} in {}:", block.scope)?;
            for statement in &block.statements {
                let code = line(&statement.code);
                writeln!(f, "    {code}  // {}", effects(&statement.effects))?;
            }
            let end = terminator(&block.terminator);
            match block.terminator.effects() {
                Some(done) if !done.is_empty() => writeln!(f, "    {end}  // {}", effects(done))?,
                Some(_) | None => writeln!(f, "    {end}")?,
            }
        }
        Ok(())
    }
}

fn line(code: &impl ToTokens) -> String {
    names::readable(&pretty::on_one_line(code.to_token_stream()))
}

fn terminator(terminator: &Terminator) -> String {
    match terminator {
        Terminator::Goto(target) => format!("goto {target}"),
        Terminator::If {
            condition,
            then,
            otherwise,
            ..
        } => format!("if {} → {then}, else → {otherwise}", line(condition)),
        Terminator::Match {
            scrutinee, arms, ..
        } => {
            let arms: Vec<String> = arms
                .iter()
                .map(|arm| format!("{} → {}", line(&arm.pat), arm.block))
                .collect();
            format!("match {} {{ {} }}", line(scrutinee), arms.join(", "))
        }
        Terminator::LetElse {
            pat,
            value,
            next,
            otherwise,
            ..
        } => {
            let (pat, value) = (line(pat), line(value));
            format!("let {pat} = {value} → {next}, else → {otherwise}")
        }
        Terminator::Yield { value, resume, .. } => format!("yield {} → {resume}", line(value)),
        Terminator::Unreachable => "unreachable".to_owned(),
        Terminator::Return => "return".to_owned(),
    }
}

fn effects(effects: &[Effect]) -> String {
    // Where one was taken it was moved, which is told.
    let all = effects
        .iter()
        .filter(|effect| !matches!(effect, Effect::Taken(_)));
    let all: Vec<String> = all.map(effect).collect();
    all.join(" ")
}

fn effect(effect: &Effect) -> String {
    match effect {
        Effect::Use(local) => format!("use {local}"),
        Effect::Read(local) => format!("read {local}"),
        Effect::Call(local, ..) => format!("call {local}"),
        Effect::Ask(local, method) => format!("ask {local}.{}", method.call().method),
        Effect::Move(local) => format!("move {local}"),
        Effect::Taken(local) => format!("taken {local}"),
        Effect::MoveIf(local, evidence) => match evidence {
            Evidence::Emptied { part, .. } => format!("empty {local}.{}", part.join(".")),
            Evidence::Captured { part, .. } => format!("capture {local}.{}", part.join(".")),
            Evidence::Updated { .. } => format!("update from {local}"),
            Evidence::Part { part, .. } => format!("move {local}.{}", part.join(".")),
            Evidence::Binding { variable, .. } => {
                format!("move {local} by {}", names::readable(&variable.text))
            }
            Evidence::Apart { .. } => format!("take {local} apart"),
            Evidence::Receiver { kind, .. } => format!("move {local} if {kind:?}"),
            Evidence::Called(_) | Evidence::Method(_) => format!("call {local}"),
        },
        Effect::AssignPart(local, part) => format!("assign {local}.{}", part.join(".")),
        Effect::TakeApart { local, left, .. } => {
            let left: Vec<String> = left.iter().map(|part| part.join(".")).collect();
            format!("move {local} but .{}", left.join(" ."))
        }
        Effect::Assign(local) => format!("assign {local}"),
        Effect::Declare(local, true) => format!("init {local}"),
        Effect::Declare(local, false) => format!("declare {local}"),
        Effect::Exit(target) => format!("exit {target}"),
        Effect::Diverge => "diverge".to_owned(),
        Effect::Branch(branches) => {
            let branches: Vec<String> = branches.iter().map(|branch| effects(branch)).collect();
            format!("({})", branches.join(" | "))
        }
        Effect::Loop { id, body, .. } => format!("loop{id}({})", effects(body)),
        Effect::Break(id) => format!("break{id}"),
        Effect::Continue(id) => format!("continue{id}"),
    }
}
