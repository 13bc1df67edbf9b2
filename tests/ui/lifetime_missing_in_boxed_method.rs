use gen_runtime::{generator, yield_};

struct List(Vec<u32>);

impl List {
    #[generator]
    fn all(&self) -> Box<dyn Iterator<Item = &u32>> {
        for n in &self.0 {
            yield_!(n);
        }
    }
}

fn main() {
    let _ = List(vec![]).all().count();
}
