use gen_runtime::{generator, yield_};

trait Numbers {
    #[generator]
    fn all(&self) -> impl Iterator<Item = u32>;
}

impl Numbers for u32 {
    #[generator]
    fn all(&self) -> impl Iterator<Item = u32> {
        yield_!(*self);
    }
}

fn main() {
    let _ = 1.all().count();
}
