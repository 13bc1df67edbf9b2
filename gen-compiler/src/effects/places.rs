//! Is an expression a place, and of which local is it a part?

use quote::ToTokens;
use syn::{Expr, UnOp};

use super::{Part, Receiver, methods::consumes};
use crate::{ids::LocalId, names};

/// Is `expr` a place, so that matching it or borrowing it does not make a temporary?
pub fn is_place(expr: &Expr) -> bool {
    match expr {
        Expr::Path(_) => true,
        Expr::Field(expr) => is_place(&expr.base),
        Expr::Index(expr) => is_place(&expr.expr) && is_simple(&expr.index),
        Expr::Unary(expr) => matches!(expr.op, UnOp::Deref(_)) && is_place(&expr.expr),
        Expr::Paren(expr) => is_place(&expr.expr),
        _ => false,
    }
}

/// Is `expr` written as a place, perhaps as a part of a temporary?
pub fn is_place_expression(expr: &Expr) -> bool {
    match expr {
        Expr::Path(_) | Expr::Field(_) | Expr::Index(_) => true,
        Expr::Unary(expr) => matches!(expr.op, UnOp::Deref(_)),
        Expr::Paren(expr) => is_place_expression(&expr.expr),
        _ => false,
    }
}

/// The local that the place `expr` is a part of, if getting there calls nothing: by fields and derefs only.
pub fn root(expr: &Expr) -> Option<LocalId> {
    part(expr).map(|(local, _)| local)
}

/// Can `expr` be evaluated without making a temporary that is dropped at the end of the statement?
pub fn is_simple(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(_) | Expr::Closure(_) => true,
        Expr::Binary(expr) => is_simple(&expr.left) && is_simple(&expr.right),
        Expr::Unary(expr) => is_simple(&expr.expr),
        Expr::Cast(expr) => is_simple(&expr.expr),
        Expr::Paren(expr) => is_simple(&expr.expr),
        Expr::Reference(expr) => is_place(&expr.expr),
        Expr::Range(expr) => [&expr.start, &expr.end]
            .iter()
            .all(|end| end.as_deref().is_none_or(is_simple)),
        Expr::Tuple(expr) => expr.elems.iter().all(is_simple),
        Expr::Array(expr) => expr.elems.iter().all(is_simple),
        Expr::Call(expr) => matches!(*expr.func, Expr::Path(_)) && expr.args.iter().all(is_simple),
        Expr::MethodCall(expr) => {
            // What is taken by value leaves nothing behind.
            let adapts = || {
                let kind = consumes(&expr.method.to_string());
                matches!(kind, Some(Receiver::Adaptor | Receiver::Picker))
            };
            let is_left = is_place(&expr.receiver) || adapts() && is_simple(&expr.receiver);
            is_left && expr.args.iter().all(is_simple)
        }
        _ => is_place(expr),
    }
}

/// The local that `expr` is a part of, and which part.
pub fn part(expr: &Expr) -> Option<(LocalId, Part)> {
    match strip(expr) {
        Expr::Path(path) => Some((names::local(path.path.get_ident()?)?, Part::new())),
        Expr::Field(expr) => {
            let (local, mut path) = part(&expr.base)?;
            path.push(expr.member.to_token_stream().to_string());
            Some((local, path))
        }
        Expr::Unary(expr) if matches!(expr.op, UnOp::Deref(_)) => {
            let (local, mut path) = part(&expr.expr)?;
            path.push("*".to_owned());
            Some((local, path))
        }
        _ => None,
    }
}

pub(super) fn strip(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(expr) => strip(&expr.expr),
        _ => expr,
    }
}
