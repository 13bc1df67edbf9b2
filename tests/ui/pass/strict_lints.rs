//! A crate that denies every warning: generated code must not be the reason for one.
#![deny(
    warnings,
    missing_docs,
    missing_debug_implementations,
    unused_qualifications,
    unused,
    unreachable_pub,
    single_use_lifetimes,
    elided_lifetimes_in_paths,
    explicit_outlives_requirements,
    let_underscore_drop,
    trivial_casts,
    trivial_numeric_casts,
    unused_lifetimes,
    unused_results,
    variant_size_differences,
    redundant_lifetimes,
    meta_variable_misuse,
    future_incompatible,
    nonstandard_style,
    keyword_idents,
    rust_2018_idioms
)]
#![forbid(unsafe_code)]

use gen_runtime::{generator, generators, yield_, yield_from};
use std::fmt::{Debug, Display};
use std::iter::FusedIterator;

/// A loop for ever.
#[generator]
pub fn fibonacci() -> impl Iterator<Item = u64> + Clone + Debug + Send + Sync {
    let (mut a, mut b) = (0, 1);
    loop {
        yield_!(a);
        (a, b) = (b, a + b);
    }
}

/// A `while` loop with an early end.
#[generator]
pub fn collatz(mut n: u64) -> impl Iterator<Item = u64> + FusedIterator {
    while n != 1 {
        yield_!(n);
        if n % 2 == 0 {
            n /= 2;
            continue;
        }
        n = match n.checked_mul(3) {
            Some(n) => n + 1,
            None => return,
        };
    }
    yield_!(1);
}

/// Borrowed input, nested loops, labels.
#[generator]
pub fn words<'a>(text: &'a str, stop: &'a str) -> impl Iterator<Item = &'a str> {
    'lines: for line in text.lines() {
        for word in line.split_whitespace() {
            if word == stop {
                break 'lines;
            }
            if word.starts_with('#') {
                continue 'lines;
            }
            yield_!(word);
        }
    }
}

/// Elided lifetimes, a boxed return type.
#[generator]
pub fn boxed(list: &[u32]) -> Box<dyn Iterator<Item = u32> + '_> {
    yield_from!(list.iter().copied());
    yield_from!(list.iter().rev().copied());
}

/// Generics, a `where` clause, values with something to drop.
#[generator]
pub fn shown<I, const N: usize>(lists: [I; N]) -> impl Iterator<Item = String>
where
    I: IntoIterator,
    I::Item: Display,
{
    for list in lists {
        let mut line = String::new();
        for entry in list {
            let text = entry.to_string();
            line.push_str(&text);
            yield_!(text);
        }
        if !line.is_empty() {
            yield_!(line);
        }
    }
}

/// `?`
#[generator]
pub fn parsed(
    text: &str,
) -> impl Iterator<Item = Result<u32, Box<dyn std::error::Error + Send + Sync>>> {
    for line in text.lines() {
        let (_, value) = line.split_once('=').ok_or("no `=`")?;
        let value: u32 = value.trim().parse()?;
        yield_!(Ok(value));
    }
}

/// `?` on options.
#[generator]
pub fn firsts(lists: Vec<Vec<u8>>) -> impl Iterator<Item = Option<u8>> {
    for list in lists {
        yield_!(Some(*list.first()?));
    }
}

/// Levels of lints, and what is expected of them, where a value is kept that is not used.
#[generator]
pub fn levels(n: u32) -> impl Iterator<Item = u32> {
    #[expect(unused_variables, reason = "that is the test")]
    let kept = vec![n];
    #[deny(unused_variables)]
    let kept_too = vec![n];
    yield_!(n);
    #[warn(clippy::all)]
    yield_!(kept_too[0]);
}

/// Patterns in arguments, `impl Trait` arguments, `_` arguments.
#[generator]
pub fn scaled(
    (factor, mut offset): (i32, i32),
    list: impl IntoIterator<Item = i32>,
    _spare: u8,
) -> impl Iterator<Item = i32> {
    for n in list {
        offset += 1;
        yield_!(n * factor + offset);
    }
}

/// Methods.
#[derive(Debug, Default, Clone)]
pub struct Tree {
    value: u32,
    children: Vec<Self>,
}

impl Tree {
    /// `&self`, and recursion.
    #[generator]
    pub fn preorder(&self) -> Box<dyn Iterator<Item = &u32> + '_> {
        yield_!(&self.value);
        for child in &self.children {
            yield_from!(child.preorder());
        }
    }

    /// `&mut self`
    #[generator]
    pub fn bump(&mut self) -> impl Iterator<Item = u32> {
        while self.value < 3 {
            self.value += 1;
            yield_!(self.value);
        }
    }

    /// `self`
    #[generator]
    pub fn into_values(self) -> impl Iterator<Item = u32> {
        let mut stack = vec![self];
        while let Some(Self { value, children }) = stack.pop() {
            stack.extend(children.into_iter().rev());
            yield_!(value);
        }
    }
}

/// Trait methods.
pub trait Sequence {
    /// The length.
    fn length(&self) -> u32;

