fn value(mode: Mode) -> impl Iterator<Item = u32> {
    let x = match mode {
        Mode::A => {
            yield_!(0);
            1
        }
        Mode::B(n) if n > 3 => n,
        Mode::B(_) => return,
    };
    yield_!(x);
}
