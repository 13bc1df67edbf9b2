//! How do generators compare with iterators by hand, with other crates, and with the `gen` blocks of the nightly compiler?
//!
//! See README.md of this package for the commands and the tables. [`rows`] has the candidates, [`mod@row`] says what a row is,
//! [`mod@measure`] takes the times, [`builds`] and [`table`] put the figures of several builds together, and [`compile_time`] asks how
//! long the compiler works for a generator.
#![cfg_attr(gen_blocks, feature(gen_blocks))]
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "the numbers are small, and figures are rounded anyway"
)]

mod allocations;
mod builds;
mod compile_time;
mod input;
mod instructions;
mod measure;
mod report;
mod row;
mod rows;
mod table;

use std::{env, hint::black_box, process::ExitCode};

use input::Input;
use measure::{Effort, measure};
use report::Report;
use row::{Row, nightly, row};
use rows::ROWS;
use table::Measured;

const USAGE: &str = "\
[--write]                   all tables, and with --write into the README
--quick                     a short run that checks that all candidates agree
--instructions ROW COLUMN   instructions for an item, as `--instructions fibonacci ours-for`
--compile-time [--write]    how long the compiler works for a generator";

fn main() -> ExitCode {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        [] => all_tables(false),
        ["--write"] => all_tables(true),
        ["--quick"] => {
            print!("{}", table::quick(measured(Effort::QUICK)));
            Ok(())
        }
        ["--instructions", row, column] => instructions_of(row, column),
        ["--compile-time"] => compile_time::print(false),
        ["--compile-time", "--write"] => compile_time::print(true),
        // What the program asks of itself.
        ["--report"] => report(false),
        ["--report", "--count"] => report(true),
        ["--run", row, column, times] => run(row, column, times),
        _ => Err(format!("usage:\n{USAGE}")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// Measures all builds.
fn all_tables(write: bool) -> Result<(), String> {
    let nightly = builds::has_nightly();
    if !nightly {
        eprintln!("no nightly toolchain, so the columns of `gen` blocks are missing");
    }
    let mut all = Vec::new();
    for (position, profile) in builds::PROFILES.into_iter().enumerate() {
        let count = position == 0;
        all.push(Measured {
            profile,
            stable: builds::measure(&profile, false, count)?,
            nightly: nightly
                .then(|| builds::measure(&profile, true, count))
                .transpose()?,
        });
    }
    let reports = all
        .first()
        .into_iter()
        .flat_map(|first| [Some(&first.stable), first.nightly.as_ref()]);
    let compilers: Vec<_> = reports
        .flatten()
        .map(|report| report.rustc.as_str())
        .collect();
    let text = table::machine(&compilers) + &table::tables(&all);
    print!("{text}");
    if write {
        table::write("tables", &text)
    } else {
        Ok(())
    }
}

/// Measures this build, for the process that asked.
fn report(count: bool) -> Result<(), String> {
    let mut report = measured(Effort::FULL);
    if count && instructions::available() {
        let input = Input::new();
        for row in ROWS {
            eprintln!("instructions: {}", row.name);
            instructions::count_row(&row, &input, &mut report)?;
        }
    } else if count {
        eprintln!("no valgrind, so instructions are not counted");
    }
    print!("{report}");
    Ok(())
}

fn measured(effort: Effort) -> Report {
    let (input, mut report) = (Input::new(), Report::new());
    for row in ROWS {
        eprintln!("time: {}", row.name);
        measure(&row, &input, effort, &mut report);
    }
    report
}

fn instructions_of(row: &str, column: &str) -> Result<(), String> {
    let count = instructions::count(&find(row)?, column, &Input::new())?;
    println!("{count:.2}");
    Ok(())
}

/// Runs one candidate and nothing else, for callgrind.
fn run(row: &str, column: &str, times: &str) -> Result<(), String> {
    let (row, input) = (find(row)?, Input::new());
    let found = row.columns().find(|(name, ..)| name == column);
    let (.., run) = found.ok_or_else(|| format!("no column {column}"))?;
    let times: usize = times.parse().map_err(|_| format!("no number: {times}"))?;
    for _ in 0..times {
        black_box(run(black_box(&input)));
    }
    Ok(())
}

fn find(name: &str) -> Result<Row, String> {
    let found = ROWS.into_iter().find(|row| row.name == name);
    found.ok_or_else(|| format!("no row {name}"))
}
