fn nest(n: u32) -> impl Iterator<Item = (u32, u32, u32)> {
    for a in 1..n {
        for b in a..n {
            for c in b..n {
                if a * a + b * b == c * c {
                    yield_!((a, b, c));
                }
            }
        }
    }
}
