use gen_runtime::{generator, yield_};

#[generator]
fn checked(n: u32) -> impl Iterator<Item = u32> {
    assert_eq!(n, 1, "{}", {
        yield_!(n);
        2
    });
}

fn main() {
    let _ = checked(1).count();
}
