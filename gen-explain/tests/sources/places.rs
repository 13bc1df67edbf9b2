//! A generator in every place where one can be, with every kind of state and way.

use gen_runtime::{generator, generators, yield_, yield_from};

#[gen_runtime::generator]
pub(crate) fn by_path(
    first: u32,
    second: u32,
) -> impl Iterator<Item = u32> {
    yield_!(first);
    yield_!(second);
}

mod inner {
    use super::*;

    /// Three loops over ranges, of which little is carried.
    #[generator]
    pub fn triples(n: u32) -> impl Iterator<Item = (u32, u32, u32)> {
        for a in 1..n {
            for b in a..n {
                for c in b..n {
                    if a * a + b * b == c * c {
                        yield_!((a, b, c));
                    }
                }
            }
        }
    }

    #[generator]
    pub fn moved_on_one_way(stay: bool) -> impl Iterator<Item = usize> {
        let kept = String::from("kept");
        if stay {
            yield_!(kept.len());
        } else {
            yield_!(kept.into_bytes().len());
        }
        yield_!(0);
    }

    #[generator]
    pub fn nothing() -> impl Iterator<Item = u32> {}
}

struct Tree(Vec<Tree>, String);

impl Tree {
    #[generator]
    fn names(&self) -> Box<dyn Iterator<Item = String> + '_> {
        yield_!(self.1.clone());
        for child in &self.0 {
            yield_from!(child.names());
        }
    }

    fn outer(&self) -> usize {
        #[generator]
        fn nested(text: String) -> impl Iterator<Item = Option<usize>> {
            // Kept for its drop, and moved away on one of the ways.
            let kept = vec![text.len()];
            yield_!(kept.first().copied());
            if text.is_empty() {
                drop(kept);
            }
            let number = text.parse().ok()?;
            yield_!(Some(number));
        }
        nested(self.1.clone()).count()
    }
}

trait Numbers {
	// Indented by tabs, with a line that is too long and characters that are two columns wide.
	#[generator]
	fn numbers(&self, limit: u32) -> impl Iterator<Item = (u32, &'static str)> {
		'outer: for number in 0..limit {
			let name = match number % 3 { 0 => "零", 1 => "<one> & \"more\"", 2 if number > 100 => break 'outer, _ if number == 50 => return, _ => continue };
			yield_!((number, name));
			let mut left = number;
			while left > 0 {
				yield_!((left, name)); left /= 2; yield_!((left, "half"));
			}
		}
	}
}

generators! {
    fn ones() -> impl Iterator<Item = u8> {
        loop { yield 1 }
    }

    fn no_generator() -> u8 {
        1
    }

    impl Tree {
        fn leaves(self) -> impl Iterator<Item = Tree> {
            if self.0.is_empty() {
                yield self;
            }
        }
    }
}
