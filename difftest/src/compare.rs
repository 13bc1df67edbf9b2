//! Is what happened the same in all dialects?
//!
//! The plain function is the yardstick: a run to its end is what `next` and `fold` must do; stopped at an item by a panic, it drops
//! what a suspended generator must drop, anchors included; stopped at an event or a drop, it unwinds as a generator must. What nightly's `gen fn`
//! does is compared as well; where it alone differs, that is told apart.

use std::collections::BTreeMap;
use std::fmt;

use crate::harness::{ENDLESS, Refusal};

/// What was logged, by the way of driving.
pub type Trace = BTreeMap<String, String>;

/// What became of one program.
#[derive(Clone, Debug)]
pub struct Report {
    pub machine: Result<Trace, Refusal>,
    pub plain: Result<Trace, Refusal>,
    /// `None` without nightly, or for a program with anchors.
    pub gen_fn: Option<Result<Trace, Refusal>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Same,
    /// The same as the plain function, unlike nightly's generator.
    OracleDiffers(Difference),
    /// Rust rejects the plain function or, if there is one, nightly's generator.
    Invalid(Refusal),
    /// The plain function does not end.
    Endless,
    /// Ours alone is rejected.
    Refused(Refusal),
    Differs(Difference),
}

/// The first way of driving that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub scenario: String,
    pub expected: String,
    pub found: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let start = same_start(&self.expected, &self.found);
        writeln!(f, "{}", self.scenario)?;
        writeln!(f, "  expected {}", from(&self.expected, start))?;
        writeln!(f, "  found    {}", from(&self.found, start))
    }
}

/// How many words are the same, but for the last few of them, which are shown.
fn same_start(one: &str, other: &str) -> usize {
    let pairs = one.split(' ').zip(other.split(' '));
    pairs
        .take_while(|(one, other)| one == other)
        .count()
        .saturating_sub(16)
}

fn from(log: &str, start: usize) -> String {
    let words: Vec<&str> = log.split(' ').skip(start).take(40).collect();
    let dots = if start > 0 { "… " } else { "" };
    format!("{dots}{}", words.join(" "))
}

/// Judges a program.
pub fn compare(report: &Report) -> Verdict {
    let plain = match &report.plain {
        Ok(plain) => plain,
        Err(refusal) => return Verdict::Invalid(refusal.clone()),
    };
    if plain.get("end").is_some_and(|end| end == ENDLESS) {
        return Verdict::Endless;
    }
    let machine = match (&report.machine, &report.gen_fn) {
        (Ok(machine), _) => machine,
        (Err(_), Some(Err(refusal))) => return Verdict::Invalid(refusal.clone()),
        (Err(refusal), _) => return Verdict::Refused(refusal.clone()),
    };
    let oracle = match &report.gen_fn {
        Some(Ok(oracle)) => Some(oracle),
        Some(Err(_)) | None => None,
    };
    let expected = expected_of(plain);
    let of_machine = fallen_too(expected.clone(), machine);
    if let Some(difference) = first_difference(&of_machine, machine) {
        return Verdict::Differs(difference);
    }
    match oracle.and_then(|oracle| first_difference(&unresumed(&expected), oracle)) {
        Some(difference) => Verdict::OracleDiffers(difference),
        None => Verdict::Same,
    }
}

// Input: what a plain function did, run to its end, to each item and to each event.
// Output: what a generator has to do.
fn expected_of(plain: &Trace) -> Trace {
    let mut expected = Trace::new();
    for (scenario, log) in plain {
        let unwound = log.strip_suffix(" !").or(log.strip_suffix('!'));
        let (what, point) = scenario.split_once(' ').unwrap_or((scenario, ""));
        match (what, unwound) {
            ("run", _) => {
                expected.insert("fold".to_owned(), log.clone());
                let end = if unwound.is_some() { "" } else { " none none" };
                expected.insert(
                    "next".to_owned(),
                    format!("{log}{end}").trim_start().to_owned(),
                );
            }
            ("stop", Some(unwound)) => {
                expected.insert(format!("drop {point}"), unwound.to_owned());
                let run = &plain["run"];
                expected.insert(format!("split {point}"), run.clone());
            }
            ("panic" | "fall", Some(unwound)) => {
                expected.insert(scenario.clone(), format!("{unwound} none --"));
                expected.insert(format!("{what} in fold {point}"), log.clone());
            }
            _ => {
                expected.insert(scenario.clone(), log.clone());
            }
        }
    }
    expected
}

/// What a suspended generator has to drop where one of its destructors panics: all the same. How many there are, it says itself.
fn fallen_too(mut expected: Trace, found: &Trace) -> Trace {
    for scenario in found.keys() {
        if let Some((_, dropped)) = scenario.split_once(" in drop ")
            && let Some(log) = expected.get(&format!("drop {dropped}"))
        {
            let log = format!("{log} !");
            expected.insert(scenario.clone(), log);
        }
    }
    expected
}

