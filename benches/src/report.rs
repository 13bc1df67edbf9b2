//! What was measured, in a form that one run of the program can print and another can read.

use std::{collections::BTreeMap, fmt, str::FromStr};

/// What was measured of one build.
#[derive(Default)]
pub struct Report {
    /// The compiler of that build.
    pub rustc: String,
    figures: BTreeMap<Key, f64>,
}

/// A row, a column and what is said of them.
type Key = (String, String, Figure);

/// What a number says.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figure {
    /// The time, divided by that of the struct by hand which is driven in the same way.
    Time,
    /// Half the distance between the quartiles of `Time`, as a part of it.
    Spread,
    /// The instructions for one item.
    Instructions,
    /// The bytes of the iterator.
    Size,
    /// How often memory is allocated, beyond what the struct by hand allocates.
    Allocations,
}

const NAMES: [(Figure, &str); 5] = [
    (Figure::Time, "time"),
    (Figure::Spread, "spread"),
    (Figure::Instructions, "instructions"),
    (Figure::Size, "size"),
    (Figure::Allocations, "allocations"),
];

impl Report {
    /// An empty report of this build.
    pub fn new() -> Self {
        Self {
            rustc: env!("RUSTC_VERSION").to_owned(),
            figures: BTreeMap::new(),
        }
    }

    /// Enters a number.
    pub fn add(&mut self, row: &str, column: &str, figure: Figure, value: f64) {
        let key = (row.to_owned(), column.to_owned(), figure);
        self.figures.insert(key, value);
    }

    /// A number, if it was measured.
    pub fn get(&self, row: &str, column: &str, figure: Figure) -> Option<f64> {
        let key = (row.to_owned(), column.to_owned(), figure);
        self.figures.get(&key).copied()
    }

    /// The largest spread of a row.
    pub fn spread(&self, row: &str) -> f64 {
        let spreads = self
            .figures
            .iter()
            .filter_map(|((name, _, figure), value)| {
                (name == row && *figure == Figure::Spread).then_some(*value)
            });
        spreads.fold(0.0, f64::max)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "rustc\t{}", self.rustc)?;
        for ((row, column, figure), value) in &self.figures {
            let (_, name) = NAMES
                .iter()
                .find(|(named, _)| named == figure)
                .ok_or(fmt::Error)?;
            writeln!(f, "{row}\t{column}\t{name}\t{value}")?;
        }
        Ok(())
    }
}

impl FromStr for Report {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut report = Self::default();
        for line in text.lines() {
            let fields: Vec<_> = line.split('\t').collect();
            match fields[..] {
                ["rustc", version] => version.clone_into(&mut report.rustc),
                [row, column, name, value] => {
                    let figure = NAMES.iter().find(|(_, named)| *named == name);
                    let value = value.parse().ok();
                    let (Some((figure, _)), Some(value)) = (figure, value) else {
                        return Err(format!("no figure: {line}"));
                    };
                    report.add(row, column, *figure, value);
                }
                _ => return Err(format!("no line of a report: {line}")),
            }
        }
        Ok(report)
    }
}
