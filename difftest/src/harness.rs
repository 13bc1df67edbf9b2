//! How do programs become logs? A crate on disk for each toolchain, built by cargo, run as a process.
//!
//! Hundreds of programs share a crate, one file each. A program that the compiler rejects is taken out with the reason,
//! and the rest is built again.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::compare::{Report, Trace};
use crate::print::{self, Dialect};
use crate::program::Program;

const SUPPORT: &str = include_str!("support.rs");
/// What is logged of a process that hangs.
pub const ENDLESS: &str = "the process did not end";
/// A process that writes nothing for longer hangs.
const PATIENCE: Duration = Duration::from_secs(5);

/// Where crates are built.
#[derive(Clone)]
pub struct Harness {
    root: PathBuf,
    /// Is there a nightly toolchain, and is it wanted?
    pub nightly: bool,
    sanitize: bool,
}

/// Who builds a crate.
#[derive(Clone, Copy, PartialEq)]
enum Toolchain {
    Stable,
    Nightly,
    /// Nightly, with `AddressSanitizer`.
    Sanitized,
}

impl Toolchain {
    fn name(self) -> &'static str {
        match self {
            Toolchain::Stable => "stable",
            Toolchain::Nightly => "nightly",
            Toolchain::Sanitized => "sanitized",
        }
    }
}

/// A program in one dialect, and the number of the program.
type Case<'p> = (u64, Dialect, &'p Program);

/// Why a program did not compile.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refusal {
    /// The code of rustc's error, none if the macro refuses.
    pub code: Option<String>,
    pub message: String,
}

impl Harness {
    /// Builds in the workspace's target directory, in a directory of this name. `sanitize` says whether what runs on stable runs under
    /// `AddressSanitizer` instead.
    pub fn new(name: &str, nightly: bool, sanitize: bool) -> Self {
        let root = workspace().join("target/difftest").join(name);
        Self {
            root,
            nightly,
            sanitize,
        }
    }

    /// Compiles and runs all programs in all dialects.
    pub fn run(&self, programs: &BTreeMap<u64, Program>) -> io::Result<BTreeMap<u64, Report>> {
        let cases = |dialects: &[Dialect]| -> Vec<Case> {
            let mut cases = Vec::new();
            for (number, program) in programs {
                cases.extend(dialects.iter().map(|dialect| (*number, *dialect, program)));
            }
            cases
        };
        let ours = cases(&[Dialect::Machine, Dialect::Plain]);
        let mut theirs = cases(&[Dialect::Gen]);
        // Nightly's generators do not borrow across a yield.
        theirs.retain(|(_, _, program)| !program.has_anchors());
        let (ours, theirs) = thread::scope(|scope| {
            let theirs = scope.spawn(|| {
                if self.nightly {
                    self.run_crate(Toolchain::Nightly, theirs)
                } else {
                    Ok(BTreeMap::new())
                }
            });
            let toolchain = if self.sanitize {
                Toolchain::Sanitized
            } else {
                Toolchain::Stable
            };
            let ours = self.run_crate(toolchain, ours);
            let theirs = theirs
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            (ours, theirs)
        });
        let (mut ours, mut theirs) = (ours?, theirs?);
        let reports = programs.keys().map(|number| {
            let mut mine = |dialect| {
                let outcome = ours.remove(&(*number, dialect));
                outcome.expect("every case is refused or run")
            };
            let report = Report {
                machine: mine(Dialect::Machine),
                plain: mine(Dialect::Plain),
                gen_fn: theirs.remove(&(*number, Dialect::Gen)),
            };
            (*number, report)
        });
        Ok(reports.collect())
    }

    // Input: the cases of one toolchain.
    // Output: for each its logs, or why it did not compile.
    fn run_crate(
        &self,
        toolchain: Toolchain,
        mut cases: Vec<Case>,
    ) -> io::Result<BTreeMap<(u64, Dialect), Result<Trace, Refusal>>> {
        let root = self.root.join(toolchain.name());
        write_crate(&root, &cases)?;
        let mut outcomes = BTreeMap::new();
        while !cases.is_empty() {
            fs::write(root.join("src/main.rs"), main(&cases, toolchain))?;
            let output = self
                .cargo(toolchain)?
                .arg("--message-format=json")
                .output()?;
            if output.status.success() {
                break;
            }
            let refusals = refusals(&output);
            let before = cases.len();
            cases.retain(
                |(number, dialect, _)| match refusals.get(&module(*number, *dialect)) {
                    Some(refusal) => {
                        outcomes.insert((*number, *dialect), Err(refusal.clone()));
                        false
                    }
                    None => true,
                },
            );
            if cases.len() == before {
                let message = String::from_utf8_lossy(&output.stderr).into_owned();
                return Err(io::Error::other(format!("the build failed:\n{message}")));
            }
        }
        if !cases.is_empty() {
            let binary = match toolchain {
                Toolchain::Stable | Toolchain::Nightly => root.join("target/debug/batch"),
                Toolchain::Sanitized => root.join("target").join(host()?).join("debug/batch"),
            };
            for (index, trace) in run_binary(&binary, cases.len())?.into_iter().enumerate() {
                let (number, dialect, _) = cases[index];
                outcomes.insert((number, dialect), Ok(trace));
            }
        }
        Ok(outcomes)
    }

