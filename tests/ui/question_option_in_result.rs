use gen_runtime::{generator, yield_};

#[generator]
fn numbers(list: Vec<u32>) -> impl Iterator<Item = Result<u32, String>> {
    let first = list.first()?;
    yield_!(Ok(*first));
}

fn main() {
    let _ = numbers(vec![]).count();
}
