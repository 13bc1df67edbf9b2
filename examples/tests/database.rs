//! Does `database` read databases row by row, and say what is wrong with one?

#[allow(dead_code)]
#[path = "../database.rs"]
mod program;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rusqlite::Connection;

use crate::{MEGABYTE, closed_early, example, file, in_little_memory, ran, run, succeeded};

/// A database made by these statements.
fn database(dir: &Path, sql: &str) -> PathBuf {
    let path = dir.join("database");
    let connection = Connection::open(&path).unwrap();
    connection.execute_batch(program::TABLES).unwrap();
    connection.execute_batch(sql).unwrap();
    path
}

#[test]
fn prints_the_sales_of_every_customer() {
    let dir = tempfile::tempdir().unwrap();
    let path = database(
        dir.path(),
        "INSERT INTO customers VALUES (7, 'Ada'), (2, 'Grace');
         INSERT INTO orders VALUES (7, 1, 100), (2, 1, 999), (7, 2, 5);",
    );
    assert_eq!(
        run("database", &path),
        succeeded("Grace\t1\t9.99\nAda\t2\t1.05\n")
    );
}

#[test]
fn a_database_without_rows_is_no_failure() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(run("database", &database(dir.path(), "")), succeeded(""));
}

#[test]
fn two_hundred_thousand_orders_in_memory() {
    let (code, stdout, stderr) = ran(Command::new(example("database")).output().unwrap());
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    assert_eq!(stdout.lines().count(), 20_000);
    assert_eq!(stdout.lines().next(), Some("customer 0\t10\t16.65"));
    let orders = stdout.lines().map(|line| line.split('\t').nth(1));
    assert!(orders.clone().all(|orders| orders == Some("10")));
}

#[test]
fn a_missing_table_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let path = database(
        dir.path(),
        "INSERT INTO customers VALUES (1, 'Ada'); DROP TABLE orders;",
    );
    let (code, stdout, stderr) = run("database", &path);
    assert_eq!((code, stdout.as_str()), (Some(1), ""));
    let expected = format!("database: {}: no such table: orders", path.display());
    assert!(
        stderr.starts_with(&expected) && stderr.lines().count() == 1,
        "{stderr}"
    );
}

#[test]
fn what_is_no_database_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let garbage: Vec<u8> = (0..10_000_u32).map(|n| (n * 7 % 251) as u8).collect();
    let path = file(dir.path(), garbage);
    let expected = format!("database: {}: file is not a database", path.display());
    let (code, stdout, stderr) = run("database", &path);
    assert_eq!((code, stdout.as_str()), (Some(1), ""));
    assert!(
        stderr.starts_with(&expected) && stderr.lines().count() == 1,
        "{stderr}"
    );

    let (code, stdout, stderr) = run("database", &dir.path().join("missing"));
    assert_eq!((code, stdout.as_str()), (Some(1), ""));
    assert!(
        stderr.contains("missing: unable to open database file"),
        "{stderr}"
    );
}

#[test]
fn a_page_that_is_torn_is_the_end_after_what_is_good() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("database");
    let mut connection = Connection::open(&path).unwrap();
    program::fill(&mut connection, 20_000).unwrap();
    drop(connection);
    let mut bytes = std::fs::read(&path).unwrap();
    let half = bytes.len() / 2;
    bytes[half..].fill(0xff);
    std::fs::write(&path, bytes).unwrap();
    let (code, stdout, stderr) = run("database", &path);
    assert_eq!(code, Some(1));
    assert!(stdout.starts_with("customer 0\t10\t16.65\n"), "{stdout}");
    assert!(
        stderr.contains("malformed") && stderr.lines().count() == 1,
        "{stderr}"
    );
}

#[test]
fn a_database_larger_than_memory_is_read() {
    if !cfg!(target_os = "linux") {
        println!("skipped: only Linux is known to keep to `ulimit -v`");
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("database");
    let mut connection = Connection::open(&path).unwrap();
    program::fill(&mut connection, 200_000).unwrap();
    let long = "UPDATE customers SET name = name || printf('%1500s', '')";
    connection.execute_batch(long).unwrap();
    drop(connection);
    assert!(path.metadata().unwrap().len() > 24 * MEGABYTE);
    let mut child = in_little_memory("database")
        .arg(&path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert_eq!(lines.count(), 20_000);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_closed_pipe_is_a_quiet_end() {
    let (code, first, stderr) = closed_early(&mut Command::new(example("database")));
    assert!(first.starts_with("customer 0\t"), "{first}");
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
}
