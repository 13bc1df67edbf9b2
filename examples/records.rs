//! Parses a log of comma-separated records (RFC 4180), one character at a time.
//!
//! ```text
//! cargo run --release --example records [-- FILE]
//! ```
//!
//! Without a FILE it reads a sample that it writes itself. A field may be quoted: within quotes,
//! commas and line ends are text and `""` is one quote.
//!
//! What it shows: a parser whose state is where it stands in its code, two chained generators, and
//! `?` in the middle of expressions, with its `From` conversion. Only one record is in memory at a
//! time.

use std::env;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, ErrorKind, Read, Write};
use std::path::Path;
use std::process::ExitCode;
use std::str::Utf8Error;

use gen_runtime::{generator, yield_};

const SAMPLE: &str = "\
time,level,message\r
2026-01-01T00:00:00Z,INFO,started\r
2026-01-01T00:00:07Z,WARN,\"disk \"\"data\"\" is 91% full, 3 GB left\"\r
2026-01-01T00:00:09Z,ERROR,\"cannot write:\r
    no space left on device\"\r
2026-01-01T00:00:10Z,INFO,\r
";

/// Why no further record can be read. Lines are counted from 1.
#[derive(Debug)]
enum Error {
    Io(io::Error),
    NotUtf8 { line: u64 },
    UnterminatedQuote { line: u64 },
    TextAfterQuote { line: u64 },
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Error::Io(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Error::Io(error) => error.fmt(f),
            Error::NotUtf8 { line } => write!(f, "line {line}: not valid UTF-8"),
            Error::UnterminatedQuote { line } => {
                write!(f, "line {line}: this quote is never closed")
            }
            Error::TextAfterQuote { line } => write!(f, "line {line}: text after a closing quote"),
        }
    }
}

/// The characters of the file at `path`.
#[generator]
fn chars(path: &Path) -> impl Iterator<Item = Result<char, Error>> {
    let mut line = 1;
    let mut encoded = Vec::new();
    for byte in BufReader::new(File::open(path)?).bytes() {
        encoded.push(byte?);
        if let Some(c) = decode(&encoded).map_err(|_| Error::NotUtf8 { line })? {
            encoded.clear();
            line += u64::from(c == '\n');
            yield_!(Ok(c));
        }
    }
    if !encoded.is_empty() {
        yield_!(Err(Error::NotUtf8 { line }));
    }
}

/// The character that `bytes` encode, `None` while they are only the beginning of one.
fn decode(bytes: &[u8]) -> Result<Option<char>, Utf8Error> {
    match str::from_utf8(bytes) {
        Ok(text) => Ok(text.chars().next()),
        Err(error) if error.error_len().is_none() => Ok(None),
        Err(error) => Err(error),
    }
}

/// The records that `chars` spell, each a list of its fields.
#[generator]
fn records(
    chars: impl Iterator<Item = Result<char, Error>>,
) -> impl Iterator<Item = Result<Vec<String>, Error>> {
    let mut chars = chars.peekable();
    let mut line = 1;
    while chars.peek().is_some() {
        let mut record = Vec::new();
        let mut more = true;
        while more {
            let mut field = String::new();
            let quoted = chars.next_if(|c| matches!(c, Ok('"'))).is_some();
            if quoted {
                let opened = line;
                loop {
                    let c = chars
                        .next()
                        .ok_or(Error::UnterminatedQuote { line: opened })??;
                    if c == '"' && chars.next_if(|c| matches!(c, Ok('"'))).is_none() {
                        break;
                    }
                    line += u64::from(c == '\n');
                    field.push(c);
                }
            }
            more = loop {
                match chars.next().transpose()? {
                    Some(',') => break true,
                    Some('\n') | None => break false,
                    Some('\r') if chars.next_if(|c| matches!(c, Ok('\n'))).is_some() => {
                        break false;
                    }
                    Some(_) if quoted => Err(Error::TextAfterQuote { line })?,
                    Some(c) => field.push(c),
                }
            };
            record.push(field);
        }
        line += 1;
        yield_!(Ok(record));
    }
}

fn main() -> ExitCode {
    let mut args = env::args_os().skip(1);
    let printed = match (args.next(), args.next()) {
        (Some(path), None) => print(Path::new(&path)),
        (None, _) => print_sample(),
        (Some(_), Some(_)) => {
            eprintln!("usage: records [FILE]");
            return ExitCode::from(2);
        }
    };
    match printed {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("records: {message}");
            ExitCode::FAILURE
        }
    }
}

fn print_sample() -> Result<(), String> {
    let dir = tempfile::tempdir().map_err(|error| format!("temporary directory: {error}"))?;
    let path = dir.path().join("sample.csv");
    fs::write(&path, SAMPLE).map_err(|error| format!("{}: {error}", path.display()))?;
    print(&path)
}

/// Writes the records and a summary to standard output, or the records before a failure.
fn print(path: &Path) -> Result<(), String> {
    let mut out = BufWriter::new(io::stdout().lock());
    let (mut rows, mut fields) = (0_u64, 0);
    for record in records(chars(path)) {
        let record = record.map_err(|error| format!("{}: {error}", path.display()))?;
        rows += 1;
        fields += record.len();
        if let Err(error) = writeln!(out, "{record:?}") {
            return unless_closed(&error);
        }
    }
    let summary = writeln!(out, "{rows} records, {fields} fields");
    summary
        .and_then(|()| out.flush())
        .or_else(|error| unless_closed(&error))
}

