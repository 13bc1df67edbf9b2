//! Sequences that are easier to write as a loop than as an iterator.
//!
//! ```text
//! cargo run --release --example sequences
//! ```
//!
//! What it shows: endless and finite generators, locals that live across a yield without a type
//! annotation, a generic generator, and that what they give is an ordinary `Iterator`.

use std::collections::BTreeMap;
use std::fmt::Display;

use gen_runtime::{generator, yield_};

/// The first `n` numbers, the example of <https://wiki.python.org/moin/Generators>.
#[generator]
fn firstn(n: u64) -> impl Iterator<Item = u64> {
    let mut num = 0;
    while num < n {
        yield_!(num);
        num += 1;
    }
}

/// The Fibonacci numbers, all 94 that a `u64` can hold.
#[generator]
fn fibonacci() -> impl Iterator<Item = u64> {
    let (mut a, mut b) = (0, 1);
    while let Some(next) = u64::checked_add(a, b) {
        yield_!(a);
        (a, b) = (b, next);
    }
    yield_!(a);
    yield_!(b);
}

/// The primes, by a sieve that grows as it goes (O'Neill, *The Genuine Sieve of Eratosthenes*).
#[generator]
fn primes() -> impl Iterator<Item = u64> {
    // Each prime found so far, under the next of its multiples that no other prime has taken.
    let mut multiples = BTreeMap::new();
    for n in 2.. {
        match multiples.remove(&n) {
            None => {
                multiples.insert(n * n, n);
                yield_!(n);
            }
            Some(prime) => {
                let mut multiple = n + prime;
                while multiples.contains_key(&multiple) {
                    multiple += prime;
                }
                multiples.insert(multiple, prime);
            }
        }
    }
}

/// The different orders of `items`, in sorted order (Knuth, *The Art of Computer Programming*,
/// section 7.2.1.2, algorithm L).
#[generator]
fn permutations<T: Clone + Ord>(mut items: Vec<T>) -> impl Iterator<Item = Vec<T>> {
    items.sort();
    loop {
        yield_!(items.clone());
        let Some(pivot) = items.windows(2).rposition(|pair| pair[0] < pair[1]) else {
            return;
        };
        let larger = items.iter().rposition(|item| *item > items[pivot]);
        items.swap(pivot, larger.expect("the item after the pivot is larger"));
        items[pivot + 1..].reverse();
    }
}

/// From `n` down to 1: an even number is halved, an odd one tripled plus one.
///
/// Where that does not fit in a `u64` it overflows, as arithmetic does in any function.
#[generator]
fn collatz(mut n: u64) -> impl Iterator<Item = u64> {
    while n > 1 {
        yield_!(n);
        n = if n.is_multiple_of(2) {
            n / 2
        } else {
            3 * n + 1
        };
    }
    yield_!(n);
}

fn main() {
    show("firstn", firstn(10));
    show("fibonacci", fibonacci().take(15));
    show("primes", primes().take(15));
    show(
        "permutations",
        permutations(vec!['a', 'b', 'c']).map(String::from_iter),
    );
    show("collatz", collatz(6));
}

fn show<T: Display>(name: &str, items: impl Iterator<Item = T>) {
    let items: Vec<_> = items.map(|item| item.to_string()).collect();
    println!("{name}: {}", items.join(" "));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn firstn_counts() {
        assert_eq!(
            firstn(10).collect::<Vec<_>>(),
            [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
        );
        assert_eq!(firstn(0).next(), None);
        assert_eq!(firstn(1_000_000).sum::<u64>(), 499_999_500_000);
    }

    #[test]
    fn fibonacci_ends_where_a_u64_does() {
        assert_eq!(
            fibonacci().take(10).collect::<Vec<_>>(),
            [0, 1, 1, 2, 3, 5, 8, 13, 21, 34]
        );
        assert_eq!(fibonacci().count(), 94);
        assert_eq!(fibonacci().last(), Some(12_200_160_415_121_876_738));
        let all: Vec<_> = fibonacci().collect();
        assert!(all.windows(3).all(|three| three[0] + three[1] == three[2]));
    }

    #[test]
    fn primes_are_those_that_trial_division_finds() {
        let is_prime = |&n: &u64| {
            let mut divisors = (2..n).take_while(|d| d * d <= n);
            n > 1 && !divisors.any(|d| n.is_multiple_of(d))
        };
        let expected: Vec<_> = (0..10_000).filter(is_prime).collect();
        assert_eq!(
            primes()
                .take_while(|prime| *prime < 10_000)
                .collect::<Vec<_>>(),
            expected
        );
        assert_eq!(primes().nth(9_999), Some(104_729));
    }

    #[test]
    fn permutations_are_sorted_and_different() {
        assert_eq!(
            permutations(Vec::<u8>::new()).collect::<Vec<_>>(),
            [Vec::<u8>::new()]
        );
        assert_eq!(
            permutations(vec![2, 1]).collect::<Vec<_>>(),
            [[1, 2], [2, 1]]
        );
        assert_eq!(
            permutations(vec!["a", "b", "a"]).collect::<Vec<_>>(),
            [["a", "a", "b"], ["a", "b", "a"], ["b", "a", "a"]]
        );
        let of_six: Vec<_> = permutations((0..6).collect()).collect();
        assert_eq!(of_six.len(), 720);
        assert!(of_six.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn collatz_comes_down_to_one() {
        assert_eq!(
            collatz(6).collect::<Vec<_>>(),
            [6, 3, 10, 5, 16, 8, 4, 2, 1]
        );
        assert_eq!(collatz(1).collect::<Vec<_>>(), [1]);
        assert_eq!(collatz(27).count(), 112);
        assert_eq!(collatz(27).max(), Some(9_232));
    }
}
