use gen_runtime::{generator, yield_};

async fn fetch() -> u32 {
    1
}

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let n = fetch().await;
    yield_!(n);
}

fn main() {
    let _ = numbers().count();
}
