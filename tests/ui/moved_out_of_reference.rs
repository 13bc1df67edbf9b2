use gen_runtime::{generator, yield_};

#[generator]
fn names(list: &Vec<String>) -> impl Iterator<Item = String> {
    for name in list {
        yield_!(*name);
    }
}

fn main() {
    let _ = names(&vec![]).count();
}
