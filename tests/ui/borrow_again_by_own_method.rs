//! A method of one's own borrows what is used after the yield.

use gen_runtime::{generator, yield_};

struct Table {
    rows: Vec<Vec<u32>>,
}

impl Table {
    fn iter(&self) -> std::slice::Iter<'_, Vec<u32>> {
        self.rows.iter()
    }
}

#[generator]
fn lengths(tables: Vec<Table>) -> impl Iterator<Item = usize> {
    for table in &tables {
        for row in table.iter() {
            yield_!(row.len());
        }
    }
}

fn main() {
    let _ = lengths(Vec::new()).count();
}
