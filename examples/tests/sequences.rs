//! Does `sequences` print a few of each?

#[allow(dead_code)]
#[path = "../sequences.rs"]
mod program;

use std::process::Command;

use crate::{example, ran, succeeded};

#[test]
fn prints_a_few_of_each() {
    let expected = "\
firstn: 0 1 2 3 4 5 6 7 8 9
fibonacci: 0 1 1 2 3 5 8 13 21 34 55 89 144 233 377
primes: 2 3 5 7 11 13 17 19 23 29 31 37 41 43 47
permutations: abc acb bac bca cab cba
collatz: 6 3 10 5 16 8 4 2 1
";
    assert_eq!(
        ran(Command::new(example("sequences")).output().unwrap()),
        succeeded(expected)
    );
}
