//! One run of the tester: batches of programs, what became of them, and the failures made small.

use std::collections::BTreeMap;
use std::io;

use crate::compare::{self, Verdict};
use crate::harness::{self, Harness};
use crate::print::{self, Dialect};
use crate::program::Program;
use crate::random::{self, Options};
use crate::refusals::Histogram;
use crate::shrink;

/// How many programs share a crate.
const BATCH: u64 = 300;

/// What is run.
pub struct Trial {
    pub seed: u64,
    pub count: u64,
    pub options: Options,
    pub nightly: bool,
    /// Under `AddressSanitizer`?
    pub sanitize: bool,
    /// How many failures are shrunk.
    pub shrink: usize,
    pub name: String,
}

impl Default for Trial {
    fn default() -> Self {
        Self {
            seed: 0,
            count: 300,
            options: Options::default(),
            nightly: true,
            sanitize: false,
            shrink: 4,
            name: "run".to_owned(),
        }
    }
}

/// What became of the programs.
#[derive(Default)]
struct Tally {
    same: u32,
    invalid: Histogram,
    refused: Histogram,
    endless: Vec<u64>,
    oracle: Vec<(u64, Verdict)>,
    failures: Vec<(u64, Program, Verdict)>,
}

impl Tally {
    /// The numbers of the programs that failed.
    fn failed(&self) -> String {
        let numbers = self.failures.iter().map(|(number, ..)| number.to_string());
        numbers.collect::<Vec<_>>().join(" ")
    }
}

impl Trial {
    /// Runs all and prints the outcome. Is it what it should be?
    pub fn run(&self) -> io::Result<bool> {
        let has_nightly = harness::has_nightly();
        if self.nightly && !has_nightly {
            println!("no nightly toolchain: compared with plain functions only");
        }
        if self.sanitize && !has_nightly {
            return Err(io::Error::other("no nightly toolchain to sanitize with"));
        }
        let nightly = self.nightly && has_nightly;
        let harness = Harness::new(&self.name, nightly, self.sanitize);
        let mut tally = Tally::default();
        let mut from = self.seed;
        let end = self.seed + self.count;
        while from < end {
            let to = end.min(from + BATCH);
            self.batch(&harness, from..to, &mut tally)?;
            println!("{}: failed: {}", to - self.seed, tally.failed());
            from = to;
        }
        self.print(&harness, &tally)?;
        Ok(tally.failures.is_empty())
    }

    fn batch(
        &self,
        harness: &Harness,
        seeds: std::ops::Range<u64>,
        tally: &mut Tally,
    ) -> io::Result<()> {
        let programs: BTreeMap<u64, Program> = seeds
            .map(|seed| (seed, random::program(seed, self.options)))
            .collect();
        for (number, report) in harness.run(&programs)? {
            let verdict = compare::compare(&report);
            match &verdict {
                Verdict::Same => tally.same += 1,
                Verdict::OracleDiffers(_) => {
                    tally.same += 1;
                    tally.oracle.push((number, verdict));
                }
                Verdict::Invalid(refusal) => tally.invalid.count(number, refusal),
                Verdict::Endless => tally.endless.push(number),
                Verdict::Refused(refusal) => {
                    tally.refused.count(number, refusal);
                    if !refusal.is_permitted() {
                        tally
                            .failures
                            .push((number, programs[&number].clone(), verdict));
                    }
                }
                Verdict::Differs(_) => {
                    tally
                        .failures
                        .push((number, programs[&number].clone(), verdict));
                }
            }
        }
        Ok(())
    }

    fn print(&self, harness: &Harness, tally: &Tally) -> io::Result<()> {
        println!("\n{} programs ran the same in every way", tally.same);
        println!("{} were refused:\n{}", tally.refused.total(), tally.refused);
        println!(
            "{} are no valid Rust:\n{}",
            tally.invalid.total(),
            tally.invalid
        );
        if !tally.endless.is_empty() {
            println!("{} do not end: {:?}", tally.endless.len(), tally.endless);
        }
        for (number, verdict) in &tally.oracle {
            if let Verdict::OracleDiffers(difference) = verdict {
                println!("program {number}: nightly alone differs\n{difference}");
            }
        }
        if tally.failures.is_empty() {
            return Ok(());
        }
        println!("{} failed: {}", tally.failures.len(), tally.failed());
        for (number, program, verdict) in shrunk(harness, &tally.failures, self.shrink)? {
            let text = print::module(number, &program, Dialect::Machine);
            println!("\n=== program {number}\n{text}");
            match verdict {
                Verdict::Differs(difference) | Verdict::OracleDiffers(difference) => {
                    println!("{difference}");
                }
                Verdict::Refused(refusal) | Verdict::Invalid(refusal) => println!("{refusal}"),
                Verdict::Same | Verdict::Endless => println!("it fails every now and then only"),
            }
            println!("{}", harness.dump(number, &program)?);
        }
        Ok(())
    }
}

// Input: the failures of a run.
// Output: the first ones, as small as they get, with what is wrong with them then.
fn shrunk(
    harness: &Harness,
    failures: &[(u64, Program, Verdict)],
    most: usize,
) -> io::Result<Vec<(u64, Program, Verdict)>> {
    let failures = &failures[..most.min(failures.len())];
    // Whether a program fails is not nightly's to say. Without nightly a round takes half the time.
    let mut harness = harness.clone();
    harness.nightly = false;
    let verdicts = |round: &[(usize, Program)]| -> io::Result<Vec<Verdict>> {
        let numbered = (0..).zip(round.iter().map(|(_, program)| program.clone()));
        let reports = harness.run(&numbered.collect())?;
        Ok(reports.values().map(compare::compare).collect())
    };
    let programs = failures.iter().map(|(_, program, _)| program.clone());
    let programs = shrink::shrink(programs.collect(), &mut |round| {
        let found = verdicts(round)?;
        let pairs = round.iter().zip(&found);
        Ok(pairs
            .map(|((index, _), found)| same_symptom(&failures[*index].2, found))
            .collect())
    })?;
    let indexed: Vec<(usize, Program)> = programs.into_iter().enumerate().collect();
    let found = verdicts(&indexed)?;
    let numbers = failures.iter().map(|(number, ..)| *number);
    let small = numbers.zip(indexed).zip(found);
    Ok(small
        .map(|((number, (_, program)), verdict)| (number, program, verdict))
        .collect())
}

fn same_symptom(one: &Verdict, other: &Verdict) -> bool {
    match (one, other) {
        (Verdict::Differs(_), Verdict::Differs(_)) => true,
        (Verdict::Refused(one), Verdict::Refused(other)) => one.reason() == other.reason(),
        (
            Verdict::Differs(_)
            | Verdict::Refused(_)
            | Verdict::Same
            | Verdict::OracleDiffers(_)
            | Verdict::Endless
            | Verdict::Invalid(_),
            _,
        ) => false,
    }
}
