//! Which variables are `&mut` references, going by the syntax?
//!
//! A type that is written says it, `&mut` does, and so does a method of the standard library's collections that is called so: what comes out of
//! `rows.iter_mut()` are `&mut` references. And so is a variable without `mut` of which a field is assigned to. What comes out of `&mut self.rows` are
//! values, if `rows` is an iterator, and a method that is called `clear` may take `&self`; but not where something borrows from the variable across a yield.

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;
use syn::{
    Expr, ExprCall, ExprField, ExprIndex, ExprMethodCall, GenericArgument, Item, Local as Let,
    Macro, Member, Pat, PatIdent, Path, PathArguments, Stmt, Type,
    visit::{self, Visit},
};

use crate::{
    effects::{self, Effect, Lends},
    ids::LocalId,
    ir::Graph,
    macros::{self, Argument},
    names, operands,
};

/// What [`references`] finds.
pub struct References {
    /// These are `&mut` references.
    pub sure: BTreeSet<LocalId>,
    /// These are, if one of the variables that are named borrows from them across a yield: rustc refuses it of anything else.
    pub likely: BTreeMap<LocalId, BTreeSet<LocalId>>,
}

/// Finds them.
pub fn references(graph: &Graph) -> References {
    let known = Known::of(graph);
    let Uses {
        numbered,
        assigned,
        changed,
    } = Uses::of(graph);
    let mut sure = BTreeSet::new();
    let mut likely = BTreeMap::new();
    for (local, shape) in known.shapes {
        match shape {
            Shape::Reference | Shape::ToValue | Shape::ToCollection | Shape::ToField => {
                sure.insert(local);
            }
            Shape::Item if !numbered.contains(&local) => {
                sure.insert(local);
            }
            Shape::Likely => {
                likely.insert(local, BTreeSet::new());
            }
            Shape::Item
            | Shape::Optional(_)
            | Shape::Items(_)
            | Shape::Tuple(_)
            | Shape::Unknown => {}
        }
    }
    // Only through a reference can what has no `mut` be changed.
    let is_mutable = |local: &LocalId| graph.locals[*local].mutable;
    sure.extend(assigned.into_iter().filter(|local| !is_mutable(local)));
    let is_written = |local: &LocalId| graph.locals[*local].ty.is_some();
    let perhaps = |local: &LocalId| !is_mutable(local) && !is_written(local);
    let changed: BTreeSet<LocalId> = changed.into_iter().filter(perhaps).collect();
    likely.extend(changed.iter().map(|&local| (local, BTreeSet::new())));
    graph.bindings(&mut |pat, value| {
        if let Pat::Ident(pat) = pat
            && let Some(holder) = names::local(&pat.ident)
            && let Some(borrowed) = borrowed_by(value, &changed)
            && let Some(holders) = likely.get_mut(&borrowed)
        {
            holders.insert(holder);
        }
    });
    likely.retain(|_, holders| !holders.is_empty());
    References { sure, likely }
}

// The variable that this surely borrows from, if it is no reference: by `&row.cells`, `rows.iter()`, or a loop over that. What a field refers to can be borrowed by `iter`
// as well, if it is not one of those that are `changed`.
fn borrowed_by(value: &Expr, changed: &BTreeSet<LocalId>) -> Option<LocalId> {
    match value {
        Expr::Paren(value) => borrowed_by(&value.expr, changed),
        Expr::Call(call) => borrowed_by(argument_of(call, "into_iter")?, changed),
        Expr::Reference(borrow) => root_of(&borrow.expr),
        Expr::MethodCall(call) if effects::iterates(&call.method) => {
            let root = root_of(&call.receiver)?;
            let is_borrowed = variable(&call.receiver).is_some()
                || effects::changes(&call.method)
                || changed.contains(&root);
            is_borrowed.then_some(root)
        }
        Expr::MethodCall(call)
            if matches!(
                effects::lends(&call.method),
                Lends::Same | Lends::Numbered | Lends::Zipped
            ) =>
        {
            borrowed_by(&call.receiver, changed)
        }
        _ => None,
    }
}