    /// What the compiler makes of one program: `GENERATOR_DUMP`.
    pub fn dump(&self, number: u64, program: &Program) -> io::Result<String> {
        let root = self.root.join(Toolchain::Stable.name());
        let cases = [(number, Dialect::Machine, program)];
        write_crate(&root, &cases)?;
        fs::write(root.join("src/main.rs"), main(&cases, Toolchain::Stable))?;
        let mut cargo = self.cargo(Toolchain::Stable)?;
        let output = cargo
            .env("GENERATOR_DUMP", format!("g{number}:simplified"))
            .output()?;
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        let is_cargo = |line: &&str| !line.trim_start().starts_with("Compiling ");
        let lines: Vec<&str> = text.lines().filter(is_cargo).collect();
        Ok(lines.join("\n"))
    }

    fn cargo(&self, toolchain: Toolchain) -> io::Result<Command> {
        let root = self.root.join(toolchain.name());
        let mut cargo = match toolchain {
            Toolchain::Nightly | Toolchain::Sanitized => nightly_cargo(),
            Toolchain::Stable => {
                Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            }
        };
        cargo
            .args(["build", "--quiet", "--manifest-path"])
            .arg(root.join("Cargo.toml"))
            .arg("--target-dir")
            .arg(root.join("target"))
            .env_remove("RUSTFLAGS")
            .env_remove("GENERATOR_DUMP")
            .stdin(Stdio::null());
        if toolchain == Toolchain::Sanitized {
            // Without a target the macro would be built with it as well.
            cargo
                .env("RUSTFLAGS", "-Zsanitizer=address")
                .args(["--target", &host()?]);
        }
        Ok(cargo)
    }
}

/// Is there a nightly toolchain?
pub fn has_nightly() -> bool {
    let mut cargo = nightly_cargo();
    let version = cargo.arg("--version").output();
    version.is_ok_and(|output| {
        output.status.success() && String::from_utf8_lossy(&output.stdout).contains("nightly")
    })
}

fn nightly_cargo() -> Command {
    let mut cargo = Command::new("cargo");
    cargo.env("RUSTUP_TOOLCHAIN", "nightly").env_remove("RUSTC");
    cargo
}

fn workspace() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest
        .parent()
        .expect("difftest is a member of the workspace")
        .to_owned()
}

/// The target that rustc compiles for unless told.
fn host() -> io::Result<String> {
    let output = Command::new("rustc").arg("-vV").output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned)
        .ok_or_else(|| io::Error::other("rustc does not say its host"))
}

fn module(number: u64, dialect: Dialect) -> String {
    let letter = match dialect {
        Dialect::Machine => 'm',
        Dialect::Gen => 'g',
        Dialect::Plain => 'p',
    };
    format!("{letter}{number}")
}

fn write_crate(root: &Path, cases: &[Case]) -> io::Result<()> {
    let src = root.join("src");
    if src.exists() {
        fs::remove_dir_all(&src)?;
    }
    fs::create_dir_all(&src)?;
    let runtime = workspace().join("gen-runtime");
    let manifest = format!(
        "[package]\nname = \"batch\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dependencies]\ngen-runtime = {{ path = \"{}\" }}\n\n\
         [profile.dev]\ndebug = false\nincremental = false\n",
        runtime.display()
    );
    fs::write(root.join("Cargo.toml"), manifest)?;
    let lock = workspace().join("Cargo.lock");
    if lock.exists() && !root.join("Cargo.lock").exists() {
        fs::copy(lock, root.join("Cargo.lock"))?;
    }
    fs::write(src.join("support.rs"), SUPPORT)?;
    for (number, dialect, program) in cases {
        let file = src.join(module(*number, *dialect)).with_extension("rs");
        fs::write(file, print::module(*number, program, *dialect))?;
    }
    Ok(())
}

