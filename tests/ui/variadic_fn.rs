use gen_runtime::{generator, yield_};

#[generator]
unsafe extern "C" fn numbers(first: u32, _: ...) -> impl Iterator<Item = u32> {
    yield_!(first);
}

fn main() {
    let _ = unsafe { numbers(1) }.count();
}
