//! Is a value of a type of the standard library, whose methods are known by their names?

use proc_macro2::Ident;
use syn::{Expr, GenericArgument, Path, Type};

use super::methods;
use crate::macros;

/// What kind of such a type is it?
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Standard {
    /// A collection or the like, which `into_iter` takes in every edition.
    Collection,
    Other,
}

const COLLECTIONS: [&str; 10] = [
    "BTreeMap",
    "BTreeSet",
    "BinaryHeap",
    "HashMap",
    "HashSet",
    "LinkedList",
    "Option",
    "Result",
    "Vec",
    "VecDeque",
];

// A method of one's own may take an `Rc` or an `Arc` of what it belongs to.
const OTHERS: [&str; 5] = ["Mutex", "OsString", "PathBuf", "RefCell", "String"];

/// By a written type.
pub fn standard_type(ty: &Type) -> Option<Standard> {
    match ty {
        Type::Path(ty) => kind(&ty.path.segments.last()?.ident),
        Type::Paren(ty) => standard_type(&ty.elem),
        Type::Array(_) | Type::Slice(_) | Type::Tuple(_) => Some(Standard::Other),
        _ => None,
    }
}

/// By the first value of a variable.
pub fn standard(value: &Expr) -> Option<Standard> {
    match value {
        Expr::Lit(_) | Expr::Array(_) | Expr::Repeat(_) | Expr::Tuple(_) | Expr::Range(_) => {
            Some(Standard::Other)
        }
        Expr::Path(path) => {
            let is_none = path.path.segments.last()?.ident == "None";
            is_none.then_some(Standard::Collection)
        }
        Expr::Paren(value) => standard(&value.expr),
        Expr::Macro(value) if macros::is(&value.mac, "vec") => Some(Standard::Collection),
        Expr::Macro(value) if macros::is(&value.mac, "format") => Some(Standard::Other),
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => made(&path.path),
            _ => None,
        },
        Expr::MethodCall(call) => match &call.turbofish {
            Some(turbofish) => turbofish.args.iter().find_map(|argument| match argument {
                GenericArgument::Type(ty) => standard_type(ty),
                _ => None,
            }),
            None => methods::makes_standard(&call.method.to_string()),
        },
        _ => None,
    }
}

// `Vec::new`, `Vec::<u8>::with_capacity`, `Some`
fn made(path: &Path) -> Option<Standard> {
    let mut segments = path.segments.iter().rev();
    let last = &segments.next()?.ident;
    if let Some(of) = segments.next() {
        return kind(&of.ident);
    }
    let is_made = ["Some", "Ok", "Err"].iter().any(|name| last == name);
    is_made.then_some(Standard::Collection)
}

fn kind(name: &Ident) -> Option<Standard> {
    let is_in = |names: &[&str]| names.iter().any(|known| name == known);
    if is_in(&COLLECTIONS) {
        Some(Standard::Collection)
    } else if is_in(&OTHERS) {
        Some(Standard::Other)
    } else {
        None
    }
}
