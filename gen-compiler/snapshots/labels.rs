fn labels(rows: &[Vec<i32>]) -> impl Iterator<Item = i32> {
    'rows: for row in rows {
        let mut sum = 0;
        for &cell in row {
            if cell < 0 {
                continue 'rows;
            }
            if cell == 99 {
                break 'rows;
            }
            sum += cell;
            yield_!(cell);
        }
        yield_!(sum);
    }
}
