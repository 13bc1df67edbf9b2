use gen_runtime::{generator, yield_};

macro_rules! emit {
    ($value:expr) => {
        yield_!($value)
    };
}

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    emit!(1);
}

fn main() {
    let _ = numbers().count();
}
