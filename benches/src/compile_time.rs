//! How long does the compiler work for one generator?
//!
//! A scratch package has the generators of the rows again and again, 200 of them, each with a loop that drives it. What an
//! empty package with the same dependencies takes is subtracted.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use crate::{builds, rows::SOURCES, table};

const GENERATORS: usize = 200;
const REPEATS: usize = 5;

/// An approach: its heading, its module in the rows, how its items are driven, what it depends on, and whether on nightly.
struct Approach {
    name: &'static str,
    module: &'static str,
    drive: fn(&str) -> String,
    dependency: &'static str,
    nightly: bool,
}

const APPROACHES: [Approach; 7] = [
    Approach::new("by hand", "by_hand", drive, "", false),
    Approach::new(
        "ours",
        "ours",
        drive,
        "gen-runtime = { path = \"GEN_RUNTIME\" }",
        false,
    ),
    Approach::new("diapause", "diapause", drive, "diapause = \"0.2\"", false),
    Approach::new(
        "genawaiter2",
        "genawaiter",
        drive_on_stack,
        "genawaiter2 = \"0.100\"",
        false,
    ),
    Approach::new("by hand, nightly", "by_hand", drive, "", true),
    Approach::new(
        "ours, nightly",
        "ours",
        drive,
        "gen-runtime = { path = \"GEN_RUNTIME\" }",
        true,
    ),
    Approach::new("nightly `gen`", "gen_blocks", drive, "", true),
];

/// What the rows work on, as far as a compiler has to know it.
const INPUT: &str = "
pub mod input {
    pub struct Input {
        pub count: usize,
        pub text: String,
        pub runs: String,
        pub lists: [Vec<u64>; 2],
        pub tree: Tree,
        pub file: std::path::PathBuf,
    }
    impl Input {
        pub fn path(&self) -> &std::path::Path { &self.file }
    }
    pub struct Tree {
        pub value: u64,
        pub left: Option<Box<Tree>>,
        pub right: Option<Box<Tree>>,
    }
}
";

impl Approach {
    const fn new(
        name: &'static str,
        module: &'static str,
        drive: fn(&str) -> String,
        dependency: &'static str,
        nightly: bool,
    ) -> Self {
        Self {
            name,
            module,
            drive,
            dependency,
            nightly,
        }
    }
}

/// Prints the table, and with `write` puts it into the README.
pub fn print(write: bool) -> Result<(), String> {
    let has_nightly = builds::has_nightly();
    if !has_nightly {
        eprintln!("no nightly toolchain, so the rows of `gen` blocks are missing");
    }
    let mut text = format!(
        "Milliseconds of processor time for each of {GENERATORS} generators, the best of {REPEATS} runs, without incremental compilation, less what \
         an empty package with the same dependencies takes.\n\n| | `cargo check` | `cargo build --release` |\n|---|---:|---:|\n"
    );
    for approach in APPROACHES
        .iter()
        .filter(|approach| has_nightly || !approach.nightly)
    {
        let check = approach.milliseconds(&["check"])?;
        let release = approach.milliseconds(&["build", "--release"])?;
        let _ = writeln!(text, "| {} | {check:.1} | {release:.1} |", approach.name);
    }
    print!("{text}");
    if write {
        table::write("compile time", &text)
    } else {
        Ok(())
    }
}

impl Approach {
    fn milliseconds(&self, command: &[&str]) -> Result<f64, String> {
        eprintln!("compile time: {}, {}", self.name, command.join(" "));
        let package = self.package()?;
        let source = package.join("src/lib.rs");
        let empty = self.best(command, &package, &source, 0)?;
        let full = self.best(command, &package, &source, GENERATORS)?;
        Ok((full - empty) * 1000.0 / GENERATORS as f64)
    }

    /// Makes the scratch package.
    fn package(&self) -> Result<PathBuf, String> {
        let name = self.module.replace('_', "-");
        let package = builds::target().join("compile-time").join(&name);
        let runtime = builds::here().with_file_name("gen-runtime");
        let dependency = self
            .dependency
            .replace("GEN_RUNTIME", &runtime.to_string_lossy());
        let manifest = format!(
            "[package]\nname = \"scratch-{name}\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n{dependency}\n"
        );
        let lock = builds::here().with_file_name("Cargo.lock");
        fs::create_dir_all(package.join("src"))
            .and_then(|()| fs::write(package.join("Cargo.toml"), manifest))
            .and_then(|()| fs::copy(lock, package.join("Cargo.lock")))
            .map_err(|error| error.to_string())?;
        Ok(package)
    }

