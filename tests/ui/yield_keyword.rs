use gen_runtime::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    yield 1;
}

fn main() {
    let _ = numbers().count();
}
