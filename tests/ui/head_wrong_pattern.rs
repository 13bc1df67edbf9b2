use gen_runtime::{generator, yield_};

#[generator]
fn numbers(mut list: Vec<u32>) -> impl Iterator<Item = u32> {
    while let Ok(n) = list.pop() {
        yield_!(n);
    }
    match list.first() {
        Ok(n) => {
            yield_!(*n);
        }
        _ => {}
    }
    if let (first, second) = list.iter().map(|n| n + 1).max() {
        yield_!(first);
    }
    for n in list.iter().map(|n| n + 1).count() {
        yield_!(n);
    }
}

fn main() {
    let _ = numbers(vec![]).count();
}
