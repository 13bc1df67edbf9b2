use gen_runtime::{generator, yield_};

struct Noisy;

impl Drop for Noisy {
    fn drop(&mut self) {}
}

// What a pattern that may fail calls so is taken for a constant.
#[generator]
fn numbers(first: Option<u32>, noisy: Option<Noisy>) -> impl Iterator<Item = u32> {
    if let Some(N) = first {
        yield_!(N);
        yield_!(N);
    }
    if let Some(KEPT) = noisy {
        yield_!(1);
    }
}

fn main() {}
