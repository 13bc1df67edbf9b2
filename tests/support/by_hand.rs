//! Generators and the iterators that a person would write instead of them, for the figures in CONTRIBUTING.md.

use std::str::Chars;

use gen_runtime::{generator, yield_};

/// The Fibonacci numbers.
#[generator]
pub fn fibonacci() -> impl Iterator<Item = u64> {
    let (mut a, mut b) = (0_u64, 1);
    loop {
        yield_!(a);
        (a, b) = (b, a.wrapping_add(b));
    }
}

/// `fibonacci` by hand.
pub struct Fibonacci {
    a: u64,
    b: u64,
}

impl Default for Fibonacci {
    fn default() -> Self {
        Self { a: 0, b: 1 }
    }
}

impl Iterator for Fibonacci {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        let a = self.a;
        (self.a, self.b) = (self.b, a.wrapping_add(self.b));
        Some(a)
    }
}

/// The Pythagorean triples below `n`: three loops and a filter.
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

/// `triples` by hand: where the three loops are.
pub struct Triples {
    n: u32,
    a: u32,
    b: u32,
    c: u32,
}

impl Triples {
    /// The triples below `n`.
    pub fn new(n: u32) -> Self {
        Self {
            n,
            a: 1,
            b: 1,
            c: 1,
        }
    }
}

impl Iterator for Triples {
    type Item = (u32, u32, u32);

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
            self.c = self.b;
        }
        None
    }
}

/// The runs of equal characters in `text`, with their lengths.
#[generator]
pub fn run_lengths(text: &str) -> impl Iterator<Item = (char, usize)> {
    let mut chars = text.chars();
    let Some(mut last) = chars.next() else { return };
    let mut count = 1;
    for c in chars {
        if c == last {
            count += 1;
        } else {
            yield_!((last, count));
            last = c;
            count = 1;
        }
    }
    yield_!((last, count));
}

/// `run_lengths` by hand: the rest, and the character that ended the run before. As lazy as a generator.
pub struct RunLengths<'a> {
    chars: Chars<'a>,
    last: Option<char>,
}

impl<'a> RunLengths<'a> {
    /// The runs of `text`.
    pub fn new(text: &'a str) -> Self {
        Self {
            chars: text.chars(),
            last: None,
        }
    }
}

impl Iterator for RunLengths<'_> {
    type Item = (char, usize);

    fn next(&mut self) -> Option<Self::Item> {
        let last = match self.last.take() {
            Some(last) => last,
            None => self.chars.next()?,
        };
        let mut count = 1;
        for c in self.chars.by_ref() {
            if c != last {
                self.last = Some(c);
                break;
            }
            count += 1;
        }
        Some((last, count))
    }
}

/// The items of two lists, one after the other.
#[generator]
pub fn chained<'a>(one: &'a [u64], other: &'a [u64]) -> impl Iterator<Item = u64> + 'a {
    for &item in one {
        yield_!(item);
    }
    for &item in other {
        yield_!(item);
    }
}
