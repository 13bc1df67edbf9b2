#![deny(warnings)]

use gen_runtime::{generator, yield_};

#[generator]
fn more(list: &[Option<u8>]) -> impl Iterator<Item = Option<u8>> {
    for entry in list {
        let n = (*entry)?;
        yield_!(Some(n + 1));
    }
}

fn main() {
    assert_eq!(more(&[Some(1), None]).collect::<Vec<_>>(), [Some(2), None]);
}
