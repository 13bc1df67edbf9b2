//! Expressions with a yield in an operand.
//!
//! What is evaluated before the last yield is evaluated into locals of ours, which are carried like any other; the rest of
//! the expression stays as it is and is evaluated in one go after it. A temporary that lives to the end of the
//! statement gets a local, too, if there is a yield after it. The statement is a scope, so these locals drop where the
//! operands and the temporaries do.
//!
//! A place that is only borrowed afterwards stays what it is: nothing between changes it, or rustc would not accept the
//! borrow in the fold copy, unless it is behind a reference that gets another value: then the borrow is evaluated before. (`check` refuses those receivers
//! where this cannot be known.)

use quote::quote;
use syn::{
    BinOp, Expr, ExprIf, Pat, Stmt, UnOp, parse_quote, parse_quote_spanned, spanned::Spanned,
};

use super::{Dest, Lower};
use crate::{
    changed::changed,
    check::contains_yield,
    desugar::ours,
    effects::{self, is_place_expression, root},
    ids::{BlockId, LocalId, Set},
    ir::{Glue, Statement},
    names,
    operands::{self, Operand, Role},
    temporaries::is_literal,
};

impl Lower<'_> {
    /// An expression with a yield in an operand, its value to `dest`.
    pub(super) fn operation(&mut self, expr: &Expr, dest: &Dest) {
        let after = self.block_here();
        let inside = self.block_inside();
        self.goto(inside);
        self.start(inside);
        let around = std::mem::take(&mut self.evaluated);
        let value = self.residual(expr, false);
        let evaluated = std::mem::replace(&mut self.evaluated, around);
        if evaluated.is_crossed {
            self.declare_before(inside, &evaluated.temporaries);
        }
        self.assign(dest, &value);
        self.goto(after);
        self.start(after);
    }

    // Input: an expression, which is evaluated before some other yield if `before`.
    // Output: what is left of it to evaluate. All yields in it are done, and if `before`, it makes no temporaries.
    fn residual(&mut self, expr: &Expr, before: bool) -> Expr {
        if !must_be_split(expr, before) {
            return expr.clone();
        }
        if contains_yield(expr) && is_control_flow(expr) {
            return match expr {
                Expr::Yield(yields) => {
                    self.expr(expr, &Dest::Discard);
                    let span = ours(yields.yield_token.span);
                    parse_quote_spanned!(span=> ())
                }
                expr => {
                    self.evaluated.has_value = true;
                    self.spill(expr, None)
                }
            };
        }
        if let Expr::Assign(assign) = expr
            && !contains_yield(&assign.left)
            && is_control_flow(&assign.right)
            && contains_yield(&assign.right)
        {
            let mentions = self.is_mentioned(&assign.left, &assign.right);
            let right = self.assigned(assign, mentions, |lower, dest| {
                lower.expr(&assign.right, dest);
            });
            let right = Box::new(right);
            let (attrs, left, eq_token) = (Vec::new(), assign.left.clone(), assign.eq_token);
            return Expr::Assign(syn::ExprAssign {
                attrs,
                left,
                eq_token,
                right,
            });
        }
        let mut expr = expr.clone();
        if let Expr::Binary(compound) = &mut expr
            && operands::is_compound(compound.op)
            && root(&compound.left).is_none_or(|root| changed(&compound.right).contains(root))
        {
            self.only_of_primitives(compound);
        }
        operands::visit(&mut expr, &mut |operands| {
            let last = operands
                .iter()
                .rposition(|operand| is_split(operand, before));
            let Some(last) = last else { return };
            // What follows each one, from the last one backwards.
            let mut following = vec![Following::default(); last + 1];
            for index in (0..last).rev() {
                let mut this = Following {
                    mentioned: self.mentioned(&operands[index + 1]),
                    changed: changed(operands[index + 1].expr),
                };
                this.mentioned.union(&following[index + 1].mentioned);
                this.changed.union(&following[index + 1].changed);
                following[index] = this;
            }
            for (operand, following) in operands[..last].iter_mut().zip(&following) {
                *operand.expr = self.settle(operand, following);
            }
            let operand = &mut operands[last];
            *operand.expr = self.residual(operand.expr, before);
            if before && needs_name(operand.role, operand.expr) {
                *operand.expr = self.name_temporary_of(operand.expr);
            }
        });
        expr
    }

    fn mentioned(&self, operand: &Operand<'_>) -> Set<LocalId> {
        let mut mentioned = Set::new();
        let effects = effects::of_value(operand.expr, &self.known);
        effects::locals(&effects, &mut |_, local| {
            mentioned.insert(local);
        });
        mentioned
    }

    // Evaluates an operand now. Output: what stands for it afterwards.
    fn settle(&mut self, operand: &Operand<'_>, following: &Following) -> Expr {
        let expr = self.residual(operand.expr, true);
        if needs_name(operand.role, &expr) {
            return self.name_temporary_of(&expr);
        }
        let by_value = match operand.role {
            Role::Value | Role::Receiver { by_value: true } => true,
            Role::Called => root(&expr).is_some_and(|root| following.changed.contains(root)),
            Role::Compared => {
                let is_mentioned = |root| following.mentioned.contains(root);
                root(&expr).is_none_or(is_mentioned) || self.is_behind_pointer(&expr)
            }
            Role::Borrowed | Role::Receiver { by_value: false } | Role::Place => false,
        };
        if by_value {
            return self.settle_value(expr, following);
        }
        match operand.role {
            Role::Borrowed | Role::Called
                if !following.leaves(&expr) && !matches!(expr, Expr::Path(_)) =>
            {
                let value = self.name(&parse_quote!(&#expr));
                parse_quote!((*#value))
            }
            _ => expr,
        }
    }

    // Is it what a raw pointer may refer to, so that somebody else may change it?
    fn is_behind_pointer(&self, place: &Expr) -> bool {
        self.known.in_unsafe && is_dereferenced(place)
    }

    fn settle_value(&mut self, mut expr: Expr, following: &Following) -> Expr {
        let stays = match &expr {
            Expr::Lit(_) => true,
            Expr::Closure(_) => {
                effects::glue_of_value(&expr, &self.locals, &self.known) == Glue::None
                    && !self.mentions(&expr, &following.mentioned)
            }
            Expr::Reference(borrow) => following.leaves(&borrow.expr),
            // A function. Anything else may have something to drop.
            Expr::Path(path) if root(&expr).is_none() => {
                let last = path.path.segments.last();
                last.is_some_and(|last| !last.ident.to_string().starts_with(char::is_uppercase))
            }
            _ => root(&expr).is_some_and(|root| {
                self.locals[root].glue == Glue::None
                    && !following.mentioned.contains(root)
                    && !self.is_behind_pointer(&expr)
            }),
        };
        if stays {
            return expr;
        }
        if is_aggregate(&expr) && self.droppable(&expr) < 2 {
            operands::visit(&mut expr, &mut |operands| {
                for operand in operands {
                    if operand.role == Role::Value {
                        *operand.expr = self.settle_value(operand.expr.clone(), following);
                    }
                }
            });
            return expr;
        }
        let value = self.temporary("value", ours(expr.span()));
        if let (Some(copy), Some(source)) = (names::local(&value), plain_local(&expr))
            && !following.mentioned.contains(source)
        {
            self.copies.push((copy, source));
        }
        self.evaluated.has_value |= self.may_drop(&expr);
        self.opaque(parse_quote!(let mut #value = #expr;));
        parse_quote!(#value)
    }

    // Puts a temporary that lives to the end of the statement into a local.
    fn name_temporary_of(&mut self, value: &Expr) -> Expr {
        let block = self.current;
        let name = self.name(value);
        let declared = (block, self.blocks[block].statements.len() - 1);
        self.evaluated.temporaries.push(declared);
        self.evaluated.is_crossed |= self.evaluated.has_value && self.may_drop(value);
        name
    }

    fn may_drop(&self, value: &Expr) -> bool {
        effects::glue_of_value(value, &self.locals, &self.known) != Glue::None
    }

    // Where the statement is left half-way its operands are dropped before its temporaries. So these are declared first, in front of everything that the statement
    // evaluates, which begins with `block`.
    // Input: `let mut temporary = value;`. Output: `temporary = value;`, and `let mut temporary;` in front.
    fn declare_before(&mut self, block: BlockId, temporaries: &[(BlockId, usize)]) {
        let mut declared = Vec::new();
        for &(block, at) in temporaries {
            let statement = &mut self.blocks[block].statements[at];
            let Stmt::Local(temporary) = &statement.code else {
                continue;
            };
            if let Pat::Ident(name) = &temporary.pat
                && let Some(init) = &temporary.init
            {
                let (name, value) = (&name.ident, &init.expr);
                let declaration: Stmt = parse_quote!(let #name;);
                declared.push(Statement {
                    effects: effects::of_stmt(&declaration, &self.known),
                    code: declaration,
                    source: None,
                });
                if let Some(local) = names::local(name) {
                    self.deferred.insert(local);
                }
                statement.code = parse_quote!(#name = #value;);
                statement.effects = effects::of_stmt(&statement.code, &self.known);
            }
        }
        self.blocks[block].statements.splice(0..0, declared);
    }

    // How many values in an aggregate may have something to drop? More than one are dropped in the order of the aggregate, not as variables are.
    fn droppable(&self, expr: &Expr) -> usize {
        if !is_aggregate(expr) {
            let glue = effects::glue_of_value(expr, &self.locals, &self.known);
            return usize::from(glue != Glue::None);
        }
        let mut count = 0;
        operands::visit(&mut expr.clone(), &mut |operands| {
            let values = operands
                .iter()
                .filter(|operand| operand.role == Role::Value);
            count = values.map(|operand| self.droppable(operand.expr)).sum();
        });
        count
    }

    fn mentions(&self, expr: &Expr, locals: &Set<LocalId>) -> bool {
        let mut found = false;
        let effects = effects::of_value(expr, &self.known);
        effects::locals(&effects, &mut |_, local| found |= locals.contains(local));
        found
    }

    /// Puts a temporary into a local.
    fn name(&mut self, value: &Expr) -> Expr {
        let name = self.temporary("temporary", ours(value.span()));
        self.opaque(parse_quote!(let mut #name = #value;));
        parse_quote!(#name)
    }

    // `place += value` evaluates its right side first if both are primitive, and its left side first if not.
    fn only_of_primitives(&mut self, compound: &mut syn::ExprBinary) {
        let (place, value) = (&compound.left, &compound.right);
        let span = ours(place.span());
        let kind = self.temporary("kind", span);
        self.opaque(
            parse_quote_spanned!(span=> let #kind = ::gen_runtime::__private::kind(|| &#place);),
        );
        if let Some(kind) = names::local(&kind) {
            self.locals[kind].glue = Glue::None;
        }
        let check = match compound.op {
            BinOp::ShlAssign(_) | BinOp::ShrAssign(_) => quote!(shifted),
            _ => quote!(assigned),
        };
        compound.right =
            parse_quote_spanned!(span=> ::gen_runtime::__private::#check(#kind, #value));
    }

    /// `left && right` or `left || right` with a yield in `right`, as an `if`.
    pub(super) fn lazy(&mut self, expr: &syn::ExprBinary, dest: &Dest) {
        let (left, right) = (&expr.left, &expr.right);
        let span = ours(expr.op.span());
        // Not by their tokens: a struct's braces would be those of the `if`, and a block's would end a statement.
        let right = Stmt::Expr(Expr::clone(right), None);
        let mut branch: ExprIf = match expr.op {
            BinOp::And(_) => parse_quote_spanned!(span=> if true { #right } else { false }),
            _ => parse_quote_spanned!(span=> if true { true } else { #right }),
        };
        branch.cond.clone_from(left);
        self.branch(&branch, dest);
    }
}

/// What was evaluated of an operation so far.
#[derive(Default)]
pub(super) struct Evaluated {
    /// Where temporaries were declared that live to the end of the statement.
    temporaries: Vec<(BlockId, usize)>,
    /// Was there an operand that may have something to drop?
    has_value: bool,
    /// And a temporary after it, which may have as well?
    is_crossed: bool,
}

/// What comes after an operand.
#[derive(Clone, Default)]
struct Following {
    mentioned: Set<LocalId>,
    changed: Set<LocalId>,
}

impl Following {
    // Does a borrow of this place mean the same afterwards? An index is checked when it is evaluated. Of a variable as a whole rustc sees it.
    fn leaves(&self, place: &Expr) -> bool {
        let leaves = |root| plain_local(place).is_some() || !self.changed.contains(root);
        is_literal(place) || root(place).is_some_and(leaves)
    }
}

// Is there a `*` on the way to this place?
fn is_dereferenced(place: &Expr) -> bool {
    match place {
        Expr::Unary(place) => matches!(place.op, UnOp::Deref(_)),
        Expr::Field(place) => is_dereferenced(&place.base),
        Expr::Index(place) => is_dereferenced(&place.expr),
        Expr::Paren(place) => is_dereferenced(&place.expr),
        _ => false,
    }
}

/// Is this an expression that decides what is evaluated?
fn is_control_flow(expr: &Expr) -> bool {
    match expr {
        Expr::Binary(expr) => is_lazy(expr.op) && contains_yield(&expr.right),
        Expr::Block(_)
        | Expr::Unsafe(_)
        | Expr::If(_)
        | Expr::Match(_)
        | Expr::Loop(_)
        | Expr::While(_)
        | Expr::ForLoop(_)
        | Expr::Break(_)
        | Expr::Continue(_)
        | Expr::Return(_)
        | Expr::Yield(_) => true,
        _ => false,
    }
}

pub(super) fn is_lazy(op: BinOp) -> bool {
    matches!(op, BinOp::And(_) | BinOp::Or(_))
}

fn must_be_split(expr: &Expr, before: bool) -> bool {
    contains_yield(expr) || before && makes_temporaries(expr)
}

fn is_split(operand: &Operand<'_>, before: bool) -> bool {
    must_be_split(operand.expr, before) || before && needs_name(operand.role, operand.expr)
}

// Does `expr` make a temporary that lives to the end of the statement?
fn makes_temporaries(expr: &Expr) -> bool {
    let mut found = false;
    operands::visit(&mut expr.clone(), &mut |operands| {
        found = operands.iter().any(|operand| is_split(operand, true));
    });
    found
}

// Is the operand a temporary that lives to the end of the statement?
fn needs_name(role: Role, expr: &Expr) -> bool {
    match role {
        Role::Value => false,
        Role::Compared | Role::Borrowed | Role::Called | Role::Receiver { .. } | Role::Place => {
            !is_place_expression(expr) && !is_literal(expr)
        }
    }
}

// Does it only put its operands together? What may have a destructor of its own does more.
fn is_aggregate(expr: &Expr) -> bool {
    match expr {
        Expr::Tuple(_) | Expr::Array(_) => true,
        Expr::Call(call) => is_constructor(&call.func),
        Expr::Paren(expr) => is_aggregate(&expr.expr),
        _ => false,
    }
}

fn is_constructor(function: &Expr) -> bool {
    let Expr::Path(path) = function else {
        return false;
    };
    let last = path.path.segments.last();
    last.is_some_and(|last| names::is_one_of(&last.ident, &["Some", "Ok", "Err"]))
}

fn plain_local(expr: &Expr) -> Option<LocalId> {
    match expr {
        Expr::Path(path) => names::local(path.path.get_ident()?),
        _ => None,
    }
}
