//! The tables, in Markdown.

use std::{fmt::Write as _, fs, thread};

use crate::{
    builds::{self, Profile},
    report::{Figure, Report},
    row::Row,
    rows::ROWS,
};

/// What was measured with one profile.
pub struct Measured {
    /// The profile.
    pub profile: Profile,
    /// With the compiler that built this program.
    pub stable: Report,
    /// With the nightly one, if there is one.
    pub nightly: Option<Report>,
}

/// A column: its heading, whether it is measured on nightly, its name in the report.
type Column = (&'static str, bool, &'static str);

const TIMES: [Column; 15] = [
    ("ours: `for`", false, "ours-for"),
    ("`fold`", false, "ours-fold"),
    ("`dyn`", false, "ours-dyn"),
    ("`std::iter`: `for`", false, "combinators-for"),
    ("`fold`", false, "combinators-fold"),
    ("`dyn`", false, "combinators-dyn"),
    ("diapause: `for`", false, "diapause-for"),
    ("genawaiter2: `for`", false, "genawaiter2-for"),
    ("fauxgen: `for`", false, "fauxgen-for"),
    ("nightly `gen`: `for`", true, "gen-for"),
    ("`fold`", true, "gen-fold"),
    ("`dyn`", true, "gen-dyn"),
    ("ours on nightly: `for`", true, "ours-for"),
    ("`fold`", true, "ours-fold"),
    ("`dyn`", true, "ours-dyn"),
];

const INSTRUCTIONS: [Column; 15] = [
    ("by hand: `for`", false, "by-hand-for"),
    ("`fold`", false, "by-hand-fold"),
    ("`dyn`", false, "by-hand-dyn"),
    ("ours: `for`", false, "ours-for"),
    ("`fold`", false, "ours-fold"),
    ("`dyn`", false, "ours-dyn"),
    ("`std::iter`: `for`", false, "combinators-for"),
    ("diapause: `for`", false, "diapause-for"),
    ("genawaiter2: `for`", false, "genawaiter2-for"),
    ("fauxgen: `for`", false, "fauxgen-for"),
    ("nightly `gen`: `for`", true, "gen-for"),
    ("`fold`", true, "gen-fold"),
    ("`dyn`", true, "gen-dyn"),
    ("ours on nightly: `for`", true, "ours-for"),
    ("`dyn`", true, "ours-dyn"),
];

const SIZES: [Column; 6] = [
    ("by hand", false, "by-hand"),
    ("ours", false, "ours"),
    ("`std::iter`", false, "combinators"),
    ("diapause", false, "diapause"),
    ("fauxgen", false, "fauxgen"),
    ("nightly `gen`", true, "gen"),
];

const ALLOCATIONS: [Column; 5] = [
    ("ours", false, "ours"),
    ("diapause", false, "diapause"),
    ("genawaiter2", false, "genawaiter2"),
    ("fauxgen", false, "fauxgen"),
    ("nightly `gen`", true, "gen"),
];

/// All tables of all profiles.
pub fn tables(all: &[Measured]) -> String {
    let mut text = String::new();
    for measured in all {
        heading(
            &mut text,
            &format!("Time: {}", measured.profile.about),
            "Time divided by that of the struct by hand which is driven in the same way, in the same run. Below 1 is faster.",
        );
        table(&mut text, measured, &TIMES, Figure::Time, true);
    }
    let Some(first) = all.first() else {
        return text;
    };
    heading(
        &mut text,
        "Instructions per item",
        "Counted by callgrind, default release profile.",
    );
    table(&mut text, first, &INSTRUCTIONS, Figure::Instructions, false);
    heading(
        &mut text,
        "Size",
        "`size_of_val` of the iterator before its first item, in bytes.",
    );
    table(&mut text, first, &SIZES, Figure::Size, false);
    heading(
        &mut text,
        "Allocations",
        "For one iterator from its first item to its last, beyond what the struct by hand allocates.",
    );
    allocations(&mut text, first);
    text
}

fn heading(text: &mut String, title: &str, about: &str) {
    let _ = write!(text, "\n### {title}\n\n{about}\n\n");
}

