//! The lines of a file: an owner of a buffer and a file handle lives across the yield, and reading can fail.

use std::{hint::black_box, io};

crate::row! {
    name: "lines of a file",
    call: |input| lines(input.path()),
    value: |line: io::Result<String>| black_box(line).map_or(0, |line| line.len() as u64),
    also: [combinators],
}

pub mod ours {
    use gen_runtime::{generator, yield_};
    use std::{
        fs::File,
        io::{self, BufRead, BufReader},
        path::Path,
    };

    #[generator]
    pub fn lines(path: &Path) -> impl Iterator<Item = io::Result<String>> {
        let mut file = BufReader::new(File::open(path)?);
        loop {
            let mut line = String::new();
            if file.read_line(&mut line)? == 0 {
                return;
            }
            line.truncate(line.trim_end().len());
            yield_!(Ok(line));
        }
    }
}

/// The file is opened with the first item, and closed after the last.
pub mod by_hand {
    use std::{
        fs::File,
        io::{self, BufRead, BufReader},
        path::Path,
    };

    pub enum Lines<'a> {
        Closed(&'a Path),
        Open(BufReader<File>),
        Done,
    }

    pub fn lines(path: &Path) -> Lines<'_> {
        Lines::Closed(path)
    }

    impl Lines<'_> {
        fn read(&mut self) -> io::Result<Option<String>> {
            if let Self::Closed(path) = self {
                *self = Self::Open(BufReader::new(File::open(path)?));
            }
            let Self::Open(file) = self else {
                return Ok(None);
            };
            let mut line = String::new();
            if file.read_line(&mut line)? == 0 {
                *self = Self::Done;
                return Ok(None);
            }
            line.truncate(line.trim_end().len());
            Ok(Some(line))
        }
    }

    impl Iterator for Lines<'_> {
        type Item = io::Result<String>;

        fn next(&mut self) -> Option<Self::Item> {
            let line = self.read();
            if line.is_err() {
                *self = Self::Done;
            }
            line.transpose()
        }
    }
}

pub mod combinators {
    use std::{
        fs::File,
        io::{self, BufRead, BufReader},
        iter,
        path::Path,
    };

    pub fn lines(path: &Path) -> impl Iterator<Item = io::Result<String>> {
        iter::once_with(move || File::open(path))
            .flatten()
            .flat_map(|file| BufReader::new(file).lines())
            .map(|line| {
                line.map(|mut line| {
                    line.truncate(line.trim_end().len());
                    line
                })
            })
    }
}

pub mod diapause {
    use std::{
        fs::File,
        io::{self, BufRead, BufReader},
        path::Path,
    };

    #[::diapause::coroutine(yield = io::Result<String>)]
    pub fn lines(path: &Path) {
        let opened = File::open(path);
        if let Err(error) = opened {
            yield_!(Err(error));
            return;
        }
        let Ok(opened) = opened else { return };
        let mut file: BufReader<File> = BufReader::new(opened);
        loop {
            let mut line = String::new();
            match file.read_line(&mut line) {
                Ok(0) => return,
                Ok(_) => {
                    line.truncate(line.trim_end().len());
                    yield_!(Ok(line));
                }
                Err(error) => {
                    yield_!(Err(error));
                    return;
                }
            }
        }
    }
}

pub mod genawaiter {
    use genawaiter2::stack::Co;
    use std::{
        fs::File,
        io::{self, BufRead, BufReader},
        path::Path,
    };

    pub async fn lines(mut co: Co<'_, io::Result<String>>, path: &Path) {
        let mut file = match File::open(path) {
            Ok(file) => BufReader::new(file),
            Err(error) => return co.yield_(Err(error)).await,
        };
        loop {
            let mut line = String::new();
            match file.read_line(&mut line) {
                Ok(0) => return,
                Ok(_) => {
                    line.truncate(line.trim_end().len());
                    co.yield_(Ok(line)).await;
                }
                Err(error) => return co.yield_(Err(error)).await,
            }
        }
    }
}

pub mod fauxgen {
    use std::{
        fs::File,
        io::{self, BufRead, BufReader},
        path::Path,
    };

    #[::fauxgen::generator(yield = io::Result<String>)]
    pub fn lines(path: &Path) {
        let mut file = match File::open(path) {
            Ok(file) => BufReader::new(file),
            Err(error) => return r#yield!(Err(error)),
        };
        loop {
            let mut line = String::new();
            match file.read_line(&mut line) {
                Ok(0) => return,
                Ok(_) => {
                    line.truncate(line.trim_end().len());
                    r#yield!(Ok(line));
                }
                Err(error) => return r#yield!(Err(error)),
            }
        }
    }
}

crate::nightly! {
    pub mod gen_blocks {
        use std::{
            fs::File,
            io::{self, BufRead, BufReader},
            path::Path,
        };

        // `?` is not there yet in a `gen fn`.
        pub gen fn lines(path: &Path) -> io::Result<String> {
            let mut file = match File::open(path) {
                Ok(file) => BufReader::new(file),
                Err(error) => {
                    yield Err(error);
                    return;
                }
            };
            loop {
                let mut line = String::new();
                match file.read_line(&mut line) {
                    Ok(0) => return,
                    Ok(_) => {
                        line.truncate(line.trim_end().len());
                        yield Ok(line);
                    }
                    Err(error) => {
                        yield Err(error);
                        return;
                    }
                }
            }
        }
    }
}
