use gen_runtime::{generator, yield_};

#[generator]
fn collected<'a>(
    list: &'a mut Vec<u32>,
    out: &'a mut Vec<&'a mut u32>,
) -> impl Iterator<Item = u32> {
    for entry in list.iter_mut() {
        yield_!(*entry);
        out.push(entry);
    }
    list.push(1);
    yield_!(out.len() as u32);
}

fn main() {}
