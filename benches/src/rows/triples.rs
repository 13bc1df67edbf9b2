//! Three loops and a filter: the Pythagorean triples below a limit. Most of the work is between the items.

use std::hint::black_box;

crate::row! {
    name: "triples",
    call: |input| triples(black_box(input.count as u32 / 200)),
    value: |triple: (u32, u32, u32)| {
        let (a, b, c) = black_box(triple);
        u64::from(a ^ b ^ c)
    },
    also: [combinators],
}

pub mod ours {
    use gen_runtime::{generator, yield_};

    #[generator]
    pub fn triples(n: u32) -> impl Iterator<Item = (u32, u32, u32)> {
        for a in 1..n {
            for b in a..n {
                for c in b..n {
                    if a * a + b * b == c * c {
                        yield_!((a, b, c));
                    }
                }
            }
        }
    }
}

/// Where the three loops are, in one struct; in `fold` the loops are loops.
pub mod by_hand {
    pub struct Triples {
        n: u32,
        a: u32,
        b: u32,
        c: u32,
    }

    pub fn triples(n: u32) -> Triples {
        Triples {
            n,
            a: 1,
            b: 1,
            c: 1,
        }
    }

    impl Iterator for Triples {
        type Item = (u32, u32, u32);

        #[inline]
        fn next(&mut self) -> Option<Self::Item> {
            while self.a < self.n {
                while self.b < self.n {
                    while self.c < self.n {
                        let c = self.c;
                        self.c += 1;
                        if self.a * self.a + self.b * self.b == c * c {
                            return Some((self.a, self.b, c));
                        }
                    }
                    self.b += 1;
                    self.c = self.b;
                }
                self.a += 1;
                self.b = self.a;
                self.c = self.a;
            }
            None
        }

        #[inline]
        fn fold<B, G: FnMut(B, Self::Item) -> B>(self, init: B, mut g: G) -> B {
            let Self { n, a, mut b, mut c } = self;
            let mut value = init;
            for a in a..n {
                for b in b..n {
                    for c in c..n {
                        if a * a + b * b == c * c {
                            value = g(value, (a, b, c));
                        }
                    }
                    c = b + 1;
                }
                b = a + 1;
                c = b;
            }
            value
        }
    }
}

pub mod combinators {
    pub fn triples(n: u32) -> impl Iterator<Item = (u32, u32, u32)> {
        (1..n)
            .flat_map(move |a| (a..n).map(move |b| (a, b)))
            .flat_map(move |(a, b)| (b..n).map(move |c| (a, b, c)))
            .filter(|(a, b, c)| a * a + b * b == c * c)
    }
}

pub mod diapause {
    #[::diapause::coroutine(yield = (u32, u32, u32))]
    pub fn triples(n: u32) {
        for a in 1u32..n {
            for b in a..n {
                for c in b..n {
                    if a * a + b * b == c * c {
                        yield_!((a, b, c));
                    }
                }
            }
        }
    }
}

pub mod genawaiter {
    use genawaiter2::stack::Co;

    pub async fn triples(mut co: Co<'_, (u32, u32, u32)>, n: u32) {
        for a in 1..n {
            for b in a..n {
                for c in b..n {
                    if a * a + b * b == c * c {
                        co.yield_((a, b, c)).await;
                    }
                }
            }
        }
    }
}

pub mod fauxgen {
    #[::fauxgen::generator(yield = (u32, u32, u32))]
    pub fn triples(n: u32) {
        for a in 1..n {
            for b in a..n {
                for c in b..n {
                    if a * a + b * b == c * c {
                        r#yield!((a, b, c));
                    }
                }
            }
        }
    }
}

crate::nightly! {
    pub mod gen_blocks {
        pub gen fn triples(n: u32) -> (u32, u32, u32) {
            for a in 1..n {
                for b in a..n {
                    for c in b..n {
                        if a * a + b * b == c * c {
                            yield (a, b, c);
                        }
                    }
                }
            }
        }
    }
}
