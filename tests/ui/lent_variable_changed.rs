use gen_runtime::{generator, yield_};

trait SkipOne {
    fn skip_one(&mut self);
}

impl SkipOne for &mut [u8] {
    fn skip_one(&mut self) {
        *self = &mut std::mem::take(self)[1..];
    }
}

#[generator]
fn by_a_method(mut bytes: &mut [u8]) -> impl Iterator<Item = u8> {
    for byte in bytes.iter() {
        yield_!(*byte);
    }
    bytes.skip_one();
    yield_!(bytes[0]);
}

#[generator]
fn by_a_function<'a>(
    mut one: &'a mut Vec<u8>,
    mut other: &'a mut Vec<u8>,
) -> impl Iterator<Item = u8> {
    for byte in one.iter() {
        yield_!(*byte);
    }
    std::mem::swap(&mut one, &mut other);
    yield_!(one[0]);
}

macro_rules! set {
    ($name:ident = $value:expr) => {
        $name = $value
    };
}

#[generator]
fn by_a_macro<'a>(mut one: &'a mut Vec<u8>, other: &'a mut Vec<u8>) -> impl Iterator<Item = u8> {
    for byte in one.iter() {
        yield_!(*byte);
    }
    one.push(1);
    set!(one = other);
    yield_!(one[0]);
}

fn main() {}
