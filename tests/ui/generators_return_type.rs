use gen_runtime::generators;

generators! {
    fn numbers() -> u32 {
        yield 1;
    }
}

fn main() {
    let _ = numbers();
}
