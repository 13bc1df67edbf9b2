fn debuggable(n: u32) -> impl Iterator<Item = u32> + Clone + Debug {
    loop {
        if n > 1 {
            yield_!(n);
        } else {
            yield_!(0);
        }
    }
}
