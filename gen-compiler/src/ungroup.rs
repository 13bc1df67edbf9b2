//! What did `macro_rules!` hand to the function?
//!
//! Around what stands for `$e` there are invisible parentheses, which rustc heeds in what a macro by example makes, but not in what a
//! procedural macro does: there `$e * 2` with `1 + 2` would be 5. So none are left after this phase. In the syntax tree they say nothing that
//! it does not say itself: where an operand needs parentheses, `syn` prints them. Where code is no more than tokens, in the arguments of macros,
//! visible ones take their place.

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};
use syn::{
    Expr, Item, ItemFn, Macro, Type,
    visit_mut::{self, VisitMut},
};

/// Removes the invisible parentheses from a function.
pub fn in_function(item: &mut ItemFn) {
    Ungroup.visit_item_fn_mut(item);
}

/// Removes them from an item.
pub fn in_item(item: &mut Item) {
    Ungroup.visit_item_mut(item);
}

struct Ungroup;

impl VisitMut for Ungroup {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        while let Expr::Group(group) = expr {
            *expr = std::mem::replace(&mut *group.expr, Expr::PLACEHOLDER);
        }
        if let Expr::Verbatim(tokens) = expr {
            *tokens = without_groups(std::mem::take(tokens));
        }
        visit_mut::visit_expr_mut(self, expr);
    }

    fn visit_type_mut(&mut self, ty: &mut Type) {
        while let Type::Group(group) = ty {
            *ty = Type::clone(&group.elem);
        }
        visit_mut::visit_type_mut(self, ty);
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        mac.tokens = without_groups(std::mem::take(&mut mac.tokens));
    }
}

/// Input: tokens. Output: the same without invisible parentheses, with visible ones where those made one operand of several tokens.
pub fn without_groups(tokens: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut out = TokenStream::new();
    for (at, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else {
            out.extend([token.clone()]);
            continue;
        };
        let inside = without_groups(group.stream());
        let is_operand = || follows_operator(&tokens[..at]) || precedes_operator(&tokens[at + 1..]);
        let delimiter = match group.delimiter() {
            Delimiter::None if is_operand() && is_operation(&inside) => Delimiter::Parenthesis,
            Delimiter::None => {
                out.extend(inside);
                continue;
            }
            delimiter => delimiter,
        };
        let mut same = Group::new(delimiter, inside);
        same.set_span(group.span());
        out.extend([TokenTree::Group(same)]);
    }
    out
}

fn follows_operator(before: &[TokenTree]) -> bool {
    match before {
        // Arrows, and what begins a value.
        [.., TokenTree::Punct(first), TokenTree::Punct(second)]
            if first.spacing() == Spacing::Joint =>
        {
            !matches!(
                (first.as_char(), second.as_char()),
                ('=' | '-', '>') | (_, ':')
            )
        }
        [.., TokenTree::Punct(last)] => !matches!(last.as_char(), ',' | ';' | ':' | '='),
        _ => false,
    }
}

fn precedes_operator(after: &[TokenTree]) -> bool {
    match after {
        [TokenTree::Punct(first), TokenTree::Punct(second), ..] if first.as_char() == '=' => {
            first.spacing() == Spacing::Joint && second.as_char() == '='
        }
        [TokenTree::Punct(next), ..] => !matches!(next.as_char(), ',' | ';' | ':' | '='),
        [TokenTree::Ident(next), ..] => next == "as",
        [TokenTree::Group(next), ..] => next.delimiter() != Delimiter::Brace,
        _ => false,
    }
}

// Would it fall apart beside an operator?
fn is_operation(tokens: &TokenStream) -> bool {
    let is_one = tokens.clone().into_iter().nth(1).is_none();
    !is_one
        && match syn::parse2(tokens.clone()) {
            Ok(
                Expr::Assign(_)
                | Expr::Binary(_)
                | Expr::Break(_)
                | Expr::Cast(_)
                | Expr::Closure(_)
                | Expr::Range(_)
                | Expr::RawAddr(_)
                | Expr::Reference(_)
                | Expr::Return(_)
                | Expr::Unary(_)
                | Expr::Yield(_),
            ) => true,
            Ok(_) | Err(_) => false,
        }
}
