//! A method of the user's, whose name does not say that it takes the local.

use gen_runtime::{generator, yield_};

struct Report(Box<str>);

impl Report {
    fn publish(self) -> usize {
        self.0.len()
    }
}

#[generator]
fn lengths(report: Report) -> impl Iterator<Item = usize> {
    let length = report.publish();
    yield_!(length);
}

fn main() {}
