use gen_runtime::{generator, yield_};

macro_rules! twice {
    ($($body:tt)*) => {
        $($body)* $($body)*
    };
}

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    twice! { yield_!(1); }
}

fn main() {
    let _ = numbers().count();
}
