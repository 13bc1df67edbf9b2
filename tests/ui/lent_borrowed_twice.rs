use gen_runtime::{generator, yield_};

struct Rows {
    left: Vec<u32>,
    right: Vec<u32>,
}

impl Rows {
    fn clear(&mut self) {
        self.left.clear();
        self.right.clear();
    }

    #[generator]
    fn same_field(&mut self) -> impl Iterator<Item = u32> {
        let one = self.left.iter_mut();
        yield_!(0);
        let other = self.left.iter_mut();
        yield_!(1);
        for (one, other) in one.zip(other) {
            *one += *other;
            yield_!(*one);
        }
        self.clear();
    }

    #[generator]
    fn whole(&mut self) -> impl Iterator<Item = u32> {
        for entry in self.left.iter_mut() {
            yield_!(*entry);
            self.right.push(*entry);
            self.clear();
        }
        self.clear();
    }
}

fn main() {}
