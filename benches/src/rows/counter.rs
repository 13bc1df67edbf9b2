//! A flat loop: what does one item cost?

use std::hint::black_box;

crate::row! {
    name: "counter",
    call: |input| counter(input.count as u64),
    value: |n: u64| black_box(n),
    also: [combinators],
}

pub mod ours {
    use gen_runtime::{generator, yield_};

    #[generator]
    pub fn counter(count: u64) -> impl Iterator<Item = u64> {
        let mut n = 0;
        while n < count {
            yield_!(n);
            n += 1;
        }
    }
}

pub mod by_hand {
    pub struct Counter {
        n: u64,
        count: u64,
    }

    pub fn counter(count: u64) -> Counter {
        Counter { n: 0, count }
    }

    impl Iterator for Counter {
        type Item = u64;

        #[inline]
        fn next(&mut self) -> Option<u64> {
            if self.n >= self.count {
                return None;
            }
            let n = self.n;
            self.n += 1;
            Some(n)
        }
    }
}

pub mod combinators {
    pub fn counter(count: u64) -> impl Iterator<Item = u64> {
        0..count
    }
}

pub mod diapause {
    #[::diapause::coroutine(yield = u64)]
    pub fn counter(count: u64) {
        let mut n: u64 = 0;
        while n < count {
            yield_!(n);
            n += 1;
        }
    }
}

pub mod genawaiter {
    use genawaiter2::stack::Co;

    pub async fn counter(mut co: Co<'_, u64>, count: u64) {
        let mut n = 0;
        while n < count {
            co.yield_(n).await;
            n += 1;
        }
    }
}

pub mod fauxgen {
    #[::fauxgen::generator(yield = u64)]
    pub fn counter(count: u64) {
        let mut n = 0;
        while n < count {
            r#yield!(n);
            n += 1;
        }
    }
}

crate::nightly! {
    pub mod gen_blocks {
        pub gen fn counter(count: u64) -> u64 {
            let mut n = 0;
            while n < count {
                yield n;
                n += 1;
            }
        }
    }
}
