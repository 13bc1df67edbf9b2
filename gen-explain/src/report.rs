//! What is said if there is nothing to show?
//!
//! What the compiler says, as it says it: the wording is `gen-compiler`'s or `rustc`'s own, and `annotate-snippets` prints it as
//! rustc does.

use std::process::Command;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use proc_macro2::{LineColumn, Span};
use syn::{
    Block, File, ImplItemFn, Item, ItemFn, Macro, PathSegment, Signature, TraitItemFn,
    spanned::Spanned,
    visit::{self, Visit},
};

use crate::find;

/// The file that is explained.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    pub name: &'a str,
    pub text: &'a str,
}

impl Source<'_> {
    /// Where in the text something stands.
    pub fn offset(self, at: LineColumn) -> usize {
        let mut lines = self.text.split_inclusive('\n');
        let before: usize = lines.by_ref().take(at.line - 1).map(str::len).sum();
        let line = lines.next().unwrap_or_default();
        let column = line.char_indices().nth(at.column);
        before + column.map_or(line.len(), |(column, _)| column)
    }
}

/// Why a function was refused, or the items of `generators!`. What has no place of its own is wrong with the macro's
/// `call`.
pub fn refused(source: Source<'_>, error: &syn::Error, call: Span) -> String {
    let all = error.into_iter().map(|error| {
        let span = error.span();
        let is_here = span.file() == call.file();
        let span = if is_here { span } else { call };
        message(source, &error.to_string(), span, None)
    });
    all.collect::<Vec<String>>().join("\n")
}

/// Why the file cannot be read: rustc says it, or else `syn` does.
pub fn does_not_parse(source: Source<'_>, error: &syn::Error) -> String {
    let rustc = Command::new("rustc")
        .args(["--edition=2024", "--crate-type=lib", "--emit=metadata=-"])
        .args(["--cap-lints=allow", source.name])
        .output();
    let said = rustc.map_or_else(
        |_| String::new(),
        |output| String::from_utf8_lossy(&output.stderr).into_owned(),
    );
    // It is the first thing that rustc finds. What it says after that is about a crate that this file need not be.
    match said.split_once("\n\n") {
        Some((first, _)) if first.starts_with("error: ") => first.to_owned() + "\n",
        _ => message(source, &error.to_string(), error.span(), None),
    }
}

/// There is no generator, or none that is called `name`.
pub fn nothing_found(source: Source<'_>, file: &File, name: Option<&str>) -> String {
    let mut functions = Functions {
        name: name.map(|name| name.rsplit("::").next().unwrap_or(name)),
        found: None,
        yields: Vec::new(),
    };
    functions.visit_file(file);
    if !functions.yields.is_empty() {
        let all = functions.yields.iter().map(|mac| outside(source, mac));
        return all.collect::<Vec<String>>().join("\n");
    }
    let remedy = "put `#[generator]` on it, or wrap it in `generators! { … }` and let it `yield`";
    match (name, functions.found) {
        (Some(name), Some(found)) => message(
            source,
            &format!("`{name}` is no generator; {remedy}"),
            found,
            None,
        ),
        (Some(name), None) => format!("error: there is no function `{name}` in {}\n", source.name),
        (None, _) => format!(
            "error: there is no generator in {}; put `#[generator]` on a function\n",
            source.name
        ),
    }
}

// What gen-runtime's macros say where no generator is around them.
fn outside(source: Source<'_>, mac: &Macro) -> String {
    let name = mac.path.segments.last().map(|last| last.ident.to_string());
    let name = name.unwrap_or_default();
    let items = if name == "yield_" { "an item" } else { "items" };
    let text = format!(
        "`{name}!` hands out {items} of the generator around it, and there is none here; put `#[generator]` on the function (a yield that another macro makes is not seen: write it out)"
    );
    let note = format!(
        "this error originates in the macro `{name}` (in Nightly builds, run with -Z macro-backtrace for more info)"
    );
    message(source, &text, mac.span(), Some(&note))
}

fn message(source: Source<'_>, text: &str, span: Span, note: Option<&str>) -> String {
    let range = source.offset(span.start())..source.offset(span.end());
    let snippet = Snippet::source(source.text)
        .path(source.name)
        .annotation(AnnotationKind::Primary.span(range));
    let notes = note.map(|note| Level::NOTE.message(note));
    let group = Level::ERROR
        .primary_title(text)
        .element(snippet)
        .elements(notes);
    Renderer::plain().render(&[group]) + "\n"
}

/// Looks for functions and for yields in them.
struct Functions<'a> {
    /// The functions' name; all functions without one.
    name: Option<&'a str>,
    /// The name of the first.
    found: Option<Span>,
    yields: Vec<Macro>,
}

impl Functions<'_> {
    fn function(&mut self, sig: &Signature, body: Option<&Block>) {
        if self.name.is_none_or(|name| sig.ident == name) {
            self.found.get_or_insert(sig.ident.span());
            let mut yields = Yields(&mut self.yields);
            if let Some(body) = body {
                yields.visit_block(body);
            }
        }
    }
}

impl<'ast> Visit<'ast> for Functions<'_> {
    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        self.function(&item.sig, Some(&item.block));
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast ImplItemFn) {
        self.function(&item.sig, Some(&item.block));
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast TraitItemFn) {
        self.function(&item.sig, item.default.as_ref());
        visit::visit_trait_item_fn(self, item);
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        for item in find::in_block(mac)
            .and_then(Result::ok)
            .into_iter()
            .flatten()
        {
            self.visit_item(&item);
        }
    }
}

struct Yields<'y>(&'y mut Vec<Macro>);

impl<'ast> Visit<'ast> for Yields<'_> {
    // A function in the function is looked at for itself.
    fn visit_item(&mut self, _: &'ast Item) {}

    fn visit_macro(&mut self, mac: &'ast Macro) {
        let is_yield = |last: &PathSegment| last.ident == "yield_" || last.ident == "yield_from";
        if mac.path.segments.last().is_some_and(is_yield) {
            self.0.push(mac.clone());
        }
    }
}
