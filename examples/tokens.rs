//! A calculator: a generator makes tokens, and a recursive-descent parser asks for them.
//!
//! ```text
//! cargo run --release --example tokens [-- FILE]
//! ```
//!
//! It evaluates FILE, or standard input, with statements like `let side = 1.5 + 2;` and
//! `side * -side; # a comment`, and prints the value of each expression.
//!
//! What it shows: tokens that borrow from the text, a parser that looks one token ahead, and `?`,
//! which hands out the first failure, with its line and column, as the last item.

use std::collections::HashMap;
use std::env;
use std::ffi::OsString;
use std::fmt;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::iter::Peekable;
use std::process::ExitCode;

use gen_runtime::{generator, yield_};

#[derive(Clone, Copy, Debug, PartialEq)]
enum Token<'a> {
    Number(f64),
    Name(&'a str),
    Symbol(char),
    End,
}

/// Line and column, both counted from 1.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Place(u32, u32);

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}:{}", self.0, self.1)
    }
}

/// Where and what.
type Failure = String;

type Placed<'a> = Result<(Place, Token<'a>), Failure>;

/// The tokens of `text` with their places. The last one says where the text ends.
#[generator]
fn tokens(text: &str) -> impl Iterator<Item = Placed<'_>> {
    let mut end = Place(1, 1);
    for (line, text) in (1..).zip(text.lines()) {
        let mut chars = text.char_indices().zip(1..).peekable();
        while let Some(((start, first), column)) = chars.next() {
            let mut length = first.len_utf8();
            while let Some(((_, c), _)) = chars.next_if(|((_, c), _)| continues(first, *c)) {
                length += c.len_utf8();
            }
            let (place, word) = (Place(line, column), &text[start..start + length]);
            end = place;
            match first {
                '#' => break,
                '0'..='9' => {
                    let number = word.parse();
                    let number =
                        number.map_err(|_| format!("{place}: `{word}` is not a number"))?;
                    yield_!(Ok((place, Token::Number(number))));
                }
                '_' | 'a'..='z' | 'A'..='Z' => yield_!(Ok((place, Token::Name(word)))),
                _ if first.is_whitespace() => {}
                _ => yield_!(Ok((place, Token::Symbol(first)))),
            }
        }
    }
    yield_!(Ok((end, Token::End)));
}

/// Whether `next` belongs to the token that begins with `first`.
fn continues(first: char, next: char) -> bool {
    match first {
        '0'..='9' => next == '.' || next.is_ascii_digit(),
        '_' | 'a'..='z' | 'A'..='Z' => next == '_' || next.is_ascii_alphanumeric(),
        _ => false,
    }
}

/// The values of the expressions that `tokens` spell.
#[generator]
fn values<'a>(
    tokens: impl Iterator<Item = Placed<'a>>,
) -> impl Iterator<Item = Result<f64, Failure>> {
    let mut parser = Parser {
        tokens: tokens.peekable(),
        names: HashMap::new(),
        depth: 0,
    };
    while !parser.take(Token::End) {
        if parser.take(Token::Name("let")) {
            parser.binding()?;
        } else {
            yield_!(Ok(parser.expression()?));
        }
    }
}

struct Parser<'a, I: Iterator> {
    tokens: Peekable<I>,
    names: HashMap<&'a str, f64>,
    depth: u32,
}

/// Each function but the first two parses the rule of the grammar above it.
impl<'a, I: Iterator<Item = Placed<'a>>> Parser<'a, I> {
    /// Takes the next token if it is `wanted`.
    fn take(&mut self, wanted: Token) -> bool {
        let is_wanted = |next: &Placed| matches!(next, Ok((_, token)) if *token == wanted);
        self.tokens.next_if(is_wanted).is_some()
    }

    fn expect(&mut self, symbol: char) -> Result<(), Failure> {
        if self.take(Token::Symbol(symbol)) {
            return Ok(());
        }
        let (place, _) = self.next()?;
        Err(format!("{place}: `{symbol}` is expected here"))
    }

    fn next(&mut self) -> Placed<'a> {
        let token = self.tokens.next();
        token.expect("a failure is the end, and so is the last token")
    }

    /// `let` name `=` sum `;`
    fn binding(&mut self) -> Result<(), Failure> {
        let (place, token) = self.next()?;
        let Token::Name(name) = token else {
            return Err(format!("{place}: a name is expected here"));
        };
        self.expect('=')?;
        let value = self.expression()?;
        self.names.insert(name, value);
        Ok(())
    }

    /// sum `;`
    fn expression(&mut self) -> Result<f64, Failure> {
        let value = self.sum()?;
        self.expect(';')?;
        Ok(value)
    }

    /// product ((`+` | `-`) product)*
    fn sum(&mut self) -> Result<f64, Failure> {
        let mut value = self.product()?;
        loop {
            if self.take(Token::Symbol('+')) {
                value += self.product()?;
            } else if self.take(Token::Symbol('-')) {
                value -= self.product()?;
            } else {
                return Ok(value);
            }
        }
    }

    /// operand ((`*` | `/`) operand)*
    fn product(&mut self) -> Result<f64, Failure> {
        let mut value = self.operand()?;
        loop {
            if self.take(Token::Symbol('*')) {
                value *= self.operand()?;
            } else if self.take(Token::Symbol('/')) {
                value /= self.operand()?;
            } else {
                return Ok(value);
            }
        }
    }

    /// number | name | `-` operand | `(` sum `)`
    fn operand(&mut self) -> Result<f64, Failure> {
        let (place, token) = self.next()?;
        self.depth += 1;
        let value = match token {
            _ if self.depth > 100 => Err(format!("{place}: this is nested too deep")),
            Token::Number(number) => Ok(number),
            Token::Name(name) => {
                let value = self.names.get(name).copied();
                value.ok_or_else(|| format!("{place}: `{name}` has no value yet"))
            }
            Token::Symbol('-') => self.operand().map(|value| -value),
            Token::Symbol('(') => {
                let value = self.sum()?;
                self.expect(')').map(|()| value)
            }
            _ => Err(format!("{place}: a value is expected here")),
        };
        self.depth -= 1;
        value
    }
}

