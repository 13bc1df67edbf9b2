use gen_runtime::{generator, yield_};

#[generator]
fn shown<T>(list: Vec<T>) -> impl Iterator<Item = String> {
    for entry in list {
        yield_!(entry.to_string());
    }
}

fn main() {
    let _ = shown(vec![1]).count();
}
