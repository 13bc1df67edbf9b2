//! Does a value leave the type of its variable open, so that only what comes after it tells?

use syn::{Block, Expr, GenericArgument, Lit, Path, PathArguments, Stmt};

use super::{methods, root};
use crate::{ids::LocalId, ir::Untyped, macros, operands};

/// Does this value leave the type of its variable open, and with it whether that is `Copy`?
pub fn untyped(value: &Expr) -> Option<Untyped> {
    let is_part = match value {
        Expr::Path(path) => path
            .path
            .segments
            .last()
            .is_some_and(|last| last.ident == "None"),
        Expr::Call(call) => {
            let Expr::Path(path) = &*call.func else {
                return None;
            };
            let last = path.path.segments.last();
            last.is_some_and(|last| match last.ident.to_string().as_str() {
                "Ok" | "Err" | "default" => true,
                "Some" => call.args.iter().any(is_untyped),
                _ => false,
            })
        }
        Expr::Paren(value) => return untyped(&value.expr),
        Expr::Tuple(value) => value.elems.iter().any(is_untyped),
        Expr::Array(value) => value.elems.iter().any(is_untyped),
        Expr::Repeat(value) => is_untyped(&value.expr),
        Expr::MethodCall(call) if call.turbofish.is_none() => {
            let method = call.method.to_string();
            if methods::passes_on(&method) {
                return untyped(&call.receiver);
            }
            return methods::is_typed_by_use(&method).then_some(Untyped::Whole);
        }
        Expr::Try(value) => return untyped(&value.expr),
        _ => false,
    };
    is_part.then_some(Untyped::Part)
}

/// The same of what a pattern matches, which is no iterator: a function that is its argument, as `|text| text.parse()` or `Into::into`, may leave it open.
pub fn untyped_head(head: &Expr) -> Option<Untyped> {
    let is_open = |function: &Expr| match function {
        Expr::Closure(closure) => is_untyped(&closure.body),
        Expr::Path(path) => converts(&path.path),
        _ => false,
    };
    match head {
        Expr::MethodCall(call) if call.args.iter().any(is_open) => Some(Untyped::Whole),
        head => untyped(head),
    }
}

// Is this a function of a trait for conversions, as `Into::into` or `u32::from`? What it takes or gives, only its use tells.
fn converts(path: &Path) -> bool {
    const FROM: [&str; 5] = ["default", "from", "from_iter", "from_str", "try_from"];
    path.segments.last().is_some_and(|last| {
        let name = last.ident.to_string();
        path.segments.len() > 1
            && (methods::is_typed_by_use(&name) || FROM.contains(&name.as_str()))
    })
}

fn is_untyped(value: &Expr) -> bool {
    untyped(value).is_some()
}

