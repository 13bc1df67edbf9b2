use gen_runtime::{generator, yield_};

mod list {
    #[derive(Default)]
    pub struct List {
        entries: Vec<u32>,
    }
}

#[generator]
fn numbers(list: list::List) -> impl Iterator<Item = u32> {
    for n in list.entries {
        yield_!(n);
    }
}

fn main() {
    let _ = numbers(Default::default()).count();
}
