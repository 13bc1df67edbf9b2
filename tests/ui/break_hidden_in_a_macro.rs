use gen_runtime::{generator, yield_};

macro_rules! stop_if {
    ($condition:expr) => {
        if $condition {
            break;
        }
    };
}

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let mut n = 0;
    while n < 6 {
        n += 1;
        if n == 3 {
            continue;
        }
        loop {
            stop_if!(n % 2 == 0);
            yield_!(n);
            break;
        }
    }
}

fn main() {
    for n in numbers() {
        println!("{n}");
    }
}
