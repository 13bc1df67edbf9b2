use gen_runtime::{anchor, generator, yield_};

// Looks at its second argument first.
macro_rules! compare {
    ($one:expr, $other:expr) => {{
        let other = $other;
        let one = $one;
        assert!(one == other);
    }};
}

macro_rules! println {
    ($($ignored:tt)*) => {};
}

mod imported {
    pub(crate) use compare as assert_eq;
}

mod imports {
    use crate::imported::assert_eq;
    use gen_runtime::{generator, yield_};

    #[generator]
    pub fn compared() -> impl Iterator<Item = u32> {
        assert_eq!({ yield_!(1); 1 }, { yield_!(2); 1 });
    }
}

#[generator]
fn nested() -> impl Iterator<Item = u32> {
    {
        use imported::assert_eq;
        assert_eq!({ yield_!(1); 1 }, { yield_!(2); 1 });
    }
    assert_eq!({ yield_!(1); 1 }, { yield_!(2); 1 });
}

#[generator]
fn printed() -> impl Iterator<Item = u32> {
    println!("{}", { yield_!(1); 1 });
}

#[generator]
fn anchored() -> impl Iterator<Item = u32> {
    use imported::assert_eq;
    let list = anchor!(vec![1, 2]);
    for item in list.iter() {
        assert_eq!(1, *item);
        yield_!(*item);
    }
}

#[generator]
fn defined_here() -> impl Iterator<Item = u32> {
    macro_rules! assert {
        ($($ignored:tt)*) => {};
    }
    assert!({ yield_!(1); false });
}

fn main() {
    let _ = imports::compared().count() + nested().count() + printed().count();
    let _ = anchored().count() + defined_here().count();
}
