use gen_runtime::{generator, yield_};

#[generator]
fn points(n: i32) -> impl Iterator<Item = i32> {
    for x in 0..n {
        struct Point {
            x: i32,
        }
        let point = Point { x };
        yield_!(point.x);
    }
}

fn main() {
    let _ = points(1).count();
}
