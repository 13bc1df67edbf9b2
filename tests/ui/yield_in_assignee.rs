use gen_runtime::{generator, yield_};

#[generator]
fn counts(mut table: [u32; 4]) -> impl Iterator<Item = u32> {
    table[{
        yield_!(0);
        1
    }] += table[0];
}

fn main() {
    let _ = counts([0; 4]).count();
}