/// The variable of which this is a part.
pub fn root_of(place: &Expr) -> Option<LocalId> {
    match place {
        Expr::Field(ExprField { base, .. }) | Expr::Index(ExprIndex { expr: base, .. }) => {
            root_of(base)
        }
        Expr::Paren(place) => root_of(&place.expr),
        place => variable(place),
    }
}

/// The locals that a pattern takes nothing out of: all that it binds is behind a reference.
pub fn taken_through(graph: &Graph) -> BTreeSet<LocalId> {
    let shapes = Known::of(graph).shapes.into_iter();
    let through = shapes.filter(|(_, shape)| shape.is_taken_through());
    through.map(|(local, _)| local).collect()
}

/// What their uses tell of variables.
#[derive(Default)]
struct Uses {
    /// Numbered fields of these are mentioned, so they may be tuples.
    numbered: BTreeSet<LocalId>,
    /// Fields of these are assigned to.
    assigned: BTreeSet<LocalId>,
    /// Methods are called on these, or on parts of them, that are called as those are that change something.
    changed: BTreeSet<LocalId>,
}

impl Uses {
    fn of(graph: &Graph) -> Self {
        let mut fields = Self::default();
        for (_, block) in graph.blocks.iter() {
            for statement in &block.statements {
                fields.visit_stmt(&statement.code);
            }
            for code in block.terminator.evaluated() {
                code.walk(&mut fields);
            }
        }
        fields
    }

    fn assigned(&mut self, place: &Expr) {
        match place {
            Expr::Field(field) => self.assigned.extend(variable(&field.base)),
            Expr::Paren(place) => self.assigned(&place.expr),
            _ => {}
        }
    }
}

impl<'ast> Visit<'ast> for Uses {
    fn visit_item(&mut self, _: &'ast Item) {}

    fn visit_expr(&mut self, expr: &'ast Expr) {
        match expr {
            Expr::Assign(assign) => self.assigned(&assign.left),
            Expr::Binary(both) if operands::is_compound(both.op) => self.assigned(&both.left),
            Expr::MethodCall(call) if effects::changes(&call.method) => {
                self.changed.extend(root_of(&call.receiver));
            }
            _ => {}
        }
        visit::visit_expr(self, expr);
    }

    fn visit_expr_field(&mut self, field: &'ast ExprField) {
        if let Member::Unnamed(_) = field.member {
            self.numbered.extend(variable(&field.base));
        }
        visit::visit_expr_field(self, field);
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        for argument in macros::arguments(mac) {
            if let Argument::Expr(expr) = argument {
                Uses::visit_expr(self, &expr);
            }
        }
    }
}

/// The anchored values, each with its variable.
pub fn anchors(graph: &Graph) -> Vec<(LocalId, LocalId)> {
    let statements = graph.blocks.iter().flat_map(|(_, block)| &block.statements);
    let mut anchors = Vec::new();
    for statement in statements {
        if let (Stmt::Local(pointer), Some(&Effect::Declare(variable, true))) =
            (&statement.code, statement.effects.last())
            && graph.locals[variable].anchored
            && let Some(init) = &pointer.init
        {
            let mut owners = Vec::new();
            names::mentioned(init.expr.to_token_stream(), &mut owners);
            anchors.extend(owners.into_iter().map(|owner| (owner, variable)));
        }
    }
    anchors
}

// What an anchor's variable is: what is anchored may be a reference, too.
fn shape_of_anchor(graph: &Graph, owner: LocalId) -> Shape {
    let mut statements = graph.blocks.iter().flat_map(|(_, block)| &block.statements);
    let is_value = statements.any(|statement| {
        let Stmt::Local(Let {
            init: Some(init), ..
        }) = &statement.code
        else {
            return false;
        };
        let Expr::Call(fill) = &*init.expr else {
            return false;
        };
        statement.effects.last() == Some(&Effect::Declare(owner, true))
            && matches!(
                fill.args.first(),
                Some(
                    Expr::Struct(_)
                        | Expr::Tuple(_)
                        | Expr::Array(_)
                        | Expr::Call(_)
                        | Expr::Macro(_)
                )
            )
    });
    if is_value {
        Shape::ToValue
    } else {
        Shape::Reference
    }
}

/// The variable that this is.
pub fn variable(value: &Expr) -> Option<LocalId> {
    match value {
        Expr::Path(path) => path.path.get_ident().and_then(names::local),
        _ => None,
    }
}

/// What a function of this name is called with, if it is one.
pub fn argument_of<'c>(call: &'c ExprCall, name: &str) -> Option<&'c Expr> {
    match (&*call.func, call.args.first()) {
        (Expr::Path(function), Some(argument)) if call.args.len() == 1 => {
            let last = function.path.segments.last()?;
            (last.ident == name).then_some(argument)
        }
        _ => None,
    }
}

