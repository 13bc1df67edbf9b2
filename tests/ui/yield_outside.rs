use gen_runtime::yield_;

fn main() {
    yield_!(1);
}
