//! The permutations of eight things by Heap's algorithm: two small arrays live across the yields.

use std::hint::black_box;

crate::row! {
    name: "permutations",
    call: |_input| permutations([0, 1, 2, 3, 4, 5, 6, 7]),
    value: |items: [u8; 8]| u64::from_le_bytes(black_box(items)) % 1_000_003,
    also: [],
}

pub mod ours {
    use gen_runtime::{generator, yield_};

    #[generator]
    pub fn permutations(things: [u8; 8]) -> impl Iterator<Item = [u8; 8]> {
        let mut items = things;
        yield_!(items);
        let mut swaps = [0; 8];
        let mut i = 1;
        while i < 8 {
            if swaps[i] < i {
                items.swap(if i.is_multiple_of(2) { 0 } else { swaps[i] }, i);
                yield_!(items);
                swaps[i] += 1;
                i = 1;
            } else {
                swaps[i] = 0;
                i += 1;
            }
        }
    }
}

pub mod by_hand {
    pub struct Permutations {
        items: [u8; 8],
        swaps: [usize; 8],
        /// 0 before the first item.
        i: usize,
    }

    pub fn permutations(things: [u8; 8]) -> Permutations {
        Permutations {
            items: things,
            swaps: [0; 8],
            i: 0,
        }
    }

    impl Iterator for Permutations {
        type Item = [u8; 8];

        #[inline]
        fn next(&mut self) -> Option<[u8; 8]> {
            if self.i == 0 {
                self.i = 1;
                return Some(self.items);
            }
            while self.i < 8 {
                let i = self.i;
                if self.swaps[i] < i {
                    self.items.swap(
                        if i.is_multiple_of(2) {
                            0
                        } else {
                            self.swaps[i]
                        },
                        i,
                    );
                    self.swaps[i] += 1;
                    self.i = 1;
                    return Some(self.items);
                }
                self.swaps[i] = 0;
                self.i += 1;
            }
            None
        }
    }
}

pub mod diapause {
    #[::diapause::coroutine(yield = [u8; 8])]
    pub fn permutations(things: [u8; 8]) {
        let mut items: [u8; 8] = things;
        yield_!(items);
        let mut swaps: [usize; 8] = [0; 8];
        let mut i: usize = 1;
        while i < 8 {
            if swaps[i] < i {
                items.swap(if i.is_multiple_of(2) { 0 } else { swaps[i] }, i);
                yield_!(items);
                swaps[i] += 1;
                i = 1;
            } else {
                swaps[i] = 0;
                i += 1;
            }
        }
    }
}

pub mod genawaiter {
    use genawaiter2::stack::Co;

    pub async fn permutations(mut co: Co<'_, [u8; 8]>, things: [u8; 8]) {
        let mut items = things;
        co.yield_(items).await;
        let mut swaps = [0; 8];
        let mut i = 1;
        while i < 8 {
            if swaps[i] < i {
                items.swap(if i.is_multiple_of(2) { 0 } else { swaps[i] }, i);
                co.yield_(items).await;
                swaps[i] += 1;
                i = 1;
            } else {
                swaps[i] = 0;
                i += 1;
            }
        }
    }
}

pub mod fauxgen {
    #[::fauxgen::generator(yield = [u8; 8])]
    pub fn permutations(things: [u8; 8]) {
        let mut items = things;
        r#yield!(items);
        let mut swaps = [0; 8];
        let mut i = 1;
        while i < 8 {
            if swaps[i] < i {
                items.swap(if i.is_multiple_of(2) { 0 } else { swaps[i] }, i);
                r#yield!(items);
                swaps[i] += 1;
                i = 1;
            } else {
                swaps[i] = 0;
                i += 1;
            }
        }
    }
}

crate::nightly! {
    pub mod gen_blocks {
        pub gen fn permutations(things: [u8; 8]) -> [u8; 8] {
            let mut items = things;
            yield items;
            let mut swaps = [0; 8];
            let mut i = 1;
            while i < 8 {
                if swaps[i] < i {
                    items.swap(if i.is_multiple_of(2) { 0 } else { swaps[i] }, i);
                    yield items;
                    swaps[i] += 1;
                    i = 1;
                } else {
                    swaps[i] = 0;
                    i += 1;
                }
            }
        }
    }
}
