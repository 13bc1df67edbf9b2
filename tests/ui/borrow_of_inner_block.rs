use gen_runtime::{generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = usize> {
    let longest;
    {
        let text = String::from("inner");
        longest = text.as_str();
        yield_!(1);
    }
    yield_!(longest.len());
}

fn main() {
    let _ = numbers().count();
}
