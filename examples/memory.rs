//! Measures what a list and a generator need for the same job: peak memory, and time.
//!
//! ```text
//! cargo run --release --example memory [-- MILLIONS [MEGABYTES]]
//! ```
//!
//! The jobs are to add up 10 million numbers and to look through the lines of a file of 1000 MB,
//! unless the arguments say otherwise. Each runs in a process of its own, so that the peak is its
//! own. The file is a temporary one without a name, so it is gone however the program ends. The
//! list of its lines needs more memory than the file has bytes.

use std::env;
use std::error::Error;
use std::fs::{self, File};
use std::io::{self, BufRead, BufWriter, ErrorKind, Seek, Write};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use gen_runtime::{generator, yield_};

type Failure = Box<dyn Error>;

/// The first `count` numbers of a generator of random numbers (Marsaglia, *Xorshift RNGs*).
#[generator]
fn numbers(count: u64) -> impl Iterator<Item = u64> {
    let mut number = 1_u64;
    for _ in 0..count {
        number ^= number << 13;
        number ^= number >> 7;
        number ^= number << 17;
        yield_!(number);
    }
}

/// The same as a list.
fn number_list(count: u64) -> Vec<u64> {
    let mut list = Vec::new();
    let mut number = 1_u64;
    for _ in 0..count {
        number ^= number << 13;
        number ^= number >> 7;
        number ^= number << 17;
        list.push(number);
    }
    list
}

/// The lines that `reader` reads.
#[generator]
fn lines(reader: impl BufRead) -> impl Iterator<Item = io::Result<String>> {
    for line in reader.lines() {
        yield_!(line);
    }
}

/// The same as a list.
fn line_list(reader: impl BufRead) -> io::Result<Vec<String>> {
    let mut list = Vec::new();
    for line in reader.lines() {
        list.push(line?);
    }
    Ok(list)
}

fn sum(numbers: impl IntoIterator<Item = u64>) -> u64 {
    let mut sum = 0_u64;
    for number in numbers {
        sum = sum.wrapping_add(number);
    }
    sum
}

/// How many of the lines have a 7 in them.
fn sevens(lines: impl IntoIterator<Item = io::Result<String>>) -> io::Result<u64> {
    let mut count = 0;
    for line in lines {
        count += u64::from(line?.contains('7'));
    }
    Ok(count)
}

fn main() -> ExitCode {
    let args: Vec<_> = env::args().skip(1).collect();
    let args: Vec<_> = args.iter().map(String::as_str).collect();
    let done = match (&args[..], sizes(&args)) {
        (["--measure", job, count], _) => measure(job, count),
        (_, Some((millions, megabytes))) => compare(millions, megabytes),
        _ => {
            eprintln!("usage: memory [MILLIONS [MEGABYTES]]");
            return ExitCode::from(2);
        }
    };
    let Err(failure) = done else {
        return ExitCode::SUCCESS;
    };
    // A reader that has seen enough, such as `head -1`, is no failure.
    let error = failure.downcast_ref().map(io::Error::kind);
    if error == Some(ErrorKind::BrokenPipe) {
        return ExitCode::SUCCESS;
    }
    eprintln!("memory: {failure}");
    ExitCode::FAILURE
}

fn sizes(args: &[&str]) -> Option<(u32, u32)> {
    match args {
        [] => Some((10, 1000)),
        [millions] => Some((millions.parse().ok()?, 1000)),
        [millions, megabytes] => Some((millions.parse().ok()?, megabytes.parse().ok()?)),
        _ => None,
    }
}

/// Writes the table to standard output, a line as soon as it is measured.
fn compare(millions: u32, megabytes: u32) -> Result<(), Failure> {
    let mut out = io::stdout();
    let mut file = tempfile::tempfile().map_err(|error| format!("temporary file: {error}"))?;
    write_lines(&file, megabytes).map_err(|error| format!("temporary file: {error}"))?;
    writeln!(out, "{:<25}{:<10}  peak memory      time", "job", "as a")?;
    for (job, unit, count) in [
        ("numbers", "million", millions),
        ("lines", "MB of", megabytes),
    ] {
        let mut results = Vec::new();
        for way in ["list", "generator"] {
            file.rewind()?;
            let child = Command::new(env::current_exe()?)
                .args(["--measure", &format!("{job}, {way}"), &count.to_string()])
                .stdin(file.try_clone()?)
                .stderr(Stdio::inherit())
                .output()?;
            let output = String::from_utf8(child.stdout)?;
            let Some((measured, result)) = output.split_once(", ") else {
                return Err(format!("{job}, {way}: nothing was measured").into());
            };
            writeln!(
                out,
                "{:<25}{way:<10}{measured}",
                format!("{count} {unit} {job}")
            )?;
            results.push(result.to_owned());
        }
        if results[0] != results[1] {
            return Err(format!("{job}: the two ways came to different results").into());
        }
    }
    Ok(())
}

/// Does the job that is called so, and prints what it took and what came out.
fn measure(job: &str, millions: &str) -> Result<(), Failure> {
    let count = 1_000_000 * u64::from(millions.parse::<u32>()?);
    let input = io::stdin().lock();
    let start = Instant::now();
    let result = match job {
        "numbers, list" => sum(number_list(count)),
        "numbers, generator" => sum(numbers(count)),
        "lines, list" => sevens(line_list(input)?.into_iter().map(Ok))?,
        "lines, generator" => sevens(lines(input))?,
        _ => return Err("there is no such job".into()),
    };
    let time = start.elapsed().as_secs_f64();
    writeln!(io::stdout(), "{:>13} {time:>7.2} s, {result}", peak())?;
    Ok(())
}

/// The most memory that this process has had at a time, as far as the system says so.
fn peak() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mut lines = status.lines();
    let peak = lines.find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"));
    match peak.and_then(|kilobytes| kilobytes.parse::<u32>().ok()) {
        Some(kilobytes) => format!("{:.1} MB", f64::from(kilobytes) * 1024.0 / 1e6),
        None => "not available".to_owned(),
    }
}

/// Fills `file` with numbered lines of 50 bytes.
fn write_lines(file: &File, megabytes: u32) -> io::Result<()> {
    let mut out = BufWriter::new(file);
    for number in 0..20_000 * u64::from(megabytes) {
        writeln!(out, "{number:012} {:>36}", "some text")?;
    }
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_give_the_same_items() {
        assert_eq!(numbers(1_000).collect::<Vec<_>>(), number_list(1_000));
        assert_eq!(number_list(2), [0x4082_2041, 0x1000_4106_0c01_1441]);
        let text = "1\n27\n\n7";
        let lines: Vec<_> = lines(text.as_bytes()).map(Result::unwrap).collect();
        assert_eq!(lines, line_list(text.as_bytes()).unwrap());
        assert_eq!(sevens(lines.into_iter().map(Ok)).unwrap(), 2);
    }

    #[test]
    fn a_file_has_the_size_that_was_asked_for() {
        let file = tempfile::tempfile().unwrap();
        write_lines(&file, 2).unwrap();
        assert_eq!(file.metadata().unwrap().len(), 2_000_000);
    }

    #[test]
    fn failures_to_read_are_passed_on() {
        assert!(line_list(&b"good\nb\xffd\n"[..]).is_err());
        assert!(sevens(lines(&b"good\nb\xffd\n"[..])).is_err());
    }
}
