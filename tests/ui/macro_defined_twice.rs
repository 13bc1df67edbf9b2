use gen_runtime::{generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    macro_rules! number {
        () => {
            1
        };
    }
    yield_!(number!());
    macro_rules! number {
        () => {
            2
        };
    }
    yield_!(number!());
}

fn main() {
    for n in numbers() {
        println!("{n}");
    }
}
