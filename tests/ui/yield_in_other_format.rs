use gen_runtime::{generator, yield_};

mod other {
    macro_rules! format {
        ($($tokens:tt)*) => {
            String::new()
        };
    }
    pub(crate) use format;
}

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let text = other::format!("{:?}", yield_!(1));
    yield_!(text.len() as u32);
}

fn main() {
    let _ = numbers().count();
}
