use gen_runtime::{generator, yield_};

struct Row {
    cells: Vec<u32>,
}

struct Source<I> {
    rows: I,
    read: usize,
}

#[generator]
fn cells(source: &mut Source<impl Iterator<Item = Row>>) -> impl Iterator<Item = u32> {
    for row in &mut source.rows {
        for cell in &row.cells {
            yield_!(*cell);
        }
        source.read += row.cells.len();
    }
}

fn main() {}
