//! Two loops over lists, one after the other.

use std::hint::black_box;

crate::row! {
    name: "chained loops",
    call: |input| chained(&input.lists[0], &input.lists[1]),
    value: |n: u64| black_box(n),
    also: [combinators],
}

pub mod ours {
    use gen_runtime::{generator, yield_};

    #[generator]
    pub fn chained<'a>(one: &'a [u64], other: &'a [u64]) -> impl Iterator<Item = u64> {
        for &item in one {
            yield_!(item);
        }
        for &item in other {
            yield_!(item);
        }
    }
}

pub mod by_hand {
    use std::slice::Iter;

    pub struct Chained<'a> {
        one: Iter<'a, u64>,
        other: Iter<'a, u64>,
    }

    pub fn chained<'a>(one: &'a [u64], other: &'a [u64]) -> Chained<'a> {
        Chained {
            one: one.iter(),
            other: other.iter(),
        }
    }

    impl Iterator for Chained<'_> {
        type Item = u64;

        #[inline]
        fn next(&mut self) -> Option<u64> {
            self.one.next().or_else(|| self.other.next()).copied()
        }

        #[inline]
        fn fold<B, G: FnMut(B, u64) -> B>(self, init: B, mut g: G) -> B {
            let value = self.one.fold(init, |value, &item| g(value, item));
            self.other.fold(value, |value, &item| g(value, item))
        }
    }
}

pub mod combinators {
    pub fn chained<'a>(one: &'a [u64], other: &'a [u64]) -> impl Iterator<Item = u64> {
        one.iter().chain(other).copied()
    }
}

pub mod diapause {
    #[::diapause::coroutine(yield = u64)]
    pub fn chained<'a>(one: &'a [u64], other: &'a [u64]) {
        for &item in one {
            yield_!(item);
        }
        for &item in other {
            yield_!(item);
        }
    }
}

pub mod genawaiter {
    use genawaiter2::stack::Co;

    pub async fn chained(mut co: Co<'_, u64>, one: &[u64], other: &[u64]) {
        for &item in one {
            co.yield_(item).await;
        }
        for &item in other {
            co.yield_(item).await;
        }
    }
}

pub mod fauxgen {
    #[::fauxgen::generator(yield = u64)]
    pub fn chained<'a>(one: &'a [u64], other: &'a [u64]) {
        for &item in one {
            r#yield!(item);
        }
        for &item in other {
            r#yield!(item);
        }
    }
}

crate::nightly! {
    pub mod gen_blocks {
        pub gen fn chained<'a>(one: &'a [u64], other: &'a [u64]) -> u64 {
            for &item in one {
                yield item;
            }
            for &item in other {
                yield item;
            }
        }
    }
}
