//! The large version of the test: `cargo run --profile checked -p any-input -- --help`

use std::{
    path::PathBuf,
    process::ExitCode,
    time::{Duration, Instant},
};

use any_input::{
    grammar, mutate,
    plant::{Where, plant},
    soup, sources,
    survive::{Entry, Tally, with_large_stack},
};
use fastrand::Rng;
use lexopt::{Arg, ValueExt};
use quote::ToTokens;

const HELP: &str = "\
Feeds the generator compiler whatever there is.

  --registry      every function of the crates that cargo has sources of, with yields planted
  --directory D   every function in the Rust files there, with yields planted
  --mutate        changes the tokens of those functions too
  --random        arbitrary tokens and arbitrary functions (if there is nothing else)
  --seed S        from which everything is made (0)
  --count N       how often each function is taken, or how many arbitrary inputs there are (1, 10000)";

#[derive(Default)]
struct Arguments {
    directories: Vec<PathBuf>,
    mutate: bool,
    random: bool,
    seed: u64,
    count: Option<usize>,
}

fn main() -> ExitCode {
    let arguments = match arguments() {
        Ok(Some(arguments)) => arguments,
        Ok(None) => {
            println!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let tally = with_large_stack(|| run(&arguments));
    report(&tally);
    if tally.failures.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn arguments() -> Result<Option<Arguments>, lexopt::Error> {
    let mut arguments = Arguments::default();
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("registry") => {
                let registry = sources::registry().ok_or("cargo has no home directory")?;
                arguments.directories.push(registry);
            }
            Arg::Long("directory") => arguments.directories.push(parser.value()?.into()),
            Arg::Long("mutate") => arguments.mutate = true,
            Arg::Long("random") => arguments.random = true,
            Arg::Long("seed") => arguments.seed = parser.value()?.parse()?,
            Arg::Long("count") => arguments.count = Some(parser.value()?.parse()?),
            Arg::Long("help") | Arg::Short('h') => return Ok(None),
            argument => return Err(argument.unexpected()),
        }
    }
    arguments.random |= arguments.directories.is_empty();
    Ok(Some(arguments))
}

fn run(arguments: &Arguments) -> Tally {
    let mut tally = Tally::default();
    let mut rng = Rng::with_seed(arguments.seed);
    for directory in &arguments.directories {
        let files = sources::files(directory);
        let mut functions = 0;
        let start = Instant::now();
        let mut told = start;
        for (done, file) in files.iter().enumerate() {
            if told.elapsed() > Duration::from_secs(10) {
                told = Instant::now();
                eprintln!(
                    "{done} of {} files, {functions} functions, {:.0?}",
                    files.len(),
                    start.elapsed()
                );
            }
            for function in sources::functions(file) {
                functions += 1;
                for _ in 0..arguments.count.unwrap_or(1) {
                    let place = match rng.u8(..8) {
                        0..=3 => Where::Statements,
                        4..=6 => Where::Operands,
                        _ => Where::Anywhere,
                    };
                    let planted = plant(&mut rng, &function, place).into_token_stream();
                    tally.expand(Entry::Attribute, &planted);
                    if arguments.mutate {
                        let mutated = mutate::mutate(&mut rng, planted, &[]);
                        tally.expand(Entry::Attribute, &mutated);
                        tally.expand(Entry::Block, &mutated);
                    }
                }
            }
        }
        println!("{functions} functions in {} files", files.len());
    }
    if arguments.random {
        for _ in 0..arguments.count.unwrap_or(10_000) {
            let tokens = soup::soup(&mut rng, 12, 4);
            tally.expand(Entry::Attribute, &tokens);
            tally.expand(Entry::Block, &tokens);
            let body = soup::soup(&mut rng, 12, 3);
            tally.expand(
                Entry::Attribute,
                &quote::quote!(fn f(a: u8, mut b: u8) -> impl Iterator<Item = u8> { #body }),
            );
            if let Ok(tokens) = grammar::function(&mut rng).parse() {
                tally.expand(Entry::Attribute, &tokens);
                tally.expand(Entry::Block, &tokens);
            }
        }
    }
    tally
}

fn report(tally: &Tally) {
    println!("{} inputs, {} machines", tally.inputs, tally.machines);
    let mut refused: Vec<_> = tally.refused.iter().collect();
    refused.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    let total: usize = tally.refused.values().sum();
    println!("{total} refused:");
    for (message, count) in refused.iter().take(25) {
        println!("{count:8}  {message}");
    }
    let (time, input) = &tally.slowest;
    println!("the slowest took {time:.1?}:\n    {input}");
    println!("{} failures", tally.failures.len());
    let mut failures: Vec<_> = tally.failures.iter().collect();
    failures.sort_by_key(|(what, input)| (what, input.len()));
    failures.dedup_by_key(|(what, _)| what.clone());
    for (what, input) in failures {
        println!("\n{what}\n    {input}");
    }
}
