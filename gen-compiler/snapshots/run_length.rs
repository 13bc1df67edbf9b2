fn run_length(text: &str) -> impl Iterator<Item = (char, usize)> {
    let mut chars = text.chars();
    let Some(mut last) = chars.next() else { return };
    let mut count = 1;
    for c in chars {
        if c == last {
            count += 1;
        } else {
            yield_!((last, count));
            last = c;
            count = 1;
        }
    }
    yield_!((last, count));
}
