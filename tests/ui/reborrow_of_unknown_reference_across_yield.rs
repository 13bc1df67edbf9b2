use gen_runtime::{generator, yield_};

struct Row {
    cells: Vec<u32>,
    seen: u32,
}

impl Row {
    fn see(&mut self) {
        self.seen += 1;
    }
}

fn full(rows: &mut [Row]) -> impl Iterator<Item = &mut Row> {
    rows.iter_mut().filter(|row| !row.cells.is_empty())
}

#[generator]
fn cells(rows: &mut [Row]) -> impl Iterator<Item = u32> {
    for row in full(rows) {
        for cell in &row.cells {
            yield_!(*cell);
        }
        row.see();
    }
}

fn main() {}
