//! Streams a file of any size line by line through two chained generators, as `grep -F` would.
//!
//! ```text
//! cargo run --release --example lines -- FILE [PATTERN]
//! ```
//!
//! What it shows: a generator that owns a file across its yields, one generator that feeds another,
//! and `?`, which hands out the failure as the last item. Nothing is opened before the first line
//! is asked for, and only one line is in memory at a time. A large file shows on a terminal how
//! much of it has been read.

use std::env;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, ErrorKind, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use gen_runtime::{generator, yield_};
use indicatif::{ProgressBar, ProgressStyle};

/// From this size on it is worth while to show the progress.
const LARGE: u64 = 16 << 20;

/// The lines of the file at `path`, without their line ends. What is read moves `bar`.
#[generator]
fn lines(path: &Path, bar: &ProgressBar) -> impl Iterator<Item = io::Result<String>> {
    let reader = BufReader::new(bar.wrap_read(File::open(path)?));
    for (number, line) in (1..).zip(reader.lines()) {
        let line = line.map_err(|error| in_line(number, error))?;
        yield_!(Ok(line));
    }
}

/// Those of `lines` that contain `pattern`, up to the first failure.
#[generator]
fn matching(
    lines: impl Iterator<Item = io::Result<String>>,
    pattern: &str,
) -> impl Iterator<Item = io::Result<String>> {
    for line in lines {
        let line = line?;
        if line.contains(pattern) {
            yield_!(Ok(line));
        }
    }
}

/// Says which line it was, where the fault is in the text and not in the file.
fn in_line(number: u64, error: io::Error) -> io::Error {
    match error.kind() {
        ErrorKind::InvalidData => {
            io::Error::new(error.kind(), format!("line {number}: not valid UTF-8"))
        }
        _ => error,
    }
}

fn main() -> ExitCode {
    let mut args = env::args_os().skip(1);
    let (Some(path), pattern, None) = (args.next(), args.next().unwrap_or_default(), args.next())
    else {
        return usage();
    };
    let Some(pattern) = pattern.to_str() else {
        return usage();
    };
    match print(Path::new(&path), pattern) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("lines: {message}");
            ExitCode::FAILURE
        }
    }
}

fn usage() -> ExitCode {
    eprintln!("usage: lines FILE [PATTERN]");
    ExitCode::from(2)
}

/// Writes the matches to standard output. Those before a failure are written too.
fn print(path: &Path, pattern: &str) -> Result<(), String> {
    let bar = progress(path);
    let mut out = BufWriter::new(io::stdout().lock());
    let shares_terminal = !bar.is_hidden() && io::stdout().is_terminal();
    for line in matching(lines(path, &bar), pattern) {
        let line = line.map_err(|error| format!("{}: {error}", path.display()))?;
        let written = if shares_terminal {
            bar.suspend(|| writeln!(out, "{line}").and_then(|()| out.flush()))
        } else {
            writeln!(out, "{line}")
        };
        if let Err(error) = written {
            return unless_closed(&error);
        }
    }
    out.flush().or_else(|error| unless_closed(&error))
}

/// A bar on standard error, hidden unless that is a terminal and the file is large. It vanishes
/// when it is dropped.
fn progress(path: &Path) -> ProgressBar {
    const TEMPLATE: &str = "{bar:40} {bytes} of {total_bytes}, {eta} left";
    match fs::metadata(path) {
        Ok(file) if file.len() >= LARGE => ProgressBar::new(file.len())
            .with_style(ProgressStyle::with_template(TEMPLATE).expect("the template is valid")),
        _ => ProgressBar::hidden(),
    }
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
    use std::fs;

    /// What `lines` gives for a file with these bytes, each error as its text.
    fn lines_of(bytes: &[u8]) -> Vec<Result<String, String>> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("text");
        fs::write(&path, bytes).unwrap();
        lines(&path, &ProgressBar::hidden())
            .map(|line| line.map_err(|error| error.to_string()))
            .collect()
    }

    fn ok(lines: &[&str]) -> Vec<Result<String, String>> {
        lines.iter().map(|line| Ok((*line).to_owned())).collect()
    }

    #[test]
    fn lines_lose_their_ends() {
        assert_eq!(lines_of(b""), ok(&[]));
        assert_eq!(lines_of(b"\n"), ok(&[""]));
        assert_eq!(
            lines_of(b"one\ntwo\r\n\nthree"),
            ok(&["one", "two", "", "three"])
        );
        assert_eq!(lines_of("naïve\n日本\n".as_bytes()), ok(&["naïve", "日本"]));
    }

    #[test]
    fn a_fault_is_the_last_item_and_names_its_line() {
        let mut expected = ok(&["good", "also good"]);
        expected.push(Err("line 3: not valid UTF-8".to_owned()));
        assert_eq!(lines_of(b"good\nalso good\nb\xffd\nnever read\n"), expected);
    }

    #[test]
    fn a_missing_file_is_one_error_and_the_end() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("missing");
        let bar = ProgressBar::hidden();
        let mut lines = lines(&path, &bar);
        assert_eq!(
            lines.next().unwrap().unwrap_err().kind(),
            ErrorKind::NotFound
        );
        assert!(lines.next().is_none());
        assert!(lines.next().is_none());
    }

    #[test]
    fn a_file_is_opened_by_the_first_next() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("later");
        let bar = ProgressBar::hidden();
        let mut lines = lines(&path, &bar);
        fs::write(&path, "written after the call\n").unwrap();
        assert_eq!(lines.next().unwrap().unwrap(), "written after the call");
    }

    #[test]
    fn the_bar_moves_as_the_lines_are_read() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("long");
        fs::write(&path, "a line\n".repeat(100_000)).unwrap();
        let bar = ProgressBar::hidden();
        let mut lines = lines(&path, &bar);
        assert_eq!(bar.position(), 0);
        lines.next();
        let first = bar.position();
        assert!(0 < first && first < 100_000, "{first}");
        assert_eq!((lines.count(), bar.position()), (99_999, 700_000));
    }

    #[test]
    fn matching_keeps_what_contains_the_pattern() {
        let fruit = || {
            ["apple", "banana", "pineapple"]
                .map(|line| Ok(line.to_owned()))
                .into_iter()
        };
        let kept = |pattern| {
            matching(fruit(), pattern)
                .collect::<io::Result<Vec<_>>>()
                .unwrap()
        };
        assert_eq!(kept("apple"), ["apple", "pineapple"]);
        assert_eq!(kept(""), ["apple", "banana", "pineapple"]);
        assert_eq!(kept("Apple"), [""; 0]);
    }

    #[test]
    fn matching_ends_at_the_first_failure() {
        let lines = [
            Ok("a".to_owned()),
            Err(io::Error::other("torn")),
            Ok("a".to_owned()),
        ];
        let mut matches = matching(lines.into_iter(), "a");
        assert_eq!(matches.next().unwrap().unwrap(), "a");
        assert_eq!(matches.next().unwrap().unwrap_err().to_string(), "torn");
        assert!(matches.next().is_none());
    }
}
