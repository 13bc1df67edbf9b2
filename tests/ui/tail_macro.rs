use gen_runtime::{generator, yield_};

#[generator]
fn lines() -> impl Iterator<Item = String> {
    yield_!(String::new());
    format!("last")
}

fn main() {
    let _ = lines().count();
}
