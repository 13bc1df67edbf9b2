//! A vector of `Copy` values that nobody will look at again.
//!
//! `let columns: Vec<&str> = line.split(',').collect();` has to give its memory back at the end of its scope, and nothing else. Moved into the state as it is it would take
//! the borrow of `line` with it, which rustc accepts in a function, and in a `gen` block, since the destructor of a vector looks at no reference. So only the memory is carried.

use alloc::vec::Vec;
use core::{alloc::Layout, mem::ManuallyDrop, ptr::NonNull};

use super::{Absent, Answer, Left, never};

/// There is only memory to give back.
#[derive(Clone, Copy)]
pub struct Freed;

impl Answer for Freed {
    fn answer() -> Self {
        Freed
    }
}

/// The memory of a vector.
pub struct Memory {
    start: NonNull<u8>,
    layout: Layout,
}

// SAFETY: nobody reads or writes it.
unsafe impl Send for Memory {}
// SAFETY: nobody reads or writes it.
unsafe impl Sync for Memory {}

/// The copy of a generator needs no memory for what it does not look at.
impl Clone for Memory {
    fn clone(&self) -> Self {
        Self::ABSENT
    }
}

impl Absent for Memory {
    const ABSENT: Self = Self {
        start: NonNull::dangling(),
        layout: Layout::new::<()>(),
    };
}

impl Drop for Memory {
    #[inline]
    fn drop(&mut self) {
        if self.layout.size() > 0 {
            // SAFETY: a vector allocated it with this layout, and nobody else frees it.
            unsafe { alloc::alloc::dealloc(self.start.as_ptr(), self.layout) };
        }
    }
}

only_dropped!(Freed);

impl Freed {
    /// Carries the memory only. The values are `Copy`, so they have nothing to drop.
    #[inline(always)]
    pub fn drop_later<T: Copy>(self, values: impl Into<Vec<T>>) -> Memory {
        let mut vector = ManuallyDrop::new(values.into());
        // A vector that was made allocated that much.
        let layout = Layout::array::<T>(vector.capacity()).unwrap_or(Layout::new::<()>());
        let start = NonNull::new(vector.as_mut_ptr().cast()).unwrap_or(NonNull::dangling());
        Memory { start, layout }
    }

    pub fn drop_nothing(self) -> ! {
        never()
    }
}
