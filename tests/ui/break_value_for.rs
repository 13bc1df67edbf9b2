use gen_runtime::{generator, yield_, yield_from};

#[generator]
fn numbers(list: Vec<u32>) -> impl Iterator<Item = u32> {
    let found = for n in list {
        if n > 5 {
            break Some(n);
        }
        yield_!(n);
    };
    yield_from!(found);
}

fn main() {
    let _ = numbers(vec![]).count();
}
