//! The Mersenne Twister MT19937: a local of 2.5 KB that lives across the yield and is changed in place.

use std::hint::black_box;

crate::row! {
    name: "mersenne twister",
    call: |input| mersenne(5489, input.count),
    value: |word: u32| u64::from(black_box(word)),
    also: [],
}

/// How many words the state has.
pub const WORDS: usize = 624;

/// The first state.
pub fn seed(seed: u32) -> [u32; WORDS] {
    let mut state = [seed; WORDS];
    for i in 1..WORDS {
        let before = state[i - 1];
        state[i] = (before ^ (before >> 30))
            .wrapping_mul(1_812_433_253)
            .wrapping_add(i as u32);
    }
    state
}

/// The next state.
#[inline(never)]
pub fn twist(state: &mut [u32; WORDS]) {
    for i in 0..WORDS {
        let y = (state[i] & 0x8000_0000) | (state[(i + 1) % WORDS] & 0x7fff_ffff);
        let odd = if y & 1 == 0 { 0 } else { 0x9908_b0df };
        state[i] = state[(i + 397) % WORDS] ^ (y >> 1) ^ odd;
    }
}

/// What is handed out for a word of the state.
#[inline]
pub fn temper(word: u32) -> u32 {
    let mut y = word;
    y ^= y >> 11;
    y ^= (y << 7) & 0x9d2c_5680;
    y ^= (y << 15) & 0xefc6_0000;
    y ^ (y >> 18)
}

pub mod ours {
    use super::{WORDS, seed, temper, twist};
    use gen_runtime::{generator, yield_};

    #[generator]
    pub fn mersenne(s: u32, count: usize) -> impl Iterator<Item = u32> {
        let mut state = seed(s);
        let mut index = WORDS;
        for _ in 0..count {
            if index == WORDS {
                twist(&mut state);
                index = 0;
            }
            yield_!(temper(state[index]));
            index += 1;
        }
    }
}

/// As lazy as the others: the state is seeded with the first item.
pub mod by_hand {
    use super::{WORDS, seed, temper, twist};

    pub struct Mersenne {
        state: [u32; WORDS],
        index: usize,
        left: usize,
        seed: Option<u32>,
    }

    pub fn mersenne(seed: u32, count: usize) -> Mersenne {
        Mersenne {
            state: [0; WORDS],
            index: WORDS,
            left: count,
            seed: Some(seed),
        }
    }

    impl Iterator for Mersenne {
        type Item = u32;

        #[inline]
        fn next(&mut self) -> Option<u32> {
            self.left = self.left.checked_sub(1)?;
            if self.index == WORDS {
                if let Some(s) = self.seed.take() {
                    self.state = seed(s);
                }
                twist(&mut self.state);
                self.index = 0;
            }
            let word = temper(self.state[self.index]);
            self.index += 1;
            Some(word)
        }
    }
}

pub mod diapause {
    use super::{WORDS, seed, temper, twist};

    #[::diapause::coroutine(yield = u32)]
    pub fn mersenne(s: u32, count: usize) {
        let mut state: [u32; WORDS] = seed(s);
        let mut index: usize = WORDS;
        for _ in 0..count {
            if index == WORDS {
                twist(&mut state);
                index = 0;
            }
            yield_!(temper(state[index]));
            index += 1;
        }
    }
}

pub mod genawaiter {
    use super::{WORDS, seed, temper, twist};
    use genawaiter2::stack::Co;

    pub async fn mersenne(mut co: Co<'_, u32>, s: u32, count: usize) {
        let mut state = seed(s);
        let mut index = WORDS;
        for _ in 0..count {
            if index == WORDS {
                twist(&mut state);
                index = 0;
            }
            co.yield_(temper(state[index])).await;
            index += 1;
        }
    }
}

pub mod fauxgen {
    use super::{WORDS, seed, temper, twist};

    #[::fauxgen::generator(yield = u32)]
    pub fn mersenne(s: u32, count: usize) {
        let mut state = seed(s);
        let mut index = WORDS;
        for _ in 0..count {
            if index == WORDS {
                twist(&mut state);
                index = 0;
            }
            r#yield!(temper(state[index]));
            index += 1;
        }
    }
}

crate::nightly! {
    pub mod gen_blocks {
        use super::{WORDS, seed, temper, twist};

        pub gen fn mersenne(s: u32, count: usize) -> u32 {
            let mut state = seed(s);
            let mut index = WORDS;
            for _ in 0..count {
                if index == WORDS {
                    twist(&mut state);
                    index = 0;
                }
                yield temper(state[index]);
                index += 1;
            }
        }
    }
}
