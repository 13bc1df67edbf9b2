//! Does the time to expand a body grow as the body does?

use std::{
    fmt::Write,
    time::{Duration, Instant},
};

use any_input::survive::with_large_stack;
use proc_macro2::TokenStream;

// A second in a release build. A debug build checks the invariants and may share its machine with other tests.
const LIMIT: Duration = Duration::from_secs(if cfg!(debug_assertions) { 20 } else { 1 });

fn expand(body: &str) -> Duration {
    let function = format!("fn body(x: u32) -> impl Iterator<Item = u32> {{ {body} }}");
    let tokens: TokenStream = function.parse().expect("these are tokens");
    let (start, started) = (Instant::now(), computed());
    let expansion = gen_compiler::attribute(&TokenStream::new(), tokens);
    let took = match (started, computed()) {
        (Some(before), Some(after)) => after.saturating_sub(before),
        _ => start.elapsed(),
    };
    let text = expansion.to_string();
    assert!(!text.contains("compile_error"), "{text}");
    took
}

// How long this thread has computed, which other work on the machine does not change. Only Linux tells.
fn computed() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = told.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}

// Every fourth statement yields.
fn straight(statements: usize) -> String {
    let mut body = String::from("let mut a = x;");
    for i in 0..statements / 4 {
        write!(body, "let b = a + {i}; a += b; yield_!(a); consume(a, x);")
            .expect("writing to a string works");
    }
    body
}

fn branches(statements: usize) -> String {
    let mut body = String::from("let mut a = x;");
    for i in 0..statements / 4 {
        write!(
            body,
            "a += {i}; if a > {i} {{ yield_!(a); }} if a < {i} {{ a -= 1; }} yield_!(a);"
        )
        .expect("writing to a string works");
    }
    body
}

fn loops(statements: usize) -> String {
    let mut body = String::new();
    for i in 0..statements / 4 {
        write!(
            body,
            "for i in 0..x {{ if i == {i} {{ continue; }} yield_!(i); }}"
        )
        .expect("writing to a string works");
    }
    body
}

// All of them are alive to the end.
fn variables(statements: usize) -> String {
    let mut body = String::new();
    for i in 0..statements / 8 {
        write!(body, "let v{i} = String::new(); yield_!(v{i}.len());")
            .expect("writing to a string works");
    }
    body
}

fn operands(statements: usize) -> String {
    let mut body = String::new();
    for i in 0..statements / 4 {
        write!(body, "consume(first({i}), (yield_!({i}), {i}));")
            .expect("writing to a string works");
    }
    body
}

fn opaque(statements: usize) -> String {
    let mut body = String::from("yield_!(x); let mut a = 0;");
    for i in 0..statements {
        write!(body, "if a == {i} {{ return; }}").expect("writing to a string works");
    }
    body + "yield_!(a);"
}

type Shape = fn(usize) -> String;

const SHAPES: [(&str, Shape); 6] = [
    ("straight", straight),
    ("branches", branches),
    ("loops", loops),
    ("variables", variables),
    ("operands", operands),
    ("opaque", opaque),
];

#[test]
fn two_thousand_statements_expand_in_time() {
    with_large_stack(|| {
        for (name, shape) in SHAPES {
            let took = expand(&shape(2000));
            println!("{name}: {took:?}");
            assert!(took < LIMIT, "{name}: {took:?}");
        }
    });
}

#[test]
fn twice_as_many_statements_take_less_than_three_times_as_long() {
    with_large_stack(|| {
        // Each state that carries all variables says so, so there the output grows with the square.
        let linear = SHAPES.iter().filter(|(name, _)| *name != "variables");
        for (name, shape) in linear {
            let small = if cfg!(debug_assertions) { 500 } else { 2000 };
            // The best of each, side by side, so that other work on the machine counts for both; more often where there is much of that.
            let (mut once, mut twice) = (Duration::MAX, Duration::MAX);
            let mut ratio = f64::MAX;
            for round in 0..10 {
                if round >= 3 && ratio < 3.0 {
                    break;
                }
                once = once.min(expand(&shape(small)));
                twice = twice.min(expand(&shape(2 * small)));
                ratio = twice.as_secs_f64() / once.as_secs_f64();
            }
            println!("{name}: {once:?}, {twice:?}, {ratio:.2}");
            assert!(ratio < 3.0, "{name}: {once:?}, {twice:?}, {ratio:.2}");
        }
    });
}

#[test]
fn forty_nested_loops_expand_in_time() {
    with_large_stack(|| {
        for before in ["", "yield_!(x);"] {
            let mut body = String::new();
            for i in 0..40 {
                write!(body, "for i{i} in 0..x {{ {before}").expect("writing to a string works");
            }
            body += "yield_!(i0 + i39);";
            body += &"}".repeat(40);
            let took = expand(&body);
            println!("loops: {took:?}");
            assert!(took < LIMIT, "{took:?}");
            let mut body = "loop { if x == 3 { break; } yield_!(x); ".repeat(40);
            body += &"}".repeat(40);
            let took = expand(&body);
            println!("{took:?}");
            assert!(took < LIMIT, "{took:?}");
        }
    });
}
