use gen_runtime::{generator, yield_};

struct Row {
    cells: Vec<u32>,
    sum: u32,
}

#[generator]
fn cells(rows: &mut [Row]) -> impl Iterator<Item = u32> {
    for row in rows.iter_mut() {
        for cell in &row.cells {
            yield_!(*cell);
            row.sum += cell;
        }
    }
}

fn main() {}
