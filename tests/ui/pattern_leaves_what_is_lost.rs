use gen_runtime::{generator, yield_};

struct Name(Box<str>, Box<u32>);

struct Config {
    name: Name,
    owner: Name,
}

struct Job {
    config: Config,
    log: Name,
}

/// Two patterns take something of it.
#[generator]
fn twice(job: Job) -> impl Iterator<Item = Name> {
    let Config { name, .. } = job.config;
    yield_!(name);
    let Config { owner, .. } = job.config;
    yield_!(owner);
}

/// What the pattern took has a value again.
#[generator]
fn given_back(mut job: Job) -> impl Iterator<Item = usize> {
    let Config { name, .. } = job.config;
    yield_!(1);
    job.config.name = name;
    yield_!(job.log.0.len());
}

enum Event {
    Text(Name, Vec<u8>),
    End,
}

/// Something else is bound by `ref`.
#[generator]
fn borrowed(events: Vec<(u32, Event)>) -> impl Iterator<Item = Name> {
    for event in events {
        if let Event::Text(text, ref bytes) = event.1 {
            println!("{}", bytes.len());
            yield_!(text);
        }
    }
}

#[derive(Clone)]
struct Pair(Box<u8>, Vec<u8>);

#[derive(Clone)]
struct Both(Pair, Pair);

/// What is gone cannot be cloned.
#[generator]
fn cloned(pairs: Vec<Both>) -> impl Iterator<Item = Pair> + Clone {
    for Both(first, _) in pairs {
        yield_!(first);
    }
}

fn main() {}
