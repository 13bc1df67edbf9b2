//! Does every candidate of every row still run, and do they agree?

use std::process::Command;

#[test]
fn all_candidates_agree() {
    let output = Command::new(env!("CARGO_BIN_EXE_generator-benches"))
        .arg("--quick")
        .output()
        .expect("the program was built");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let table = String::from_utf8_lossy(&output.stdout);
    assert!(table.contains("| mersenne twister |"), "{table}");
}
