use gen_runtime::{generator, yield_};

#[generator]
fn parsed(lines: Vec<String>) -> impl Iterator<Item = Result<u32, std::num::ParseIntError>> {
    for line in lines {
        yield_!(Ok(line.parse()?));
    }
    Ok(())
}

#[generator]
fn found(text: Option<u32>) -> impl Iterator<Item = Option<u32>> {
    yield_!(Some(text?));
    Some(())
}

#[generator]
fn failed(n: u32) -> impl Iterator<Item = Result<u32, String>> {
    yield_!(Ok(n));
    Err("no more".to_owned())
}

#[generator]
fn branches(n: u32) -> impl Iterator<Item = Result<u32, String>> {
    yield_!(Ok(n));
    match n {
        0 => Ok(()),
        1 => Err("one".to_owned()),
        2 => Ok(2),
        n => {
            if n > 9 {
                Err("many".to_owned())
            } else {
                std::result::Result::Ok(())
            }
        }
    }
}

#[generator]
fn returned(n: u32) -> impl Iterator<Item = Result<u32, String>> {
    match n {
        0 => return Ok(()),
        1 => return Err("one".to_owned()),
        2 => return Ok(2),
        _ => {}
    }
    yield_!(Ok(n));
}

fn main() {}
