use gen_runtime::{generator, yield_};

struct Counter(u32);

impl Counter {
    #[generator]
    fn count(self) -> impl Iterator<Item = u32> {
        yield_!(self.0);
        self.0 += 1;
        yield_!(self.0);
    }
}

fn main() {
    let _ = Counter(0).count().count();
}
