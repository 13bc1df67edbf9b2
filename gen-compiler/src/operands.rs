//! In which order are the operands of an expression evaluated, and what is each used for?
//!
//! The order is that of the Rust Reference (Expressions, Evaluation order of operands). Expressions that decide what is
//! evaluated at all (`if`, `match`, loops, blocks, `&&` and `||`) have no operands here but the one that comes first in
//! any case.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{BinOp, Expr, Macro, RangeLimits, UnOp};

use crate::{
    effects::takes_receiver,
    macros::{self, Argument},
    names,
};

/// What an expression uses an operand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Its value, which is moved or copied.
    Value,
    /// What it compares or prints: a place is only looked at.
    Compared,
    /// What it borrows: a place is only borrowed.
    Borrowed,
    /// What it calls as a function.
    Called,
    /// What it calls a method on, which takes it by value or borrows it, as far as the name of the method tells.
    Receiver { by_value: bool },
    /// A place that it is a part of, or that it assigns to.
    Place,
}

/// An operand.
pub struct Operand<'e> {
    pub role: Role,
    pub expr: &'e mut Expr,
}

/// Calls `see` with the operands of `expr` in order of evaluation. They may be replaced.
pub fn visit(expr: &mut Expr, see: &mut dyn FnMut(&mut [Operand<'_>])) {
    let mut operands = Vec::new();
    let mut push = |role, expr| operands.push(Operand { role, expr });
    match expr {
        Expr::Array(expr) => expr.elems.iter_mut().for_each(|e| push(Role::Value, e)),
        Expr::Tuple(expr) => expr.elems.iter_mut().for_each(|e| push(Role::Value, e)),
        Expr::Assign(expr) => {
            push(Role::Value, &mut expr.right);
            push(Role::Place, &mut expr.left);
        }
        Expr::Binary(expr) => match expr.op {
            BinOp::And(_) | BinOp::Or(_) => push(Role::Value, &mut expr.left),
            _ if is_comparison(expr.op) => {
                push(Role::Compared, &mut expr.left);
                push(Role::Compared, &mut expr.right);
            }
            // As for primitives, the right side first. Elsewhere the place must not depend on the order.
            _ if is_compound(expr.op) => {
                push(Role::Value, &mut expr.right);
                push(Role::Place, &mut expr.left);
            }
            _ => {
                push(Role::Value, &mut expr.left);
                push(Role::Value, &mut expr.right);
            }
        },
        Expr::Call(expr) => {
            push(Role::Called, &mut expr.func);
            expr.args.iter_mut().for_each(|e| push(Role::Value, e));
        }
        Expr::MethodCall(expr) => {
            let by_value = takes_receiver(&expr.method);
            push(Role::Receiver { by_value }, &mut expr.receiver);
            expr.args.iter_mut().for_each(|e| push(Role::Value, e));
        }
        Expr::Cast(expr) => push(Role::Value, &mut expr.expr),
        Expr::Field(expr) => push(Role::Place, &mut expr.base),
        Expr::Index(expr) => {
            push(Role::Place, &mut expr.expr);
            push(Role::Value, &mut expr.index);
        }
        Expr::Paren(expr) => push(Role::Place, &mut expr.expr),
        Expr::Match(expr) => push(Role::Borrowed, &mut expr.expr),
        Expr::Range(expr) => match expr.limits {
            RangeLimits::HalfOpen(_) | RangeLimits::Closed(_) => {
                for end in [&mut expr.start, &mut expr.end].into_iter().flatten() {
                    push(Role::Value, end);
                }
            }
        },
        Expr::RawAddr(expr) => push(Role::Borrowed, &mut expr.expr),
        Expr::Reference(expr) => push(Role::Borrowed, &mut expr.expr),
        Expr::Repeat(expr) => push(Role::Value, &mut expr.expr),
        Expr::Struct(expr) => {
            for field in &mut expr.fields {
                push(Role::Value, &mut field.expr);
            }
            if let Some(rest) = &mut expr.rest {
                push(Role::Borrowed, rest);
            }
        }
        Expr::Try(expr) => push(Role::Value, &mut expr.expr),
        Expr::Unary(expr) => match expr.op {
            UnOp::Deref(_) => push(Role::Place, &mut expr.expr),
            _ => push(Role::Value, &mut expr.expr),
        },
        Expr::Macro(expr) => return visit_macro(&mut expr.mac, see),
        _ => {}
    }
    see(&mut operands);
}

fn visit_macro(mac: &mut Macro, see: &mut dyn FnMut(&mut [Operand<'_>])) {
    let Some(kind) = kind(mac) else {
        return see(&mut []);
    };
    let mut arguments = macros::arguments(mac);
    let mut operands = Vec::new();
    let mut position = 0;
    for argument in &mut arguments {
        let Argument::Expr(expr) = argument else {
            continue;
        };
        let role = kind.role(position);
        position += 1;
        operands.extend(role.map(|role| Operand { role, expr }));
    }
    see(&mut operands);
    let mut tokens = TokenStream::new();
    for argument in arguments {
        match argument {
            Argument::Expr(expr) => expr.to_tokens(&mut tokens),
            Argument::Other(token) => token.to_tokens(&mut tokens),
        }
    }
    mac.tokens = tokens;
}

/// What a macro of the standard library does with its arguments.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Prints all of them.
    Format,
    /// Prints all but the first, which it calls a method on.
    Write,
    /// Compares two, and prints the others if it fails.
    Compare,
    /// Takes all of them by value.
    List,
}

impl Kind {
    /// What the argument is used for; `None` if it is not always evaluated.
    fn role(self, position: usize) -> Option<Role> {
        match (self, position) {
            (Kind::Write, 0) => Some(Role::Receiver { by_value: false }),
            (Kind::Format | Kind::Write, _) | (Kind::Compare, 0 | 1) => Some(Role::Borrowed),
            (Kind::Compare, _) => None,
            (Kind::List, _) => Some(Role::Value),
        }
    }
}

fn kind(mac: &Macro) -> Option<Kind> {
    Some(match &*macros::name(mac) {
        "format" | "print" | "println" | "eprint" | "eprintln" | "panic" | "todo"
        | "unimplemented" | "unreachable" => Kind::Format,
        "write" | "writeln" => Kind::Write,
        "assert_eq" | "assert_ne" | "debug_assert_eq" | "debug_assert_ne" => Kind::Compare,
        "vec" => Kind::List,
        _ => return None,
    })
}

/// Is this a macro of the standard library that only evaluates its arguments? `assert!` and `dbg!` print them as they are written.
pub fn evaluates_only(mac: &Macro) -> bool {
    let is_other = macros::is(mac, "matches") || macros::is(mac, "format_args");
    macros::is_standard(&mac.path) && (kind(mac).is_some() || is_other)
}

/// Is this one that evaluates them and prints them as they are written?
pub fn prints_text(mac: &Macro) -> bool {
    macros::is_standard(&mac.path) && PRINTS_TEXT.iter().any(|name| macros::is(mac, name))
}

/// Is there an invocation of such a macro among `tokens`?
pub fn hides_text(tokens: TokenStream) -> bool {
    let is_text = |token: &TokenTree| matches!(token, TokenTree::Ident(name) if names::is_one_of(name, &PRINTS_TEXT));
    let calls = |token: &TokenTree, next: Option<&TokenTree>| {
        is_text(token) && matches!(next, Some(TokenTree::Punct(punct)) if punct.as_char() == '!')
    };
    macros::any(tokens, &calls).is_some()
}

const PRINTS_TEXT: [&str; 3] = ["assert", "dbg", "debug_assert"];

/// A yield in the arguments of `mac` that nobody can see, or that is not always come to.
pub fn hidden_yield(mac: &Macro) -> Option<TokenTree> {
    let first = macros::find_yield(mac.tokens.clone())?;
    if !macros::is_standard(&mac.path) {
        return Some(first);
    }
    let may_yield = |position| match (kind(mac), &*macros::name(mac)) {
        (Some(kind), _) => kind.role(position).is_some(),
        (None, "assert" | "dbg" | "debug_assert") => true,
        (None, "matches") => position == 0,
        (None, _) => false,
    };
    let mut position = 0;
    let mut seen = false;
    let hidden = macros::arguments(mac).into_iter().find_map(|argument| {
        let tokens = match argument {
            Argument::Expr(expr) if may_yield(position) => {
                seen |= macros::find_yield(expr.to_token_stream()).is_some();
                position += 1;
                return None;
            }
            Argument::Expr(expr) => {
                position += 1;
                expr.to_token_stream()
            }
            Argument::Other(token) => token.into(),
        };
        macros::find_yield(tokens)
    });
    hidden.or((!seen).then_some(first))
}

/// Is this `==`, `<` or the like?
pub fn is_comparison(op: BinOp) -> bool {
    matches!(
        op,
        BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_)
    )
}

/// Is this `+=` or the like?
pub fn is_compound(op: BinOp) -> bool {
    matches!(
        op,
        BinOp::AddAssign(_)
            | BinOp::SubAssign(_)
            | BinOp::MulAssign(_)
            | BinOp::DivAssign(_)
            | BinOp::RemAssign(_)
            | BinOp::BitXorAssign(_)
            | BinOp::BitAndAssign(_)
            | BinOp::BitOrAssign(_)
            | BinOp::ShlAssign(_)
            | BinOp::ShrAssign(_)
    )
}
