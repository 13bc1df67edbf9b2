use gen_runtime::generators;

generators! {
    fn numbers() -> impl Iterator<Item = u32> {
        let = 1;
        yield 1;
    }
}

fn main() {
    let _ = numbers().count();
}
