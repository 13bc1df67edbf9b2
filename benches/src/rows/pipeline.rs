//! A generator at the source of a pipeline: `map`, `filter` and a sum that is not observed item by item.

crate::row! {
    name: "map, filter, sum",
    call: |input| numbers(input.count as u64),
    through: squares,
    value: |n: u64| n,
    also: [combinators],
}

/// The rest of the pipeline, the same for all.
#[inline]
fn squares(numbers: impl Iterator<Item = u64>) -> impl Iterator<Item = u64> {
    numbers.map(|n| n * n).filter(|n| n & 8 == 0)
}

pub mod ours {
    use gen_runtime::{generator, yield_};

    #[generator]
    pub fn numbers(limit: u64) -> impl Iterator<Item = u64> {
        for n in 0..limit {
            if !n.is_multiple_of(3) {
                yield_!(n);
            }
        }
    }
}

pub mod by_hand {
    pub struct Numbers {
        n: u64,
        limit: u64,
    }

    pub fn numbers(limit: u64) -> Numbers {
        Numbers { n: 0, limit }
    }

    impl Iterator for Numbers {
        type Item = u64;

        #[inline]
        fn next(&mut self) -> Option<u64> {
            while self.n < self.limit {
                let n = self.n;
                self.n += 1;
                if !n.is_multiple_of(3) {
                    return Some(n);
                }
            }
            None
        }

        #[inline]
        fn fold<B, G: FnMut(B, u64) -> B>(self, init: B, mut g: G) -> B {
            let mut value = init;
            for n in self.n..self.limit {
                if !n.is_multiple_of(3) {
                    value = g(value, n);
                }
            }
            value
        }
    }
}

pub mod combinators {
    pub fn numbers(limit: u64) -> impl Iterator<Item = u64> {
        (0..limit).filter(|n| !n.is_multiple_of(3))
    }
}

pub mod diapause {
    #[::diapause::coroutine(yield = u64)]
    pub fn numbers(limit: u64) {
        for n in 0..limit {
            if !n.is_multiple_of(3) {
                yield_!(n);
            }
        }
    }
}

pub mod genawaiter {
    use genawaiter2::stack::Co;

    pub async fn numbers(mut co: Co<'_, u64>, limit: u64) {
        for n in 0..limit {
            if !n.is_multiple_of(3) {
                co.yield_(n).await;
            }
        }
    }
}

pub mod fauxgen {
    #[::fauxgen::generator(yield = u64)]
    pub fn numbers(limit: u64) {
        for n in 0..limit {
            if !n.is_multiple_of(3) {
                r#yield!(n);
            }
        }
    }
}

crate::nightly! {
    pub mod gen_blocks {
        pub gen fn numbers(limit: u64) -> u64 {
            for n in 0..limit {
                if !n.is_multiple_of(3) {
                    yield n;
                }
            }
        }
    }
}
