//! Is a value of a type of the standard library, whose methods are known by their names?

use syn::{Expr, Path, Type};

use super::methods;
use crate::macros;

const TYPES: [&str; 17] = [
    "Arc",
    "BTreeMap",
    "BTreeSet",
    "BinaryHeap",
    "HashMap",
    "HashSet",
    "LinkedList",
    "Mutex",
    "Option",
    "OsString",
    "PathBuf",
    "Rc",
    "RefCell",
    "Result",
    "String",
    "Vec",
    "VecDeque",
];

/// By a written type.
pub fn is_standard_type(ty: &Type) -> bool {
    match ty {
        Type::Path(ty) => ty
            .path
            .segments
            .last()
            .is_some_and(|last| is_one(&last.ident)),
        Type::Paren(ty) => is_standard_type(&ty.elem),
        Type::Array(_) | Type::Slice(_) | Type::Tuple(_) => true,
        _ => false,
    }
}

/// By the first value of a variable.
pub fn is_standard(value: &Expr) -> bool {
    match value {
        Expr::Lit(_) | Expr::Array(_) | Expr::Repeat(_) | Expr::Tuple(_) | Expr::Range(_) => true,
        Expr::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == "None"),
        Expr::Paren(value) => is_standard(&value.expr),
        Expr::Macro(value) => ["vec", "format"].iter().any(|name| macros::is(&value.mac, name)),
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => is_made(&path.path),
            _ => false,
        },
        Expr::MethodCall(call) => match &call.turbofish {
            Some(turbofish) => turbofish.args.iter().any(|argument| {
                matches!(argument, syn::GenericArgument::Type(ty) if is_standard_type(ty))
            }),
            None => methods::makes_standard(&call.method.to_string()),
        },
        _ => false,
    }
}

// `Vec::new`, `Vec::<u8>::with_capacity`, `Some`
fn is_made(path: &Path) -> bool {
    let mut segments = path.segments.iter().rev();
    let Some(last) = segments.next() else {
        return false;
    };
    match segments.next() {
        Some(of) => is_one(&of.ident),
        None => ["Some", "Ok", "Err"].iter().any(|name| last.ident == name),
    }
}

fn is_one(name: &proc_macro2::Ident) -> bool {
    TYPES.iter().any(|known| name == known)
}
