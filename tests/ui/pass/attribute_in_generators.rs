#[allow(unused_imports, reason = "the block takes the attribute off")]
use gen_runtime::{generator, generators};

generators! {
    #[generator]
    fn numbers() -> impl Iterator<Item = u32> {
        yield 1;
    }
}

fn main() {
    let _ = numbers().count();
}