    /// A default.
    #[generator]
    fn indices(&self) -> impl Iterator<Item = u32> {
        let mut n = 0;
        while n < self.length() {
            yield_!(n);
            n += 1;
        }
    }
}

impl Sequence for Tree {
    fn length(&self) -> u32 {
        3
    }

    #[generator]
    fn indices(&self) -> impl Iterator<Item = u32> {
        yield_!(self.value);
        yield_!(self.length());
    }
}

/// An enum to match on.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// Round.
    Circle(f64),
    /// Not.
    Square {
        /// How long.
        side: f64,
    },
    /// Nothing.
    Empty,
}

/// `match` with yields in its arms, guards, `let … else`.
#[generator]
pub fn numbers(shapes: &[Shape], first: Option<f64>) -> impl Iterator<Item = f64> {
    let Some(first) = first else {
        return;
    };
    yield_!(first);
    for shape in shapes {
        match *shape {
            Shape::Circle(r) if r > 1.0 => {
                yield_!(r);
                yield_!(2.0 * r);
            }
            Shape::Circle(r) | Shape::Square { side: r } => yield_!(r),
            Shape::Empty => {}
        }
    }
}

/// Deferred initialisation, shadowing, `if` values with yields, a labelled block, closures, items.
#[generator]
pub fn varied(go: bool) -> impl Iterator<Item = usize> {
    const STEP: usize = 2;
    fn twice(n: usize) -> usize {
        n * 2
    }
    let late;
    let text = String::from("shadowed");
    let text = if go {
        late = 1;
        yield_!(text.len());
        text + "!"
    } else {
        late = 2;
        yield_!(twice(late));
        text
    };
    let add = |n: usize| n + STEP;
    let found = 'found: {
        for n in 0..4 {
            if n > late {
                break 'found Some(n);
            }
            yield_!(add(n));
        }
        None
    };
    let total = loop {
        yield_!(text.len());
        if let Some(n) = found {
            break n;
        }
        break 0;
    };
    let mut batch = Vec::new();
    for n in 0..total {
        batch.push(n);
        if batch.len() == 2 {
            yield_!(batch.len());
            batch = Vec::new();
        }
    }
    yield_!(batch.len());
}

generators! {
    /// The keyword.
    pub fn ones() -> impl Iterator<Item = u8> {
        loop { yield 1 }
    }

    /// The keyword in a function with more to it.
    pub fn chunks(list: Vec<u32>, size: usize) -> impl Iterator<Item = Vec<u32>> {
        let mut chunk = Vec::with_capacity(size);
        for n in list {
            chunk.push(n);
            if chunk.len() == size {
                yield std::mem::take(&mut chunk);
            }
        }
        if !chunk.is_empty() {
            yield chunk;
        }
    }
}

/// What is allowed on a `let` is allowed there.
#[generator]
pub fn allowed(first: u32) -> impl Iterator<Item = u32> {
    #[allow(non_snake_case)]
    let First = first;
    #[allow(non_snake_case)]
    let Second = {
        yield_!(First);
        First + 1
    };
    #[allow(unused_qualifications)]
    let third = {
        yield_!(Second);
        ::std::cmp::max(First, Second) + 1
    };
    yield_!(third);
}

fn main() {
    assert_eq!(allowed(1).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(fibonacci().take(4).sum::<u64>(), 4);
    assert_eq!(collatz(3).count(), 8);
    assert_eq!(words("a b\n# c\nd stop e", "stop").collect::<String>(), "abd");
    assert_eq!(boxed(&[1, 2]).collect::<Vec<_>>(), [1, 2, 2, 1]);
    assert_eq!(shown([vec![1, 2], vec![]]).collect::<Vec<_>>(), ["1", "2", "12"]);
    assert!(parsed("a = 1\nb").last().is_some_and(|last| last.is_err()));
    assert_eq!(firsts(vec![vec![1], vec![], vec![2]]).collect::<Vec<_>>(), [Some(1), None]);
    assert_eq!(scaled((2, 0), [1, 2], 0).collect::<Vec<_>>(), [3, 6]);
    let mut tree = Tree {
        value: 1,
        children: vec![Tree::default()],
    };
    assert_eq!(tree.preorder().collect::<Vec<_>>(), [&1, &0]);
    assert_eq!(tree.bump().collect::<Vec<_>>(), [2, 3]);
    assert_eq!(tree.indices().collect::<Vec<_>>(), [3, 3]);
    assert_eq!(tree.into_values().collect::<Vec<_>>(), [3, 0]);
    let shapes = [Shape::Circle(2.0), Shape::Square { side: 1.0 }, Shape::Empty];
    assert_eq!(numbers(&shapes, Some(0.0)).collect::<Vec<_>>(), [0.0, 2.0, 4.0, 1.0]);
    assert_eq!(varied(true).collect::<Vec<_>>(), [8, 2, 3, 9, 2, 0]);
    assert_eq!(ones().take(2).collect::<Vec<_>>(), [1, 1]);
    assert_eq!(chunks(vec![1, 2, 3], 2).collect::<Vec<_>>(), [vec![1, 2], vec![3]]);
}
