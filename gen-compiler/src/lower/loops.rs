//! `loop`, `while`, `for` and labelled blocks.

use proc_macro2::Span;
use syn::{
    Block, Expr, ExprForLoop, ExprLit, ExprLoop, ExprRange, ExprWhile, Label, Lit, Pat,
    RangeLimits, parse_quote, spanned::Spanned,
};

use super::{Dest, Lower, Target};
use crate::{
    desugar::{ours, spelling},
    effects,
    ids::{BlockId, LocalId},
    ir::{Arm, Counter, Glue, Terminator},
    names, tree,
};

impl Target {
    fn of_loop(label: Option<&Label>, head: BlockId, after: BlockId, dest: &Dest) -> Self {
        Self {
            label: label.map(|label| label.name.clone()),
            is_block: false,
            after,
            head: Some(head),
            dest: dest.clone(),
        }
    }
}

impl Lower<'_> {
    /// A scope for a loop, with its head and the block after it.
    fn enter_loop(&mut self) -> BlockId {
        let after = self.block_here();
        let inside = self.block_inside();
        self.goto(inside);
        self.start(inside);
        after
    }

    fn start_head(&mut self) -> BlockId {
        let head = self.block_here();
        self.goto(head);
        self.start(head);
        head
    }

    fn within(&mut self, target: Target, body: impl FnOnce(&mut Self)) {
        let (after, head) = (target.after, target.head);
        self.targets.push(target);
        body(self);
        self.targets.pop();
        self.goto(head.unwrap_or(after));
        self.start(after);
    }

    pub(super) fn labelled(&mut self, label: &Label, block: &Block, dest: &Dest) {
        let after = self.enter_loop();
        let target = Target {
            label: Some(label.name.clone()),
            is_block: true,
            after,
            head: None,
            dest: dest.clone(),
        };
        self.within(target, |lower| lower.contents(block, dest));
    }

    pub(super) fn endless(&mut self, expr: &ExprLoop, dest: &Dest) {
        let after = self.enter_loop();
        let head = self.start_head();
        let body = self.block_inside();
        self.goto(body);
        self.start(body);
        let target = Target::of_loop(expr.label.as_ref(), head, after, dest);
        self.within(target, |lower| lower.contents(&expr.body, &Dest::Discard));
    }

    pub(super) fn conditional(&mut self, expr: &ExprWhile) {
        let after = self.enter_loop();
        let head = self.start_head();
        // The label is in scope in the condition, too.
        let target = Target::of_loop(expr.label.as_ref(), head, after, &Dest::Discard);
        self.within(target, |lower| {
            lower.condition(&expr.cond, after);
            lower.contents(&expr.body, &Dest::Discard);
        });
    }

    // As rustc does it: `let mut iter = into_iter(items); loop { match next(&mut iter) { … } }`.
    pub(super) fn iterate(&mut self, expr: &ExprForLoop) {
        let after = self.enter_loop();
        let items = &self.spill(&expr.expr, None);
        let span = ours(items.span());
        let iter = self.temporary("iter", span);
        let is_unseen = matches!(*expr.pat, Pat::Wild(_)) && Glue::is_number_range(items);
        let only_counts = is_unseen && begins_at_zero(items);
        if let Some(local) = names::local(&iter) {
            if Glue::is_number_range(items) {
                self.locals[local].glue = Glue::None;
            }
            self.locals[local].ends = Some(ends(expr));
            if !only_counts {
                self.locals[local].range = self.counter(items, &expr.pat);
            }
            self.locals[local].borrow = self.iterated(items, &expr.pat);
        }
        // `let mut iter = ::core::iter::IntoIterator::into_iter(items);`, or how many times are left, if that is all that
        // the loop has to carry.
        let iterator = if only_counts {
            tree::path(span, &["gen_runtime", "__private", "times"])
        } else {
            tree::path(span, &["core", "iter", "IntoIterator", "into_iter"])
        };
        self.opaque(tree::binding(
            span,
            tree::variable(iter.clone(), Some(span)),
            tree::call(span, iterator, [items.clone()]),
        ));
        let head = self.start_head();
        // `::core::iter::Iterator::next(&mut iter)`
        let next = tree::path(span, &["core", "iter", "Iterator", "next"]);
        let next = tree::call(span, next, [tree::borrow_mut(span, tree::value(iter))]);
        let body = self.block_inside();
        // What the pattern leaves of an item lives as long as the body runs.
        let is_taken = is_unseen || effects::moves_all(&expr.pat);
        let element = (!is_taken).then(|| {
            let element = self.temporary("element", span);
            if let Some(local) = names::local(&element)
                && Glue::is_number_range(items)
            {
                self.locals[local].glue = Glue::None;
            }
            element
        });
        let pat: Pat = match &element {
            Some(element) => tree::variable(element.clone(), None),
            None => (*expr.pat).clone(),
        };
        let option = |variant| tree::path(span, &["core", "option", "Option", variant]);
        let some = tree::variant(span, option("Some"), pat.clone());
        let none = Pat::Path(syn::PatPath {
            attrs: Vec::new(),
            qself: None,
            path: option("None"),
        });
        let effects = effects::of_value(&next, &self.known);
        let bindings = self.declare(&pat, body);
        self.finish(Terminator::Match {
            scrutinee: next,
            effects,
            arms: vec![
                Arm {
                    conditions: Vec::new(),
                    pat: some,
                    effects: bindings,
                    block: body,
                },
                Arm {
                    conditions: Vec::new(),
                    pat: none,
                    effects: Vec::new(),
                    block: after,
                },
            ],
        });
        self.start(body);
        if let Some(element) = element {
            let pat = match &*expr.pat {
                Pat::Or(pat) => parse_quote!((#pat)),
                pat => pat.clone(),
            };
            self.opaque(tree::binding(span, pat, tree::value(element)));
        }
        let target = Target::of_loop(expr.label.as_ref(), head, after, &Dest::Discard);
        self.within(target, |lower| lower.contents(&expr.body, &Dest::Discard));
    }

    // Input: the head and the pattern of a `for`. Output: what its iterator can be made from again, if it is a range.
    fn counter(&self, items: &Expr, pat: &Pat) -> Option<Counter> {
        let items = match items {
            Expr::Paren(items) => &*items.expr,
            items => items,
        };
        let Expr::Range(range) = items else {
            return None;
        };
        let (RangeLimits::HalfOpen(_), Some(_), Some(end)) =
            (range.limits, &range.start, range.end.as_deref())
        else {
            return None;
        };
        let never_changes =
            |local: LocalId| !self.locals[local].mutable && !self.deferred.contains(local);
        let end_local = match end {
            Expr::Lit(_) => None,
            Expr::Path(path) => {
                let local = names::local(path.path.get_ident()?)?;
                if !never_changes(local) {
                    return None;
                }
                Some(local)
            }
            _ => return None,
        };
        let item = match pat {
            Pat::Ident(pat) if pat.by_ref.is_none() && pat.subpat.is_none() => {
                names::local(&pat.ident).filter(|&local| never_changes(local))
            }
            _ => None,
        };
        Some(Counter {
            end: end.clone(),
            end_local,
            item,
        })
    }
}

// What rustc takes a loop for if its head is no iterator: all of it, or what `yield_from!` is given.
fn ends(expr: &ExprForLoop) -> (Span, Span) {
    if spelling(&expr.attrs, "yield_from").is_some() {
        return tree::ends(&expr.expr);
    }
    let first = match &expr.label {
        Some(label) => label.name.span(),
        None => expr.for_token.span,
    };
    (first, expr.body.brace_token.span.join())
}

// Is this `0..end`?
fn begins_at_zero(items: &Expr) -> bool {
    match items {
        Expr::Paren(items) => begins_at_zero(&items.expr),
        Expr::Range(ExprRange {
            start: Some(start),
            limits: RangeLimits::HalfOpen(_),
            end: Some(_),
            ..
        }) => {
            matches!(&**start, Expr::Lit(ExprLit { lit: Lit::Int(start), .. }) if start.base10_digits() == "0")
        }
        _ => false,
    }
}
