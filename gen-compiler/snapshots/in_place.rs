fn in_place(input: &mut impl Read, text: String, first: [u8; 4]) -> impl Iterator<Item = u8> {
    // In place: only borrowed, indexed, or copied.
    let mut buffer = [0; 4096];
    let mut seen = Vec::new();
    let mut current = first;
    // Moved: borrowed by something that is there at a yield, taken by value, or small.
    let words = text.split(' ');
    let mut rest = Vec::new();
    let mut total = 0;
    while let Ok(read) = input.read(&mut buffer) {
        for index in 0..read {
            seen.push(buffer[index]);
            current[0] = buffer[index];
            total += 1;
            yield_!(current[0]);
        }
        check(current);
    }
    for word in words {
        yield_!(word.len() as u8);
        rest.push(word);
    }
    yield_!(total);
    consume(rest, seen.len());
}
