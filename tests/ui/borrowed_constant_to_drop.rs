use gen_runtime::{generator, yield_};

struct Guard(u32);

impl Drop for Guard {
    fn drop(&mut self) {
        println!("{}", self.0);
    }
}

#[generator]
fn guarded() -> impl Iterator<Item = u32> {
    let _guard = &Guard(1);
    yield_!(1);
}

fn main() {
    let _ = guarded().count();
}
