//! Are the macros that are taken for the standard library's the standard library's?
//!
//! A macro whose arguments yield is taken apart, and where there are anchors it is called by a path of ours, so it matters which macro its name
//! is. A name that the body defines is the body's. Of any other only rustc knows: it is given the name beside an import of everything
//! that the standard library has, and says that the name is ambiguous if it is another macro's.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Ident;
use syn::{
    Block, Item, Macro, Stmt, parse_quote_spanned,
    visit::{self, Visit},
    visit_mut::{self, VisitMut},
};

use super::{ours, standard};
use crate::{
    macros::{self, Argument},
    names,
};

/// The names of the macros that a body defines.
pub fn defined(body: &Block) -> BTreeSet<String> {
    struct Defined(BTreeSet<String>);
    impl<'ast> Visit<'ast> for Defined {
        fn visit_item_macro(&mut self, item: &'ast syn::ItemMacro) {
            let name = item.ident.as_ref().map(ToString::to_string);
            self.0.extend(name);
        }
    }
    let mut defined = Defined(BTreeSet::new());
    defined.visit_block(body);
    defined.0
}

// Input: a body. Output: in front of the statements of each block with items, and of the body, a question for each macro in them that matters.
pub(super) fn ask(body: &mut Block, anchors: bool, defined: &BTreeSet<String>) {
    let mut ask = Ask { anchors, defined };
    ask.visit_block_mut(body);
    ask.block(body);
}

struct Ask<'d> {
    anchors: bool,
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
        let yields = macros::find_yield(mac.tokens.clone()).is_some();
        if !yields && !self.ask.anchors {
            return;
        }
        if let Some(name) = mac.path.get_ident()
            && !self.ask.defined.contains(&name.to_string())
            && (yields || standard::is_called_from_root(mac))
            && let Some(question) = question(name, yields)
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

// Output: what rustc refuses if there is another macro of this name, since the one that we import has the same right to it. `panic!` cannot be
// asked: there are two, of `core` and of `std`.
fn question(name: &Ident, yields: bool) -> Option<Item> {
    let library = match () {
        () if names::is_one_of(name, &standard::CORE) => "core",
        () if names::is_one_of(name, &standard::STD) => "std",
        () => return None,
    };
    let span = ours(name.span());
    let library = Ident::new(library, span);
    // All that rustc says of the remedy is the name of the macro that this comes from.
    Some(if yields {
        parse_quote_spanned!(span=> const _: () = {
            ::gen_runtime::__private::bind_what_yields_before_a_macro_that_is_not_standard!(#library #name);
        };)
    } else {
        parse_quote_spanned!(span=> const _: () = {
            ::gen_runtime::__private::beside_an_anchor_call_a_macro_that_is_not_standard_by_its_path!(#library #name);
        };)
    })
}
