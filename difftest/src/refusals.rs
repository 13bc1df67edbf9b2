//! How often was a program refused, and why?

use std::collections::BTreeMap;
use std::fmt;

use crate::harness::Refusal;

/// Borrow errors: the machine moves a local at a yield, which rustc may not accept. They are the documented limit.
const PERMITTED: [&str; 7] = [
    "E0382", "E0499", "E0502", "E0505", "E0506", "E0597", "E0716",
];

/// What the types say of a local of whose parts the macro does not know.
const LEFT: &str = "what is left of `";

/// What stands for a part that was moved away where the state carries the rest, and for the whole. Assigned to, it is no value of that type.
const PARTS: [&str; 3] = ["Forgotten", "Perhaps<", "Parts<"];

/// Counts of refusals by reason.
#[derive(Clone, Debug, Default)]
pub struct Histogram {
    /// How often, and the first program.
    counts: BTreeMap<Refusal, (u32, u64)>,
}

impl Refusal {
    /// Does the generator's documentation say that such programs are refused? The macro says so itself of those it refuses.
    pub fn is_permitted(&self) -> bool {
        match &self.code {
            Some(code) if code == "E0308" => {
                PARTS.iter().any(|of_parts| self.message.contains(of_parts))
            }
            Some(code) => PERMITTED.contains(&code.as_str()) || self.message.starts_with(LEFT),
            // Some of rustc's errors have no code. Ours say what to write instead, after a semicolon.
            None => self.message.contains("; "),
        }
    }

    /// The reason without the names in it, so that the same reasons are counted together.
    pub fn reason(&self) -> Refusal {
        let mut message = String::new();
        for (index, part) in self.message.split('`').enumerate() {
            match (&self.code, index % 2) {
                (Some(_), 1) => message.push('…'),
                _ => message.push_str(part),
            }
        }
        Refusal {
            code: self.code.clone(),
            message,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match &self.code {
            Some(code) => write!(f, "{code}: {}", self.message),
            None => write!(f, "macro: {}", self.message),
        }
    }
}

impl Histogram {
    pub fn count(&mut self, number: u64, refusal: &Refusal) {
        self.counts.entry(refusal.reason()).or_insert((0, number)).0 += 1;
    }

    pub fn total(&self) -> u32 {
        self.counts.values().map(|(count, _)| count).sum()
    }
}

impl fmt::Display for Histogram {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let mut rows: Vec<_> = self.counts.iter().collect();
        rows.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
        for (refusal, (count, first)) in rows {
            writeln!(f, "{count:8}  {refusal} (first in {first})")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(code: Option<&str>, message: &str) -> Refusal {
        Refusal {
            code: code.map(str::to_owned),
            message: message.to_owned(),
        }
    }

    #[test]
    fn reasons_are_counted_without_names() {
        let mut histogram = Histogram::default();
        histogram.count(7, &refusal(Some("E0382"), "use of moved value: `a`"));
        histogram.count(7, &refusal(Some("E0382"), "use of moved value: `b`"));
        histogram.count(7, &refusal(None, "a match guard cannot yield"));
        assert_eq!(histogram.total(), 3);
        let text = histogram.to_string();
        let first = text.lines().next();
        assert_eq!(
            first,
            Some("       2  E0382: use of moved value: … (first in 7)")
        );
    }

    #[test]
    fn only_borrow_errors_and_our_own_are_permitted() {
        assert!(refusal(Some("E0505"), "").is_permitted());
        assert!(refusal(None, "a generator cannot be `const`; remove it").is_permitted());
        assert!(!refusal(None, "expected `|`, found `:`").is_permitted());
        assert!(!refusal(Some("E0282"), "").is_permitted());
        let part = "mismatched types, expected `Perhaps<D>`, found `D`";
        assert!(refusal(Some("E0308"), part).is_permitted());
        let other = "mismatched types, expected `u32`, found `D`";
        assert!(!refusal(Some("E0308"), other).is_permitted());
    }
}
