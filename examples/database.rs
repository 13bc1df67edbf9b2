//! The sales of every customer, out of a `SQLite` database, as its rows are read.
//!
//! ```text
//! cargo run --release --example database [-- FILE]
//! ```
//!
//! Without FILE it fills a database in memory with 200,000 orders first. FILE has the two tables
//! below, and is only read.
//!
//! What it shows: rows borrow from a statement and a statement from a connection. A generator that
//! owns them anchors them, and they stay borrowed while it is suspended. Two of them are joined here
//! by their keys; one row of each is in memory. The first failure is the last item.

use std::env;
use std::fmt;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use gen_runtime::{anchor, generator, yield_};
use rusqlite::{Connection, OpenFlags, Result};

/// The tables that a database must have.
pub const TABLES: &str = "
    CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
    CREATE TABLE orders (
        customer INTEGER NOT NULL,
        number INTEGER NOT NULL,
        cents INTEGER NOT NULL,
        PRIMARY KEY (customer, number)
    ) WITHOUT ROWID;
";

struct Order {
    customer: i64,
    cents: i64,
}

/// What a customer bought.
#[derive(Debug, PartialEq)]
struct Sales {
    name: String,
    orders: u64,
    cents: i64,
}

impl fmt::Display for Sales {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.cents / 100, self.cents % 100);
        write!(f, "{}\t{}\t{whole}.{part:02}", self.name, self.orders)
    }
}

/// All orders, by customer.
#[generator]
fn orders(connection: &Connection) -> impl Iterator<Item = Result<Order>> {
    let sql = "SELECT customer, cents FROM orders ORDER BY customer";
    let statement = anchor!(connection.prepare(sql)?);
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        yield_!(Ok(Order {
            customer: row.get(0)?,
            cents: row.get(1)?,
        }));
    }
}

/// The sales of all customers, by their numbers. Nobody's orders are left out.
#[generator]
fn sales(connection: Connection) -> impl Iterator<Item = Result<Sales>> {
    let connection = anchor!(connection);
    let statement = anchor!(connection.prepare("SELECT id, name FROM customers ORDER BY id")?);
    let mut customers = statement.query([])?;
    let mut orders = orders(connection).peekable();
    while let Some(customer) = customers.next()? {
        let id: i64 = customer.get(0)?;
        let mut sales = Sales {
            name: customer.get(1)?,
            orders: 0,
            cents: 0,
        };
        let is_later = |order: &Result<Order>| matches!(order, Ok(order) if order.customer > id);
        while let Some(order) = orders.next_if(|order| !is_later(order)) {
            let order = order?;
            if order.customer == id {
                sales.orders += 1;
                sales.cents += order.cents;
            }
        }
        yield_!(Ok(sales));
    }
}

/// A database in memory with this many orders, ten of each customer.
fn filled(count: i64) -> Result<Connection> {
    let mut connection = Connection::open_in_memory()?;
    fill(&mut connection, count)?;
    Ok(connection)
}

/// Makes the tables with this many orders.
///
/// # Errors
///
/// Those of the database.
pub fn fill(connection: &mut Connection, count: i64) -> Result<()> {
    let transaction = connection.transaction()?;
    transaction.execute_batch(TABLES)?;
    for number in 0..count {
        let customer = number / 10;
        if number % 10 == 0 {
            let name = format!("customer {customer}");
            transaction
                .prepare_cached("INSERT INTO customers VALUES (?, ?)")?
                .execute((customer, name))?;
        }
        transaction
            .prepare_cached("INSERT INTO orders VALUES (?, ?, ?)")?
            .execute((customer, number, number * 37 % 10_000))?;
    }
    transaction.commit()
}

