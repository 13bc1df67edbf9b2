#![deny(warnings)]
use gen_runtime::{generator, yield_};

#[deprecated]
fn old() -> u32 {
    1
}

fn failing() -> Result<(), ()> {
    Ok(())
}

#[generator]
fn numbers(n: u32) -> impl Iterator<Item = u32> {
    let badName = (old());
    yield_!(badName);
    failing();
    while true {
        yield_!((n));
        if n >= 0 {
            return;
        }
    }
}

fn main() {
    let _ = numbers(1).count();
}
