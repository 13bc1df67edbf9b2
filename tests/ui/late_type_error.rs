// The type of a local that comes behind a yield in a loop: what is wrong with it is said once, where it is.
use gen_runtime::{generator, yield_};

#[generator]
fn assigned_twice(items: Vec<u8>) -> impl Iterator<Item = usize> {
    let mut last = None;
    for item in items {
        yield_!(1);
        last = Some(item);
        yield_!(2);
        last = Some("text");
    }
    if let Some(last) = last {
        yield_!(last.len());
    }
}

#[generator]
fn no_such_method(items: Vec<u8>) -> impl Iterator<Item = usize> {
    let mut rest = Vec::new();
    for item in items {
        yield_!(1);
        rest.push(item);
    }
    for text in rest {
        yield_!(text.size());
    }
}

#[generator]
fn wrong_item(items: Vec<u8>) -> impl Iterator<Item = usize> {
    let mut count = 0;
    for item in items {
        yield_!(1);
        count += item;
    }
    yield_!(count);
}

#[generator]
fn never_known() -> impl Iterator<Item = usize> {
    let mut rest = Vec::new();
    for n in 0..3 {
        yield_!(n);
        rest.clear();
    }
    yield_!(rest.len());
}

#[generator]
fn closures(items: Vec<usize>) -> impl Iterator<Item = usize> {
    let mut last = None;
    for item in items {
        yield_!(item);
        last = Some(|| 1);
        yield_!(item);
        last = Some(|| 2);
    }
    yield_!(last.map_or(0, |last| last()));
}

fn main() {
    let _ = assigned_twice(vec![1]).count();
    let _ = no_such_method(vec![1]).count();
    let _ = wrong_item(vec![1]).count();
    let _ = never_known().count();
    let _ = closures(vec![1]).count();
}