/// What is known of the types of variables.
struct Known {
    shapes: BTreeMap<LocalId, Shape>,
}

/// What syntax tells of a type.
#[derive(Clone, PartialEq)]
enum Shape {
    /// It is a `&mut` reference, and perhaps to another reference.
    Reference,
    /// It is a `&mut` reference to a value.
    ToValue,
    /// It is a `&mut` reference to a value that is no iterator, so that a loop over it gives `&mut` references.
    ToCollection,
    /// It is a `&mut` reference to a field, which may be an iterator.
    ToField,
    /// There is one of these in it, as in `Some(first)` of `first_mut()`.
    Optional(Box<Shape>),
    /// These come out of it, as of `iter_mut()`.
    Items(Box<Shape>),
    /// It is a `&mut` reference, or a tuple that ends with one.
    Item,
    /// It may be one.
    Likely,
    Tuple(Vec<Shape>),
    Unknown,
}

impl Shape {
    fn of_type(ty: &Type) -> Self {
        match ty {
            Type::Reference(ty) if ty.mutability.is_some() => match &*ty.elem {
                Type::Slice(_) | Type::Array(_) => Shape::ToCollection,
                Type::Path(ty) if is_collection(&ty.path) => Shape::ToCollection,
                Type::Path(_) | Type::Tuple(_) => Shape::ToValue,
                _ => Shape::Reference,
            },
            Type::Paren(ty) => Self::of_type(&ty.elem),
            Type::Tuple(ty) => Shape::Tuple(ty.elems.iter().map(Self::of_type).collect()),
            Type::Path(ty) => match optional(&ty.path) {
                Some(content) => Shape::Optional(Box::new(Self::of_type(content))),
                None => Shape::Unknown,
            },
            _ => Shape::Unknown,
        }
    }

    // Is all that a pattern can bind of it behind a reference?
    fn is_taken_through(&self) -> bool {
        match self {
            Shape::Reference
            | Shape::ToValue
            | Shape::ToCollection
            | Shape::ToField
            | Shape::Item => true,
            Shape::Optional(content) => content.is_taken_through(),
            Shape::Tuple(parts) => parts.iter().all(Shape::is_taken_through),
            Shape::Items(_) | Shape::Likely | Shape::Unknown => false,
        }
    }
}

// Is it a type of the standard library that is no iterator, by its name?
fn is_collection(path: &Path) -> bool {
    const COLLECTIONS: [&str; 8] = [
        "BTreeMap",
        "BTreeSet",
        "BinaryHeap",
        "HashMap",
        "LinkedList",
        "Option",
        "Vec",
        "VecDeque",
    ];
    let last = path.segments.last();
    last.is_some_and(|last| COLLECTIONS.iter().any(|name| last.ident == name))
}

// `Option<&mut Node>`: what is in it.
fn optional(path: &Path) -> Option<&Type> {
    let last = path.segments.last().filter(|last| last.ident == "Option")?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    match arguments.args.first() {
        Some(GenericArgument::Type(ty)) => Some(ty),
        _ => None,
    }
}

impl Known {
    fn of(graph: &Graph) -> Self {
        let mut known = Known {
            shapes: BTreeMap::new(),
        };
        for (owner, variable) in anchors(graph) {
            let shape = shape_of_anchor(graph, owner);
            known.shapes.insert(variable, shape);
        }
        for &param in &graph.params {
            if let Some(ty) = &graph.locals[param].ty {
                known.shapes.insert(param, Shape::of_type(ty));
            }
        }
        graph.bindings(&mut |pat, value| {
            let shape = known.of_value(value);
            known.bind(pat, shape);
        });
        known
    }

