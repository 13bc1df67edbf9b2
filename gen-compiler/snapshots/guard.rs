fn guard(lock: &Mutex<Vec<u32>>) -> impl Iterator<Item = usize> {
    let guard = lock.lock();
    let noisy = Noisy::new("kept to the end");
    for i in 0..3 {
        let inner = Noisy::new("kept to the end of the round");
        yield_!(i);
    }
}