/// A reader that has seen enough, such as `head -1`, is no failure.
fn unless_closed(error: &io::Error) -> Result<(), String> {
    match error.kind() {
        ErrorKind::BrokenPipe => Ok(()),
        _ => Err(format!("standard output: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The records of `text`, and how the failure reads if there is one.
    fn parse(text: &str) -> (Vec<Vec<String>>, Option<String>) {
        let mut good = Vec::new();
        let mut items = records(text.chars().map(Ok));
        for item in items.by_ref() {
            match item {
                Ok(record) => good.push(record),
                Err(error) => {
                    assert!(items.next().is_none(), "a failure is the last item");
                    return (good, Some(error.to_string()));
                }
            }
        }
        (good, None)
    }

    fn good(text: &str) -> Vec<Vec<String>> {
        let (records, failure) = parse(text);
        assert_eq!(failure, None);
        records
    }

    fn failure(text: &str) -> String {
        parse(text).1.expect("a failure")
    }

    fn chars_of(bytes: &[u8]) -> (String, Option<String>) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("text");
        fs::write(&path, bytes).unwrap();
        let mut text = String::new();
        for c in chars(&path) {
            match c {
                Ok(c) => text.push(c),
                Err(error) => return (text, Some(error.to_string())),
            }
        }
        (text, None)
    }

    #[test]
    fn records_end_with_lf_or_crlf_or_the_text() {
        assert!(good("").is_empty());
        assert_eq!(
            good("a,b\nc,d\r\ne,f"),
            [["a", "b"], ["c", "d"], ["e", "f"]]
        );
        assert_eq!(good("a\n\nb\n"), [["a"], [""], ["b"]]);
        assert_eq!(good("a\rb,c\r"), [["a\rb", "c\r"]]);
    }

    #[test]
    fn fields_may_be_empty() {
        assert_eq!(good(",\n"), [["", ""]]);
        assert_eq!(good("a,"), [["a", ""]]);
        assert_eq!(good("\"\",b"), [["", "b"]]);
    }

    #[test]
    fn quoted_fields_hold_commas_line_ends_and_quotes() {
        assert_eq!(good("\"a,b\",c\r\n"), [["a,b", "c"]]);
        assert_eq!(good("\"two\r\nlines\",c\n"), [["two\r\nlines", "c"]]);
        assert_eq!(good("\"say \"\"hi\"\"\"\n"), [["say \"hi\""]]);
        assert_eq!(good("\"\"\"\"\n"), [["\""]]);
        assert_eq!(good("5\" disk,日本\n"), [["5\" disk", "日本"]]);
    }

    #[test]
    fn failures_name_the_line_after_the_good_records() {
        let unterminated = "a\n\"two\nlines\"\n\"never\nclosed\n";
        assert_eq!(parse(unterminated).0, [["a"], ["two\nlines"]]);
        assert_eq!(failure(unterminated), "line 4: this quote is never closed");
        assert_eq!(failure("\""), "line 1: this quote is never closed");
        assert_eq!(
            failure("a\r\n\"b\r\n\"c\r\n"),
            "line 3: text after a closing quote"
        );
        assert_eq!(failure("\"b\"\rc"), "line 1: text after a closing quote");
    }

    #[test]
    fn a_failure_to_read_is_passed_on() {
        let torn = || {
            [
                Ok('a'),
                Ok('\n'),
                Ok('"'),
                Err(Error::from(io::Error::other("torn"))),
                Ok('b'),
            ]
        };
        let mut items = records(torn().into_iter());
        assert_eq!(items.next().unwrap().unwrap(), ["a"]);
        assert_eq!(items.next().unwrap().unwrap_err().to_string(), "torn");
        assert!(items.next().is_none());
    }

    #[test]
    fn the_sample_has_five_records_of_three_fields() {
        let records = good(SAMPLE);
        assert_eq!(records.len(), 5);
        assert!(records.iter().all(|record| record.len() == 3));
        assert_eq!(records[2][2], "disk \"data\" is 91% full, 3 GB left");
        assert_eq!(
            records[3][2],
            "cannot write:\r\n    no space left on device"
        );
    }

    #[test]
    fn chars_are_decoded_across_bytes() {
        let text = "a é 日 𝄞\r\n\0";
        assert_eq!(chars_of(text.as_bytes()), (text.to_owned(), None));
    }

    #[test]
    fn bytes_that_are_no_utf8_name_their_line() {
        let not_utf8 = |line| Some(format!("line {line}: not valid UTF-8"));
        assert_eq!(chars_of(b"a\nb\xffc"), ("a\nb".to_owned(), not_utf8(2)));
        assert_eq!(chars_of(b"\xc0\x80"), (String::new(), not_utf8(1)));
        assert_eq!(chars_of(b"\n\n\xe6\x97"), ("\n\n".to_owned(), not_utf8(3)));
    }
}
