use gen_runtime::{generator, yield_};

#[generator]
fn filled(buckets: &mut [Vec<u32>]) -> impl Iterator<Item = u32> {
    for bucket in 0..buckets.len() {
        buckets[bucket].push({
            yield_!(1);
            2
        });
    }
}

#[generator]
fn looked_up(table: &[[u32; 2]], row: usize) -> impl Iterator<Item = u32> {
    let found = table[row][{
        yield_!(1);
        1
    }];
    yield_!(found);
}

fn main() {
    let _ = filled(&mut []).count();
    let _ = looked_up(&[], 0).count();
}
