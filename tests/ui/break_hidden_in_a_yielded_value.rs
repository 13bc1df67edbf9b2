use gen_runtime::{generator, yield_};

macro_rules! small {
    ($n:expr) => {
        if $n < 5 { $n } else { break }
    };
}

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let mut n = 0;
    while n < 20 {
        n += 1;
        loop {
            if n % 2 == 0 {
                n += 1;
                continue;
            }
            yield_!(small!(n));
            n += 2;
        }
    }
}

fn main() {
    for n in numbers() {
        println!("{n}");
    }
}
