use gen_runtime::generators;

generators! {
    fn ones() -> u32 {
        loop { yield 1 }
    }

    fn twos() -> impl Iterator<Item = u32> {
        yield 2;
        2
    }

    fn fine() -> impl Iterator<Item = u32> {
        yield 3;
    }
}

fn main() {
    let _ = (ones(), twos().count(), fine().count());
}
