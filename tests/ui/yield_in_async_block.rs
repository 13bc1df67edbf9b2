use gen_runtime::{generator, yield_};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let task = async {
        yield_!(1);
    };
    drop(task);
}

fn main() {
    let _ = numbers().count();
}
