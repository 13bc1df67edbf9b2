//! `generators! { … }`: the real `yield` on stable.

#![allow(
    unused_parens,
    unused_braces,
    reason = "forms that the parser must take"
)]
#![allow(
    clippy::all,
    clippy::pedantic,
    unused_qualifications,
    reason = "every way of writing a thing is tried, also the clumsy ones"
)]

use std::fmt::Display;

use gen_runtime::{generator, generators, yield_, yield_from};
use support::{Log, items_of, log_of, log_of_first};

generators! {
    fn ones() -> impl Iterator<Item = u8> {
        loop { yield 1 }
    }

    /// Documented.
    #[inline]
    #[must_use]
    pub(crate) fn up_to(limit: u32) -> impl Iterator<Item = u32> + Send {
        let mut n = 0;
        while n < limit {
            yield n;
            n += 1;
        }
    }

    fn words<'a, T: Display>(list: &'a [T]) -> impl Iterator<Item = String> + use<'a, T> {
        for entry in list {
            yield entry.to_string();
            yield format!("<{entry}>");
        }
    }
}

#[test]
fn several_functions_in_one_block() {
    assert_eq!(ones().take(3).collect::<Vec<_>>(), [1, 1, 1]);
    assert_eq!(items_of(|| up_to(3)), [0, 1, 2]);
    assert_eq!(items_of(|| words(&[7])), ["7", "<7>"]);
}

#[test]
fn inside_a_function() {
    generators! {
        fn local(n: u8) -> impl Iterator<Item = u8> {
            yield n;
            yield n + 1
        }
    }
    assert_eq!(items_of(|| local(1)), [1, 2]);
}

#[test]
fn every_form_of_operand() {
    generators! {
        fn units() -> impl Iterator<Item = ()> {
            yield;
            yield ();
            { yield }
        }
        fn all(a: u32, list: [u32; 2]) -> impl Iterator<Item = u32> {
            yield a + 1;
            yield (a);
            yield if a > 1 { 2 } else { 3 };
            yield match list { [n, 0] => n, [_, n] => n };
            yield { let b = a; b * 2 };
            yield -(a as i32) as u32;
            yield list.iter().map(|n| n * 10).sum();
        }
    }
    assert_eq!(items_of(units), [(), (), ()]);
    assert_eq!(items_of(|| all(1, [5, 6])), [2, 1, 3, 6, 2, u32::MAX, 110]);
}

#[test]
fn in_match_arms_and_value_blocks() {
    generators! {
        fn all(list: Vec<Option<u32>>) -> impl Iterator<Item = u32> {
            for entry in list {
                let n = match entry {
                    Some(n) => n,
                    None => {
                        yield 0;
                        100
                    }
                };
                match n {
                    1 => yield 1,
                    n => yield n + 1,
                }
            }
        }
    }
    assert_eq!(
        items_of(|| all(vec![Some(1), None, Some(5)])),
        [1, 0, 101, 6]
    );
}

#[test]
fn both_spellings_mix() {
    generators! {
        fn mixed(n: u32) -> impl Iterator<Item = u32> {
            yield n;
            yield_!(n + 1);
            yield_from!(up_to(2));
            for i in mixed_by_attribute(n) {
                yield i;
            }
        }
    }
    #[generator]
    fn mixed_by_attribute(n: u32) -> impl Iterator<Item = u32> {
        yield_from!(up_to(n));
    }
    assert_eq!(items_of(|| mixed(1)), [1, 2, 0, 1, 0]);
}

#[test]
fn with_question_marks() {
    generators! {
        fn numbers(text: &str) -> impl Iterator<Item = Result<u8, std::num::ParseIntError>> {
            for word in text.split(' ') {
                yield Ok(word.parse()?);
            }
        }
    }
    assert_eq!(items_of(|| numbers("1 2")), [Ok(1), Ok(2)]);
    let failed: Vec<_> = numbers("1 x 2").map(|item| item.is_ok()).collect();
    assert_eq!(failed, [true, false]);
}

#[test]
fn with_drops() {
    generators! {
        fn guarded(log: Log) -> impl Iterator<Item = u8> {
            let _guard = log.noisy("guard");
            {
                let _inner = log.noisy("inner");
                yield 1;
            }
            yield 2;
        }
    }
    assert_eq!(
        log_of(guarded),
        ["item 1", "drop inner", "item 2", "drop guard"]
    );
    assert_eq!(
        log_of_first(1, guarded),
        ["item 1", "--", "drop inner", "drop guard"]
    );
}

mod library {
    use gen_runtime::generators;

    generators! {
        /// A table of rows.
        #[derive(Clone, Default)]
        pub struct Table {
            rows: Vec<Vec<u8>>,
        }

        const SEPARATOR: u8 = 255;

        fn not_a_generator(n: u8) -> u8 {
            n.saturating_add(1)
        }

        impl Table {
            pub fn new(rows: Vec<Vec<u8>>) -> Self {
                Self { rows }
            }

            /// All cells, each row followed by a separator.
            pub fn cells(&self) -> impl Iterator<Item = u8> {
                for row in &self.rows {
                    for cell in row {
                        yield not_a_generator(*cell);
                    }
                    yield SEPARATOR;
                }
            }

            pub fn into_rows(mut self) -> impl Iterator<Item = Vec<u8>> {
                while let Some(row) = self.rows.pop() {
                    yield row;
                }
            }
        }

        pub trait Walk {
            fn len(&self) -> usize;
            fn at(&self, index: usize) -> u8;

            fn walk(&self) -> impl Iterator<Item = u8> {
                for index in 0..self.len() {
                    yield self.at(index);
                }
            }
        }

        impl Walk for Table {
            fn len(&self) -> usize {
                self.rows.len()
            }

            fn at(&self, index: usize) -> u8 {
                self.rows[index][0]
            }
        }

        pub fn boxed<'a>(table: &'a Table) -> Box<dyn Iterator<Item = usize> + 'a> {
            for row in &table.rows {
                yield row.len();
            }
        }
    }
}

#[test]
fn methods_and_helper_items() {
    use library::Walk;
    let table = library::Table::new(vec![vec![1, 2], vec![3]]);
    assert_eq!(items_of(|| table.cells()), [2, 3, 255, 4, 255]);
    assert_eq!(items_of(|| table.walk()), [1, 3]);
    assert_eq!(items_of(|| library::boxed(&table)), [2, 1]);
    assert_eq!(
        items_of(|| table.clone().into_rows()),
        [vec![3], vec![1, 2]]
    );
}
