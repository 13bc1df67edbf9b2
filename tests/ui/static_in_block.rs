use gen_runtime::{generator, yield_};

#[generator]
fn tickets(n: u32) -> impl Iterator<Item = u32> {
    for _ in 0..n {
        static NEXT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        yield_!(NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
    }
}

#[generator]
fn elsewhere(n: u32) -> impl Iterator<Item = u32> {
    let count = || {
        static COUNT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed)
    };
    for _ in 0..n {
        let id = {
            fn next() -> u32 {
                static NEXT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
                NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed)
            }
            thread_local! {
                static LAST: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
            }
            LAST.replace(next())
        };
        yield_!(id + count());
    }
}

fn main() {
    let _ = tickets(1).count();
    let _ = elsewhere(1).count();
}