fn main(cases: &[Case], toolchain: Toolchain) -> String {
    let mut text = "#![allow(warnings)]\n".to_owned();
    if toolchain == Toolchain::Nightly {
        text.push_str("#![feature(gen_blocks)]\n");
    }
    text.push_str("mod support;\n");
    let modules = cases
        .iter()
        .map(|(number, dialect, _)| module(*number, *dialect));
    for module in modules.clone() {
        let _ = writeln!(text, "mod {module};");
    }
    if toolchain == Toolchain::Sanitized {
        text.push_str("unsafe extern \"C\" { fn __lsan_disable(); fn __lsan_enable(); }\n");
    }
    text.push_str("fn main() {\n");
    if toolchain == Toolchain::Sanitized {
        text.push_str(
            "    support::forgive_leaks(|| unsafe { __lsan_disable() }, || unsafe { __lsan_enable() });\n",
        );
    }
    text.push_str("    support::main(&[\n");
    for (index, ((_, dialect, _), module)) in cases.iter().zip(modules).enumerate() {
        let run = match dialect {
            Dialect::Machine => format!("support::drive(key, {module}::start, true)"),
            Dialect::Gen => format!("support::drive(key, {module}::start, false)"),
            Dialect::Plain => {
                format!("support::run(key, {module}::start, {module}::never_start)")
            }
        };
        let _ = writeln!(text, "        ({index}, |key| {run}),");
    }
    text.push_str("    ]);\n}\n");
    text
}

// Input: what cargo says about a build that failed.
// Output: the first error of each module that has one.
fn refusals(output: &Output) -> BTreeMap<String, Refusal> {
    let mut refusals = BTreeMap::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(line) = serde_json::from_str::<Value>(line) else {
            continue;
        };
        let message = &line["message"];
        if message["level"] != "error" {
            continue;
        }
        let code = message["code"]["code"].as_str();
        let mut text = message["message"].as_str().unwrap_or_default().to_owned();
        let labels = message["spans"].as_array().into_iter().flatten();
        let mut labels = labels.filter_map(|span| span["label"].as_str());
        // Which types they are says only the label.
        if code == Some("E0308")
            && let Some(label) = labels.find(|label| label.starts_with("expected `"))
        {
            let _ = write!(text, ", {label}");
        }
        for span in message["spans"].as_array().into_iter().flatten() {
            if let Some(module) = module_of(span) {
                refusals.entry(module).or_insert_with(|| Refusal {
                    code: code.map(str::to_owned),
                    message: text.clone(),
                });
            }
        }
    }
    refusals
}

/// The module in which a span is, or in which the macro was called that it is from.
fn module_of(span: &Value) -> Option<String> {
    let file = Path::new(span["file_name"].as_str()?);
    let stem = file.file_stem()?.to_str()?;
    let is_case = file.parent()?.ends_with("src")
        && stem.starts_with(['m', 'g', 'p'])
        && stem[1..].parse::<u64>().is_ok();
    if is_case {
        Some(stem.to_owned())
    } else {
        module_of(&span["expansion"]["span"])
    }
}

// Input: a binary with `count` cases.
// Output: the logs of each. A case that ends the process is told so, and the run goes on after it.
fn run_binary(binary: &Path, count: usize) -> io::Result<Vec<Trace>> {
    let mut traces = vec![Trace::default(); count];
    let mut from = 0;
    while from < count {
        let (text, end) = run_process(binary, from)?;
        let mut last = from;
        for line in text.lines() {
            let mut parts = line.splitn(3, '\t');
            let (Some(key), Some(scenario), Some(log)) = (parts.next(), parts.next(), parts.next())
            else {
                continue;
            };
            let Ok(key) = key.parse::<usize>() else {
                continue;
            };
            last = key;
            if scenario != "begin" {
                traces[key].insert(scenario.to_owned(), log.to_owned());
            }
        }
        match end {
            Some(end) => {
                traces[last].insert("end".to_owned(), end);
                from = last + 1;
            }
            None => from = count,
        }
    }
    Ok(traces)
}

/// What the process wrote, and how it ended if it did not end well.
fn run_process(binary: &Path, from: usize) -> io::Result<(String, Option<String>)> {
    let log = binary.with_extension("log");
    let errors = binary.with_extension("errors");
    let mut child = Command::new(binary)
        .arg(from.to_string())
        .stdin(Stdio::null())
        .stdout(fs::File::create(&log)?)
        .stderr(fs::File::create(&errors)?)
        .spawn()?;
    let mut written = 0;
    let mut since = Instant::now();
    let end = loop {
        match child.try_wait()? {
            Some(status) if status.success() => break None,
            Some(status) => {
                let errors = read(&errors)?;
                let summary = errors.lines().find(|line| line.starts_with("SUMMARY: "));
                let summary = summary.unwrap_or_default();
                break Some(format!("the process ended with {status} {summary}"));
            }
            None if written < fs::metadata(&log)?.len() => {
                written = fs::metadata(&log)?.len();
                since = Instant::now();
            }
            None if since.elapsed() > PATIENCE => {
                child.kill()?;
                child.wait()?;
                break Some(ENDLESS.to_owned());
            }
            None => thread::sleep(Duration::from_millis(10)),
        }
    };
    Ok((read(&log)?, end))
}

/// What a process wrote, which is no text where it used memory that it had freed.
fn read(path: &Path) -> io::Result<String> {
    Ok(String::from_utf8_lossy(&fs::read(path)?).into_owned())
}
