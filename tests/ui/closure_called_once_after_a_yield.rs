use gen_runtime::{generator, yield_};

#[generator]
fn texts(name: String) -> impl Iterator<Item = String> {
    let greeting = move || name;
    yield_!("hello".to_owned());
    let name = greeting();
    yield_!(name);
}

fn main() {
    let _ = texts("you".to_owned()).count();
}
