//! Locals that stay in a slot of their own while the generator is suspended.

use gen_runtime::{generator, yield_};

#[generator]
fn walk() -> impl Iterator<Item = u32> {
    let mut stack = Vec::new();
    stack.push(1);
    while let Some(n) = stack.pop() {
        yield_!(n);
        if n < 8 {
            stack.push(n * 2);
            stack.push(n * 2 + 1);
        }
    }
}

#[test]
fn a_stack() {
    assert_eq!(
        walk().collect::<Vec<_>>(),
        [1, 3, 7, 15, 14, 6, 13, 12, 2, 5, 11, 10, 4, 9, 8]
    );
    let mut items = Vec::new();
    for n in walk() {
        items.push(n);
    }
    assert_eq!(items, [1, 3, 7, 15, 14, 6, 13, 12, 2, 5, 11, 10, 4, 9, 8]);
}
