//! What has to hold whatever the input is?
//!
//! No panic; the same input gives the same bytes; what parses as items is turned into something that parses as items;
//! and it does not take long.

use std::{
    backtrace::Backtrace,
    cell::{Cell, RefCell},
    collections::BTreeMap,
    panic::{self, AssertUnwindSafe},
    sync::Once,
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
        let verdict = match caught(|| self.check(entry, input)) {
            Ok(verdict) => verdict,
            Err(panic) => Err(panic),
        };
        if let Err(wrong) = verdict {
            self.failures.push((wrong, input.to_string()));
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
        }
        match text.split_once(REFUSED) {
            Some((_, message)) => {
                let message = message.split("\" }").next().unwrap_or_default();
                *self.refused.entry(message.to_owned()).or_default() += 1;
            }
            None if is_item && entry == Entry::Attribute => self.machines += 1,
            None => {}
        }
        // These take longer than all the rest.
        if self.inputs.is_multiple_of(8) && entry == Entry::Attribute {
            if is_item {
                syn::parse_str::<syn::File>(&text)
                    .map_err(|error| format!("the expansion does not parse as text: {error}"))?;
            }
            let outline = gen_compiler::outline(&none, input.clone());
            if outline.is_ok() == text.contains(REFUSED) {
                return Err("the outline is of another mind".to_owned());
            }
        }
        Ok(())
    }
}

const REFUSED: &str = "compile_error ! { \"";

thread_local! {
    static CATCHING: Cell<bool> = const { Cell::new(false) };
    static PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

// What `work` gives, or the message of its panic with the places in the compiler that lead to it, which is not printed.
fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |told| {
            if !CATCHING.get() {
                return before(told);
            }
            let trace = Backtrace::force_capture().to_string();
            let ours = trace
                .lines()
                .filter_map(|line| line.trim().split_once(": "))
                .filter(|(_, frame)| frame.contains("gen_compiler::"))
                .map(|(_, frame)| format!("\n    in {frame}"));
            let ours: String = ours.take(3).collect();
            PANIC.set(format!("{told}{ours}"));
        }));
    });
    CATCHING.set(true);
    let value = panic::catch_unwind(AssertUnwindSafe(work));
    CATCHING.set(false);
    value.map_err(|_| PANIC.take())
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
            Err(panic) => panic::resume_unwind(panic),
        }
    })
}
