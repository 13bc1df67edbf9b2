fn batches(items: Vec<u32>, size: usize) -> impl Iterator<Item = Vec<u32>> {
    let mut batch = Vec::new();
    for item in items {
        batch.push(item);
        if batch.len() == size {
            yield_!(batch);
            batch = Vec::new();
        }
    }
    if !batch.is_empty() {
        yield_!(batch);
    }
}
