use gen_runtime::{generator, yield_};

#[generator]
fn lines(mut lines: Vec<String>) -> impl Iterator<Item = usize> {
    lines[0] += {
        yield_!(1);
        "!"
    };
    yield_!(lines[0].len());
}

fn main() {
    let _ = lines(vec![]).count();
}
