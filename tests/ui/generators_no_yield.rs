use gen_runtime::generators;

generators! {
    fn nothing() -> impl Iterator<Item = u32> {}
}

fn main() {
    let _ = nothing().count();
}
