//! Bodies that begin with literals, copies of their arguments and iterators over ranges and slices, which are made where the
//! generator is: nobody can tell.

use std::fmt::Debug;

use gen_runtime::{generator, yield_};
use support::items_of;

/// All of the ways in which a generator gives its items, before and after its start.
fn check<I, T>(make: impl Fn() -> I, expected: &[T])
where
    I: Iterator<Item = T>,
    T: PartialEq + Debug,
{
    assert_eq!(items_of(&make), expected);
    for count in 0..=expected.len() {
        let mut items = make();
        let first: Vec<T> = items.by_ref().take(count).collect();
        let mut rest = Vec::new();
        items.for_each(|item| rest.push(item));
        assert_eq!(first, expected[..count]);
        assert_eq!(rest, expected[count..]);
    }
}

#[test]
fn literals_and_arguments() {
    #[generator]
    fn counter(mut from: u32, to: u32) -> impl Iterator<Item = (u32, i8, &'static str)> {
        let (step, mut sign, name) = (2, -1, "n");
        while from < to {
            yield_!((from, sign, name));
            from += step;
            sign = -sign;
        }
    }
    check(|| counter(3, 8), &[(3, -1, "n"), (5, 1, "n"), (7, -1, "n")]);
    check(|| counter(3, 3), &[]);
}

#[test]
fn a_range_to_an_argument() {
    #[generator]
    fn odd(limit: u8) -> impl Iterator<Item = u8> {
        for n in 0..limit {
            if n % 2 == 1 {
                yield_!(n);
            }
        }
    }
    check(|| odd(6), &[1, 3, 5]);
    assert_eq!(odd(u8::MAX).last(), Some(253));
}

#[test]
#[allow(clippy::reversed_empty_ranges)]
fn a_loop_that_only_counts() {
    #[generator]
    fn repeated(item: char, times: i8) -> impl Iterator<Item = char> {
        for _ in 0..times {
            yield_!(item);
        }
    }
    #[generator]
    fn nested(rows: usize) -> impl Iterator<Item = (usize, u8)> {
        let mut n = 0;
        for _ in 0..rows {
            let more = n + 1;
            for _ in 0..more {
                n += 1;
                yield_!((rows, n));
                if n > 3 {
                    break;
                }
            }
            for _ in 0..0_i128 {
                yield_!((9, 9));
            }
        }
    }
    check(|| repeated('x', 3), &['x'; 3]);
    check(|| repeated('x', 0), &[]);
    check(|| repeated('x', -5), &[]);
    assert_eq!(repeated('x', i8::MAX).count(), 127);
    // The item, how many are left, and which state it is.
    assert_eq!(size_of_val(&repeated('x', 1)), 8);

    check(|| nested(2), &[(2, 1), (2, 2), (2, 3)]);
}

#[test]
fn a_range_whose_end_is_used_again() {
    #[generator]
    fn pairs(n: u8) -> impl Iterator<Item = (u8, u8)> {
        for a in 0..n {
            for b in a..n {
                yield_!((a, b));
            }
        }
        yield_!((n, n));
    }
    check(|| pairs(2), &[(0, 0), (0, 1), (1, 1), (2, 2)]);
}

#[test]
fn slices() {
    #[generator]
    fn both<'a>(one: &'a [u8], other: &'a [u8]) -> impl Iterator<Item = &'a u8> {
        for item in one {
            yield_!(item);
        }
        for item in other {
            yield_!(item);
        }
    }
    check(|| both(&[1, 2], &[3]), &[&1, &2, &3]);
    check(|| both(&[], &[3]), &[&3]);
}

#[test]
fn a_loop_that_begins_again_where_it_waits() {
    #[generator]
    fn signed(mut n: i32, numbers: &[i32], factor: i32) -> impl Iterator<Item = i32> {
        for number in numbers {
            n = -n;
            yield_!(n * factor * number);
        }
        yield_!(n);
    }
    #[generator]
    fn halves(mut n: u8) -> impl Iterator<Item = u8> {
        while n > 0 {
            n /= 2;
            yield_!(n);
        }
    }
    #[generator]
    fn counted(mut n: u8, times: u16) -> impl Iterator<Item = u8> {
        for _ in 0..times {
            n += 1;
            yield_!(n);
        }
    }
    #[generator]
    fn shown(numbers: &[u8]) -> impl Iterator<Item = u8> + Debug {
        for &number in numbers {
            yield_!(number);
        }
    }
    check(|| signed(1, &[1, 2, 3], 2), &[-2, 4, -6, -1]);
    check(|| halves(5), &[2, 1, 0]);
    check(|| counted(1, 3), &[2, 3, 4]);
    check(|| shown(&[1, 2]), &[1, 2]);
    let mut numbers = shown(&[1, 2]);
    assert_eq!(format!("{numbers:?}"), "shown { not started }");
    assert_eq!(numbers.next(), Some(1));
    assert!(format!("{numbers:?}").starts_with("shown { suspended at"));
}

