//! A guard of a lock that is held across a yield, where the lock is used on both sides of another.

use std::sync::{Arc, RwLock};

use gen_runtime::{generator, yield_};

#[generator]
fn lengths(list: Arc<RwLock<Vec<u32>>>) -> impl Iterator<Item = usize> {
    yield_!(0);
    let guard = list.read();
    yield_!(1);
    drop(guard);
}

fn main() {
    lengths(Arc::default()).next();
}
