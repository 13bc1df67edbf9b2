use gen_runtime::{generator, yield_};

struct Numbers(u32);

#[generator]
impl Numbers {
    fn all(&self) -> impl Iterator<Item = u32> {
        yield_!(self.0);
    }
}

fn main() {
    let _ = Numbers(1).all().count();
}
