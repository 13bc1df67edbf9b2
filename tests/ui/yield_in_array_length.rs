use gen_runtime::{generator, yield_};

#[generator]
fn zeros() -> impl Iterator<Item = u32> {
    let list = [0; {
        yield_!(1);
        2
    }];
    let other: [u32; {
        yield_!(3);
        2
    }] = list;
    yield_!(other[0]);
}

fn main() {
    let _ = zeros().count();
}
