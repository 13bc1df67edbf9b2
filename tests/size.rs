//! How large is a generator? As large as what it carries, and a tag.

use support::by_hand::{Fibonacci, RunLengths, Triples, chained, fibonacci, run_lengths, triples};

/// What a tag may cost.
const TAG: usize = 8;

#[test]
fn at_most_a_tag_larger_than_by_hand() {
    assert!(size_of_val(&fibonacci()) <= size_of::<Fibonacci>() + TAG);
    assert!(size_of_val(&triples(9)) <= size_of::<Triples>() + TAG);
    assert!(size_of_val(&run_lengths("")) <= size_of::<RunLengths>() + TAG);
}

#[test]
fn the_largest_state_counts_not_the_sum() {
    // Both lists before the start; then an iterator and the other list; then an iterator.
    assert_eq!(size_of_val(&chained(&[], &[])), 4 * 8 + TAG);
}

#[test]
fn the_same_items_as_by_hand() {
    let text = "aaabccccd";
    assert!(fibonacci().take(90).eq(Fibonacci::default().take(90)));
    assert!(triples(60).eq(Triples::new(60)));
    assert!(run_lengths(text).eq(RunLengths::new(text)));
}
