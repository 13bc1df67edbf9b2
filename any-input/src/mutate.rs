//! Which inputs are near to one that works?

use fastrand::Rng;
use proc_macro2::{Group, TokenStream, TokenTree};

use crate::soup;

/// The tokens, with something done to one tree in them. What replaces a tree may come from `pool`.
pub fn mutate(rng: &mut Rng, tokens: TokenStream, pool: &[TokenTree]) -> TokenStream {
    let trees = count(&tokens);
    if trees == 0 {
        return soup::soup(rng, 3, 1);
    }
    let mut chosen = rng.usize(..trees);
    at(rng, tokens, &mut chosen, pool)
}

/// All trees in the tokens, those in groups too.
pub fn trees(tokens: &TokenStream, out: &mut Vec<TokenTree>) {
    for tree in tokens.clone() {
        if let TokenTree::Group(group) = &tree {
            trees(&group.stream(), out);
        }
        out.push(tree);
    }
}

fn count(tokens: &TokenStream) -> usize {
    let inside = |tree| match tree {
        TokenTree::Group(group) => 1 + count(&group.stream()),
        TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => 1,
    };
    tokens.clone().into_iter().map(inside).sum()
}

// Counts `chosen` down and changes the tree where it gets to zero.
fn at(rng: &mut Rng, tokens: TokenStream, chosen: &mut usize, pool: &[TokenTree]) -> TokenStream {
    let mut out: Vec<TokenTree> = Vec::new();
    let mut rest = tokens.into_iter();
    while let Some(tree) = rest.next() {
        if *chosen == 0 {
            change(rng, tree, &mut rest, pool, &mut out);
            out.extend(rest);
            // No other tree has this number.
            *chosen = usize::MAX;
            break;
        }
        *chosen -= 1;
        if let TokenTree::Group(group) = tree {
            let inner = count(&group.stream());
            if *chosen < inner {
                let changed = at(rng, group.stream(), chosen, pool);
                let mut changed = Group::new(group.delimiter(), changed);
                changed.set_span(group.span());
                out.push(changed.into());
                out.extend(rest);
                break;
            }
            *chosen -= inner;
            out.push(group.into());
        } else {
            out.push(tree);
        }
    }
    out.into_iter().collect()
}

fn change(
    rng: &mut Rng,
    tree: TokenTree,
    rest: &mut impl Iterator<Item = TokenTree>,
    pool: &[TokenTree],
    out: &mut Vec<TokenTree>,
) {
    match rng.u8(..14) {
        0 => {}
        1 => out.extend([tree.clone(), tree]),
        2 => {
            out.extend(rest.next());
            out.push(tree);
        }
        3 | 4 => out.push(other(rng, pool)),
        5 => out.extend([other(rng, pool), tree]),
        6 => out.extend(quote::quote!(yield_!(1); #tree)),
        7 => out.extend(quote::quote!({ yield_!(1); #tree })),
        8 => out.extend(quote::quote!((yield #tree))),
        9 => out.extend(quote::quote!(yield_!(#tree))),
        10 => out.extend(quote::quote!(#tree? + yield_from!(#tree))),
        11 => out.extend(quote::quote!(vec![#tree, yield 2])),
        12 => out.extend(quote::quote!(let anchored = anchor!(#tree); #tree)),
        _ => out.extend(quote::quote!(let #tree = { yield 1; #tree } else { return }; #tree)),
    }
}

fn other(rng: &mut Rng, pool: &[TokenTree]) -> TokenTree {
    if pool.is_empty() || rng.u8(..4) == 0 {
        soup::tree(rng, 3, 2)
    } else {
        pool[rng.usize(..pool.len())].clone()
    }
}
