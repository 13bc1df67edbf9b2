use gen_runtime::{generator, yield_};

mod other {
    macro_rules! yield_ {
        (@generator) => {
            loop {}
        };
    }
    pub(crate) use yield_;
}

#[generator]
fn a_yield_that_never_returns(list: &mut Vec<u32>) -> impl Iterator<Item = &u32> {
    for entry in list.iter() {
        other::yield_!(entry);
    }
    list.push(1);
}

macro_rules! either {
    (n $name:ident) => {
        0
    };
    ($_:ident $name:ident) => {
        *$name
    };
}

#[generator]
fn another_name(list: &mut Vec<u32>) -> impl Iterator<Item = u32> {
    let n = String::from("n");
    for entry in list.iter() {
        let n = 1;
        yield_!(either!(n entry));
        println!("{n}");
    }
    list.push(1);
    println!("{n}");
}

macro_rules! first {
    ($name:ident, $($rest:tt)*) => {
        *$name
    };
}

#[generator]
fn a_jump(list: &mut Vec<u32>) -> impl Iterator<Item = u32> {
    for entry in list.iter() {
        yield_!(0);
        let n = first!(entry, break);
        yield_!(n);
    }
    list.push(1);
}

fn main() {}
