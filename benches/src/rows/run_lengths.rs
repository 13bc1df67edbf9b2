//! Run-length encoding of a text: an iterator and two locals, and a last item after the loop.

use std::hint::black_box;

crate::row! {
    name: "run lengths",
    call: |input| run_lengths(&input.runs),
    value: |run: (char, usize)| {
        let (c, count) = black_box(run);
        u64::from(c) ^ count as u64
    },
    also: [],
}

pub mod ours {
    use gen_runtime::{generator, yield_};

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
}

/// The rest of the text, and the character that ended the run before.
pub mod by_hand {
    use std::str::Chars;

    pub struct RunLengths<'a> {
        chars: Chars<'a>,
        last: Option<char>,
    }

    pub fn run_lengths(text: &str) -> RunLengths<'_> {
        RunLengths {
            chars: text.chars(),
            last: None,
        }
    }

    impl Iterator for RunLengths<'_> {
        type Item = (char, usize);

        #[inline]
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

        #[inline]
        fn fold<B, G: FnMut(B, Self::Item) -> B>(mut self, init: B, mut g: G) -> B {
            let Some(mut last) = self.last.or_else(|| self.chars.next()) else {
                return init;
            };
            let mut count = 1;
            let mut value = init;
            for c in self.chars {
                if c == last {
                    count += 1;
                } else {
                    value = g(value, (last, count));
                    last = c;
                    count = 1;
                }
            }
            g(value, (last, count))
        }
    }
}

pub mod diapause {
    use std::str::Chars;

    #[::diapause::coroutine(yield = (char, usize))]
    pub fn run_lengths<'a>(text: &'a str) {
        let mut chars: Chars<'a> = text.chars();
        let Some(first) = chars.next() else { return };
        let mut last: char = first;
        let mut count: usize = 1;
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
}

pub mod genawaiter {
    use genawaiter2::stack::Co;

    pub async fn run_lengths(mut co: Co<'_, (char, usize)>, text: &str) {
        let mut chars = text.chars();
        let Some(mut last) = chars.next() else { return };
        let mut count = 1;
        for c in chars {
            if c == last {
                count += 1;
            } else {
                co.yield_((last, count)).await;
                last = c;
                count = 1;
            }
        }
        co.yield_((last, count)).await;
    }
}

pub mod fauxgen {
    #[::fauxgen::generator(yield = (char, usize))]
    pub fn run_lengths(text: &str) {
        let mut chars = text.chars();
        let Some(mut last) = chars.next() else { return };
        let mut count = 1;
        for c in chars {
            if c == last {
                count += 1;
            } else {
                r#yield!((last, count));
                last = c;
                count = 1;
            }
        }
        r#yield!((last, count));
    }
}

crate::nightly! {
    pub mod gen_blocks {
        pub gen fn run_lengths(text: &str) -> (char, usize) {
            let mut chars = text.chars();
            let Some(mut last) = chars.next() else { return };
            let mut count = 1;
            for c in chars {
                if c == last {
                    count += 1;
                } else {
                    yield (last, count);
                    last = c;
                    count = 1;
                }
            }
            yield (last, count);
        }
    }
}
