//! Where are the real functions?

use std::{
    fs,
    path::{Path, PathBuf},
};

use syn::{
    ImplItemFn, ItemFn, TraitItemFn, Visibility,
    visit::{self, Visit},
};

/// The Rust files in `directory` and below, sorted.
pub fn files(directory: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut work = vec![directory.to_path_buf()];
    while let Some(directory) = work.pop() {
        let Ok(entries) = fs::read_dir(&directory) else {
            continue;
        };
        for entry in entries.flatten() {
            let path = entry.path();
            if path.is_dir() {
                if path.file_name().is_some_and(|name| name != "target") {
                    work.push(path);
                }
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The functions in a file that have a body, none if it does not parse.
pub fn functions(file: &Path) -> Vec<ItemFn> {
    let Some(file) = fs::read_to_string(file)
        .ok()
        .and_then(|text| syn::parse_file(&text).ok())
    else {
        return Vec::new();
    };
    let mut find = Find(Vec::new());
    find.visit_file(&file);
    find.0
}

/// Where cargo has the sources of crates.
pub fn registry() -> Option<PathBuf> {
    let home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::home_dir().map(|home| home.join(".cargo")))?;
    Some(home.join("registry/src"))
}

struct Find(Vec<ItemFn>);

impl<'ast> Visit<'ast> for Find {
    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        self.0.push(function.clone());
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, method: &'ast ImplItemFn) {
        self.0.push(ItemFn {
            attrs: method.attrs.clone(),
            vis: method.vis.clone(),
            modifiers: method.modifiers.clone(),
            sig: method.sig.clone(),
            block: Box::new(method.block.clone()),
        });
        visit::visit_impl_item_fn(self, method);
    }

    fn visit_trait_item_fn(&mut self, method: &'ast TraitItemFn) {
        if let Some(block) = &method.default {
            self.0.push(ItemFn {
                attrs: method.attrs.clone(),
                vis: Visibility::Inherited,
                modifiers: method.modifiers.clone(),
                sig: method.sig.clone(),
                block: Box::new(block.clone()),
            });
        }
        visit::visit_trait_item_fn(self, method);
    }

    // The generators in `generators! { … }`.
    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        if mac.path.is_ident("generators")
            && let Ok(items) = gen_compiler::items(mac.tokens.clone())
        {
            for item in &items {
                <Self as Visit<'_>>::visit_item(self, item);
            }
        }
    }
}