/// What nightly's generator has to do: it is not asked again after a panic. What it does where a destructor panics is not looked at, since it
/// leaks then.
fn unresumed(expected: &Trace) -> Trace {
    let mut expected = expected.clone();
    expected.retain(|scenario, _| !scenario.starts_with("fall "));
    for (scenario, log) in &mut expected {
        if scenario.starts_with("panic ")
            && let Some(start) = log.strip_suffix(" none --")
        {
            *log = format!("{start} --");
        }
    }
    expected
}

fn first_difference(expected: &Trace, found: &Trace) -> Option<Difference> {
    let scenarios = expected.keys().chain(found.keys());
    let mut differing = scenarios.filter(|scenario| {
        let (expected, found) = (expected.get(*scenario), found.get(*scenario));
        let falls = scenario.starts_with("fall ");
        let is_same = match (expected, found) {
            (Some(expected), Some(found)) if falls => is_same_but_for_leaks(expected, found),
            _ => expected == found,
        };
        !is_same
    });
    let scenario = differing.next()?;
    let log = |trace: &Trace| trace.get(scenario).cloned().unwrap_or_default();
    Some(Difference {
        scenario: scenario.clone(),
        expected: log(expected),
        found: log(found),
    })
}

/// rustc forgets the value of a block, as of `let x = { let guard = …; make() };`, where a destructor panics on the way out of it
/// ([#47949](https://github.com/rust-lang/rust/issues/47949)). To drop it is as good.
fn is_same_but_for_leaks(expected: &str, found: &str) -> bool {
    let mut rest = expected.split(' ').peekable();
    let mut more = Vec::new();
    for word in found.split(' ') {
        if rest.next_if_eq(&word).is_none() {
            more.push(word);
        }
    }
    let count = |log: &str, word: &str| log.split(' ').filter(|found| *found == word).count();
    let leaked = |word: &&str| {
        word.strip_prefix('-').is_some_and(|id| {
            // Arguments have these numbers, and are not logged when they are made.
            let is_argument = id.parse::<u32>().is_ok_and(|id| id >= 1000);
            let made = count(found, &format!("+{id}")) + usize::from(is_argument);
            count(found, word) <= made
        })
    };
    rest.next().is_none() && more.iter().all(leaked)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trace(logs: &[(&str, &str)]) -> Trace {
        let pair = |(scenario, log): &(&str, &str)| ((*scenario).to_owned(), (*log).to_owned());
        logs.iter().map(pair).collect()
    }

    fn report(machine: &[(&str, &str)], gen_fn: &[(&str, &str)]) -> Report {
        let plain = [
            ("drop 0", "-- -9"),
            ("run", "e1 [1]"),
            ("stop 1", "e1 [1] -- !"),
            ("panic 1", "e1 panic !"),
        ];
        Report {
            machine: Ok(trace(machine)),
            plain: Ok(trace(&plain)),
            gen_fn: Some(Ok(trace(gen_fn))),
        }
    }

    const RIGHT: [(&str, &str); 7] = [
        ("next", "e1 [1] none none"),
        ("fold", "e1 [1]"),
        ("split 1", "e1 [1]"),
        ("drop 1", "e1 [1] --"),
        ("panic 1", "e1 panic none --"),
        ("panic in fold 1", "e1 panic !"),
        ("drop 0", "-- -9"),
    ];

    fn unresumed(logs: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
        let mut logs = logs.to_vec();
        logs[4].1 = "e1 panic --";
        logs
    }

    #[test]
    fn a_right_machine_is_the_same() {
        let report = report(&RIGHT, &unresumed(&RIGHT));
        assert_eq!(compare(&report), Verdict::Same);
    }

    #[test]
    fn a_wrong_machine_differs() {
        let mut wrong = RIGHT;
        wrong[3].1 = "e1 [1] -- -1";
        let verdict = compare(&report(&wrong, &unresumed(&RIGHT)));
        let Verdict::Differs(difference) = verdict else {
            panic!("{verdict:?}");
        };
        assert_eq!(difference.scenario, "drop 1");
        assert_eq!(difference.expected, "e1 [1] --");
    }

    #[test]
    fn nightly_alone_is_told_apart() {
        let mut wrong = unresumed(&RIGHT);
        wrong[1].1 = "e1";
        let verdict = compare(&report(&RIGHT, &wrong));
        assert!(matches!(verdict, Verdict::OracleDiffers(_)), "{verdict:?}");
    }

    #[test]
    fn what_nobody_accepts_is_invalid() {
        let refusal = Refusal {
            code: Some("E0382".to_owned()),
            message: "use of moved value".to_owned(),
        };
        let mut report = report(&RIGHT, &unresumed(&RIGHT));
        report.machine = Err(refusal.clone());
        assert_eq!(compare(&report), Verdict::Refused(refusal.clone()));
        report.gen_fn = Some(Err(refusal.clone()));
        assert_eq!(compare(&report), Verdict::Invalid(refusal));
    }
}
