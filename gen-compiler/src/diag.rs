//! What is said to the user when a function is refused?
//!
//! Every message stands in [`message`]; a message says what, where and the remedy.

use proc_macro2::TokenStream;
use quote::ToTokens;

/// The mistakes found so far. They are reported together, so no phase stops at the first.
///
/// Dropping a collection that was never looked at would lose mistakes, so that is a bug that tests see.
pub struct Errors {
    found: Option<syn::Error>,
    reported: bool,
}

/// At least one mistake was found: the phases after a barrier are not run.
pub struct Refused(pub TokenStream);

impl Errors {
    pub fn new() -> Self {
        Self {
            found: None,
            reported: false,
        }
    }

    /// Adds a mistake, reported on the tokens of `at`.
    pub fn push(&mut self, at: impl ToTokens, message: impl std::fmt::Display) {
        self.add(syn::Error::new_spanned(at, message));
    }

    pub fn add(&mut self, error: syn::Error) {
        match &mut self.found {
            Some(found) => found.combine(error),
            None => self.found = Some(error),
        }
    }

    /// All mistakes found so far, for a caller who is not rustc.
    pub fn take(&mut self) -> Option<syn::Error> {
        self.reported = true;
        self.found.take()
    }

    /// Stops the pipeline if a mistake was found so far.
    pub fn barrier(&mut self) -> Result<(), Refused> {
        match self.take() {
            Some(error) => Err(Refused(error.into_compile_error())),
            None => Ok(()),
        }
    }
}

impl Drop for Errors {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            debug_assert!(
                self.reported && self.found.is_none(),
                "mistakes were found but never reported"
            );
        }
    }
}

/// A pattern that takes a value apart, whose fields have names, or numbers.
pub enum Apart {
    Fields(String),
    Numbers(String),
}

/// The catalogue of messages: what, and the remedy. The span says where.
pub mod message {
    use super::Apart;

    pub const ARGUMENTS: &str = "`#[generator]` takes no arguments; write `#[generator]`";
    pub const TWICE: &str = "`#[generator]` is written twice; remove one";
    pub const DOUBLE_ENDED: &str = "a generator runs forwards only; remove `DoubleEndedIterator`, and let the caller collect into a `Vec` to go backwards";
    pub const EXACT_SIZE: &str =
        "a generator does not know how many items it will yield; remove `ExactSizeIterator`";
    pub const BREAK_OUTSIDE: &str =
        "there is no loop here to `break` out of; write `return;` to end the generator";
    pub const CONTINUE_OUTSIDE: &str = "there is no loop here to `continue`; remove it";
    pub const AWAIT: &str = "a generator cannot wait for a future: it hands out its items synchronously; remove `.await`";
    pub const NOT_A_FUNCTION: &str =
        "`#[generator]` goes on a function with a body; move it to the function that yields";
    pub const NO_BODY: &str = "a generator needs a body; put `#[generator]` on the function that has one, in the implementation or as the default";
    pub const ASYNC: &str =
        "a generator cannot be `async`: it hands out its items synchronously; remove `async`";
    pub const CONST: &str =
        "a generator cannot be `const`: iterators do not run at compile time; remove `const`";
    pub const VARIADIC: &str =
        "a generator cannot be variadic; take a slice or an iterator instead";
    pub const RETURN_TYPE: &str = "a generator returns `impl Iterator<Item = T>` or `Box<dyn Iterator<Item = T>>`; write one of them as the return type";
    pub const NO_ITEM: &str =
        "the return type does not say what the generator yields; write `Iterator<Item = T>`";
    pub const YIELD_ARGUMENTS: &str = "`yield_!` hands out one value; to hand out several together write a tuple: `yield_!((a, b))`";
    pub const YIELD_FROM_ARGUMENTS: &str = "`yield_from!` takes one iterator, or anything else that `for` accepts: `yield_from!(items)`";
    pub const YIELD_IN_CLOSURE: &str = "a closure cannot yield for the generator around it; use a loop in the generator's own body instead of the closure";
    pub const YIELD_IN_ASYNC: &str = "an async block cannot yield for the generator around it; move the yield out of the `async` block";
    pub const YIELD_IN_FUNCTION: &str = "a nested function cannot yield for the generator around it; make it a generator of its own with `#[generator]` and hand out its items with `yield_from!`";
    pub const YIELD_IN_CONST: &str =
        "a constant cannot yield; move the yield into the generator's body";
    pub const YIELD_IN_GUARD: &str =
        "a match guard cannot yield; move the condition into the arm's body as an `if`";
    pub const YIELD_IN_ASSIGNEE: &str = "what a compound assignment changes cannot yield; bind the index or the reference with `let` in the line before";
    pub const INDEX_BEFORE_YIELD: &str = "this is indexed before the yield in the same expression and would be borrowed across it; bind the value that yields with `let` in the line before";
    pub const RECEIVER_IN_OPERAND: &str = "this is borrowed by the method and mentioned again before the yield in its arguments; bind the value that yields with `let` in the line before";
    pub const ANCHOR: &str =
        "`anchor!` is the value of a `let`: write `let name = anchor!(value);` and use `name`";
    pub const ANCHOR_ELSEWHERE: &str = "`anchor!` keeps a value in the generator itself; move this `let` out of the closure, constant or function";
    pub const ANCHOR_PATTERN: &str = "an anchor has one variable, a reference that is never assigned to: write `let name = anchor!(value);`";
    pub const ANCHOR_ARGUMENT: &str = "`anchor!` takes one value: `let name = anchor!(value);`";
    pub const ANCHOR_IN_DEFINITION: &str = "a macro that is defined in the body cannot name an anchor; pass it as an argument of the macro";
    pub const SHADOWS_IN_MACRO: &str = "this variable and one that it shadows are both named in macros, and where there are anchors a macro may not see another name; rename one of them";
    pub const RESERVED: &str = "names with `__local`, `__ours` or `jump__block` belong to the macro itself; give it another name";
    pub const RETURN_VALUE: &str = "a generator returns nothing but its items; write `yield_!(value); return;` to hand out a last one";
    pub const TAIL: &str = "a generator's body ends without a value; write `yield_!(value);` to hand it out, or end the line with `;`";
    pub const RETURN_NOTHING: &str =
        "a generator returns nothing but its items; write `return;` to end it";
    pub const RETURN_FAILURE: &str = "a generator returns nothing but its items; write `yield_!(Err(error)); return;` to hand out a failure as the last one, or `Err(error)?;`";
    pub const TAIL_NOTHING: &str = "a generator's body ends without a value, and with it the items; remove this, or write `{}` where it is all of a match arm";
    pub const TAIL_FAILURE: &str = "a generator's body ends without a value; write `yield_!(Err(error));` to hand out a failure as the last item";
    pub const BREAK_VALUE: &str = "only `loop` and a labelled block have a value; assign to a variable declared before the loop and write a plain `break`";
    pub const CFG_LET: &str = "`#[cfg]` on a `let` would leave the generator guessing whether the variable exists; write `let x = if cfg!(…) { … } else { … };`, or put the `#[cfg]` on two versions of the whole function";
    pub const CFG_YIELD: &str = "`#[cfg]` on a statement that yields is not supported; write `if cfg!(…) { … }`, or put the `#[cfg]` on two versions of the whole function";
    pub const CFG_ARM: &str = "`#[cfg]` on a match arm that yields is not supported; write a guard: `pattern if cfg!(…) => …`";
    pub const ITEM: &str = "an item in a block that yields would exist more than once; move it to the top of the generator's body";
    pub const STATIC: &str = "a `static` in a block would exist more than once; move it to the top of the generator's body";
    pub const MACRO: &str = "another macro of this name is defined or used before in this generator, and a definition holds for all of the body here; give it a name of its own";
    pub const EXTENDED: &str = "this borrows a temporary that lives as long as the variable, which a generator cannot carry across a yield; bind the temporary first: `let value = …;`";
    pub const LEFT_BY_PATTERN: &str =
        "what this pattern leaves of the value cannot be kept across a yield";
    pub const PART_MOVED: &str =
        "this part is moved away, and a yield follows before the rest is dropped";
    pub const MOVED_BY_PATTERN: &str =
        "this is moved away, and a yield follows before the rest is dropped";
    pub const UPDATED: &str =
        "fields of this are moved away, and a yield follows before the rest is dropped";
    pub const CAPTURED: &str =
        "a closure takes this part only, and a yield follows before the rest is dropped";
    pub const BIND_ALL: &str = "to keep the rest, bind every field in the pattern by value, without `..`, `_` and `ref`, as `field: _field` where you do not need it; to drop it at once, bind the whole value first and write `let pattern = { value };`";
    pub const UNSUPPORTED: &str = "this syntax is not known to `#[generator]`, so it cannot contain a yield; move the yield into a statement of its own";

