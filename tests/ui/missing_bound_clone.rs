use gen_runtime::{generator, yield_};

#[generator]
fn repeat<T>(value: T) -> impl Iterator<Item = T> {
    loop {
        yield_!(value.clone());
    }
}

fn main() {
    let _ = repeat(1).next();
}
