use gen_runtime::{generator, yield_};

#[generator]
fn numbers(lines: Vec<String>) -> impl Iterator<Item = u32> {
    for line in lines {
        yield_!(line.parse()?);
    }
}

fn main() {
    let _ = numbers(vec![]).count();
}
