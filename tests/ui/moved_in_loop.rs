use gen_runtime::{generator, yield_};

#[generator]
fn names(name: String) -> impl Iterator<Item = String> {
    loop {
        yield_!(name);
    }
}

fn main() {
    let _ = names(String::new()).next();
}