fn main() -> ExitCode {
    let mut args = env::args_os().skip(1);
    let (path, None) = (args.next(), args.next()) else {
        eprintln!("usage: tokens [FILE]");
        return ExitCode::from(2);
    };
    match evaluate(path) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("tokens: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Writes the values to standard output. Those before a failure are written too.
fn evaluate(path: Option<OsString>) -> Result<(), String> {
    let (name, text) = match path {
        None => ("standard input".to_owned(), io::read_to_string(io::stdin())),
        Some(path) => (path.display().to_string(), fs::read_to_string(&path)),
    };
    let text = text.map_err(|error| format!("{name}: {error}"))?;
    for value in values(tokens(&text)) {
        let value = value.map_err(|failure| format!("{name}:{failure}"))?;
        if let Err(error) = writeln!(io::stdout(), "{value}") {
            return match error.kind() {
                // A reader that has seen enough, such as `head -1`, is no failure.
                ErrorKind::BrokenPipe => Ok(()),
                _ => Err(format!("standard output: {error}")),
            };
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The values of `text`, and how the failure reads if there is one.
    fn evaluated(text: &str) -> (Vec<f64>, Option<String>) {
        let mut good = Vec::new();
        let mut values = values(tokens(text));
        for value in values.by_ref() {
            match value {
                Ok(value) => good.push(value),
                Err(failure) => {
                    assert!(values.next().is_none(), "a failure is the last item");
                    return (good, Some(failure));
                }
            }
        }
        (good, None)
    }

    fn values_of(text: &str) -> Vec<f64> {
        let (values, failure) = evaluated(text);
        assert_eq!(failure, None);
        values
    }

    fn failure_of(text: &str) -> String {
        evaluated(text).1.unwrap()
    }

    #[test]
    fn tokens_have_places_and_the_last_says_where_the_text_ends() {
        let tokens: Result<Vec<_>, _> = tokens("let é1 = 2.5;\n  # all ( skipped\n\tx_1").collect();
        let expected = [
            (Place(1, 1), Token::Name("let")),
            (Place(1, 5), Token::Symbol('é')),
            (Place(1, 6), Token::Number(1.0)),
            (Place(1, 8), Token::Symbol('=')),
            (Place(1, 10), Token::Number(2.5)),
            (Place(1, 13), Token::Symbol(';')),
            (Place(3, 2), Token::Name("x_1")),
            (Place(3, 2), Token::End),
        ];
        assert_eq!(tokens.unwrap(), expected);
    }

    #[test]
    fn operators_bind_as_in_arithmetic() {
        assert_eq!(values_of("1 + 2 * 3 - 4 / 2;"), [5.0]);
        assert_eq!(
            values_of("(1 + 2) * 3; 8 / 2 / 2; 8 - 2 - 2;"),
            [9.0, 2.0, 4.0]
        );
        assert_eq!(values_of("2 * -3 - -(1);"), [-5.0]);
        assert_eq!(values_of(""), [0.0; 0]);
    }

    #[test]
    fn names_have_the_value_that_was_given_last() {
        assert_eq!(
            values_of("let a = 1; let b = a + 1; b; let a = a + b; a;"),
            [2.0, 3.0]
        );
    }

    #[test]
    fn values_before_a_failure_are_handed_out() {
        assert_eq!(
            evaluated("1;\n2;\n  3 + ;\n4;"),
            (
                vec![1.0, 2.0],
                Some("3:7: a value is expected here".to_owned())
            )
        );
    }

    #[test]
    fn failures_say_where_and_what() {
        assert_eq!(failure_of("1 + x;"), "1:5: `x` has no value yet");
        assert_eq!(failure_of("\n(1;"), "2:3: `)` is expected here");
        assert_eq!(failure_of("1"), "1:1: `;` is expected here");
        assert_eq!(failure_of("let 1 = 2;"), "1:5: a name is expected here");
        assert_eq!(failure_of("let a 2;"), "1:7: `=` is expected here");
        assert_eq!(failure_of("1.2.3;"), "1:1: `1.2.3` is not a number");
        assert_eq!(failure_of("日;"), "1:1: a value is expected here");
        assert_eq!(failure_of("("), "1:1: a value is expected here");
        assert_eq!(
            failure_of(&"(".repeat(1_000_000)),
            "1:101: this is nested too deep"
        );
    }

    #[test]
    fn the_parser_takes_no_token_before_it_is_asked() {
        let taken = std::cell::Cell::new(0);
        let counted = tokens("1; 2; 3;").inspect(|_| taken.set(taken.get() + 1));
        let mut values = values(counted);
        assert_eq!(taken.get(), 0);
        assert!(values.next().unwrap().is_ok());
        assert_eq!(taken.get(), 2);
    }
}
