//! Tells the benchmarks which compiler builds them, and whether it has `gen` blocks.

use std::{env, process::Command};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-check-cfg=cfg(gen_blocks)");
    let rustc = env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let version = Command::new(rustc).arg("--version").output();
    let version = version.map_or_else(
        |_| "unknown".to_owned(),
        |output| String::from_utf8_lossy(&output.stdout).trim().to_owned(),
    );
    if version.contains("nightly") {
        println!("cargo::rustc-cfg=gen_blocks");
    }
    println!("cargo::rustc-env=RUSTC_VERSION={version}");
}
