//! A method of the user's that takes the local, called in a branch inside of an operand that does not yield.

use gen_runtime::{generator, yield_};

struct Report(Box<str>);

impl Report {
    fn publish(self) -> usize {
        self.0.len()
    }
}

#[generator]
fn lengths(report: Report, publish: bool) -> impl Iterator<Item = usize> {
    let length = Some(if publish { report.publish() } else { 0 });
    yield_!(length.unwrap_or_default());
}

fn main() {}
