//! How many instructions does an item take? The program runs itself under valgrind's callgrind.
//!
//! The difference between four runs and two of them over the same input, so that what starts and ends a process cancels.

use std::{env, process::Command};

use crate::{
    input::Input,
    report::{Figure, Report},
    row::Row,
};

/// Whether there is a valgrind.
pub fn available() -> bool {
    let version = Command::new("valgrind").arg("--version").output();
    version.is_ok_and(|output| output.status.success())
}

/// Counts the instructions for an item of all columns of a row.
pub fn count_row(row: &Row, input: &Input, report: &mut Report) -> Result<(), String> {
    for (column, ..) in row.columns() {
        let instructions = count(row, &column, input)?;
        report.add(row.name, &column, Figure::Instructions, instructions);
    }
    Ok(())
}

/// Counts the instructions for an item of one column of a row.
pub fn count(row: &Row, column: &str, input: &Input) -> Result<f64, String> {
    let (few, many) = (2, 4);
    let difference = collected(row, column, many)? - collected(row, column, few)?;
    Ok(difference / (many - few) as f64 / (row.items)(input) as f64)
}

/// The instructions of a whole process.
fn collected(row: &Row, column: &str, times: usize) -> Result<f64, String> {
    let program = env::current_exe().map_err(|error| error.to_string())?;
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args(["--run", row.name, column, &times.to_string()])
        .output()
        .map_err(|error| format!("valgrind does not run: {error}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    let line = said.lines().find_map(|line| line.split_once("Collected :"));
    let count = line.and_then(|(_, count)| count.trim().parse().ok());
    count.ok_or_else(|| format!("callgrind counts nothing:\n{said}"))
}
