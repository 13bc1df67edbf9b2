use gen_runtime::{generator, yield_};
use std::sync::atomic::{AtomicU32, Ordering};

#[generator]
fn tickets(n: u32) -> impl Iterator<Item = u32> {
    for _ in 0..n {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        yield_!(NEXT.fetch_add(1, Ordering::Relaxed));
    }
}

fn main() {
    let _ = tickets(1).count();
}
