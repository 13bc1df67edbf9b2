use gen_runtime::{generator, yield_};

struct Names(String);

impl Names {
    fn map<R>(&self, f: impl Fn(&str) -> R) -> R {
        f(&self.0)
    }
}

struct Page<T> {
    value: T,
    names: Names,
}

#[generator]
fn values<T>(page: Page<T>) -> impl Iterator<Item = T> {
    let len = page.names.map(|name| name.len());
    println!("{len}");
    yield_!(page.value);
}

fn main() {}
