use gen_runtime::{generator, yield_};

#[generator]
fn names() -> impl Iterator<Item = String> {
    let name = String::from("Ada");
    yield_!(name);
    yield_!(name);
}

fn main() {
    let _ = names().count();
}
