//! A method of the user's whose name says that it takes the local, but which borrows it and returns what its use tells.

use gen_runtime::{generator, yield_};

struct Config(String);

impl Config {
    fn into_value<T: std::str::FromStr + Default>(&self) -> T {
        self.0.parse().unwrap_or_default()
    }
}

#[generator]
fn values(config: Config) -> impl Iterator<Item = u32> {
    let value = config.into_value();
    yield_!(value);
}

fn main() {}
