use gen_runtime::{generator, yield_};

struct Words {
    text: String,
}

#[generator]
fn places<'a>(mut a: &'a mut Words, b: &'a mut Words) -> impl Iterator<Item = usize> {
    let mut list = [1, 2];
    let mut i = 0;
    list[i] += &{
        yield_!(1);
        i = 1;
        5
    };
    yield_!(list[i]);
    a.text += {
        yield_!(2);
        a = b;
        "x"
    };
    yield_!(a.text.len());
}

fn main() {}
