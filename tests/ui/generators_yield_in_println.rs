use gen_runtime::generators;

generators! {
    fn numbers() -> impl Iterator<Item = u32> {
        println!("{:?}", yield 1);
    }
}

fn main() {
    let _ = numbers().count();
}
