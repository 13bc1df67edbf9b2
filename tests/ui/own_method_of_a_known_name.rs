use gen_runtime::{generator, yield_};

struct Numbers(Vec<u32>);

impl Numbers {
    fn sum(self) -> u32 {
        self.0.into_iter().sum()
    }
}

#[generator]
fn sums(numbers: Vec<Box<Numbers>>) -> impl Iterator<Item = u32> {
    for one in numbers {
        let sum = one.sum();
        yield_!(sum);
    }
}

fn main() {}
