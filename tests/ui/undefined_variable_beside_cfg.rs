use gen_runtime::{generator, yield_};

#[generator]
fn numbers(n: u32) -> impl Iterator<Item = u32> {
    #[cfg_attr(unix, allow(unused))]
    let spare = n;
    #[cfg(unix)]
    println!("{n}");
    #[cfg(any())]
    missing();
    yield_!(m);
}

fn main() {
    let _ = numbers(1).count();
}
