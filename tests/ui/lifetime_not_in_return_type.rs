use gen_runtime::{generator, yield_};

#[generator]
fn numbers<'a>(list: &'a [u32]) -> impl Iterator<Item = u32> + 'static {
    for n in list {
        yield_!(*n);
    }
}

fn main() {
    let _ = numbers(&[1]).count();
}
