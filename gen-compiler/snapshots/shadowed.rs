fn shadowed(name: String) -> impl Iterator<Item = String> {
    let greeting = format!("hello {name}");
    {
        let name = 1;
        yield_!(format!("{name}: {greeting}"));
    }
    yield_!(name);
}
