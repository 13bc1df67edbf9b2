//! How long does each candidate take, compared with the struct by hand that is driven in the same way?
//!
//! The candidates of a row take turns (A B C A B C …), so that what else the machine does meets all of them. Each round gives a
//! ratio; the median of the rounds is reported, and how far the middle half of them is spread.

use std::{hint::black_box, time::Instant};

use crate::{
    allocations,
    input::Input,
    report::{Figure, Report},
    row::{Approach, Drive, Row, Run},
};

/// How much time to spend.
#[derive(Clone, Copy)]
pub struct Effort {
    /// How many rounds.
    pub rounds: usize,
    /// For how many seconds the struct by hand runs in each.
    pub seconds: f64,
}

impl Effort {
    /// What the tables are made with. Short samples, so that few of them are interrupted.
    pub const FULL: Self = Self {
        rounds: 301,
        seconds: 3e-4,
    };
    /// Enough to see that everything runs.
    pub const QUICK: Self = Self {
        rounds: 3,
        seconds: 1e-5,
    };
}

/// Checks that all candidates of a row agree, and measures them.
pub fn measure(row: &Row, input: &Input, effort: Effort, report: &mut Report) {
    agree(row, input);
    let by_hand = allocations::during(|| row.candidates[0].runs[0].1(input));
    for candidate in row.candidates {
        let column = candidate.approach.to_string();
        if let Some(size) = candidate.size {
            report.add(row.name, &column, Figure::Size, size(input) as f64);
        }
        let more = allocations::during(|| candidate.runs[0].1(input)) - by_hand;
        report.add(row.name, &column, Figure::Allocations, more as f64);
    }
    times(row, input, effort, report);
}

fn agree(row: &Row, input: &Input) {
    let mut results = row.columns().map(|(name, .., run)| (name, run(input)));
    let (first, expected) = results.next().expect("every row is written by hand");
    for (name, result) in results {
        assert_eq!(result, expected, "{}: {name} and {first} differ", row.name);
    }
}

fn times(row: &Row, input: &Input, effort: Effort, report: &mut Report) {
    let columns: Vec<_> = row.columns().collect();
    let reference = |of: Drive| {
        let by_hand = |(_, candidate, drive, _): &(_, &crate::row::Candidate, Drive, Run)| {
            candidate.approach == Approach::ByHand && *drive == of
        };
        let found = columns.iter().position(by_hand);
        found.expect("every row is driven in every way by hand")
    };
    let once = seconds(columns[0].3, input, 1).max(1e-9);
    let times = (effort.seconds / once).ceil().max(1.0) as usize;
    let mut rounds = vec![Vec::with_capacity(effort.rounds); columns.len()];
    for _ in 0..effort.rounds {
        for (round, (.., run)) in rounds.iter_mut().zip(&columns) {
            round.push(seconds(*run, input, times));
        }
    }
    for (round, (name, _, drive, _)) in rounds.iter().zip(&columns) {
        let by_hand = &rounds[reference(*drive)];
        let ratios = round
            .iter()
            .zip(by_hand)
            .map(|(time, by_hand)| time / by_hand);
        let (median, spread) = median(ratios.collect());
        report.add(row.name, name, Figure::Time, median);
        report.add(row.name, name, Figure::Spread, spread);
    }
}

fn seconds(run: Run, input: &Input, times: usize) -> f64 {
    let start = Instant::now();
    for _ in 0..times {
        black_box(run(black_box(input)));
    }
    start.elapsed().as_secs_f64()
}

/// The median, and half the distance between the quartiles as a part of it.
fn median(mut values: Vec<f64>) -> (f64, f64) {
    values.sort_by(f64::total_cmp);
    let at = |quarter: usize| values[(values.len() - 1) * quarter / 4];
    (at(2), (at(3) - at(1)) / 2.0 / at(2))
}
