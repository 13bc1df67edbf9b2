fn matching(path: &Path, pattern: String) -> impl Iterator<Item = io::Result<String>> {
    let file = File::open(path)?;
    for line in BufReader::new(file).lines() {
        let line = line?;
        if line.contains(&pattern) {
            yield_!(Ok(line));
        }
    }
}
