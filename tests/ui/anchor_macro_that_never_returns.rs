use gen_runtime::{generator, yield_};

mod other {
    macro_rules! anchor {
        (@generator) => {
            loop {}
        };
    }
    pub(crate) use anchor;
}

#[generator]
fn texts() -> impl Iterator<Item = &'static str> {
    let text = other::anchor!(String::from("a"));
    yield_!(text.as_str());
}

fn main() {
    let _ = texts().count();
}
