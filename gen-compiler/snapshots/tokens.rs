fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_alphabetic() {
            let mut end = start + c.len_utf8();
            while let Some((at, c)) = chars.next_if(|(_, c)| c.is_alphanumeric()) {
                end = at + c.len_utf8();
            }
            yield_!(Token::Word(&text[start..end]));
        } else if let Some(digit) = c.to_digit(10) {
            let mut number = digit;
            while let Some(digit) = chars.peek().and_then(|(_, c)| c.to_digit(10)) {
                number = number.wrapping_mul(10).wrapping_add(digit);
                chars.next();
            }
            yield_!(Token::Number(number));
        } else if !c.is_whitespace() {
            yield_!(Token::Symbol(c));
        }
    }
}