    /// The shortest time that `command` takes for `generators` generators, in seconds.
    fn best(
        &self,
        command: &[&str],
        package: &Path,
        source: &Path,
        generators: usize,
    ) -> Result<f64, String> {
        let code = self.code(generators)?;
        let mut best = f64::MAX;
        // The first run builds the dependencies too.
        for repeat in 0..=REPEATS {
            fs::write(source, &code).map_err(|error| error.to_string())?;
            let mut cargo = builds::cargo(self.nightly);
            cargo
                .current_dir(package)
                .args(command)
                .args(["--quiet", "--offline", "--target-dir"]);
            cargo.arg(builds::target().join("compile-time/target"));
            cargo.env("CARGO_INCREMENTAL", "0");
            // What `.cargo/config.toml` asks for in this workspace only.
            cargo.env("GENERATOR_VALIDATE", "0");
            let start = cpu_seconds()?;
            let output = cargo.output().map_err(|error| error.to_string())?;
            let seconds = cpu_seconds()? - start;
            if !output.status.success() {
                let said = String::from_utf8_lossy(&output.stderr);
                return Err(format!("{}: {said}", self.name));
            }
            if repeat > 0 {
                best = best.min(seconds);
            }
        }
        Ok(best)
    }

    /// The source of the scratch package.
    fn code(&self, generators: usize) -> Result<String, String> {
        let mut code = String::from("#![allow(warnings)]\n");
        if self.nightly {
            code.push_str("#![feature(gen_blocks)]\n");
        }
        code.push_str(INPUT);
        code.push_str("pub mod shared {\n");
        for (position, source) in SOURCES.iter().enumerate() {
            let shared = shared(source).ok_or("a row has no module `ours`")?;
            let _ = writeln!(code, "pub mod row{position} {{ {shared} }}");
        }
        code.push_str("}\n");
        for (number, (position, source)) in SOURCES
            .iter()
            .enumerate()
            .cycle()
            .take(generators)
            .enumerate()
        {
            let module = module(source, self.module).ok_or("a row has no module of an approach")?;
            let (input, call) = call(source).ok_or("a row makes no call")?;
            let drive = (self.drive)(&format!("{}::{call}", self.module));
            let _ = writeln!(
                code,
                "pub mod generator{number} {{ use std::hint::black_box; use crate::shared::row{position}::*;\n{module}\n\
                 pub fn run({input}: &crate::input::Input) {{ {drive} }} }}"
            );
        }
        Ok(code)
    }
}

/// The processor time of all processes that this one has started and that are done. Unlike the time on the clock, it does not
/// depend much on what else the machine does.
fn cpu_seconds() -> Result<f64, String> {
    const TICKS_PER_SECOND: f64 = 100.0;
    let about = fs::read_to_string("/proc/self/stat");
    let about = about.map_err(|error| format!("processor time is read from /proc: {error}"))?;
    // The fields after the name of the program, which stands in parentheses; the fourteenth and fifteenth are what we want.
    let (_, fields) = about
        .rsplit_once(')')
        .ok_or("no program in /proc/self/stat")?;
    let ticks = fields.split_whitespace().skip(13).take(2);
    let ticks: f64 = ticks.filter_map(|ticks| ticks.parse::<f64>().ok()).sum();
    Ok(ticks / TICKS_PER_SECOND)
}

fn drive(call: &str) -> String {
    format!("for item in {call} {{ black_box(item); }}")
}

fn drive_on_stack(call: &str) -> String {
    let call = call.replacen('(', "(co, ", 1);
    format!(
        "genawaiter2::stack::let_gen_using!(items, |co| {call});\n\
         for item in items.into_iter() {{ black_box(item); }}"
    )
}

/// What the approaches of a row share: what stands between its `row!` and its first module.
fn shared(source: &str) -> Option<&str> {
    let (_, rest) = source.split_once("\n}\n")?;
    let (shared, _) = rest.split_once("pub mod ours {")?;
    Some(shared)
}

/// The module of an approach, as it stands in the source of a row: at the margin, or one step in, inside `nightly!`.
fn module<'a>(source: &'a str, name: &str) -> Option<&'a str> {
    let start = source.find(&format!("pub mod {name} {{\n"))?;
    let source = &source[start..];
    let inside = name == "gen_blocks";
    let end = if inside { "\n    }\n" } else { "\n}\n" };
    let at = source.find(end)?;
    Some(&source[..at + end.len()])
}

/// The parameter and the call of a row's `call: |input| counter(input.count),`.
fn call(source: &str) -> Option<(&str, &str)> {
    let (_, rest) = source.split_once("    call: |")?;
    let (line, _) = rest.split_once(",\n")?;
    line.split_once("| ")
}