/// May this value leave a part of the type of its variable open, where `local` tells so of locals? Where the syntax does not tell, it may.
pub fn is_open(value: &Expr, local: &impl Fn(LocalId) -> bool) -> bool {
    let is_open = |value: &Expr| is_open(value, local);
    match value {
        Expr::Lit(lit) => match &lit.lit {
            Lit::Int(lit) => lit.suffix().is_empty(),
            Lit::Float(lit) => lit.suffix().is_empty(),
            _ => false,
        },
        Expr::Path(path) => match root(value) {
            Some(found) => local(found),
            None => is_generic(&path.path) || converts(&path.path),
        },
        Expr::Paren(value) => is_open(&value.expr),
        Expr::Reference(value) => is_open(&value.expr),
        Expr::Unary(value) => is_open(&value.expr),
        Expr::Try(value) => is_open(&value.expr),
        Expr::Cast(cast) => macros::is_open(&cast.ty),
        Expr::Field(value) => is_open(&value.base),
        Expr::Index(value) => is_open(&value.expr),
        Expr::Range(value) => {
            let mut ends = [&value.start, &value.end].into_iter().flatten();
            ends.any(|end| is_open(end))
        }
        Expr::Binary(value) => {
            !operands::is_comparison(value.op) && (is_open(&value.left) || is_open(&value.right))
        }
        Expr::Tuple(value) => value.elems.iter().any(is_open),
        Expr::Array(value) => value.elems.is_empty() || value.elems.iter().any(is_open),
        Expr::Repeat(value) => is_open(&value.expr),
        Expr::Struct(value) => {
            let mut fields = value.fields.iter();
            value.rest.is_some() || fields.any(|field| is_open(&field.expr))
        }
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => !is_filled(&path.path),
            _ => true,
        },
        Expr::MethodCall(call) => {
            if let Some(turbofish) = &call.turbofish {
                return turbofish.args.iter().any(is_open_argument);
            }
            let mut operands = call.args.iter().chain([&*call.receiver]);
            !methods::tells(&call.method.to_string()) || operands.any(is_open)
        }
        Expr::Macro(value) => {
            let text = ["format", "concat", "stringify", "env", "include_str"];
            !text.iter().any(|name| macros::is(&value.mac, name))
        }
        // Nobody else has its type.
        Expr::Closure(_) | Expr::Async(_) => false,
        _ => true,
    }
}

/// May a value in this one be coerced where the type of the whole is known, as `next` in `Some(next)`?
pub fn may_coerce_inside(value: &Expr) -> bool {
    let is_plain = |value: &Expr| matches!(value, Expr::Lit(_) | Expr::Binary(_));
    any_way(value, &|value| match value {
        Expr::Call(call) => {
            let is_generic = matches!(&*call.func, Expr::Path(path) if is_generic(&path.path));
            is_generic && !call.args.iter().all(is_plain)
        }
        Expr::Tuple(value) => !value.elems.iter().all(is_plain),
        Expr::Array(value) => !value.elems.iter().all(is_plain),
        Expr::Struct(value) => !value.fields.iter().all(|field| is_plain(&field.expr)),
        _ => false,
    })
}

/// Is this so of the value, or of that of one of its branches?
pub(super) fn any_way(value: &Expr, is: &impl Fn(&Expr) -> bool) -> bool {
    let tail = |block: &Block| match block.stmts.last() {
        Some(Stmt::Expr(tail, None)) => any_way(tail, is),
        _ => false,
    };
    match value {
        Expr::Paren(value) => any_way(&value.expr, is),
        Expr::Block(value) => tail(&value.block),
        Expr::Unsafe(value) => tail(&value.block),
        Expr::If(value) => {
            let otherwise = value.else_branch.as_ref();
            tail(&value.then_branch) || otherwise.is_some_and(|(_, branch)| any_way(branch, is))
        }
        Expr::Match(value) => value.arms.iter().any(|arm| any_way(&arm.body, is)),
        value => is(value),
    }
}

// May it be a variant of a generic type, as `None`? Constants and functions have types.
fn is_generic(path: &Path) -> bool {
    path.segments.last().is_some_and(|last| {
        let name = last.ident.to_string();
        name.starts_with(char::is_uppercase) && name.contains(char::is_lowercase)
    })
}

// `String::new`, or `Vec::<u8>::new`
fn is_filled(path: &Path) -> bool {
    const PLAIN: [&str; 8] = [
        "String",
        "PathBuf",
        "OsString",
        "CString",
        "Instant",
        "Duration",
        "Self",
        "SystemTime",
    ];
    let mut filled = false;
    for segment in &path.segments {
        filled |= PLAIN.iter().any(|plain| segment.ident == plain);
        if let PathArguments::AngleBracketed(arguments) = &segment.arguments {
            filled = !arguments.args.iter().any(is_open_argument);
        }
    }
    filled
}

fn is_open_argument(argument: &GenericArgument) -> bool {
    match argument {
        GenericArgument::Type(ty) => macros::is_open(ty),
        _ => false,
    }
}
