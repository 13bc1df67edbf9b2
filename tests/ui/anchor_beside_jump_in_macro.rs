use gen_runtime::{anchor, generator, yield_};

macro_rules! first {
    ($name:ident, $($rest:tt)*) => {
        $name
    };
}

#[generator]
fn texts() -> impl Iterator<Item = Option<&'static str>> {
    let text = anchor!(String::from("a"));
    loop {
        let text: &str = text;
        yield_!(Some(first!(text, break)));
    }
}

fn main() {
    let _ = texts().count();
}