fn main() -> ExitCode {
    let mut args = env::args_os().skip(1).map(PathBuf::from);
    let file = args.next();
    if args.next().is_some() {
        eprintln!("usage: database [FILE]");
        return ExitCode::from(2);
    }
    let (name, connection) = match &file {
        None => ("memory".to_owned(), filled(200_000)),
        Some(file) => (
            file.display().to_string(),
            Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY),
        ),
    };
    let named = |error: rusqlite::Error| format!("{name}: {error}");
    let printed = connection
        .map_err(named)
        .and_then(|connection| print(sales(connection).map(|sales| sales.map_err(named))));
    match printed {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("database: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Writes a line for each customer to standard output. Those before a failure are written too.
fn print(sales: impl Iterator<Item = Result<Sales, String>>) -> Result<(), String> {
    let mut out = BufWriter::new(io::stdout().lock());
    for sales in sales {
        if let Err(error) = writeln!(out, "{}", sales?) {
            return unless_closed(&error);
        }
    }
    out.flush().or_else(|error| unless_closed(&error))
}

/// A reader that has seen enough, such as `head -1`, is no failure.
fn unless_closed(error: &io::Error) -> Result<(), String> {
    match error.kind() {
        ErrorKind::BrokenPipe => Ok(()),
        _ => Err(format!("standard output: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(sql: &str) -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(TABLES).unwrap();
        connection.execute_batch(sql).unwrap();
        connection
    }

    fn sold(name: &str, orders: u64, cents: i64) -> Sales {
        Sales {
            name: name.to_owned(),
            orders,
            cents,
        }
    }

    #[test]
    fn customers_are_joined_with_their_orders() {
        let connection = with(
            "
            INSERT INTO customers VALUES (1, 'Ada'), (3, 'Grace'), (7, 'Alan');
            INSERT INTO orders VALUES (3, 1, 250), (1, 2, 199), (1, 3, 1), (2, 4, 5), (9, 5, 5);
        ",
        );
        let sales: Result<Vec<_>> = sales(connection).collect();
        assert_eq!(
            sales.unwrap(),
            [
                sold("Ada", 2, 200),
                sold("Grace", 1, 250),
                sold("Alan", 0, 0)
            ]
        );
    }

    #[test]
    fn tables_may_be_empty() {
        assert_eq!(sales(with("")).count(), 0);
        assert_eq!(sales(filled(0).unwrap()).count(), 0);
    }

    #[test]
    fn a_row_of_the_wrong_type_is_the_last_item() {
        let connection = with(
            "
            INSERT INTO customers VALUES (1, 'Ada'), (2, 'Grace'), (3, 'Alan');
            INSERT INTO orders VALUES (1, 1, 100), (2, 2, 200), (3, 3, 'many');
        ",
        );
        let mut sales = sales(connection);
        assert_eq!(sales.next().unwrap().unwrap(), sold("Ada", 1, 100));
        assert!(sales.next().unwrap().is_err());
        assert!(sales.next().is_none());
    }

    #[test]
    fn a_missing_table_is_the_last_item() {
        for table in ["customers", "orders"] {
            let connection = with("INSERT INTO customers VALUES (1, 'Ada')");
            connection
                .execute_batch(&format!("DROP TABLE {table}"))
                .unwrap();
            let mut sales = sales(connection);
            let failure = sales.next().unwrap().unwrap_err().to_string();
            assert!(
                failure.contains(&format!("no such table: {table}")),
                "{failure}"
            );
            assert!(sales.next().is_none());
        }
    }

    #[test]
    fn rows_are_read_as_they_are_asked_for() {
        // The rows that a statement has not come to are not read, so the wrong one is never seen.
        let connection = filled(100).unwrap();
        connection
            .execute("UPDATE orders SET cents = 'many' WHERE customer > 2", [])
            .unwrap();
        let names: Vec<_> = sales(connection)
            .take(2)
            .map(|sales| sales.unwrap().name)
            .collect();
        assert_eq!(names, ["customer 0", "customer 1"]);
    }

    #[test]
    fn a_generator_may_be_dropped_between_two_rows() {
        let connection = filled(100).unwrap();
        let mut first = orders(&connection);
        let mut second = orders(&connection);
        assert_eq!(first.next().unwrap().unwrap().cents, 0);
        assert_eq!(second.next().unwrap().unwrap().cents, 0);
        drop(first);
        assert_eq!(second.count(), 99);
    }
}
