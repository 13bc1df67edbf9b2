use gen_runtime::{generator, yield_};

#[generator]
fn numbers(list: [u32; 2]) -> impl Iterator<Item = u32> {
    let n: u8 = 256;
    yield_!(n.into());
    yield_!(list[2]);
    yield_!(1 / 0);
}

fn main() {
    let _ = numbers([0; 2]).count();
}
