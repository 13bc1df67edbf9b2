//! How is a machine told?

use std::fmt::Write;

use crate::machine::{Machine, State};

/// The states in source order: where each resumes, what it carries, which yields suspend into it, where it leads.
pub fn text(machine: &Machine) -> String {
    let mut out = format!(
        "{}  {}\n{}\n",
        machine.path, machine.file, machine.signature
    );
    for state in &machine.states {
        // Writing to a string cannot fail.
        let _ = write!(out, "\n{}\n", state.name);
        let line = machine.line(state.line);
        rows(
            &mut out,
            "resumes at",
            vec![format!("{} | {line}", state.line)],
        );
        rows(&mut out, "carries", carries(state));
        let yields = state.yields.iter();
        let yields = yields.map(|at| format!("{at} | {}", machine.line(at.line)));
        rows(&mut out, "after yield", yields.collect());
        let ways = state.ways.iter().map(|way| machine.told(way));
        rows(&mut out, "leads to", ways.collect());
    }
    out
}

fn carries(state: &State) -> Vec<String> {
    if state.carries.is_empty() {
        return vec!["nothing".to_owned()];
    }
    let width = state.carries.iter().map(|local| local.name.len()).max();
    let width = width.unwrap_or_default();
    let locals = state.carries.iter();
    locals
        .map(|local| format!("{:width$}  {}", local.name, local.why))
        .collect()
}

fn rows(out: &mut String, title: &str, rows: Vec<String>) {
    for (index, row) in rows.into_iter().enumerate() {
        let title = if index == 0 { title } else { "" };
        let _ = writeln!(out, "    {title:<11}  {row}");
    }
}
