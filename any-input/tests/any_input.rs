//! Does the compiler survive a few thousand inputs of every kind?

use std::path::{Path, PathBuf};

use any_input::{
    grammar, mutate,
    plant::{Where, plant},
    soup, sources,
    survive::{Entry, Tally, with_large_stack},
};
use fastrand::Rng;
use proc_macro2::TokenStream;
use quote::ToTokens;

const SEED: u64 = 0x6765_6e65_7261_7465;

fn check(name: &str, inputs: impl FnOnce(&mut Tally, &mut Rng) + Send) {
    let tally = with_large_stack(|| {
        let mut tally = Tally::default();
        inputs(&mut tally, &mut Rng::with_seed(SEED));
        tally
    });
    println!(
        "{name}: {} inputs, {} machines",
        tally.inputs, tally.machines
    );
    for (what, input) in &tally.failures {
        println!("{what}\n    {input}");
    }
    assert!(
        tally.failures.is_empty(),
        "{} failures",
        tally.failures.len()
    );
}

// The functions of the repository itself; none where its other parts are missing.
fn functions() -> Vec<syn::ItemFn> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let directories = [
        "tests",
        "examples",
        "gen-compiler",
        "gen-runtime",
        "difftest",
    ];
    let mut files: Vec<PathBuf> = Vec::new();
    for directory in directories {
        let found = sources::files(&root.join(directory));
        if found.is_empty() {
            println!("skipped: {directory} is not here");
        }
        files.extend(found);
    }
    files
        .iter()
        .flat_map(|file| sources::functions(file))
        .collect()
}

#[test]
fn arbitrary_tokens() {
    check("tokens", |tally, rng| {
        for _ in 0..1000 {
            let tokens = soup::soup(rng, 12, 4);
            tally.expand(Entry::Attribute, &tokens);
            tally.expand(Entry::Block, &tokens);
            let body = soup::soup(rng, 12, 3);
            let function = quote::quote!(fn f(a: u8) -> impl Iterator<Item = u8> { #body });
            tally.expand(Entry::Attribute, &function);
        }
    });
}

#[test]
fn arbitrary_functions() {
    check("functions", |tally, rng| {
        for _ in 0..1500 {
            let tokens: TokenStream = grammar::function(rng).parse().expect("these are tokens");
            tally.expand(Entry::Attribute, &tokens);
        }
        assert!(tally.machines > 50, "some of them are generators");
    });
}

#[test]
fn real_functions_with_yields() {
    check("planted", |tally, rng| {
        let mut functions = functions();
        rng.shuffle(&mut functions);
        for function in functions.iter().take(800) {
            let place = [Where::Statements, Where::Operands, Where::Anywhere][rng.usize(..3)];
            let planted = plant(rng, function, place).into_token_stream();
            tally.expand(Entry::Attribute, &planted);
        }
    });
}

#[test]
fn mutated_bodies() {
    check("mutated", |tally, rng| {
        let mut functions = functions();
        rng.shuffle(&mut functions);
        let mut pool = Vec::new();
        for function in functions.iter().take(100) {
            mutate::trees(&function.to_token_stream(), &mut pool);
        }
        for function in functions.iter().take(800) {
            let mut tokens = plant(rng, function, Where::Operands).into_token_stream();
            for _ in 0..rng.usize(1..4) {
                tokens = mutate::mutate(rng, tokens, &pool);
            }
            tally.expand(Entry::Attribute, &tokens);
            if rng.u8(..4) == 0 {
                tally.expand(Entry::Block, &tokens);
            }
        }
    });
}