    fn of_value(&self, value: &Expr) -> Shape {
        match value {
            Expr::Reference(value) if value.mutability.is_some() => match &*value.expr {
                Expr::Unary(place) if self.of_value(&place.expr) == Shape::ToCollection => {
                    Shape::ToCollection
                }
                Expr::Field(_) => Shape::ToField,
                _ => Shape::ToValue,
            },
            Expr::Paren(value) => self.of_value(&value.expr),
            Expr::Tuple(value) => {
                let elems = value.elems.iter();
                Shape::Tuple(elems.map(|value| self.of_value(value)).collect())
            }
            Expr::Path(_) => variable(value)
                .and_then(|local| self.shapes.get(&local).cloned())
                .unwrap_or(Shape::Unknown),
            Expr::Try(value) => self.of_content(&value.expr),
            Expr::MethodCall(call) => self.of_call(call),
            // What a loop iterates is given to `into_iter`, and `next` is given that.
            Expr::Call(call) => {
                if let Some(items) = argument_of(call, "into_iter") {
                    self.of_items(items)
                } else if let Some(Expr::Reference(iter)) = argument_of(call, "next") {
                    self.of_next(&iter.expr)
                } else if let Some(content) = argument_of(call, "Some") {
                    Shape::Optional(Box::new(self.of_value(content)))
                } else {
                    Shape::Unknown
                }
            }
            _ => Shape::Unknown,
        }
    }

    // What a loop iterates over. What `&mut self.tokens` refers to may be an iterator, which gives something else.
    fn of_items(&self, items: &Expr) -> Shape {
        match self.of_value(items) {
            Shape::ToCollection => Shape::Items(Box::new(Shape::Item)),
            Shape::ToField | Shape::ToValue | Shape::Reference | Shape::Item | Shape::Likely => {
                Shape::Items(Box::new(Shape::Likely))
            }
            items @ Shape::Items(_) => items,
            Shape::Optional(_) | Shape::Tuple(_) | Shape::Unknown => Shape::Unknown,
        }
    }

    // One of them.
    fn of_item(&self, items: Option<&Expr>) -> Shape {
        match items.map(|items| self.of_items(items)) {
            Some(Shape::Items(item)) => *item,
            _ => Shape::Unknown,
        }
    }

    fn of_next(&self, iter: &Expr) -> Shape {
        match self.of_value(iter) {
            Shape::Items(item) => Shape::Optional(item),
            _ => Shape::Unknown,
        }
    }

    fn of_content(&self, value: &Expr) -> Shape {
        match self.of_value(value) {
            Shape::Optional(content) => *content,
            _ => Shape::Unknown,
        }
    }

    fn of_call(&self, call: &ExprMethodCall) -> Shape {
        match effects::lends(&call.method) {
            Lends::Items => Shape::Items(Box::new(Shape::Item)),
            Lends::Optional => Shape::Optional(Box::new(Shape::Item)),
            // Of a reference `take` gives what it refers to.
            Lends::Same => match self.of_value(&call.receiver) {
                same @ (Shape::Optional(_) | Shape::Items(_)) => same,
                _ => Shape::Unknown,
            },
            Lends::Next => self.of_next(&call.receiver),
            Lends::Content => self.of_content(&call.receiver),
            Lends::Item => Shape::Item,
            Lends::Numbered => match self.of_value(&call.receiver) {
                Shape::Items(item) => {
                    Shape::Items(Box::new(Shape::Tuple(vec![Shape::Unknown, *item])))
                }
                _ => Shape::Unknown,
            },
            Lends::Zipped => {
                let both = [Some(&*call.receiver), call.args.first()];
                let both = both.map(|items| self.of_item(items));
                Shape::Items(Box::new(Shape::Tuple(both.into())))
            }
            Lends::Parts(count) => Shape::Tuple(vec![Shape::ToCollection; count]),
            Lends::End => {
                let both = vec![Shape::ToValue, Shape::ToCollection];
                Shape::Optional(Box::new(Shape::Tuple(both)))
            }
            Lends::Unknown => Shape::Unknown,
        }
    }

