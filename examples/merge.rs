//! Merges sorted files of any size, line by line, as `LC_ALL=C sort --merge` would.
//!
//! ```text
//! cargo run --release --example merge -- FILE...
//! ```
//!
//! What it shows: any number of generators side by side, each of which owns a file and stands where
//! its next line is needed, and a generator that is generic in what it merges. One line of each
//! file is in memory. A file that cannot be read or is not sorted is the last item.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::env;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use gen_runtime::{generator, yield_};

/// The lines of the file at `path`, without their line feeds, as long as they are in order.
#[generator]
fn sorted_lines(path: &Path) -> impl Iterator<Item = io::Result<Vec<u8>>> {
    let lines = BufReader::new(File::open(path)?).split(b'\n');
    let mut previous = Vec::new();
    for (number, line) in (1_u64..).zip(lines) {
        let line = line?;
        if line < previous {
            let message = format!("line {number} belongs before the line above it");
            Err(io::Error::new(ErrorKind::InvalidData, message))?;
        }
        previous.clone_from(&line);
        yield_!(Ok(line));
    }
}

/// The items of all `sources`, each of which is sorted, in order. The first failure is the end.
#[generator]
fn merged<T: Ord, E>(
    mut sources: Vec<impl Iterator<Item = Result<T, E>>>,
) -> impl Iterator<Item = Result<T, E>> {
    // The next item of each source, the smallest on top.
    let mut heads = BinaryHeap::new();
    for (number, source) in sources.iter_mut().enumerate() {
        if let Some(first) = source.next() {
            heads.push(Reverse((first?, number)));
        }
    }
    while let Some(Reverse((smallest, number))) = heads.pop() {
        yield_!(Ok(smallest));
        if let Some(next) = sources[number].next() {
            heads.push(Reverse((next?, number)));
        }
    }
}

fn main() -> ExitCode {
    let paths: Vec<_> = env::args_os().skip(1).map(PathBuf::from).collect();
    if paths.is_empty() {
        eprintln!("usage: merge FILE...");
        return ExitCode::from(2);
    }
    match print(&paths) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("merge: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Writes the merged lines to standard output. Those before a failure are written too.
fn print(paths: &[PathBuf]) -> Result<(), String> {
    let named = |path: &Path, error| format!("{}: {error}", path.display());
    let sources = paths
        .iter()
        .map(|path| sorted_lines(path).map(move |line| line.map_err(|error| named(path, error))));
    let mut out = BufWriter::new(io::stdout().lock());
    for line in merged(sources.collect()) {
        let mut line = line?;
        line.push(b'\n');
        if let Err(error) = out.write_all(&line) {
            return unless_closed(&error);
        }
    }
    out.flush().or_else(|error| unless_closed(&error))
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

    /// What merging these sources gives up to the first failure, which has to be the last item.
    fn merge(sources: Vec<Vec<Result<u32, &str>>>) -> (Vec<u32>, Option<&str>) {
        let sources = sources.into_iter().map(Vec::into_iter).collect();
        let mut good = Vec::new();
        let mut items = merged(sources);
        for item in items.by_ref() {
            match item {
                Ok(item) => good.push(item),
                Err(failure) => {
                    assert!(items.next().is_none(), "a failure is the last item");
                    return (good, Some(failure));
                }
            }
        }
        (good, None)
    }

    #[test]
    fn items_of_all_sources_come_in_order() {
        let source = |items: &[u32]| items.iter().copied().map(Ok).collect::<Vec<_>>();
        assert_eq!(merge(vec![]), (vec![], None));
        assert_eq!(merge(vec![source(&[]), source(&[])]), (vec![], None));
        assert_eq!(merge(vec![source(&[1, 1, 2])]), (vec![1, 1, 2], None));
        let sources = vec![
            source(&[2, 5, 9]),
            source(&[]),
            source(&[1, 5, 5]),
            source(&[3]),
        ];
        assert_eq!(merge(sources), (vec![1, 2, 3, 5, 5, 5, 9], None));
    }

    #[test]
    fn a_failure_comes_after_what_is_known_to_be_smaller() {
        let failing = vec![Ok(2), Ok(4), Err("torn"), Ok(6)];
        assert_eq!(
            merge(vec![vec![Ok(1), Ok(3), Ok(5)], failing]),
            (vec![1, 2, 3, 4], Some("torn"))
        );
        assert_eq!(
            merge(vec![vec![Ok(1)], vec![Err("missing")]]),
            (vec![], Some("missing"))
        );
    }

    #[test]
    fn one_item_of_each_source_is_read_ahead() {
        let read = std::cell::Cell::new(0);
        let source = || {
            (0..10)
                .map(Ok::<_, ()>)
                .inspect(|_| read.set(read.get() + 1))
        };
        let mut items = merged(vec![source(), source(), source()]);
        assert_eq!(read.get(), 0);
        items.next();
        assert_eq!(read.get(), 3);
        items.next();
        assert_eq!(read.get(), 4);
    }

    #[test]
    fn lines_must_be_sorted_by_their_bytes() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lines");
        let lines = |text: &[u8]| {
            fs::write(&path, text).unwrap();
            let lines: Vec<_> = sorted_lines(&path)
                .map(|line| line.map_err(|error| error.to_string()))
                .collect();
            lines
        };
        assert_eq!(lines(b""), []);
        assert_eq!(
            lines(b"\n\nB\na\na\n\xff"),
            [b"", b"", &b"B"[..], b"a", b"a", b"\xff"].map(|line| Ok(line.to_vec()))
        );
        assert_eq!(
            lines(b"b\na\nc\n"),
            [
                Ok(b"b".to_vec()),
                Err("line 2 belongs before the line above it".to_owned())
            ]
        );
    }
}
