use gen_runtime::{generator, yield_};

#[generator]
fn lengths() -> impl Iterator<Item = usize> {
    let mut list = Vec::new();
    list.push({
        yield_!(list.len());
        1
    });
}

fn main() {
    let _ = lengths().count();
}
