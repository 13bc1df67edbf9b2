//! Two locals that change together.

use std::hint::black_box;

crate::row! {
    name: "fibonacci",
    call: |input| fibonacci(input.count),
    value: |n: u64| black_box(n),
    also: [combinators],
}

pub mod ours {
    use gen_runtime::{generator, yield_};

    #[generator]
    pub fn fibonacci(count: usize) -> impl Iterator<Item = u64> {
        let (mut a, mut b) = (0_u64, 1);
        for _ in 0..count {
            yield_!(a);
            (a, b) = (b, a.wrapping_add(b));
        }
    }
}

pub mod by_hand {
    pub struct Fibonacci {
        a: u64,
        b: u64,
        left: usize,
    }

    pub fn fibonacci(count: usize) -> Fibonacci {
        Fibonacci {
            a: 0,
            b: 1,
            left: count,
        }
    }

    impl Iterator for Fibonacci {
        type Item = u64;

        #[inline]
        fn next(&mut self) -> Option<u64> {
            self.left = self.left.checked_sub(1)?;
            let a = self.a;
            (self.a, self.b) = (self.b, a.wrapping_add(self.b));
            Some(a)
        }
    }
}

pub mod combinators {
    use std::iter;

    pub fn fibonacci(count: usize) -> impl Iterator<Item = u64> {
        iter::successors(Some((0_u64, 1)), |&(a, b)| Some((b, a.wrapping_add(b))))
            .map(|(a, _)| a)
            .take(count)
    }
}

pub mod diapause {
    #[::diapause::coroutine(yield = u64)]
    pub fn fibonacci(count: usize) {
        let mut a: u64 = 0;
        let mut b: u64 = 1;
        for _ in 0..count {
            yield_!(a);
            (a, b) = (b, a.wrapping_add(b));
        }
    }
}

pub mod genawaiter {
    use genawaiter2::stack::Co;

    pub async fn fibonacci(mut co: Co<'_, u64>, count: usize) {
        let (mut a, mut b) = (0_u64, 1);
        for _ in 0..count {
            co.yield_(a).await;
            (a, b) = (b, a.wrapping_add(b));
        }
    }
}

pub mod fauxgen {
    #[::fauxgen::generator(yield = u64)]
    pub fn fibonacci(count: usize) {
        let (mut a, mut b) = (0_u64, 1);
        for _ in 0..count {
            r#yield!(a);
            (a, b) = (b, a.wrapping_add(b));
        }
    }
}

crate::nightly! {
    pub mod gen_blocks {
        pub gen fn fibonacci(count: usize) -> u64 {
            let (mut a, mut b) = (0_u64, 1);
            for _ in 0..count {
                yield a;
                (a, b) = (b, a.wrapping_add(b));
            }
        }
    }
}
