use gen_runtime::{generator, yield_};

macro_rules! checked {
    (parse $text:ident $($body:tt)*) => {
        $text.parse::<u32>() $($body)*
    };
}

#[generator]
fn numbers(text: &str) -> impl Iterator<Item = Result<u32, std::num::ParseIntError>> {
    let n = checked!(parse text ?);
    yield_!(Ok(n));
}

fn main() {
    let _ = numbers("1").count();
}
