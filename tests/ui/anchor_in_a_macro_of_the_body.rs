use gen_runtime::{anchor, generator, yield_};

#[generator]
fn lengths() -> impl Iterator<Item = usize> {
    let text = anchor!(String::from("a"));
    macro_rules! length {
        () => {
            text.len()
        };
    }
    yield_!(length!());
}

fn main() {
    let _ = lengths().count();
}
