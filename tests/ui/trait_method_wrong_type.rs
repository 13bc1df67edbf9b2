use gen_runtime::{generator, yield_};

trait Numbers {
    fn all(&self) -> Box<dyn Iterator<Item = u32>>;
}

impl Numbers for u8 {
    #[generator]
    fn all(&self) -> Box<dyn Iterator<Item = u64>> {
        yield_!(1);
    }
}

fn main() {
    let _ = 1_u8.all().count();
}
