//! What did `macro_rules!` hand to the function?
//!
//! Around what stands for `$e` there are invisible parentheses, which rustc heeds in what a macro by example makes, but not in what a
//! procedural macro does: there `$e * 2` with `1 + 2` would be 5. So none are left after this phase. In the syntax tree they say nothing that
//! it does not say itself: where an operand needs parentheses, `syn` prints them. Where code is no more than tokens, in the arguments of macros,
//! visible ones take their place.

use proc_macro2::{Delimiter, Group, Punct, Spacing, TokenStream, TokenTree};
use syn::{
    Expr, Item, ItemFn, Macro, Stmt, Type, parse_quote,
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
            in_tokens(tokens);
        }
        visit_mut::visit_expr_mut(self, expr);
    }

    // What stands for `$s:stmt` was read as the condition `let pat = value`.
    fn visit_stmt_mut(&mut self, stmt: &mut Stmt) {
        if let Stmt::Expr(Expr::Group(group), Some(semi)) = stmt
            && let Expr::Let(binding) = &*group.expr
        {
            *stmt = parse_quote!(#binding #semi);
        }
        visit_mut::visit_stmt_mut(self, stmt);
    }

    fn visit_type_mut(&mut self, ty: &mut Type) {
        while let Type::Group(group) = ty {
            *ty = Type::clone(&group.elem);
        }
        visit_mut::visit_type_mut(self, ty);
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        in_tokens(&mut mac.tokens);
    }
}

// What has none stays as it is, with its spans.
fn in_tokens(tokens: &mut TokenStream) {
    if has_groups(tokens.clone()) {
        *tokens = without_groups(std::mem::take(tokens), false);
    }
}

fn has_groups(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => {
            group.delimiter() == Delimiter::None || has_groups(group.stream())
        }
        TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// Input: a function or several. Output: the same without invisible parentheses, for when it does not parse with them: what stands for a block
/// or a statement is no statement to `syn` if no semicolon follows.
pub fn reread(tokens: TokenStream) -> TokenStream {
    without_groups(tokens, true)
}

// Input: tokens. Output: the same without invisible parentheses, with visible ones where those made one operand of several tokens, and with a
// semicolon where they made a statement.
fn without_groups(tokens: TokenStream, statements: bool) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut out = TokenStream::new();
    for (at, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else {
            out.extend([token.clone()]);
            continue;
        };
        let inside = without_groups(group.stream(), statements);
        let (before, after) = (&tokens[..at], &tokens[at + 1..]);
        let is_operand = || follows_operator(before) || precedes_operator(after);
        let delimiter = match group.delimiter() {
            Delimiter::None if is_operand() && is_operation(&inside) => Delimiter::Parenthesis,
            Delimiter::None => {
                let ends = statements && is_statement(before, after, &inside);
                out.extend(inside);
                if ends {
                    let mut semicolon = Punct::new(';', Spacing::Alone);
                    semicolon.set_span(group.span());
                    out.extend([TokenTree::Punct(semicolon)]);
                }
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

// Is it a whole statement with another one behind it, and without what would end it?
fn is_statement(before: &[TokenTree], after: &[TokenTree], inside: &TokenStream) -> bool {
    let begins = match before.last() {
        None => true,
        Some(TokenTree::Punct(last)) => last.as_char() == ';',
        // A block, or what stands for a statement before this one.
        Some(TokenTree::Group(last)) => {
            matches!(last.delimiter(), Delimiter::Brace | Delimiter::None)
        }
        Some(TokenTree::Ident(_) | TokenTree::Literal(_)) => false,
    };
    let goes_on = match after.first() {
        Some(TokenTree::Ident(next)) => next != "as",
        Some(TokenTree::Literal(_)) => true,
        Some(TokenTree::Punct(next)) => matches!(next.as_char(), '\'' | '#'),
        Some(TokenTree::Group(_)) | None => false,
    };
    let last = inside.clone().into_iter().last();
    let is_block =
        matches!(last, Some(TokenTree::Group(last)) if last.delimiter() == Delimiter::Brace);
    begins && goes_on && !is_block
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
