//! Walks a directory tree and prints the size and the path of everything in it, sorted by name.
//!
//! ```text
//! cargo run --release --example walk -- DIR
//! ```
//!
//! What it shows: a generator that calls itself through `yield_from!`, and failures that are items
//! like any other. A directory that cannot be read is reported and the walk goes on. Symbolic
//! links are not followed. Only the names in the directories on the way down are in memory.

use std::env;
use std::fmt;
use std::fs::{self, Metadata};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use gen_runtime::{generator, yield_, yield_from};

/// What could not be read, and why.
#[derive(Debug)]
struct Failure {
    path: PathBuf,
    error: io::Error,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.error)
    }
}

type Entry = Result<(PathBuf, Metadata), Failure>;

/// What is below `dir`, each directory before what it contains.
///
/// It returns a box since its type would contain itself. An item passes through one generator for
/// each directory above it.
#[generator]
fn walk(dir: PathBuf) -> Box<dyn Iterator<Item = Entry>> {
    match sorted(&dir) {
        Err(error) => yield_!(Err(Failure { path: dir, error })),
        Ok(paths) => {
            for path in paths {
                match path.symlink_metadata() {
                    Err(error) => yield_!(Err(Failure { path, error })),
                    Ok(metadata) => {
                        let is_dir = metadata.is_dir();
                        yield_!(Ok((path.clone(), metadata)));
                        if is_dir {
                            yield_from!(walk(path));
                        }
                    }
                }
            }
        }
    }
}

/// The paths in `dir`, sorted by name.
fn sorted(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let paths = fs::read_dir(dir)?.map(|entry| Ok(entry?.path()));
    let mut paths: Vec<_> = paths.collect::<io::Result<_>>()?;
    paths.sort();
    Ok(paths)
}

fn main() -> ExitCode {
    let mut args = env::args_os().skip(1);
    let (Some(dir), None) = (args.next(), args.next()) else {
        eprintln!("usage: walk DIR");
        return ExitCode::from(2);
    };
    match print(PathBuf::from(dir)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("walk: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Writes the sizes and paths to standard output, the failures to standard error. Says whether
/// there was none.
fn print(dir: PathBuf) -> Result<bool, String> {
    let mut out = BufWriter::new(io::stdout().lock());
    let mut all_read = true;
    for entry in walk(dir) {
        match entry {
            Ok((path, metadata)) => {
                let slash = if metadata.is_dir() { "/" } else { "" };
                let written = writeln!(out, "{:>12} {}{slash}", metadata.len(), path.display());
                if let Err(error) = written {
                    return unless_closed(&error).map(|()| all_read);
                }
            }
            Err(failure) => {
                eprintln!("walk: {failure}");
                all_read = false;
            }
        }
    }
    let flushed = out.flush().or_else(|error| unless_closed(&error));
    flushed.map(|()| all_read)
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

    /// A temporary directory with these files, each with its own name as content.
    fn tree(files: &[&str]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for file in files {
            let path = dir.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, file).unwrap();
        }
        dir
    }

    /// The paths of the items below `dir`, with `/`; those that failed are marked.
    fn walked(dir: &Path) -> Vec<String> {
        walk(dir.to_owned())
            .map(|entry| named(dir, entry))
            .collect()
    }

    fn named(dir: &Path, entry: Entry) -> String {
        let (path, mark) = match entry {
            Ok((path, metadata)) if metadata.is_dir() => (path, "/"),
            Ok((path, _)) => (path, ""),
            Err(failure) => (failure.path, " failed"),
        };
        let path = path.strip_prefix(dir).unwrap().to_str().unwrap();
        format!("{}{mark}", path.replace('\\', "/"))
    }

    #[test]
    fn a_tree_is_sorted_by_name_and_a_directory_comes_before_its_content() {
        let dir = tree(&["b", "a/z", "a/c/d", "c/e", "a/B"]);
        let expected = ["a/", "a/B", "a/c/", "a/c/d", "a/z", "b", "c/", "c/e"];
        assert_eq!(walked(dir.path()), expected);
    }

    #[test]
    fn an_empty_directory_has_no_items() {
        assert_eq!(walked(tree(&[]).path()), [""; 0]);
    }

    #[test]
    fn a_missing_directory_is_one_failure() {
        let dir = tree(&["file"]);
        assert_eq!(walked(&dir.path().join("missing")), [" failed"]);
        assert_eq!(walked(&dir.path().join("file")), [" failed"]);
    }

    #[test]
    fn a_directory_is_read_when_the_walk_gets_there_and_a_failure_does_not_end_it() {
        let dir = tree(&["a/b/c", "a/d", "e"]);
        let mut walk = walk(dir.path().to_owned()).map(|entry| named(dir.path(), entry));
        assert_eq!(walk.next().unwrap(), "a/");
        assert_eq!(walk.next().unwrap(), "a/b/");
        fs::remove_dir_all(dir.path().join("a/b")).unwrap();
        fs::remove_file(dir.path().join("a/d")).unwrap();
        let rest: Vec<_> = walk.collect();
        assert_eq!(rest, ["a/b failed", "a/d failed", "e"]);
    }

    #[test]
    #[cfg(unix)]
    fn links_are_not_followed() {
        let dir = tree(&["a/b"]);
        std::os::unix::fs::symlink("..", dir.path().join("a/up")).unwrap();
        std::os::unix::fs::symlink("nowhere", dir.path().join("dangling")).unwrap();
        assert_eq!(walked(dir.path()), ["a/", "a/b", "a/up", "dangling"]);
    }

    #[test]
    #[cfg(unix)] // elsewhere a path may not be that long
    fn a_deep_tree_is_walked_to_its_end() {
        let dir = tempfile::tempdir().unwrap();
        let deep = dir.path().join(["d"; 100].join("/"));
        fs::create_dir_all(&deep).unwrap();
        assert_eq!(walk(dir.path().to_owned()).count(), 100);
        assert_eq!(walked(dir.path())[99], format!("{}/", ["d"; 100].join("/")));
    }
}
