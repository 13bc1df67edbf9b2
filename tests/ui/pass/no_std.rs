//! Nothing of `std` is needed, nor the names of the prelude.
#![no_std]
#![deny(warnings)]
#![forbid(unsafe_code)]

extern crate std;

use gen_runtime::{generator, yield_};

#[allow(dead_code)]
mod shadowed {
    pub(crate) struct Option;
    pub(crate) struct Some;
    pub(crate) struct Generator;
    pub(crate) struct Iterator;
    pub(crate) enum State {
        Done,
    }
}

#[generator]
fn numbers(last: u32) -> impl core::iter::Iterator<Item = u32> {
    #[allow(unused_imports)]
    use shadowed::{Generator, Iterator, Option, Some, State};
    let _ = State::Done;
    let mut n = 0;
    while n < last {
        yield_!(n);
        n += 1;
    }
}

fn main() {
    assert_eq!(numbers(3).sum::<u32>(), 3);
}
