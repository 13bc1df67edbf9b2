use gen_runtime::{generator, yield_, yield_from};

struct Reader(Vec<u32>);

impl Reader {
    #[generator(fast)]
    async fn numbers<'a>(&'a self, extra: &'a [u32]) -> impl Iterator<Item = u32> + use<'a> {
        yield_!(1, 2);
        yield_from!();
        extra.iter().for_each(|n| yield_!(*n));
        #[cfg(unix)]
        let limit = 3;
        assert_eq!(limit, 3, "{:?}", yield_!(4));
        while self.0.len() > limit {
            break 5;
        }
        if extra.is_empty() {
            return 6;
        }
        7
    }
}

fn main() {
    let reader = Reader(vec![]);
    let _: Vec<u32> = reader.numbers(&[]).map(|n| n + 1).collect();
}
