use gen_runtime::generators;

generators! {
    fn doubled(list: Vec<u32>) -> impl Iterator<Item = u32> {
        list.iter().for_each(|n| yield n * 2);
    }
}

fn main() {
    let _ = doubled(vec![1]).count();
}