#[test]
fn a_loop_that_does_not_begin_again() {
    // What is looked at besides the iterator would be less than it was.
    #[generator]
    fn ranked<'a>(names: &'a [&'a str], times: u8) -> impl Iterator<Item = (usize, u8, &'a str)> {
        for name in names {
            yield_!((names.len(), times, *name));
        }
        for _ in 0..times {
            yield_!((0, times, ""));
        }
    }
    // What was copied before the loop would be another value.
    #[generator]
    fn since(mut n: u8, numbers: &[u8]) -> impl Iterator<Item = (u8, u8)> {
        let first = n;
        for number in numbers {
            n += number;
            yield_!((first, n));
        }
    }
    // A literal would be new.
    #[generator]
    fn sums(numbers: &[u8]) -> impl Iterator<Item = u8> {
        let mut sum = 0;
        for number in numbers {
            sum += number;
            yield_!(sum);
        }
    }
    check(
        || ranked(&["a", "b"], 2),
        &[(2, 2, "a"), (2, 2, "b"), (0, 2, ""), (0, 2, "")],
    );
    check(|| since(1, &[1, 2]), &[(1, 2), (1, 4)]);
    check(|| sums(&[1, 2, 3]), &[1, 3, 6]);
}

#[test]
fn an_argument_under_another_name() {
    #[generator]
    fn down(from: u8) -> impl Iterator<Item = u8> {
        let mut n = from;
        loop {
            yield_!(n);
            let Some(next) = n.checked_sub(1) else { return };
            n = next;
        }
    }
    check(|| down(2), &[2, 1, 0]);
}

#[test]
fn an_argument_that_gives_its_value_behind_other_code() {
    #[generator]
    fn counted(from: u8, calls: &std::cell::Cell<u8>) -> impl Iterator<Item = u8> {
        calls.set(calls.get() + 1);
        let n = 2;
        let mut from_ = from;
        while from_ < n {
            let n = from_;
            yield_!(n);
            from_ += 1;
        }
    }
    let calls = std::cell::Cell::new(0);
    check(|| counted(0, &calls), &[0, 1]);
    assert!(calls.get() > 1);
}

#[test]
fn an_argument_that_is_hidden() {
    #[generator]
    #[allow(clippy::shadow_same)]
    fn doubled(n: u8, count: u8) -> impl Iterator<Item = (u8, u8)> {
        let n = (n, 1);
        for count in 0..count {
            yield_!((n.0, count));
        }
    }
    check(|| doubled(9, 2), &[(9, 0), (9, 1)]);
}

#[test]
fn a_loop_at_once() {
    #[generator]
    fn same(n: u8) -> impl Iterator<Item = u8> {
        loop {
            yield_!(n);
        }
    }
    assert_eq!(items_of(|| same(4).take(2)), [4, 4]);
}

#[test]
fn an_argument_that_nobody_needs() {
    #[generator]
    #[allow(unused_variables)]
    fn few(unused: u8) -> impl Iterator<Item = u8> {
        let mut n = 0;
        while n < 2 {
            yield_!(n);
            n += 1;
        }
    }
    check(|| few(7), &[0, 1]);
}

#[test]
fn methods_and_generics() {
    struct Grid<const N: usize>([[u8; N]; 2]);
    impl<const N: usize> Grid<N> {
        #[generator]
        fn cells(&self, row: usize) -> impl Iterator<Item = u8> + Clone + Debug {
            let mut column = 0;
            while column < N {
                yield_!(self.0[row][column]);
                column += 1;
            }
        }
    }
    let grid = Grid([[1, 2], [3, 4]]);
    check(|| grid.cells(1), &[3, 4]);
    let mut cells = grid.cells(0);
    assert_eq!(format!("{cells:?}"), "cells { not started }");
    let fresh = cells.clone();
    assert_eq!(cells.next(), Some(1));
    assert!(format!("{cells:?}").starts_with("cells { suspended at"));
    assert_eq!(cells.clone().collect::<Vec<_>>(), [2]);
    assert_eq!(fresh.collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn it_is_no_larger_for_it() {
    #[generator]
    fn chained<'a>(one: &'a [u64], other: &'a [u64]) -> impl Iterator<Item = u64> {
        for &item in one {
            yield_!(item);
        }
        for &item in other {
            yield_!(item);
        }
    }
    assert!(size_of_val(&chained(&[], &[])) <= 40);
}

#[test]
fn what_has_an_effect_waits_for_the_first_item() {
    use std::cell::Cell;
    #[generator]
    fn numbers(started: &Cell<bool>, limit: u8) -> impl Iterator<Item = u8> {
        let mut n = {
            started.set(true);
            0
        };
        while n < limit {
            yield_!(n);
            n += 1;
        }
    }
    let started = Cell::new(false);
    let mut items = numbers(&started, 1);
    assert!(!started.get());
    assert_eq!(items.next(), Some(0));
    assert!(started.get());
}

#[test]
#[allow(
    arithmetic_overflow,
    unconditional_panic,
    clippy::unnecessary_operation
)]
fn what_may_panic_waits_for_the_first_item() {
    #[generator]
    fn numbers(by: u8) -> impl Iterator<Item = u8> {
        let mut n = 7 / by;
        while n < 10 {
            yield_!(n);
            n += by;
        }
    }
    drop(numbers(0));
    assert_eq!(items_of(|| numbers(3)), [2, 5, 8]);
}
