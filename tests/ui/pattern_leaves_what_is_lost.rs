use gen_runtime::{generator, yield_};

struct Name(Box<str>, Box<u32>);

struct Config {
    name: Name,
    paths: Vec<String>,
    owner: Name,
}

enum Event {
    Text(Name, Vec<u8>),
    End,
}

/// What it leaves is used again.
#[generator]
fn config(config: Config) -> impl Iterator<Item = Name> {
    let Config { name, .. } = config;
    yield_!(name);
    yield_!(config.owner);
}

/// The variable gets another value.
#[generator]
fn assigned(configs: Vec<Config>, mut config: Config) -> impl Iterator<Item = Name> {
    for next in configs {
        let Config { name, .. } = config;
        yield_!(name);
        config = next;
    }
}

/// What it takes apart is a part of a local.
#[generator]
fn part(events: Vec<(u32, Event)>) -> impl Iterator<Item = Name> {
    for event in events {
        if let Event::Text(text, _) = event.1 {
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
