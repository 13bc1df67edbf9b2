//! The builds that are compared: two profiles, and on a nightly compiler both again, for the `gen` blocks.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::report::Report;

/// A profile of cargo, and what the tables call it.
#[derive(Clone, Copy)]
pub struct Profile {
    /// Its name in `Cargo.toml`.
    pub name: &'static str,
    /// What it is.
    pub about: &'static str,
}

/// The profiles that are measured.
pub const PROFILES: [Profile; 2] = [
    Profile {
        name: "release",
        about: "Default release profile (16 codegen units, no LTO)",
    },
    Profile {
        name: "release-lto",
        about: "`lto = \"fat\"`, `codegen-units = 1`",
    },
];

/// Puts all functions and loops at multiples of 64, so that where the linker puts a loop does not decide how fast it is: without
/// this the ratio of two short loops changes by a third when some other code does.
const ALIGNED: &str = "-Cllvm-args=-align-loops=64 -Cllvm-args=-align-all-functions=6";

/// Where this package is.
pub fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Where builds other than cargo's own go.
pub fn target() -> PathBuf {
    here().with_file_name("target")
}

/// cargo, of the toolchain that is the default or of the nightly one.
pub fn cargo(nightly: bool) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(here()).stdin(Stdio::null());
    // What the cargo around this process has set is for its own toolchain.
    cargo.env_remove("LD_LIBRARY_PATH").env_remove("RUSTC");
    if nightly {
        cargo.env_remove("RUSTUP_TOOLCHAIN").arg("+nightly");
    }
    cargo
}

/// Whether there is a nightly toolchain.
pub fn has_nightly() -> bool {
    let version = cargo(true).arg("--version").output();
    version.is_ok_and(|output| output.status.success())
}

/// Builds this program and lets it measure.
pub fn measure(profile: &Profile, nightly: bool, instructions: bool) -> Result<Report, String> {
    let with = if nightly { ", nightly" } else { "" };
    eprintln!("== profile {}{with}", profile.name);
    let mut run = cargo(nightly);
    run.args([
        "run",
        "--quiet",
        "--locked",
        "--package",
        env!("CARGO_PKG_NAME"),
    ]);
    run.args(["--profile", profile.name]);
    run.arg("--target-dir").arg(target().join("benches"));
    run.env("RUSTFLAGS", ALIGNED);
    run.args(["--", "--report"]);
    if instructions {
        run.arg("--count");
    }
    let output = run.stderr(Stdio::inherit()).output();
    let output = output.map_err(|error| format!("cargo does not run: {error}"))?;
    if !output.status.success() {
        return Err(format!(
            "the build for profile {}{with} failed",
            profile.name
        ));
    }
    String::from_utf8_lossy(&output.stdout).parse()
}
