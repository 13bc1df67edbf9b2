use gen_runtime::{generator, yield_};

struct Config {
    name: String,
    paths: Vec<String>,
}

enum Event {
    Text(String, Vec<u8>),
    Tag { name: String, at: usize },
    Other { name: String, data: Vec<u8> },
}

#[generator]
fn config(config: Config) -> impl Iterator<Item = String> {
    let Config { name, .. } = config;
    yield_!(name);
}

#[generator]
fn argument(Config { paths, .. }: Config) -> impl Iterator<Item = String> {
    for path in paths {
        yield_!(path);
    }
}

#[generator]
fn items(configs: Vec<Config>) -> impl Iterator<Item = String> {
    for Config { name, .. } in configs {
        yield_!(name);
    }
}

#[generator]
fn events(events: Vec<Event>) -> impl Iterator<Item = String> {
    for event in events {
        match event {
            Event::Text(text, _) => yield_!(text),
            Event::Tag { name, at: _ } => yield_!(name),
            Event::Other { name, .. } => yield_!(name),
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

fn main() {}
