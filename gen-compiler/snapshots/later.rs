fn later(flag: bool) -> impl Iterator<Item = String> {
    let text;
    let Some(number) = parse(flag) else {
        yield_!("none".to_owned());
        return;
    };
    if flag {
        text = "yes".to_owned();
    } else {
        yield_!("first".to_owned());
        text = number.to_string();
    }
    yield_!(text);
}
