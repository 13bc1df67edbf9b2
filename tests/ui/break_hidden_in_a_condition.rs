use gen_runtime::{generator, yield_};

macro_rules! below {
    ($n:expr, $limit:expr) => {
        if $n > 9 { break } else { $n < $limit }
    };
}

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let mut n = 0;
    while n < 20 {
        n += 1;
        loop {
            if below!(n, 5) {
                yield_!(n);
            }
            n += 1;
            if n % 3 == 0 {
                break;
            }
        }
    }
}

fn main() {
    for n in numbers() {
        println!("{n}");
    }
}
