use gen_runtime::{anchor, generator, yield_};

#[allow(unused_macros)]
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
        yield_!(None);
        assert!(first!(text, break).is_empty());
        yield_!(Some("b"));
    }
}

fn main() {}
