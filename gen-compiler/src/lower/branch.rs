//! `if`, `match` and `let … else`.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span};
use syn::{BinOp, Expr, ExprIf, ExprMatch, Index, Pat, parse_quote};

use super::{Dest, Lower, jumps};
use crate::{
    check::{contains_yield, is_cfg},
    composed,
    desugar::ours,
    effects::{self, Effect, Part},
    ids::{BlockId, LocalId},
    ir::{Arm, Glue, Statement, Terminator},
    names,
    temporaries::{self, is_literal},
};

impl Lower<'_> {
    pub(super) fn branch(&mut self, expr: &ExprIf, dest: &Dest) {
        let after = self.block_here();
        let otherwise = match (&expr.else_branch, dest) {
            (None, Dest::Discard) => after,
            (Some(_), _) | (None, Dest::Local(_)) => self.block_inside(),
        };
        self.condition(&expr.cond, otherwise);
        self.contents(&expr.then_branch, dest);
        self.goto(after);
        if otherwise != after {
            self.start(otherwise);
            match &expr.else_branch {
                Some((_, branch)) => self.alternative(branch, dest),
                None => self.unit(dest),
            }
            self.goto(after);
        }
        self.start(after);
    }

    // The block of an `else` is a scope already.
    fn alternative(&mut self, branch: &Expr, dest: &Dest) {
        match branch {
            Expr::Block(block) if block.label.is_none() => self.contents(&block.block, dest),
            branch => {
                let number = self.numbers.of_branch(branch);
                self.numbered(number, branch, dest);
            }
        }
    }

    /// Goes to `otherwise` if `condition` does not hold. Where it holds, the current block is in a scope that has the
    /// bindings of the condition's `let`s.
    pub(super) fn condition(&mut self, condition: &Expr, otherwise: BlockId) {
        match condition {
            Expr::Binary(chain)
                if matches!(chain.op, BinOp::And(_))
                    && (has_let(condition) || contains_yield(condition)) =>
            {
                self.condition(&chain.left, otherwise);
                self.condition(&chain.right, otherwise);
            }
            Expr::Paren(inner) if has_let(condition) => self.condition(&inner.expr, otherwise),
            Expr::Let(binding) => {
                let (head, elements) = self.head(&binding.expr, &[(&*binding.pat, true)]);
                self.mark_borrow(&binding.expr, &binding.pat);
                let then = self.block_inside();
                let left = left(elements.as_ref(), &binding.pat, true);
                let bindings = self.declare_match(&head, elements.as_ref(), &binding.pat, then);
                let bindings = without(bindings, &left);
                let pat = &binding.pat;
                let effects = effects::of_scrutinee(&head, &self.known);
                self.finish(Terminator::If {
                    condition: parse_quote!(let #pat = #head),
                    effects,
                    bindings,
                    then,
                    otherwise,
                });
                self.start(then);
                self.set_aside(&head, left);
            }
            condition => {
                let mut condition = self.spill_inside(condition);
                let then = self.block_inside();
                jumps::replace_in(&mut condition, &self.targets);
                let effects = effects::of_value(&condition, &self.known);
                self.finish(Terminator::If {
                    condition,
                    effects,
                    bindings: Vec::new(),
                    then,
                    otherwise,
                });
                self.start(then);
            }
        }
    }

    /// The operand of a `match` as a place: itself, or a local in a scope that the current block is in afterwards.
    ///
    /// Each of the patterns comes with whether there may be a yield behind it.
    fn head(&mut self, head: &Expr, pats: &[(&Pat, bool)]) -> (Expr, Option<Elements>) {
        if effects::is_place(head) {
            return (head.clone(), None);
        }
        if contains_yield(head) {
            return (self.spill_inside(head), None);
        }
        let inside = self.block_inside();
        self.goto(inside);
        self.start(inside);
        let mut place = head.clone();
        let only = pats.iter().map(|(pat, _)| *pat);
        let mut borrows = false;
        while let Some(value) = temporaries::in_head(&mut place, only.clone()) {
            self.set_apart(value);
            borrows = true;
        }
        if borrows {
            return (place, None);
        }
        self.set_elements_apart(&mut place);
        let head = &place;
        let temporary = self.temporary_head(head);
        let mut elements = names::local(&temporary)
            .and_then(|local| self.elements(local, head))
            .filter(|elements| only.clone().all(|pat| elements.matched_by(pat).is_some()));
        if let Some(elements) = &mut elements {
            self.declare_aside(elements, head, pats);
        }
        self.opaque(parse_quote!(let mut #temporary = #head;));
        if let Some(elements) = &elements
            && let Some(made) = self.blocks[self.current].statements.last_mut()
        {
            made.effects.push(elements.made());
        }
        (parse_quote!(#temporary), elements)
    }

    // Gives what the elements of a head borrow from variables, and the other elements before these, so that they are evaluated in their order.
    fn set_elements_apart(&mut self, head: &mut Expr) {
        let mut elements = temporaries::elements(head);
        let last = elements
            .iter()
            .rposition(|element| temporaries::lends(element));
        for element in elements.drain(..last.map_or(0, |last| last + 1)) {
            if temporaries::lends(element) {
                while let Some(value) = temporaries::lent(element) {
                    self.set_apart(value);
                }
            } else if !is_literal(element) {
                self.set_apart(element);
            }
        }
    }

    // Evaluates `value` into a variable, which takes its place.
    fn set_apart(&mut self, value: &mut Expr) {
        let temporary = self.temporary("head", syn::spanned::Spanned::span(value));
        let value = std::mem::replace(value, parse_quote!(#temporary));
        self.opaque(parse_quote!(let mut #temporary = #value;));
    }

    // What is in a head that is a tuple.
    fn elements(&self, local: LocalId, head: &Expr) -> Option<Elements> {
        let all = composed::elements(head)?;
        let may_drop =
            |value| effects::glue_of_value(value, &self.locals, &self.known) != Glue::None;
        let to_drop = all.iter().filter(|(_, value)| may_drop(value));
        Some(Elements {
            local,
            to_drop: to_drop.map(|(part, _)| part.clone()).collect(),
            aside: BTreeMap::new(),
            all: all.iter().map(|(part, _)| part.clone()).collect(),
        })
    }

    // Declares variables for the elements that some pattern leaves and that may have something to drop. They are dropped in the order of the elements.
    fn declare_aside(&mut self, elements: &mut Elements, head: &Expr, pats: &[(&Pat, bool)]) {
        let yields = pats.iter().filter(|(_, yields)| *yields);
        let left: BTreeSet<Part> = yields
            .flat_map(|(pat, _)| elements.left_by(pat).unwrap_or_default())
            .collect();
        for (part, value) in composed::elements(head).into_iter().flatten().rev() {
            if left.contains(&part) {
                let variable = self.temporary("rest", syn::spanned::Spanned::span(value));
                self.declare_uninitialised(&parse_quote!(#variable), None);
                if let Some(local) = names::local(&variable) {
                    let open = effects::is_open(value, &|local| self.locals[local].open);
                    self.locals[local].open = open;
                    self.locals[local].untyped = effects::untyped(value);
                    self.locals[local].glue =
                        effects::glue_of_value(value, &self.locals, &self.known);
                }
                elements.aside.insert(part, variable);
            }
        }
    }

    // Moves the elements of a head that a pattern has left into their variables: the head may hold a borrow beside them.
    fn set_aside(&mut self, head: &Expr, left: Vec<(Part, Ident)>) {
        for (part, variable) in left {
            let mut element = head.clone();
            for step in &part {
                // It is the number of an element of a tuple.
                let number = Index {
                    index: step.parse().unwrap_or_default(),
                    span: ours(Span::call_site()),
                };
                element = parse_quote!(#element.#number);
            }
            let assigned = names::local(&variable).map(Effect::Assign);
            self.blocks[self.current].statements.push(Statement {
                code: parse_quote!(#variable = #element;),
                effects: assigned.into_iter().collect(),
                source: None,
            });
        }
    }

    /// Evaluates `value`, if it yields, into a local in a scope that the current block is in afterwards.
    fn spill_inside(&mut self, value: &Expr) -> Expr {
        if contains_yield(value) {
            let inside = self.block_inside();
            self.goto(inside);
            self.start(inside);
        }
        self.spill(value, None)
    }

    pub(super) fn matches(&mut self, expr: &ExprMatch, dest: &Dest) {
        let after = self.block_here();
        let yields = |arm: &syn::Arm| contains_yield(&arm.body);
        let pats: Vec<_> = expr
            .arms
            .iter()
            .map(|arm| (&arm.pat, yields(arm)))
            .collect();
        let (head, elements) = self.head(&expr.expr, &pats);
        let pats: Vec<Pat> = expr
            .arms
            .iter()
            .map(|arm| {
                let mut pat = arm.pat.clone();
                jumps::replace_in_guard(&mut pat, &self.targets);
                pat
            })
            .collect();
        let effects = effects::of_scrutinee(&head, &self.known);
        let mut aside = Vec::new();
        let arms = pats
            .into_iter()
            .zip(&expr.arms)
            .map(|(pat, arm)| {
                self.mark_borrow(&expr.expr, &pat);
                let block = self.block_inside();
                let left = left(elements.as_ref(), &pat, yields(arm));
                let effects = self.declare_match(&head, elements.as_ref(), &pat, block);
                let effects = without(effects, &left);
                aside.push(left);
                let conditions = arm.attrs.iter().filter(|attr| is_cfg(attr));
                Arm {
                    conditions: conditions.cloned().collect(),
                    pat,
                    effects,
                    block,
                }
            })
            .collect::<Vec<_>>();
        let blocks: Vec<BlockId> = arms.iter().map(|arm| arm.block).collect();
        self.finish(Terminator::Match {
            scrutinee: head.clone(),
            effects,
            arms,
        });
        for ((arm, block), left) in expr.arms.iter().zip(blocks).zip(aside) {
            self.start(block);
            self.set_aside(&head, left);
            self.alternative(&arm.body, dest);
            self.goto(after);
        }
        self.start(after);
    }

    pub(super) fn let_else(&mut self, pat: &Pat, value: &Expr, diverge: &Expr) {
        let mut value = match self.spill(value, None) {
            // What the pattern does not match is dropped before the `else`, so it must not stay in a local.
            spilled if contains_yield(value) => parse_quote!(({ #spilled })),
            value => value,
        };
        jumps::replace_in(&mut value, &self.targets);
        self.mark_borrow(&value, pat);
        let next = self.block_here();
        let otherwise = self.block_inside();
        let effects = effects::of_scrutinee(&value, &self.known);
        let bindings = self.declare_match(&value, None, pat, next);
        self.finish(Terminator::LetElse {
            pat: Box::new(pat.clone()),
            value: Box::new(value),
            effects,
            bindings,
            next,
            otherwise,
        });
        self.start(otherwise);
        self.alternative(diverge, &Dest::Discard);
        self.finish_diverging();
        self.start(next);
    }

    // The `else` of a `let` never ends; if it looks as if it did, it calls a function that never returns.
    fn finish_diverging(&mut self) {
        let span = ours(Span::call_site());
        let never: syn::Stmt = syn::parse_quote_spanned!(span=> ::core::unreachable!(););
        self.opaque(never);
    }
}

/// A head that is a tuple, of which each element is kept for itself: what has nothing to drop, as a borrow, need not be there after the pattern.
pub(super) struct Elements {
    local: LocalId,
    all: Vec<Part>,
    /// Those that may have something to drop.
    to_drop: Vec<Part>,
    /// The variables of those that patterns leave.
    aside: BTreeMap<Part, Ident>,
}

impl Elements {
    // All of them are there.
    fn made(&self) -> Effect {
        Effect::TakeApart {
            local: self.local,
            moved: Vec::new(),
            left: self.to_drop.clone(),
        }
    }

    /// What a pattern moves out of them, if it tells of which.
    pub(super) fn matched_by(&self, pat: &Pat) -> Option<Effect> {
        let mut pat = pat.clone();
        composed::number(&mut pat, &self.all);
        effects::apart(&pat, self.local, &self.to_drop)
    }
}

impl Elements {
    // Those of which a pattern binds nothing, in order, if it takes the others as a whole: what it leaves of an element stays in it, and is dropped in its turn.
    fn left_by(&self, pat: &Pat) -> Option<Vec<Part>> {
        let mut pat = pat.clone();
        composed::number(&mut pat, &self.all);
        let mut left = Vec::new();
        for part in &self.to_drop {
            if !is_bound(&pat, part)? {
                left.push(part.clone());
            }
        }
        Some(left)
    }
}

// Does a pattern bind all of this element, or nothing of it? `None` if it is something of it, or by reference.
fn is_bound(pat: &Pat, element: &[String]) -> Option<bool> {
    if effects::bound(pat).is_empty() {
        return Some(false);
    }
    match pat {
        Pat::Guard(pat) => is_bound(&pat.pat, element),
        Pat::Paren(pat) => is_bound(&pat.pat, element),
        Pat::Type(pat) => is_bound(&pat.pat, element),
        Pat::Tuple(pat) => {
            let (number, inside) = element.split_first()?;
            is_bound(pat.elems.get(number.parse().ok()?)?, inside)
        }
        pat => effects::moves_all(pat).then_some(true),
    }
}

// The elements that a pattern leaves behind which there may be a yield, each with its variable.
fn left(elements: Option<&Elements>, pat: &Pat, yields: bool) -> Vec<(Part, Ident)> {
    let Some(elements) = elements.filter(|_| yields) else {
        return Vec::new();
    };
    let left = elements.left_by(pat).unwrap_or_default().into_iter();
    let aside = left.map(|part| (part.clone(), elements.aside[&part].clone()));
    aside.collect()
}

// The effects of a pattern, where these elements are set aside afterwards.
fn without(mut effects: Vec<Effect>, aside: &[(Part, Ident)]) -> Vec<Effect> {
    for effect in &mut effects {
        if let Effect::TakeApart { left, .. } = effect {
            left.retain(|part| aside.iter().all(|(other, _)| other != part));
        }
    }
    effects
}

fn has_let(condition: &Expr) -> bool {
    match condition {
        Expr::Let(_) => true,
        Expr::Binary(chain) if matches!(chain.op, BinOp::And(_)) => {
            has_let(&chain.left) || has_let(&chain.right)
        }
        Expr::Paren(inner) => has_let(&inner.expr),
        _ => false,
    }
}
