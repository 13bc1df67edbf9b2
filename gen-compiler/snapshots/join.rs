fn lengths(names: BTreeMap<u32, String>, keys: Vec<u32>) -> impl Iterator<Item = usize> {
    for key in keys {
        let name = match names.get(&key) {
            Some(name) => name,
            None => {
                yield_!(0);
                "nobody"
            }
        };
        let length = name.len();
        yield_!(length);
    }
}
