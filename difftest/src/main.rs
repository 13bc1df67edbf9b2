//! Differential testing of `#[generator]`: random programs, run by the macro, by nightly's `gen fn` and as plain functions.
//!
//! ```text
//! cargo run --release -p difftest -- --seed S --count N [--operands] [--anchors] [--no-nightly] [--sanitize]
//! ```
//!
//! What happens must be the same however a generator is driven: to the end by `next` and by `fold`, dropped after each item,
//! with a panic at each event and in each destructor. A program that differs is shrunk and printed. The numbers of the programs are their seeds, so
//! `--seed S --count 1` runs one of them again.

mod compare;
mod flow;
mod harness;
mod print;
mod program;
mod random;
mod refusals;
mod shrink;
#[cfg(test)]
#[expect(dead_code, reason = "the programs use it; here it is only checked")]
mod support;
mod trial;

use std::process::ExitCode;

use lexopt::prelude::*;
use trial::Trial;

const USAGE: &str = "\
usage: difftest --seed S --count N [--operands] [--anchors] [--no-nightly] [--sanitize] [--shrink M]
                [--name NAME]
  --seed S      the number of the first program
  --count N     how many programs
  --operands    with yields in operands, conditions, heads and macros' arguments
  --anchors     with anchors in every program, not only in every fifth
  --no-nightly  compare with plain functions only
  --sanitize    under AddressSanitizer; a leak is told of the last program
  --shrink M    how many failures are shrunk, 4 unless told
  --name NAME   the directory in target/difftest, for runs side by side";

fn main() -> ExitCode {
    let trial = match arguments() {
        Ok(Some(trial)) => trial,
        Ok(None) => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("difftest: {error}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match trial.run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("difftest: {error}");
            ExitCode::from(2)
        }
    }
}

fn arguments() -> Result<Option<Trial>, lexopt::Error> {
    let mut trial = Trial::default();
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("seed") => trial.seed = parser.value()?.parse()?,
            Long("count") => trial.count = parser.value()?.parse()?,
            Long("operands") => trial.options.operands = true,
            Long("anchors") => trial.options.anchors = true,
            Long("no-nightly") => trial.nightly = false,
            Long("sanitize") => trial.sanitize = true,
            Long("shrink") => trial.shrink = parser.value()?.parse()?,
            Long("name") => trial.name = parser.value()?.string()?,
            Short('h') | Long("help") => return Ok(None),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Some(trial))
}
