use gen_runtime::{generator, yield_};

#[generator]
fn names(name: String) -> impl Iterator<Item = usize> {
    drop(name);
    yield_!(name.len());
}

fn main() {
    let _ = names(String::new()).count();
}
