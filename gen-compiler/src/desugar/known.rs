//! Are the macros that are taken for the standard library's the standard library's?
//!
//! A macro whose arguments yield is taken apart, where there are anchors it is called by a path of ours, and a local of which parts are gone may not be given
//! to one that could assign to them. So it matters which macro its name is. A name that the body defines is the body's. Of any other only rustc knows: it is
//! given the name beside an import of everything that the standard library has, and says that the name is ambiguous if it is another macro's.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Ident;
use syn::{
    Block, Item, Macro, Path, Stmt, parse_quote_spanned,
    visit::{self, Visit},
    visit_mut::{self, VisitMut},
};

use super::{ours, standard};
use crate::{
    macros::{self, Argument},
    names,
    parse::Function,
};

/// What a macro's name matters for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Need {
    /// Its arguments yield.
    Yields,
    /// There are anchors in the body.
    Anchors,
    /// It is given a local of which parts are gone.
    Parts,
}

/// The names of the macros that a function's body defines.
pub fn defined(function: &Function) -> BTreeSet<String> {
    struct Defined(BTreeSet<String>);
    impl<'ast> Visit<'ast> for Defined {
        fn visit_item_macro(&mut self, item: &'ast syn::ItemMacro) {
            let name = item.ident.as_ref().map(ToString::to_string);
            self.0.extend(name);
        }
    }
    let mut defined = Defined(BTreeSet::new());
    for item in &function.items {
        defined.visit_item(item);
    }
    defined.visit_block(&function.body);
    defined.0
}

/// Can the macro of this path be asked for, or is it surely the standard library's?
pub fn is_asked(path: &Path, defined: &BTreeSet<String>) -> bool {
    let asked = |name: &Ident| library(name).is_some() && !defined.contains(&name.to_string());
    macros::is_from_root(path) || path.get_ident().is_some_and(asked)
}

// Input: a body. Output: in front of the statements of each block with items, and of the body, a question for each macro in them that is taken apart, or
// called by a path of ours.
pub(super) fn ask(body: &mut Block, anchors: bool, defined: &BTreeSet<String>) {
    let matters = |mac: &Macro| {
        let yields = macros::find_yield(mac.tokens.clone()).is_some();
        let need = if yields { Need::Yields } else { Need::Anchors };
        (yields || anchors).then_some(need)
    };
    ask_where(body, &matters, defined);
}

/// The same for the macros of these names, which are given locals of which parts are gone.
pub fn ask_for(body: &mut Block, called: &BTreeSet<String>) {
    if !called.is_empty() {
        let matters = |mac: &Macro| (called.contains(&macros::name(mac))).then_some(Need::Parts);
        ask_where(body, &matters, &BTreeSet::new());
    }
}

type Matters<'d> = &'d dyn Fn(&Macro) -> Option<Need>;

fn ask_where(body: &mut Block, matters: Matters<'_>, defined: &BTreeSet<String>) {
    let mut ask = Ask { matters, defined };
    ask.visit_block_mut(body);
    ask.block(body);
}

struct Ask<'d> {
    matters: Matters<'d>,
    defined: &'d BTreeSet<String>,
}

impl Ask<'_> {
    fn block(&self, block: &mut Block) {
        let mut called = Called {
            ask: self,
            questions: BTreeMap::new(),
        };
        for stmt in &block.stmts {
            called.visit_stmt(stmt);
        }
        let questions = called.questions.into_values().map(Stmt::Item);
        let questions: Vec<Stmt> = questions.collect();
        block.stmts.splice(..0, questions);
    }
}

impl VisitMut for Ask<'_> {
    fn visit_block_mut(&mut self, block: &mut Block) {
        visit_mut::visit_block_mut(self, block);
        if has_items(block) {
            self.block(block);
        }
    }

    fn visit_item_mut(&mut self, _: &mut Item) {}
}

// Another macro may have the name in there.
fn has_items(block: &Block) -> bool {
    block.stmts.iter().any(|stmt| matches!(stmt, Stmt::Item(_)))
}

/// What is called in a block, but for blocks in it that are asked for themselves.
struct Called<'a> {
    ask: &'a Ask<'a>,
    questions: BTreeMap<String, Item>,
}

impl<'ast> Visit<'ast> for Called<'_> {
    fn visit_block(&mut self, block: &'ast Block) {
        if !has_items(block) {
            visit::visit_block(self, block);
        }
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        let Some(need) = (self.ask.matters)(mac) else {
            return;
        };
        if let Some(name) = mac.path.get_ident()
            && !self.ask.defined.contains(&name.to_string())
            && (need != Need::Anchors || standard::is_called_from_root(mac))
            && let Some(question) = question(name, need)
        {
            self.questions.entry(name.to_string()).or_insert(question);
        }
        for argument in macros::arguments(mac) {
            if let Argument::Expr(expr) = argument {
                Called::visit_expr(self, &expr);
            }
        }
    }

    fn visit_item(&mut self, _: &'ast Item) {}
}

// Where the macro of this name is in the standard library. `panic!` cannot be asked for: there are two, of `core` and of `std`.
fn library(name: &Ident) -> Option<&'static str> {
    match () {
        () if names::is_one_of(name, &standard::CORE) => Some("core"),
        () if names::is_one_of(name, &standard::STD) => Some("std"),
        () => None,
    }
}

// Output: what rustc refuses if there is another macro of this name, since the one that we import has the same right to it.
fn question(name: &Ident, need: Need) -> Option<Item> {
    let span = ours(name.span());
    let library = Ident::new(library(name)?, span);
    // All that rustc says of the remedy is the name of the macro that this comes from.
    let asks = match need {
        Need::Yields => "bind_what_yields_before_a_macro_that_is_not_standard",
        Need::Anchors => "beside_an_anchor_call_a_macro_that_is_not_standard_by_its_path",
        Need::Parts => "bind_the_part_of_a_local_before_a_macro_that_is_not_standard",
    };
    let asks = Ident::new(asks, span);
    Some(parse_quote_spanned!(span=> const _: () = {
        ::gen_runtime::__private::#asks!(#library #name);
    };))
}
