//! Which names do items give to values?
//!
//! Where an item stands in a block, its name means the item in all of the block, and not a local from outside.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Spacing, TokenStream, TokenTree};
use syn::{ForeignItem, Item, Stmt, UseTree};

/// What a name stands for, as far as a pattern is concerned.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// A constant, a static or a unit struct: a pattern of this name is compared with it.
    Constant,
    /// A function: a pattern of this name binds a variable.
    Function,
    /// Something imported, which is not called.
    Imported,
}

/// The values that `items` name. Of an import the code in which it is visible, `seen`, has to tell whether it is a value at all.
pub fn values<'a>(
    items: impl IntoIterator<Item = &'a Item>,
    seen: impl FnOnce() -> TokenStream,
) -> BTreeMap<String, Value> {
    let mut found = BTreeMap::new();
    let mut imported = Vec::new();
    for item in items {
        match item {
            Item::Const(item) => add(&mut found, &item.ident, Value::Constant),
            Item::Static(item) => add(&mut found, &item.ident, Value::Constant),
            Item::Fn(item) => add(&mut found, &item.sig.ident, Value::Function),
            Item::Struct(item) => match item.fields {
                syn::Fields::Unit => add(&mut found, &item.ident, Value::Constant),
                syn::Fields::Unnamed(_) => add(&mut found, &item.ident, Value::Function),
                syn::Fields::Named(_) => {}
            },
            Item::ForeignMod(item) => {
                for item in &item.items {
                    match item {
                        ForeignItem::Fn(item) => {
                            add(&mut found, &item.sig.ident, Value::Function);
                        }
                        ForeignItem::Static(item) => {
                            add(&mut found, &item.ident, Value::Constant);
                        }
                        _ => {}
                    }
                }
            }
            Item::Use(item) => imports(&item.tree, &mut imported),
            _ => {}
        }
    }
    if !imported.is_empty() {
        let mut uses = BTreeMap::new();
        used(seen(), &mut uses);
        for name in imported {
            match uses.get(&key(name)) {
                Some(Use::Path) => {}
                Some(Use::Called) => add(&mut found, name, Value::Function),
                None => add(&mut found, name, Value::Imported),
            }
        }
    }
    found
}

/// The items among statements.
pub fn among(stmts: &[Stmt]) -> impl Iterator<Item = &Item> {
    stmts.iter().filter_map(|stmt| match stmt {
        Stmt::Item(item) => Some(item),
        Stmt::Local(_) | Stmt::Expr(..) | Stmt::Macro(_) => None,
    })
}

/// What a name is looked up by: `r#try` is `{try}` in a format string.
pub fn key(ident: &Ident) -> String {
    ident.to_string().trim_start_matches("r#").to_owned()
}

fn add(found: &mut BTreeMap<String, Value>, name: &Ident, value: Value) {
    found.insert(key(name), value);
}

// The names that a `use` brings. What a `*` brings cannot be seen, and `self` is a module.
fn imports<'a>(tree: &'a UseTree, found: &mut Vec<&'a Ident>) {
    match tree {
        UseTree::Path(path) => imports(&path.tree, found),
        UseTree::Name(name) if name.ident != "self" => found.push(&name.ident),
        UseTree::Rename(rename) if rename.ident != "self" && rename.rename != "_" => {
            found.push(&rename.rename);
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| imports(tree, found)),
        _ => {}
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// In front of `::` or `!`: a module or a macro.
    Path,
    Called,
}

fn used(tokens: TokenStream, found: &mut BTreeMap<String, Use>) {
    let mut tokens = tokens.into_iter().peekable();
    let mut is_member = false;
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(ident) if !is_member => {
                let how = match tokens.peek() {
                    Some(TokenTree::Punct(next))
                        if next.as_char() == '!'
                            || next.as_char() == ':' && next.spacing() == Spacing::Joint =>
                    {
                        Use::Path
                    }
                    Some(TokenTree::Group(group))
                        if group.delimiter() == proc_macro2::Delimiter::Parenthesis =>
                    {
                        Use::Called
                    }
                    _ => continue,
                };
                let known = found.entry(key(&ident)).or_insert(how);
                if how == Use::Called {
                    *known = how;
                }
            }
            TokenTree::Group(group) => used(group.stream(), found),
            TokenTree::Punct(punct) => {
                is_member = punct.as_char() == '.';
                continue;
            }
            TokenTree::Ident(_) | TokenTree::Literal(_) => {}
        }
        is_member = false;
    }
}
