use gen_runtime::{generator, yield_};
use std::collections::HashMap;

#[generator]
fn counts(words: Vec<String>) -> impl Iterator<Item = (String, u32)> {
    let mut counts = HashMap::new();
    for word in words {
        *counts.entry(word).or_insert(0) += 1;
    }
    for (word, count) in &counts {
        yield_!((word.clone(), *count));
    }
}

fn main() {
    let _ = counts(Vec::new()).count();
}
