use gen_runtime::{generator, yield_};

struct Tree {
    value: u32,
    children: Vec<u32>,
}

impl Tree {
    #[generator]
    fn bump(&mut self) -> impl Iterator<Item = u32> {
        for child in &mut self.children {
            *child += 1;
            yield_!(*child);
        }
        self.value += 1;
        yield_!(self.value);
    }
}

fn main() {
    let mut tree = Tree { value: 1, children: vec![] };
    let _ = tree.bump().count();
}
