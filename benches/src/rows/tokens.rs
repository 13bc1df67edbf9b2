//! A tokenizer of a real text: one yield for each kind of token, loops inside.

use std::hint::black_box;

crate::row! {
    name: "tokens",
    call: |input| tokens(&input.text),
    value: |token: Token| match black_box(token) {
        Token::Word(word) => word.len() as u64,
        Token::Number(number) => u64::from(number),
        Token::Symbol(symbol) => u64::from(symbol),
    },
    also: [],
}

pub enum Token<'a> {
    Word(&'a str),
    Number(u32),
    Symbol(char),
}

pub mod ours {
    use super::Token;
    use gen_runtime::{generator, yield_};

    #[generator]
    pub fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
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
}

pub mod by_hand {
    use super::Token;
    use std::{iter::Peekable, str::CharIndices};

    pub struct Tokens<'a> {
        text: &'a str,
        chars: Peekable<CharIndices<'a>>,
    }

    pub fn tokens(text: &str) -> Tokens<'_> {
        Tokens {
            text,
            chars: text.char_indices().peekable(),
        }
    }

    impl<'a> Iterator for Tokens<'a> {
        type Item = Token<'a>;

        #[inline]
        fn next(&mut self) -> Option<Token<'a>> {
            while let Some((start, c)) = self.chars.next() {
                if c.is_alphabetic() {
                    let mut end = start + c.len_utf8();
                    while let Some((at, c)) = self.chars.next_if(|(_, c)| c.is_alphanumeric()) {
                        end = at + c.len_utf8();
                    }
                    return Some(Token::Word(&self.text[start..end]));
                } else if let Some(digit) = c.to_digit(10) {
                    let mut number = digit;
                    while let Some(digit) = self.chars.peek().and_then(|(_, c)| c.to_digit(10)) {
                        number = number.wrapping_mul(10).wrapping_add(digit);
                        self.chars.next();
                    }
                    return Some(Token::Number(number));
                } else if !c.is_whitespace() {
                    return Some(Token::Symbol(c));
                }
            }
            None
        }
    }
}

pub mod diapause {
    use super::Token;
    use std::{iter::Peekable, str::CharIndices};

    #[::diapause::coroutine(yield = Token<'a>)]
    pub fn tokens<'a>(text: &'a str) {
        let mut chars: Peekable<CharIndices<'a>> = text.char_indices().peekable();
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
}

pub mod genawaiter {
    use super::Token;
    use genawaiter2::stack::Co;

    pub async fn tokens<'a>(mut co: Co<'_, Token<'a>>, text: &'a str) {
        let mut chars = text.char_indices().peekable();
        while let Some((start, c)) = chars.next() {
            if c.is_alphabetic() {
                let mut end = start + c.len_utf8();
                while let Some((at, c)) = chars.next_if(|(_, c)| c.is_alphanumeric()) {
                    end = at + c.len_utf8();
                }
                co.yield_(Token::Word(&text[start..end])).await;
            } else if let Some(digit) = c.to_digit(10) {
                let mut number = digit;
                while let Some(digit) = chars.peek().and_then(|(_, c)| c.to_digit(10)) {
                    number = number.wrapping_mul(10).wrapping_add(digit);
                    chars.next();
                }
                co.yield_(Token::Number(number)).await;
            } else if !c.is_whitespace() {
                co.yield_(Token::Symbol(c)).await;
            }
        }
    }
}

pub mod fauxgen {
    use super::Token;

    #[::fauxgen::generator(yield = Token<'a>)]
    pub fn tokens<'a>(text: &'a str) {
        let mut chars = text.char_indices().peekable();
        while let Some((start, c)) = chars.next() {
            if c.is_alphabetic() {
                let mut end = start + c.len_utf8();
                while let Some((at, c)) = chars.next_if(|(_, c)| c.is_alphanumeric()) {
                    end = at + c.len_utf8();
                }
                r#yield!(Token::Word(&text[start..end]));
            } else if let Some(digit) = c.to_digit(10) {
                let mut number = digit;
                while let Some(digit) = chars.peek().and_then(|(_, c)| c.to_digit(10)) {
                    number = number.wrapping_mul(10).wrapping_add(digit);
                    chars.next();
                }
                r#yield!(Token::Number(number));
            } else if !c.is_whitespace() {
                r#yield!(Token::Symbol(c));
            }
        }
    }
}

crate::nightly! {
    pub mod gen_blocks {
        use super::Token;

        pub gen fn tokens(text: &str) -> Token<'_> {
            let mut chars = text.char_indices().peekable();
            while let Some((start, c)) = chars.next() {
                if c.is_alphabetic() {
                    let mut end = start + c.len_utf8();
                    while let Some((at, c)) = chars.next_if(|(_, c)| c.is_alphanumeric()) {
                        end = at + c.len_utf8();
                    }
                    yield Token::Word(&text[start..end]);
                } else if let Some(digit) = c.to_digit(10) {
                    let mut number = digit;
                    while let Some(digit) = chars.peek().and_then(|(_, c)| c.to_digit(10)) {
                        number = number.wrapping_mul(10).wrapping_add(digit);
                        chars.next();
                    }
                    yield Token::Number(number);
                } else if !c.is_whitespace() {
                    yield Token::Symbol(c);
                }
            }
        }
    }
}
