use gen_runtime::{anchor, generator, yield_};

macro_rules! second {
    (n $name:ident) => {
        ""
    };
    ($_:ident $name:ident) => {
        $name
    };
}

#[generator]
fn texts() -> impl Iterator<Item = &'static str> {
    let text = anchor!(String::from("a"));
    let n = String::from("n");
    {
        let n = 1;
        let text: &str = text;
        yield_!(second!(n text));
        println!("{n}");
    }
    println!("{n}");
}

fn main() {
    let _ = texts().count();
}
