//! What has to hold whatever the input is?
//!
//! No panic; the same input gives the same bytes; what parses as items is turned into something that parses as items;
//! and it does not take long.

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    time::{Duration, Instant},
};

use proc_macro2::TokenStream;

/// How the compiler is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// `#[generator]` on a function.
    Attribute,
    /// `generators! { … }`
    Block,
}

/// What was found.
#[derive(Default)]
pub struct Tally {
    /// How many inputs there were.
    pub inputs: usize,
    /// How many of them became a state machine.
    pub machines: usize,
    /// Those that were refused, by the message.
    pub refused: BTreeMap<String, usize>,
    /// What went wrong: what it was, and the input.
    pub failures: Vec<(String, String)>,
    /// The longest that one expansion took, and its input.
    pub slowest: (Duration, String),
}

impl Tally {
    /// Expands `input` in every way and checks what has to hold.
    pub fn expand(&mut self, entry: Entry, input: &TokenStream) {
        self.inputs += 1;
        // The compiler's own way of telling a panic would name a place in it only.
        let verdict = catch_unwind(AssertUnwindSafe(|| self.check(entry, input)));
        match verdict {
            Ok(Ok(())) => {}
            Ok(Err(wrong)) => self.failures.push((wrong, input.to_string())),
            Err(panic) => {
                let text = panic
                    .downcast_ref::<String>()
                    .cloned()
                    .or_else(|| panic.downcast_ref::<&str>().map(|&text| text.to_owned()))
                    .unwrap_or_default();
                self.failures
                    .push((format!("panic: {text}"), input.to_string()));
            }
        }
    }

    fn check(&mut self, entry: Entry, input: &TokenStream) -> Result<(), String> {
        let none = TokenStream::new();
        let expand = || match entry {
            Entry::Attribute => gen_compiler::attribute(&none, input.clone()),
            Entry::Block => gen_compiler::block(input.clone()),
        };
        let start = Instant::now();
        let output = expand();
        let took = start.elapsed();
        if took > self.slowest.0 {
            self.slowest = (took, input.to_string());
        }
        let text = output.to_string();
        if text != expand().to_string() {
            return Err("two expansions differ".to_owned());
        }
        // What was no item cannot become one.
        let is_item = syn::parse2::<syn::File>(input.clone()).is_ok();
        if is_item || entry == Entry::Block {
            syn::parse2::<syn::File>(output)
                .map_err(|error| format!("the expansion does not parse: {error}"))?;
            syn::parse_str::<syn::File>(&text)
                .map_err(|error| format!("the expansion does not parse as text: {error}"))?;
        }
        if entry == Entry::Attribute {
            match gen_compiler::outline(&none, input.clone()) {
                Ok(outline) => {
                    self.machines += 1;
                    syn::parse_str::<syn::File>(&outline.expansion)
                        .map_err(|error| format!("the outline does not parse: {error}"))?;
                }
                Err(error) => {
                    *self.refused.entry(error.to_string()).or_default() += 1;
                    if is_item && !text.contains("compile_error") {
                        return Err(format!("refused without an error: {error}"));
                    }
                }
            }
        }
        Ok(())
    }

    /// Adds what another tally found.
    pub fn add(&mut self, other: Tally) {
        self.inputs += other.inputs;
        self.machines += other.machines;
        for (message, count) in other.refused {
            *self.refused.entry(message).or_default() += count;
        }
        self.failures.extend(other.failures);
        if other.slowest.0 > self.slowest.0 {
            self.slowest = other.slowest;
        }
    }
}

/// Runs `work` where the stack is as large as a debug build of the compiler needs it for input that is nested deeply.
///
/// # Panics
///
/// If `work` does.
pub fn with_large_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(1 << 28);
        let thread = thread
            .spawn_scoped(scope, work)
            .expect("a thread can be started");
        match thread.join() {
            Ok(value) => value,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}