fn table(text: &mut String, measured: &Measured, columns: &[Column], figure: Figure, spread: bool) {
    let columns = columns
        .iter()
        .filter(|(_, nightly, _)| !nightly || measured.nightly.is_some());
    let columns: Vec<_> = columns.collect();
    let mut lines = vec![String::from("| |"), String::from("|---|")];
    for (heading, ..) in &columns {
        let _ = write!(lines[0], " {heading} |");
        lines[1].push_str("---:|");
    }
    if spread {
        lines[0].push_str(" spread |");
        lines[1].push_str("---:|");
    }
    for row in ROWS {
        let mut line = format!("| {} |", row.name);
        for (_, nightly, column) in &columns {
            let report = if *nightly {
                measured.nightly.as_ref()
            } else {
                Some(&measured.stable)
            };
            let value = report.and_then(|report| report.get(row.name, column, figure));
            let _ = write!(
                line,
                " {} |",
                value.map_or_else(String::new, |value| cell(value, figure))
            );
        }
        if spread {
            let reports = [Some(&measured.stable), measured.nightly.as_ref()];
            let spreads = reports
                .into_iter()
                .flatten()
                .map(|report| report.spread(row.name));
            let spread = spreads.fold(0.0, f64::max) * 100.0;
            let _ = write!(line, " ±{spread:.0} % |");
        }
        lines.push(line);
    }
    text.push_str(&lines.join("\n"));
    text.push('\n');
}

/// The table of allocations, or a sentence if there is nothing to tell.
fn allocations(text: &mut String, measured: &Measured) {
    let none = |row: &Row| {
        let mut columns = ALLOCATIONS.iter();
        columns.all(|(_, nightly, column)| {
            let report = if *nightly {
                measured.nightly.as_ref()
            } else {
                Some(&measured.stable)
            };
            let value = report.and_then(|report| report.get(row.name, column, Figure::Allocations));
            value.is_none_or(|value| value == 0.0)
        })
    };
    if ROWS.iter().all(none) {
        text.push_str("None, in any row, by any of them.\n");
    } else {
        table(text, measured, &ALLOCATIONS, Figure::Allocations, false);
    }
}

fn cell(value: f64, figure: Figure) -> String {
    match figure {
        Figure::Time | Figure::Spread => format!("{value:.2}"),
        Figure::Instructions => format!("{value:.1}"),
        Figure::Size | Figure::Allocations => format!("{value}"),
    }
}

/// The table of one report, for a look.
pub fn quick(report: Report) -> String {
    let mut text = String::new();
    let measured = Measured {
        profile: builds::PROFILES[0],
        stable: report,
        nightly: None,
    };
    table(&mut text, &measured, &TIMES, Figure::Time, true);
    text
}

/// The machine and the compilers.
pub fn machine(compilers: &[&str]) -> String {
    let about = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = about
        .lines()
        .find_map(|line| line.strip_prefix("model name"));
    let model = model.map_or("unknown processor", |model| {
        model.trim_start_matches([' ', '\t', ':'])
    });
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let plural = if cores == 1 { "core" } else { "cores" };
    format!(
        "Measured on: {model}, {cores} {plural}; {}; {}.\n",
        std::env::consts::ARCH,
        compilers.join("; ")
    )
}

/// Puts `text` between the markers called `name` in the README of this package.
pub fn write(name: &str, text: &str) -> Result<(), String> {
    let path = builds::here().join("README.md");
    let page = fs::read_to_string(&path).map_err(|error| error.to_string())?;
    let (start, end) = (
        format!("<!-- {name}: start -->\n"),
        format!("<!-- {name}: end -->"),
    );
    let parts = page.split_once(&start).and_then(|(before, rest)| {
        let (_, after) = rest.split_once(&end)?;
        Some((before, after))
    });
    let (before, after) = parts.ok_or_else(|| format!("the README has no markers for {name}"))?;
    let page = format!("{before}{start}\n{text}\n{end}{after}");
    fs::write(&path, page).map_err(|error| error.to_string())
}
