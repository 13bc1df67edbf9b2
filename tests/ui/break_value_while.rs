use gen_runtime::{generator, yield_};

#[generator]
fn numbers(mut n: u32) -> impl Iterator<Item = u32> {
    let last = while n > 0 {
        yield_!(n);
        n -= 1;
        if n == 5 {
            break n;
        }
    };
    yield_!(last);
}

fn main() {
    let _ = numbers(9).count();
}
