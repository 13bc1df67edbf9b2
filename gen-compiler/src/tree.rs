//! How is code of ours put together as a syntax tree?
//!
//! `parse_quote!` reads better, but prints what it is given into tokens and parses them again. Where that is a part of the user's
//! code, or happens in every generator, the nodes are made by hand. All tokens of ours are at `span`.

use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::{
    Arm, Block, Expr, ExprBlock, ExprCall, ExprMatch, ExprPath, ExprReference, ExprReturn, Label,
    Lifetime, Local, LocalInit, LocalModifiers, Pat, PatIdent, PatTupleStruct, PatType, Path,
    PathSegment, Stmt, Token, Type, punctuated::Punctuated, token,
};

/// A path from the root: `::core::iter::Iterator::next`.
pub fn path(span: Span, names: &[&str]) -> Path {
    let segments = names.iter().map(|name| PathSegment {
        ident: Ident::new(name, span),
        arguments: syn::PathArguments::None,
    });
    let mut path = Path {
        leading_colon: Some(Token![::](span)),
        segments: Punctuated::new(),
    };
    for segment in segments {
        if !path.segments.is_empty() {
            path.segments.push_punct(Token![::](span));
        }
        path.segments.push_value(segment);
    }
    path
}

/// What a path stands for, or what a variable holds.
pub fn value(path: impl Into<Path>) -> Expr {
    Expr::Path(ExprPath {
        attrs: Vec::new(),
        qself: None,
        path: path.into(),
    })
}

/// `function(arguments)`
pub fn call(span: Span, function: Path, arguments: impl IntoIterator<Item = Expr>) -> Expr {
    Expr::Call(ExprCall {
        attrs: Vec::new(),
        func: Box::new(value(function)),
        paren_token: token::Paren(span),
        args: arguments.into_iter().collect(),
    })
}

/// `&mut place`
pub fn borrow_mut(span: Span, place: Expr) -> Expr {
    Expr::Reference(ExprReference {
        attrs: Vec::new(),
        and_token: Token![&](span),
        mutability: Some(Token![mut](span)),
        expr: Box::new(place),
    })
}

/// `{ stmts }`
pub fn block(span: Span, stmts: Vec<Stmt>) -> Expr {
    Expr::Block(ExprBlock {
        attrs: Vec::new(),
        label: None,
        block: Block {
            brace_token: token::Brace(span),
            stmts,
        },
    })
}

/// `'_name: { stmts }`, of which rustc says that it is at both spans and all between them: one token of ours can only be where one of the user's is.
pub fn block_over((first, last): (Span, Span), name: &str, stmts: Vec<Stmt>) -> Expr {
    Expr::Block(ExprBlock {
        attrs: Vec::new(),
        label: Some(Label {
            name: Lifetime::new(&format!("'_{name}"), first),
            colon_token: Token![:](first),
        }),
        block: Block {
            brace_token: token::Brace(last),
            stmts,
        },
    })
}

/// Where some code begins, and where it ends.
pub fn ends(code: &impl ToTokens) -> (Span, Span) {
    let mut tokens = code.to_token_stream().into_iter().map(|token| token.span());
    let first = tokens.next().unwrap_or_else(Span::call_site);
    (first, tokens.last().unwrap_or(first))
}

/// `match value { pat => body, … }`
pub fn match_of(span: Span, value: Expr, arms: impl IntoIterator<Item = (Pat, Expr)>) -> Expr {
    let arms = arms.into_iter().map(|(pat, body)| Arm {
        attrs: Vec::new(),
        pat,
        fat_arrow_token: Token![=>](span),
        comma: (!matches!(body, Expr::Block(_))).then(|| Token![,](span)),
        body: Box::new(body),
    });
    Expr::Match(ExprMatch {
        attrs: Vec::new(),
        match_token: Token![match](span),
        expr: Box::new(value),
        brace_token: token::Brace(span),
        arms: arms.collect(),
    })
}

/// `return value`
pub fn return_of(span: Span, value: Expr) -> Expr {
    Expr::Return(ExprReturn {
        attrs: Vec::new(),
        return_token: Token![return](span),
        expr: Some(Box::new(value)),
    })
}

/// A pattern that binds `name`, `mut` at a span if it is to be.
pub fn variable(name: Ident, mutability: Option<Span>) -> Pat {
    Pat::Ident(PatIdent {
        attrs: Vec::new(),
        by_ref: None,
        mutability: mutability.map(token::Mut),
        ident: name,
        subpat: None,
    })
}

/// `NAME::<>`, a pattern that is the same as `NAME` if that is a constant, and that rustc refuses if it is none.
pub fn constant(name: Ident) -> Pat {
    let span = name.span();
    let none = syn::AngleBracketedGenericArguments {
        colon2_token: Some(Token![::](span)),
        lt_token: Token![<](span),
        args: Punctuated::new(),
        gt_token: Token![>](span),
    };
    Pat::Path(ExprPath {
        attrs: Vec::new(),
        qself: None,
        path: Path::from(PathSegment {
            ident: name,
            arguments: syn::PathArguments::AngleBracketed(none),
        }),
    })
}

/// `pat: ty`
pub fn typed(span: Span, pat: Pat, ty: Type) -> Pat {
    Pat::Type(PatType {
        attrs: Vec::new(),
        pat: Box::new(pat),
        colon_token: Token![:](span),
        ty: Box::new(ty),
    })
}

/// `variant(pat)`
pub fn variant(span: Span, variant: Path, pat: Pat) -> Pat {
    Pat::TupleStruct(PatTupleStruct {
        attrs: Vec::new(),
        qself: None,
        path: variant,
        paren_token: token::Paren(span),
        elems: Punctuated::from_iter([pat]),
    })
}

/// `let (): () = value;`
pub fn unit(span: Span, value: Expr) -> Stmt {
    let pat = Pat::Tuple(syn::PatTuple {
        attrs: Vec::new(),
        paren_token: token::Paren(span),
        elems: Punctuated::new(),
    });
    let ty = Type::Tuple(syn::TypeTuple {
        attrs: Vec::new(),
        paren_token: token::Paren(span),
        elems: Punctuated::new(),
    });
    binding(span, typed(span, pat, ty), value)
}

/// `let pat = value;`
pub fn binding(span: Span, pat: Pat, value: Expr) -> Stmt {
    Stmt::Local(Local {
        attrs: Vec::new(),
        let_token: Token![let](span),
        modifiers: LocalModifiers::default(),
        pat,
        init: Some(LocalInit {
            eq_token: Token![=](span),
            expr: Box::new(value),
            diverge: None,
        }),
        semi_token: Token![;](span),
    })
}
