fn method(&mut self, (low, _): (u32, u32), mut step: u32) -> Box<dyn Iterator<Item = u32> + '_> {
    for item in self.items.iter_mut() {
        if *item >= low {
            *item += step;
            step += 1;
            yield_!(*item);
        }
    }
}
