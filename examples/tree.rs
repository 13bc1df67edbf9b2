//! Puts the words of a file into a search tree and prints them in four orders.
//!
//! ```text
//! cargo run --release --example tree -- FILE
//! ```
//!
//! What it shows: a generator that calls itself, and the same order with a stack of its own, which
//! needs no box and passes no item through other generators; items that are references to what
//! the tree owns; generic methods.

use std::collections::VecDeque;
use std::env;
use std::fs;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::iter::successors;
use std::path::Path;
use std::process::ExitCode;

use gen_runtime::{generator, yield_, yield_from};

/// A search tree: what is to the left is smaller than `value`, what is to the right is larger.
struct Tree<T> {
    value: T,
    left: Option<Box<Tree<T>>>,
    right: Option<Box<Tree<T>>>,
}

impl<T> Tree<T> {
    /// The tree of values that are `sorted`, as low as can be; `None` if there are none.
    fn balanced(mut sorted: Vec<T>) -> Option<Box<Self>> {
        let right = sorted.split_off(sorted.len().div_ceil(2));
        let value = sorted.pop()?;
        Some(Box::new(Tree {
            value,
            left: Tree::balanced(sorted),
            right: Tree::balanced(right),
        }))
    }

    /// Left, value, right, so in sorted order. Each level of the tree allocates a generator, and an
    /// item passes through those of the levels above it.
    #[generator]
    fn in_order(&self) -> Box<dyn Iterator<Item = &T> + '_> {
        if let Some(left) = &self.left {
            yield_from!(left.in_order());
        }
        yield_!(&self.value);
        if let Some(right) = &self.right {
            yield_from!(right.in_order());
        }
    }

    /// The same order. The trees whose left part is being visited wait on a stack.
    #[generator]
    fn in_order_by_stack(&self) -> impl Iterator<Item = &T> {
        let mut waiting = Vec::new();
        let mut next = Some(self);
        loop {
            waiting.extend(successors(next, |tree| tree.left.as_deref()));
            let Some(tree) = waiting.pop() else { return };
            yield_!(&tree.value);
            next = tree.right.as_deref();
        }
    }

    /// Value, left, right: from this order the same tree can be built again.
    #[generator]
    fn pre_order(&self) -> impl Iterator<Item = &T> {
        let mut waiting = vec![self];
        while let Some(tree) = waiting.pop() {
            yield_!(&tree.value);
            waiting.extend(tree.right.as_deref());
            waiting.extend(tree.left.as_deref());
        }
    }

    /// From the root down, each level from left to right, with its depth.
    #[generator]
    fn level_order(&self) -> impl Iterator<Item = (usize, &T)> {
        let mut waiting = VecDeque::from([(0, self)]);
        while let Some((depth, tree)) = waiting.pop_front() {
            yield_!((depth, &tree.value));
            for below in [&tree.left, &tree.right].into_iter().flatten() {
                waiting.push_back((depth + 1, below));
            }
        }
    }
}

fn main() -> ExitCode {
    let mut args = env::args_os().skip(1);
    let (Some(path), None) = (args.next(), args.next()) else {
        eprintln!("usage: tree FILE");
        return ExitCode::from(2);
    };
    let path = Path::new(&path);
    let printed = match fs::read_to_string(path) {
        Err(error) => Err(format!("{}: {error}", path.display())),
        Ok(text) => print(&text).or_else(|error| unless_closed(&error)),
    };
    match printed {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("tree: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Writes the different words of `text` to standard output, in each of the orders.
fn print(text: &str) -> io::Result<()> {
    let mut words: Vec<_> = text.split_whitespace().collect();
    words.sort_unstable();
    words.dedup();
    let Some(tree) = Tree::balanced(words) else {
        return Ok(());
    };
    let mut out = BufWriter::new(io::stdout().lock());
    write!(out, "in order:")?;
    for word in tree.in_order() {
        write!(out, " {word}")?;
    }
    write!(out, "\nin order, by a stack:")?;
    for word in tree.in_order_by_stack() {
        write!(out, " {word}")?;
    }
    write!(out, "\npre-order:")?;
    for word in tree.pre_order() {
        write!(out, " {word}")?;
    }
    write!(out, "\nlevel by level:")?;
    let mut level = None;
    for (depth, word) in tree.level_order() {
        let before = if level.replace(depth) == Some(depth) {
            " "
        } else {
            "\n"
        };
        write!(out, "{before}{word}")?;
    }
    writeln!(out)?;
    out.flush()
}

/// A reader that has seen enough, such as `head -1`, is no failure.
fn unless_closed(error: &io::Error) -> Result<(), String> {
    match error.kind() {
        ErrorKind::BrokenPipe => Ok(()),
        _ => Err(format!("standard output: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(size: usize) -> Tree<usize> {
        *Tree::balanced((0..size).collect()).unwrap()
    }

    #[test]
    fn a_tree_is_as_low_as_can_be() {
        assert!(Tree::<u8>::balanced(vec![]).is_none());
        for size in 1..200 {
            let deepest = tree(size).level_order().map(|(depth, _)| depth).max();
            assert_eq!(deepest, size.ilog2().try_into().ok());
        }
    }

    #[test]
    fn in_order_is_sorted_both_ways() {
        for size in 1..200 {
            let tree = tree(size);
            assert!(tree.in_order().copied().eq(0..size));
            assert!(tree.in_order_by_stack().copied().eq(0..size));
        }
    }

    #[test]
    fn pre_order_has_a_value_before_those_below_it() {
        let order: Vec<_> = tree(7).pre_order().copied().collect();
        assert_eq!(order, [3, 1, 0, 2, 5, 4, 6]);
    }

    #[test]
    fn level_order_goes_down_and_to_the_right() {
        let order: Vec<_> = tree(6).level_order().map(|(d, n)| (d, *n)).collect();
        assert_eq!(order, [(0, 2), (1, 0), (1, 4), (2, 1), (2, 3), (2, 5)]);
    }

    #[test]
    fn items_are_references_into_the_tree() {
        let tree = Tree::balanced(vec!["a".to_owned(), "b".to_owned()]).unwrap();
        let first = tree.in_order().next().unwrap();
        assert!(std::ptr::eq(first, tree.pre_order().next().unwrap()));
    }

    #[test]
    fn a_tree_that_is_a_list_needs_a_stack_of_its_own_only() {
        let mut list = Tree {
            value: 0,
            left: None,
            right: None,
        };
        for value in 1..1_000 {
            list = Tree {
                value,
                left: None,
                right: Some(Box::new(list)),
            };
        }
        assert!(list.in_order_by_stack().copied().eq((0..1_000).rev()));
        assert!(list.pre_order().copied().eq((0..1_000).rev()));
    }
}
