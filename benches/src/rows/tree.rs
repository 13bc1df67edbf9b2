//! An in-order walk of a tree with an explicit stack: a vector lives across the yield.

use std::hint::black_box;

crate::row! {
    name: "tree walk",
    call: |input| values(&input.tree),
    value: |value: u64| black_box(value),
    also: [],
}

pub mod ours {
    use crate::input::Tree;
    use gen_runtime::{generator, yield_};

    #[generator]
    pub fn values(tree: &Tree) -> impl Iterator<Item = u64> {
        let mut above = Vec::new();
        let mut tree = Some(tree);
        loop {
            while let Some(here) = tree {
                above.push(here);
                tree = here.left.as_deref();
            }
            let Some(here) = above.pop() else { return };
            yield_!(here.value);
            tree = here.right.as_deref();
        }
    }
}

pub mod by_hand {
    use crate::input::Tree;

    pub struct Values<'a> {
        above: Vec<&'a Tree>,
        tree: Option<&'a Tree>,
    }

    pub fn values(tree: &Tree) -> Values<'_> {
        Values {
            above: Vec::new(),
            tree: Some(tree),
        }
    }

    impl Iterator for Values<'_> {
        type Item = u64;

        #[inline]
        fn next(&mut self) -> Option<u64> {
            while let Some(here) = self.tree {
                self.above.push(here);
                self.tree = here.left.as_deref();
            }
            let here = self.above.pop()?;
            self.tree = here.right.as_deref();
            Some(here.value)
        }
    }
}

pub mod diapause {
    use crate::input::Tree;

    #[::diapause::coroutine(yield = u64)]
    pub fn values<'a>(tree: &'a Tree) {
        let mut above: Vec<&'a Tree> = Vec::new();
        let mut tree: Option<&'a Tree> = Some(tree);
        loop {
            while let Some(here) = tree {
                above.push(here);
                tree = here.left.as_deref();
            }
            // `here` may not live across the yield.
            let Some(here) = above.pop() else { return };
            tree = here.right.as_deref();
            yield_!(here.value);
        }
    }
}

pub mod genawaiter {
    use crate::input::Tree;
    use genawaiter2::stack::Co;

    pub async fn values(mut co: Co<'_, u64>, tree: &Tree) {
        let mut above = Vec::new();
        let mut tree = Some(tree);
        loop {
            while let Some(here) = tree {
                above.push(here);
                tree = here.left.as_deref();
            }
            let Some(here) = above.pop() else { return };
            co.yield_(here.value).await;
            tree = here.right.as_deref();
        }
    }
}

pub mod fauxgen {
    use crate::input::Tree;

    #[::fauxgen::generator(yield = u64)]
    pub fn values(tree: &Tree) {
        let mut above = Vec::new();
        let mut tree = Some(tree);
        loop {
            while let Some(here) = tree {
                above.push(here);
                tree = here.left.as_deref();
            }
            let Some(here) = above.pop() else { return };
            r#yield!(here.value);
            tree = here.right.as_deref();
        }
    }
}

crate::nightly! {
    pub mod gen_blocks {
        use crate::input::Tree;

        pub gen fn values(tree: &Tree) -> u64 {
            let mut above = Vec::new();
            let mut tree = Some(tree);
            loop {
                while let Some(here) = tree {
                    above.push(here);
                    tree = here.left.as_deref();
                }
                let Some(here) = above.pop() else { return };
                yield here.value;
                tree = here.right.as_deref();
            }
        }
    }
}
