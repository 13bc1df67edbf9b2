use gen_runtime::generator;

#[generator]
struct Numbers {
    last: u32,
}

fn main() {
    let _ = Numbers { last: 1 }.last;
}
