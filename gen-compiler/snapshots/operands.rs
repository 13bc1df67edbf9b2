fn operands(mut total: u32, list: &mut Vec<u32>) -> impl Iterator<Item = u32> {
    let sum = add(total, lock().len(), {
        yield_!(1);
        2
    });
    while sum > total && { yield_!(total); true } {
        list.push({
            yield_!(3);
            sum
        });
        total += 1;
    }
}
