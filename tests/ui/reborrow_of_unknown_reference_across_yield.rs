use gen_runtime::{generator, yield_};

struct Row {
    cells: Vec<u32>,
    sums: Vec<u32>,
}

fn full(rows: &mut [Row]) -> impl Iterator<Item = &mut Row> {
    rows.iter_mut().filter(|row| !row.cells.is_empty())
}

#[generator]
fn cells(rows: &mut [Row]) -> impl Iterator<Item = u32> {
    for row in full(rows) {
        for cell in &row.cells {
            yield_!(*cell);
            row.sums.push(*cell);
        }
    }
}

fn main() {}
