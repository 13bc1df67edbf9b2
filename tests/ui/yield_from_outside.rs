use gen_runtime::yield_from;

fn main() {
    yield_from!([1, 2]);
}
