use gen_runtime::generators;

generators! {
    yield 1;
}

fn main() {}
