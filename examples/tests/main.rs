//! Do the examples do what they say? Runs their unit tests, and then the programs on real files.
//!
//! There is a module for each example; what is asked of several of them is here.

// `cargo test` builds an example as a program or, with `test = true`, as a test, but not as both.
// The programs are needed below, so the unit tests come in as modules; their `main` is dead code.
mod database;
mod lines;
mod memory;
mod merge;
mod pages;
mod records;
mod sequences;
mod tokens;
mod tree;
mod walk;

use std::env::{self, consts::EXE_SUFFIX};
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

/// The program of an example, up to date however this test was started.
fn example(name: &str) -> PathBuf {
    static EXAMPLES: LazyLock<PathBuf> = LazyLock::new(build_examples);
    EXAMPLES.join(format!("{name}{EXE_SUFFIX}"))
}

/// Builds the examples in the profile of this test, and says where they are. `cargo test` has done
/// so already, but `cargo test --test examples` has not.
fn build_examples() -> PathBuf {
    let test = env::current_exe().unwrap();
    let profile = test
        .ancestors()
        .nth(2)
        .expect("a test is in TARGET/PROFILE/deps");
    let target = profile.parent().expect("a test is in TARGET/PROFILE/deps");
    let name = match profile.file_name().and_then(|name| name.to_str()) {
        Some("debug") | None => "dev",
        Some(name) => name,
    };
    let build = Command::new(env!("CARGO"))
        .args(["build", "--examples", "--profile", name, "--target-dir"])
        .arg(target)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(
        build.status.success(),
        "{}",
        String::from_utf8_lossy(&build.stderr)
    );
    profile.join("examples")
}

/// Exit code, standard output and standard error.
type Ran = (Option<i32>, String, String);

fn ran(output: Output) -> Ran {
    let text = |bytes| String::from_utf8(bytes).expect("the examples write UTF-8");
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

fn run(name: &str, path: &Path) -> Ran {
    ran(Command::new(example(name)).arg(path).output().unwrap())
}

fn succeeded(stdout: &str) -> Ran {
    (Some(0), stdout.to_owned(), String::new())
}

fn file(dir: &Path, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = dir.join("input");
    fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn wrong_arguments_give_usage() {
    for (name, args, usage) in [
        ("database", &["a", "b"][..], "usage: database [FILE]\n"),
        ("lines", &[], "usage: lines FILE [PATTERN]\n"),
        ("lines", &["a", "b", "c"], "usage: lines FILE [PATTERN]\n"),
        ("memory", &["few"], "usage: memory [MILLIONS [MEGABYTES]]\n"),
        (
            "memory",
            &["1", "1", "1"],
            "usage: memory [MILLIONS [MEGABYTES]]\n",
        ),
        ("merge", &[], "usage: merge FILE...\n"),
        ("pages", &["many"], "usage: pages [COUNT [BROKEN]]\n"),
        ("pages", &["1", "2", "3"], "usage: pages [COUNT [BROKEN]]\n"),
        ("records", &["a", "b"], "usage: records [FILE]\n"),
        ("tokens", &["a", "b"], "usage: tokens [FILE]\n"),
        ("tree", &[], "usage: tree FILE\n"),
        ("walk", &[], "usage: walk DIR\n"),
        ("walk", &["a", "b"], "usage: walk DIR\n"),
    ] {
        let output = Command::new(example(name)).args(args).output().unwrap();
        assert_eq!(ran(output), (Some(2), String::new(), usage.to_owned()));
    }
}

#[test]
fn a_missing_file_or_a_directory_is_one_line_that_names_it() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["lines", "records", "tokens", "tree"] {
        for path in [dir.path(), &dir.path().join("missing")] {
            let (code, stdout, stderr) = run(name, path);
            assert_eq!((code, stdout.as_str()), (Some(1), ""));
            assert!(
                stderr.starts_with(&format!("{name}: {}: ", path.display())),
                "{stderr}"
            );
            assert!(
                stderr.ends_with('\n') && stderr.lines().count() == 1,
                "{stderr}"
            );
        }
    }
}

#[test]
fn text_that_is_not_utf8_names_file_and_line_after_what_is_good() {
    let dir = tempfile::tempdir().unwrap();
    let path = file(dir.path(), b"good\nbetter\nbe\xffst\n");
    for (name, stdout) in [
        ("lines", "good\nbetter\n"),
        ("records", "[\"good\"]\n[\"better\"]\n"),
    ] {
        let stderr = format!("{name}: {}: line 3: not valid UTF-8\n", path.display());
        assert_eq!(run(name, &path), (Some(1), stdout.to_owned(), stderr));
    }
}

const MEGABYTE: u64 = 1 << 20;

/// A file of at least `size` bytes: numbered lines of 64 bytes, which are also records.
fn numbered_lines(dir: &Path, size: u64) -> io::Result<PathBuf> {
    let path = dir.join("numbered");
    let mut file = BufWriter::new(File::create(&path)?);
    for number in 0..size.div_ceil(64) {
        writeln!(file, "{number:012},INFO,\"{:43}\"", "a message, quoted")?;
    }
    file.flush()?;
    Ok(path)
}

/// `name`, in an address space that is much smaller than the files below.
fn in_little_memory(name: &str) -> Command {
    let mut command = Command::new("sh");
    let kilobytes = (16 * MEGABYTE / 1024).to_string();
    command.args([
        "-c",
        "ulimit -c 0 && ulimit -v \"$0\" && exec \"$@\"",
        &kilobytes,
    ]);
    command.arg(example(name));
    command
}

#[test]
fn big_files_need_little_memory() {
    if !cfg!(target_os = "linux") {
        println!("skipped: only Linux is known to keep to `ulimit -v`");
        return;
    }
    let dir = tempfile::tempdir().unwrap();

    let path = numbered_lines(dir.path(), 50 * MEGABYTE).unwrap();
    let output = in_little_memory("lines")
        .arg(&path)
        .arg("7777,")
        .output()
        .unwrap();
    let (code, stdout, stderr) = ran(output);
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    assert_eq!(stdout.lines().count(), 82);
    assert!(stdout.starts_with("000000007777,INFO,\"a message, quoted "));

    let path = numbered_lines(dir.path(), 20 * MEGABYTE).unwrap();
    let mut child = in_little_memory("records")
        .arg(&path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let last = BufReader::new(child.stdout.take().unwrap())
        .lines()
        .last()
        .unwrap()
        .unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(last, "327680 records, 983040 fields");

    // The limit is a limit: one line of 50 MB does not fit in it.
    let path = file(dir.path(), vec![b'x'; 50 << 20]);
    assert!(
        !in_little_memory("lines")
            .arg(&path)
            .output()
            .unwrap()
            .status
            .success()
    );
}

/// The first line of what a program writes, before nobody reads on; then how it ended.
fn closed_early(command: &mut Command) -> Ran {
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut first)
        .unwrap();
    let mut stderr = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut stderr)
        .unwrap();
    (child.wait().unwrap().code(), first, stderr)
}

#[test]
fn a_closed_pipe_is_a_quiet_end() {
    let dir = tempfile::tempdir().unwrap();
    let path = numbered_lines(dir.path(), 4 * MEGABYTE).unwrap();
    for (name, beginning) in [
        ("lines", "000000000000,INFO,"),
        ("records", "[\"000000000000\", \"INFO\""),
    ] {
        let (code, first, stderr) = closed_early(Command::new(example(name)).arg(&path));
        assert!(first.starts_with(beginning), "{first}");
        assert_eq!((code, stderr.as_str()), (Some(0), ""));
    }
}
