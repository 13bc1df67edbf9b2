use gen_runtime::{anchor, generator, yield_};

struct Prints<'a>(&'a String);

impl Drop for Prints<'_> {
    fn drop(&mut self) {
        println!("{}", self.0);
    }
}

#[generator]
fn once<'a>(text: &'a String) -> Box<dyn Iterator<Item = usize> + 'a> {
    let prints = anchor!(Prints(text));
    yield_!(prints.0.len());
}

fn main() {
    let mut kept;
    let text = String::from("a");
    kept = once(&text);
    kept.next();
}
