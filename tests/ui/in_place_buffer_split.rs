//! Two halves of a buffer that are still borrowed after a yield.

use gen_runtime::{generator, yield_};

#[generator]
fn sums() -> impl Iterator<Item = u32> {
    let mut buffer = [0; 64];
    loop {
        let (head, tail) = buffer.split_at_mut(1);
        head[0] += 1;
        yield_!(head[0]);
        tail[0] = head[0];
    }
}

fn main() {}
