// That the fold copy tells a type is no use of the local.
#![deny(unused)]
use gen_runtime::{generator, yield_};

#[generator]
fn unused_mut(text: &str) -> impl Iterator<Item = u8> {
    let mut number = text.parse().unwrap_or_default();
    for n in 0..3 {
        yield_!(n);
        yield_!(number);
    }
    yield_!(u8::pow(number, 2));
}

#[generator]
fn unused_assignment(items: Vec<u8>) -> impl Iterator<Item = usize> {
    let mut last = None;
    for item in items {
        last = None;
        yield_!(1);
        if item > 1 {
            last = Some(item.to_string());
        }
        if let Some(last) = last {
            yield_!(last.len());
        }
    }
}

#[generator]
fn unused_variable(items: Vec<u8>) -> impl Iterator<Item = usize> {
    let (mut last, mut unused) = (None, 0);
    for item in items {
        yield_!(1);
        last = Some(item.to_string());
        unused = 1;
    }
    if let Some(last) = last {
        yield_!(last.len());
    }
}

fn main() {
    let _ = unused_mut("7").count();
    let _ = unused_assignment(vec![1]).count();
    let _ = unused_variable(vec![1]).count();
}
