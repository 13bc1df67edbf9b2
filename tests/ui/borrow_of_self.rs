use gen_runtime::{generator, yield_};

struct Words {
    text: String,
    read: usize,
}

impl Words {
    #[generator]
    fn owned(self) -> impl Iterator<Item = usize> {
        for word in self.text.split(' ') {
            yield_!(word.len());
        }
    }

    #[generator]
    fn changed(&mut self) -> impl Iterator<Item = usize> {
        let first = &self.text;
        self.text.clear();
        yield_!(first.len());
    }

    #[generator]
    fn moved(&self) -> impl Iterator<Item = String> {
        let text = self.text;
        yield_!(text);
    }

    #[generator]
    fn counted(&self) -> impl Iterator<Item = usize> {
        yield_!(self.read);
        self.count();
    }

    fn count(&mut self) {
        self.read += 1;
    }
}

fn main() {}
