use gen_runtime::{anchor, generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = usize> {
    yield_!(1);
    let text = anchor!(String::from("a"));
    let stolen = text_anchored__ours;
    println!("{stolen__local3}");
}

fn main() {
    let _ = numbers().count();
}
