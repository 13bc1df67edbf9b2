use gen_runtime::{generator, yield_};

struct Name(Box<str>, Box<u32>);

struct Config {
    name: Name,
    paths: Vec<String>,
}

enum Event {
    Text(Name, Vec<u8>),
    Tag { name: Name, at: usize },
    Other { name: Name, data: Vec<u8> },
}

#[generator]
fn config(config: Config) -> impl Iterator<Item = Name> {
    let Config { name, .. } = config;
    yield_!(name);
}

#[generator]
fn argument(Config { name, .. }: Config) -> impl Iterator<Item = Name> {
    yield_!(name);
}

#[generator]
fn items(configs: Vec<Config>) -> impl Iterator<Item = Name> {
    for Config { name, .. } in configs {
        yield_!(name);
    }
}

#[generator]
fn events(events: Vec<Event>) -> impl Iterator<Item = Name> {
    for event in events {
        match event {
            Event::Text(text, _) => yield_!(text),
            Event::Tag { name, at: _ } => yield_!(name),
            Event::Other { name, .. } => yield_!(name),
        }
    }
}

impl Event {
    #[generator]
    fn names(self) -> impl Iterator<Item = Name> {
        match self {
            Event::Text(name, _) => yield_!(name),
            Event::Tag { .. } | Event::Other { .. } => {}
        }
    }
}

#[generator]
fn keys<K>(pairs: Vec<(K, K)>) -> impl Iterator<Item = K> {
    let mut pairs = pairs.into_iter();
    while let Some((_, key)) = pairs.next() {
        yield_!(key);
    }
}

struct Lock(u32);

impl Drop for Lock {
    fn drop(&mut self) {}
}

enum Held {
    Named(Name, Lock),
}

#[generator]
fn locks(held: Vec<Held>) -> impl Iterator<Item = (u32, Name)> {
    for held in held {
        match held {
            Held::Named(name, Lock(number)) => yield_!((number, name)),
        }
    }
}

fn main() {}
