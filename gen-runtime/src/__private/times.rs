//! The loop that only counts.

use core::ops::Range;

/// What a loop over `0..end` that does not look at its numbers has to know: how many are left.
#[derive(Clone)]
pub struct Times<T> {
    /// The end of the range before it begins, and then of what is left of it.
    pub end: T,
}

/// The types of number literals.
pub trait Integer: Copy {
    /// One less, if it is not zero or below.
    fn less(self) -> Option<Self>;
}

macro_rules! integer {
    ($($type:ty)*) => { $(
        impl Integer for $type {
            #[inline(always)]
            fn less(self) -> Option<Self> {
                if self > 0 { Some(self - 1) } else { None }
            }
        }
    )* };
}

integer!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);

/// The iterator of `for _ in 0..end`.
#[inline(always)]
pub fn times<T: Integer>(range: Range<T>) -> Times<T> {
    Times { end: range.end }
}

impl<T: Integer> Iterator for Times<T> {
    type Item = T;

    /// The number that is left, which nobody looks at.
    #[inline(always)]
    fn next(&mut self) -> Option<T> {
        self.end = self.end.less()?;
        Some(self.end)
    }
}
