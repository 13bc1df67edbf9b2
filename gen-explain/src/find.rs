//! Which generators are in the file?
//!
//! Everything that `#[generator]` stands on, at any depth, and the functions in `generators! { … }` that yield. What other macros
//! make is not seen.

use gen_compiler::{is_generator, yields};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{
    Attribute, Block, File, ForeignItem, ImplItem, ImplItemFn, Item, ItemFn, ItemImpl, ItemMod,
    ItemTrait, Macro, Meta, TraitItem, TraitItemFn, Type,
    parse::Parser,
    spanned::Spanned,
    visit::{self, Visit},
};

/// What the macro would be given.
pub struct Found {
    /// The modules, types and functions around it, and its name.
    pub path: Vec<String>,
    /// The arguments of the attribute.
    pub arguments: TokenStream,
    /// What the attribute stands on.
    pub function: TokenStream,
    /// The attribute, or `generators!`.
    pub call: Span,
}

impl Found {
    /// Is it meant by `name`, which may be the end of its path? No name means all.
    pub fn is_called(&self, name: Option<&str>) -> bool {
        name.is_none_or(|name| {
            let wanted: Vec<&str> = name.split("::").collect();
            let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
            path.ends_with(&wanted)
        })
    }
}

/// Finds the generators in a file, in source order, and what is wrong with each `generators!` that does not parse.
pub fn find(file: &File) -> (Vec<Found>, Vec<(syn::Error, Span)>) {
    let mut finder = Finder {
        path: Vec::new(),
        found: Vec::new(),
        mistakes: Vec::new(),
        block: None,
    };
    finder.visit_file(file);
    (finder.found, finder.mistakes)
}

/// The items of `generators! { … }`, if it is one.
pub fn in_block(mac: &Macro) -> Option<syn::Result<Vec<Item>>> {
    let last = mac.path.segments.last()?;
    (last.ident == "generators").then(|| gen_compiler::items(mac.tokens.clone()))
}

struct Finder {
    path: Vec<String>,
    found: Vec<Found>,
    mistakes: Vec<(syn::Error, Span)>,
    /// The `generators!` that this is directly in, or in a type or trait there.
    block: Option<Span>,
}

impl Finder {
    // Notes a node that attributes may stand on, if it is to be a generator.
    fn take(&mut self, node: &impl ToTokens, name: String, body: Option<&Block>) {
        // A node that begins with its attributes: all that can be said of items, methods and functions at once.
        let split = |input: syn::parse::ParseStream<'_>| {
            Ok((
                input.call(Attribute::parse_outer)?,
                input.parse::<TokenStream>()?,
            ))
        };
        let Ok((mut attrs, rest)) = split.parse2(node.to_token_stream()) else {
            return;
        };
        let first = attrs.iter().position(is_generator);
        let yields = body.is_some_and(yields);
        let (arguments, call) = match (first, self.block.filter(|_| yields)) {
            // The block does not ask what is written in the attribute.
            (_, Some(block)) => {
                attrs.retain(|attr| !is_generator(attr));
                (TokenStream::new(), block)
            }
            (Some(first), None) => {
                let attr = attrs.remove(first);
                let call = attr.span();
                let arguments = match attr.meta {
                    Meta::List(list) => list.tokens,
                    Meta::Path(_) | Meta::NameValue(_) => TokenStream::new(),
                };
                (arguments, call)
            }
            (None, None) => return,
        };
        let mut path = self.path.clone();
        path.push(name);
        self.found.push(Found {
            path,
            arguments,
            function: quote!(#(#attrs)* #rest),
            call,
        });
    }

    fn inside(&mut self, name: String, block: Option<Span>, visit: impl FnOnce(&mut Self)) {
        let outside = std::mem::replace(&mut self.block, block);
        self.path.push(name);
        visit(self);
        self.path.pop();
        self.block = outside;
    }
}

impl Visit<'_> for Finder {
    fn visit_item(&mut self, item: &Item) {
        // A function has a visit of its own.
        if !matches!(item, Item::Fn(_)) {
            self.take(item, String::new(), None);
        }
        visit::visit_item(self, item);
    }

    fn visit_item_fn(&mut self, item: &ItemFn) {
        let name = item.sig.ident.to_string();
        self.take(item, name.clone(), Some(&item.block));
        self.inside(name, None, |find| visit::visit_item_fn(find, item));
    }

    fn visit_impl_item(&mut self, item: &ImplItem) {
        if !matches!(item, ImplItem::Fn(_)) {
            self.take(item, String::new(), None);
        }
        visit::visit_impl_item(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &ImplItemFn) {
        let name = item.sig.ident.to_string();
        self.take(item, name.clone(), Some(&item.block));
        self.inside(name, None, |find| visit::visit_impl_item_fn(find, item));
    }

    fn visit_trait_item(&mut self, item: &TraitItem) {
        if !matches!(item, TraitItem::Fn(_)) {
            self.take(item, String::new(), None);
        }
        visit::visit_trait_item(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &TraitItemFn) {
        let name = item.sig.ident.to_string();
        self.take(item, name.clone(), item.default.as_ref());
        self.inside(name, None, |find| visit::visit_trait_item_fn(find, item));
    }

    fn visit_foreign_item(&mut self, item: &ForeignItem) {
        self.take(item, String::new(), None);
    }

    fn visit_item_impl(&mut self, item: &ItemImpl) {
        let name = match &*item.self_ty {
            Type::Path(ty) => ty.path.segments.last().map(|last| last.ident.to_string()),
            other => Some(other.to_token_stream().to_string()),
        };
        self.inside(name.unwrap_or_default(), self.block, |find| {
            visit::visit_item_impl(find, item);
        });
    }

    fn visit_item_trait(&mut self, item: &ItemTrait) {
        self.inside(item.ident.to_string(), self.block, |find| {
            visit::visit_item_trait(find, item);
        });
    }

    fn visit_item_mod(&mut self, item: &ItemMod) {
        self.inside(item.ident.to_string(), None, |find| {
            visit::visit_item_mod(find, item);
        });
    }

    fn visit_macro(&mut self, mac: &Macro) {
        match in_block(mac) {
            Some(Ok(items)) => {
                let outside = self.block.replace(mac.span());
                for item in &items {
                    self.visit_item(item);
                }
                self.block = outside;
            }
            Some(Err(error)) => self.mistakes.push((error, mac.span())),
            None => {}
        }
    }
}
