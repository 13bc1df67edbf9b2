use gen_runtime::{generator, yield_};

#[generator]
fn numbers(lines: Vec<String>) -> impl Iterator<Item = u32> {
    for line in lines {
        let n = line.parse::<u32>()?;
        yield_!(n);
    }
}

fn main() {
    let _ = numbers(vec![]).count();
}
