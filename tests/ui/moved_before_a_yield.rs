use gen_runtime::{generator, yield_};

#[generator]
fn texts(first: String, second: String, list: Vec<String>) -> impl Iterator<Item = String> {
    let taken = first;
    yield_!(taken);
    yield_!(first);
    drop(second);
    yield_!(String::new());
    println!("{second}");
    for text in list {
        yield_!(text);
        yield_!(text);
    }
    yield_!(list.join(" "));
}

#[generator]
fn in_a_loop(text: String) -> impl Iterator<Item = usize> {
    loop {
        yield_!(text.len());
        drop(text);
    }
}

#[generator]
fn in_a_closure(list: Vec<u32>) -> impl Iterator<Item = u32> {
    let sum = move || list.iter().sum();
    yield_!(sum());
    yield_!(list[0]);
}

fn main() {
    let _ = in_a_closure(vec![]).count();
    let _ = texts(String::new(), String::new(), vec![]).count();
    let _ = in_a_loop(String::new()).count();
}