    pub fn left_behind(whole: &str) -> String {
        format!("what is left of `{whole}` cannot be kept across a yield")
    }

    pub fn take_apart(at_once: Option<&str>, whole: &str, by: &Apart) -> String {
        let keep = match by {
            Apart::Fields(pattern) => format!(
                "take `{whole}` apart before, as by `let {pattern} = {whole};`, with `field: _field` for each field that is missing there (`*{whole}` if it is a `Box`)"
            ),
            Apart::Numbers(pattern) => format!(
                "take `{whole}` apart before, as by `let {pattern} = {whole};`, with a variable for each field that is missing there, and with the name of the type if it is no tuple (`*{whole}` if it is a `Box`)"
            ),
        };
        match at_once {
            Some(at_once) => {
                format!("to drop the rest at once, write `{at_once}`; to keep it, {keep}")
            }
            None => keep,
        }
    }

    pub fn update(at_once: &str) -> String {
        format!(
            "to drop the rest at once, write `{at_once}`; to keep it, bind every field with a pattern first and name them here"
        )
    }

    pub fn capture(at_once: &str, captured: &str, whole: &str) -> String {
        format!(
            "to drop the rest at once, write `{at_once}` before the closure and `part` instead of `{captured}` in it; to let the closure keep it, mention `{whole}` as a whole in the closure: `let _all = &{whole};`"
        )
    }

    pub fn bind_all(at_once: &str) -> String {
        format!(
            "to keep the rest, bind every field in the pattern by value, without `..`, `_` and `ref`, as `field: _field` where you do not need it; to drop it at once, take it apart with a `let` instead: `let pattern = {at_once};`, or `let pattern = ({at_once}) else …`"
        )
    }

    pub fn yield_in_macro(name: &str) -> String {
        format!(
            "`{name}!` hides its arguments from the generator, so they cannot yield; put the yield into a statement of its own, outside of the macro"
        )
    }

    pub fn anchor_in_macro(name: &str) -> String {
        format!(
            "`{name}!` hides its arguments from the generator, so there is no anchor in them; move this `let` in front of the statement with the macro"
        )
    }

    pub fn jump_in_macro(name: &str) -> String {
        format!(
            "`{name}!` might look into its arguments, so where there are anchors they cannot leave a loop; bind the value with `let` before the macro"
        )
    }

    pub fn question_in_macro(name: &str) -> String {
        format!(
            "`{name}!` hides this `?` from the generator, so it cannot end it; bind the value with `let` before the macro"
        )
    }
}