    fn bind(&mut self, pat: &Pat, shape: Shape) {
        match (pat, shape) {
            (Pat::Type(pat), _) => {
                let shape = Shape::of_type(&pat.ty);
                self.bind(&pat.pat, shape);
            }
            (Pat::Paren(pat), shape) => self.bind(&pat.pat, shape),
            (Pat::Ident(pat), shape) if pat.by_ref.is_none() && pat.subpat.is_none() => {
                // An anchor's variable, and an argument, is what it was said to be.
                if let Some(local) = names::local(&pat.ident) {
                    self.shapes.entry(local).or_insert(shape);
                }
            }
            (Pat::TupleStruct(pat), Shape::Optional(shape)) => match pat.elems.first() {
                Some(content) if pat.elems.len() == 1 => self.bind(content, *shape),
                _ => self.visit_pat_tuple_struct(pat),
            },
            (Pat::Or(pat), shape) => {
                for case in &pat.cases {
                    self.bind(case, shape.clone());
                }
            }
            // It may be the tuple that the last of these is in.
            (Pat::Tuple(pat), shape @ (Shape::Item | Shape::Likely)) => {
                let last = pat.elems.len().saturating_sub(1);
                for (at, pat) in pat.elems.iter().enumerate() {
                    let shape = if at == last { &shape } else { &Shape::Likely };
                    self.bind(pat, shape.clone());
                }
            }
            (Pat::Tuple(_), Shape::ToValue | Shape::ToCollection | Shape::ToField)
            | (
                Pat::TupleStruct(_) | Pat::Struct(_) | Pat::Slice(_),
                Shape::ToValue | Shape::ToCollection | Shape::ToField | Shape::Item,
            ) => self.bind_parts(pat, &Shape::Reference),
            (Pat::TupleStruct(_) | Pat::Struct(_) | Pat::Slice(_), Shape::Likely) => {
                self.bind_parts(pat, &Shape::Likely);
            }
            (Pat::Tuple(pat), Shape::Tuple(shapes)) if pat.elems.len() == shapes.len() => {
                let rest = |pat: &Pat| matches!(pat, Pat::Rest(_));
                if pat.elems.iter().any(rest) {
                    return pat.elems.iter().for_each(|pat| self.visit_pat(pat));
                }
                for (pat, shape) in pat.elems.iter().zip(shapes) {
                    self.bind(pat, shape);
                }
            }
            // `ref mut`, which says it, wherever it stands.
            (pat, _) => self.visit_pat(pat),
        }
    }

    // What a `&mut` reference is matched with binds `&mut` references to parts, unless it says something else. Deeper in the pattern a `&` reference may be
    // passed: then these are `&` references, which are carried as they are.
    fn bind_parts(&mut self, pat: &Pat, shape: &Shape) {
        match pat {
            Pat::Ident(pat) if pat.mutability.is_none() && pat.by_ref.is_none() => {
                let is_all = pat
                    .subpat
                    .as_ref()
                    .is_none_or(|(_, pat)| matches!(**pat, Pat::Rest(_)));
                if let Some(local) = names::local(&pat.ident).filter(|_| is_all) {
                    self.shapes.entry(local).or_insert_with(|| shape.clone());
                }
            }
            Pat::Paren(pat) => self.bind_parts(&pat.pat, shape),
            Pat::Or(pat) => pat.cases.iter().for_each(|pat| self.bind_parts(pat, shape)),
            Pat::Tuple(pat) => pat.elems.iter().for_each(|pat| self.bind_parts(pat, shape)),
            Pat::TupleStruct(pat) => pat.elems.iter().for_each(|pat| self.bind_parts(pat, shape)),
            Pat::Slice(pat) => pat.elems.iter().for_each(|pat| self.bind_parts(pat, shape)),
            Pat::Struct(pat) => {
                let fields = pat.fields.iter();
                fields.for_each(|field| self.bind_parts(&field.pat, shape));
            }
            pat => self.visit_pat(pat),
        }
    }
}

impl<'ast> Visit<'ast> for Known {
    fn visit_pat_ident(&mut self, pat: &'ast PatIdent) {
        if pat.by_ref.is_some()
            && pat.mutability.is_some()
            && let Some(local) = names::local(&pat.ident)
        {
            self.shapes.insert(local, Shape::Reference);
        }
    }
}
